"""Errors of operations, as clients see them: each has a stable code, and none tells what only the log should."""

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from api.errors import extensions
from api.failures import note_failure
from models.errors import AllowanceUsedUp, CallbeaconError, InvalidValue

# The words that clients know from other servers.
PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"


def give_code(error: GraphQLError) -> None:
    """Set ``extensions.code``, and log and mask what is nobody's refusal; a second time nothing happens.

    An error of a document comes back from the validation cache each time the document does.
    """
    if "code" in (error.extensions or {}):
        return
    cause = error.original_error
    if isinstance(cause, CallbeaconError):
        told: dict[str, object] = dict(extensions(cause))
        if isinstance(cause, AllowanceUsedUp):
            told["retryAfter"] = cause.retry_after
    elif code := _code_of_clients_fault(error):
        told = {"code": code}
    else:
        error.message, noted = note_failure(cause or error)
        told = {**noted}
    error.extensions = {**told, **(error.extensions or {})}


def _code_of_clients_fault(error: GraphQLError) -> str | None:
    """Name what is wrong with the document or its variables; None when nothing is."""
    if isinstance(error, GraphQLSyntaxError):
        return PARSE_FAILED
    cause = error.original_error
    if isinstance(cause, GraphQLError):
        return InvalidValue.code
    if cause is None or isinstance(cause, (CannotGetOperationTypeError, InvalidOperationTypeError)):
        return VALIDATION_FAILED
    return None
