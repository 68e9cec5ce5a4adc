"""A post that names a theme and a town proposes that its thread be the town's; people decide."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId, CollectiveId, TopicId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Room
from bot.domain.votes import VoteStatus
from bot.render.texts import texts
from bot.services import cards, confirming, finds, linking, threads
from bot.services.threads import Listener
from bot.store import topic_links, votes
from bot.store.topic_links import Link, LinkState
from tests.services.test_forum_votes import TOLD
from tests.services.vote_world import (
    DISCUSSIONS,
    FORCALQUIER,
    LINOTTE,
    MIMOSA,
    OTHERS,
    follow,
    report,
    said_in,
    sends,
)
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World, world

NAMES = "<p>À Forcalquier, la mairie pose des caméras de vidéosurveillance.</p>"
ASKED = "💬 Ce fil parle-t-il de Forcalquier (Alpes-de-Haute-Provence) ?"


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.write(1)
        await made.follow()  # a thread, in the channel of announcements
        await follow(made, MIMOSA)  # the town, where people talk
        yield made


async def post(w: World, number: int = 2, html: str = NAMES, topic: int = 2) -> None:
    w.forum.write(number, topic)
    w.forum._change(number, html=html)
    await w.poll()
    await w.settle()


async def links(w: World, owner: CollectiveId = COLLECTIVE) -> list[Link]:
    return await w.deps.store.read(lambda tx: topic_links.of_owner(tx, owner))


async def link(w: World, html: str = NAMES) -> Link:
    await post(w, html=html)
    [made] = await links(w)
    return await linking.answer(w.deps, GIROUETTE, made.id, link_it=True)


async def card(w: World, collective: CollectiveId = COLLECTIVE) -> str:
    commune = w.deps.registry.get(FORCALQUIER)  # type: ignore[arg-type]
    assert commune is not None
    made, speaking = await cards.city(w.deps, commune, cards.Reader(collective))
    return cards.worded(w.deps, made, texts("fr"), w.clock.now(), speaking.zone).content


def asked(w: World) -> list[str]:
    return [one for one in said_in(w) if one.startswith(("💬 Ce fil", "💬 Fil", "💬 Aussi"))]


async def test_a_theme_and_a_town_are_a_question_to_the_organisers(w: World) -> None:
    await post(w)
    [said] = asked(w)
    assert said.startswith(ASKED)
    assert "Fil 2" in said
    [made] = await links(w)
    assert (made.topic, made.city) == (TopicId(w.forum.name, 2), FORCALQUIER)
    assert made.state is LinkState.WAITING


async def test_nothing_comes_of_it_before_somebody_says_so(w: World) -> None:
    await post(w)
    await post(w, 3, "<p>Suite.</p>")
    assert said_in(w, DISCUSSIONS) == []
    assert "1 fil du forum" not in await card(w)


async def test_a_linked_thread_is_on_the_town_s_card_and_heard_where_the_town_is(
    w: World,
) -> None:
    await link(w)
    await post(w, 3, "<p>Suite.</p>")
    assert any("Suite." in one for one in said_in(w, DISCUSSIONS))
    assert "1 fil du forum" in await card(w)
    [said] = asked(w)
    assert said.startswith("💬 Fil relié à Forcalquier")


async def test_the_link_holds_in_the_collective_that_made_it(w: World) -> None:
    await follow(w, OTHERS)
    await link(w)
    await post(w, 3, "<p>Suite.</p>")
    assert not any("Suite." in one for one in said_in(w, OTHERS.channel))
    assert "1 fil du forum" not in await card(w, OTHERS.collective)


async def test_the_thread_s_own_rule_still_wins(w: World) -> None:
    await follow(w)  # the town, too, where the thread is heard whole
    await link(w)
    before = len(w.chat.kept)
    await post(w, 3, "<p>Suite.</p>")
    told = [one for one in w.chat.kept[before:] if one[0] == ANNOUNCEMENTS]
    assert len(told) == 1


async def test_what_was_linked_can_be_unlinked(w: World) -> None:
    made = await link(w)
    await linking.answer(w.deps, GIROUETTE, made.id, link_it=False)
    await post(w, 3, "<p>Suite.</p>")
    assert said_in(w, DISCUSSIONS) == []


async def test_what_was_ignored_is_not_asked_again(w: World) -> None:
    await post(w)
    [made] = await links(w)
    await linking.answer(w.deps, GIROUETTE, made.id, link_it=False)
    await post(w, 3)
    [said] = asked(w)
    assert said.startswith("💬 Fil laissé à part")
    assert len(await links(w)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>À Forcalquier, la fête du village.</p>",
        "<p>Des caméras de vidéosurveillance partout.</p>",
        "<p>Caméras de vidéosurveillance à Forcalquier et à Manosque.</p>",
        "<blockquote><p>x</p></blockquote>",
    ],
)
async def test_less_than_a_theme_and_one_town_is_no_question(w: World, html: str) -> None:
    await post(w, html=html)
    assert await links(w) == []


async def test_a_thread_that_bears_the_town_s_name_is_its_own_already(w: World) -> None:
    w.forum.thread(2, title="Forcalquier et ses caméras")
    await post(w)
    assert await links(w) == []


async def test_a_post_that_proposes_a_vote_asks_one_thing(w: World) -> None:
    await post(w, html=TOLD)
    assert await links(w) == []
    assert len([one for one in said_in(w) if one.startswith("🗳️")]) == 1


async def test_another_collective_s_question_is_not_answered_from_here(w: World) -> None:
    await post(w)
    [made] = await links(w)
    with pytest.raises(Refused) as met:
        await linking.answer(w.deps, OTHERS, made.id, link_it=True)
    assert met.value.reason is Reason.NO_LINK


async def test_a_withdrawn_thread_is_named_in_no_question(w: World) -> None:
    w.forum.thread(2, title="Un titre à taire")
    await post(w)
    assert "Un titre à taire" in asked(w)[0]
    w.forum.thread(2, deleted=True)
    for _ in range(2):
        await w.reread()
        w.clock.advance(320)
    await w.settle()
    assert "à taire" not in "".join(said_in(w))


# more than a few a day


def day(number: int) -> str:
    return f"<p>À Forcalquier, vote de caméras de vidéosurveillance le {14 + number} décembre.</p>"


async def many(w: World) -> None:
    """Three votes are asked about; a fourth, and a link, are more than a day's."""
    for number in range(finds.MOST_A_DAY + 1):
        await post(w, 2 + number, day(number))
    await post(w, 9, "<p>Des caméras de vidéosurveillance à Manosque.</p>")


async def test_what_is_more_than_a_few_a_day_comes_in_one_message(w: World) -> None:
    await many(w)
    assert len([one for one in said_in(w) if "peut-être" in one]) == finds.MOST_A_DAY
    [digest] = asked(w)
    assert digest.splitlines()[0] == "💬 Aussi lu sur le forum aujourd’hui : 2 messages à vérifier"
    assert "1. Un vote à Forcalquier, jeudi 17 décembre" in digest
    assert "2. Un fil sur Manosque" in digest
    [sent] = sends(w, "💬 Aussi lu")
    assert [one.label for one in sent.message.buttons][:2] == ["1. Confirmer", "1. Écarter"]


async def test_what_is_answered_leaves_that_message(w: World) -> None:
    await many(w)
    [made] = await links(w)
    await linking.answer(w.deps, GIROUETTE, made.id, link_it=True)
    await w.settle()
    assert "Manosque" not in asked(w)[0]
    held = await w.deps.store.read(lambda tx: votes.of_owner(tx, COLLECTIVE))
    last = max(held, key=lambda one: one.sitting.day)
    await confirming.decide(w.deps, GIROUETTE, last.id, accept=True, organiser=True)
    await w.settle()
    assert asked(w) == ["💬 Aussi lu sur le forum aujourd’hui : tout est vérifié"]


async def test_the_next_day_has_its_own_questions(w: World) -> None:
    await many(w)
    w.clock.advance(24 * 3600 + 60)
    await post(w, 10, day(9))
    assert len([one for one in said_in(w) if "peut-être" in one]) == finds.MOST_A_DAY + 1


async def test_a_member_who_reports_one_of_them_takes_it_out_of_the_message(w: World) -> None:
    await many(w)
    done = await report(w, LINOTTE, when="jeudi 17 décembre à 18h", item="Fil 2", number="")
    assert done.vote.status is VoteStatus.REPORTED
    await w.settle()
    assert "Forcalquier" not in asked(w)[0]


async def test_a_forum_channel_takes_no_question_so_it_is_put_where_it_was_asked_for(
    w: World,
) -> None:
    forum = Listener(ChannelId("900"), Room.FORUM)
    w.forum.write(2, topic=3)
    await threads.follow(w.deps, f"{w.forum.url}/topic/3/fil", GIROUETTE, listener=forum)
    await post(w, 4, topic=3)
    [made] = [one for one in await links(w) if one.topic.number == 3]
    assert made.channel == ANNOUNCEMENTS
    assert asked(w)
