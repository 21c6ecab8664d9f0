"""A running script over GraphQL: its pages, what saving writes back, and what a transfer tells."""

from httpx import AsyncClient

from models.contacts.cards import contact_card
from models.scripts.flow import Question, ScriptPage
from models.site import Site
from tests.api.asking import OPEN, a_tool, connect
from tests.builders import a_contact, a_user
from tests.models.workspaces.test_turning import a_script

EMAIL = Question(id="email", label="E-mail?", is_required=True, write_back="contact.email")
FLOW = (
    ScriptPage(id="a", title="A", text="Ask.", questions=(EMAIL,)),
    ScriptPage(id="b", title="B", text="It is {{ answers.email }}."),
)
PAGE = (
    "id html nextPage previousPage position total questions { id type } answers { value version }"
)
SCRIPT = f"""
    query ($id: ID!) {{
      workspace(id: $id) {{
        script {{ name frontPage page {{ {PAGE} missingAnswers wrongAnswers }} }}
      }}
    }}
"""
NEXT = f"""
    mutation ($id: ID!, $page: String!) {{
      nextScriptPage(workspace: $id, page: $page) {{
        __typename
        ... on RunningScriptPage {{ {PAGE} }}
        ... on UnansweredQuestions {{ missingAnswers wrongAnswers }}
        ... on Refusal {{ code }}
      }}
    }}
"""
SAVE_DRAFT = """
    mutation ($id: ID!, $field: String!, $value: String!) {
      saveDraft(workspace: $id, field: $field, value: $value, version: 0) { __typename }
    }
"""
SAVE = """
    mutation ($id: ID!, $shown: [ShownContactField!]) {
      saveCallRecord(workspace: $id, shown: $shown) {
        __typename ... on CallRecord { answers } ... on Refusal { code }
      }
    }
"""


async def test_a_tool_goes_through_a_script_and_writes_back_what_it_was_told(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    maria = await a_contact(app_site, "4165550100")
    await a_script(app_site, FLOW)
    opened = await tool.ask(OPEN, id=await connect(app_site, agent))
    workspace = opened["openInboundCall"]["id"]

    begun = await tool.ask(SCRIPT, id=workspace)
    held = await tool.ask(NEXT, id=workspace, page="a")
    await tool.ask(SAVE_DRAFT, id=workspace, field="answer:email", value="m@example.org")
    turned = await tool.ask(NEXT, id=workspace, page="a")
    wrong = await tool.ask(NEXT, id=workspace, page="nowhere")
    unsaid = await tool.ask(SAVE, id=workspace, shown=[])
    saved = await tool.ask(SAVE, id=workspace, shown=[{"field": "email", "before": ""}])

    page = begun["workspace"]["script"]["page"]
    assert (page["id"], page["nextPage"], page["missingAnswers"]) == ("a", "b", ["email"])
    assert page["answers"] == [{"value": "", "version": 0}]
    assert held["nextScriptPage"]["missingAnswers"] == ["email"]
    assert turned["nextScriptPage"]["html"] == "<p>It is m@example.org.</p>\n"
    assert (turned["nextScriptPage"]["position"], turned["nextScriptPage"]["total"]) == (2, 2)
    assert wrong["nextScriptPage"]["code"] == "INVALID_VALUE"
    assert unsaid["saveCallRecord"]["code"] == "CHANGED_MEANWHILE"
    assert saved["saveCallRecord"]["answers"] == {"email": "m@example.org"}
    assert (await contact_card(maria)).email == "m@example.org"
