"""Texts of the entrance: slowing down, passwords, signed-in devices."""

CHANGE_PASSWORD = "Change password"  # noqa: S105  # a label
CURRENT_PASSWORD = "Current password"  # noqa: S105  # a label
NEW_PASSWORD = "New password"  # noqa: S105  # a label
PASSWORD_HINT = "At least 8 characters. You stay signed in here and are signed out elsewhere."  # noqa: S105  # a hint
PASSWORD_CHANGE_DUE = (
    "An administrator has set your password. Choose one that only you know, then you can go on."  # noqa: S105  # a sentence
)
PASSWORD_PROBLEMS = {
    "WRONG_PASSWORD": "The current password is wrong.",
    "INVALID_VALUE": "Choose another password than before, of 8 to 1024 characters.",
}
SIGNED_IN_DEVICES = "Signed-in devices"
UNKNOWN_DEVICE = "Unknown device"
THIS_DEVICE = "This device"
SIGN_OUT_DEVICE = "Sign out"
ONLY_THIS_DEVICE = "You are signed in nowhere else."


def too_many_attempts(seconds: int) -> str:
    """Say that a password was wrong too often, and when to try again."""
    when = "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"Too many attempts failed. Wait {when}, then try again."


def sign_out_of(device: str) -> str:
    """Name the button that ends the session of a device."""
    return f"Sign out {device}"


def browser_on(browser: str, system: str) -> str:
    """Name a device by its browser and its operating system."""
    return f"{browser} on {system}"


def last_used(time: str, address: str) -> str:
    """Say when a device was last in use, and from where."""
    return f"Last used {time}, from {address}"
