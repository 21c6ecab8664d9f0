"""Users from a CSV file: what would become of each row is shown first."""

from collections.abc import Callable, Sequence

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import formats, texts
from ui.client import Answer, Document, Failed, Variant, use_mutation
from ui.components.addressing import use_address
from ui.components.badge import badge
from ui.components.button import button
from ui.components.changing import REFUSAL, Refusal, refusal_notice
from ui.components.dialog import form_dialog
from ui.components.editing import opener_button
from ui.components.file_text import FileText
from ui.components.table import Column, Row, table
from ui.events import BrowserEvent, EventFunction

OPEN = "users"
CREATED = "CREATED"


class ImportRow(Answer, frozen=True):
    """What becomes of one row."""

    line: int
    login_name: str
    outcome: str
    cause: str | None
    password: str | None


class UserImport(Variant, frozen=True):
    """What becomes of a file, or would."""

    is_preview: bool
    rows: tuple[ImportRow, ...]


class ImportAnswer(Answer, frozen=True):
    """The answer to IMPORT."""

    result: UserImport | Refusal


IMPORT = Document(
    f"""
    mutation ImportUsers($csv: String!, $isPreview: Boolean!) {{
      result: importUsers(csv: $csv, isPreview: $isPreview) {{
        {REFUSAL} ... on UserImport {{ isPreview rows {{ line loginName outcome cause password }} }}
      }}
    }}
    """,
    ImportAnswer,
)


@component
def ImportUsers(imported: Callable[[], None]) -> VdomDict:
    """Show the button, and the dialog behind it."""
    opened = use_address("dialog-import")

    def close() -> None:
        opened.close(OPEN)

    return html.fragment(
        opened.element,
        opener_button(texts.IMPORT, "open-import", lambda _: opened.open(OPEN)),
        form_dialog(
            "import",
            texts.IMPORT_USERS,
            ImportForm(imported),
            close=texts.CLOSE,
            on_close=lambda _: close(),
        )
        if opened.values
        else "",
    )


@component
def ImportForm(imported: Callable[[], None]) -> VdomDict:
    """Take a file or a pasted text, show what would become of it, and import it."""
    (content, set_content), (plan, set_plan) = use_state(""), use_state(_nothing)
    is_busy, set_busy = use_state(False)
    run = use_mutation(IMPORT)

    async def ask(text: str, *, is_preview: bool) -> None:
        answer = await run({"csv": text, "isPreview": is_preview})
        result = answer if isinstance(answer, Failed) else answer.result
        if isinstance(result, Refusal):
            result = Failed(code=result.code, message=result.message)
        set_plan(result)

    async def show(text: str) -> None:
        set_content(text)
        await ask(text, is_preview=True)

    async def import_now(_: BrowserEvent) -> None:
        # A password takes long to hash, on purpose, and each row has one.
        set_busy(True)
        await ask(content, is_preview=False)
        set_busy(False)
        imported()

    return html.div(
        html.p({"class": "soft"}, texts.IMPORT_USERS_HINT),
        html.p(html.code(texts.IMPORT_USERS_COLUMNS)),
        FileText("import", show, accept=".csv,text/csv", agree=texts.SHOW_CHANGES),
        html.div({"role": "status"}, *_outcome(plan, import_now, is_busy=is_busy)),
    )


def _outcome(
    plan: UserImport | Failed | None, import_now: EventFunction, *, is_busy: bool
) -> tuple[VdomDict | str, ...]:
    if plan is None:
        return ()
    if isinstance(plan, Failed):
        return (refusal_notice(plan),)
    count = sum(row.outcome == CREATED for row in plan.rows)
    said = texts.would_be_imported if plan.is_preview else texts.were_imported
    return (
        html.p(said(formats.number(count), formats.number(len(plan.rows) - count))),
        html.p({"class": "soft"}, "" if plan.is_preview else texts.PASSWORDS_ONCE),
        _rows(plan.rows, is_preview=plan.is_preview),
        html.div(
            {"class": "actions"},
            button(
                texts.IMPORTING if is_busy else texts.IMPORT_NOW,
                import_now,
                kind="primary",
                is_unavailable=not count,
                is_busy=is_busy,
            ),
        )
        if plan.is_preview
        else "",
    )


def _rows(rows: Sequence[ImportRow], *, is_preview: bool) -> VdomDict:
    last = texts.CAUSE if is_preview else texts.TEMPORARY_PASSWORD
    columns = [Column(title=title) for title in (texts.LOGIN_NAME, texts.LINE, texts.STATE, last)]
    return html.div(
        {"class": "import-rows"}, table(texts.IMPORT_USERS, columns, [*map(_row, rows)])
    )


def _row(row: ImportRow) -> Row:
    is_created = row.outcome == CREATED
    return Row(
        key=str(row.line),
        cells=(
            row.login_name,
            formats.number(row.line),
            badge(texts.NEW, "good") if is_created else badge(texts.SKIPPED),
            html.code(row.password) if row.password else row.cause or "",
        ),
    )


def _nothing() -> UserImport | Failed | None:
    return None
