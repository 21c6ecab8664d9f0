"""What is sent to each door, and what each may answer."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.api.sockets import PROTOCOL
from tests.fuzzing.documents import DOCUMENTS
from tests.fuzzing.doors import AGENT, SECONDS_TO_ANSWER, Doors
from tests.fuzzing.mutating import JSON, SECRET_NUMBER, SECRET_WORD, TEXTS, mostly, mutated
from tests.running import RPC_PATH
from tests.ui.screen import targets_of

# 1011 is the one that a server closes with when it does not know what happened.
UNEXPECTED = {1006, 1011}
MOST_FRAMES = 6

Frame = str | bytes


def _bytes(value: object) -> bytes:
    return json.dumps(value).encode()


# --- JSON-RPC --------------------------------------------------------------------------------

CALLS = st.fixed_dictionaries(
    {"jsonrpc": mostly("2.0"), "method": mostly("updateCallState"), "id": mostly(1, "a", None)},
    optional={
        "params": st.tuples(
            mostly(AGENT),
            mostly("CONNECTED", "DISCONNECTED"),
            mostly(SECRET_NUMBER),
            mostly(None, SECRET_WORD),
            mostly({"callId": "a", "sequence": 1}, {"occurredAt": "2026-01-01T00:00:00Z"}),
        )
        | st.fixed_dictionaries(
            {"userLoginName": mostly(AGENT), "status": mostly("CONNECTED")},
            optional={"phoneNumber": JSON, "reasonId": JSON, "details": JSON, "other": JSON},
        )
        | JSON
    },
)
VALID_CALLS = CALLS.map(_bytes) | st.lists(CALLS, max_size=5).map(_bytes)
RPC_BODIES = st.binary(max_size=400) | JSON.map(_bytes) | VALID_CALLS | mutated(VALID_CALLS)
HEADER = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=300)
RPC_REQUESTS = st.tuples(
    RPC_BODIES,
    st.fixed_dictionaries(
        {}, optional={"content-type": HEADER, "idempotency-key": HEADER, "accept": HEADER}
    ),
)


def call_state(doors: Doors, sent: tuple[bytes, dict[str, str]]) -> None:
    """Send a body to the JSON-RPC endpoint as a source that is known."""
    body, headers = sent
    authorised = {"authorization": doors.keys.source._auth_header, **headers}  # its only place
    answer = doors.post(RPC_PATH, body, authorised)
    assert answer.status_code in {200, 503}, answer.text
    for each in _answers(answer.content):
        assert "error" not in each or each["error"]["code"] != -32603, answer.text


def _answers(content: bytes) -> list[dict[str, Any]]:
    read = json.loads(content) if content else []
    return read if isinstance(read, list) else [read]


# --- HTTP ------------------------------------------------------------------------------------

REQUEST = (
    f"POST {RPC_PATH} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
    "GET /graphql?query={me{id}} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n"
).encode()
RAW = st.binary(max_size=600) | mutated(st.just(REQUEST))


def whatever(doors: Doors, sent: bytes) -> None:
    """Send bytes that may be HTTP."""
    status = doors.send_raw(sent).partition(b" ")[2][:3]
    assert not status.startswith(b"5") or status in {b"501", b"503", b"505"}, status


# --- GraphQL ---------------------------------------------------------------------------------

VARIABLES = st.dictionaries(st.sampled_from(["id", "login", "a"]), JSON, max_size=2)
ASKED = st.fixed_dictionaries(
    {"query": DOCUMENTS}, optional={"variables": VARIABLES | JSON, "operationName": JSON}
)
QUESTIONS = ASKED.map(_bytes) | mutated(ASKED.map(_bytes)) | JSON.map(_bytes)


def ask(doors: Doors, sent: bytes) -> None:
    """Send a body to /graphql as an administrator's page does."""
    headers = {**doors.cookie, "content-type": "application/json"}
    answer = doors.post("/graphql", sent, headers)
    assert answer.status_code != 401, "The session that asks has ended."


# --- WebSockets ------------------------------------------------------------------------------

KINDS = ("subscribe", "complete", "ping", "pong", "connection_init", "next")
MESSAGES = st.fixed_dictionaries(
    {"type": mostly(*KINDS)}, optional={"id": mostly("1", "2"), "payload": ASKED | JSON}
)
GRAPHQL_FRAMES = st.lists(
    MESSAGES.map(json.dumps)
    | JSON.map(json.dumps)
    | TEXTS.filter(lambda text: text.isprintable())
    | mutated(MESSAGES.map(_bytes)),
    max_size=MOST_FRAMES,
)


def converse(doors: Doors, sent: list[Frame]) -> None:
    """Send frames to GraphQL's WebSocket as an agent's tool, which has said who it is."""
    with _socket(doors, "/graphql", doors.bearer, protocol=PROTOCOL) as line:
        line.send(json.dumps({"type": "connection_init"}))
        assert json.loads(line.recv(SECONDS_TO_ANSWER))["type"] == "connection_ack"
        _send_all(line, sent, last=json.dumps({"type": "ping"}), answer=_is_pong)


EVENTS = st.tuples(st.integers(0, 200), mostly([{"target": {"value": "x"}}]), mostly(None, 1))
PAGE_FRAMES = st.lists(
    EVENTS | JSON.map(json.dumps) | st.binary(max_size=200) | mutated(st.just(b'{"type":"x"}')),
    max_size=MOST_FRAMES,
)
PAGES = st.tuples(
    st.sampled_from(
        ["desktop", "calls", "contacts", "call-management", "administration", "account"]
    ),
    PAGE_FRAMES,
)


def use_page(doors: Doors, sent: tuple[str, list[Any]]) -> None:
    """Send frames to a page's WebSocket: events of its own elements with anything in them, and anything else."""
    name, frames = sent
    with _socket(doors, f"/reactpy/{name}/?path=/", doors.cookie) as line:
        shown = json.loads(line.recv(SECONDS_TO_ANSWER))
        targets = targets_of(shown.get("model"))
        _send_all(line, [_event(frame, targets) for frame in frames], last="ping", answer=_is_pong)


def _event(frame: Any, targets: list[str]) -> Frame:
    if not isinstance(frame, tuple):
        return frame  # type: ignore[no-any-return]  # text or bytes, as the strategy says
    chosen, data, seq = frame
    target = targets[chosen % len(targets)] if targets else "none"
    return json.dumps({"type": "layout-event", "target": target, "data": data, "seq": seq})


def _is_pong(text: Frame) -> bool:
    return text == "pong" or '"pong"' in str(text)


def _socket(
    doors: Doors, path: str, headers: Mapping[str, str], *, protocol: str | None = None
) -> ClientConnection:
    return connect(
        doors.server.url.replace("http", "ws", 1) + path,
        subprotocols=[protocol] if protocol else None,  # type: ignore[list-item]  # a NewType of str
        additional_headers=headers,
        max_size=None,
        compression=None,
        proxy=None,
    )


def _send_all(
    line: ClientConnection, frames: list[Frame], *, last: str, answer: Callable[[Frame], bool]
) -> None:
    """Send all frames; then either the other end still answers, or it has closed for a cause that it knows."""
    try:
        for frame in [*frames, last]:
            line.send(frame)
        while not answer(line.recv(SECONDS_TO_ANSWER)):
            pass
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else 1006
        assert code not in UNEXPECTED, f"closed with {code}"


# --- Files -----------------------------------------------------------------------------------

CSV = (
    f"first_name,last_name,company,email,phone\nMaría,Silva,Acme,a@b.example,{SECRET_NUMBER}\n"
    f'"Bob ""B""",{SECRET_WORD},"A\nB",,(416) 555-0101\n'
).encode()
VCARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Silva;María;;;\r\nORG:Acme\\, Ltd;Sales\r\n"
    f"TEL;TYPE=cell:{SECRET_NUMBER}\r\nNOTE;ENCODING=QUOTED-PRINTABLE:{SECRET_WORD}=C3=\r\n=A9\r\n"
    "PHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\nEND:VCARD\r\n"
).encode()
ROWS = st.lists(st.lists(TEXTS, max_size=6), max_size=6).map(
    lambda rows: "\n".join(";".join(row) for row in rows).encode("utf-8", "surrogatepass")
)
VALID_FILES = st.sampled_from([CSV, VCARD, CSV.decode().encode("utf-16"), VCARD * 3])
FILES = st.tuples(
    st.binary(max_size=400) | ROWS | VALID_FILES | mutated(VALID_FILES),
    st.sampled_from(["a.csv", "a.vcf", "a", "", "../../a\0.csv", "a" * 3000]),
)
IMPORTED = """query ($id: ID!) { contactImport(id: $id) { status columns { field } } }"""
START = """mutation ($id: ID!, $fields: [ContactImportField]!) {
    startContactImport(id: $id, fields: $fields) { __typename ... on Refusal { code } } }"""
ENDED = {"DONE", "FAILED", "CANCELLED"}


def import_file(doors: Doors, sent: tuple[bytes, str]) -> None:
    """Send a file of contacts, and import it to its end when it is one."""
    content, name = sent
    answer = doors.client.post(
        "/contacts/imports", params={"name": name}, content=content, headers=doors.bearer
    )
    assert answer.status_code in {201, 400, 413}, answer.text
    if answer.status_code == 201:
        _import_to_the_end(doors, answer.json()["id"])


def _import_to_the_end(doors: Doors, import_id: str) -> None:
    columns = _ask(doors, IMPORTED, id=import_id)["contactImport"]["columns"]
    fields = [column["field"] for column in columns]
    if "LAST_NAME" not in fields and fields:
        fields[0] = "LAST_NAME"
    started = _ask(doors, START, id=import_id, fields=fields)["startContactImport"]
    while started["__typename"] == "ContactImport" and not _has_ended(doors, import_id):
        pass


def _has_ended(doors: Doors, import_id: str) -> bool:
    status: str = _ask(doors, IMPORTED, id=import_id)["contactImport"]["status"]
    return status in ENDED


def _ask(doors: Doors, document: str, **variables: object) -> dict[str, Any]:
    headers = {**doors.bearer, "content-type": "application/json"}
    body = _bytes({"query": document, "variables": variables})
    data: dict[str, Any] = doors.post("/graphql", body, headers).json()["data"]
    return data
