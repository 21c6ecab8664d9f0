"""The privileges with what each is for, as check boxes."""

from collections.abc import Collection, Mapping

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.components.field import check_box


def privilege_boxes(
    name: str,
    label: str,
    chosen: Collection[str],
    *,
    scopes: Mapping[str, str] | None = None,
    is_labelled: bool = True,
) -> VdomDict:
    """Show a check box for each privilege, behind those for other ``scopes``; a heading may be label enough."""
    choices = {**(scopes or {}), **texts.PRIVILEGES}
    return html.fieldset(
        {"key": name, "class": "privileges"},
        html.legend({"class": None if is_labelled else "visually-hidden"}, label),
        *(
            _box(f"{name}-{privilege}", privilege, hint, is_chosen=privilege in chosen)
            for privilege, hint in choices.items()
        ),
    )


def ticked(given: Mapping[str, str], name: str) -> list[str]:
    """Return which of the boxes of this name were ticked."""
    return [value for key, value in given.items() if key.startswith(f"{name}-")]


def _box(name: str, privilege: str, hint: str, *, is_chosen: bool) -> VdomDict:
    described = {"aria-describedby": f"{name}-hint"}
    return html.div(
        {"key": privilege},
        check_box(name, privilege, value=privilege, defaultChecked=is_chosen, **described),
        html.p({"id": f"{name}-hint", "class": "soft"}, hint),
    )
