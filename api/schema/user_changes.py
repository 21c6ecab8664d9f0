"""What administrators can do with users."""

from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from api.schema.users import UserAccount, account_of, read_privilege
from models.people import accounts, granting, importing, telephony_logins
from models.people.importing import ImportOutcome
from models.people.users import NewUser
from models.unchanged import UNCHANGED, Unchanged

strawberry.enum(ImportOutcome, name="ImportOutcome", description="What became of a row, or would.")


@strawberry.input(description="What is said of a new user.")
class NewUserInput:
    """Take what is said of a new user."""

    login_name: str = strawberry.field(description="As the telephony system names the user.")
    full_name: str
    email: str = ""
    team: str | None = strawberry.field(
        default=None, description="By its name; it is made when there is none of this name."
    )
    privileges: list[str] = strawberry.field(default_factory=list, description="Such as gCallUser.")
    telephony_logins: list[str] = strawberry.field(
        default_factory=list, description="Extensions or agent ids, of all telephony sources."
    )
    password: str | None = strawberry.field(
        default=None, description="8 to 1024 characters; null for one that is made and told once."
    )


@strawberry.input(description="What becomes of a user; a field that is not there stays as it is.")
class UserInput:
    """Take what becomes of a user."""

    full_name: str | None = strawberry.UNSET
    email: str | None = strawberry.UNSET
    team: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Null takes the user out of any team."
    )


@strawberry.type
class UserWithPassword:
    """A user, and the password to hand over, which can't be read again."""

    user: UserAccount = strawberry.field(description="The user as it is now.")
    password: str | None = strawberry.field(
        description="The temporary password; null when the administrator set one."
    )


@strawberry.type
class RefusedUser:
    """A user of several whose privileges stayed as they were."""

    user: strawberry.ID = strawberry.field(description="As in `User.id`.")
    code: str = strawberry.field(description="A stable word, such as LAST_ADMINISTRATOR.")
    message: str = strawberry.field(description="A sentence for people.")


@strawberry.type
class ChangedPrivileges:
    """What became of the privileges of several users."""

    users: list[UserAccount] = strawberry.field(description="Those who have them as asked now.")
    refused: list[RefusedUser] = strawberry.field(description="Those who stayed as they were.")


@strawberry.type
class UserImportRow:
    """What became of a row of an import, or would."""

    line: int = strawberry.field(description="Of the file; the heading is line 1.")
    login_name: str = strawberry.field(description="As it stands in the file.")
    outcome: ImportOutcome = strawberry.field(description="Whether a user was added.")
    code: str | None = strawberry.field(description="A stable word for why it was skipped.")
    cause: str | None = strawberry.field(description="A sentence for why it was skipped.")
    password: str | None = strawberry.field(
        description="The temporary password, told this once; null in a preview."
    )


@strawberry.type
class UserImport:
    """What became of an import of users, or would."""

    is_preview: bool = strawberry.field(description="Whether nothing was changed.")
    rows: list[UserImportRow] = strawberry.field(description="In the order of the file.")


UserAccountResult = Annotated[
    UserAccount | Refusal,
    strawberry.union("UserAccountResult", description="The user now, or why it is as before."),
]
UserWithPasswordResult = Annotated[
    UserWithPassword | Refusal,
    strawberry.union(
        "UserWithPasswordResult", description="The user and its password, or why nothing was done."
    ),
]
ChangedPrivilegesResult = Annotated[
    ChangedPrivileges | Refusal,
    strawberry.union(
        "ChangedPrivilegesResult", description="What changed for whom, or why nothing did."
    ),
]
UserImportResult = Annotated[
    UserImport | Refusal,
    strawberry.union("UserImportResult", description="Each row's fate, or why none was read."),
]


@strawberry.type
class UserMutation:
    """What administrators can do with users; all of it needs gAdmin."""

    @strawberry.mutation
    async def create_user(self, info: Info, user: NewUserInput) -> UserWithPasswordResult:
        """Add a user, enabled."""
        return await or_refusal(_create(info, user))

    @strawberry.mutation
    async def update_user(
        self, info: Info, id: strawberry.ID, version: int, user: UserInput
    ) -> UserAccountResult:
        """Change a user over the version that was on screen."""
        return await or_refusal(_update(info, read_id(id), version, user))

    @strawberry.mutation
    async def enable_user(self, info: Info, id: strawberry.ID) -> UserAccountResult:
        """Let a user in again, who has to sign in anew."""
        return await or_refusal(_enable(info, id, is_enabled=True))

    @strawberry.mutation
    async def disable_user(self, info: Info, id: strawberry.ID) -> UserAccountResult:
        """Keep a user out: sessions end at once, tokens open nothing, messages are refused; calls and drafts stay."""
        return await or_refusal(_enable(info, id, is_enabled=False))

    @strawberry.mutation
    async def change_privileges(
        self,
        info: Info,
        users: list[strawberry.ID],
        grant: list[str] | None = None,
        revoke: list[str] | None = None,
    ) -> ChangedPrivilegesResult:
        """Grant and revoke privileges of one user or of many; the last administrator stays one."""
        return await or_refusal(_change_privileges(info, users, grant or [], revoke or []))

    @strawberry.mutation
    async def add_telephony_login(
        self, info: Info, user: strawberry.ID, login: str, source: strawberry.ID | None = None
    ) -> UserAccountResult:
        """Map an extension or agent id of one telephony source, or of all, to a user from the next message on."""
        return await or_refusal(_add_login(info, user, login, source))

    @strawberry.mutation
    async def remove_telephony_login(
        self, info: Info, user: strawberry.ID, id: strawberry.ID
    ) -> UserAccountResult:
        """Take a telephony login away from a user; a second time changes nothing."""
        return await or_refusal(_remove_login(info, user, id))

    @strawberry.mutation
    async def reset_password(
        self, info: Info, user: strawberry.ID, password: str | None = None
    ) -> UserWithPasswordResult:
        """Give a user another password, by default one that is made and told once; the user's sessions end.

        It is good for choosing an own one and for nothing else.
        """
        return await or_refusal(_reset(info, user, password))

    @strawberry.mutation
    async def import_users(
        self, info: Info, csv: str, is_preview: bool = False
    ) -> UserImportResult:
        """Add users from CSV: login_name, name, email, team, privileges, telephony_logins; at most 500 rows.

        Users who are there already are skipped, and so is each row with a fault; a preview says which.
        """
        return await or_refusal(_import(info, csv, is_preview))


async def _create(info: Info, given: NewUserInput) -> UserWithPassword:
    viewer, temporary = await info.context.viewer(), accounts.temporary_password()
    new = NewUser(
        login_name=given.login_name,
        full_name=given.full_name,
        email=given.email,
        team=given.team,
        privileges=[read_privilege(name) for name in given.privileges],
        telephony_logins=given.telephony_logins,
        password=given.password if given.password is not None else temporary,
    )
    user_id = await accounts.create_user(info.context.site, viewer, new)
    told = temporary if given.password is None else None
    return UserWithPassword(user=await account_of(info, user_id), password=told)


async def _update(info: Info, user_id: UUID, version: int, given: UserInput) -> UserAccount:
    edit = accounts.UserEdit(
        full_name=_text(given.full_name), email=_text(given.email), team_id=_team(given.team)
    )
    site, viewer = info.context.site, await info.context.viewer()
    await accounts.update_user(site, viewer, user_id, edit, version=version)
    return await account_of(info, user_id)


async def _enable(info: Info, id: str, *, is_enabled: bool) -> UserAccount:
    user_id, viewer = read_id(id), await info.context.viewer()
    change = granting.enable_user if is_enabled else granting.disable_user
    await change(info.context.site, viewer, user_id)
    return await account_of(info, user_id)


async def _change_privileges(
    info: Info, users: list[strawberry.ID], grant: list[str], revoke: list[str]
) -> ChangedPrivileges:
    changed = await granting.change_privileges_of_many(
        info.context.site,
        await info.context.viewer(),
        [read_id(user, name="users") for user in users],
        granted=[read_privilege(name) for name in grant],
        revoked=[read_privilege(name) for name in revoke],
    )
    return ChangedPrivileges(
        users=[await account_of(info, id) for id, refusal in changed.items() if not refusal],
        refused=[
            RefusedUser(user=strawberry.ID(str(id)), code=refusal.code, message=str(refusal))
            for id, refusal in changed.items()
            if refusal
        ],
    )


async def _add_login(info: Info, user: str, login: str, source: str | None) -> UserAccount:
    user_id, viewer = read_id(user, name="user"), await info.context.viewer()
    source_id = read_id(source, name="source") if source is not None else None
    await telephony_logins.map_login(info.context.site, viewer, user_id, login, source_id=source_id)
    return await account_of(info, user_id)


async def _remove_login(info: Info, user: str, id: str) -> UserAccount:
    user_id, viewer = read_id(user, name="user"), await info.context.viewer()
    await telephony_logins.unmap_login(info.context.site, viewer, user_id, read_id(id))
    return await account_of(info, user_id)


async def _reset(info: Info, user: str, password: str | None) -> UserWithPassword:
    user_id, viewer = read_id(user, name="user"), await info.context.viewer()
    used = await accounts.reset_password(info.context.site, viewer, user_id, password)
    return UserWithPassword(
        user=await account_of(info, user_id), password=used if password is None else None
    )


async def _import(info: Info, csv: str, is_preview: bool) -> UserImport:
    rows = await importing.import_users(
        info.context.site, await info.context.viewer(), csv, is_preview=is_preview
    )
    return UserImport(
        is_preview=is_preview,
        rows=[
            UserImportRow(
                line=row.line,
                login_name=row.login_name,
                outcome=row.outcome,
                code=row.code,
                cause=row.cause,
                password=row.password,
            )
            for row in rows
        ],
    )


def _text(given: str | None) -> str | Unchanged:
    return UNCHANGED if given is strawberry.UNSET else given or ""


def _team(given: strawberry.ID | None) -> UUID | Unchanged | None:
    if given is strawberry.UNSET:
        return UNCHANGED
    return read_id(given, name="team") if given is not None else None
