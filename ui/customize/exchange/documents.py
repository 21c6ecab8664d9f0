"""What an import asks the schema, and tells it to change."""

from ui.client import Answer, Document, Variant
from ui.components.changing import Refusal

CHANGES = """
    __typename
    ... on CallManagementImport { changes { noun name action fields } }
    ... on Refusal { code message }
"""


class ImportChange(Answer, frozen=True):
    """What becomes of one thing in the file."""

    noun: str
    name: str
    action: str
    fields: tuple[str, ...]


class CallManagementImport(Variant, frozen=True):
    """What the import does."""

    changes: tuple[ImportChange, ...]


class ImportAnswer(Answer, frozen=True):
    """The answer to PREVIEW and to IMPORT."""

    result: CallManagementImport | Refusal


PREVIEW = Document(
    f"""
    query PreviewImport($content: String!) {{
      result: previewImport(content: $content) {{ {CHANGES} }}
    }}
    """,
    ImportAnswer,
)
IMPORT = Document(
    f"""
    mutation ImportCallManagement($content: String!) {{
      result: importCallManagement(content: $content) {{ {CHANGES} }}
    }}
    """,
    ImportAnswer,
)
