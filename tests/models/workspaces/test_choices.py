"""What an agent chooses in a workspace, and what is remembered of it."""

from models.contacts.matching import match_caller
from models.site import Site
from models.workspaces.choices import choose_contact
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_contact, a_running_call, a_user


async def test_a_contact_that_was_chosen_is_offered_first_when_the_number_calls_again(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    await a_contact(each_site, "+1 416 555 0100", first_name="Maria")
    joao = await a_contact(each_site, "+1 416 555 0100", first_name="João")
    call_id = await a_running_call(each_site, agent, "4165550100")
    workspace_id = await open_inbound_call(each_site, agent, call_id)

    await choose_contact(each_site, agent, workspace_id, joao)

    matches = await match_caller("(416) 555-0100", region="CA")
    assert [(m.contact.first_name, m.is_selected, m.was_chosen_before) for m in matches] == [
        ("João", False, True),
        ("Maria", False, False),
    ]
