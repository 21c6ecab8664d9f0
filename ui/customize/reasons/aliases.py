"""The other ids that mean the same reason."""

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.components.changing import OwnChanges, refusal_notice, use_change
from ui.components.editing import FormNames, element_id
from ui.components.field import text_field
from ui.customize.reasons.documents import ADD_ALIAS, REMOVE_ALIAS, Reason
from ui.customize.reasons.fields import LONGEST_ID
from ui.events import BrowserEvent, listen, submit
from ui.icons import cross


@component
def Aliases(reason: Reason, own: OwnChanges) -> VdomDict:
    """Show the aliases, each with a button that removes it, and a field for one more."""
    removal = use_change(REMOVE_ALIAS)

    async def remove(alias: str) -> None:
        asked = {"id": reason.id, "alias": alias, "version": reason.version}
        own.note_result(reason.id, reason.version, await removal.run(asked))

    def entry(alias: str) -> VdomDict:
        async def click(_: BrowserEvent) -> None:
            await remove(alias)

        return html.li(
            {"key": alias, "class": "alias"},
            html.code(alias),
            html.button(
                {
                    "type": "button",
                    "class": "quiet round",
                    "aria-label": texts.remove_alias(alias),
                    "onClick": listen(click),
                },
                cross(),
            ),
        )

    return html.section(
        {"aria-label": texts.ALIASES},
        html.h4({"class": "eyebrow"}, texts.ALIASES),
        html.ul({"class": "aliases"}, *(entry(alias) for alias in reason.aliases)),
        refusal_notice(removal.refusal),
        NewAlias(reason, own),
    )


@component
def NewAlias(reason: Reason, own: OwnChanges) -> VdomDict:
    """Add an alias; a refused one stays in the field."""
    change = use_change(ADD_ALIAS)
    edition, set_edition = use_state(0)
    names = FormNames(element_id("alias", reason.id))

    async def add(event: BrowserEvent) -> None:
        alias = names.given(event).get("alias", "")
        result = await change.run({"id": reason.id, "alias": alias, "version": reason.version})
        own.note_result(reason.id, reason.version, result)
        if result is not None:
            set_edition(lambda before: before + 1)

    return html.form(
        {"class": "one-line", "onSubmit": submit(add, target=f"alias:{reason.id}")},
        html.div(
            {"key": str(edition)},
            text_field(
                names("alias"),
                texts.NEW_ALIAS,
                required=True,
                maxLength=LONGEST_ID,
                spellcheck="false",
            ),
        ),
        html.button({"type": "submit"}, texts.ADD_ALIAS),
        refusal_notice(change.refusal),
    )
