"""Signed-in devices: where the user is signed in, and a way to end what should not be.

A native popover in front of the page, which the browser opens from the user menu; what it lists is asked for then.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import formats, texts
from ui.client import Answer, Document, Failed, Loading, Variant, use_mutation, use_query
from ui.components.button import button
from ui.events import BrowserEvent, listen
from ui.icons import cross

DEVICES_ID = "signed-in-devices"
# The first that is named counts: Edge calls itself Chrome too, and Chrome Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
LONGEST_NAME = 60


class Device(Answer, frozen=True):
    """A browser in which the user is signed in."""

    id: str
    address: str
    user_agent: str
    last_seen_at: datetime
    is_this: bool


class DevicesAnswer(Answer, frozen=True):
    """The answer to DEVICES."""

    signed_in_devices: tuple[Device, ...]


class DeviceSignedOut(Variant, frozen=True):
    """It is signed out."""


class Refusal(Variant, frozen=True):
    """Why it is not."""

    message: str


class SignOutAnswer(Answer, frozen=True):
    """The answer to SIGN_OUT."""

    sign_out_device: DeviceSignedOut | Refusal


DEVICES = Document(
    "query Devices { signedInDevices { id address userAgent lastSeenAt isThis } }", DevicesAnswer
)
SIGN_OUT = Document(
    """
    mutation SignOutDevice($id: ID!) {
      signOutDevice(id: $id) { __typename ... on Refusal { message } }
    }
    """,
    SignOutAnswer,
)


def account_links() -> VdomDict:
    """Show what leads from the user menu to the devices, to another password and to the account."""
    return html.div(
        {"key": "account", "class": "account-links"},
        html.button(
            {"type": "button", "class": "menu-item", "popovertarget": DEVICES_ID},
            texts.SIGNED_IN_DEVICES,
        ),
        html.a({"class": "menu-item", "href": "/password"}, texts.CHANGE_PASSWORD),
        html.a({"class": "menu-item", "href": "/account"}, texts.ACCOUNT),
    )


@component
def Devices() -> VdomDict:
    """Show the popover; each time that it opens or closes, its list is read anew."""
    times, set_times = use_state(0)

    def note(_: BrowserEvent) -> None:
        set_times(lambda before: before + 1)

    title_id = f"{DEVICES_ID}-title"
    return html.div(
        {
            "id": DEVICES_ID,
            "class": "menu devices",
            "popover": "auto",
            "role": "dialog",
            "aria-labelledby": title_id,
            "onToggle": listen(note, target=f"toggle:{DEVICES_ID}"),
        },
        html.div(
            {"class": "dialog-head"},
            html.h2({"id": title_id}, texts.SIGNED_IN_DEVICES),
            html.button(
                {
                    "type": "button",
                    "class": "quiet round",
                    "autofocus": True,
                    "aria-label": texts.CLOSE,
                    "popovertarget": DEVICES_ID,
                    "popovertargetaction": "hide",
                },
                cross(),
            ),
        ),
        DeviceList(key=str(times)) if times else "",
    )


@component
def DeviceList() -> VdomDict:
    """List the devices, this one first."""
    asked = use_query(DEVICES)
    run = use_mutation(SIGN_OUT)
    problem, set_problem = use_state("")

    async def sign_out(device: Device) -> None:
        answer = await run({"id": device.id})
        result = answer if isinstance(answer, Failed) else answer.sign_out_device
        set_problem("" if isinstance(result, DeviceSignedOut) else result.message)
        asked.refetch()

    answer = asked.answer
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, answer.message)
    devices = () if isinstance(answer, Loading) else answer.signed_in_devices
    return html.div(
        html.p({"class": "failure", "role": "alert"}, problem) if problem else "",
        html.ul(*(_entry(each, sign_out) for each in devices)),
        html.p({"class": "soft"}, texts.ONLY_THIS_DEVICE) if len(devices) == 1 else "",
    )


def device_name(user_agent: str) -> str:
    """Name a device as people do; one that nobody knows by what it calls itself."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return texts.browser_on(browser, system)
    return browser or user_agent[:LONGEST_NAME] or texts.UNKNOWN_DEVICE


def _first(names: dict[str, str], user_agent: str) -> str:
    found = (name for word, name in names.items() if word in user_agent)
    return next(found, "")


def _entry(device: Device, sign_out: Callable[[Device], Awaitable[None]]) -> VdomDict:
    name = device_name(device.user_agent)
    used = texts.last_used(formats.date_and_time(device.last_seen_at), device.address)

    label: dict[str, Any] = {"aria-label": texts.sign_out_of(name)}

    async def click(_: BrowserEvent) -> None:
        await sign_out(device)

    return html.li(
        {"key": device.id, "class": "device"},
        html.div(html.strong(name), html.span({"class": "soft"}, used)),
        html.span({"class": "soft"}, texts.THIS_DEVICE)
        if device.is_this
        else button(
            texts.SIGN_OUT_DEVICE,
            click,
            is_small=True,
            **label,
        ),
    )
