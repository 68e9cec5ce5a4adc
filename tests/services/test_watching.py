"""Cities that a channel or a person follows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.config import DiscordSettings
from bot.domain.hearing import Sees, everything
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode, Room
from bot.ports.chat import Refusal, Say
from bot.ports.forum import Trouble
from bot.services import talking, watching
from bot.services.talking import Heard
from bot.services.threads import Listener
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, GIROUETTE, World, world

MARSEILLE, NICE = "fr:13055", "fr:06088"
MIMOSA = PersonId("2")
IN_PRIVATE = ChannelId("900")
LISTENER = Listener(ANNOUNCEMENTS, Room.TEXT)


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.write(1)
        yield made


async def watch(w: World, said: str = MARSEILLE) -> None:
    await watching.watch(w.deps, said, MIMOSA, IN_PRIVATE)


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def news(w: World, number: int = 2) -> None:
    w.forum.write(number)
    await w.poll()
    await w.settle()


async def test_a_person_is_told_in_private_of_what_is_said_of_their_city(w: World) -> None:
    await watch(w)
    await news(w)
    [told] = w.chat.contents(IN_PRIVATE)
    assert "Bonjour 2" in told
    assert w.chat.contents(ANNOUNCEMENTS) == []


async def test_what_was_said_before_stays_unsaid(w: World) -> None:
    await watch(w)
    await w.poll()
    await w.settle()
    assert w.chat.contents() == []


async def test_another_citys_threads_are_not_told(w: World) -> None:
    await watch(w, NICE)
    await news(w)
    assert w.chat.contents() == []


async def test_a_person_may_stop_and_nothing_of_it_is_kept(w: World) -> None:
    await watch(w)
    await watching.unwatch(w.deps, MARSEILLE, MIMOSA)
    await news(w)
    assert w.chat.contents() == []
    rows = await w.deps.store.read(
        lambda tx: tx.execute("select count(*) from watches").fetchone()[0]
    )
    assert rows == 0
    assert await refused(watching.unwatch(w.deps, MARSEILLE, MIMOSA)) is Reason.NOT_WATCHED


async def test_a_stop_comes_before_what_was_planned(w: World) -> None:
    await watch(w)
    w.forum.write(2)
    await w.poll()
    await watching.unwatch(w.deps, MARSEILLE, MIMOSA)
    await w.settle()
    assert w.chat.contents() == []


async def test_a_city_is_followed_once_and_not_too_many_are(w: World) -> None:
    await watch(w)
    assert await refused(watch(w)) is Reason.ALREADY_WATCHED
    for commune in list(w.deps.registry)[: watching.MOST + 1]:
        if commune.code != MARSEILLE and len(await own(w)) < watching.MOST:
            await watch(w, commune.code)
    assert await refused(watch(w, "fr:12203")) is Reason.TOO_MANY_WATCHED


async def own(w: World) -> list[str]:
    found = await watching.followed(w.deps, None, MIMOSA)
    return [one.name for one in found.own]


async def test_a_deletion_on_the_forum_reaches_the_private_message(w: World) -> None:
    await watch(w)
    await news(w)
    w.forum.delete(2)
    await w.reread()
    await w.settle()
    told = w.chat.contents(IN_PRIVATE)[0]
    assert "retiré du forum" in told


async def test_a_forum_that_cannot_be_read_is_told_to_who_follows_for_themself(w: World) -> None:
    await watch(w)
    w.forum.trouble = Trouble.SERVER
    for _ in range(3):
        await w.poll()
        w.clock.advance(2 * 3600)
    await w.settle()
    [told] = w.chat.contents(IN_PRIVATE)
    assert "illisible" in told


@pytest.mark.parametrize("why", ["mute", "elsewhere"])
async def test_a_forum_that_cannot_be_read_is_not_told_to_who_wants_to_hear_nothing(
    w: World, why: str
) -> None:
    await w.listen(MARSEILLE, mode=Mode.MUTE if why == "mute" else None)
    if why == "elsewhere":
        served = DiscordSettings(guilds=["77"])
        settings = w.deps.settings.model_copy(update={"discord": served})
        w = replace(w, deps=replace(w.deps, settings=settings))
    w.forum.trouble = Trouble.SERVER
    for _ in range(3):
        await w.poll()
        w.clock.advance(2 * 3600)
    w.forum.trouble = None
    await w.poll()
    await w.settle()
    assert w.chat.contents() == []


async def test_a_channel_follows_a_city_for_its_collective(w: World) -> None:
    await watching.follow(w.deps, "Marseille", GIROUETTE, LISTENER)
    found = await watching.followed(w.deps, COLLECTIVE, MIMOSA)
    assert [(one.channel, one.title) for one in found.channels] == [
        (ANNOUNCEMENTS, "Marseille (Bouches-du-Rhône)")
    ]
    await news(w)
    assert len(w.chat.contents(ANNOUNCEMENTS)) == 1


async def test_several_collectives_follow_a_city_and_one_several_cities(w: World) -> None:
    others = Listener(ChannelId("700"), Room.TEXT)
    other = type(GIROUETTE)(PersonId("7"), ChannelId("700"), CollectiveId("70"))
    await watching.follow(w.deps, MARSEILLE, GIROUETTE, LISTENER)
    await watching.follow(w.deps, NICE, GIROUETTE, LISTENER)
    await watching.follow(w.deps, MARSEILLE, other, others)
    await news(w)
    assert len(w.chat.contents(ANNOUNCEMENTS)) == len(w.chat.contents(ChannelId("700"))) == 1


async def test_stopping_concerns_the_very_channel_where_it_is_said(w: World) -> None:
    for channel in (ANNOUNCEMENTS, DISCUSSION):
        await watching.follow(w.deps, MARSEILLE, GIROUETTE, Listener(channel, Room.TEXT))
    assert await watching.is_followed_here(w.deps, MARSEILLE, GIROUETTE)
    stopped = await watching.unfollow(w.deps, MARSEILLE, GIROUETTE)
    assert stopped is not None
    assert stopped.channel == ANNOUNCEMENTS
    assert not await watching.is_followed_here(w.deps, MARSEILLE, GIROUETTE)
    assert await watching.unfollow(w.deps, MARSEILLE, GIROUETTE) is None
    left = await watching.followed(w.deps, COLLECTIVE, MIMOSA)
    assert [one.channel for one in left.channels] == [DISCUSSION]


async def test_what_the_channel_and_oneself_follow_is_offered_to_be_stopped(w: World) -> None:
    await watching.follow(w.deps, MARSEILLE, GIROUETTE, LISTENER)
    await watching.follow(w.deps, "fr:69123", GIROUETTE, Listener(DISCUSSION, Room.TEXT))
    await watch(w, NICE)
    for typed, names in [("", ["Marseille", "Nice"]), ("marse", ["Marseille"]), ("x", [])]:
        found = await watching.suggested(w.deps, typed, COLLECTIVE, ANNOUNCEMENTS, MIMOSA)
        assert [one.name for one in found] == names


async def test_where_nothing_is_typed_the_cities_of_ones_own_are_proposed_first(w: World) -> None:
    async def proposed(sees: Sees = everything) -> list[str]:
        found = await watching.at_first(w.deps, COLLECTIVE, MIMOSA, sees)
        assert len(found) == 25
        return [one.name for one in found[:2]]

    assert await proposed() == ["Paris", "Marseille"]
    await watching.follow(w.deps, "fr:04088", GIROUETTE, LISTENER)
    assert await proposed() == ["Forcalquier", "Paris"]
    assert await proposed(lambda channel: False) == ["Paris", "Marseille"]
    await watch(w, NICE)
    assert await proposed(lambda channel: False) == ["Nice", "Paris"]


async def test_who_cannot_be_written_to_is_told_so_in_their_list(w: World) -> None:
    await watch(w)
    w.chat.refuses = {Say: Refusal.CLOSED}
    await news(w)
    found = await watching.followed(w.deps, COLLECTIVE, MIMOSA)
    assert found.unreached == {MARSEILLE}


async def test_a_city_is_not_watched_where_no_forum_was_ever_read(w: World) -> None:
    w.forum.trouble = Trouble.SERVER
    assert await refused(watch(w)) is Reason.TOPIC_UNREADABLE
    assert await own(w) == []


async def ask(w: World, text: str, collective: CollectiveId | None = COLLECTIVE) -> str:
    channel = ANNOUNCEMENTS if collective else IN_PRIVATE
    heard = Heard(MessageId(str(9000 + len(w.chat.kept))), channel, collective, text, MIMOSA)
    await talking.answer(w.deps, heard)
    await w.settle()
    return w.chat.contents()[-1]


@pytest.mark.parametrize("text", ["qu'est-ce qui se passe chez nous ?", "chez nous ?"])
async def test_our_city_is_the_one_that_the_collective_follows(w: World, text: str) -> None:
    assert "Aucune ville n’est suivie ici" in await ask(w, text)
    await watching.follow(w.deps, MARSEILLE, GIROUETTE, LISTENER)
    assert (await ask(w, text)).startswith("Marseille (Bouches-du-Rhône)")
    await watching.follow(w.deps, NICE, GIROUETTE, LISTENER)
    assert "Laquelle" in await ask(w, text)


async def test_in_private_our_city_is_the_persons_own(w: World) -> None:
    await watch(w, NICE)
    assert (await ask(w, "et chez nous ?", None)).startswith("Nice (")


REPORT = "Signaler un vote"


def labels(w: World, place: ChannelId) -> list[str]:
    """The buttons of the last answer in a channel."""
    said = [one for one in w.chat.attempts if isinstance(one, Say) and one.place == place]
    return [one.label for one in said[-1].message.buttons]


async def card_of_marseille(w: World, channel: ChannelId, collective: CollectiveId | None) -> str:
    number = len(w.chat.attempts)
    heard = Heard(MessageId(f"8{number}"), channel, collective, "où en est Marseille ?", MIMOSA)
    await talking.answer(w.deps, heard)
    await w.settle()
    return w.chat.contents(channel)[-1]


async def test_a_channel_that_follows_a_city_is_told_so_rather_than_offered_to(w: World) -> None:
    assert "Ce salon suit" not in await card_of_marseille(w, ANNOUNCEMENTS, COLLECTIVE)
    assert labels(w, ANNOUNCEMENTS) == ["Suivre Marseille", REPORT]
    await watching.follow(w.deps, MARSEILLE, GIROUETTE, LISTENER)
    assert "-# Ce salon suit cette ville." in await card_of_marseille(w, ANNOUNCEMENTS, COLLECTIVE)
    assert labels(w, ANNOUNCEMENTS) == [REPORT]
    assert "Ce salon suit" not in await card_of_marseille(w, DISCUSSION, COLLECTIVE)
    assert labels(w, DISCUSSION) == ["Suivre Marseille", REPORT]


async def test_a_person_who_follows_a_city_is_offered_to_stop(w: World) -> None:
    await watch(w)
    assert "-# Tu suis cette ville en privé." in await card_of_marseille(w, IN_PRIVATE, None)
    assert labels(w, IN_PRIVATE) == ["Ne plus suivre Marseille", REPORT]
    await watching.unwatch(w.deps, MARSEILLE, MIMOSA)
    assert "Tu suis" not in await card_of_marseille(w, IN_PRIVATE, None)
    assert labels(w, IN_PRIVATE) == ["Suivre Marseille", REPORT]


async def test_who_is_in_several_collectives_is_asked_whose_card_and_nothing_tells_which(
    w: World,
) -> None:
    heard = Heard(
        *(MessageId("8"), IN_PRIVATE, None, "où en sont Nice et Marseille ?", MIMOSA),
        of_several=True,
    )
    await talking.answer(w.deps, heard)
    await w.settle()
    assert ["plusieurs collectifs" in one for one in w.chat.contents(IN_PRIVATE)] == [True, True]
    assert labels(w, IN_PRIVATE) == ["Suivre Marseille", REPORT, "La fiche d’un collectif"]
    query = "select facts from deliveries order by id"
    facts = await w.deps.store.read(lambda tx: tx.execute(query).fetchall())
    assert facts == [(f'{{"city": "{city}", "whose": "several"}}',) for city in (NICE, MARSEILLE)]
