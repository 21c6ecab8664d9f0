"""Call scripts, as GraphQL shows them to the agent who follows one."""

import strawberry

from api.schema.script_pages import ScriptQuestion, show_question
from models.scripts.running import RunningPage, RunningScript, running_page
from models.scripts.showing import shown_pages


@strawberry.type
class ScriptPage:
    """One page of a call script."""

    id: strawberry.ID = strawberry.field(description="The same in every version of the script.")
    language: str = strawberry.field(
        description="Of its texts: a tag of RFC 5646 such as fr or pt-BR; empty when nobody said."
    )
    title: str = strawberry.field(description="The heading of the page.")
    html: str = strawberry.field(
        description="The text with the caller's data merged in, as HTML without scripts or styles."
    )


@strawberry.type
class ScriptAnswer:
    """The answer to a question of a running script, as it stands."""

    question: str = strawberry.field(description="The id of the question.")
    value: str = strawberry.field(
        description="A text; of several choices a line for each. Empty when there is none."
    )
    version: int = strawberry.field(
        description="Of the draft `answer:<question>`; 0: nobody typed it, it is the prefill or the default."
    )


@strawberry.type
class RunningScriptPage(ScriptPage):
    """One page of a running script, with its questions and the way that the answers so far choose."""

    questions: list[ScriptQuestion] = strawberry.field(description="In their order.")
    answers: list[ScriptAnswer] = strawberry.field(description="One for each question.")
    missing_answers: list[str] = strawberry.field(
        description="The required questions without an answer: they hold back the next page."
    )
    wrong_answers: list[str] = strawberry.field(
        description="The questions whose answer is not of their type: they hold it back too."
    )
    previous_page: str | None = strawberry.field(description="Null on the first page.")
    next_page: str | None = strawberry.field(description="Null: the script ends here.")
    position: int = strawberry.field(description="Which page it is on this way; 1 is the first.")
    total: int = strawberry.field(description="How many pages this way has.")


@strawberry.type
class CallScript:
    """The script of a call, in the version that was in force when its workspace opened."""

    name: str = strawberry.field(description="As administrators name the script.")
    version_id: strawberry.ID = strawberry.field(
        description="The same until another script is in force."
    )
    front_page: str = strawberry.field(
        description="The page turned to last, in whatever tab; the first before that."
    )
    running: strawberry.Private[RunningScript]

    @strawberry.field
    def pages(self) -> list[ScriptPage]:
        """The text of all pages in their order."""
        return [
            ScriptPage(
                id=strawberry.ID(page.id),
                language=page.language,
                title=page.title,
                html=page.html,
            )
            for page in shown_pages(self.running)
        ]

    @strawberry.field
    def page(self, id: str | None = None) -> RunningScriptPage | None:
        """One page with its questions; the one in front when none is named, or one that is not in the script."""
        return page_or_front(self.running, id)


def call_script(script: RunningScript) -> CallScript:
    """Show the script of a call."""
    return CallScript(
        name=script.name,
        version_id=strawberry.ID(str(script.version_id)),
        front_page=script.front,
        running=script,
    )


def page_or_front(script: RunningScript, page_id: str | None) -> RunningScriptPage | None:
    """Show a page, else the one in front; none of a script without pages."""
    page = script.page(page_id or script.front) or script.page(script.front)
    return show_page(running_page(script, page)) if page else None


def show_page(page: RunningPage) -> RunningScriptPage:
    """Show one page of a running script."""
    return RunningScriptPage(
        id=strawberry.ID(page.id),
        language=page.language,
        title=page.title,
        html=page.html,
        questions=[show_question(question) for question in page.questions],
        answers=[
            ScriptAnswer(question=each.question, value=each.value, version=each.version)
            for each in page.answers
        ],
        missing_answers=list(page.missing),
        wrong_answers=list(page.wrong),
        previous_page=page.previous_page,
        next_page=page.next_page,
        position=page.progress.position,
        total=page.progress.total,
    )
