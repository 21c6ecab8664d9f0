"""What the left column makes of a call, its details and the contacts that its number finds."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.ui.screen import text_of
from ui.workspace.call import CallFacts, IdentifiedReason, call_number
from ui.workspace.contact_card import contact_card
from ui.workspace.contacts import Contact, KnownMatch, Number
from ui.workspace.details import Detail, line_dialled, verified

NUMBER = Number(phone_number="416 555 0100", searchable_address="+14165550100")
MARIA = Contact(id="1", full_name="Maria Silva", company="", email="", link=None, numbers=(NUMBER,))
ACME = Contact(id="2", full_name="Acme Ltd", company="Acme Ltd", email="", link=None, numbers=())


def a_call(**given: Any) -> CallFacts:
    facts: dict[str, Any] = {
        "id": "1",
        "phone_number": "4165550100",
        "searchable_address": "+14165550100",
        "is_number_withheld": False,
        "contact": None,
        "contact_matches": (),
        "is_by_hand": False,
        "workspace_to_continue": None,
        "is_running_too_long": False,
        "connected_at": datetime.now(UTC),
        "ended_at": None,
        "end_cause": None,
        "call_reason": IdentifiedReason(id="r", name="Billing"),
        "details": (),
    }
    return CallFacts(**facts | given)


def a_match(contact: Contact, matched_by: str, phone_number: str | None = None) -> KnownMatch:
    return KnownMatch(
        matched_by=matched_by, phone_number=phone_number, was_chosen_before=False, contact=contact
    )


def a_detail(name: str, value: str, **given: bool) -> Detail:
    facts = {"is_masked": False, "is_declared": True, "is_flagged": False} | given
    return Detail(name=name, label=name, value=value, **facts)


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (a_call(), "+1 416-555-0100 as received: 4165550100"),
        (a_call(phone_number="+14165550100"), "+1 416-555-0100"),
        (a_call(phone_number="14165550100"), "+1 416-555-0100"),
        (a_call(phone_number="1234567890", searchable_address="1234567890"), "1234567890"),
        (a_call(phone_number="sip:ann@example.org", searchable_address=""), "sip:ann@example.org"),
        (
            a_call(phone_number="anonymous", searchable_address="", is_number_withheld=True),
            "Withheld as received: anonymous",
        ),
        (
            a_call(phone_number=None, searchable_address="", is_number_withheld=True),
            "None was sent",
        ),
    ],
)
def test_a_number_is_shown_as_people_write_it_and_as_it_came_where_that_differs(
    call: CallFacts, shown: str
) -> None:
    texts = [part if isinstance(part, str) else text_of(part) for part in call_number(call)]

    assert " ".join(filter(None, texts)) == shown


def test_only_a_clear_yes_is_a_badge() -> None:
    details = [
        a_detail("verified_by_ivr", "yes"),
        a_detail("verified_by_ivr", "no"),
        a_detail("verified_by_ivr", "maybe", is_flagged=True),
        a_detail("verified_by_ivr", "yes", is_declared=False),
        a_detail("other", "yes"),
    ]

    assert verified(details) == details[:1]


def test_a_line_that_is_hidden_or_wrong_stays_with_the_other_details() -> None:
    plain = a_detail("line_dialled", "+18005550199")

    assert line_dialled([plain]) is plain
    assert plain.written == "+1 800-555-0199"
    assert line_dialled([a_detail("line_dialled", "••••", is_masked=True)]) is None
    assert line_dialled([a_detail("line_dialled", "?", is_flagged=True)]) is None


@pytest.mark.parametrize(
    ("match", "has_chosen", "cause"),
    [
        (a_match(MARIA, "EXACT_NUMBER", "416 555 0100"), False, "exact number"),
        (a_match(MARIA, "EXACT_NUMBER", "416 555 0100"), True, "exact number"),
        (a_match(MARIA, "IDENTIFIER"), False, "account number"),
        (a_match(MARIA, "EARLIER_CHOICE"), False, "chosen before"),
        (a_match(MARIA, "EARLIER_CHOICE"), True, "chosen for this call"),
        (a_match(ACME, "EXACT_NUMBER", "416 555 0100"), True, "chosen for this call"),
    ],
)
def test_a_contact_is_shown_with_how_it_was_found(
    match: KnownMatch, has_chosen: bool, cause: str
) -> None:
    call = a_call(contact=MARIA, contact_matches=(match,))

    assert cause in text_of(contact_card(call, MARIA, has_chosen=has_chosen))


def test_the_other_matches_are_those_that_were_not_chosen() -> None:
    maria, acme = a_match(MARIA, "EXACT_NUMBER"), a_match(ACME, "EXACT_NUMBER")
    call = a_call(contact=ACME, contact_matches=(maria, acme))

    assert (call.match, call.other_matches) == (acme, (maria,))
    assert a_call(contact_matches=(maria, acme)).other_matches == (maria, acme)


def test_a_number_is_missing_where_a_contact_has_it_in_no_form() -> None:
    assert a_call().has_number(MARIA)
    assert a_call(phone_number="416 555 0100", searchable_address="").has_number(MARIA)
    assert not a_call().has_number(ACME)


def test_a_company_is_not_named_twice() -> None:
    assert (ACME.organisation, MARIA.organisation) == ("", "")
