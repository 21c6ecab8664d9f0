"""What the page asks the schema about imports of contacts."""

from datetime import datetime

from ui.client import Answer, Document, Variant

IMPORT = """
    id fileName startedBy status format encoding rowsTotal rowsDone added updated unchanged skipped createdAt
    columns { name samples field }
"""
RESULT = "__typename ... on ContactImport { id } ... on Refusal { code message }"


class ImportColumn(Answer, frozen=True):
    """One column of a file."""

    name: str
    samples: tuple[str, ...]
    field: str | None


class ImportState(Answer, frozen=True):
    """How far an import is."""

    id: str
    file_name: str
    started_by: str
    status: str
    format: str
    encoding: str
    rows_total: int
    rows_done: int
    added: int
    updated: int
    unchanged: int
    skipped: int
    created_at: datetime
    columns: tuple[ImportColumn, ...]


class ImportAnswer(Answer, frozen=True):
    """The answer to FOLLOW."""

    contact_import: ImportState


class ImportsAnswer(Answer, frozen=True):
    """The answer to IMPORTS."""

    contact_imports: tuple[ImportState, ...]


class SkippedRow(Answer, frozen=True):
    """One row that was not imported."""

    row: int
    cause: str
    content: str


class SkippedAnswer(Answer, frozen=True):
    """The answer to SKIPPED."""

    skipped_contact_rows: tuple[SkippedRow, ...]


class ContactImport(Variant, frozen=True):
    """An import that was changed."""

    id: str


class Refusal(Variant, frozen=True):
    """Why nothing was changed."""

    code: str
    message: str


class ImportChange(Answer, frozen=True):
    """The answer to a mutation."""

    result: ContactImport | Refusal


FOLLOW = Document(
    f"subscription FollowImport($id: ID!) {{ contactImport(id: $id) {{ {IMPORT} }} }}", ImportAnswer
)
IMPORTS = Document(f"query Imports {{ contactImports {{ {IMPORT} }} }}", ImportsAnswer)
SKIPPED = Document(
    """
    query Skipped($id: ID!, $first: Int!) {
      skippedContactRows(contactImport: $id, first: $first) { row cause content }
    }
    """,
    SkippedAnswer,
)
START = Document(
    f"""
    mutation StartImport($id: ID!, $fields: [ContactImportField]!) {{
      result: startContactImport(id: $id, fields: $fields) {{ {RESULT} }}
    }}
    """,
    ImportChange,
)
CANCEL = Document(
    f"""
    mutation CancelImport($id: ID!) {{ result: cancelContactImport(id: $id) {{ {RESULT} }} }}
    """,
    ImportChange,
)
