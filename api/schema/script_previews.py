"""Previews of call scripts over GraphQL."""

from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.script_pages import ScriptQuestion, show_question
from models.errors import InvalidValue
from models.scripts.previewing import PreviewCall, PreviewCaller, PreviewedPage, preview_page

strawberry.enum(
    PreviewCaller,
    name="PreviewCaller",
    description="Who calls in a preview: somebody made up, or nobody who is known.",
)


@strawberry.type
class FirstAnswer:
    """What stands in a question before anybody types."""

    question: str = strawberry.field(description="The id of the question.")
    value: str = strawberry.field(description="The prefill, else the default.")


@strawberry.type
class PreviewedScriptPage:
    """A page of a draft as an agent would see it, and where it leads."""

    id: str = strawberry.field(description="The page's id.")
    language: str = strawberry.field(
        description="Of its texts: a tag of RFC 5646 such as fr or pt-BR; empty when nobody said."
    )
    title: str = strawberry.field(description="The heading of the page.")
    html: str = strawberry.field(description="The text merged, as HTML without scripts or styles.")
    questions: list[ScriptQuestion] = strawberry.field(description="In their order.")
    first_answers: list[FirstAnswer] = strawberry.field(description="Before anybody types.")
    missing_answers: list[str] = strawberry.field(
        description="The required questions without an answer: they hold back Next."
    )
    wrong_answers: list[str] = strawberry.field(
        description="The questions whose answer is not of their type."
    )
    next_page: str | None = strawberry.field(description="Null: the script ends here.")
    position: int = strawberry.field(description="Which page it is on this way; 1 is the first.")
    total: int = strawberry.field(description="How many pages this way has.")


@strawberry.type
class PreviewQuery:
    """Questions about how a script will look."""

    @strawberry.field
    async def preview_call_script_page(
        self,
        info: Info,
        *,
        script: strawberry.ID,
        page: str,
        caller: PreviewCaller = PreviewCaller.MADE_UP,
        phone_number: str = "+14165550100",
        details: JSON | None = None,
        answers: JSON | None = None,
        text: str | None = None,
    ) -> PreviewedScriptPage:
        """A page of the draft for a caller, any details and any answers; `text` stands for the page's own."""
        call = PreviewCall(
            caller=caller,
            phone_number=phone_number,
            details=_object("details", details),
            answers=_object("answers", answers),
            text=text,
        )
        viewer = await info.context.viewer()
        return _previewed(await preview_page(viewer, read_id(script), page, call))


def _object(name: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidValue(name, "is an object: names and values.")
    return value


def _previewed(page: PreviewedPage) -> PreviewedScriptPage:
    return PreviewedScriptPage(
        id=page.id,
        language=page.language,
        title=page.title,
        html=page.html,
        questions=[show_question(question) for question in page.questions],
        first_answers=[
            FirstAnswer(question=question, value=value)
            for question, value in page.first_answers.items()
        ],
        missing_answers=list(page.missing),
        wrong_answers=list(page.wrong),
        next_page=page.next_page,
        position=page.progress.position,
        total=page.progress.total,
    )
