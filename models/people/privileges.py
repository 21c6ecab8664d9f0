"""What a user may do, checked in this one place for pages, GraphQL and JSON-RPC alike."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import NotACallUser, NotPermitted

if TYPE_CHECKING:
    from uuid import UUID


class Privilege(StrEnum):
    """Name the privileges as administrators know them."""

    CALL_USER = "gCallUser"
    CALL_MANAGEMENT = "gCallManagement"
    CALL_SUPERVISOR = "gCallSupervisor"
    REVEAL_MASKED = "gRevealMasked"
    ADMIN = "gAdmin"


class Viewer(Struct, frozen=True, kw_only=True):
    """Say who asks, and what this one may do. Read anew for every operation, so that a change holds at once.

    ``session_id`` is None for an API token, whose ``token_id`` it is; a token may be read-only and have
    less privileges than its user.
    """

    user_id: UUID
    login_name: str
    full_name: str
    privileges: frozenset[str]
    team_id: UUID | None
    session_id: UUID | None = None
    token_id: UUID | None = None
    is_read_only: bool = False

    def has(self, privilege: Privilege) -> bool:
        """Tell whether the viewer has the privilege."""
        return privilege in self.privileges


def require(viewer: Viewer, privilege: Privilege) -> None:
    """Raise ``NotPermitted`` unless the viewer has the privilege."""
    if viewer.has(privilege):
        return
    if privilege is Privilege.CALL_USER:
        raise NotACallUser
    raise NotPermitted(privilege)


def require_admin(by: Viewer | None) -> None:
    """Raise ``NotPermitted`` unless ``by`` has gAdmin or is None: the command line, whose user owns the database."""
    if by is not None:
        require(by, Privilege.ADMIN)


def may_see_calls_of(viewer: Viewer, *, user_id: UUID, team_id: UUID | None) -> bool:
    """Tell whether the viewer may see a user's calls: the own ones, or a supervisor's teams'.

    A supervisor who belongs to no team sees everyone's.
    """
    if user_id == viewer.user_id:
        return True
    if not viewer.has(Privilege.CALL_SUPERVISOR):
        return False
    return viewer.team_id is None or viewer.team_id == team_id
