"""The tables of people, and of the programs that speak for them."""

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    Boolean,
    ForeignKey,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from models.identifiers import new_id


class Team(Table, tablename="team"):
    """A group of agents that its supervisors may see."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=255, unique=True)
    version = BigInt(default=0)


class User(Table, tablename="app_user"):
    """Somebody who signs in: an agent, a supervisor, an administrator.

    The table is not called ``user``, a reserved word of PostgreSQL. ``version`` grows with every change that a
    signed-in page must notice: privileges, team, disabling.
    """

    id = UUID(primary_key=True, default=new_id)
    login_name = Varchar(length=255)
    login_key = Varchar(length=255, unique=True, help_text="The login name, case folded.")
    full_name = Varchar(length=255)
    email = Varchar(length=255)
    password_hash = Varchar(length=255)
    team = ForeignKey(Team, null=True, on_delete=OnDelete.set_null)
    is_enabled = Boolean(default=True)
    must_change_password = Boolean(
        default=False, help_text="An administrator knows it, who has set it."
    )
    opens_automatically = Boolean(null=True, default=None, help_text="Null: as the site has it.")
    version = BigInt(default=0)
    workspaces_version = BigInt(default=0, help_text="Grows when a workspace opens or closes.")
    created_at = Timestamptz()


class GrantedPrivilege(Table, tablename="granted_privilege"):
    """One privilege of one user; each pair stands once."""

    id = UUID(primary_key=True, default=new_id)
    user = ForeignKey(User, on_delete=OnDelete.cascade)
    privilege = Varchar(length=64)


class TelephonySource(Table, tablename="telephony_source"):
    """A telephony server that may send messages."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=255, unique=True)
    token_hash = Varchar(length=255, index=True)
    networks = JSON(default="[]", help_text="CIDR texts; empty: any network.")
    default_region = Varchar(length=2, null=True, default=None)
    created_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
    last_message_at = Timestamptz(null=True, default=None)
    version = BigInt(default=0)


class TelephonyLogin(Table, tablename="telephony_login"):
    """A name under which a telephony system knows a user: an extension, an agent id."""

    id = UUID(primary_key=True, default=new_id)
    login_key = Varchar(length=255, index=True)
    source = ForeignKey(TelephonySource, null=True, on_delete=OnDelete.cascade)
    user = ForeignKey(User, on_delete=OnDelete.cascade)
    is_desk = Boolean(default=False, help_text="The user's own choice: where the user sits now.")


class Session(Table, tablename="session"):
    """One signed-in browser; only the hash of its cookie is kept."""

    id = UUID(primary_key=True, default=new_id)
    token_hash = Varchar(length=64, unique=True)
    user = ForeignKey(User, on_delete=OnDelete.cascade)
    address = Varchar(length=64)
    user_agent = Varchar(length=255)
    created_at = Timestamptz()
    last_seen_at = Timestamptz()
    expires_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)
    is_renewal_due = Boolean(
        default=False, help_text="The next page gets another cookie: rights or password changed."
    )
    renewed_at = Timestamptz(null=True, default=None)
    former_hash = Varchar(
        length=64,
        null=True,
        default=None,
        index=True,
        help_text="Of the cookie before, which is good for a moment: requests may be on their way.",
    )


class FailedSignIns(Table, tablename="failed_sign_ins"):
    """How far failed sign-ins have used up what is allowed, for one account, address or both.

    ``key`` is a keyed hash, since people type passwords where a login name belongs.
    """

    key = Varchar(length=64, primary_key=True)
    drained_at = BigInt(index=True, help_text="Milliseconds since 1970; then nothing is left.")


class ApiToken(Table, tablename="api_token"):
    """A key of a third-party tool to GraphQL, with the user it acts for and what it may do."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=255)
    token_hash = Varchar(length=64, unique=True)
    user = ForeignKey(User, on_delete=OnDelete.cascade)
    scopes = JSON(default="[]")
    created_at = Timestamptz()
    expires_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    last_used_at = Timestamptz(null=True, default=None)
