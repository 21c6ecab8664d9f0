"""Write the reasons, scripts, call fields and outcomes of a site into one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.people.privileges import Privilege, Viewer, require
from models.scripts.declaring import call_fields
from models.scripts.filing import (
    CallManagementFile,
    FiledField,
    FiledOutcome,
    FiledReason,
    FiledScript,
    write_file,
)
from models.scripts.flow import content
from models.scripts.outcomes import defined_outcomes
from models.scripts.reasons import defined_reasons
from models.scripts.scripts import ManagedScript, call_scripts, script_versions

if TYPE_CHECKING:
    from models.scripts.declaring import DeclaredField
    from models.scripts.reasons import DefinedReason
    from models.scripts.scripts import Script, VersionSummary


async def export_call_management(viewer: Viewer) -> str:
    """Return the file; what was retired is in it too."""
    require(viewer, Privilege.CALL_MANAGEMENT)
    scripts = await call_scripts(viewer)
    versions = await script_versions([_version(script).id for script in scripts])
    return write_file(
        CallManagementFile(
            format="callbeacon-call-management",
            version=1,
            reasons=tuple(map(_reason, await defined_reasons(viewer, with_retired=True))),
            scripts=tuple(_script(script, versions[_version(script).id]) for script in scripts),
            call_fields=tuple(map(_field, await call_fields())),
            outcomes=tuple(
                FiledOutcome(name=outcome.name, is_active=outcome.is_active)
                for outcome in await defined_outcomes(viewer, with_retired=True)
            ),
        )
    )


def _version(script: ManagedScript) -> VersionSummary:
    return script.published or script.draft or script.versions[0]


def _script(script: ManagedScript, version: Script) -> FiledScript:
    return FiledScript(
        name=script.name,
        is_published=script.published is not None,
        pages=tuple(content(page) for page in version.pages),
    )


def _reason(reason: DefinedReason) -> FiledReason:
    return FiledReason(
        id=reason.id,
        name=reason.name,
        description=reason.description,
        script=reason.script_name,
        requires_outcome=reason.requires_outcome,
        is_default=reason.is_default,
        is_active=reason.is_active,
        aliases=reason.aliases,
    )


def _field(field: DeclaredField) -> FiledField:
    return FiledField(
        name=field.name,
        label=field.label,
        type=field.type,
        is_masked=field.is_masked,
        is_identifier=field.is_identifier,
        is_active=field.is_active,
    )
