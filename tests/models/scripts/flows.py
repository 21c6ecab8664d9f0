"""A script that the tests of scripts share: a question that branches, two ways, one end."""

from models.scripts.flow import (
    Branch,
    Condition,
    Flow,
    Operator,
    Option,
    Question,
    QuestionType,
    ScriptPage,
)

TOPIC = Question(
    id="topic",
    type=QuestionType.CHOICE,
    label="What is it about?",
    is_required=True,
    options=(Option(value="bill", label="A bill"), Option(value="fault")),
)
INVOICE = Question(
    id="invoice", label="Which one?", prefill="call.details.account_number", is_required=True
)
FLOW: Flow = (
    ScriptPage(
        id="hello",
        title="Hello",
        text="Hello {{ contact.first_name }}",
        questions=(TOPIC,),
        branches=(Branch(conditions=(Condition(question="topic", value="fault"),), next="fault"),),
    ),
    ScriptPage(
        id="bill",
        text="Which bill?",
        questions=(INVOICE,),
        branches=(Branch(next="end"),),
    ),
    ScriptPage(id="fault", text="What is broken?"),
    ScriptPage(id="end", text="Thank you. It was {{ answers.topic }}."),
)


def asking(
    type: QuestionType, operator: Operator, value: str = "", *, options: tuple[str, ...] = ()
) -> Flow:
    """Make a flow whose first page leads to the last of three when the answer to ``q`` compares so."""
    choices = tuple(Option(value=option) for option in options)
    question = Question(id="q", type=type, label="?", options=choices)
    condition = Condition(question="q", operator=operator, value=value)
    return (
        ScriptPage(
            id="a",
            text="a",
            questions=(question,),
            branches=(Branch(conditions=(condition,), next="c"),),
        ),
        ScriptPage(id="b", text="b"),
        ScriptPage(id="c", text="c"),
    )
