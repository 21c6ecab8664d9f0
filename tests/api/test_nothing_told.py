"""No password, token or cookie gets into an answer that is not meant to tell it, into a log or into the audit trail."""

import json
import logging

import pytest
import structlog
from httpx import AsyncClient

from models.audit import AuditEntry
from models.people.accounts import reset_password
from models.people.privileges import Privilege
from models.people.sessions import viewer_of_session
from models.people.sources import add_source
from models.people.tables import ApiToken, FailedSignIns, Session, TelephonySource, User
from models.people.tokens import create_token
from models.site import Site
from tests.api.asking import ORIGIN, Asker, a_session, bearer, cookie
from tests.builders import PASSWORD, a_user, an_rpc
from tests.running import RPC_PATH

CHANGE = """
    mutation ($current: String!, $new: String!) {
      changeMyPassword(current: $current, new: $new) { __typename ... on Refusal { code message } }
    }
"""
TYPED = "the password that was typed"


async def test_secrets_stand_in_no_answer_log_audit_trail_or_table(
    app_client: AsyncClient, app_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    admin = await a_user(app_site, privileges=[Privilege.ADMIN])
    secret = await a_session(app_site, await a_user(app_site, "ann"))
    ann = await viewer_of_session(app_site, secret)
    assert ann is not None
    page = Asker(client=app_client, headers=cookie(secret) | {"origin": ORIGIN})
    token = (await create_token(app_site, ann, name="tool")).secret
    source = await add_source(app_site, "pbx")
    message = an_rpc("nobody", "CONNECTED", "4165550100", None)

    with structlog.testing.capture_logs() as logged:
        answers = [
            await app_client.post(
                "/login",
                data={"login_name": "ann", "password": TYPED},
                headers={"origin": ORIGIN},
            ),
            await page.post(CHANGE, current=TYPED, new=TYPED),
            await page.post(CHANGE, current=PASSWORD, new=TYPED),
            await app_client.post("/graphql", json={"query": "{"}, headers=bearer(token)),
            await app_client.post("/graphql", json={"query": "{ me }"}, headers=bearer(source)),
            await app_client.post(RPC_PATH, json=message, headers=bearer(source)),
            await app_client.post(RPC_PATH, json=message, headers=bearer(token)),
        ]
        told = await reset_password(app_site, admin, ann.user_id)

    tables = (AuditEntry, User, Session, ApiToken, TelephonySource, FailedSignIns)
    written = [await table.select() for table in tables]
    everything = json.dumps([[each.text for each in answers], logged, written], default=str)
    everything += caplog.text
    assert [
        each for each in (TYPED, told, PASSWORD, secret, token, source) if each in everything
    ] == []


async def test_a_refused_message_tells_nobody_the_number(
    app_client: AsyncClient, app_site: Site
) -> None:
    source = await add_source(app_site, "pbx")

    answer = await app_client.post(
        RPC_PATH, json=an_rpc("nobody", "CONNECTED", "4165550100", None), headers=bearer(source)
    )

    assert answer.json()["error"]["code"] == -32001
    assert "4165550100" not in answer.text
