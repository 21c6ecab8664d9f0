"""Writing scripts: drafts, versions, what is in force."""

import asyncio
import json
from uuid import UUID

import pytest
from msgspec.structs import replace

from models.audit import AuditEntry
from models.errors import (
    ChangedMeanwhile,
    InvalidValue,
    NoSuchScript,
    NotPermitted,
    ScriptHasErrors,
    ScriptInUse,
)
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.scripts.defining import create_reason
from models.scripts.drafting import (
    create_script,
    discard_draft,
    duplicate_script,
    remove_page,
    rename_script,
    reorder_pages,
    return_to_version,
    save_page,
)
from models.scripts.flow import ScriptPage
from models.scripts.publishing import delete_script, publish_script, retire_script
from models.scripts.reasons import NewReason
from models.scripts.scripts import ManagedScript, call_script, call_scripts, pages_of
from models.scripts.showing import script_for_call
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user
from tests.models.scripts.flows import FLOW


async def a_manager(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_MANAGEMENT])


async def a_draft(site: Site, manager: Viewer, name: str = "Billing") -> UUID:
    """Write the flow of the tests as a draft."""
    script_id = await create_script(site, manager, name)
    for page in FLOW:
        await save_page(site, manager, script_id, replace(page, revision=0))
    await remove_page(site, manager, script_id, "page-1", revision=1)
    return script_id


async def publish(site: Site, manager: Viewer, script_id: UUID) -> ManagedScript:
    version = (await call_script(manager, script_id)).version
    await publish_script(site, manager, script_id, version=version)
    return await call_script(manager, script_id)


async def pages(manager: Viewer, script_id: UUID) -> tuple[ScriptPage, ...]:
    return await pages_of(await call_script(manager, script_id))


async def page_at(manager: Viewer, script_id: UUID, page_id: str) -> ScriptPage:
    return next(page for page in await pages(manager, script_id) if page.id == page_id)


async def default_script(manager: Viewer) -> ManagedScript:
    return next(script for script in await call_scripts(manager) if script.reasons)


async def shown_to_the_next_call(site: Site) -> str:
    """Return the first page of the script that the next call shows."""
    agent = await a_user(site)
    call_id = await a_running_call(site, agent)
    await open_inbound_call(site, agent, call_id)
    shown = await script_for_call(site, agent, call_id)
    assert shown
    return shown.pages[0].html


async def test_a_script_is_written_page_by_page_and_put_in_force(each_site: Site) -> None:
    manager = await a_manager(each_site)

    script_id = await a_draft(each_site, manager)
    before = await call_script(manager, script_id)
    after = await publish(each_site, manager, script_id)

    assert [page.id for page in await pages(manager, script_id)] == [p.id for p in FLOW]
    assert (before.draft is not None, before.published) == (True, None)
    assert after.draft is None
    assert after.published
    assert after.published.author == manager.full_name
    assert after.published.published_at


async def test_a_draft_shows_to_no_call_and_a_published_one_to_the_next(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script = await default_script(manager)
    (page,) = await pages(manager, script.id)

    await save_page(each_site, manager, script.id, replace(page, text="Changed"))
    with_draft = await shown_to_the_next_call(each_site)
    published = await publish(each_site, manager, script.id)

    assert "Changed" not in with_draft
    assert await shown_to_the_next_call(each_site) == "<p>Changed</p>\n"
    assert [(version.number, version.status) for version in published.versions] == [
        (2, "PUBLISHED"),
        (1, "RETIRED"),
    ]


async def test_a_running_call_keeps_the_version_it_began_with(each_site: Site) -> None:
    manager, agent = await a_manager(each_site), await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    await open_inbound_call(each_site, agent, call_id)
    before = await script_for_call(each_site, agent, call_id)
    script = await default_script(manager)
    (page,) = await pages(manager, script.id)

    await save_page(each_site, manager, script.id, replace(page, text="Changed"))
    await publish(each_site, manager, script.id)

    assert await script_for_call(each_site, agent, call_id) == before


async def test_of_two_who_write_on_one_page_the_second_is_refused(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)
    page = await page_at(manager, script_id, "bill")

    results = await asyncio.gather(
        *(
            save_page(each_site, manager, script_id, replace(page, text=text))
            for text in ("one", "two")
        ),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "NoneType"]


async def test_two_who_write_on_two_pages_do_not_meet(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)
    changed = [
        replace(await page_at(manager, script_id, page), text="New") for page in ("bill", "end")
    ]

    await asyncio.gather(*(save_page(each_site, manager, script_id, page) for page in changed))

    assert [p.text for p in await pages(manager, script_id) if p.id in ("bill", "end")] == [
        "New",
        "New",
    ]


async def test_a_page_saved_again_as_it_is_changes_nothing(site: Site) -> None:
    manager = await a_manager(site)
    script_id = await a_draft(site, manager)
    before = await call_script(manager, script_id)

    await save_page(site, manager, script_id, await page_at(manager, script_id, "bill"))

    assert (await call_script(manager, script_id)).version == before.version


async def test_a_page_that_was_removed_or_is_there_already_is_not_saved(site: Site) -> None:
    manager = await a_manager(site)
    script_id = await a_draft(site, manager)
    page = await page_at(manager, script_id, "fault")
    await remove_page(site, manager, script_id, "fault", revision=page.revision)

    with pytest.raises(ChangedMeanwhile):
        await save_page(site, manager, script_id, page)
    with pytest.raises(ChangedMeanwhile):
        await remove_page(site, manager, script_id, "fault", revision=page.revision)
    with pytest.raises(ChangedMeanwhile):
        await save_page(site, manager, script_id, ScriptPage(id="bill", revision=0))


async def test_a_new_page_goes_where_it_is_put_and_pages_change_places(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)

    await save_page(each_site, manager, script_id, ScriptPage(id="new", revision=0), at=1)
    placed = [page.id for page in await pages(manager, script_id)]
    await reorder_pages(each_site, manager, script_id, sorted(placed))

    assert placed == ["hello", "new", "bill", "fault", "end"]
    assert [page.id for page in await pages(manager, script_id)] == sorted(placed)
    with pytest.raises(ChangedMeanwhile):
        await reorder_pages(each_site, manager, script_id, placed[1:])


async def test_a_script_has_at_most_100_pages(site: Site) -> None:
    manager = await a_manager(site)
    script_id = await create_script(site, manager, "Long")
    for number in range(99):
        await save_page(site, manager, script_id, ScriptPage(id=f"p{number}", revision=0))

    with pytest.raises(InvalidValue):
        await save_page(site, manager, script_id, ScriptPage(id="one-more", revision=0))


@pytest.mark.parametrize("tag", ["", "fr", "pt-BR", "zh-Hant-TW", "de-CH-1996"])
async def test_a_page_may_say_its_language(site: Site, tag: str) -> None:
    manager = await a_manager(site)
    script_id = await create_script(site, manager, "Foreign")

    await save_page(site, manager, script_id, ScriptPage(id="page", language=tag, revision=0))

    assert (await pages(manager, script_id))[-1].language == tag


@pytest.mark.parametrize("text", ["French!", "f", "fr_CA", "-fr", "fr-", "x" * 9, "fr" * 20])
async def test_what_is_no_language_tag_is_refused(site: Site, text: str) -> None:
    manager = await a_manager(site)
    script_id = await create_script(site, manager, "Foreign")

    with pytest.raises(InvalidValue):
        await save_page(site, manager, script_id, ScriptPage(id="page", language=text, revision=0))


async def test_a_script_with_errors_is_not_published(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)
    page = await page_at(manager, script_id, "end")
    await save_page(each_site, manager, script_id, replace(page, text="{{ nobody.knows }}"))

    with pytest.raises(ScriptHasErrors):
        await publish(each_site, manager, script_id)
    assert (await call_script(manager, script_id)).published is None


async def test_what_changed_since_it_was_read_is_not_published(site: Site) -> None:
    manager = await a_manager(site)
    script_id = await a_draft(site, manager)
    seen = (await call_script(manager, script_id)).version
    await save_page(site, manager, script_id, ScriptPage(id="more", revision=0))

    with pytest.raises(ChangedMeanwhile):
        await publish_script(site, manager, script_id, version=seen)


async def test_a_version_comes_back_as_a_draft_that_no_old_page_overwrites(
    each_site: Site,
) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)
    first = await publish(each_site, manager, script_id)
    page = await page_at(manager, script_id, "end")
    await save_page(each_site, manager, script_id, replace(page, text="Second"))
    second = await publish(each_site, manager, script_id)
    on_screen = await page_at(manager, script_id, "end")

    assert first.published
    await return_to_version(
        each_site, manager, script_id, first.published.id, version=second.version
    )

    assert (await page_at(manager, script_id, "end")).text == page.text
    assert len((await call_script(manager, script_id)).versions) == 3
    with pytest.raises(ChangedMeanwhile):
        await save_page(each_site, manager, script_id, replace(on_screen, text="Third"))
    version = second.version + 1
    with pytest.raises(NoSuchScript):
        await return_to_version(each_site, manager, script_id, new_id(), version=version)


async def test_a_draft_is_discarded_and_the_version_in_force_stays(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)
    published = await publish(each_site, manager, script_id)
    page = await page_at(manager, script_id, "end")
    await save_page(each_site, manager, script_id, replace(page, text="No"))
    version = published.version + 1

    await discard_draft(each_site, manager, script_id, version=version)
    await discard_draft(each_site, manager, script_id, version=version + 1)

    assert await page_at(manager, script_id, "end") == page


async def test_a_script_that_is_nothing_but_a_draft_is_deleted_instead(site: Site) -> None:
    manager = await a_manager(site)
    script_id = await create_script(site, manager, "New")

    with pytest.raises(InvalidValue):
        await discard_draft(site, manager, script_id, version=1)
    await delete_script(site, manager, script_id, version=1)

    with pytest.raises(NoSuchScript):
        await call_script(manager, script_id)


async def test_a_retired_script_shows_to_no_call(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)
    published = await publish(each_site, manager, script_id)

    await retire_script(each_site, manager, script_id, version=published.version)
    await retire_script(each_site, manager, script_id, version=published.version + 1)

    retired = await call_script(manager, script_id)
    assert (retired.published, retired.versions[0].status) == (None, "RETIRED")
    assert [page.id for page in await pages(manager, script_id)] == [p.id for p in FLOW]


async def test_a_script_that_is_used_is_not_deleted(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)
    version = (await call_script(manager, script_id)).version
    default = await default_script(manager)
    await create_reason(each_site, manager, NewReason(name="Billing", script_id=script_id))

    for used, at in ((script_id, version), (default.id, default.version)):
        with pytest.raises(ScriptInUse):
            await delete_script(each_site, manager, used, version=at)


async def test_a_copy_has_a_name_of_its_own(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)

    copies = [await duplicate_script(each_site, manager, script_id) for _ in range(2)]

    names = [(await call_script(manager, copy)).name for copy in copies]
    assert names == ["Billing (2)", "Billing (3)"]
    assert await pages(manager, copies[0]) == await pages(manager, script_id)


async def test_a_name_that_is_taken_or_none_is_refused(site: Site) -> None:
    manager = await a_manager(site)
    script_id = await create_script(site, manager, "Billing")

    for name in ("Billing", " ", "x" * 256):
        with pytest.raises(InvalidValue):
            await create_script(site, manager, name)
    with pytest.raises(InvalidValue):
        await rename_script(site, manager, script_id, "General Inquiry", version=1)
    await rename_script(site, manager, script_id, "Billing", version=1)
    await rename_script(site, manager, script_id, "Bills", version=1)

    assert (await call_script(manager, script_id)).name == "Bills"
    with pytest.raises(ChangedMeanwhile):
        await rename_script(site, manager, script_id, "Late", version=1)


async def test_only_call_management_reads_and_writes_scripts(site: Site) -> None:
    agent, gone = await a_user(site), new_id()
    refused = [
        call_scripts(agent),
        create_script(site, agent, "A"),
        duplicate_script(site, agent, gone),
        rename_script(site, agent, gone, "A", version=1),
        save_page(site, agent, gone, ScriptPage(id="a")),
        remove_page(site, agent, gone, "a", revision=1),
        reorder_pages(site, agent, gone, []),
        return_to_version(site, agent, gone, gone, version=1),
        discard_draft(site, agent, gone, version=1),
        publish_script(site, agent, gone, version=1),
        retire_script(site, agent, gone, version=1),
        delete_script(site, agent, gone, version=1),
    ]

    for verb in refused:
        with pytest.raises(NotPermitted):
            await verb


async def test_what_was_done_with_a_script_is_in_the_audit_trail(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await a_draft(each_site, manager)
    published = await publish(each_site, manager, script_id)
    page = await page_at(manager, script_id, "end")
    await save_page(each_site, manager, script_id, replace(page, text="Second"))
    await publish(each_site, manager, script_id)

    entries = await AuditEntry.select().order_by(AuditEntry.id)
    assert published.published
    assert [entry["action"] for entry in entries] == [
        "script.created",
        "script.published",
        "script.draft_begun",
        "script.published",
    ]
    assert json.loads(entries[-1]["before"]) == {"version": 1}
    assert json.loads(entries[-1]["after"]) == {"version": 2}
