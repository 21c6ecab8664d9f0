"""Put the schema together from the nouns."""

import strawberry
from graphql import GraphQLError
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types
from strawberry.types import ExecutionContext

from api.errors import extensions
from api.schema.call_queries import CallQuery, CallSubscription
from api.schema.contact_changes import ContactMutation
from api.schema.contact_queries import ContactQuery
from api.schema.people import PeopleQuery
from api.schema.workspaces import WorkspaceMutation, WorkspaceQuery, WorkspaceSubscription
from models.errors import CallbeaconError

Query = merge_types("Query", (PeopleQuery, CallQuery, ContactQuery, WorkspaceQuery))
Mutation = merge_types("Mutation", (WorkspaceMutation, ContactMutation))
Subscription = merge_types("Subscription", (CallSubscription, WorkspaceSubscription))


class CallbeaconSchema(strawberry.Schema):
    """Give each error of ours its stable code; any other is logged by Strawberry and keeps its traceback there."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Add ``extensions.code``; log only what is no refusal."""
        unexpected = []
        for error in errors:
            if isinstance(error.original_error, CallbeaconError):
                error.extensions = {**extensions(error.original_error), **(error.extensions or {})}
            else:
                unexpected.append(error)
        if unexpected:
            super().process_errors(unexpected, execution_context)


schema = CallbeaconSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    extensions=[lambda: ParserCache(maxsize=500), lambda: ValidationCache(maxsize=500)],
    config=StrawberryConfig(auto_camel_case=True),
)
