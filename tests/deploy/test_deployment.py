"""The Dockerfile, compose.yaml, the balancer's configuration and the unit, as far as they can be checked unbuilt."""

import configparser
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from callbeacon.settings import read_settings
from tests.cluster.balancer import CONFIGURATION, find_balancer
from tests.running import CHECKOUT

COMPOSITION: dict[str, Any] = YAML(typ="safe").load((CHECKOUT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSITION["services"]
UNIT = CHECKOUT / "deploy" / "callbeacon.service"
TOOLS = Path(sys.executable).parent
BUILT_WITH, RUN_WITH = (CHECKOUT / "Dockerfile").read_text().split("\nFROM ")[1:]


def test_the_linter_finds_nothing_in_the_dockerfile() -> None:
    run(TOOLS / "hadolint", CHECKOUT / "Dockerfile")


def test_nothing_is_installed_in_the_last_stage_and_it_is_not_run_as_root() -> None:
    lines = RUN_WITH.splitlines()

    assert "pip" not in RUN_WITH
    assert "apt" not in RUN_WITH
    assert "USER 10001" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert "--require-hashes" in BUILT_WITH


def test_the_composition_has_the_form_that_the_specification_asks_for() -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    run(TOOLS / "check-jsonschema", *schema, CHECKOUT / "compose.yaml")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_writes_nowhere_but_where_it_must_and_comes_back(service: str) -> None:
    asked = SERVICES[service]

    assert asked["read_only"] is True
    assert asked["restart"] == "unless-stopped"
    assert asked["security_opt"] == ["no-new-privileges:true"]
    assert "healthcheck" in asked or asked["image"] == "callbeacon:local", "the image has its own"
    assert all(port.startswith("127.0.0.1:") for port in asked.get("ports", []))


def test_a_node_of_the_composition_has_settings_that_it_would_start_with() -> None:
    asked = SERVICES["node-a"]["environment"]
    secrets = {
        "${POSTGRES_PASSWORD:?set it in .env}": "p" * 20,
        "${CALLBEACON_SECRET_KEY:?set 32 characters or more in .env}": "k" * 40,
    }

    settings = read_settings({name: _filled(value, secrets) for name, value in asked.items()})

    assert settings.database_url == f"postgresql://callbeacon:{'p' * 20}@postgres/callbeacon"
    assert settings.secret_key == "k" * 40
    (subnet,) = COMPOSITION["networks"]["inside"]["ipam"]["config"]
    assert [str(network) for network in settings.trusted_proxies] == [subnet["subnet"]]


def _filled(value: str, secrets: dict[str, str]) -> str:
    for asked, given in secrets.items():
        value = value.replace(asked, given)
    return value.partition(":-")[2].removesuffix("}") if value.startswith("${") else value


def test_no_secret_stands_in_the_composition() -> None:
    text = (CHECKOUT / "compose.yaml").read_text()

    assert "${POSTGRES_PASSWORD:?" in text
    assert "${CALLBEACON_SECRET_KEY:?" in text


def test_the_balancer_understands_its_configuration() -> None:
    run(find_balancer(), "-c", "-f", CONFIGURATION)


def test_the_unit_runs_as_nobody_in_particular_and_may_do_next_to_nothing() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their capitals
    unit.read(UNIT)
    service = unit["Service"]

    assert service["DynamicUser"] == service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["Restart"] == "on-failure"
    assert service["ExecStart"].endswith("/callbeacon serve")


def run(*command: str | Path) -> None:
    ran = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
