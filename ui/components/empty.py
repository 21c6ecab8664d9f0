"""What stands where there is nothing yet: why, and what to do about it."""

from reactpy import html
from reactpy.types import Component, VdomDict


def empty_state(
    title: str,
    *sentences: str | VdomDict | Component,
    icon: VdomDict | None = None,
    action: VdomDict | None = None,
    is_whole_page: bool = False,
) -> VdomDict:
    """Say what would be here, in sentences, and offer one action."""
    heading = html.h1 if is_whole_page else html.h2
    return html.div(
        {"class": "empty"},
        icon or "",
        heading(title),
        *(html.p(each) if each and isinstance(each, str) else each for each in sentences),
        html.p({"class": "action"}, action) if action else "",
    )
