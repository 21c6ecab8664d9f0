"""A form's field with its label, a line of help, and what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from reactpy import html
from reactpy.types import VdomDict


def text_field(
    name: str, label: str, *, help_text: str = "", error: str = "", **attributes: Any
) -> VdomDict:
    """Show a text field; it is never given a ``value``, so that nothing typed is put back."""
    control = html.input({"type": "text", **_control(name, help_text, error), **attributes})
    return _field(name, label, control, help_text=help_text, error=error)


def long_text_field(
    name: str, label: str, *, help_text: str = "", error: str = "", **attributes: Any
) -> VdomDict:
    """Show a field for several lines of text."""
    control = html.textarea({"rows": 4, **_control(name, help_text, error), **attributes})
    return _field(name, label, control, help_text=help_text, error=error)


def choice_field(
    name: str,
    label: str,
    choices: Mapping[str, str],
    *,
    chosen: str | None = None,
    help_text: str = "",
    error: str = "",
    **attributes: Any,
) -> VdomDict:
    """Show a native select; ``choices`` are texts by their values, of which ``chosen`` is at first."""
    options = (
        html.option({"key": key, "value": key, "selected": key == chosen or None}, text)
        for key, text in choices.items()
    )
    control = html.select({**_control(name, help_text, error), **attributes}, *options)
    return _field(name, label, control, help_text=help_text, error=error)


def check_box(name: str, label: str, **attributes: Any) -> VdomDict:
    """Show a check box before its label."""
    return html.label(
        {"class": "check"},
        html.input({"type": "checkbox", "name": name, **attributes}),
        html.span(label),
    )


def _field(name: str, label: str, control: VdomDict, *, help_text: str, error: str) -> VdomDict:
    return html.div(
        {"class": "field"},
        html.label({"htmlFor": f"field-{name}"}, label),
        control,
        html.p({"id": f"help-{name}", "class": "soft"}, help_text) if help_text else "",
        html.p({"id": f"error-{name}", "class": "error"}, error) if error else "",
    )


def _control(name: str, help_text: str, error: str) -> dict[str, Any]:
    described = " ".join(
        f"{part}-{name}" for part, text in (("error", error), ("help", help_text)) if text
    )
    return {
        "id": f"field-{name}",
        "name": name,
        "aria-describedby": described or None,
        "aria-invalid": "true" if error else None,
    }
