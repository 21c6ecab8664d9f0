"""A script in another language than the desktop: what is read aloud says which (WCAG 2.2, 3.1.2)."""

import pytest
from playwright.async_api import Locator, expect

from models.scripts.flow import Option, Question, QuestionType, ScriptPage
from models.scripts.reasons import NewReason, add_reason
from models.scripts.scripts import add_published_script
from models.site import Site
from tests.e2e.people import Agent, TelephoneSystem
from tests.e2e.test_script_editor import (  # noqa: F401  # fixtures
    Author,
    a_script_with_a_name,
    author,
    source_auth,
)

NUMBER = "4165550111"
QUESTION = ("De quoi s'agit-il ?", "Demander poliment", "Une facture", "autre")
IN_FRENCH = ScriptPage(
    id="bonjour",
    title="Bienvenue",
    text="> Bonjour, que puis-je faire pour vous ?",
    language="fr-CA",
    questions=(
        Question(
            id="objet",
            type=QuestionType.CHOICE,
            label="De quoi s'agit-il ?",
            help="Demander poliment",
            options=(Option(value="facture", label="Une facture"), Option(value="autre")),
        ),
    ),
)


@pytest.fixture
async def french_reader(
    agent: Agent, server_site: Site, telephone_system: TelephoneSystem
) -> Agent:
    """Give an agent who has opened a call with a French script."""

    async def add() -> None:
        script = await add_published_script("Accueil", [IN_FRENCH], now=server_site.now())
        await add_reason(NewReason(reason_id="accueil", name="Accueil", script_id=script))

    await server_site.writer.run(add)
    await telephone_system.connect("user101", NUMBER, "accueil")
    await agent.open_waiting_call(tab="+1 416-555-0111")
    return agent


def language_of(text: Locator) -> Locator:
    """Give the nearest element around a text that says a language."""
    return text.locator("xpath=ancestor-or-self::*[@lang][1]")


async def test_what_a_script_says_is_in_its_language(french_reader: Agent) -> None:
    script = french_reader.region("Call script")

    for words in (IN_FRENCH.title, "Bonjour", *QUESTION):
        said = script.get_by_text(words).first
        await expect(language_of(said)).to_have_attribute("lang", "fr-CA")


async def test_what_stands_around_a_script_is_in_the_language_of_the_desktop(
    french_reader: Agent,
) -> None:
    script = french_reader.region("Call script")

    for words in ("Accueil", "No answer"):
        await expect(language_of(script.get_by_text(words, exact=True))).to_have_attribute(
            "lang", "en"
        )


async def test_an_answer_in_the_record_stands_beside_its_question_in_the_language_of_the_script(
    french_reader: Agent,
) -> None:
    await french_reader.region("Call script").get_by_role("radio", name="Une facture").check()
    await expect(french_reader.panel.get_by_text("Saved", exact=True)).to_be_visible()
    await french_reader.button("Save call").click()
    await expect(french_reader.heading_of_nothing).to_be_visible()
    await french_reader.page.goto("/calls")
    await french_reader.page.get_by_role("button", name="+1 416-555-0111").click()

    asked = french_reader.page.get_by_role("term").get_by_text("De quoi s'agit-il ?")
    await expect(asked).to_be_visible()
    await expect(language_of(asked)).to_have_attribute("lang", "fr-CA")


async def test_the_language_of_a_page_is_chosen_and_the_next_page_begins_with_it(
    author: Author,  # noqa: F811  # the fixture
) -> None:
    await a_script_with_a_name(author)
    await author.write(author.text("Text"), "Bonjour")
    await author.choose(author.text("Language of this page"), "French")
    await expect(author.text("Text")).to_have_attribute("lang", "fr")
    await expect(
        author.preview.get_by_text("Bonjour").locator("xpath=ancestor::*[@lang][1]")
    ).to_have_attribute("lang", "fr")

    await author.click(author.button("Add page"))
    await expect(author.text("Page title")).to_be_focused()

    await expect(author.text("Language of this page")).to_have_value("fr")
    await author.page.reload()
    await author.click(author.map.get_by_role("button", name="1 Page 1"))
    await expect(author.text("Language of this page")).to_have_value("fr")
