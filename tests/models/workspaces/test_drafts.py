"""Drafts: what is typed is kept field by field, and one tab never overwrites another."""

import asyncio
from uuid import UUID

import pytest

from models.errors import InvalidValue, NoSuchWorkspace, NotACallUser
from models.events import Listener
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.drafts import LONGEST_DRAFT, DraftConflict, DraftEdit, save_draft
from models.workspaces.tables import Draft, Workspace
from models.workspaces.workspaces import (
    DraftText,
    drafts_topic,
    open_inbound_call,
    open_workspace,
)
from tests.builders import a_running_call, a_user

TAB, OTHER_TAB = "tab-1", "tab-2"


class Desk:
    """One agent with one open workspace."""

    def __init__(self, site: Site, agent: Viewer, workspace_id: UUID) -> None:
        self.site, self.agent, self.workspace_id = site, agent, workspace_id

    async def types(
        self,
        value: str,
        version: int,
        *,
        editor: str = TAB,
        field: str = "notes",
        edit: int = 0,
    ) -> DraftText | DraftConflict:
        """Save a field over a version of it."""
        typed = DraftEdit(
            workspace_id=self.workspace_id,
            field=field,
            value=value,
            version=version,
            editor=editor,
            edit=edit,
        )
        return await save_draft(self.site, self.agent, typed)

    async def saves(
        self, value: str, version: int, *, editor: str = TAB, field: str = "notes"
    ) -> int:
        """Save a field and return its new version."""
        saved = await self.types(value, version, editor=editor, field=field)
        assert isinstance(saved, DraftText), saved
        assert saved.value == value
        return saved.version

    async def shows(self) -> dict[str, tuple[str, int]]:
        """Read what is kept."""
        workspace = await open_workspace(self.agent, self.workspace_id)
        return {draft.field: (draft.value, draft.version) for draft in workspace.drafts}


@pytest.fixture
async def desk(each_site: Site) -> Desk:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    return Desk(each_site, agent, await open_inbound_call(each_site, agent, call_id))


async def test_each_field_has_a_text_and_a_version_of_its_own(desk: Desk) -> None:
    await desk.saves("Hello", 0)
    await desk.saves("Hello there", 1)
    await desk.saves("resolved", 0, field="outcome")

    assert await desk.shows() == {"notes": ("Hello there", 2), "outcome": ("resolved", 1)}


async def test_the_same_text_again_changes_nothing(desk: Desk) -> None:
    await desk.saves("Hello", 0)
    before = await Workspace.select()

    versions = [
        await desk.saves("Hello", 0),
        await desk.saves("Hello", 1, editor=OTHER_TAB),
    ]

    assert versions == [1, 1]
    assert await Workspace.select() == before


async def test_a_tab_overtakes_its_own_older_edits(desk: Desk) -> None:
    await desk.saves("H", 0)
    await desk.saves("He", 0)

    assert await desk.saves("Hel", 0) == 3


async def test_an_edit_that_comes_late_changes_nothing_and_is_told_what_stands(desk: Desk) -> None:
    await desk.types("Hello there", 0, edit=2)

    late = await desk.types("Hello", 0, edit=1)

    assert isinstance(late, DraftText)
    assert (late.value, late.version) == ("Hello there", 1)
    assert await desk.shows() == {"notes": ("Hello there", 1)}


async def test_an_edit_that_was_undone_again_does_not_come_back_late(desk: Desk) -> None:
    await desk.types("Hello", 0, edit=1)
    await desk.types("Hello", 0, edit=3)

    await desk.types("Hello there", 0, edit=2)

    assert await desk.shows() == {"notes": ("Hello", 1)}


async def test_edits_are_counted_tab_by_tab(desk: Desk) -> None:
    await desk.types("Hello", 0, edit=7)

    assert isinstance(await desk.types("Bye", 1, edit=1, editor=OTHER_TAB), DraftText)
    assert isinstance(await desk.types("Hello again", 2, edit=8), DraftText)
    assert await desk.shows() == {"notes": ("Hello again", 3)}


async def test_what_another_tab_typed_meanwhile_comes_back_and_is_not_overwritten(
    desk: Desk,
) -> None:
    await desk.saves("Hello", 0)
    await desk.saves("Hello from the other", 1, editor=OTHER_TAB)

    answer = await desk.types("Hello there", 1)

    assert isinstance(answer, DraftConflict)
    assert (answer.current.value, answer.current.version) == ("Hello from the other", 2)
    assert await desk.shows() == {"notes": ("Hello from the other", 2)}


async def test_who_has_seen_the_other_text_may_replace_it(desk: Desk) -> None:
    await desk.saves("Hello", 0)
    await desk.saves("Hello from the other", 1, editor=OTHER_TAB)

    assert await desk.saves("Both", 2) == 3


async def test_who_names_no_tab_overwrites_nobody(desk: Desk) -> None:
    await desk.saves("Hello", 0, editor="")

    assert isinstance(await desk.types("Bye", 0, editor=""), DraftConflict)
    assert await desk.saves("Bye", 1, editor="") == 2


async def test_two_tabs_in_two_fields_do_not_meet(desk: Desk) -> None:
    await desk.saves("Hello", 0, field="notes")

    assert await desk.saves("resolved", 0, field="outcome", editor=OTHER_TAB) == 1


async def test_of_many_tabs_that_type_at_once_one_wins_and_the_others_hear_of_it(
    desk: Desk,
) -> None:
    answers = await asyncio.gather(
        *[desk.types(f"from {number}", 0, editor=f"tab-{number}") for number in range(10)]
    )

    (won,) = [answer for answer in answers if isinstance(answer, DraftText)]
    assert await desk.shows() == {"notes": (won.value, 1)}
    assert {answer.current for answer in answers if isinstance(answer, DraftConflict)} == {won}


async def test_a_tab_that_types_fast_loses_no_version(desk: Desk) -> None:
    await asyncio.gather(*[desk.types(f"text {number}", 0) for number in range(20)])

    assert (await desk.shows())["notes"][1] == 20
    assert await Draft.count() == 1


async def test_an_edit_is_announced_to_the_other_tabs_and_a_repeat_is_not(desk: Desk) -> None:
    async with desk.site.bus.listen(drafts_topic(desk.workspace_id)) as announcements:
        await desk.saves("Hello", 0)
        first = await _next(announcements)
        await desk.saves("Hello", 0)
        await desk.saves("Hello there", 1)
        second = await _next(announcements)

    assert (first, second) == (2, 3)


async def _next(announcements: Listener) -> int | None:
    return (await asyncio.wait_for(anext(aiter(announcements)), 5)).version


async def test_the_longest_text_and_odd_characters_are_kept(desk: Desk) -> None:
    await desk.saves("x" * LONGEST_DRAFT, 0)
    odd = await desk.types("a\x00b\ud800c😀", 1)
    again = await desk.types("a\x00b\ud800c😀", 2)
    await desk.saves("é", 0, field="answers.😀", editor="t" * 5000)
    await desk.saves("è", 0, field="answers.😀", editor="t" * 5000)  # still the same tab

    assert isinstance(odd, DraftText)
    assert (odd.value, odd.version) == ("a\ufffdb\ufffdc😀", 2)
    assert again == odd


@pytest.mark.parametrize(
    ("field", "value"),
    [("", "x"), (" ", "x"), ("f" * 256, "x"), ("notes", "x" * (LONGEST_DRAFT + 1))],
    ids=range(4),
)
async def test_what_cannot_be_kept_is_refused(desk: Desk, field: str, value: str) -> None:
    with pytest.raises(InvalidValue):
        await desk.types(value, 0, field=field)

    assert await desk.shows() == {}


async def test_nobody_types_into_the_workspace_of_another(desk: Desk) -> None:
    other = await a_user(desk.site, privileges=list(Privilege))
    elsewhere = [
        Desk(desk.site, other, desk.workspace_id),
        Desk(desk.site, desk.agent, new_id()),
    ]

    for intruder in elsewhere:
        with pytest.raises(NoSuchWorkspace):
            await intruder.types("Hello", 0)

    assert await desk.shows() == {}


async def test_nobody_types_into_a_workspace_that_is_closed(desk: Desk) -> None:
    closing = Workspace.update({Workspace.status: "SAVED"}).where(Workspace.id == desk.workspace_id)
    await desk.site.writer.run(closing.run)

    with pytest.raises(NoSuchWorkspace):
        await desk.types("Hello", 0)


async def test_without_gcalluser_nothing_is_typed(desk: Desk) -> None:
    admin = await a_user(desk.site, privileges=[Privilege.ADMIN])

    with pytest.raises(NotACallUser):
        await Desk(desk.site, admin, desk.workspace_id).types("Hello", 0)
