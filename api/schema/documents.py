"""What happens to each document before it is executed: counted, parsed and validated once, measured, and paid for."""

from collections.abc import Iterator
from contextlib import suppress

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import ExecutionContext

from api.schema.context import Context
from api.schema.costs import LONGEST, MOST_TOKENS, check_size, measure_document, too_large
from models.errors import AllowanceUsedUp
from models.people.allowances import COST, REQUESTS

REMEMBERED = 500


def refusal_of(execution: ExecutionContext) -> GraphQLError | None:
    """Return why a document is not even parsed: it is too long, or the token has asked too often."""
    if error := _take(execution, REQUESTS, 1):
        return error
    is_long = execution.query is not None and len(execution.query) > LONGEST
    return too_large("characters", LONGEST) if is_long else None


class DocumentCache(ParserCache):
    """Leave a syntax error to Strawberry: raised in here, it would never reach the client of a subscription."""

    def on_parse(self) -> Iterator[None]:
        """Parse a document once, as far as it has not too many tokens."""
        context = self.execution_context
        context.parse_options["max_tokens"] = MOST_TOKENS
        with suppress(GraphQLSyntaxError):
            context.graphql_document = self.cached_parse_document(
                context.query, **context.parse_options
            )
        yield


class DocumentChecks(ValidationCache):
    """Validate a document once, unless it is too large to be looked at; then the token pays what it costs.

    The limits stand here and not among the rules of validation: rules that are made anew for each operation would keep
    the cache from ever being hit.
    """

    def on_validate(self) -> Iterator[None]:
        """Refuse what is too large before it is validated, and what is not paid for before it is executed."""
        execution = self.execution_context
        schema, document = execution.schema._schema, execution.graphql_document
        if document is None:  # never: only what was parsed is validated
            raise RuntimeError
        measured = measure_document(schema, document, execution.variables)
        if error := check_size(document, measured):
            errors = [error]
        else:
            errors = self.cached_validate_document(schema, document, execution.validation_rules)
            if not errors and (unpaid := _take(execution, COST, measured.cost)):
                errors = [unpaid]
        execution.pre_execution_errors = errors
        yield


def _take(execution: ExecutionContext, name: str, amount: int) -> GraphQLError | None:
    """Take from what an API token has left; without a token there is nothing to pay."""
    context = execution.context
    try:
        if isinstance(context, Context):
            context.take(name, amount)
    except AllowanceUsedUp as error:
        return GraphQLError(str(error), original_error=error)
    return None
