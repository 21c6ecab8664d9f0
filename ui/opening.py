"""The choice "Open calls by themselves" in the user menu: the user's own, or as the site does."""

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, Variant, use_mutation, use_query
from ui.events import BrowserEvent, listen, value_of

CHOICE_ID = "opens-automatically"
VALUES = {"": None, "yes": True, "no": False}


class Me(Variant, frozen=True):
    """The user after the change."""

    opens_automatically: bool | None


class Refusal(Variant, frozen=True):
    """Why nothing was changed."""

    message: str


class Own(Answer, frozen=True):
    """The user's own choice; None: as the site does."""

    opens_automatically: bool | None


class OwnAnswer(Answer, frozen=True):
    """The answer to OWN_OPENING."""

    me: Own


class SetAnswer(Answer, frozen=True):
    """The answer to SET_OPENING."""

    set_opens_automatically: Me | Refusal


OWN_OPENING = Document("query OwnOpening { me { opensAutomatically } }", OwnAnswer)
SET_OPENING = Document(
    """
    mutation SetOpening($value: Boolean) {
      setOpensAutomatically(value: $value) {
        __typename ... on Me { opensAutomatically } ... on Refusal { message }
      }
    }
    """,
    SetAnswer,
)


@component
def Opening() -> VdomDict:
    """Show the choice and change it; what is in force is asked for again after each change."""
    own = use_query(OWN_OPENING)
    run = use_mutation(SET_OPENING)

    async def change(event: BrowserEvent) -> None:
        await run({"value": VALUES.get(value_of(event))})
        own.refetch()

    known = None if isinstance(own.answer, Loading | Failed) else own.answer.me
    wanted = known.opens_automatically if known else None
    return html.div(
        {"class": "field opening"},
        html.label({"htmlFor": CHOICE_ID}, texts.OPENS_AUTOMATICALLY),
        html.select(
            {
                "id": CHOICE_ID,
                "value": next(key for key, value in VALUES.items() if value is wanted),
                "onChange": listen(change, target=CHOICE_ID),
            },
            *(
                html.option({"key": key or "site", "value": key}, name)
                for key, name in texts.OPENING.items()
            ),
        ),
    )
