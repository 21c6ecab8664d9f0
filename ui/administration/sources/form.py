"""The forms of a telephony source: a new one's, and one's that is there."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.administration.sources.documents import (
    CREATE,
    UPDATE,
    TelephonySource,
    TelephonySourceWithToken,
)
from ui.components.button import button
from ui.components.changing import OwnChanges, refusal_notice, use_creation
from ui.components.editing import FormNames, edit_form_element, use_editor
from ui.components.field import long_text_field, text_field
from ui.components.notices import Notices
from ui.events import BrowserEvent, submit

NAMES = FormNames("new-source")
BETWEEN = re.compile(r"[\s,;]+")


@component
def NewSource(
    created: Callable[[TelephonySourceWithToken], None], *, close: Callable[[], None]
) -> VdomDict:
    """Ask for the name that the server signs in with, and from where it sends."""
    change = use_creation(CREATE)

    async def save(event: BrowserEvent) -> None:
        given = NAMES.given(event)
        result = await change.run({"name": given.get("name", "").strip(), **_given(given)})
        if result is not None:
            created(result)

    return edit_form_element(
        {"key": "form", "opener": "new-source"},
        html.form(
            {
                "class": "edit",
                "data-version": "0",
                "onSubmit": submit(save, target="create-source"),
            },
            text_field(
                NAMES("name"),
                texts.NAME,
                help_text=texts.SOURCE_NAME_HINT,
                required=True,
                spellcheck="false",
            ),
            *_fields(NAMES, "", ""),
            refusal_notice(change.refusal),
            html.div(
                {"key": "actions", "class": "actions"},
                button(texts.SAVE, kind="primary", type="submit"),
                button(texts.CANCEL, lambda _: close()),
            ),
        ),
    )


@component
def SourceForm(
    source: TelephonySource,
    own: OwnChanges,
    refetch: Callable[[], None],
    notices: Notices,
    *,
    opener: str,
    close: Callable[[], None],
) -> VdomDict:
    """Change networks and region over the version that was on screen."""

    def saved() -> None:
        refetch()
        close()
        notices.say(texts.saved(source.name))

    editor = use_editor(
        UPDATE, subject=source.id, version=source.version, own=own, read=_read, saved=saved
    )
    networks, region = "\n".join(source.networks), source.default_region or ""
    return editor.form(
        *_fields(editor.names, networks, region),
        opener=opener,
        stored={texts.NETWORKS: networks, texts.REGION: region},
        cancel=lambda _: close(),
    )


def _fields(names: FormNames, networks: str, region: str) -> tuple[VdomDict, VdomDict]:
    return (
        long_text_field(
            names("networks"),
            texts.NETWORKS,
            help_text=texts.NETWORKS_HINT,
            defaultValue=networks,
            rows=3,
            spellcheck="false",
        ),
        text_field(
            names("region"),
            texts.REGION,
            help_text=texts.REGION_HINT,
            defaultValue=region,
            maxLength=2,
            spellcheck="false",
        ),
    )


def _given(given: Mapping[str, str]) -> dict[str, Any]:
    networks = [each for each in BETWEEN.split(given.get("networks", "")) if each]
    return {"networks": networks, "region": given.get("region", "").strip() or None}


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    values = _given(given)
    return {"source": {"networks": values["networks"], "defaultRegion": values["region"]}}
