"""Writing a call script: its draft changes page by page, and no call sees it before it is published.

What the draft becomes is kept for good as a version, with its author; so the audit trail holds who began a draft and
not each sentence that an editor saved by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from models.errors import ChangedMeanwhile, InvalidValue, NoSuchScript
from models.identifiers import new_id
from models.scripts.changing import change, note
from models.scripts.flow import (
    MOST_PAGES,
    Flow,
    ScriptPage,
    check_limits,
    content,
    read_flow,
    write_flow,
)
from models.scripts.scripts import VersionStatus
from models.scripts.tables import CallScript, ScriptVersion
from models.text import LONGEST, checked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site


async def create_script(site: Site, viewer: Viewer, name: str) -> UUID:
    """Begin a script with one empty page, as a draft; its name is its own."""

    async def create() -> UUID:
        return await begin_script(site, viewer, name, (ScriptPage(id="page-1"),))

    return await change(site, viewer, create)


async def duplicate_script(site: Site, viewer: Viewer, script_id: UUID) -> UUID:
    """Begin a script with the pages of another one, under a name of its own."""

    async def duplicate() -> UUID:
        original = await script_at(script_id)
        flow = read_flow((await _base_of(script_id))["pages"])
        return await begin_script(site, viewer, await _free_name(original["name"]), flow)

    return await change(site, viewer, duplicate)


async def rename_script(
    site: Site, viewer: Viewer, script_id: UUID, name: str, *, version: int
) -> None:
    """Give a script another name; raise ``ChangedMeanwhile`` unless ``version`` is the newest."""

    async def rename() -> None:
        row = await script_at(script_id, version)
        new_name = checked("name", name, shortest=1)
        if new_name == row["name"]:
            return
        await _check_name(new_name)
        await CallScript.update(name=new_name).where(CallScript.id == script_id)
        await count_change(script_id)
        names = {"before": {"name": row["name"]}, "after": {"name": new_name}}
        await note(site, viewer, "script.renamed", script_id, **names)

    await change(site, viewer, rename)


async def save_page(
    site: Site, viewer: Viewer, script_id: UUID, page: ScriptPage, *, at: int | None = None
) -> None:
    """Keep a page of the draft as it is now; begin the draft if need be.

    ``page.revision`` is the one that was on screen, 0 for a new page, which goes to place ``at`` (0 is the first;
    None: the last). Raises ``ChangedMeanwhile`` when somebody else has changed or removed that page since; two who
    write on two pages never meet.
    """
    check_limits(page)

    def save(flow: Flow, revision: int) -> Flow:
        stored = next((each for each in flow if each.id == page.id), None)
        if (stored.revision if stored else 0) != page.revision:
            raise ChangedMeanwhile
        newer = msgspec.structs.replace(page, revision=revision)
        if stored is None:
            return _inserted(flow, newer, at)
        if content(stored) == content(page):
            return flow
        return tuple(newer if each.id == page.id else each for each in flow)

    await _change_draft(site, viewer, script_id, save)


async def remove_page(
    site: Site, viewer: Viewer, script_id: UUID, page_id: str, *, revision: int
) -> None:
    """Take a page out of the draft; raise ``ChangedMeanwhile`` when it changed since ``revision``."""

    def remove(flow: Flow, _: int) -> Flow:
        if not any(page.id == page_id and page.revision == revision for page in flow):
            raise ChangedMeanwhile
        return tuple(page for page in flow if page.id != page_id)

    await _change_draft(site, viewer, script_id, remove)


async def reorder_pages(site: Site, viewer: Viewer, script_id: UUID, order: Sequence[str]) -> None:
    """Put the pages of the draft in this order; raise ``ChangedMeanwhile`` unless it names each of them once."""

    def reorder(flow: Flow, _: int) -> Flow:
        pages = {page.id: page for page in flow}
        if sorted(order) != sorted(pages):
            raise ChangedMeanwhile
        return tuple(pages[page_id] for page_id in order)

    await _change_draft(site, viewer, script_id, reorder)


async def return_to_version(
    site: Site, viewer: Viewer, script_id: UUID, version_id: UUID, *, version: int
) -> None:
    """Make the draft what a version was; what the draft held is lost, so ``version`` is the script's on screen."""

    async def restore() -> None:
        script = await script_at(script_id, version)
        row = await _version(script_id, ScriptVersion.id == version_id)
        if row is None:
            raise NoSuchScript
        draft = await _draft(site, viewer, script_id)
        # Whoever still has the former pages on screen can't save them over these.
        flow = tuple(
            msgspec.structs.replace(page, revision=script["version"] + 1)
            for page in read_flow(row["pages"])
        )
        await _store(viewer, draft, flow)
        after = {"version": row["number"]}
        await note(site, viewer, "script.draft_replaced", script_id, after=after)

    await change(site, viewer, restore)


async def discard_draft(site: Site, viewer: Viewer, script_id: UUID, *, version: int) -> None:
    """Drop the draft of a script that has other versions."""

    async def discard() -> None:
        await script_at(script_id, version)
        row = await version_having(script_id, VersionStatus.DRAFT)
        if row is None:
            return
        if row["number"] == 1:
            raise InvalidValue("id", "is a script that has nothing but its draft; delete it.")
        await ScriptVersion.delete().where(ScriptVersion.id == row["id"])
        await count_change(script_id)
        await note(site, viewer, "script.draft_discarded", script_id)

    await change(site, viewer, discard)


async def begin_script(site: Site, viewer: Viewer, name: str, flow: Flow) -> UUID:
    """Begin a script with a draft within a change."""
    script_id, name = new_id(), checked("name", name, shortest=1)
    await _check_name(name)
    await CallScript.insert(CallScript(id=script_id, name=name))
    await _insert_draft(site, viewer, script_id, flow, number=1)
    await note(site, viewer, "script.created", script_id, after={"name": name})
    return script_id


async def script_at(script_id: UUID, version: int | None = None) -> Row:
    """Read a script within a change; raise ``ChangedMeanwhile`` when another version was on screen."""
    row = await CallScript.select().where(CallScript.id == script_id).first()
    if row is None:
        raise NoSuchScript
    if version is not None and row["version"] != version:
        raise ChangedMeanwhile
    found: Row = row
    return found


async def count_change(script_id: UUID) -> None:
    """Count one more change of a script within a change."""
    await CallScript.update({CallScript.version: CallScript.version + 1}).where(
        CallScript.id == script_id
    )


async def _change_draft(
    site: Site, viewer: Viewer, script_id: UUID, edit: Callable[[Flow, int], Flow]
) -> None:
    """Change the pages; what changes gets the script's next version as its revision, so that none comes twice."""

    async def write() -> None:
        row = await script_at(script_id)
        flow = read_flow((await _base_of(script_id))["pages"])
        edited = edit(flow, row["version"] + 1)
        if edited == flow:
            return
        await _store(viewer, await _draft(site, viewer, script_id), edited)

    await change(site, viewer, write)


async def _store(viewer: Viewer, draft: Row, flow: Flow) -> None:
    await ScriptVersion.update(pages=write_flow(flow), author=viewer.user_id).where(
        ScriptVersion.id == draft["id"]
    )
    await count_change(draft["script"])


def _inserted(flow: Flow, page: ScriptPage, at: int | None) -> Flow:
    if len(flow) >= MOST_PAGES:
        raise InvalidValue("page", f"A script has at most {MOST_PAGES} pages.")
    place = len(flow) if at is None else max(0, min(at, len(flow)))
    return (*flow[:place], page, *flow[place:])


async def _draft(site: Site, viewer: Viewer, script_id: UUID) -> Row:
    """Return the draft; begin it with what is in force when there is none."""
    base = await _base_of(script_id)
    if base["status"] == VersionStatus.DRAFT:
        return base
    draft = await write_version(site, viewer, script_id, read_flow(base["pages"]))
    after = {"version": draft["number"]}
    await note(site, viewer, "script.draft_begun", script_id, after=after)
    return draft


async def write_version(site: Site, viewer: Viewer, script_id: UUID, flow: Flow) -> Row:
    """Add a version as a draft within a change, and return it."""
    newest = await _version(script_id)
    assert newest is not None  # noqa: S101  # a script begins with a version
    await _insert_draft(site, viewer, script_id, flow, number=newest["number"] + 1)
    added = await _version(script_id)
    assert added is not None  # noqa: S101  # it was added a moment ago
    return added


async def version_having(script_id: UUID, status: VersionStatus) -> Row | None:
    """Return the newest version of a script that has a status."""
    return await _version(script_id, ScriptVersion.status == status.value)


async def _insert_draft(
    site: Site, viewer: Viewer, script_id: UUID, flow: Flow, *, number: int
) -> None:
    await ScriptVersion.insert(
        ScriptVersion(
            script=script_id,
            number=number,
            status=VersionStatus.DRAFT,
            pages=write_flow(flow),
            author=viewer.user_id,
            created_at=site.now(),
        )
    )


async def _base_of(script_id: UUID) -> Row:
    """Return the draft, else the version in force, else the newest."""
    for status in (VersionStatus.DRAFT, VersionStatus.PUBLISHED):
        row = await version_having(script_id, status)
        if row:
            return row
    newest = await _version(script_id)
    assert newest is not None  # noqa: S101  # a script begins with a version
    return newest


async def _version(script_id: UUID, *clauses: object) -> Row | None:
    row: Row | None = (
        await ScriptVersion.select()
        .where(ScriptVersion.script == script_id, *clauses)  # type: ignore[arg-type]  # Piccolo's own conditions
        .order_by(ScriptVersion.number, ascending=False)
        .first()
    )
    return row


async def _check_name(name: str) -> None:
    if await CallScript.exists().where(CallScript.name == name):
        raise InvalidValue("name", f"There is a script {name} already.")


async def _free_name(name: str) -> str:
    taken = {row["name"] for row in await CallScript.select(CallScript.name)}
    numbered = (f"{name[: LONGEST - 8]} ({number})" for number in range(2, len(taken) + 3))
    return next(each for each in numbered if each not in taken)
