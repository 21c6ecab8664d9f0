"""Everything Callbeacon can refuse, drawn once.

    CallbeaconError
    ├── Refused                    the caller may mend it and ask again
    │   ├── NotSignedIn            no session, no token, or one that has ended
    │   ├── PasswordChangeDue      an administrator has set the password, and the user has to choose one
    │   ├── TooManyAttempts        too many failed sign-ins; says when to try again
    │   ├── NotPermitted           the privilege named is missing
    │   │   └── NotACallUser       gCallUser is missing
    │   ├── NotAuthorisedSource    the telephony source or its token is unknown
    │   ├── NetworkNotAllowed      the source may not send from this address
    │   ├── NoSuchUser             no enabled user has this login name
    │   ├── NoSuchCall             no inbound call with this id that the viewer may see
    │   ├── NoSuchWorkspace        no open workspace with this id of the viewer
    │   ├── NoSuchRecord           no call record with this id that the viewer may change
    │   ├── NoSuchContact          no contact with this id
    │   ├── NoSuchContactNumber    no number with this id on any contact
    │   ├── NoSuchContactImport    no import of contacts with this id
    │   ├── NoSuchReason           no active call reason with this id
    │   ├── NoSuchCallField        no call field with this id
    │   ├── NoSuchOutcome          no outcome with this id
    │   ├── NoSuchScript           no call script, or no version of it, with this id
    │   ├── IsTheDefaultReason     there is always one default reason, and it is active
    │   ├── ScriptInUse            a reason, a call or a record needs the call script
    │   ├── ScriptHasErrors        its findings have to be mended before it is published
    │   ├── AgentOnACall           a test call must not get in the way of a real one
    │   ├── NoSuchTeam             no team with this id
    │   ├── NoSuchSource           no telephony source with this id
    │   ├── NoSuchToken            no API token with this id that the viewer may revoke
    │   ├── NoSuchSession          no running session with this id of the viewer
    │   ├── TeamNotEmpty           the team still has members
    │   ├── TokenMayNot            an API token asked for what needs a session, or more than its scopes
    │   ├── WrongPassword          the password that was to be replaced is another one
    │   ├── InvalidValue           a value that cannot be stored; says which and why
    │   ├── FileTooLarge           a file of contacts has more bytes than are taken
    │   ├── OutcomeRequired        the call's reason asks for an outcome
    │   ├── ChangedMeanwhile       somebody else changed it since it was read
    │   ├── LastAdministrator      nobody would be left who has gAdmin
    │   └── IdempotencyConflict    the key was used for other content
    └── Unavailable                nothing is wrong with the request; try again later
        ├── AllowanceUsedUp        the API token has asked too often, or for too much; says when to try again
        ├── TooManyMessages        the source sends more a second than the site allows
        ├── QueueFull              more writes are waiting than the limit allows
        └── DatabaseDown           the database does not answer

Each class carries a stable ``code`` for programs and a sentence for people. None knows a protocol: ``api/errors.py``
maps the codes to GraphQL, JSON-RPC and HTTP, and a test fails when one is missing there.
"""


class CallbeaconError(Exception):
    """Stand at the root of everything Callbeacon raises on purpose."""

    code = "ERROR"


class Refused(CallbeaconError):
    """Say that the request was understood and not carried out; nothing was changed."""

    code = "REFUSED"


class NotSignedIn(Refused):
    """Say that there is no session or token, or that it has ended."""

    code = "NOT_SIGNED_IN"

    def __init__(self) -> None:
        super().__init__("Sign in first.")


class PasswordChangeDue(Refused):
    """Say that the session is good for nothing until the user has chosen a password."""

    code = "PASSWORD_CHANGE_DUE"

    def __init__(self) -> None:
        super().__init__("Choose a password of your own first.")


class TooManyAttempts(Refused):
    """Say that too many attempts failed; whether this one was right is not looked at. ``retry_after``: in seconds."""

    code = "TOO_MANY_ATTEMPTS"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many attempts failed. Try again in {retry_after} s.")
        self.retry_after = retry_after


class NotPermitted(Refused):
    """Say which privilege is missing."""

    code = "NOT_PERMITTED"

    def __init__(self, privilege: str) -> None:
        super().__init__(f"This needs the privilege {privilege}.")
        self.privilege = privilege


class NotACallUser(NotPermitted):
    """Say that the user has no beacon and no workspaces."""

    code = "NOT_A_CALL_USER"

    def __init__(self) -> None:
        super().__init__("gCallUser")


class NotAuthorisedSource(Refused):
    """Say that a message came without the name and token of a telephony source."""

    code = "NOT_AUTHORISED_SOURCE"

    def __init__(self) -> None:
        super().__init__("The telephony source or its token is not known.")


class NetworkNotAllowed(Refused):
    """Say that the source is tied to networks and the sender is in none of them."""

    code = "NETWORK_NOT_ALLOWED"

    def __init__(self, address: str) -> None:
        super().__init__(f"This telephony source may not send from {address}.")
        self.address = address


class NoSuchUser(Refused):
    """Say that no enabled user answers to this login name or telephony login."""

    code = "NO_SUCH_USER"

    def __init__(self, login_name: str) -> None:
        super().__init__("No enabled user has this login name.")
        self.login_name = login_name


class NoSuchCall(Refused):
    """Say that the viewer has no inbound call with this id."""

    code = "NO_SUCH_CALL"

    def __init__(self) -> None:
        super().__init__("There is no such inbound call.")


class NoSuchWorkspace(Refused):
    """Say that the viewer has no open workspace with this id."""

    code = "NO_SUCH_WORKSPACE"

    def __init__(self) -> None:
        super().__init__("There is no such open workspace.")


class NoSuchRecord(Refused):
    """Say that there is no call record with this id that the viewer may change."""

    code = "NO_SUCH_RECORD"

    def __init__(self) -> None:
        super().__init__("There is no such call record.")


class NoSuchContact(Refused):
    """Say that there is no contact with this id."""

    code = "NO_SUCH_CONTACT"

    def __init__(self) -> None:
        super().__init__("There is no such contact.")


class NoSuchContactNumber(Refused):
    """Say that no contact has a number with this id."""

    code = "NO_SUCH_CONTACT_NUMBER"

    def __init__(self) -> None:
        super().__init__("There is no such number of a contact.")


class NoSuchContactImport(Refused):
    """Say that there is no import of contacts with this id."""

    code = "NO_SUCH_CONTACT_IMPORT"

    def __init__(self) -> None:
        super().__init__("There is no such import of contacts.")


class NoSuchReason(Refused):
    """Say that no active call reason has this id."""

    code = "NO_SUCH_REASON"

    def __init__(self) -> None:
        super().__init__("There is no such call reason.")


class NoSuchCallField(Refused):
    """Say that no call field has this id."""

    code = "NO_SUCH_CALL_FIELD"

    def __init__(self) -> None:
        super().__init__("There is no such call field.")


class NoSuchOutcome(Refused):
    """Say that no outcome has this id."""

    code = "NO_SUCH_OUTCOME"

    def __init__(self) -> None:
        super().__init__("There is no such outcome.")


class NoSuchScript(Refused):
    """Say that no call script, or no version of the one that is meant, has this id."""

    code = "NO_SUCH_SCRIPT"

    def __init__(self) -> None:
        super().__init__("There is no such call script or version.")


class IsTheDefaultReason(Refused):
    """Say that the default reason can be moved, but neither retired nor deleted."""

    code = "IS_THE_DEFAULT_REASON"

    def __init__(self) -> None:
        super().__init__("This is the default reason; make another one the default first.")


class ScriptInUse(Refused):
    """Say that a call script can't be deleted, since something refers to it."""

    code = "SCRIPT_IN_USE"

    def __init__(self) -> None:
        super().__init__("This script is used by a reason, a call or a record. Retire it instead.")


class ScriptHasErrors(Refused):
    """Say how many findings keep a script from being published; ``check`` lists them."""

    code = "SCRIPT_HAS_ERRORS"

    def __init__(self, count: int) -> None:
        super().__init__(f"The script can't be published: errors found: {count}.")
        self.count = count


class AgentOnACall(Refused):
    """Say that the agent of a test call is on a real one."""

    code = "AGENT_ON_A_CALL"

    def __init__(self) -> None:
        super().__init__("This agent is on a call. Send the test call later.")


class NoSuchTeam(Refused):
    """Say that there is no team with this id."""

    code = "NO_SUCH_TEAM"

    def __init__(self) -> None:
        super().__init__("There is no such team.")


class NoSuchSource(Refused):
    """Say that there is no telephony source with this id."""

    code = "NO_SUCH_SOURCE"

    def __init__(self) -> None:
        super().__init__("There is no such telephony source.")


class NoSuchToken(Refused):
    """Say that there is no API token with this id that the viewer may see."""

    code = "NO_SUCH_TOKEN"

    def __init__(self) -> None:
        super().__init__("There is no such API token.")


class NoSuchSession(Refused):
    """Say that the viewer has no running session with this id."""

    code = "NO_SUCH_SESSION"

    def __init__(self) -> None:
        super().__init__("There is no such signed-in device.")


class TeamNotEmpty(Refused):
    """Say that a team with members can't be deleted."""

    code = "TEAM_NOT_EMPTY"

    def __init__(self) -> None:
        super().__init__("This team has members; move them first.")


class TokenMayNot(Refused):
    """Say that an API token may not do this, whoever it acts for."""

    code = "TOKEN_MAY_NOT"

    def __init__(self) -> None:
        super().__init__("An API token may not do this; sign in for it.")


class WrongPassword(Refused):
    """Say that the present password is another one."""

    code = "WRONG_PASSWORD"

    def __init__(self) -> None:
        super().__init__("This is not the present password.")


class InvalidValue(Refused):
    """Name a value that cannot be stored, and what was expected instead."""

    code = "INVALID_VALUE"

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: {expected}")
        self.name = name
        self.expected = expected


class FileTooLarge(Refused):
    """Say that a file has more bytes than are taken; nothing of it was kept."""

    code = "FILE_TOO_LARGE"

    def __init__(self, largest: int) -> None:
        super().__init__(
            f"The file has more than {largest // 1024 // 1024} MiB. Import it in parts."
        )
        self.largest = largest


class OutcomeRequired(Refused):
    """Say that a call with this reason can't be saved without an outcome."""

    code = "OUTCOME_REQUIRED"

    def __init__(self) -> None:
        super().__init__("Choose an outcome first: this call's reason asks for one.")


class ChangedMeanwhile(Refused):
    """Say that somebody else made a change since: read it again, so that no change is lost."""

    code = "CHANGED_MEANWHILE"

    def __init__(self) -> None:
        super().__init__("Somebody else has changed this meanwhile. Read it again.")


class LastAdministrator(Refused):
    """Say that nobody would be left to administer the site."""

    code = "LAST_ADMINISTRATOR"

    def __init__(self) -> None:
        super().__init__("This is the last administrator; make somebody else one first.")


class IdempotencyConflict(Refused):
    """Say that the Idempotency-Key was used within 24 hours for other content."""

    code = "IDEMPOTENCY_CONFLICT"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another message.")


class Unavailable(CallbeaconError):
    """Say that nothing is wrong with the request and that it should be sent again later."""

    code = "UNAVAILABLE"


class AllowanceUsedUp(Unavailable):
    """Say that an API token has asked too often, or for too much, within a minute. ``retry_after``: in seconds."""

    code = "ALLOWANCE_USED_UP"

    def __init__(self, name: str, retry_after: int) -> None:
        super().__init__(f"This token's {name} for now are used up. Try again in {retry_after} s.")
        self.retry_after = retry_after


class TooManyMessages(Unavailable):
    """Say that a telephony source sends faster than the site allows."""

    code = "TOO_MANY_MESSAGES"

    def __init__(self) -> None:
        super().__init__("This source sends too many messages a second. Send this one again later.")


class QueueFull(Unavailable):
    """Say that more writes are waiting than the limit allows."""

    code = "QUEUE_FULL"

    def __init__(self) -> None:
        super().__init__("Too many messages are waiting. Send this one again shortly.")


class DatabaseDown(Unavailable):
    """Say that the database does not answer, or can only be read; ``because`` names its error where that is known."""

    code = "DATABASE_DOWN"

    def __init__(self, because: str | None = None) -> None:
        super().__init__(
            f"The database can't be used now ({because}). Send this again shortly."
            if because
            else "The database does not answer. Send this again shortly."
        )
        self.because = because
