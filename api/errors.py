"""How each error of ``models/errors.py`` looks in GraphQL, in JSON-RPC and over plain HTTP.

The errors themselves know no protocol, and only this module knows all three. A test walks the tree
of errors and fails on one that is missing here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import (
    AgentOnACall,
    AllowanceUsedUp,
    CallbeaconError,
    ChangedMeanwhile,
    DatabaseDown,
    FileTooLarge,
    IdempotencyConflict,
    InvalidValue,
    IsTheDefaultReason,
    LastAdministrator,
    NetworkNotAllowed,
    NoSuchCall,
    NoSuchCallField,
    NoSuchContact,
    NoSuchContactImport,
    NoSuchContactNumber,
    NoSuchOutcome,
    NoSuchReason,
    NoSuchRecord,
    NoSuchScript,
    NoSuchSession,
    NoSuchSource,
    NoSuchTeam,
    NoSuchToken,
    NoSuchUser,
    NoSuchWorkspace,
    NotACallUser,
    NotAuthorisedSource,
    NotPermitted,
    NotSignedIn,
    OutcomeRequired,
    PasswordChangeDue,
    QueueFull,
    Refused,
    ScriptHasErrors,
    ScriptInUse,
    TeamNotEmpty,
    TokenMayNot,
    TooManyAttempts,
    TooManyMessages,
    Unavailable,
    WrongPassword,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

REFUSED = -32000
UNKNOWN_USER = -32001
NOT_AUTHORISED = -32002
CONFLICT = -32003
NOT_PERMITTED = -32004
UNAVAILABLE = -32005
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603


class Wire(Struct, frozen=True, kw_only=True):
    """Say what an error becomes: a number in JSON-RPC, a status where HTTP has to carry it."""

    number: int
    status: int


WIRES: Mapping[str, Wire] = MappingProxyType(
    {
        CallbeaconError.code: Wire(number=INTERNAL_ERROR, status=500),
        Refused.code: Wire(number=REFUSED, status=400),
        NotSignedIn.code: Wire(number=NOT_AUTHORISED, status=401),
        PasswordChangeDue.code: Wire(number=NOT_PERMITTED, status=403),
        TooManyAttempts.code: Wire(number=REFUSED, status=429),
        NotPermitted.code: Wire(number=NOT_PERMITTED, status=403),
        NotACallUser.code: Wire(number=NOT_PERMITTED, status=403),
        NotAuthorisedSource.code: Wire(number=NOT_AUTHORISED, status=401),
        NetworkNotAllowed.code: Wire(number=NOT_PERMITTED, status=403),
        NoSuchUser.code: Wire(number=UNKNOWN_USER, status=404),
        NoSuchCall.code: Wire(number=REFUSED, status=404),
        NoSuchWorkspace.code: Wire(number=REFUSED, status=404),
        NoSuchRecord.code: Wire(number=REFUSED, status=404),
        NoSuchContact.code: Wire(number=REFUSED, status=404),
        NoSuchReason.code: Wire(number=REFUSED, status=404),
        NoSuchCallField.code: Wire(number=REFUSED, status=404),
        NoSuchOutcome.code: Wire(number=REFUSED, status=404),
        NoSuchScript.code: Wire(number=REFUSED, status=404),
        IsTheDefaultReason.code: Wire(number=REFUSED, status=409),
        ScriptInUse.code: Wire(number=REFUSED, status=409),
        ScriptHasErrors.code: Wire(number=REFUSED, status=400),
        AgentOnACall.code: Wire(number=CONFLICT, status=409),
        NoSuchContactNumber.code: Wire(number=REFUSED, status=404),
        NoSuchContactImport.code: Wire(number=REFUSED, status=404),
        FileTooLarge.code: Wire(number=REFUSED, status=413),
        NoSuchTeam.code: Wire(number=REFUSED, status=404),
        NoSuchSource.code: Wire(number=REFUSED, status=404),
        NoSuchToken.code: Wire(number=REFUSED, status=404),
        NoSuchSession.code: Wire(number=REFUSED, status=404),
        TeamNotEmpty.code: Wire(number=REFUSED, status=409),
        TokenMayNot.code: Wire(number=NOT_PERMITTED, status=403),
        WrongPassword.code: Wire(number=REFUSED, status=400),
        InvalidValue.code: Wire(number=INVALID_PARAMS, status=400),
        OutcomeRequired.code: Wire(number=REFUSED, status=400),
        ChangedMeanwhile.code: Wire(number=CONFLICT, status=409),
        LastAdministrator.code: Wire(number=REFUSED, status=409),
        IdempotencyConflict.code: Wire(number=CONFLICT, status=409),
        Unavailable.code: Wire(number=UNAVAILABLE, status=503),
        AllowanceUsedUp.code: Wire(number=UNAVAILABLE, status=429),
        TooManyMessages.code: Wire(number=UNAVAILABLE, status=429),
        QueueFull.code: Wire(number=UNAVAILABLE, status=503),
        DatabaseDown.code: Wire(number=UNAVAILABLE, status=503),
    }
)

_TOLD = ("privilege", "name", "expected")


def wire(error: CallbeaconError) -> Wire:
    """Look up what the error becomes outside GraphQL."""
    return WIRES[error.code]


def extensions(error: CallbeaconError) -> dict[str, str]:
    """Give what programs may rely on: ``extensions`` in GraphQL, ``error.data`` in JSON-RPC."""
    told = {name: getattr(error, name) for name in _TOLD if hasattr(error, name)}
    return {"code": error.code, **told}
