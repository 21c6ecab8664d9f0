"""The settings: what is read, what each is by default, and the sentence for each that is wrong."""

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from callbeacon.settings import PREFIX, Settings, WrongSetting, read_settings, secret_key
from tests.running import CHECKOUT

KEY = "k" * 32
MANY_WORKERS = {
    "WORKERS": "4",
    "DATABASE_URL": "postgresql://callbeacon@/calls",
    "BROADCAST_URL": "redis://127.0.0.1",
    "SECRET_KEY": KEY,
}


def settings_of(given: dict[str, str]) -> Settings:
    return read_settings({PREFIX + name: value for name, value in given.items()})


class Environment(dict[str, str]):
    """An environment that notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(name)
        return super().get(name, default)


def the_example() -> dict[str, str]:
    text = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_the_example_names_exactly_the_settings_that_are_read() -> None:
    environment = Environment()

    read_settings(environment)

    assert set(the_example()) == environment.asked


def test_the_example_gives_the_defaults() -> None:
    assert read_settings(the_example()) == read_settings({})


def test_every_setting_in_the_example_is_explained() -> None:
    lines = (CHECKOUT / ".env.example").read_text(encoding="utf-8").splitlines()

    for before, line in pairwise(lines):
        if line.startswith(PREFIX):
            assert before.startswith("# "), line


def test_blanks_and_empty_values_mean_the_default() -> None:
    assert settings_of({"PORT": " ", "HOST": "", "DATA_DIR": "\t"}) == read_settings({})


def test_the_database_lies_in_the_data_directory() -> None:
    assert settings_of({"DATA_DIR": "/srv/calls"}).database_url == (
        "sqlite:////srv/calls/callbeacon.sqlite"
    )


def test_values_are_read_generously() -> None:
    settings = settings_of(
        {
            "CONTEXT": "/crm/v2/",
            "DEFAULT_REGION": "ch",
            "SECURE_COOKIES": "Yes",
            "TRUSTED_PROXIES": " 10.0.0.1/8 , ::1 ",
            "ALLOWED_ORIGINS": "https://CRM.example.org/, http://localhost:3000",
            "TIME_ZONE": "America/Toronto",
        }
    )

    assert settings.context == "crm/v2"
    assert settings.default_region == "CH"
    assert settings.secure_cookies
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert settings.allowed_origins == {"https://crm.example.org", "http://localhost:3000"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("WORKERS", "0"),
        ("WORKERS", "two"),
        ("CONTEXT", "a b"),
        ("CONTEXT", "{x}"),
        ("CONTEXT", "//"),
        ("CONTEXT", "a//b"),
        ("DEFAULT_REGION", "Canada"),
        ("DEFAULT_REGION", "XX"),
        ("SECRET_KEY", "short"),
        ("TRUSTED_PROXIES", "proxy.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("ALLOWED_ORIGINS", "crm.example.org"),
        ("ALLOWED_ORIGINS", "https://"),
        ("ALLOWED_ORIGINS", "https://crm.example.org/path"),
        ("ALLOWED_ORIGINS", "*"),
        ("SECURE_COOKIES", "perhaps"),
        ("TIME_ZONE", "Toronto"),
        ("BROADCAST_URL", "kafka://host"),
        ("BROADCAST_URL", "memory"),
    ],
)
def test_a_wrong_value_is_named_in_a_sentence_that_says_what_can_be(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as caught:
        settings_of({name: value})

    assert caught.value.name == name
    assert re.fullmatch(rf"CALLBEACON_{name} \S.*\.", str(caught.value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:///var/callbeacon.sqlite"),
        ("BROADCAST_URL", "memory://"),
        ("SECRET_KEY", ""),
    ],
)
def test_several_workers_need_what_they_can_share(name: str, value: str) -> None:
    settings_of(MANY_WORKERS)

    with pytest.raises(WrongSetting) as caught:
        settings_of({**MANY_WORKERS, name: value})

    assert caught.value.name == name


# The secret key


def test_a_key_that_is_set_is_used_and_nothing_is_kept(tmp_path: Path) -> None:
    settings = settings_of({"DATA_DIR": str(tmp_path / "var"), "SECRET_KEY": KEY})

    assert secret_key(settings) == KEY.encode()
    assert not (tmp_path / "var").exists()


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    settings = settings_of({"DATA_DIR": str(tmp_path / "var")})

    first, second = secret_key(settings), secret_key(settings)

    assert first == second
    assert len(first) == 64
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret.key"]
    assert stat.S_IMODE(os.stat(tmp_path / "var" / "secret.key").st_mode) == 0o600


def test_many_that_start_at_once_get_one_whole_key(tmp_path: Path) -> None:
    all_keys = []
    with ThreadPoolExecutor(16) as pool:
        for attempt in range(30):
            settings = settings_of({"DATA_DIR": str(tmp_path / str(attempt))})
            all_keys.append(set(pool.map(secret_key, 16 * [settings])))

    assert [len(keys) for keys in all_keys] == 30 * [1]
    assert {len(key) for keys in all_keys for key in keys} == {64}


def test_a_key_that_was_cut_short_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"")

    with pytest.raises(WrongSetting, match="delete that file"):
        secret_key(settings_of({"DATA_DIR": str(tmp_path)}))


@pytest.mark.parametrize("scheme", ["redis", "rediss", "postgresql", "postgres"])
def test_a_bus_that_nodes_share_needs_a_key_that_nodes_share(scheme: str) -> None:
    bus = {"BROADCAST_URL": f"{scheme}://127.0.0.1"}

    settings_of({**bus, "SECRET_KEY": KEY})
    with pytest.raises(WrongSetting, match="on every node") as caught:
        settings_of(bus)

    assert caught.value.name == "SECRET_KEY"
