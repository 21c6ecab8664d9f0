"""Two users of two teams and every operation of the schema: neither reads nor changes what is the other's own.

What is whose stands in ``ABOUT``, for each operation by itself: a new one fails here until somebody has said what its
arguments mean. Administrators, who see everything, are left out; without gAdmin their operations are refused.
"""

import asyncio
import shutil
from collections.abc import Mapping
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLObjectType, get_named_type
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from api.schema import schema
from api.schema.context import Context
from callbeacon.app import create_app
from callbeacon.settings import read_settings
from models.identifiers import new_id
from models.people.privileges import Privilege
from tests.api.asking import ORIGIN
from tests.api.everything_of import Own, everything_of, rows_of, told_of
from tests.api.operations import DEEPEST, every_operation, least, whole_document
from tests.running import hold_open

FIELDS = every_operation()
EXAMPLES = 3
SECONDS_FOR_AN_ITEM = 0.2
PRIVILEGES = [each for each in Privilege if each not in {Privilege.ADMIN, Privilege.CALL_USER}]

# Of nobody in particular: what a site has of reasons, scripts, fields, outcomes and contacts, or the viewer's own.
NOBODY: Mapping[str, str] = {}
CALL, WORKSPACE, USER = {"id": "call"}, {"workspace": "workspace"}, {"user": "user"}
ABOUT: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "Query.agents",
            "Query.auditEntries",
            "Query.callFields",
            "Query.callReasons",
            "Query.callScript",
            "Query.callScripts",
            "Query.checkScriptText",
            "Query.contact",
            "Query.contactImport",
            "Query.contactImports",
            "Query.contacts",
            "Query.discardedWorkspaces",
            "Query.exportCallManagement",
            "Query.finishedCalls",
            "Query.followUps",
            "Query.inboundCalls",
            "Query.isCallReasonUsed",
            "Query.isOutcomeUsed",
            "Query.lastHour",
            "Query.me",
            "Query.mergeFields",
            "Query.outcomes",
            "Query.previewCallScriptPage",
            "Query.previewImport",
            "Query.receivedCallReasons",
            "Query.setUp",
            "Query.signedInDevices",
            "Query.siteSettings",
            "Query.skippedContactRows",
            "Query.teams",
            "Query.telephonySourceNames",
            "Query.telephonySources",
            "Query.todaysFigures",
            "Query.unopenedCalls",
            "Query.users",
            "Query.workspaces",
            "Mutation.addCallReasonAlias",
            "Mutation.addContactNumber",
            "Mutation.cancelContactImport",
            "Mutation.changeMyPassword",
            "Mutation.changeSiteSetting",
            "Mutation.createCallField",
            "Mutation.createCallReason",
            "Mutation.createCallScript",
            "Mutation.createContact",
            "Mutation.createOutcome",
            "Mutation.createTeam",
            "Mutation.createTelephonySource",
            "Mutation.createUser",
            "Mutation.deleteCallReason",
            "Mutation.deleteCallScript",
            "Mutation.deleteContactNumber",
            "Mutation.deleteOutcome",
            "Mutation.deleteTeam",
            "Mutation.discardCallScriptDraft",
            "Mutation.duplicateCallScript",
            "Mutation.importCallManagement",
            "Mutation.importUsers",
            "Mutation.leaveDesk",
            "Mutation.makeDefaultCallReason",
            "Mutation.mergeContacts",
            "Mutation.openCallByHand",
            "Mutation.publishCallScript",
            "Mutation.startContactImport",
            "Mutation.removeCallReasonAlias",
            "Mutation.removeCallScriptPage",
            "Mutation.renameCallScript",
            "Mutation.renameTeam",
            "Mutation.renewTelephonySourceToken",
            "Mutation.reorderCallFields",
            "Mutation.reorderCallScriptPages",
            "Mutation.reorderOutcomes",
            "Mutation.retireCallField",
            "Mutation.retireCallScript",
            "Mutation.returnToCallScriptVersion",
            "Mutation.revokeTelephonySource",
            "Mutation.saveCallScriptPage",
            "Mutation.setOpensAutomatically",
            "Mutation.updateCallField",
            "Mutation.updateCallReason",
            "Mutation.updateContact",
            "Mutation.updateContactNumber",
            "Mutation.updateOutcome",
            "Mutation.updateTelephonySource",
            "Subscription.administrationChanged",
            "Subscription.agents",
            "Subscription.callManagementChanged",
            "Subscription.contactImport",
            "Subscription.contactsChanged",
            "Subscription.inboundCalls",
            "Subscription.inboundCallsChanged",
            "Subscription.finishedCalls",
            "Subscription.lastHour",
            "Subscription.me",
            "Subscription.unopenedCalls",
            "Subscription.userCallStates",
            "Subscription.workspaces",
        ),
        NOBODY,
    ),
    "Query.apiTokens": {"ofEveryone": "yes"},
    "Query.callRecord": {"id": "record"},
    "Query.inboundCall": CALL,
    "Query.openWorkspaces": {"agent": "user"},
    "Query.messageLog": {"loginName": "login_name"},
    "Query.timeline": {"contact": "contact"},
    "Query.user": {"id": "user"},
    "Query.userCallState": {"loginName": "login_name"},
    "Query.whyNoPop": {"loginName": "login_name"},
    "Query.workspace": {"id": "workspace"},
    "Mutation.acknowledgeBeacon": {"callId": "unopened"},
    "Mutation.addTelephonyLogin": USER,
    "Mutation.amendCallRecord": {"id": "record", "notes": "text"},
    "Mutation.changeCallReason": WORKSPACE,
    "Mutation.changePrivileges": {"users": "users", "grant": "privileges"},
    "Mutation.chooseContact": {**WORKSPACE, "contact": "contact"},
    "Mutation.continueWorkspace": {**WORKSPACE, "call": "unopened"},
    "Mutation.createApiToken": {"loginName": "login_name"},
    "Mutation.disableUser": {"id": "user"},
    "Mutation.discardWorkspace": {"id": "workspace"},
    "Mutation.enableUser": {"id": "user"},
    "Mutation.endCall": {"id": "unopened"},
    "Mutation.nextScriptPage": {**WORKSPACE, "page": "page"},
    "Mutation.openInboundCall": {"id": "unopened"},
    "Mutation.previousScriptPage": {**WORKSPACE, "page": "page"},
    "Mutation.removeTelephonyLogin": USER,
    "Mutation.reopenWorkspace": {"id": "discarded"},
    "Mutation.resetPassword": USER,
    "Mutation.revealDetail": {"call": "call", "name": "detail"},
    "Mutation.revokeApiToken": {"id": "token"},
    "Mutation.saveCallRecord": {**WORKSPACE, "notes": "text"},
    "Mutation.saveDraft": {**WORKSPACE, "field": "field"},
    "Mutation.sendTestCall": {"loginName": "login_name"},
    "Mutation.signOutDevice": {"id": "session"},
    "Mutation.takeOverWorkspace": {"id": "workspace"},
    "Mutation.updateUser": {"id": "user"},
    # An extension may be taken over from whoever had it, who is told; this one is nobody's.
    "Mutation.useTelephonyLogin": {"login": "free_desk"},
    "Subscription.beacon": {"loginName": "login_name"},
    "Subscription.scriptPage": WORKSPACE,
    "Subscription.timeline": {"contact": "contact"},
    "Subscription.workspace": {"id": "workspace"},
    "Subscription.writesBack": WORKSPACE,
}


def things_of(own: Own) -> Mapping[str, object]:
    """Give what ``ABOUT`` names, of one user."""
    user_id = str(own.viewer.user_id)
    return {
        "call": own.call,
        "unopened": own.unopened,
        "workspace": own.workspace,
        "discarded": own.discarded,
        "record": own.record,
        "contact": own.contact,
        "token": own.token,
        "session": own.session,
        "user": user_id,
        "users": [user_id],
        "login_name": own.viewer.login_name,
        "privileges": [Privilege.ADMIN.value],
        "yes": True,
        "text": "written by somebody else",
        "field": "notes",
        "page": "page-1",
        "detail": "x",
        "free_desk": new_id().hex,
    }


async def answer_to(app: Litestar, asker: Own, name: str, variables: Mapping[str, object]) -> Any:
    """Ask an operation as the user's page does, for everything that it can tell."""
    # Scripts belong to nobody, and all of all of them is more than one document may ask for.
    depth = 3 if name == "Query.callScripts" else DEEPEST
    document = whole_document(name, FIELDS[name], depth=depth)
    if not name.startswith("Subscription."):
        return (await asker.page.post(document, **variables)).json()
    headers = {**asker.page.headers, "host": ORIGIN.removeprefix("http://")}
    scope: Any = {
        "type": "websocket",
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        "litestar_app": app,
        "state": {},
    }
    followed: Any = await schema.subscribe(
        document, variable_values=dict(variables), context_value=Context(scope=scope)
    )
    if not hasattr(followed, "__anext__"):
        return [followed.data, followed.errors]
    async with aclosing(followed) as items:
        try:
            item = await asyncio.wait_for(anext(items), SECONDS_FOR_AN_ITEM)
        except (TimeoutError, StopAsyncIteration):
            return None
        return [item.data, [str(error) for error in item.errors or ()]]


async def ask_for_all_of(app: Litestar, asker: Own, other: Own) -> None:
    """Ask every operation about the other's things; fail at the first that tells or changes one."""
    things, before = things_of(other), await rows_of(other)
    for name, meant in ABOUT.items():
        about = {argument: things[thing] for argument, thing in meant.items()}
        variables = least(FIELDS[name], about)

        answer = await answer_to(app, asker, name, variables)

        assert "GRAPHQL_VALIDATION_FAILED" not in str(answer), (name, answer)
        assert "too large" not in str(answer), (name, answer)
        assert told_of(other, answer, given=variables) == set(), (name, answer)
        if not name.startswith("Query."):
            assert await rows_of(other) == before, name


def test_the_table_says_of_every_operation_what_it_is_about() -> None:
    assert set(ABOUT) == set(FIELDS)


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_the_table_names_arguments_that_there_are(name: str) -> None:
    assert set(ABOUT[name]) <= set(FIELDS[name].args)


def test_whole_answers_are_asked_for() -> None:
    document = whole_document("Query.workspace", FIELDS["Query.workspace"])
    workspace = get_named_type(FIELDS["Query.workspace"].type)

    assert isinstance(workspace, GraphQLObjectType)
    assert all(field in document for field in workspace.fields)


class _TwoUsers:
    """An app in a loop of its own, for as many pairs of users as are wanted."""

    def __init__(self, data_dir: Path) -> None:
        self.app = create_app(read_settings({"CALLBEACON_DATA_DIR": str(data_dir)}))
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        """Open the app."""
        await self._stack.enter_async_context(hold_open(self.app))
        transport = httpx.ASGITransport(app=self.app)  # type: ignore[arg-type]  # Litestar's own ASGI types
        client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self.client = await self._stack.enter_async_context(client)

    async def close(self) -> None:
        """Close it."""
        await self._stack.aclose()

    async def pry(self, *privileges: frozenset[Privilege]) -> None:
        """Have two new users ask for everything of each other."""
        site = self.app.state.site
        one, other = [
            await everything_of(
                self.client, site, team=team, privileges=frozenset({Privilege.CALL_USER}) | granted
            )
            for team, granted in zip(("North", "South"), privileges, strict=True)
        ]
        await ask_for_all_of(self.app, one, other)
        await ask_for_all_of(self.app, other, one)


@pytest.mark.timeout(180)
def test_of_two_users_neither_reads_nor_changes_what_is_the_others(
    tmp_path: Path, prepared_sqlite: Path
) -> None:
    (tmp_path / "var").mkdir()
    shutil.copy(prepared_sqlite, tmp_path / "var")
    granted = st.frozensets(st.sampled_from(PRIVILEGES))

    with asyncio.Runner() as runner:
        users = _TwoUsers(tmp_path / "var")
        runner.run(users.open())

        @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate])
        @given(granted, granted)
        def pry(one: frozenset[Privilege], other: frozenset[Privilege]) -> None:
            runner.run(users.pry(one, other))

        try:
            pry()
        finally:
            runner.run(users.close())
