"""How often the database is asked does not depend on how much there is to tell."""

from uuid import UUID

from graphql import GraphQLField, get_named_type, is_leaf_type
from httpx import AsyncClient

from models.people.privileges import Privilege, Viewer
from models.people.tokens import create_token
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.api.asking import Asker, a_page, a_session, connect
from tests.api.operations import every_operation, least, whole_document
from tests.builders import a_contact, a_source, a_user
from tests.statements import statements

SAVE = """
    mutation ($id: ID!, $contact: ID) {
      saveCallRecord(workspace: $id, contact: $contact, notes: "Done.", followUpOn: "2020-01-01") {
        ... on CallRecord { id }
      }
    }
"""
DISCARD = "mutation ($id: ID!) { discardWorkspace(id: $id) { __typename } }"
MANAGED = """
    mutation ($name: String!, $id: ID!) {
      createCallReason(name: $name, id: $id) { ... on DefinedCallReason { id version } }
      createOutcome(name: $name) { __typename }
      createCallField(name: $name) { __typename }
      createCallScript(name: $name) { ... on ManagedCallScript { id } }
    }
"""
ALIAS = """
    mutation ($id: ID!, $version: Int!, $alias: String!) {
      addCallReasonAlias(id: $id, version: $version, alias: $alias) { __typename }
    }
"""
LOGIN = """
    mutation ($user: ID!, $login: String!) {
      addTelephonyLogin(user: $user, login: $login) { __typename }
    }
"""
FEW, MANY = 2, 20
# What asks for an import, or for a page of a script's draft, of which the site has only one.
NOT_ASKED_FOR = {"Query.skippedContactRows", "Query.checkScriptText", "Query.previewCallScriptPage"}
NUMBER = "+14165550100"
QUERIES = {
    name: field
    for name, field in every_operation().items()
    if name.startswith("Query.") and not is_leaf_type(get_named_type(field.type))
}


class Filling:
    """A site that gets more and more of everything."""

    def __init__(self, site: Site, viewer: Viewer, page: Asker) -> None:
        self.site, self.viewer, self.page = site, viewer, page
        self.contact = self.record = self.workspace = self.call = self.script = ""

    async def add(self, number: int) -> None:
        """Add one of each kind."""
        await self._add_people(number)
        await self._add_managed(number)
        await self._add_calls(number)

    async def _add_people(self, number: int) -> None:
        user = await a_user(self.site, f"user{number}", team=f"Team {number}")
        await self.page.ask(LOGIN, user=str(user.user_id), login=f"7{number:03}")
        await connect(self.site, user, NUMBER)
        await a_source(self.site, f"source{number}")
        await a_session(self.site, self.viewer)
        await create_token(self.site, self.viewer, name=f"token {number}")

    async def _add_managed(self, number: int) -> None:
        made = await self.page.ask(MANAGED, name=f"thing_{number}", id=f"thing_{number}")
        self.script = made["createCallScript"]["id"]
        await self.page.ask(ALIAS, **made["createCallReason"], alias=f"alias {number}")
        await connect(self.site, self.viewer, NUMBER, reason_id=f"unknown {number}")

    async def _add_calls(self, number: int) -> None:
        """Add a saved, a discarded, an open and an unopened call of a contact of its own."""
        address = f"+1416555{number:04}"
        self.contact = str(await a_contact(self.site, address, f"7{number:03}", NUMBER))
        spaces: list[str] = []
        for _ in range(3):
            self.call = await connect(
                self.site,
                self.viewer,
                address,
                details={"account_number": f"{number}-{len(spaces)}"},
            )
            spaces.append(str(await open_inbound_call(self.site, self.viewer, UUID(self.call))))
        saved = await self.page.ask(SAVE, id=spaces[0], contact=self.contact)
        self.record = saved["saveCallRecord"]["id"]
        await self.page.ask(DISCARD, id=spaces[1])
        self.workspace = spaces[2]
        await connect(self.site, self.viewer, address, details={"x": number})

    async def count(self, name: str, field: GraphQLField) -> int:
        """Ask for everything that a query can tell, and count the statements."""
        given = {
            "loginName": self.viewer.login_name,
            "first": MANY * 2,
            "contact": self.contact,
            "id": {
                "Query.contact": self.contact,
                "Query.workspace": self.workspace,
                "Query.user": str(self.viewer.user_id),
                "Query.callRecord": self.record,
                "Query.callScript": self.script,
            }.get(name, self.call),
        }
        required = {key: value for key, value in given.items() if key in field.args}
        if name in {"Query.auditEntries", "Query.messageLog", "Query.apiTokens"}:
            required.pop("loginName", None)
        document = whole_document(name, field)
        async with statements(self.site, "SELECT") as asked:
            answer = await self.page.post(document, **least(field, required))
        assert "DOCUMENT_TOO_LARGE" not in answer.text, name
        assert '"data":null' not in answer.text or name in NOT_ASKED_FOR, answer.text
        return len(asked)


async def test_no_query_takes_more_statements_for_more_rows(
    app_client: AsyncClient, app_site: Site
) -> None:
    viewer = await a_user(app_site, "ann", privileges=list(Privilege))
    filling = Filling(app_site, viewer, await a_page(app_client, app_site, viewer))
    counts: list[dict[str, int]] = []

    for amount in (FEW, MANY):
        for number in range(len(counts) * FEW, amount):
            await filling.add(number)
        counts.append({name: await filling.count(name, field) for name, field in QUERIES.items()})

    few, many = counts
    # Matching asks in several portions for many callers, which is far from once for each.
    most = (MANY - FEW) // 2
    assert {name: (few[name], many[name]) for name in few if many[name] - few[name] >= most} == {}
