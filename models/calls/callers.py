"""Who is calling: the contacts that a call of the ledger finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.contacts.matching import Caller, ContactMatch, match_caller, match_callers
from models.contacts.phone import read_number
from models.sharing import read_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.calls.calls import LedgerCall
    from models.site import Site


async def contact_matches(site: Site, call: LedgerCall) -> list[ContactMatch]:
    """Match a call by its details and its number, which is read in its source's region, else in the site's."""
    return await read_together(site, _matches, call, call.source_region or site.default_region)


async def contact_matches_of_all(
    site: Site, calls: Sequence[LedgerCall]
) -> list[list[ContactMatch]]:
    """Match several calls in a few statements for all of them."""
    return await match_callers(
        *(
            Caller(
                phone_number=call.phone_number,
                region=call.source_region or site.default_region,
                details=call.details,
            )
            for call in calls
        )
    )


async def _matches(call: LedgerCall, region: str) -> list[ContactMatch]:
    return await match_caller(call.phone_number, region=region, details=call.details)


def is_number_withheld(call: LedgerCall) -> bool:
    """Tell whether the number was not sent, or is one that nobody has, such as ``anonymous``."""
    return read_number(call.phone_number, region=None).is_placeholder
