"""The file that carries call management from one site to another: its form, and the JSON schema of that form.

docs/call-management-file.md describes it for people, docs/call-management-file.schema.json for programs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from models.errors import InvalidValue
from models.scripts.field_types import FieldType
from models.scripts.flow import ScriptPage

SCHEMA = Path(__file__).parents[2] / "docs" / "call-management-file.schema.json"
LARGEST_FILE = 512 * 1024  # bytes


class _Part(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename="camel",
    forbid_unknown_fields=True,
):
    """Be written without what has its default; a name that is not known is a mistake."""


class FiledReason(_Part, frozen=True, kw_only=True):
    """A call reason. `id` is as the telephony system sends it, `script` the name of a script."""

    id: str
    name: str
    description: str = ""
    script: str | None = None
    requires_outcome: bool = False
    is_default: bool = False
    is_active: bool = True
    aliases: tuple[str, ...] = ()


class FiledScript(_Part, frozen=True, kw_only=True):
    """A call script, known by its name: the pages in force, or those of the draft where none are."""

    name: str
    is_published: bool = True
    pages: tuple[ScriptPage, ...]


class FiledField(_Part, frozen=True, kw_only=True):
    """A call field, known by its name."""

    name: str
    label: str = ""
    type: FieldType = FieldType.TEXT
    is_masked: bool = False
    is_identifier: bool = False
    is_active: bool = True


class FiledOutcome(_Part, frozen=True, kw_only=True):
    """An outcome, known by its name."""

    name: str
    is_active: bool = True


class CallManagementFile(_Part, frozen=True, kw_only=True):
    """The reasons, scripts, call fields and outcomes of a site, or some of them."""

    format: Literal["callbeacon-call-management"]
    version: Literal[1]
    reasons: tuple[FiledReason, ...] = ()
    scripts: tuple[FiledScript, ...] = ()
    call_fields: tuple[FiledField, ...] = ()
    outcomes: tuple[FiledOutcome, ...] = ()


def read_file(content: str) -> CallManagementFile:
    """Read a file; raise ``InvalidValue`` that says where it is not what it should be."""
    try:
        written = content.encode()
        if len(written) > LARGEST_FILE:
            raise InvalidValue("file", f"has at most {LARGEST_FILE} bytes.")
        return msgspec.json.decode(written, type=CallManagementFile)
    except (UnicodeEncodeError, msgspec.MsgspecError, RecursionError) as error:
        raise InvalidValue("file", str(error)) from error


def write_file(file: CallManagementFile) -> str:
    """Write a file, two of the same content in the same way."""
    return msgspec.json.format(msgspec.json.encode(file), indent=2).decode() + "\n"


def printed_schema() -> str:
    """Return the JSON schema of the file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Callbeacon call management",
        **msgspec.json.schema(CallManagementFile),
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(printed_schema(), encoding="utf-8")
