"""What the tab "Call fields" asks the schema, and tells it to change."""

from ui.client import Answer, Document
from ui.components.changing import REFUSAL
from ui.customize.changing import ChangeAnswer


class Field(Answer, frozen=True):
    """A call field as it is declared."""

    id: str
    name: str
    label: str
    type: str
    is_masked: bool
    is_identifier: bool
    is_active: bool
    version: int


class FieldsAnswer(Answer, frozen=True):
    """The answer to FIELDS."""

    call_fields: tuple[Field, ...]


FIELDS = Document(
    """
    query CallFields {
      callFields { id name label type isMasked isIdentifier isActive version }
    }
    """,
    FieldsAnswer,
)
RESULT = f"{REFUSAL} ... on CallField {{ version }}"
CREATE = Document(
    f"""
    mutation CreateCallField(
      $name: String!, $label: String!, $type: CallFieldType!, $isMasked: Boolean!,
      $isIdentifier: Boolean!
    ) {{
      result: createCallField(
        name: $name, label: $label, type: $type, isMasked: $isMasked, isIdentifier: $isIdentifier
      ) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
UPDATE = Document(
    f"""
    mutation UpdateCallField(
      $id: ID!, $version: Int!, $label: String, $type: CallFieldType, $isMasked: Boolean,
      $isIdentifier: Boolean
    ) {{
      result: updateCallField(
        id: $id, version: $version, label: $label, type: $type, isMasked: $isMasked,
        isIdentifier: $isIdentifier
      ) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
ACTIVATE = Document(
    f"""
    mutation ActivateCallField($id: ID!, $version: Int!, $isActive: Boolean!) {{
      result: updateCallField(id: $id, version: $version, isActive: $isActive) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
REORDER = Document(
    f"""
    mutation ReorderCallFields($order: [CallFieldVersion!]!) {{
      result: reorderCallFields(order: $order) {{
        {REFUSAL} ... on CallFields {{ things: fields {{ id version }} }}
      }}
    }}
    """,
    ChangeAnswer,
)
