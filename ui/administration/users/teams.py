"""Teams: whose calls a supervisor sees follows from them."""

from collections.abc import Callable, Mapping

from reactpy import component, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.addresses import address
from ui.administration.reading import not_there, use_followed_query
from ui.client import Answer, Document, Failed, Loading, Variant
from ui.components.addressing import Addressed, use_address
from ui.components.asking import Asking, Question
from ui.components.changing import REFUSAL, OwnChanges, Refusal, use_own_changes
from ui.components.editing import element_id, opener_button, use_creator, use_editor
from ui.components.field import text_field
from ui.components.notices import Notices

NEW = "team"


class Team(Variant, frozen=True):
    """A team, and how many belong to it."""

    id: str
    name: str
    members: int
    version: int


class DeletedTeam(Variant, frozen=True):
    """A team that is gone."""

    id: str


class TeamsAnswer(Answer, frozen=True):
    """The answer to TEAMS."""

    teams: tuple[Team, ...]


class TeamAnswer(Answer, frozen=True):
    """The answer to CREATE_TEAM and RENAME_TEAM."""

    result: Team | Refusal


class DeletedAnswer(Answer, frozen=True):
    """The answer to DELETE_TEAM."""

    result: DeletedTeam | Refusal


TEAM = "__typename id name members version"
TEAMS = Document(f"query Teams {{ teams {{ {TEAM} }} }}", TeamsAnswer)
CREATE_TEAM = Document(
    f"""
    mutation CreateTeam($name: String!) {{
      result: createTeam(name: $name) {{ {REFUSAL} ... on Team {{ {TEAM} }} }}
    }}
    """,
    TeamAnswer,
)
RENAME_TEAM = Document(
    f"""
    mutation RenameTeam($id: ID!, $version: Int!, $name: String!) {{
      result: renameTeam(id: $id, version: $version, name: $name) {{
        {REFUSAL} ... on Team {{ {TEAM} }}
      }}
    }}
    """,
    TeamAnswer,
)
DELETE_TEAM = Document(
    f"""
    mutation DeleteTeam($id: ID!) {{
      result: deleteTeam(id: $id) {{ {REFUSAL} ... on DeletedTeam {{ id }} }}
    }}
    """,
    DeletedAnswer,
)


@component
def TeamList(notices: Notices) -> VdomDict:
    """Show every team."""
    query, opened, own = use_followed_query(TEAMS), use_address("new-team"), use_own_changes()
    answer = query.answer
    if isinstance(answer, Loading | Failed):
        return not_there(answer)

    def entry(team: Team) -> VdomDict:
        return html.li(
            {"key": team.id, "class": "entry"},
            TeamEntry(team, opened, own, query.refetch, notices),
        )

    return html.section(
        {"class": "teams", "aria-labelledby": "teams"},
        opened.element,
        html.div(
            {"key": "bar", "class": "panel-bar"},
            html.div(
                html.h3({"id": "teams"}, texts.TEAMS),
                html.p({"class": "soft"}, texts.TEAMS_HINT),
            ),
            opener_button(texts.NEW_TEAM, "new-team", lambda _: opened.open(NEW)),
        ),
        html.section(
            {"key": "new", "class": "entry", "aria-label": texts.NEW_TEAM},
            NewTeam(query.refetch, notices, close=lambda: opened.close(NEW)),
        )
        if NEW in opened.values
        else "",
        html.ul({"key": "list", "class": "entries"}, *(entry(team) for team in answer.teams)),
    )


@component
def NewTeam(
    refetch: Callable[[], None], notices: Notices, *, close: Callable[[], None]
) -> VdomDict:
    """Add a team without members."""

    def saved() -> None:
        refetch()
        close()
        notices.say(texts.TEAM_CREATED)

    editor = use_creator(CREATE_TEAM, subject="team", read=_read, saved=saved)
    field = text_field(editor.names("name"), texts.NAME, required=True)
    return editor.form(field, opener="new-team", cancel=lambda _: close())


@component
def TeamEntry(
    team: Team,
    opened: Addressed,
    own: OwnChanges,
    refetch: Callable[[], None],
    notices: Notices,
) -> VdomDict:
    """Show a team with the way to its members."""
    name, opener = element_id("team", team.id), element_id("rename", team.id)
    members = texts.members(formats.number(team.members), team.members)

    def deleted(_: object) -> None:
        refetch()
        notices.say(texts.deleted(team.name))

    deleting = Question(
        name=f"delete-{name}",
        label=texts.DELETE_ASKING,
        question=texts.delete_question(team.name),
        explanation=texts.DELETE_TEAM_HINT,
        agree=texts.DELETE,
        described_by=name,
    )
    return html.fragment(
        html.div(
            {"class": "entry-head"},
            html.div({"class": "entry-name"}, html.h4({"id": name}, team.name)),
            html.a({"href": address("users", {"team": team.id})}, members),
            opener_button(
                texts.RENAME, opener, lambda _: opened.toggle(team.id), **{"aria-describedby": name}
            ),
            Asking(deleting, DELETE_TEAM, {"id": team.id}, done=deleted),
        ),
        html.div(
            {"key": "form"},
            Renaming(team, own, refetch, opener=opener, close=lambda: opened.close(team.id)),
        )
        if team.id in opened.values
        else "",
    )


@component
def Renaming(
    team: Team,
    own: OwnChanges,
    refetch: Callable[[], None],
    *,
    opener: str,
    close: Callable[[], None],
) -> VdomDict:
    """Rename a team over the version that was on screen."""

    def saved() -> None:
        refetch()
        close()

    editor = use_editor(
        RENAME_TEAM, subject=team.id, version=team.version, own=own, read=_read, saved=saved
    )
    return editor.form(
        text_field(editor.names("name"), texts.NAME, defaultValue=team.name, required=True),
        opener=opener,
        stored={texts.NAME: team.name},
        cancel=lambda _: close(),
    )


def _read(given: Mapping[str, str]) -> dict[str, str]:
    return {"name": given.get("name", "").strip()}
