"""One call over two nodes: who looks for its id in the logs of both reads its whole way."""

import json
from pathlib import Path

import httpx

from tests.builders import an_rpc
from tests.failures.cluster import Cluster, running_cluster
from tests.servers import Postgres, Valkey
from tests.waiting import eventually

NUMBER = "+14165550199"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


async def test_the_logs_of_both_nodes_tell_the_story_of_a_call(
    tmp_path: Path, own_postgres: Postgres, own_valkey: Valkey
) -> None:
    async with (
        running_cluster(tmp_path, own_postgres, own_valkey, agents=1, LOG_LEVEL="debug") as cluster,
        cluster.watched(pages=1) as (page,),
    ):
        other = cluster.nodes[1]  # the page is at the first
        headers = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
        async with httpx.AsyncClient(auth=cluster.auth, timeout=20) as telephony:
            body = an_rpc(page.login_name, "CONNECTED", NUMBER)
            await telephony.post(other.rpc_url, json=body, headers=headers)
        await eventually(lambda: page.seen[-1].is_flashing)
        call_id = await click(cluster, page.login_name, page.token)
        await eventually(lambda: len(story(cluster, call_id)) >= 5)

        told = story(cluster, call_id)
        logs = [node.log.read_text() for node in cluster.nodes]  # a moment
    received = next(each for each in told if each["event"] == "call.received")
    assert (received["node"], received["request"], received["outcome"]) == (1, TRACE, "STARTED")
    assert [(each["event"], each["node"]) for each in told if each["event"] != "call.received"] == [
        ("call.announced", 1),
        ("call.delivered", 0),
        ("call.shown", 0),
        ("call.clicked", 0),
    ]
    assert not any(NUMBER[2:] in log for log in logs)


async def click(cluster: Cluster, login_name: str, token: str) -> str:
    """Say that the page shows the beacon, click it, and return the call's id."""
    url, headers = f"{cluster.nodes[0].url}/graphql", {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(timeout=20, headers=headers) as page:

        async def ask(query: str, **variables: str) -> dict[str, object]:
            answer = await page.post(url, json={"query": query, "variables": variables})
            assert "errors" not in answer.json(), answer.text
            data: dict[str, object] = answer.json()["data"]
            return data

        state = "query($n: String!) { userCallState(loginName: $n) { inboundCall { id } } }"
        data = json.loads(json.dumps(await ask(state, n=login_name)))
        call_id = str(data["userCallState"]["inboundCall"]["id"])
        await ask("mutation($c: ID!) { acknowledgeBeacon(callId: $c) { __typename } }", c=call_id)
        await ask("mutation($c: ID!) { openInboundCall(id: $c) { __typename } }", c=call_id)
    return call_id


def story(cluster: Cluster, call_id: str) -> list[dict[str, object]]:
    """Return the lines of both nodes that name the call, by the time of what they tell."""
    lines = [
        {"node": number, **json.loads(line)}
        for number, node in enumerate(cluster.nodes)
        for line in node.log.read_text().splitlines()
        if call_id in line
    ]
    return sorted(lines, key=lambda line: str(line.get("at", "")))
