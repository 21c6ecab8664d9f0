"""The values that a script's merge fields have for one call, by noun and name, as ``naming.py`` names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.calls.calls import LedgerCall
    from models.contacts.cards import ContactCard
    from models.scripts.fields import Detail


class Merged(Struct, frozen=True, kw_only=True):
    """Hold what a script may say; ``contact`` is empty while the caller is unknown."""

    contact: Mapping[str, str]
    phone_number: str
    reason: str
    details: Sequence[Detail]
    full_name: str
    login_name: str
    answers: Mapping[str, str] = field(default_factory=dict)


def merged_fields(merged: Merged) -> dict[str, Any]:
    """Return the values of the merge fields by noun and name."""
    return {
        "contact": dict(merged.contact),
        "call": {
            "phone_number": merged.phone_number,
            "reason": merged.reason,
            "details": {detail.name: detail.value for detail in merged.details},
        },
        "agent": {"full_name": merged.full_name, "login_name": merged.login_name},
        "answers": dict(merged.answers),
    }


def merge_fields(
    call: LedgerCall, caller: ContactCard | None, details: Sequence[Detail]
) -> dict[str, Any]:
    """Return what a script may say about the caller, the call and the agent; masked values stay masked."""
    return merged_fields(
        Merged(
            contact=_contact(caller) if caller else {},
            phone_number=call.phone_number or "",
            reason=call.reason.name,
            details=details,
            full_name=call.full_name,
            login_name=call.login_name,
        )
    )


def _contact(caller: ContactCard) -> dict[str, str]:
    return {
        "first_name": caller.first_name,
        "last_name": caller.last_name,
        "full_name": caller.full_name,
        "company": caller.company,
        "email": caller.email,
        "external_id": caller.external_id or "",
    }
