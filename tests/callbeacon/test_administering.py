"""Users, teams, sources and tokens administered from the command line."""

from pathlib import Path

import pytest

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.audit import AuditEntry
from models.errors import NotAuthorisedSource, NotSignedIn, PasswordChangeDue
from models.people.sessions import sign_in, viewer_of_session
from models.people.sources import authenticate
from models.people.tokens import viewer_of_token
from tests.callbeacon.test_cli import PASSWORD, Operator, assert_refused


@pytest.fixture
def operator(data_dir: Path) -> Operator:
    """Give an operator with one user."""
    operator = Operator(data_dir)
    operator.adds_user("ann", "--name", "Ann", "--privilege", "gAdmin")
    return operator


async def test_a_user_is_disabled_enabled_and_given_a_password(operator: Operator) -> None:
    operator.adds_user("ben", "--name", "Ben", "--team", "North")

    disabled = operator.runs("user", "disable", "BEN")
    listed = operator.runs("user", "list").stdout
    enabled = operator.runs("user", "enable", "ben")
    changed = operator.runs("user", "passwd", "ben", "--password-stdin", typing="something else\n")
    granted = operator.runs("user", "privileges", "ben", "--grant", "gCallUser")

    assert disabled.stdout == "User BEN disabled.\n"
    assert "disabled" in listed
    assert (enabled.returncode, changed.returncode, granted.returncode) == (0, 0, 0)
    assert "gCallUser" in operator.runs("user", "list").stdout
    async with site_for(read_settings(operator.settings)) as site:
        who = {"login_name": "ben", "address": "", "user_agent": ""}
        assert await sign_in(site, password="something else", **who)
        with pytest.raises(NotSignedIn):
            await sign_in(site, password=PASSWORD, **who)
        actions = [row["action"] for row in await AuditEntry.select().order_by(AuditEntry.id)]
    assert actions == [
        "user.created",
        "user.created",
        "user.disabled",
        "user.enabled",
        "user.password_reset",
        "privilege.granted",
    ]
    assert_refused(operator.runs("user", "disable", "nobody"), "No enabled user")
    assert_refused(operator.runs("user", "disable", "ann"), "last administrator")


@pytest.mark.parametrize(
    "arguments", [("add", "ben", "--name", "Ben"), ("passwd", "ann")], ids=["added", "reset"]
)
async def test_a_temporary_password_is_printed_alone_and_has_to_be_replaced(
    operator: Operator, arguments: tuple[str, ...]
) -> None:
    made = operator.runs("user", *arguments, "--temporary-password")

    password = made.stdout.splitlines()[-1]
    async with site_for(read_settings(operator.settings)) as site:
        who = {"login_name": arguments[1], "address": "", "user_agent": ""}
        cookie = await sign_in(site, password=password, **who)
        with pytest.raises(PasswordChangeDue):
            await viewer_of_session(site, cookie)
    both = operator.runs("user", *arguments, "--temporary-password", "--password-stdin")
    assert both.returncode == 2
    assert "not both" in both.stderr


def test_users_are_imported_after_a_preview(operator: Operator, tmp_path: Path) -> None:
    sheet = tmp_path / "users.csv"
    sheet.write_text("login_name,name\nben,Ben\nann,Ann\n", encoding="utf-8")

    preview = operator.runs("user", "import", str(sheet), "--preview")
    done = operator.runs("user", "import", str(sheet))

    assert preview.stdout.splitlines()[-1] == "1 would be added, 1 skipped."
    assert done.stdout.splitlines()[-1] == "1 added, 1 skipped."
    assert "ann is taken" in done.stdout
    assert len(operator.runs("user", "list").stdout.splitlines()) == 3


def test_teams_are_added_renamed_and_deleted(operator: Operator) -> None:
    added = operator.runs("team", "add", "North")
    renamed = operator.runs("team", "rename", "North", "South")
    operator.adds_user("ben", "--name", "Ben", "--team", "South")

    listed = operator.runs("team", "list").stdout.splitlines()

    assert (added.stdout, renamed.returncode) == ("Team North added.\n", 0)
    assert [line.split() for line in listed] == [["NAME", "MEMBERS"], ["South", "1"]]
    assert_refused(operator.runs("team", "delete", "South"), "members")
    assert_refused(operator.runs("team", "delete", "North"), "no such team")
    operator.runs("team", "add", "East")
    assert operator.runs("team", "delete", "East").stdout == "Team East deleted.\n"


async def test_a_source_is_revoked_and_let_in_again_by_a_new_token(operator: Operator) -> None:
    first = operator.runs("source", "add", "pbx").stdout.split()[-1]

    revoked = operator.runs("source", "revoke", "pbx")
    second = operator.runs("source", "renew", "pbx").stdout.split()[-1]

    assert revoked.stdout == "Telephony source pbx revoked.\n"
    assert_refused(operator.runs("source", "revoke", "other"), "no such telephony source")
    async with site_for(read_settings(operator.settings)) as site:
        assert (await authenticate(site, name="pbx", token=second, address="")).name == "pbx"
        with pytest.raises(NotAuthorisedSource):
            await authenticate(site, name="pbx", token=first, address="")


async def test_a_token_has_an_end_and_is_revoked_by_its_name(operator: Operator) -> None:
    made = operator.runs(
        *("token", "add", "ann", "--name", "board", "--scope", "read", "--expires", "2999-01-01")
    )
    late = operator.runs("token", "add", "ann", "--name", "x", "--expires", "2000-01-01")

    revoked = operator.runs("token", "revoke", "ANN", "--name", "board")

    assert made.returncode == 0
    assert_refused(late, "still to come")
    assert revoked.stdout == "1 revoked.\n"
    assert_refused(operator.runs("token", "revoke", "ann", "--name", "board"), "no such API token")
    async with site_for(read_settings(operator.settings)) as site:
        assert await viewer_of_token(site, made.stdout.split()[-1]) is None
