"""Who is calling, in one line: the contact, else the number, else nobody known."""

import phonenumbers

from ui import texts
from ui.client import Answer

CALLER = "phoneNumber searchableAddress contact { fullName }"
"""What a document asks of an inbound call to name its caller."""


class Named(Answer, frozen=True):
    """A contact's name."""

    full_name: str


class Caller(Answer, frozen=True):
    """An inbound call, as far as its caller is concerned."""

    phone_number: str | None
    searchable_address: str
    contact: Named | None

    @property
    def name(self) -> str:
        """Name the caller as the tab does."""
        # What cannot be a number (a SIP address, "anonymous") is shown with the call, and names nobody.
        number = self.number if self.searchable_address else ""
        return self.contact_name or number or texts.UNKNOWN_CALLER

    @property
    def contact_name(self) -> str:
        """Return the name of the contact taken to be the caller; empty when nobody is."""
        return self.contact.full_name if self.contact else ""

    @property
    def number(self) -> str:
        """Return the number as people write it, else as received; empty when none was sent."""
        return written_number(self.searchable_address) or self.phone_number or ""


def written_number(searchable_address: str) -> str:
    """Write an E.164 number with its spaces; empty for whatever is not one."""
    if not searchable_address.startswith("+"):
        return ""
    try:
        number = phonenumbers.parse(searchable_address)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
