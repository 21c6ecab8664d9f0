"""The choice "I am at extension …" in the user menu, for agents who change desks."""

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import (
    Answer,
    Document,
    Failed,
    Loading,
    Variant,
    use_query,
    use_subscription,
)
from ui.components.button import button
from ui.components.changing import REFUSAL, Refusal, refusal_notice, use_change
from ui.components.field import choice_field, text_field
from ui.events import BrowserEvent, fields_of, submit


class Source(Answer, frozen=True):
    """A telephony source."""

    id: str
    name: str


class Login(Answer, frozen=True):
    """An extension of the user; whether the user said so."""

    id: str
    login: str
    is_desk: bool


class Own(Answer, frozen=True):
    """The user's extensions."""

    telephony_logins: tuple[Login, ...]


class OwnAnswer(Answer, frozen=True):
    """The answer to OWN_LOGINS."""

    me: Own


class SourcesAnswer(Answer, frozen=True):
    """The answer to SOURCES."""

    telephony_source_names: tuple[Source, ...]


class Person(Answer, frozen=True):
    """Whose extension it was."""

    full_name: str


class DeskTaken(Variant, frozen=True):
    """The extension is the user's now."""

    taken_from: Person | None


class DeskAnswer(Answer, frozen=True):
    """The answer to USE and to LEAVE."""

    result: DeskTaken | Refusal


OWN_LOGINS = Document(
    "subscription OwnLogins { me { telephonyLogins { id login isDesk } } }", OwnAnswer
)
SOURCES = Document("query SourceNames { telephonySourceNames { id name } }", SourcesAnswer)
TAKEN = f"{REFUSAL} ... on DeskTaken {{ takenFrom {{ fullName }} }}"
USE = Document(
    f"""
    mutation UseLogin($login: String!, $source: ID) {{
      result: useTelephonyLogin(login: $login, source: $source) {{ {TAKEN} }}
    }}
    """,
    DeskAnswer,
)
LEAVE = Document(f"mutation LeaveDesk {{ result: leaveDesk {{ {TAKEN} }} }}", DeskAnswer)


@component
def Desk() -> VdomDict:
    """Show where the user sits, as soon as it changes, and take another extension."""
    own, sources = use_subscription(OWN_LOGINS).answer, use_query(SOURCES).answer
    use, leave, (said, set_said) = use_change(USE), use_change(LEAVE), use_state("")

    async def sit(event: BrowserEvent) -> None:
        given = fields_of(event)
        login = given.get("desk", "").strip()
        result = await use.run({"login": login, "source": given.get("desk-source") or None})
        if result is None:
            set_said("")
            return
        before = result.taken_from
        taken = texts.desk_taken_from(login, before.full_name) if before else ""
        set_said(taken or texts.desk_taken(login))

    async def go(_: BrowserEvent) -> None:
        if await leave.run({}) is not None:
            set_said("")

    logins = () if isinstance(own, Loading | Failed) else own.me.telephony_logins
    names = () if isinstance(sources, Loading | Failed) else sources.telephony_source_names
    desk = next((login.login for login in logins if login.is_desk), None)
    return html.form(
        {"class": "desk", "onSubmit": submit(sit, target="sit")},
        text_field("desk", texts.MY_DESK, help_text=texts.MY_DESK_HINT, required=True),
        _source(names) if len(names) > 1 else "",
        html.div(
            {"key": "actions", "class": "actions"},
            button(texts.SIT_HERE, type="submit"),
            button(texts.LEAVE_DESK, go) if desk else "",
        ),
        html.p({"key": "said", "role": "status"}, said or (texts.desk_taken(desk) if desk else "")),
        html.div({"key": "refused"}, refusal_notice(use.refusal or leave.refusal)),
    )


def _source(names: tuple[Source, ...]) -> VdomDict:
    choices = {"": texts.ALL_SOURCES, **{source.id: source.name for source in names}}
    return html.div({"key": "source"}, choice_field("desk-source", texts.SOURCE, choices))
