"""Take the file of another site in: all of it in one transaction, or nothing. Nothing that is here is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import InvalidValue
from models.people.privileges import Privilege, require
from models.scripts.changing import change, note
from models.scripts.checking import check_flow
from models.scripts.declaring import FieldEdit, NewField, declare, edit_field
from models.scripts.filing import CallManagementFile, read_file
from models.scripts.flow import MOST_PAGES, check_limits
from models.scripts.importing_reasons import import_reasons
from models.scripts.importing_scripts import import_scripts
from models.scripts.naming import DETAILS, MergeField, merge_fields
from models.scripts.outcomes import OutcomeEdit, define_outcome, edit_outcome
from models.scripts.plans import ImportAction, ImportChange, ImportNoun, planned
from models.scripts.tables import CallField, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.people.privileges import Viewer
    from models.site import Site


class _Previewed(Exception):
    """Carry what an import would do out of its transaction, which ends without it."""

    def __init__(self, changes: list[ImportChange]) -> None:
        super().__init__("previewed")
        self.changes = changes


async def preview_import(site: Site, viewer: Viewer, content: str) -> list[ImportChange]:
    """Say what an import would do now: it is done, and undone."""
    try:
        await _run(site, viewer, content, is_preview=True)
    except _Previewed as previewed:
        return previewed.changes
    raise AssertionError("A preview always ends as one.")


async def import_call_management(site: Site, viewer: Viewer, content: str) -> list[ImportChange]:
    """Create what is not here, change what differs, leave the rest; a second time nothing changes."""
    return await _run(site, viewer, content, is_preview=False)


async def _run(site: Site, viewer: Viewer, content: str, *, is_preview: bool) -> list[ImportChange]:
    async def job() -> list[ImportChange]:
        changes = await _import(site, viewer, file)
        if is_preview:
            raise _Previewed(changes)
        return changes

    require(viewer, Privilege.CALL_MANAGEMENT)
    file = read_file(content)
    # Outside of the job: jobs are short.
    await _check(file)
    return await change(site, viewer, job)


async def _import(site: Site, viewer: Viewer, file: CallManagementFile) -> list[ImportChange]:
    changes = [
        *await _outcomes(site, viewer, file),
        *await _fields(site, viewer, file),
        *await import_scripts(site, viewer, file.scripts),
        *await import_reasons(site, viewer, file.reasons),
    ]
    done = [each for each in changes if each.action is not ImportAction.LEFT]
    if done:
        after = {"changes": [f"{each.action} {each.noun} {each.name}" for each in done]}
        await note(site, viewer, "call_management.imported", "file", after=after)
    return changes


async def _check(file: CallManagementFile) -> None:
    """Refuse a file whose names come twice, or whose published scripts have errors."""
    for noun, names in (
        ("reasons", [name for each in file.reasons for name in {each.id, *each.aliases}]),
        ("scripts", [script.name for script in file.scripts]),
        ("callFields", [field.name for field in file.call_fields]),
        ("outcomes", [outcome.name for outcome in file.outcomes]),
    ):
        if len(set(names)) < len(names):
            raise InvalidValue(noun, "A name or id comes twice.")
    if sum(reason.is_default for reason in file.reasons) > 1:
        raise InvalidValue("reasons", "At most one is the default.")
    _check_scripts(file, [*await merge_fields(), *_declared_in(file)])


def _check_scripts(file: CallManagementFile, fields: Sequence[MergeField]) -> None:
    for script in file.scripts:
        if not 1 <= len(script.pages) <= MOST_PAGES:
            raise InvalidValue("scripts", f"{script.name} has no pages, or too many.")
        for page in script.pages:
            check_limits(page)
        errors = [each for each in check_flow(script.pages, fields) if each.is_error]
        if script.is_published and errors:
            first = errors[0]
            raise InvalidValue("scripts", f"{script.name}, page {first.page}: {first.code}.")


def _declared_in(file: CallManagementFile) -> list[MergeField]:
    return [
        MergeField(name=f"{DETAILS}{field.name}", description="", example="")
        for field in file.call_fields
    ]


async def _outcomes(site: Site, viewer: Viewer, file: CallManagementFile) -> list[ImportChange]:
    changes = []
    for filed in file.outcomes:
        row = await Outcome.select().where(Outcome.name == filed.name).first()
        if row is None:
            outcome_id = await define_outcome(site, viewer, filed.name)
            new = await Outcome.select().where(Outcome.id == outcome_id).first()
            assert new is not None  # noqa: S101  # it was added a moment ago
            await edit_outcome(site, viewer, new, OutcomeEdit(is_active=filed.is_active))
        else:
            await edit_outcome(site, viewer, row, OutcomeEdit(is_active=filed.is_active))
        before = row and {"isActive": row["is_active"]}
        after = {"isActive": filed.is_active}
        changes.append(planned(ImportNoun.OUTCOME, filed.name, before, after))
    return changes


async def _fields(site: Site, viewer: Viewer, file: CallManagementFile) -> list[ImportChange]:
    changes = []
    for filed in file.call_fields:
        row = await CallField.select().where(CallField.name == filed.name).first()
        if row is None:
            await declare(site, viewer, NewField(name=filed.name, label=filed.label))
        current = row or await CallField.select().where(CallField.name == filed.name).first()
        if current is None:
            raise InvalidValue("callFields", f"'{filed.name}' has space around it.")
        after = {
            "label": filed.label or filed.name,
            "type": filed.type,
            "is_masked": filed.is_masked,
            "is_identifier": filed.is_identifier,
            "is_active": filed.is_active,
        }
        await edit_field(site, viewer, current, FieldEdit(**after))  # type: ignore[arg-type]  # names and types match
        before = row and {name: row[name] for name in after}
        changes.append(planned(ImportNoun.CALL_FIELD, filed.name, before, after))
    return changes
