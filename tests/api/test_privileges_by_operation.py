"""Every operation of the schema with each privilege: allowed where the table says so, and refused everywhere else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from httpx import AsyncClient

from api.schema.privileges import OPERATIONS, PRINTED, printed_privileges
from models.people.granting import change_privileges
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.api.asking import Asker, a_page, a_session, cookie
from tests.api.operations import document, every_operation, least
from tests.api.sockets import graphql_socket
from tests.builders import a_running_call, a_user

REFUSED = {"NOT_PERMITTED", "NOT_A_CALL_USER"}
FIELDS = every_operation()
ASKED = [name for name in FIELDS if not name.startswith("Subscription.")]
FOLLOWED = [name for name in FIELDS if name.startswith("Subscription.")]
WITH: list[Privilege | None] = [None, *Privilege]
SAVE = "mutation ($id: ID!) { saveCallRecord(workspace: $id) { ... on CallRecord { id } } }"
DISCARD = "mutation ($id: ID!) { discardWorkspace(id: $id) { __typename } }"


@dataclass(frozen=True, kw_only=True)
class Own:
    """What a user has: a running call, its workspace, a discarded one, a record."""

    viewer: Viewer
    call: str
    workspace: str
    discarded: str
    record: str


# What the operations ask for that only know the viewer's own.
SUBJECTS: Mapping[str, Callable[[Own], Mapping[str, object]]] = {
    "Query.userCallState": lambda own: {"loginName": own.viewer.login_name},
    "Query.whyNoPop": lambda _: {"loginName": "x"},
    "Query.workspace": lambda own: {"id": own.workspace},
    "Mutation.endCall": lambda own: {"id": own.call},
    "Mutation.discardWorkspace": lambda own: {"id": own.workspace},
    "Mutation.reopenWorkspace": lambda own: {"id": own.discarded},
    "Mutation.changeCallReason": lambda own: {"workspace": own.workspace},
    "Mutation.chooseContact": lambda own: {"workspace": own.workspace},
    "Mutation.saveCallRecord": lambda own: {"workspace": own.workspace},
    "Mutation.amendCallRecord": lambda own: {"id": own.record},
    "Mutation.acknowledgeBeacon": lambda own: {"callId": own.call},
    "Subscription.beacon": lambda own: {"loginName": own.viewer.login_name},
    "Subscription.workspace": lambda own: {"id": own.workspace},
}


async def what_is_own(client: AsyncClient, site: Site, user: Viewer) -> Own:
    page = await a_page(client, site, user)
    workspaces = [
        str(await open_inbound_call(site, user, await a_running_call(site, user, number)))
        for number in ("1", "2")
    ]
    saved = await page.ask(SAVE, id=workspaces[0])
    await page.ask(DISCARD, id=workspaces[1])
    call_id = await a_running_call(site, user, "3")
    return Own(
        viewer=user,
        call=str(call_id),
        workspace=str(await open_inbound_call(site, user, call_id)),
        discarded=workspaces[1],
        record=saved["saveCallRecord"]["id"],
    )


async def with_one_privilege(
    client: AsyncClient, site: Site, name: str, privilege: Privilege | None
) -> tuple[Viewer, Mapping[str, object]]:
    """Make a user with one privilege or none, and what the operation is asked about."""
    user = await a_user(site)
    given = SUBJECTS[name](await what_is_own(client, site, user)) if name in SUBJECTS else {}
    await change_privileges(
        site,
        None,
        user.user_id,
        granted=[privilege] if privilege else [],
        revoked=[Privilege.CALL_USER] if privilege is not Privilege.CALL_USER else [],
    )
    return user, given


def code_of(answer: Mapping[str, Any]) -> str | None:
    """Find the code of a refusal, in an error or in the result."""
    if answer.get("errors"):
        code: str = answer["errors"][0]["extensions"]["code"]
        return code
    (result,) = answer["data"].values()
    return result.get("code") if isinstance(result, dict) else None


def is_allowed(name: str, privilege: Privilege | None) -> bool:
    needed = OPERATIONS[name].any_of
    return not needed or privilege in needed


def test_the_table_names_every_operation_and_no_other() -> None:
    assert set(OPERATIONS) == set(FIELDS)


def test_the_printed_table_is_the_one_of_the_code() -> None:
    assert PRINTED.read_text(encoding="utf-8") == printed_privileges(), "Run: make schema"


@pytest.mark.parametrize("name", ASKED)
async def test_an_operation_is_allowed_with_its_privileges_and_refused_with_others(
    app_client: AsyncClient, app_site: Site, name: str
) -> None:
    for privilege in WITH:
        user, given = await with_one_privilege(app_client, app_site, name, privilege)
        page: Asker = await a_page(app_client, app_site, user)

        answer = await page.post(document(name, FIELDS[name]), **least(FIELDS[name], given))

        code = code_of(answer.json())
        assert code not in {"INTERNAL", "GRAPHQL_VALIDATION_FAILED", "NOT_SIGNED_IN"}
        assert (code not in REFUSED) is is_allowed(name, privilege), (privilege, code)


@pytest.mark.parametrize("name", FOLLOWED)
async def test_a_subscription_is_allowed_with_its_privileges_and_refused_with_others(
    app_client: AsyncClient, app_site: Site, served: str, name: str
) -> None:
    for privilege in WITH:
        user, given = await with_one_privilege(app_client, app_site, name, privilege)
        headers = cookie(await a_session(app_site, user))

        async with graphql_socket(served, headers=headers, origin=served) as socket:
            await socket.begin()
            variables = least(FIELDS[name], given)
            asked = {"query": document(name, FIELDS[name]), "variables": variables}
            await socket.send(type="subscribe", id="1", payload=asked)
            code = code_of(await socket.next())

        assert code not in {"INTERNAL", "GRAPHQL_VALIDATION_FAILED", "NOT_SIGNED_IN"}
        assert (code not in REFUSED) is is_allowed(name, privilege), (privilege, code)


@pytest.mark.parametrize("name", ASKED)
async def test_nobody_who_is_not_signed_in_asks_anything(
    app_client: AsyncClient, name: str
) -> None:
    stranger = Asker(client=app_client)

    answer = await stranger.post(document(name, FIELDS[name]), **least(FIELDS[name], {}))

    assert answer.status_code == 401
    assert code_of(answer.json()) == "NOT_SIGNED_IN"
