"""Texts of Administration > Users: users and their teams."""

# Users
USERS = "Users"
USERS_HINT = (
    "Everybody who signs in. Changes hold at once, for open pages too; what other administrators "
    "change shows up here by itself."
)
NEW_USER = "New user"
FIND_USER = "Name, login, e-mail or extension"
SEARCH_USERS = "Search users"
TEAM = "Team"
ANY_TEAM = "Any"
NO_TEAM = "None"
PRIVILEGE = "Privilege"
ANY_PRIVILEGE = "Any"
USER_STATES = {"": "Any", "enabled": "Enabled", "disabled": "Disabled"}
PRIVILEGES_TITLE = "Privileges"
PRIVILEGES = {
    "gCallUser": "Gets calls: the beacon, the desktop, call records.",
    "gCallSupervisor": "Sees the calls of the own team; without a team, everyone's.",
    "gCallManagement": "Changes reasons, scripts, call fields and outcomes.",
    "gRevealMasked": "May reveal masked details of a call.",
    "gAdmin": "Changes users, sources, tokens and settings, and reads both logs.",
}
TELEPHONY_LOGINS = "Telephony logins"
TELEPHONY_LOGINS_HINT = (
    "The extensions and agent ids under which telephone systems know this user. "
    "They hold from the next message on."
)
SIGNED_IN_LAST = "Signed in last"
DISABLED = "disabled"
ENABLED = "enabled"
NO_USERS_TITLE = "Nobody here"
NO_USERS = "Nobody is like that. Search for less."
NO_USERS_YET = "Add the first user."
CHANGE_MANY = "Change the privileges of many"
CHOOSE_ALL = "All on this page"
CHOOSE_USERS_FIRST = "Tick the users first, in front of their names."
WHAT = "What"
GRANT_OR_REVOKE = {"grant": "Grant", "revoke": "Revoke"}
APPLY_TO_CHOSEN = "Apply to the ticked"
FULL_NAME = "Full name"
LOGIN_HINT = "As the telephone system names the user. It can't be changed later."
NEW_TEAM_HINT = "By its name; it is made when there is none of this name."
NEW_LOGINS_HINT = (
    "Extensions or agent ids that mean this user in all telephony sources, with spaces between."
)
NEW_PASSWORD_HINT = "Left empty, one is made. Either way the user chooses another when signing in."  # noqa: S105  # a hint
PASSWORD_ONCE = "Hand it over: it is shown this once and can't be read again."  # noqa: S105  # a hint
PASSWORDS_ONCE = "Hand the passwords over: they are shown this once and can't be read again."
ALL_USERS = "All users"
NO_SUCH_USER_TITLE = "No such user"
NO_SUCH_USER = "There is no user at this address."
PROFILE = "Profile"
MAY = "May"
SAVE_PRIVILEGES = "Save privileges"
LOGIN_OR_EXTENSION = "Extension or agent id"
ALL_SOURCES = "All sources"
DESK = "desk"
ACCESS = "Access"
DISABLE = "Disable"
DISABLE_ASKING = "Disable…"
DISABLE_HINT = (
    "All sessions of this user end at once, tokens open nothing, and calls for this user are "
    "refused. Calls and drafts stay."
)
ENABLE = "Enable"
RESET_PASSWORD = "Reset password"  # noqa: S105  # the name of a button
RESET_PASSWORD_ASKING = "Reset password…"  # noqa: S105  # the name of a button
RESET_HINT = (
    "The user's sessions end. The new password is shown to you once, and the user has to choose "
    "another with it."
)
IMPORT_USERS = "Import users"
IMPORT_USERS_HINT = (
    "A CSV file with a heading; the first two columns are needed. You see what becomes of each row "
    "before anything is done. Users who are there already are left as they are."
)
IMPORT_USERS_COLUMNS = "login_name,name,email,team,privileges,telephony_logins"
IMPORTING = "Importing…"
LINE = "Line"
CAUSE = "Cause"
TEMPORARY_PASSWORD = "Temporary password"  # noqa: S105  # the heading of a column
SKIPPED = "skipped"

# Teams
TEAMS = "Teams"
TEAMS_HINT = "Supervisors see the calls of their own team. Who belongs to one is said of the user."
NEW_TEAM = "New team"
TEAM_CREATED = "The team is there. Users can be put into it now."
DELETE_TEAM_HINT = "Nobody may belong to it any more."


def user_created(login_name: str) -> str:
    """Say that a user is there."""
    return f"{login_name} is there and may sign in."


def password_of(login_name: str) -> str:
    """Name a temporary password."""
    return f"Temporary password of {login_name}"


def choose(name: str) -> str:
    """Name the check box that chooses a user."""
    return f"Choose {name}"


def privileges_changed(count: int) -> str:
    """Say how many users have the privileges as asked."""
    return "One user is changed." if count == 1 else f"{count} users are changed."


def remove_login(login: str) -> str:
    """Name the button that takes a telephony login away."""
    return f"Remove {login}"


def disable_question(name: str) -> str:
    """Ask before a user is kept out."""
    return f"Disable {name}?"


def user_disabled(name: str) -> str:
    """Say that a user is kept out."""
    return f"{name} is disabled and signed out everywhere."


def user_enabled(name: str) -> str:
    """Say that a user may sign in again."""
    return f"{name} may sign in again."


def reset_question(name: str) -> str:
    """Ask before a password is replaced."""
    return f"Reset the password of {name}?"


def would_be_imported(created: str, skipped: str) -> str:
    """Say what an import of users would do."""
    return f"{created} would be added, {skipped} skipped."


def were_imported(created: str, skipped: str) -> str:
    """Say what an import of users did."""
    return f"{created} added, {skipped} skipped."


def members(written: str, count: int) -> str:
    """Say how many belong to a team."""
    return "1 member" if count == 1 else f"{written} members"
