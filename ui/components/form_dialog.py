"""A form in front of the page: a native dialog, open for as long as it is rendered."""

from typing import Any

from reactpy import html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.components.button import button
from ui.components.dialog import open_dialog
from ui.events import EventFunction, submit


def form_dialog(
    key: str,
    title: str,
    *fields: VdomDict | Component,
    agree: str,
    on_submit: EventFunction,
    on_cancel: EventFunction,
    problem: str = "",
    version: int | None = None,
) -> VdomDict:
    """Show a form; Escape cancels. What was wrong stands above the buttons and is announced.

    ``version`` is that of what is changed, for ``version_typed_over``.
    """
    escape: dict[str, Any] = {"data-escape": ""}
    return open_dialog(
        {"key": key},
        html.dialog(
            {"aria-labelledby": f"{key}-title", "class": "form-dialog"},
            html.form(
                {
                    "onSubmit": submit(on_submit),
                    "noValidate": True,
                    "data-version": None if version is None else str(version),
                },
                html.h2({"id": f"{key}-title"}, title),
                *fields,
                html.p({"class": "failure", "role": "alert"}, problem) if problem else "",
                html.div(
                    {"class": "actions"},
                    button(texts.CANCEL, on_cancel, **escape),
                    button(agree, kind="primary", type="submit"),
                ),
            ),
        ),
    )
