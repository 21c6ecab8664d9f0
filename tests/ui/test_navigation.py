"""Who is led where."""

import json

import httpx
import pytest

from ui.navigation import Place, navigation, places_for
from ui.user_menu import initials

CALLS = Place(path="/calls", name=lambda: "Calls", privilege="gCallUser")
ADMIN = Place(path="/admin", name=lambda: "Administration", privilege="gAdmin")


@pytest.mark.parametrize(
    ("privileges", "places"),
    [
        ((), ()),
        (("gCallUser",), (CALLS,)),
        (("gAdmin", "gCallUser"), (CALLS, ADMIN)),
        (("gRevealMasked",), ()),
    ],
)
def test_links_are_shown_to_those_who_hold_the_privilege(
    privileges: tuple[str, ...], places: tuple[Place, ...]
) -> None:
    assert places_for(privileges, (CALLS, ADMIN)) == places


def test_an_agent_is_led_to_the_desktop_the_calls_and_the_contacts() -> None:
    assert [place.path for place in places_for(["gCallUser"])] == ["/", "/calls", "/contacts"]


def test_a_supervisor_is_led_to_the_wallboard_too() -> None:
    agent = ["gCallUser", "gCallSupervisor"]

    assert [place.path for place in places_for(agent)] == ["/", "/calls", "/contacts", "/wallboard"]


def test_a_supervisor_who_takes_no_calls_is_led_to_what_there_is_of_the_teams() -> None:
    assert [place.path for place in places_for(["gCallSupervisor"])] == ["/calls", "/wallboard"]


def test_a_system_administrator_is_led_to_administration() -> None:
    assert [place.path for place in places_for(["gAdmin"])] == ["/administration"]


def test_a_business_administrator_is_led_to_call_management() -> None:
    assert [place.path for place in places_for(["gCallManagement"])] == [
        "/customize/call-management"
    ]


def test_the_page_in_front_is_marked() -> None:
    drawn = json.dumps(navigation((CALLS, ADMIN), here="/admin"))

    assert drawn.count('"aria-current": "page"') == 1
    assert '"href": "/admin", "aria-current": "page"' in drawn


def test_without_a_page_to_go_to_there_is_no_navigation() -> None:
    assert navigation((), here="/") == ""


@pytest.mark.parametrize(
    ("name", "letters"), [("Ann Lee", "AL"), ("Cher", "C"), ("Ana de la Cruz", "AC"), ("", "")]
)
def test_a_name_is_shortened_to_its_first_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
async def test_a_program_that_asks_for_an_unknown_address_gets_a_plain_404(
    app_client: httpx.AsyncClient, method: str
) -> None:
    answer = await app_client.request(method, "/no/such/page", headers={"Accept": "*/*"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"


async def test_a_person_who_is_not_signed_in_signs_in_first_wherever_the_address_leads(
    app_client: httpx.AsyncClient,
) -> None:
    answer = await app_client.get("/no/such/page", headers={"Accept": "text/html"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/no/such/page")
