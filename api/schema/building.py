"""Put the schema together from the nouns."""

from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.extensions.runner import SchemaExtensionsRunner
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from api.schema.administration import AdministrationSubscription
from api.schema.agents import AgentQuery, AgentSubscription
from api.schema.audit import AuditQuery
from api.schema.call_fields import CallFieldMutation, CallFieldQuery
from api.schema.call_management import CallManagementSubscription
from api.schema.call_mutations import CallMutation
from api.schema.call_queries import CallQuery, CallSubscription
from api.schema.contact_changes import ContactMutation
from api.schema.contact_following import ContactSubscription
from api.schema.contact_imports import (
    ContactImportMutation,
    ContactImportQuery,
    ContactImportSubscription,
)
from api.schema.contact_queries import ContactQuery
from api.schema.describing import describe
from api.schema.devices import DeviceMutation, DeviceQuery
from api.schema.documents import REMEMBERED, DocumentCache, DocumentChecks, refusal_of
from api.schema.exchange import ExchangeMutation, ExchangeQuery
from api.schema.faults import give_code
from api.schema.finished_calls import FinishedCallQuery, FinishedCallSubscription
from api.schema.left_open import LeftOpenQuery
from api.schema.message_log import MessageLogQuery
from api.schema.outcomes import OutcomeMutation, OutcomeQuery
from api.schema.people import PeopleMutation, PeopleQuery, PeopleSubscription
from api.schema.read_only import guard_mutations
from api.schema.reasons import ReasonMutation, ReasonQuery
from api.schema.records import RecordMutation, RecordQuery, RecordSubscription
from api.schema.script_previews import PreviewQuery
from api.schema.script_runs import ScriptRunMutation, ScriptRunSubscription
from api.schema.script_writing import ScriptMutation, ScriptQuery
from api.schema.set_up import SetUpQuery
from api.schema.site_settings import SiteSettingMutation, SiteSettingQuery
from api.schema.sources import TelephonySourceMutation, TelephonySourceQuery
from api.schema.team_figures import TeamFiguresQuery, TeamFiguresSubscription
from api.schema.teams import TeamMutation
from api.schema.tokens import ApiTokenMutation, ApiTokenQuery
from api.schema.trying import TestCallMutation
from api.schema.user_changes import UserMutation
from api.schema.users import UserQuery
from api.schema.workspace_changes import WorkspaceChangesMutation, WorkspaceChangesQuery
from api.schema.workspaces import WorkspaceMutation, WorkspaceQuery, WorkspaceSubscription


@strawberry.type
class Query(
    PeopleQuery,
    CallQuery,
    ContactQuery,
    ContactImportQuery,
    WorkspaceQuery,
    WorkspaceChangesQuery,
    RecordQuery,
    FinishedCallQuery,
    CallFieldQuery,
    ReasonQuery,
    OutcomeQuery,
    ExchangeQuery,
    ScriptQuery,
    PreviewQuery,
    MessageLogQuery,
    AuditQuery,
    SetUpQuery,
    AgentQuery,
    TeamFiguresQuery,
    LeftOpenQuery,
    SiteSettingQuery,
    UserQuery,
    TelephonySourceQuery,
    ApiTokenQuery,
    DeviceQuery,
):
    """What can be asked."""


@strawberry.type
class Mutation(
    PeopleMutation,
    CallMutation,
    ContactMutation,
    ContactImportMutation,
    WorkspaceMutation,
    WorkspaceChangesMutation,
    RecordMutation,
    CallFieldMutation,
    ReasonMutation,
    OutcomeMutation,
    ExchangeMutation,
    TestCallMutation,
    ScriptMutation,
    ScriptRunMutation,
    SiteSettingMutation,
    UserMutation,
    TeamMutation,
    TelephonySourceMutation,
    ApiTokenMutation,
    DeviceMutation,
):
    """What can be done; a refusal that a client should expect is part of the result."""


@strawberry.type
class Subscription(
    PeopleSubscription,
    CallSubscription,
    ContactSubscription,
    ContactImportSubscription,
    WorkspaceSubscription,
    AgentSubscription,
    TeamFiguresSubscription,
    RecordSubscription,
    FinishedCallSubscription,
    CallManagementSubscription,
    AdministrationSubscription,
    ScriptRunSubscription,
):
    """What can be followed: as it is now first, then after each change."""


class CallbeaconSchema(strawberry.Schema):
    """Let no error out without a stable code, nor with more than its reader should know."""

    async def execute(self, *given: Any, **named: Any) -> ExecutionResult:
        """Run a query or a mutation; a subscription runs through ``stream`` or ``subscribe`` and is refused here."""
        asked = set(named.get("allowed_operation_types") or OperationType)
        named["allowed_operation_types"] = asked - {OperationType.SUBSCRIPTION}
        return await super().execute(*given, **named)

    async def _prepare_operation_async(
        self, context: ExecutionContext, extensions_runner: SchemaExtensionsRunner
    ) -> PreExecutionError | None:
        """Refuse first what costs too much to be parsed; extensions have no way to do so on every transport."""
        if error := refusal_of(context):
            context.pre_execution_errors = [error]
            return PreExecutionError(data=None, errors=[error])
        return await super()._prepare_operation_async(context, extensions_runner)

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Give each error its code; Strawberry asks for this once for each result, whatever the transport."""
        for error in errors:
            give_code(error)


schema = CallbeaconSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    extensions=[
        lambda: DocumentCache(maxsize=REMEMBERED),
        lambda: DocumentChecks(maxsize=REMEMBERED),
    ],
    config=StrawberryConfig(auto_camel_case=True),
)
describe(schema)
guard_mutations(schema)
