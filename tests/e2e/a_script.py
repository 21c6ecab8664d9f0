"""A script of three pages that the browser tests go through: it asks everything, branches and writes back."""

from models.scripts.flow import (
    Branch,
    Condition,
    Flow,
    Option,
    Question,
    QuestionType,
    ScriptPage,
)
from models.scripts.reasons import NewReason, add_reason
from models.scripts.scripts import add_published_script
from models.site import Site

THREE_PAGES = "three-pages"
EVERYTHING = "everything"
"""The ids of the reasons that show the two scripts."""

EMAIL = Question(id="email", label="E-mail", prefill="contact.email", write_back="contact.email")
FLOW: Flow = (
    ScriptPage(
        id="who",
        title="Who is it?",
        text="> Good morning {{ contact.first_name }}, thank you for calling.",
        questions=(
            EMAIL,
            Question(
                id="topic",
                type=QuestionType.CHOICE,
                label="What is it about?",
                is_required=True,
                options=(
                    Option(value="bill", label="A bill"),
                    Option(value="fault", label="A fault"),
                ),
            ),
        ),
        branches=(Branch(conditions=(Condition(question="topic", value="fault"),), next="fault"),),
    ),
    ScriptPage(
        id="bill",
        title="The bill",
        text="Ask which one.",
        questions=(
            Question(id="invoice", label="Which invoice?", is_required=True, help="As on the bill"),
            Question(id="amount", type=QuestionType.NUMBER, label="How much?"),
        ),
        branches=(Branch(next="end"),),
    ),
    ScriptPage(id="fault", title="The fault", text="Ask what is broken."),
    ScriptPage(
        id="end",
        title="Good bye",
        text="Thank you. It was {{ answers.topic }}, {{ answers.invoice }}. {{ answers.note }}",
        questions=(Question(id="note", label="Anything else?"),),
    ),
)
CHOICES = tuple(Option(value=str(number), label=f"Choice {number}") for number in range(8))
ALL_TYPES: Flow = (
    ScriptPage(
        id="all",
        title="Everything",
        text="Ask.",
        questions=(
            Question(id="text", label="Text", is_required=True, help="One line"),
            Question(id="long", type=QuestionType.LONG_TEXT, label="Long text"),
            Question(id="number", type=QuestionType.NUMBER, label="Number"),
            Question(id="date", type=QuestionType.DATE, label="Day"),
            Question(id="sure", type=QuestionType.YES_NO, label="Sure?", is_required=True),
            Question(id="few", type=QuestionType.CHOICE, label="Few", options=CHOICES[:3]),
            Question(id="many", type=QuestionType.CHOICE, label="Many", options=CHOICES),
            Question(
                id="several",
                type=QuestionType.SEVERAL_CHOICES,
                label="Several",
                options=CHOICES[:4],
            ),
        ),
    ),
    ScriptPage(id="end", title="End", text="{{ answers.few }} {{ answers.several }}"),
)


async def add_scripts(site: Site) -> None:
    """Add both scripts with their reasons."""

    async def add() -> None:
        for reason_id, flow in ((THREE_PAGES, FLOW), (EVERYTHING, ALL_TYPES)):
            script = await add_published_script(reason_id, flow, now=site.now())
            await add_reason(NewReason(reason_id=reason_id, name=reason_id, script_id=script))

    await site.writer.run(add)
