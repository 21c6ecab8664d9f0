"""What a user has that is nobody else's business, and how to see whether it was read or changed."""

import dataclasses
import json
from typing import Any
from uuid import UUID

import httpx

from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sign_in, viewer_of_session
from models.people.tokens import create_token
from models.site import Site
from models.tables import ALL_TABLES
from models.workspaces.tables import Draft
from models.workspaces.workspaces import open_inbound_call
from tests.api.asking import ORIGIN, Asker, connect, cookie
from tests.builders import PASSWORD, a_contact, a_user

DRAFT = """
    mutation ($id: ID!, $text: String!) {
      saveDraft(workspace: $id, field: "notes", value: $text, version: 0, editor: "test") {
        __typename ... on Refusal { message }
      }
    }
"""
SAVE = """
    mutation ($id: ID!, $contact: ID) {
      saveCallRecord(workspace: $id, contact: $contact, notes: "shared") {
        ... on CallRecord { id } ... on Refusal { message }
      }
    }
"""
DISCARD = "mutation ($id: ID!) { discardWorkspace(id: $id) { __typename } }"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Own:
    """A user with something of each kind, as the page that asks; ``mark`` stands in every private text."""

    viewer: Viewer
    page: Asker
    mark: str
    call: str
    unopened: str
    workspace: str
    discarded: str
    record: str
    contact: str
    token: str
    session: str

    @property
    def private(self) -> set[str]:
        """Give the texts and ids that no answer to anybody else may hold; contacts and records are shared."""
        ids = (self.call, self.unopened, self.workspace, self.discarded, self.token, self.session)
        return {self.mark, *ids}


async def everything_of(
    client: httpx.AsyncClient, site: Site, *, team: str, privileges: frozenset[Privilege]
) -> Own:
    """Make a user of the team with something of each kind."""
    mark = f"private-{new_id().hex}"
    user = await a_user(site, mark.replace("private", "agent"), privileges=[*privileges], team=team)
    secret = await sign_in(
        site, login_name=user.login_name, password=PASSWORD, address="", user_agent=mark
    )
    viewer = await viewer_of_session(site, secret)
    assert viewer is not None
    page = Asker(client=client, headers=cookie(secret) | {"origin": ORIGIN})
    contact = str(await a_contact(site, "+14165550100"))
    calls = [await connect(site, user, str(number), details={"x": mark}) for number in range(4)]
    spaces = [str(await open_inbound_call(site, user, UUID(call))) for call in calls[:3]]
    for workspace in spaces[1:]:
        await page.ask(DRAFT, id=workspace, text=mark)
    saved = await page.ask(SAVE, id=spaces[0], contact=contact)
    await page.ask(DISCARD, id=spaces[1])
    return Own(
        viewer=viewer,
        page=page,
        mark=mark,
        call=calls[2],
        unopened=calls[3],
        workspace=spaces[2],
        discarded=spaces[1],
        record=saved["saveCallRecord"]["id"],
        contact=contact,
        token=str((await create_token(site, viewer, name=mark)).id),
        session=str(viewer.session_id),
    )


async def rows_of(own: Own) -> dict[str, list[Any]]:
    """Read every row that belongs to the user, of whatever table."""
    rows: dict[str, list[Any]] = {}
    for table in ALL_TABLES:
        columns = {column._meta.name for column in table._meta.columns}
        if table._meta.tablename == "app_user":
            owned = table._meta.primary_key == own.viewer.user_id
        elif "user" in columns and table._meta.tablename != "audit_entry":
            owned = table._meta.get_column_by_name("user") == own.viewer.user_id
        else:
            continue
        found = await table.select().where(owned).order_by(table._meta.primary_key)
        rows[table._meta.tablename] = found
    drafts = (
        await Draft.select()
        .where(Draft.workspace.is_in([UUID(own.workspace), UUID(own.discarded)]))
        .order_by(Draft.id)
    )
    return rows | {"draft": drafts}


def told_of(own: Own, answer: object, *, given: object) -> set[str]:
    """Return what an answer tells of the user that nobody else should know, beside what was said in the question."""
    text, asked = json.dumps(answer, default=str), json.dumps(given, default=str)
    return {each for each in own.private if each in text and each not in asked}
