"""What an account of Vigie's reads and guests do not goes only where an organiser asked for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.communes import Commune
from bot.domain.ids import ChannelId, CityId, PersonId
from bot.domain.routing import Mode
from bot.render.city_card import city as words_of_card
from bot.render.texts import texts
from bot.render.threads import listed
from bot.services import cards, namesakes, threads, watching, why, wishes
from bot.store import forums, votes
from tests.services.test_why import PARIS
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, World, world

CATEGORY = "https://forum.example/category/6/paca"
THREAD = "https://forum.example/topic/2/fil"
MARSEILLE = CityId("fr:13055")
TITLE = "Marseille : à ne pas dire dehors"
IN_PRIVATE = ChannelId("900")


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    """A forum that is read with an account; its category 6 has the thread 2."""
    async with world(tmp_path) as made:
        url, name = made.forum.url, made.forum.name
        await made.deps.store.write(lambda tx: forums.meet(tx, name, url, account=True))
        made.forum.thread(2, title=TITLE)
        made.forum.write(1)
        yield made


def restrict(w: World, *, public: bool = False) -> None:
    w.forum.places = tuple(
        replace(one, public=public) if one.number == 6 else one for one in w.forum.places
    )


async def news(w: World, number: int = 2) -> None:
    w.forum.write(number)
    await w.poll()
    await w.settle()


def said(w: World, channel: str | None = None) -> str:
    return "\n".join(w.chat.contents(channel))


def marseille(w: World) -> Commune:
    found = w.deps.registry.get(MARSEILLE)
    assert found is not None
    return found


async def card(w: World) -> str:
    shown, _ = await cards.city(w.deps, marseille(w), cards.Reader(COLLECTIVE))
    return words_of_card(shown, texts("fr"), w.clock.now(), PARIS).content


@pytest.mark.parametrize(
    "wider", [MARSEILLE, "https://forum.example/tags/marseille", "https://forum.example"]
)
async def test_what_guests_cannot_read_comes_by_no_wider_rule(w: World, wider: str) -> None:
    restrict(w)
    await w.listen(wider)
    await news(w)
    assert said(w) == ""
    restrict(w, public=True)
    await news(w, 3)
    assert "Bonjour 3" in said(w)
    assert "Bonjour 2" not in said(w)


async def test_the_category_that_a_restricted_one_stands_in_does_not_bring_it(w: World) -> None:
    w.forum.places = tuple(
        replace(one, public=one.number != 61) if one.number == 61 else one for one in w.forum.places
    )
    w.forum.thread(2, category=61)
    await w.listen(CATEGORY)
    await news(w)
    assert said(w) == ""


async def test_nobody_is_told_of_it_in_private(w: World) -> None:
    restrict(w)
    await watching.watch(w.deps, MARSEILLE, PersonId("2"), IN_PRIVATE)
    await news(w)
    assert said(w) == ""


@pytest.mark.parametrize("asked", [CATEGORY, THREAD])
async def test_an_organiser_who_asks_for_it_has_it(w: World, asked: str) -> None:
    restrict(w)
    await w.listen(asked, mode=Mode.ANNOUNCE)
    await news(w)
    assert "Bonjour 2" in said(w)


async def test_it_is_on_no_card_and_in_no_suggestion(w: World) -> None:
    restrict(w)
    w.forum.places += (replace(w.forum.places[0], number=62, name="Marseille bis"),)
    await news(w)
    shown = await card(w)
    assert "à ne pas dire" not in shown
    assert "1 fil du forum" not in shown
    assert [one for one in await wishes.suggested(w.deps, "dire") if TITLE in one.title] == []
    offered = [one.title for one in await wishes.suggested(w.deps, "")]
    assert "PACA" not in offered
    assert "#marseille" not in offered
    found = await namesakes.of_city(w.deps, MARSEILLE)
    assert found is not None
    assert [one.name for one in found] == ["Marseille"]


async def test_a_card_shows_what_everybody_may_read(w: World) -> None:
    await news(w)
    assert "1 fil du forum" in await card(w)


async def test_it_proposes_no_vote(w: World) -> None:
    restrict(w)
    await w.listen(CATEGORY)
    w.forum.write(2)
    html = "<p>Le conseil de Forcalquier vote des caméras le lundi 14 décembre à 18h30.</p>"
    w.forum._change(2, html=html)
    await w.poll()
    assert await w.deps.store.read(lambda tx: votes.of_owner(tx, COLLECTIVE)) == []


async def test_a_link_to_it_explains_nothing(w: World) -> None:
    restrict(w)
    await w.listen(MARSEILLE)
    await news(w)
    told = await why.explain(w.deps, THREAD, why.Viewer(COLLECTIVE, lambda _: True))
    assert TITLE not in str([one.facts for one in told])


@pytest.mark.parametrize("asked", [CATEGORY, THREAD])
async def test_what_becomes_restricted_stops_coming_until_it_is_asked_for_again(
    w: World, asked: str
) -> None:
    await w.listen(asked, mode=Mode.ANNOUNCE)
    await news(w)
    restrict(w)
    await news(w, 3)
    await news(w, 4)
    assert "Bonjour 2" in said(w)
    assert "Bonjour 3" not in said(w)
    assert said(w).count("n’est plus lisible par tout le monde") == 1
    await w.listen(asked, mode=Mode.ANNOUNCE)
    await news(w, 5)
    assert "Bonjour 5" in said(w)
    assert "Bonjour 4" not in said(w)
    assert len(await threads.followed(w.deps, COLLECTIVE)) == 1


async def test_what_is_open_again_comes_again_and_is_told_anew_when_it_ends(w: World) -> None:
    await w.listen(CATEGORY)
    restrict(w)
    await news(w)
    restrict(w, public=True)
    await news(w, 3)
    assert "Bonjour 3" in said(w)
    restrict(w)
    w.clock.advance(60)
    await news(w, 4)
    assert "Bonjour 4" not in said(w)
    assert said(w).count("n’est plus lisible par tout le monde") == 2


async def test_asked_for_again_and_opened_and_restricted_it_is_asked_for_anew(w: World) -> None:
    restrict(w)
    await w.listen(CATEGORY)
    for number, public in ((2, False), (3, True), (4, False)):
        restrict(w, public=public)
        await news(w, number)
    assert "Bonjour 3" in said(w)
    assert "Bonjour 4" not in said(w)


async def test_what_was_carried_before_is_corrected_no_more_but_withdrawn_with_the_forum_s(
    w: World,
) -> None:
    await w.listen(CATEGORY, mode=Mode.THREAD)
    await news(w)
    restrict(w)
    await news(w, 3)
    w.forum.edit(2, "<p>Devenu secret.</p>")
    w.forum.thread(2, title="Marseille : titre secret")
    await w.reread()
    await w.settle()
    assert "secret" not in said(w)
    assert "secret" not in "".join(w.chat.threads.values())
    w.forum.delete(2)
    await w.reread()
    await w.settle()
    assert "Message retiré du forum" in said(w)


async def test_a_thread_moved_where_guests_cannot_read_goes_on_nowhere(w: World) -> None:
    w.forum.places = tuple(replace(one, public=one.number != 7) for one in w.forum.places)
    await w.listen(CATEGORY, DISCUSSION)
    await w.listen(THREAD, ANNOUNCEMENTS)
    await news(w)
    w.forum.thread(2, category=7, category_name="Grand Est", title="Marseille : caché")
    await news(w, 3)
    assert "Bonjour 3" not in said(w)
    assert "caché" not in said(w)
    assert "n’est plus lisible par tout le monde" in said(w, ANNOUNCEMENTS)
    found = await threads.followed(w.deps, COLLECTIVE)
    assert "caché" not in listed(found, {}, texts("fr")).content


async def test_a_forum_that_is_read_as_a_guest_is_carried_whole(w: World) -> None:
    name, url = w.forum.name, w.forum.url
    await w.deps.store.write(lambda tx: forums.meet(tx, name, url))
    restrict(w)
    await w.listen(MARSEILLE)
    await news(w)
    assert "Bonjour 2" in said(w)
