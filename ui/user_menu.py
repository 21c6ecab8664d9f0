"""The menu under the user's name: appearance, whether the beacon is alive, and the way out.

It opens and closes in the browser alone (a native popover), also while the connection is lost.
"""

from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.desk import Desk
from ui.devices import Devices, account_links
from ui.icons import chevron
from ui.opening import Opening

MENU_ID = "user-menu"

theme_choice = Vdom("theme-choice")
last_beacon = Vdom("last-beacon")


def user_menu(login_name: str, full_name: str, *, has_beacon: bool) -> VdomDict:
    """Show the button with the user's name, and the menu behind it."""
    name = texts.user_menu(full_name)
    return html.div(
        {"class": "user"},
        html.button(
            {
                "type": "button",
                "class": "quiet",
                "popovertarget": MENU_ID,
                "aria-label": name,
                "title": login_name,
            },
            html.span({"class": "user-name"}, full_name),
            html.span({"class": "initials", "aria-hidden": "true"}, initials(full_name)),
            chevron(),
        ),
        html.div(
            {
                "id": MENU_ID,
                "class": "menu user-menu",
                "popover": "auto",
                "role": "group",
                "aria-label": name,
            },
            html.p({"class": "soft"}, f"{full_name} ({login_name})"),
            _appearance(),
            html.div({"key": "opening"}, Opening()) if has_beacon else "",
            html.div({"key": "desk"}, Desk()) if has_beacon else "",
            _health() if has_beacon else "",
            account_links(),
            html.form(
                {"method": "post", "action": "/logout"},
                html.button({"type": "submit"}, texts.SIGN_OUT),
            ),
        ),
        html.div({"key": "devices"}, Devices()),
    )


def initials(full_name: str) -> str:
    """Return the first letters of the first and the last name."""
    words = full_name.split()
    return "".join(word[0] for word in (words if len(words) < 2 else (words[0], words[-1]))).upper()


def _appearance() -> VdomDict:
    return html.fieldset(
        {"class": "choice"},
        html.legend({"class": "eyebrow"}, texts.APPEARANCE),
        theme_choice(
            *(
                html.label(
                    {"key": theme},
                    html.input({"type": "radio", "name": "theme", "value": theme}),
                    html.span(name),
                )
                for theme, name in texts.THEMES.items()
            )
        ),
    )


def _health() -> VdomDict:
    """Say what only the browser knows; the style sheet shows the words that apply."""
    return html.section(
        {"aria-label": texts.BEACON_HEALTH},
        html.h2({"class": "eyebrow"}, texts.BEACON_HEALTH),
        html.dl(
            html.dt(texts.CONNECTION),
            html.dd(
                html.span({"class": "when-up"}, texts.IS_CONNECTED),
                html.span({"class": "when-down"}, texts.IS_NOT_CONNECTED),
            ),
            html.dt(texts.LAST_BEACON),
            html.dd(
                last_beacon(
                    {
                        "data-none": texts.NO_BEACON_YET,
                        "data-text": texts.LAST_BEACON_TEXT,
                        "data-locale": formats.locale_tag(),
                        "data-zone": formats.zone_name(),
                    }
                )
            ),
            html.dt(texts.ALERTS),
            html.dd(
                html.span({"class": "alerts-on"}, texts.ALERTS_ON),
                html.span({"class": "alerts-off"}, texts.ALERTS_OFF),
                html.span({"class": "soft sound-blocked"}, texts.SOUND_BLOCKED),
                html.span({"class": "soft notifications-blocked"}, texts.NOTIFICATIONS_BLOCKED),
            ),
        ),
    )
