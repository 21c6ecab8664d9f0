"""What the tab "Outcomes" asks the schema, and tells it to change."""

from ui.client import Answer, Document
from ui.components.changing import REFUSAL
from ui.customize.changing import ChangeAnswer


class Outcome(Answer, frozen=True):
    """An outcome as it is defined."""

    id: str
    name: str
    is_active: bool
    version: int


class OutcomesAnswer(Answer, frozen=True):
    """The answer to OUTCOMES."""

    outcomes: tuple[Outcome, ...]


class UsedAnswer(Answer, frozen=True):
    """The answer to IS_USED."""

    is_outcome_used: bool


OUTCOMES = Document(
    "query Outcomes { outcomes(withRetired: true) { id name isActive version } }",
    OutcomesAnswer,
)
IS_USED = Document("query IsOutcomeUsed($id: ID!) { isOutcomeUsed(id: $id) }", UsedAnswer)
RESULT = f"{REFUSAL} ... on DefinedCallOutcome {{ version }}"
CREATE = Document(
    f"""
    mutation CreateOutcome($name: String!) {{
      result: createOutcome(name: $name) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
UPDATE = Document(
    f"""
    mutation UpdateOutcome($id: ID!, $version: Int!, $name: String, $isActive: Boolean) {{
      result: updateOutcome(id: $id, version: $version, name: $name, isActive: $isActive) {{
        {RESULT}
      }}
    }}
    """,
    ChangeAnswer,
)
DELETE = Document(
    f"""
    mutation DeleteOutcome($id: ID!, $version: Int!) {{
      result: deleteOutcome(id: $id, version: $version) {{
        {REFUSAL} ... on RemovedOutcome {{ isRetired }}
      }}
    }}
    """,
    ChangeAnswer,
)
REORDER = Document(
    f"""
    mutation ReorderOutcomes($order: [OutcomeVersion!]!) {{
      result: reorderOutcomes(order: $order) {{
        {REFUSAL} ... on Outcomes {{ things: outcomes {{ id version }} }}
      }}
    }}
    """,
    ChangeAnswer,
)
