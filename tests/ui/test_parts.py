"""Parts of a page that watch a feed: each is rendered for its own piece alone."""

from reactpy import component, html
from reactpy.types import VdomDict

from tests.ui.screen import Screen
from tests.waiting import eventually
from ui.parts import Feed, use_part

Pair = tuple[str, str]


@component
def Part(feed: Feed[Pair], place: int, rendered: list[int]) -> VdomDict:
    rendered.append(place)
    shown = use_part(feed, lambda pair: pair[place] or None)
    return html.p({"data-place": str(place)}, shown or "nothing yet")


@component
def Parts(feed: Feed[Pair], rendered: list[int]) -> VdomDict:
    return html.div(Part(feed, 0, rendered), Part(feed, 1, rendered))


async def test_a_part_is_rendered_only_when_its_own_piece_has_changed() -> None:
    feed, rendered = Feed[Pair](), list[int]()
    async with Screen(Parts(feed, rendered)) as screen:
        feed.put(("a", "b"))
        await screen.until(lambda: screen.one(data_place="1")["children"] == ["b"])
        rendered.clear()

        feed.put(("a", "c"))
        await screen.until(lambda: screen.one(data_place="1")["children"] == ["c"])

        assert rendered == [1]


async def test_a_part_that_is_about_to_go_stays_as_it_was_and_then_watches_no_more() -> None:
    feed = Feed[Pair]()
    feed.put(("a", "b"))
    async with Screen(Parts(feed, [])) as screen:
        feed.put(("", "c"))
        await screen.until(lambda: screen.one(data_place="0")["children"] == ["a"])

    await eventually(lambda: feed.is_watched is False)
