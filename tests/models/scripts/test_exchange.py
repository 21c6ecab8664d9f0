"""Moving call management from one site to another in a file."""

import json
from typing import Any

import pytest

from models.audit import AuditEntry
from models.errors import InvalidValue, IsTheDefaultReason, NotPermitted
from models.people.privileges import Privilege, Viewer
from models.scripts.declaring import call_fields
from models.scripts.defining import create_reason
from models.scripts.drafting import create_script, save_page
from models.scripts.exporting import export_call_management
from models.scripts.filing import LARGEST_FILE, SCHEMA, printed_schema, read_file
from models.scripts.flow import ScriptPage
from models.scripts.importing import import_call_management, preview_import
from models.scripts.outcomes import create_outcome, defined_outcomes
from models.scripts.reasons import DefinedReason, NewReason, defined_reasons
from models.scripts.scripts import ManagedScript, call_scripts, pages_of
from models.site import Site
from tests.builders import a_user

HEAD = {"format": "callbeacon-call-management", "version": 1}
BILLING = {
    "id": "billing",
    "name": "Billing",
    "description": "About money",
    "script": "Billing",
    "requiresOutcome": True,
    "aliases": ["4711"],
}
SCRIPT = {
    "name": "Billing",
    "pages": [
        {
            "id": "a",
            "text": "Hello {{ call.details.invoice }}",
            "questions": [{"id": "q", "type": "YES_NO", "label": "Paid?"}],
            "branches": [{"conditions": [{"question": "q", "value": "yes"}]}],
        },
        {"id": "b", "text": "Pay."},
    ],
}
FIELD = {"name": "invoice", "label": "Invoice", "type": "NUMBER", "isMasked": True}
EVERYTHING = {
    "reasons": [BILLING],
    "scripts": [SCRIPT],
    "callFields": [FIELD],
    "outcomes": [{"name": "Paid"}, {"name": "Old", "isActive": False}],
}


async def a_manager(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_MANAGEMENT])


def a_file(**parts: Any) -> str:
    return json.dumps({**HEAD, **parts})


async def done(site: Site, manager: Viewer, content: str) -> dict[str, str]:
    """Import a file and say what became of each thing in it."""
    changes = await import_call_management(site, manager, content)
    return {f"{each.noun} {each.name}": str(each.action) for each in changes}


async def the_reason(manager: Viewer, reason_id: str) -> DefinedReason:
    found = await defined_reasons(manager, with_retired=True)
    return next(reason for reason in found if reason.id == reason_id)


async def the_script(manager: Viewer, name: str) -> ManagedScript:
    return next(script for script in await call_scripts(manager) if script.name == name)


async def test_what_is_not_here_is_created(each_site: Site) -> None:
    manager = await a_manager(each_site)

    changes = await done(each_site, manager, a_file(**EVERYTHING))

    reason, script = await the_reason(manager, "billing"), await the_script(manager, "Billing")
    assert set(changes.values()) == {"CREATED"}
    assert (reason.aliases, reason.script_name, reason.requires_outcome) == (
        ("4711",),
        "Billing",
        True,
    )
    assert script.published
    assert [page.id for page in await pages_of(script)] == ["a", "b"]
    assert [(f.label, f.is_masked) for f in await call_fields() if f.name == "invoice"] == [
        ("Invoice", True)
    ]
    outcomes = await defined_outcomes(manager, with_retired=True)
    assert [(outcome.name, outcome.is_active) for outcome in outcomes] == [
        ("Paid", True),
        ("Old", False),
    ]


async def test_a_second_time_nothing_changes(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await done(each_site, manager, a_file(**EVERYTHING))
    entries = await AuditEntry.count()

    again = await done(each_site, manager, a_file(**EVERYTHING))

    assert set(again.values()) == {"LEFT"}
    assert await AuditEntry.count() == entries


async def test_what_a_site_exports_changes_nothing_when_it_comes_back(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await done(each_site, manager, a_file(**EVERYTHING))
    await create_script(each_site, manager, "A draft")
    exported = await export_call_management(manager)

    changes = await done(each_site, manager, exported)

    assert set(changes.values()) == {"LEFT"}
    assert len(changes) == 2 + 3 + 4 + 2
    assert await export_call_management(manager) == exported


async def test_what_differs_is_changed_and_named(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await done(each_site, manager, a_file(**EVERYTHING))
    changed = a_file(
        reasons=[BILLING | {"name": "Bills", "aliases": ["4712"]}],
        scripts=[SCRIPT | {"pages": [{"id": "a", "text": "Goodbye"}]}],
        callFields=[FIELD | {"isMasked": False}],
        outcomes=[{"name": "Paid", "isActive": False}],
    )

    changes = await import_call_management(each_site, manager, changed)

    assert [(each.noun, each.fields) for each in changes] == [
        ("OUTCOME", ("isActive",)),
        ("CALL_FIELD", ("is_masked",)),
        ("SCRIPT", ("pages",)),
        ("REASON", ("name", "aliases")),
    ]
    script = await the_script(manager, "Billing")
    assert [version.status for version in script.versions] == ["PUBLISHED", "RETIRED"]
    assert (await the_reason(manager, "billing")).aliases == ("4711", "4712")


async def test_a_preview_tells_and_changes_nothing(each_site: Site) -> None:
    manager = await a_manager(each_site)

    told = await preview_import(each_site, manager, a_file(**EVERYTHING))

    assert {each.action for each in told} == {"CREATED"}
    assert [reason.name for reason in await defined_reasons(manager)] == ["General Inquiry"]
    assert await AuditEntry.count() == 0
    assert told == await import_call_management(each_site, manager, a_file(**EVERYTHING))


async def test_the_default_reasons_of_two_sites_are_one(each_site: Site) -> None:
    manager = await a_manager(each_site)
    (mine,) = await defined_reasons(manager)
    theirs = {"id": "10FF", "name": "General Inquiry", "isDefault": True, "description": "New"}

    first = await done(each_site, manager, a_file(reasons=[theirs]))
    second = await done(each_site, manager, a_file(reasons=[theirs]))

    assert (first, second) == (
        {"REASON General Inquiry": "CHANGED"},
        {"REASON General Inquiry": "LEFT"},
    )
    assert await the_reason(manager, mine.id) == DefinedReason(
        **{
            **{name: getattr(mine, name) for name in DefinedReason.__struct_fields__},
            "description": "New",
            "aliases": ("10FF",),
            "script_id": None,
            "script_name": None,
            "version": 3,
        }
    )


async def test_the_default_moves_and_the_former_one_may_be_retired(each_site: Site) -> None:
    manager = await a_manager(each_site)
    (former,) = await defined_reasons(manager)
    parts = EVERYTHING | {
        "reasons": [
            {"id": former.id, "name": "General Inquiry", "isActive": False},
            BILLING | {"isDefault": True},
        ]
    }

    await done(each_site, manager, a_file(**parts))

    (default,) = await defined_reasons(manager)
    assert (default.id, default.is_default) == ("billing", True)


async def test_a_draft_stays_beside_a_script_that_is_put_in_force(each_site: Site) -> None:
    manager = await a_manager(each_site)
    script_id = await create_script(each_site, manager, "Billing")
    draft = ScriptPage(id="mine", text="Mine", revision=0)
    await save_page(each_site, manager, script_id, draft)

    await done(each_site, manager, a_file(callFields=[FIELD], scripts=[SCRIPT]))

    script = await the_script(manager, "Billing")
    assert script.published
    assert script.draft
    assert [page.id for page in await pages_of(script)] == ["page-1", "mine"]


async def test_a_draft_of_the_file_becomes_the_draft_here(each_site: Site) -> None:
    manager = await a_manager(each_site)
    filed = {"name": "Billing", "isPublished": False, "pages": [{"id": "a", "text": "One"}]}

    await done(each_site, manager, a_file(scripts=[filed]))
    await done(
        each_site, manager, a_file(scripts=[filed | {"pages": [{"id": "a", "text": "Two"}]}])
    )

    script = await the_script(manager, "Billing")
    assert (script.published, len(script.versions)) == (None, 1)
    assert [page.text for page in await pages_of(script)] == ["Two"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "\ud800",
        json.dumps(HEAD | {"version": 2}),
        a_file(nonsense=1),
        a_file(reasons=[{"id": "a"}]),
        a_file(reasons=[{"id": "a", "name": "A"}] * 2),
        a_file(reasons=[{"id": id, "name": id, "isDefault": True} for id in "ab"]),
        a_file(reasons=[{"id": "a", "name": "A", "isDefault": True, "isActive": False}]),
        a_file(reasons=[BILLING]),
        a_file(reasons=[BILLING | {"script": None}, {"id": "4711", "name": "A", "aliases": ["b"]}]),
        a_file(reasons=[{"id": i, "name": i, "aliases": ["x"]} for i in "ab"]),
        a_file(scripts=[SCRIPT, SCRIPT]),
        a_file(scripts=[SCRIPT | {"pages": []}]),
        a_file(scripts=[SCRIPT | {"pages": [{"id": "a", "text": "{{ nobody }}"}]}]),
        a_file(scripts=[SCRIPT | {"pages": [{"id": "a b"}], "isPublished": False}]),
        a_file(callFields=[{"name": "callId"}]),
        a_file(callFields=[{"name": " a "}]),
        a_file(outcomes=[{"name": ""}]),
        a_file(outcomes=[{"name": "x" * LARGEST_FILE}]),
        "[" * 5_000,
    ],
)
async def test_a_file_that_is_wrong_somewhere_changes_nothing(site: Site, content: str) -> None:
    manager = await a_manager(site)
    before = await export_call_management(manager)

    for verb in (preview_import, import_call_management):
        with pytest.raises((InvalidValue, IsTheDefaultReason)):
            await verb(site, manager, content)

    assert await export_call_management(manager) == before
    assert await AuditEntry.count() == 0


async def test_only_call_management_exports_and_imports(site: Site) -> None:
    agent = await a_user(site)

    for verb in (
        export_call_management(agent),
        preview_import(site, agent, a_file()),
        import_call_management(site, agent, a_file()),
    ):
        with pytest.raises(NotPermitted):
            await verb


async def test_an_import_is_in_the_audit_trail_with_each_of_its_changes(each_site: Site) -> None:
    manager = await a_manager(each_site)

    await done(each_site, manager, a_file(outcomes=[{"name": "Paid"}]))

    entries = await AuditEntry.select().order_by(AuditEntry.id)
    assert [entry["action"] for entry in entries] == [
        "outcome.created",
        "call_management.imported",
    ]
    assert json.loads(entries[-1]["after"]) == {"changes": ["CREATED OUTCOME Paid"]}


async def test_what_was_added_by_hand_since_stays(each_site: Site) -> None:
    manager = await a_manager(each_site)
    exported = await export_call_management(manager)
    await create_reason(each_site, manager, NewReason(name="Mine", reason_id="mine"))
    await create_outcome(each_site, manager, "Mine")

    await done(each_site, manager, exported)

    assert (await the_reason(manager, "mine")).is_active
    assert [outcome.name for outcome in await defined_outcomes(manager)] == ["Mine"]


def test_the_committed_json_schema_is_the_newest() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == printed_schema(), "Run: make schema"


def test_the_example_of_the_documentation_is_a_file() -> None:
    text = SCHEMA.with_name("call-management-file.md").read_text(encoding="utf-8")
    example = text.partition("```json\n")[2].partition("```")[0]

    file = read_file(example)

    assert file.reasons
    assert file.scripts
    assert file.call_fields
    assert file.outcomes
