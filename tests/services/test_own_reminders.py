"""What people asked to be reminded of: kept, told in private, put off, and done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ids import ChannelId, MessageId, PersonId
from bot.domain.own_reminders import Own
from bot.domain.quiet import Quiet
from bot.domain.refusals import Reason, Refused
from bot.domain.reminders import ReminderState
from bot.ports.chat import Refusal, Rejected, Say
from bot.render import reminders as words
from bot.render.texts import texts
from bot.services import own_reminders as service
from bot.services import quieting, talking
from bot.services.own_reminders import MOST, Act, Wisher
from bot.services.reminders import Waker
from bot.services.talking import Heard
from bot.store import reminders
from bot.store.base import Tx
from tests.fakes import NOON
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World, world

MIMOSA = PersonId("2")
PRIVATE = ChannelId("900")
WISHER = Wisher(MIMOSA, PRIVATE, COLLECTIVE, ANNOUNCEMENTS, act="1")
HOUR = 3600


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        waker = Waker(made.deps)
        await waker.fire_due()
        yield made


async def remind(w: World, when: str = "à 14h", what: str = "appeler la mairie") -> Own:
    return await service.remind(w.deps, WISHER, when, what)


async def pass_(w: World, hours: float) -> list[str]:
    """What Vigie wrote to the person, after so long."""
    w.clock.advance(hours * HOUR)
    await w.alarms.ring()
    await w.settle()
    return [text.replace("\u202f", " ").replace("\xa0", " ") for text in w.chat.contents(PRIVATE)]


async def answer(w: World, own: Own, act: Act, person: PersonId = MIMOSA) -> str:
    told = await service.answer(w.deps, person, own.reminder.id, act)
    content = words.noted(told, texts("fr")).content
    return content.replace("\u202f", " ").replace("\xa0", " ")


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def states(w: World) -> list[str]:
    def work(tx: Tx) -> list[str]:
        return [state for (state,) in tx.execute("select state from reminders order by id")]

    return await w.deps.store.read(work)


async def test_it_comes_in_private_in_its_time(w: World) -> None:
    own = await remind(w)
    echo = words.noted(own, texts("fr")).content
    assert "mardi 24 novembre 2026 à 14h" in echo
    assert await pass_(w, 0.9) == []
    assert await pass_(w, 0.1) == ["⏰ Rappel : « appeler la mairie »"]
    assert w.chat.contents(ANNOUNCEMENTS) == []


async def test_one_hour_late_is_said_as_people_say_it(w: World) -> None:
    await remind(w)
    [told] = await pass_(w, 2)
    assert told.startswith("⏰ En retard d’une heure : « appeler la mairie »")


async def test_late_is_said(w: World) -> None:
    await remind(w)
    [told] = await pass_(w, 3)
    assert told.splitlines() == [
        "⏰ En retard de 2 heures : « appeler la mairie », prévu à 14h",
        "J’étais à l’arrêt. Pardon.",
    ]


async def test_later_than_a_day_the_day_is_said(w: World) -> None:
    await remind(w)
    [told] = await pass_(w, 24 * 7)
    assert told.startswith("⏰ En retard de 6 jours")
    assert "prévu mardi 24 novembre à 14h" in told


async def test_each_of_a_week_asleep_comes(w: World) -> None:
    await remind(w)
    await service.remind(w.deps, replace(WISHER, act="2"), "demain", "tracts")
    assert len(await pass_(w, 24 * 7)) == 2


async def test_the_same_command_handed_over_twice_is_kept_once(w: World) -> None:
    await asyncio.gather(remind(w), remind(w))
    assert await states(w) == ["pending"]


async def test_put_off_by_an_hour_it_comes_again(w: World) -> None:
    own = await remind(w)
    await pass_(w, 1)
    assert await answer(w, own, Act.HOUR) == (
        "C’est noté : mardi 24 novembre 2026 à 15h, je te rappelle en privé « appeler la mairie »."
    )
    assert len(await pass_(w, 0.5)) == 1
    assert len(await pass_(w, 0.5)) == 2


async def test_put_off_until_tomorrow_it_comes_at_its_hour(w: World) -> None:
    own = await remind(w)
    await pass_(w, 5)
    assert "mercredi 25 novembre 2026 à 14h" in await answer(w, own, Act.TOMORROW)
    assert len(await pass_(w, 19)) == 1
    assert len(await pass_(w, 1)) == 2


async def test_clicked_twice_it_is_put_off_once(w: World) -> None:
    own = await remind(w)
    await pass_(w, 1)
    first = await answer(w, own, Act.HOUR)
    w.clock.advance(90)
    assert await answer(w, own, Act.HOUR) == first
    assert len(await pass_(w, 2)) == 2


async def test_done_it_is_over_and_a_hasty_click_can_be_mended(w: World) -> None:
    own = await remind(w)
    await pass_(w, 1)
    assert await answer(w, own, Act.DONE) == "C’est fait : « appeler la mairie »."
    assert await answer(w, own, Act.DONE) == "C’est fait : « appeler la mairie »."
    await answer(w, own, Act.HOUR)
    assert len(await pass_(w, 1)) == 2


async def test_what_is_done_before_it_could_be_sent_is_not_sent(w: World) -> None:
    own = await remind(w)
    w.clock.advance(HOUR)
    await w.alarms.ring()
    await answer(w, own, Act.DONE)
    assert await pass_(w, 0) == []


async def test_cancelled_it_never_comes(w: World) -> None:
    own = await remind(w)
    assert await answer(w, own, Act.CANCEL) == "C’est annulé : « appeler la mairie »."
    assert await pass_(w, 2) == []
    assert await refused(answer(w, own, Act.HOUR)) is Reason.NO_REMINDER


async def test_nobody_touches_the_reminder_of_another(w: World) -> None:
    own = await remind(w)
    assert await refused(answer(w, own, Act.CANCEL, GIROUETTE.person)) is Reason.NO_REMINDER
    assert await refused(service.answer(w.deps, MIMOSA, 99, Act.DONE)) is Reason.NO_REMINDER


async def test_there_is_an_end_to_how_many_one_may_have(w: World) -> None:
    for n in range(MOST):
        await service.remind(w.deps, replace(WISHER, act=f"n{n}"), "demain", "tracts")
    assert await refused(remind(w)) is Reason.TOO_MANY_REMINDERS


async def test_closed_messages_are_told_of_where_it_was_asked_without_the_subject(w: World) -> None:
    await remind(w)
    w.chat.answers.append((Rejected(Refusal.CLOSED), False))
    assert await pass_(w, 1) == []
    [told] = w.chat.contents(ANNOUNCEMENTS)
    assert told.startswith("⏰ <@2>")
    assert "mairie" not in told
    assert await states(w) == ["missed"]
    [missed] = await service.listed(w.deps, MIMOSA)
    assert "pas arrivé" in words.listed([missed], texts("fr")).content


async def test_closed_messages_asked_for_in_private_are_told_of_nowhere(w: World) -> None:
    await service.remind(w.deps, replace(WISHER, asked_in=None), "à 14h", "tracts")
    w.chat.answers.append((Rejected(Refusal.CLOSED), False))
    assert await pass_(w, 1) == []
    assert w.chat.contents() == []


async def test_the_list_shows_what_is_to_come_with_a_button_each(w: World) -> None:
    first = await remind(w)
    await service.remind(w.deps, replace(WISHER, act="2"), "demain", "tracts")
    shown = words.listed(await service.listed(w.deps, MIMOSA), texts("fr"))
    assert "1. mardi 24 novembre 2026 à 14h" in shown.content
    assert "2. mercredi 25 novembre 2026 à 9h" in shown.content
    assert shown.buttons[0].action == f"vigie:reminder:cancel:{first.reminder.id}"


async def say(w: World, text: str, *, private: bool = False) -> Say:
    channel = PRIVATE if private else ANNOUNCEMENTS
    heard = Heard(MessageId("77"), channel, COLLECTIVE, text, MIMOSA, is_private=private)
    await talking.answer(w.deps, heard)
    await w.settle()
    said = w.chat.attempts[-1]
    assert isinstance(said, Say)
    return said


async def test_a_sentence_is_echoed_and_kept_once_confirmed(w: World) -> None:
    said = await say(w, "rappelle-moi demain soir : tracts")
    assert "Mercredi 25 novembre 2026 à 20h" in said.message.content
    [button] = said.message.buttons
    id_ = int(button.action.rpartition(":")[2])
    assert await pass_(w, 48) == []  # nobody confirmed
    w.clock.advance(-48 * HOUR)
    for _ in range(2):
        own = await service.confirm(w.deps, MIMOSA, PRIVATE, id_)
        assert own.reminder.state is ReminderState.PENDING
    assert await refused(service.confirm(w.deps, GIROUETTE.person, PRIVATE, id_)) is (
        Reason.NO_REMINDER
    )
    assert await pass_(w, 31) == ["⏰ Rappel : « tracts »"]


async def test_what_is_past_when_it_is_confirmed_is_refused(w: World) -> None:
    said = await say(w, "rappelle-moi à 14h : tracts")
    id_ = int(said.message.buttons[0].action.rpartition(":")[2])
    w.clock.advance(2 * HOUR)
    assert await refused(service.confirm(w.deps, MIMOSA, PRIVATE, id_)) is Reason.REMINDER_PAST


async def test_what_is_no_date_is_refused_with_the_reason(w: World) -> None:
    said = await say(w, "rappelle-moi hier : tracts")
    assert "passé" in said.message.content
    assert await states(w) == []


async def test_what_was_said_in_private_is_told_of_in_no_channel(w: World) -> None:
    said = await say(w, "rappelle-moi à 14h : tracts", private=True)
    id_ = int(said.message.buttons[0].action.rpartition(":")[2])
    one = await w.deps.store.read(lambda tx: reminders.get(tx, id_))
    assert one is not None
    assert one.asked_in is None


@pytest.mark.parametrize(("begins", "ends"), [("22h", "8h"), ("22:00", "08:00"), ("à 22h", "8 h")])
async def test_quiet_hours_are_said_as_hours_are(w: World, begins: str, ends: str) -> None:
    hours = quieting.understood(begins, ends, NOON, w.deps.settings.zone)
    assert (hours.begins.hour, hours.ends.hour) == (22, 8)


@pytest.mark.parametrize(
    "said", ["demain", "22", "lundi 22h", "jeudi", "jeudi 22h", " ", "bientôt", "14/12"]
)
async def test_what_is_no_hour_is_refused(w: World, said: str) -> None:
    with pytest.raises(Refused) as met:
        quieting.understood(said, "8h", NOON, w.deps.settings.zone)
    assert met.value.reason is Reason.NOT_AN_HOUR


async def test_quiet_hours_are_kept_and_given_up(w: World) -> None:
    hours = quieting.understood("22h", "8h", NOON, w.deps.settings.zone)
    await quieting.choose_for_person(w.deps, MIMOSA, hours)
    await quieting.choose_for_collective(w.deps, GIROUETTE, hours)
    assert await quieting.of_person(w.deps, MIMOSA) == hours
    assert await quieting.of_collective(w.deps, COLLECTIVE) == hours
    await quieting.choose_for_person(w.deps, MIMOSA, None)
    assert await quieting.of_person(w.deps, MIMOSA) is None


async def test_the_hour_that_somebody_chose_passes_their_quiet_hours(w: World) -> None:
    await quieting.choose_for_person(w.deps, MIMOSA, _all_day(w))
    await remind(w)
    assert len(await pass_(w, 1)) == 1


async def test_what_is_late_waits_for_their_morning(w: World) -> None:
    await quieting.choose_for_person(w.deps, MIMOSA, _all_day(w))
    await remind(w)
    assert await pass_(w, 1 + timedelta(minutes=10) / timedelta(hours=1)) == []


def _all_day(w: World) -> Quiet:
    return quieting.understood("9h", "8h", NOON, w.deps.settings.zone)


async def test_a_long_list_fits_in_a_message(w: World) -> None:
    for n in range(service.SHOWN + 5):
        await service.remind(w.deps, replace(WISHER, act=f"n{n}"), "demain", "*" * 200)
    shown = words.listed(await service.listed(w.deps, MIMOSA), texts("fr"))
    assert len(shown.content) <= 2000
    lines = [line for line in shown.content.splitlines() if line[:1].isdigit()]
    assert len(lines) == len(shown.buttons) > 5
