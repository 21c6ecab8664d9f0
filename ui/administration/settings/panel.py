"""Site settings, each with what it is for, what is in force, and a form behind a button."""

from collections.abc import Callable, Mapping
from typing import Any

from reactpy import component, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.reading import not_there, use_followed_query
from ui.administration.settings.documents import CHANGE, SETTINGS, SiteSetting, Value
from ui.client import Failed, Loading
from ui.components.addressing import Addressed, use_address
from ui.components.badge import badge
from ui.components.changing import OwnChanges, use_own_changes
from ui.components.editing import element_id, opener_button, use_editor
from ui.components.field import choice_field, text_field
from ui.components.notices import Notices


@component
def Settings(notices: Notices) -> VdomDict:
    """Show every setting."""
    query, opened, own = use_followed_query(SETTINGS), use_address("setting"), use_own_changes()
    answer = query.answer
    if isinstance(answer, Loading | Failed):
        return not_there(answer)

    def entry(setting: SiteSetting) -> VdomDict:
        return html.li(
            {"key": setting.name, "class": "entry"},
            SettingEntry(setting, opened, own, query.refetch, notices),
        )

    return html.div(
        {"class": "entry-panel"},
        opened.element,
        html.p({"key": "hint", "class": "soft"}, texts.SETTINGS_HINT),
        html.ul({"key": "list", "class": "entries"}, *map(entry, answer.site_settings)),
    )


@component
def SettingEntry(
    setting: SiteSetting,
    opened: Addressed,
    own: OwnChanges,
    refetch: Callable[[], None],
    notices: Notices,
) -> VdomDict:
    """Show a setting, and its form while it is open."""
    opener, name = element_id("edit", setting.name), element_id("setting", setting.name)
    is_open = setting.name in opened.values
    title, hint = texts.SETTINGS.get(setting.name, (setting.name, ""))
    return html.fragment(
        html.div(
            {"class": "entry-head"},
            html.div({"class": "setting-name"}, html.h3({"id": name}, title), html.p(hint)),
            html.p(
                {"class": "setting-value"},
                html.strong(shown(setting.name, setting.value)),
                badge(texts.IS_DEFAULT) if setting.version == 0 else "",
            ),
            opener_button(
                texts.EDIT,
                opener,
                lambda _: opened.toggle(setting.name),
                **{"aria-expanded": str(is_open).lower(), "aria-describedby": name},
            ),
        ),
        html.div(
            {"key": "form"},
            SettingForm(
                setting,
                own,
                refetch,
                notices,
                opener=opener,
                close=lambda: opened.close(setting.name),
            ),
        )
        if is_open
        else "",
    )


@component
def SettingForm(
    setting: SiteSetting,
    own: OwnChanges,
    refetch: Callable[[], None],
    notices: Notices,
    *,
    opener: str,
    close: Callable[[], None],
) -> VdomDict:
    """Change a setting over the version that was on screen."""
    title = texts.SETTINGS.get(setting.name, (setting.name, ""))[0]

    def saved() -> None:
        refetch()
        close()
        notices.say(texts.saved(title))

    def read(given: Mapping[str, str]) -> dict[str, Any]:
        return {"value": typed(given.get("value", ""), like=setting.value)}

    editor = use_editor(
        CHANGE, subject=setting.name, version=setting.version, own=own, read=read, saved=saved
    )
    return editor.form(
        _field(editor.names("value"), title, setting.value),
        opener=opener,
        stored={title: shown(setting.name, setting.value)},
        cancel=lambda _: close(),
    )


def shown(name: str, value: Value) -> str:
    """Write a value as people read it, with its unit."""
    if isinstance(value, bool):
        return texts.yes_or_no(value)
    if isinstance(value, int):
        return texts.with_unit(name, formats.number(value))
    return value or texts.AS_INSTALLED


def typed(text: str, *, like: Value) -> Value:
    """Read what was typed as a value of the same kind; what is no number is left for the schema to refuse."""
    text = text.strip()
    if isinstance(like, bool):
        return text == "yes"
    if isinstance(like, int):
        return int(text) if text.isdecimal() else text
    return text or None


def _field(name: str, label: str, value: Value) -> VdomDict:
    if isinstance(value, bool):
        choices = {"yes": texts.YES, "no": texts.NO}
        return choice_field(name, label, choices, chosen="yes" if value else "no")
    text = "" if value is None else str(value)
    kind: dict[str, Any] = {"inputMode": "numeric"} if isinstance(value, int) else {}
    return text_field(name, label, defaultValue=text, spellcheck="false", **kind)
