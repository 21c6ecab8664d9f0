"""What the pages of call scripts ask the schema, and the shapes of its answers."""

from datetime import datetime
from typing import Any

from ui.client import Answer, Document, Variant


class Option(Answer, frozen=True):
    """One choice of a question."""

    value: str
    label: str = ""


class Question(Answer, frozen=True):
    """Something that a page asks."""

    id: str
    type: str = "TEXT"
    label: str = ""
    help: str = ""
    is_required: bool = False
    default: str = ""
    prefill: str = ""
    write_back: str = ""
    options: tuple[Option, ...] = ()


class Condition(Answer, frozen=True):
    """Compares the answer to a question."""

    question: str
    operator: str = "EQUALS"
    value: str = ""


class Branch(Answer, frozen=True):
    """Leads to a page when all conditions hold; None is the end."""

    next: str | None
    conditions: tuple[Condition, ...] = ()


class Page(Answer, frozen=True):
    """One page of a script; revision 0 is not stored yet."""

    id: str
    title: str = ""
    text: str = ""
    language: str = ""
    revision: int = 0
    questions: tuple[Question, ...] = ()
    branches: tuple[Branch, ...] = ()


class Finding(Answer, frozen=True):
    """Something that is wrong with a script."""

    code: str
    is_error: bool
    page: str | None
    question: str | None
    subject: str


class Version(Answer, frozen=True):
    """One version of a script."""

    id: str
    number: int
    status: str
    author: str | None
    created_at: datetime
    published_at: datetime | None


class ManagedCallScript(Variant, frozen=True):
    """A script, as those see it who write it."""

    id: str
    name: str
    version: int
    is_published: bool
    has_draft: bool
    call_reasons: tuple[str, ...]
    versions: tuple[Version, ...]
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...]


class ListedScript(Answer, frozen=True):
    """A script in the list of all."""

    id: str
    name: str
    version: int
    is_published: bool
    has_draft: bool
    call_reasons: tuple[str, ...]


class Refusal(Variant, frozen=True):
    """Nothing was changed, and why."""

    code: str
    message: str


class DeletedCallScript(Variant, frozen=True):
    """A script that is there no longer."""

    id: str


class MergeField(Answer, frozen=True):
    """A name that a text may merge."""

    name: str
    description: str
    is_writable: bool


class FirstAnswer(Answer, frozen=True):
    """What stands in a question before anybody types."""

    question: str
    value: str


class PreviewedPage(Answer, frozen=True):
    """A page as an agent would see it."""

    id: str
    language: str
    title: str
    html: str
    questions: tuple[Question, ...]
    first_answers: tuple[FirstAnswer, ...]
    missing_answers: tuple[str, ...]
    wrong_answers: tuple[str, ...]
    next_page: str | None
    position: int
    total: int


class Reason(Answer, frozen=True):
    """A reason, to name it."""

    id: str
    name: str


class ScriptsAnswer(Answer, frozen=True):
    """The answer to SCRIPTS."""

    call_scripts: tuple[ListedScript, ...]
    call_reasons: tuple[Reason, ...]


class ScriptAnswer(Answer, frozen=True):
    """The answer to SCRIPT."""

    call_script: ManagedCallScript
    merge_fields: tuple[MergeField, ...]


class ChangedAnswer(Answer, frozen=True):
    """The answer to every mutation of a script."""

    script: ManagedCallScript | Refusal


class DeleteAnswer(Answer, frozen=True):
    """The answer to DELETE."""

    delete_call_script: DeletedCallScript | Refusal


class ChangesAnswer(Answer, frozen=True):
    """The answer to CHANGES."""

    call_management_changed: int


class CheckAnswer(Answer, frozen=True):
    """The answer to CHECK_TEXT."""

    check_script_text: tuple[Finding, ...]


class PreviewAnswer(Answer, frozen=True):
    """The answer to PREVIEW."""

    preview_call_script_page: PreviewedPage


_QUESTION = "id type label help isRequired default prefill writeBack options { value label }"
_FINDING = "code isError page question subject"
_WHOLE = f"""
  __typename id name version isPublished hasDraft callReasons
  versions {{ id number status author createdAt publishedAt }}
  pages {{
    id title text language revision questions {{ {_QUESTION} }}
    branches {{ next conditions {{ question operator value }} }}
  }}
  findings {{ {_FINDING} }}
"""
_RESULT = (
    f"{{ __typename ... on ManagedCallScript {{ {_WHOLE} }} ... on Refusal {{ code message }} }}"
)


def _changing(declared: str, verb: str) -> Document[ChangedAnswer]:
    """Make a mutation that answers with the whole script, so that nothing is asked twice."""
    return Document(f"mutation ({declared}) {{ script: {verb} {_RESULT} }}", ChangedAnswer)


SCRIPTS = Document(
    """
    query Scripts {
      callScripts { id name version isPublished hasDraft callReasons }
      callReasons(withRetired: true) { id name }
    }
    """,
    ScriptsAnswer,
)
SCRIPT = Document(
    f"""
    query Script($id: ID!) {{
      callScript(id: $id) {{ {_WHOLE} }}
      mergeFields {{ name description isWritable }}
    }}
    """,
    ScriptAnswer,
)
CHANGES = Document("subscription Changes { callManagementChanged }", ChangesAnswer)
CHECK_TEXT = Document(
    f"""
    query CheckText($text: String!, $script: ID!) {{
      checkScriptText(text: $text, script: $script) {{ {_FINDING} }}
    }}
    """,
    CheckAnswer,
)
PREVIEW = Document(
    f"""
    query Preview(
      $script: ID!, $page: String!, $caller: PreviewCaller!, $phoneNumber: String!, $details: JSON!, $answers: JSON!
    ) {{
      previewCallScriptPage(
        script: $script, page: $page, caller: $caller, phoneNumber: $phoneNumber, details: $details, answers: $answers
      ) {{
        id language title html questions {{ {_QUESTION} }} firstAnswers {{ question value }}
        missingAnswers wrongAnswers nextPage position total
      }}
    }}
    """,
    PreviewAnswer,
)
CREATE = _changing("$name: String!", "createCallScript(name: $name)")
DUPLICATE = _changing("$id: ID!", "duplicateCallScript(id: $id)")
RENAME = _changing(
    "$id: ID!, $name: String!, $version: Int!",
    "renameCallScript(id: $id, name: $name, version: $version)",
)
SAVE_PAGE = _changing(
    "$id: ID!, $page: CallScriptPageInput!, $at: Int",
    "saveCallScriptPage(id: $id, page: $page, at: $at)",
)
REMOVE_PAGE = _changing(
    "$id: ID!, $page: String!, $revision: Int!",
    "removeCallScriptPage(id: $id, page: $page, revision: $revision)",
)
REORDER = _changing(
    "$id: ID!, $order: [String!]!", "reorderCallScriptPages(id: $id, order: $order)"
)
PUBLISH = _changing("$id: ID!, $version: Int!", "publishCallScript(id: $id, version: $version)")
RETIRE = _changing("$id: ID!, $version: Int!", "retireCallScript(id: $id, version: $version)")
DISCARD = _changing(
    "$id: ID!, $version: Int!", "discardCallScriptDraft(id: $id, version: $version)"
)
RETURN_TO = _changing(
    "$id: ID!, $versionId: ID!, $version: Int!",
    "returnToCallScriptVersion(id: $id, versionId: $versionId, version: $version)",
)
DELETE = Document(
    """
    mutation Delete($id: ID!, $version: Int!) {
      deleteCallScript(id: $id, version: $version) {
        __typename
        ... on DeletedCallScript { id }
        ... on Refusal { code message }
      }
    }
    """,
    DeleteAnswer,
)

# Those that answer with the whole script.
CHANGING: tuple[Document[Any], ...] = (RENAME, SAVE_PAGE, REMOVE_PAGE, REORDER)
CHANGING += (PUBLISH, DISCARD, RETURN_TO)
