"""What the users' pages ask the schema, and tell it to change."""

from datetime import datetime

from ui.client import Answer, Document, Variant
from ui.components.changing import REFUSAL, Refusal


class Named(Answer, frozen=True):
    """A team or a source by its name."""

    id: str
    name: str


class TelephonyLogin(Answer, frozen=True):
    """An extension or agent id; without a source it is of all of them."""

    id: str
    login: str
    source: Named | None
    is_desk: bool


class UserAccount(Variant, frozen=True):
    """A user as administrators see one."""

    id: str
    login_name: str
    full_name: str
    email: str
    team: Named | None
    is_enabled: bool
    privileges: tuple[str, ...]
    telephony_logins: tuple[TelephonyLogin, ...]
    created_at: datetime
    signed_in_at: datetime | None
    version: int


class Edge(Answer, frozen=True):
    """One user of a page."""

    node: UserAccount


class PageInfo(Answer, frozen=True):
    """Whether there is more, and where."""

    has_next_page: bool
    end_cursor: str | None


class Users(Answer, frozen=True):
    """A page of users."""

    edges: tuple[Edge, ...]
    page_info: PageInfo


class UsersAnswer(Answer, frozen=True):
    """The answer to USERS."""

    users: Users


class UserAnswer(Answer, frozen=True):
    """The answer to USER: one user, and the sources that an extension may be of."""

    user: UserAccount | None
    teams: tuple[Named, ...]
    telephony_sources: tuple[Named, ...]


class AccountAnswer(Answer, frozen=True):
    """The answer to what changes one user."""

    result: UserAccount | Refusal


class Owner(Answer, frozen=True):
    """Whose password it is."""

    id: str
    login_name: str


class UserWithPassword(Variant, frozen=True):
    """A user, and the password to hand over; None when the administrator has chosen one."""

    user: Owner
    password: str | None


class PasswordAnswer(Answer, frozen=True):
    """The answer to CREATE and RESET_PASSWORD."""

    result: UserWithPassword | Refusal


class Changed(Answer, frozen=True):
    """A user whose privileges are as asked now."""

    id: str


class RefusedUser(Answer, frozen=True):
    """A user whose privileges stayed as they were."""

    user: str
    message: str


class ChangedPrivileges(Variant, frozen=True):
    """What became of the privileges of several users."""

    users: tuple[Changed, ...]
    refused: tuple[RefusedUser, ...]


class PrivilegesAnswer(Answer, frozen=True):
    """The answer to CHANGE_PRIVILEGES."""

    result: ChangedPrivileges | Refusal


ACCOUNT = """
    __typename id loginName fullName email team { id name } isEnabled privileges
    telephonyLogins { id login source { id name } isDesk } createdAt signedInAt version
"""
RESULT = f"{REFUSAL} ... on UserAccount {{ {ACCOUNT} }}"
WITH_PASSWORD = f"{REFUSAL} ... on UserWithPassword {{ user {{ id loginName }} password }}"

USERS = Document(
    f"""
    query Users(
      $search: String, $isEnabled: Boolean, $privilege: String, $team: ID, $first: Int!, $after: String
    ) {{
      users(
        search: $search, isEnabled: $isEnabled, privilege: $privilege, team: $team,
        first: $first, after: $after
      ) {{ edges {{ node {{ {ACCOUNT} }} }} pageInfo {{ hasNextPage endCursor }} }}
    }}
    """,
    UsersAnswer,
)
USER = Document(
    f"""
    query User($id: ID!) {{
      user(id: $id) {{ {ACCOUNT} }} teams {{ id name }} telephonySources {{ id name }}
    }}
    """,
    UserAnswer,
)
CREATE = Document(
    f"""
    mutation CreateUser($user: NewUserInput!) {{
      result: createUser(user: $user) {{ {WITH_PASSWORD} }}
    }}
    """,
    PasswordAnswer,
)
UPDATE = Document(
    f"""
    mutation UpdateUser($id: ID!, $version: Int!, $user: UserInput!) {{
      result: updateUser(id: $id, version: $version, user: $user) {{ {RESULT} }}
    }}
    """,
    AccountAnswer,
)
ENABLE = Document(
    f"mutation EnableUser($id: ID!) {{ result: enableUser(id: $id) {{ {RESULT} }} }}",
    AccountAnswer,
)
DISABLE = Document(
    f"mutation DisableUser($id: ID!) {{ result: disableUser(id: $id) {{ {RESULT} }} }}",
    AccountAnswer,
)
CHANGE_PRIVILEGES = Document(
    f"""
    mutation ChangePrivileges($users: [ID!]!, $grant: [String!], $revoke: [String!]) {{
      result: changePrivileges(users: $users, grant: $grant, revoke: $revoke) {{
        {REFUSAL} ... on ChangedPrivileges {{ users {{ id }} refused {{ user message }} }}
      }}
    }}
    """,
    PrivilegesAnswer,
)
ADD_LOGIN = Document(
    f"""
    mutation AddTelephonyLogin($user: ID!, $login: String!, $source: ID) {{
      result: addTelephonyLogin(user: $user, login: $login, source: $source) {{ {RESULT} }}
    }}
    """,
    AccountAnswer,
)
REMOVE_LOGIN = Document(
    f"""
    mutation RemoveTelephonyLogin($user: ID!, $id: ID!) {{
      result: removeTelephonyLogin(user: $user, id: $id) {{ {RESULT} }}
    }}
    """,
    AccountAnswer,
)
RESET_PASSWORD = Document(
    f"""
    mutation ResetPassword($user: ID!, $password: String) {{
      result: resetPassword(user: $user, password: $password) {{ {WITH_PASSWORD} }}
    }}
    """,
    PasswordAnswer,
)
