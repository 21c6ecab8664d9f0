"""The logs say what came, and who changed what."""

from playwright.async_api import expect

from tests.e2e.administrators import NUMBER, at, button, field
from tests.e2e.people import Agent, TelephoneSystem


async def test_the_log_is_searched_by_number_and_downloaded(
    admin: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", NUMBER)
    await telephone_system.connect("user102", "6475550133")
    page = await at(admin, "log")
    search = page.get_by_role("form", name="Search messages")

    await field(search, "Number").fill("+1 416 555 0100")
    await button(search, "Search").click()

    await expect(page.get_by_role("row").filter(has_text="user101")).to_have_count(1)
    await expect(page.get_by_role("row").filter(has_text="user102")).to_have_count(0)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as CSV").click()
    text = (await (await download.value).path()).read_text()
    assert NUMBER in text
    assert "6475550133" not in text


async def test_the_log_has_pages(admin: Agent, telephone_system: TelephoneSystem) -> None:
    for count in range(26):
        await telephone_system.connect("user101", f"41655502{count:02}")
    page = await at(admin, "log")

    await page.get_by_role("link", name="Next").click()
    await expect(page.get_by_text("Page 2", exact=True)).to_be_visible()
    await expect(page.get_by_role("row")).to_have_count(2)
    await page.get_by_role("link", name="Previous").click()

    await expect(page.get_by_role("row")).to_have_count(26)


async def test_the_audit_trail_says_who_changed_what_from_what_to_what(admin: Agent) -> None:
    page = await at(admin, "settings")
    await (
        page.get_by_role("listitem")
        .filter(has_text="Repeat window")
        .get_by_role("button", name="Edit")
        .click()
    )
    await field(page, "Repeat window").fill("soon")
    await button(page, "Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("is a whole number from 0")
    await field(page, "Repeat window").fill("90")
    await button(page, "Save").click()
    await expect(page.get_by_text("Repeat window is saved.")).to_be_visible()
    await expect(page.get_by_text("90 s")).to_be_visible()

    page = await at(admin, "audit", "&action=setting")

    row = page.get_by_role("row").nth(1)
    for text in ("Boss (boss)", "Site setting changed", "60", "90"):
        await expect(row).to_contain_text(text)
