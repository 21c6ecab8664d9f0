"""Demo data, so that a newcomer sees a beacon flash: a few users, a telephony source, contacts, reasons, scripts."""

from __future__ import annotations

import csv
import json
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from models.contacts.contacts import NewContact, add_contacts
from models.people.privileges import Privilege
from models.people.sources import add_source
from models.people.tables import User
from models.people.users import NewUser, add_user
from models.scripts.flow import ScriptPage
from models.scripts.outcomes import add_outcome
from models.scripts.reasons import NewReason, add_reason
from models.scripts.scripts import add_published_script

if TYPE_CHECKING:
    from models.site import Site

FOLDER = Path(__file__).parent
SOURCE = "demo-pbx"
TEAM = "Support"


class Person(Struct, frozen=True, kw_only=True):
    """Describe a demo user."""

    login_name: str
    full_name: str
    role: str
    privileges: tuple[Privilege, ...]
    team: str | None = TEAM
    telephony_logins: tuple[str, ...] = ()


PEOPLE = (
    Person(
        login_name="user101",
        full_name="Ann Carter",
        role="agent",
        privileges=(Privilege.CALL_USER,),
        telephony_logins=("1001",),
    ),
    Person(
        login_name="user102",
        full_name="Ben Okafor",
        role="agent",
        privileges=(Privilege.CALL_USER,),
        telephony_logins=("1002",),
    ),
    Person(
        login_name="business",
        full_name="Chloé Martin",
        role="business administrator",
        privileges=(Privilege.CALL_USER, Privilege.CALL_MANAGEMENT),
    ),
    Person(
        login_name="supervisor",
        full_name="Dmitri Sokolov",
        role="supervisor",
        privileges=(Privilege.CALL_USER, Privilege.CALL_SUPERVISOR, Privilege.REVEAL_MASKED),
    ),
    Person(
        login_name="admin",
        full_name="Eva Lindqvist",
        role="system administrator",
        privileges=(Privilege.ADMIN,),
        team=None,
    ),
)


async def is_empty() -> bool:
    """Tell whether nobody uses this database yet."""
    return not await User.exists()


async def make_demo_data(site: Site, keep_in: Path) -> None:
    """Fill an empty database, and keep the passwords and the source's token in a file that only its owner may read.

    They need not be replaced at once: whoever tries the demo reads them there again, and nobody else knows them.
    """
    passwords = {person.login_name: secrets.token_urlsafe(9) for person in PEOPLE}
    for person in PEOPLE:
        await add_user(
            site,
            NewUser(
                login_name=person.login_name,
                full_name=person.full_name,
                email=f"{person.login_name}@example.org",
                password=passwords[person.login_name],
                team=person.team,
                privileges=person.privileges,
                telephony_logins=person.telephony_logins,
            ),
        )
    token = await add_source(site, SOURCE)
    await add_contacts(site, _contacts())
    await site.writer.run(lambda: _add_reasons(site))
    _keep(keep_in, passwords, token)


def _contacts() -> list[NewContact]:
    with (FOLDER / "contacts.csv").open(encoding="utf-8", newline="") as file:
        return [
            NewContact(
                first_name=row["first_name"],
                last_name=row["last_name"],
                company=row["company"],
                email=row["email"],
                external_id=row["external_id"] or None,
                numbers=[row[name] for name in ("phone", "phone_2", "phone_3") if row[name]],
            )
            for row in csv.DictReader(file)
        ]


async def _add_reasons(site: Site) -> None:
    described = json.loads((FOLDER / "reasons.json").read_text(encoding="utf-8"))
    for reason in described["reasons"]:
        text = (FOLDER / "scripts" / reason["script"]).read_text(encoding="utf-8")
        page = ScriptPage(id="page-1", title=reason["name"], text=text)
        script_id = await add_published_script(reason["name"], [page], now=site.now())
        await add_reason(
            NewReason(
                reason_id=reason["id"],
                name=reason["name"],
                description=reason["description"],
                script_id=script_id,
            )
        )
    for position, name in enumerate(described["outcomes"]):
        await add_outcome(name, position=position)


def _keep(path: Path, passwords: dict[str, str], token: str) -> None:
    lines = [
        f"{person.login_name:<12} {passwords[person.login_name]:<14} {person.role}"
        for person in PEOPLE
    ]
    text = "\n".join(["Sign in with", *lines, "", f"Telephony source {SOURCE}, token", token, ""])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
