"""What cannot be said in a channel is told to the organisers in another, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.alerts import Draft, DraftState, Once, Plan
from bot.domain.ids import ChannelId
from bot.domain.refusals import Refused
from bot.domain.routing import Room
from bot.ports.chat import Refusal
from bot.render import why as why_words
from bot.render.texts import texts
from bot.services import alert_turns, threads, why
from bot.services.reminders import Waker
from bot.services.threads import Listener
from bot.store import alerts
from bot.store.base import Tx
from tests.services.vote_world import (
    DISCUSSIONS,
    FORCALQUIER,
    MIMOSA,
    announced,
    calm,
    confirm,
    report,
    said_in,
)
from tests.services.vote_world import follow as follow_here
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World, world

OFFICE = ChannelId("300")  # where organisers type their commands


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def follow(w: World, *, asked_in: ChannelId = OFFICE) -> None:
    w.forum.write(1)
    asker = replace(GIROUETTE, channel=asked_in)
    listener = Listener(ANNOUNCEMENTS, Room.TEXT)
    await threads.follow(w.deps, FORCALQUIER, asker, listener=listener)


def close(w: World, *channels: ChannelId) -> None:
    """A right to write there is missing from now on."""
    w.chat.refuse_in |= dict.fromkeys(channels, Refusal.NO_RIGHT)


def warnings(w: World, channel: ChannelId) -> list[str]:
    return [one for one in said_in(w, channel) if one.startswith("⚠️")]


async def announce(w: World, **said: str) -> None:
    done = await report(w, **said)
    await confirm(w, done.vote.id)
    await calm(w)


async def test_a_vote_that_may_not_be_said_is_told_to_the_organisers_where_they_are(
    w: World,
) -> None:
    await follow(w)
    close(w, ANNOUNCEMENTS)
    await announce(w)
    [told] = warnings(w, OFFICE)
    assert told == (
        "⚠️ Je ne peux pas écrire dans <#100> : un droit manque\n"
        "N’y est pas arrivé : le vote à Forcalquier, lundi 14 décembre à 18h30. "
        "Modifier le salon > Permissions > Vigie > « Voir le salon » et « Envoyer des messages ». "
        "Je réessaie pendant un jour."
    )
    assert warnings(w, DISCUSSIONS) == []


async def test_it_is_told_once_a_day_whatever_fails_and_however_often(w: World) -> None:
    await follow(w)
    close(w, ANNOUNCEMENTS)
    await announce(w)
    await announce(w, item="drones", number="3")
    for _ in range(30):
        w.clock.advance(600)
        await calm(w)
    assert len(warnings(w, OFFICE)) == 1
    w.clock.advance(timedelta(days=1).total_seconds())
    await announce(w, item="Achat de bornes", number="4")
    assert len(warnings(w, OFFICE)) == 2


async def test_where_that_cannot_be_said_either_another_place_is_tried_and_then_nothing(
    w: World,
) -> None:
    await follow(w)
    close(w, ANNOUNCEMENTS, OFFICE)
    await announce(w)
    assert len(warnings(w, DISCUSSIONS)) == 1  # where it was reported
    close(w, DISCUSSIONS)
    w.clock.advance(timedelta(days=2).total_seconds())
    before = len(w.chat.attempts)
    await announce(w, item="drones", number="3")
    for _ in range(10):
        w.clock.advance(600)
        await calm(w)
    assert len(warnings(w, DISCUSSIONS)) == 1
    assert len(w.chat.attempts) - before < 60


async def test_a_channel_that_is_gone_is_named_with_what_to_do(w: World) -> None:
    await follow(w)
    w.chat.gone.add(ANNOUNCEMENTS)
    await announce(w)
    [told] = warnings(w, OFFICE)
    assert told == (
        "⚠️ Un salon n’existe plus (<#100>) : je ne peux rien y écrire\n"
        "N’y est pas arrivé : le vote à Forcalquier, lundi 14 décembre à 18h30. "
        "Pour un autre salon : `/ville suivre`."
    )


async def test_what_waits_for_a_right_goes_out_once_it_is_given(w: World) -> None:
    await follow(w)
    close(w, ANNOUNCEMENTS)
    await announce(w)
    w.chat.refuse_in.clear()
    w.clock.advance(600)
    await w.settle()
    assert [one for one in said_in(w) if one.startswith("🗳️ Vote vidéosurveillance")]
    assert len(warnings(w, OFFICE)) == 1


async def test_why_tells_of_a_channel_what_did_not_arrive_there(w: World) -> None:
    await follow(w)
    await announced(w)
    assert "tout y est arrivé" in await told_why(w, "<#100>")
    close(w, ANNOUNCEMENTS)
    await announce(w, item="drones", number="3")
    link = f"https://discord.com/channels/{COLLECTIVE}/{ANNOUNCEMENTS}"
    assert await told_why(w, link) == (
        "Ce que j’en sais :\n"
        "- C’est un vote d’une ville suivie dans <#100>\n"
        "- <#100> : message en attente, car un droit me manque dans ce salon ; "
        "prochain essai le 24 novembre à 13h"
    )


async def test_why_tells_nothing_of_a_channel_that_the_asker_does_not_see(w: World) -> None:
    await follow(w)
    with pytest.raises(Refused):
        await told_why(w, "<#100>", sees=lambda _: False)


async def told_why(w: World, link: str, sees: why.Sees = lambda _: True) -> str:
    steps = await why.explain(w.deps, link, why.Viewer(COLLECTIVE, sees))
    said = why_words.why(steps, texts("fr"), w.deps.settings.zone).content
    return said.replace("\u00a0", " ").replace("\u202f", " ")


async def test_a_reminder_that_may_not_be_said_is_told_too(w: World) -> None:
    await follow_here(w)
    waker = Waker(w.deps)
    await waker.fire_due()
    await announced(w)
    close(w, ANNOUNCEMENTS)
    w.clock.advance(timedelta(days=14).total_seconds())
    await waker.fire_due()
    await calm(w)
    [told] = warnings(w, DISCUSSIONS)
    assert "le rappel du vote à Forcalquier, lundi 14 décembre à 18h30" in told


async def test_an_alert_that_may_not_be_said_is_told_without_its_words(w: World) -> None:
    await follow(w)
    quiet = ChannelId("400")
    at = w.clock.now().astimezone(w.deps.settings.zone) + timedelta(hours=2)

    def schedule(tx: Tx) -> None:
        plan = Plan("Réunion secrète", quiet, Once(at.replace(tzinfo=None)), w.deps.settings.zone)
        draft = Draft(1, COLLECTIVE, MIMOSA.person, plan, DraftState.OPEN, None, 1)
        alert_turns.set_next(tx, alerts.add(tx, draft, w.clock.now()), w.clock.now())

    await w.deps.store.write(schedule)
    close(w, quiet)
    waker = Waker(w.deps)
    w.clock.advance(2 * 3600)
    await waker.fire_due()
    await calm(w)
    [told] = warnings(w, OFFICE)
    assert told.startswith("⚠️ Je ne peux pas écrire dans <#400> : un droit manque\n")
    assert "l’alerte de mardi 24 novembre à 15h (`/alerte liste`)" in told
    assert "secrète" not in told
