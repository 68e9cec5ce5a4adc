"""Alerts: shown before anything is scheduled, announced once each, changed by who has seen them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.alerts import AlertState
from bot.domain.ids import CollectiveId, PersonId
from bot.domain.quiet import Quiet
from bot.domain.refusals import Reason, Refused
from bot.render import alerts as words
from bot.render.texts import texts
from bot.services import alert_choices, alert_drafts, alert_turns, alerts, quieting
from bot.services.alert_drafts import MOST, Preview, Wanted
from bot.services.alerts import Changed
from bot.services.asking import Asker
from bot.services.reminders import Waker
from bot.store import alerts as stored
from bot.store import reminders
from bot.store.base import Tx
from tests.fakes import NOON
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, GIROUETTE, World, world

BASILE = Asker(PersonId("3"), ANNOUNCEMENTS, COLLECTIVE)
THURSDAYS = "tous les premiers jeudis à 19h sauf août"
MEETING = "Réunion du collectif à 20h."


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        waker = Waker(made.deps)
        await waker.fire_due()
        yield made


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


async def draft(w: World, when: str = THURSDAYS, text: str = MEETING) -> Preview:
    return await alert_drafts.draft(w.deps, GIROUETTE, text, ANNOUNCEMENTS, when)


async def schedule(w: World, when: str = "tous les jours à 14h", text: str = MEETING) -> Changed:
    shown = await draft(w, when, text)
    return await alerts.confirm(w.deps, GIROUETTE, shown.draft.id)


def shown(preview: Preview, locale: str = "fr") -> list[str]:
    message = words.preview(preview.draft, preview.ahead, preview.now, texts(locale))
    return plain(message.content).splitlines()


async def at(w: World, when: datetime) -> list[str]:
    """What the channel reads of Vigie's, once the clock came there."""
    w.clock.advance((when - w.clock.now()).total_seconds())
    await w.alarms.ring()
    await w.settle()
    return [plain(text) for text in w.chat.contents(ANNOUNCEMENTS)]


async def days_on(w: World, days: float) -> list[str]:
    return await at(w, w.clock.now() + timedelta(days=days))


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def waiting(w: World) -> list[tuple[str, str]]:
    """The state and the instant of every reminder of an alert."""

    def work(tx: Tx) -> list[tuple[str, str]]:
        rows = tx.execute("select state, occurs from reminders where noun = 'alert' order by id")
        return [(state, occurs) for state, occurs in rows]

    return await w.deps.store.read(work)


async def history(w: World) -> list[tuple[str, str | None, str, str | None]]:
    def work(tx: Tx) -> list[tuple[str, str | None, str, str | None]]:
        rows = tx.execute(
            "select noun, before, after, by from changes where noun like 'alert%' order by id"
        )
        return [tuple(row) for row in rows]

    return await w.deps.store.read(work)


class TestThePreview:
    async def test_it_shows_the_next_three_in_full_and_schedules_nothing(self, w: World) -> None:
        preview = await draft(w)
        assert shown(preview) == [
            "Rien n'est programmé. Dans <#100> : « Réunion du collectif à 20h. »",
            "Le premier jeudi du mois à 19h, sauf août :",
            "1. jeudi 3 décembre 2026 à 19h",
            "2. jeudi 7 janvier 2027 à 19h",
            "3. jeudi 4 février 2027 à 19h",
        ]
        message = words.preview(preview.draft, preview.ahead, preview.now, texts("fr"))
        assert [one.label for one in message.buttons] == ["Programmer", "Modifier", "Annuler"]
        assert await waiting(w) == []
        assert await days_on(w, 400) == []

    async def test_once_is_said_once(self, w: World) -> None:
        assert shown(await draft(w, "jeudi à 19h"))[1:] == [
            "Une seule fois : jeudi 26 novembre 2026 à 19h"
        ]
        assert shown(await draft(w, "jeudi à 19h"), "en") == [
            "Nothing is scheduled. In <#100>: “Réunion du collectif à 20h.”",
            "Only once: Thursday 26 November 2026 at 19:00",
        ]

    async def test_it_says_that_nobody_is_pinged(self, w: World) -> None:
        said = shown(await draft(w, text="@everyone et <@&12>, réunion !"))[-1]
        assert said.startswith("⚠️ ")
        assert said.endswith(" s'affichera, mais ne fera sonner personne.")
        assert "<@&12>" in said
        assert "⚠️" not in "".join(shown(await draft(w)))

    async def test_what_is_no_date_is_refused_with_its_reason(self, w: World) -> None:
        assert await refused(draft(w, "bientôt")) is Reason.DATE_UNKNOWN
        assert await refused(draft(w, "hier")) is Reason.DATE_PAST
        assert await refused(draft(w, "tous les mois le 31")) is Reason.RECURRENCE_NOT_EVERY
        assert await refused(draft(w, text="  ")) is Reason.ALERT_BLANK
        assert await refused(draft(w, text="\u200b\u3164")) is Reason.ALERT_BLANK
        assert await refused(draft(w, text="a" * 1501)) is Reason.ALERT_LONG

    async def test_dropped_it_can_no_longer_be_scheduled(self, w: World) -> None:
        preview = await draft(w)
        await alert_drafts.drop(w.deps, BASILE, preview.draft.id)
        confirming = alerts.confirm(w.deps, GIROUETTE, preview.draft.id)
        assert await refused(confirming) is Reason.ALERT_DROPPED
        assert await history(w) == []

    async def test_a_date_that_passed_before_it_was_confirmed_is_refused(self, w: World) -> None:
        preview = await draft(w, "demain à 9h")
        w.clock.advance(2 * 86400)
        confirming = alerts.confirm(w.deps, GIROUETTE, preview.draft.id)
        assert await refused(confirming) is Reason.ALERT_PAST

    async def test_the_same_interaction_makes_one_draft(self, w: World) -> None:
        asker = replace(GIROUETTE, act="77")
        made = [
            await alert_drafts.draft(w.deps, asker, MEETING, ANNOUNCEMENTS, THURSDAYS)
            for _ in range(2)
        ]
        assert made[0].draft == made[1].draft

    async def test_another_collectives_is_unknown(self, w: World) -> None:
        preview = await draft(w)
        elsewhere = replace(BASILE, collective=CollectiveId("11"))
        assert await refused(alerts.confirm(w.deps, elsewhere, preview.draft.id)) is Reason.NO_ALERT


class TestAnnouncing:
    async def test_each_occurrence_is_announced_and_sets_the_next(self, w: World) -> None:
        await schedule(w)  # at 14h; it is 13h
        assert await at(w, NOON + timedelta(minutes=59)) == []
        assert await at(w, NOON + timedelta(hours=1)) == [MEETING]
        assert [state for state, _ in await waiting(w)] == ["fired", "pending"]
        assert await days_on(w, 1) == [MEETING] * 2

    async def test_once_it_is_done(self, w: World) -> None:
        made = await schedule(w, "aujourd'hui à 14h")
        assert await at(w, NOON + timedelta(hours=1)) == [MEETING]
        assert await days_on(w, 30) == [MEETING]
        kept = await w.deps.store.read(lambda tx: stored.get(tx, made.alert.id))
        assert kept is not None
        assert kept.state is AlertState.DONE

    async def test_confirmed_twice_it_is_scheduled_once(self, w: World) -> None:
        preview = await draft(w, "tous les jours à 14h")
        both = (alerts.confirm(w.deps, one, preview.draft.id) for one in (GIROUETTE, BASILE))
        first, second = await asyncio.gather(*both)
        assert first.alert == second.alert
        assert await at(w, NOON + timedelta(hours=1)) == [MEETING]

    async def test_19h_stays_19h_when_clocks_change(self, w: World) -> None:
        await schedule(w, "tous les dimanches à 19h, 20 fois")
        for _ in range(20):
            await days_on(w, 7)
        hours = {datetime.fromisoformat(occurs).hour for _, occurs in await waiting(w)}
        assert hours == {17, 18}

    async def test_late_it_is_said(self, w: World) -> None:
        await schedule(w)
        assert await at(w, NOON + timedelta(hours=3)) == [
            f"⏰ En retard de 2 heures, prévu à 14h :\n{MEETING}"
        ]

    async def test_the_day_after_it_is_withheld_and_said(self, w: World) -> None:
        await schedule(w, "aujourd'hui à 19h")
        assert await at(w, NOON + timedelta(days=1)) == [
            "⏰ C'était hier : « Réunion du collectif à 20h. », mardi 24 novembre à 19h\n"
            "Je n'ai pas pu l'annoncer à l'heure. Pardon."
        ]

    async def test_after_a_week_asleep_one_word_is_said_and_the_rest_comes_in_time(
        self, w: World
    ) -> None:
        await schedule(w)
        [told] = await days_on(w, 7)
        assert told == (
            "⏰ C'était mardi 24 novembre à 14h : « Réunion du collectif à 20h. »\n"
            "Je n'ai pas pu l'annoncer à l'heure. Pardon. 6 autres annonces sont passées depuis."
        )
        assert (await at(w, NOON + timedelta(days=7, hours=1)))[1:] == [MEETING]
        assert (await days_on(w, 1))[2:] == [MEETING]

    async def test_back_just_after_todays_it_is_announced_late_and_the_older_are_counted(
        self, w: World
    ) -> None:
        await schedule(w)
        assert await at(w, NOON + timedelta(days=1, hours=1, minutes=10)) == [
            f"⏰ En retard de 10 minutes, prévu à 14h :\n{MEETING}\n"
            "-# 1 annonce d'avant n'a pas pu partir."
        ]
        assert [state for state, _ in await waiting(w)] == ["withheld", "fired", "pending"]
        assert (await at(w, NOON + timedelta(days=2, hours=1)))[1:] == [MEETING]

    async def test_back_right_on_time_only_the_older_are_said_to_be_missed(self, w: World) -> None:
        await schedule(w)
        assert await at(w, NOON + timedelta(days=2, hours=1)) == [
            f"{MEETING}\n-# 2 annonces d'avant n'ont pas pu partir."
        ]

    async def test_after_a_week_asleep_todays_is_still_announced(self, w: World) -> None:
        await schedule(w)
        [told] = await at(w, NOON + timedelta(days=7, hours=2))
        assert told.startswith(f"⏰ En retard de 1 heure, prévu à 14h :\n{MEETING}")
        assert told.endswith("7 annonces d'avant n'ont pas pu partir.")

    async def test_a_weekly_one_is_announced_late_too(self, w: World) -> None:
        await schedule(w, "tous les mardis à 14h")
        [told] = await at(w, NOON + timedelta(days=7, hours=1, minutes=10))
        assert told.startswith(f"⏰ En retard de 10 minutes, prévu à 14h :\n{MEETING}")

    async def test_after_two_years_asleep_todays_is_found(self, w: World) -> None:
        await schedule(w)
        [told] = await at(w, datetime(2028, 11, 24, 13, 10, tzinfo=UTC))
        assert told.startswith(f"⏰ En retard de 10 minutes, prévu à 14h :\n{MEETING}")

    async def test_todays_that_falls_in_quiet_hours_waits_with_the_older(self, w: World) -> None:
        await quieting.choose_for_collective(w.deps, GIROUETTE, Quiet(time(22), time(7)))
        await schedule(w, "tous les jours à 21h")
        assert await at(w, NOON + timedelta(days=1, hours=10)) == []
        [told] = await at(w, NOON + timedelta(days=1, hours=18, minutes=1))
        assert "1 autre annonce est passée depuis." in told

    async def test_who_wakes_twice_announces_once(self, w: World) -> None:
        await schedule(w)
        w.clock.advance(3600)
        waker = Waker(w.deps)
        await asyncio.gather(waker.fire_due(), w.alarms.ring(), waker.fire_due())
        await w.settle()
        assert w.chat.contents(ANNOUNCEMENTS) == [MEETING]

    async def test_a_clock_that_goes_back_repeats_nothing(self, w: World) -> None:
        await schedule(w)
        await at(w, NOON + timedelta(hours=1))
        w.clock.advance(-1800)
        await w.alarms.ring()
        assert await at(w, NOON + timedelta(hours=1, minutes=1)) == [MEETING]


class TestChanging:
    async def test_the_second_of_two_editors_is_told(self, w: World) -> None:
        made = await schedule(w)
        chosen = alert_choices.value_of(made.alert)
        one = await alert_drafts.redraft(w.deps, GIROUETTE, chosen, Wanted(text="Salle 2"))
        other = await alert_drafts.redraft(w.deps, BASILE, chosen, Wanted(text="Salle 3"))
        assert shown(one)[0] == "Rien n'est changé. Dans <#100> : « Salle 2 »"
        await alerts.confirm(w.deps, GIROUETTE, one.draft.id)
        assert await refused(alerts.confirm(w.deps, BASILE, other.draft.id)) is Reason.ALERT_CHANGED
        assert await at(w, NOON + timedelta(hours=1)) == ["Salle 2"]

    async def test_two_who_skip_at_once_skip_one(self, w: World) -> None:
        made = await schedule(w)
        chosen = alert_choices.value_of(made.alert)
        both = (alerts.skip(w.deps, one, chosen) for one in (GIROUETTE, BASILE))
        done = await asyncio.gather(*both, return_exceptions=True)
        assert [type(one) for one in done] == [Changed, Refused]
        assert await days_on(w, 0.5) == []
        assert await at(w, NOON + timedelta(days=1, hours=1)) == [MEETING]

    async def test_a_skipped_one_is_told_with_the_next(self, w: World) -> None:
        await schedule(w)
        done = await alerts.skip(w.deps, GIROUETTE, "réunion")
        assert done.skipped is not None
        assert done.next is not None
        said = words.skipped(done.alert, done.skipped, done.next, texts("fr")).content
        assert plain(said) == (
            "✏️ Pas d'alerte mardi 24 novembre 2026 à 14h : « Réunion du collectif à 20h. ». "
            "La prochaine : mercredi 25 novembre 2026 à 14h."
        )

    async def test_the_only_one_is_not_skipped(self, w: World) -> None:
        await schedule(w, "demain à 9h")
        assert await refused(alerts.skip(w.deps, GIROUETTE, "réunion")) is Reason.ALERT_ONCE
        await schedule(w, "tous les jours à 9h, 1 fois", "La dernière")
        assert await refused(alerts.skip(w.deps, GIROUETTE, "dernière")) is Reason.ALERT_ONCE

    async def test_paused_it_is_silent_until_it_is_resumed(self, w: World) -> None:
        await schedule(w)
        await alerts.pause(w.deps, GIROUETTE, "réunion")
        assert await days_on(w, 5) == []
        resumed = await alerts.resume(w.deps, BASILE, "réunion")
        assert resumed.next is not None
        assert await at(w, resumed.next.instant) == [MEETING]

    async def test_deleted_its_history_stays(self, w: World) -> None:
        await schedule(w)
        await alerts.delete(w.deps, BASILE, "réunion")
        assert await days_on(w, 5) == []
        assert await history(w) == [
            ("alert", None, "scheduled", "1"),
            ("alert", "scheduled", "deleted", "3"),
        ]
        assert await refused(alerts.resume(w.deps, GIROUETTE, "réunion")) is Reason.NO_ALERT

    async def test_what_was_deleted_before_it_left_is_not_said(self, w: World) -> None:
        await schedule(w)
        w.clock.advance(3600)
        await w.alarms.ring()
        await alerts.delete(w.deps, BASILE, "réunion")
        await w.settle()
        assert w.chat.contents(ANNOUNCEMENTS) == []

    async def test_another_time_another_channel(self, w: World) -> None:
        made = await schedule(w)
        wanted = Wanted(when="tous les jours à 15h", channel=DISCUSSION)
        preview = await alert_drafts.redraft(w.deps, GIROUETTE, "réunion", wanted)
        changed = await alerts.confirm(w.deps, GIROUETTE, preview.draft.id)
        assert changed.alert.version == made.alert.version + 1
        assert await at(w, NOON + timedelta(hours=1)) == []
        await at(w, NOON + timedelta(hours=2))
        assert w.chat.contents(DISCUSSION) == [MEETING]
        assert [(noun, by) for noun, _, _, by in await history(w)][1:] == [
            ("alert:channel", "1"),
            ("alert:schedule", "1"),
        ]

    async def test_a_draft_is_changed_into_another(self, w: World) -> None:
        preview = await draft(w)
        chosen = alert_choices.value_of(preview.draft)
        changed = await alert_drafts.redraft(w.deps, GIROUETTE, chosen, Wanted(when="lundi à 9h"))
        assert changed.draft.plan.text == MEETING
        old = alerts.confirm(w.deps, GIROUETTE, preview.draft.id)
        assert await refused(old) is Reason.ALERT_DROPPED
        done = await alerts.confirm(w.deps, GIROUETTE, changed.draft.id)
        assert done.was_new

    async def test_handed_over_it_belongs_to_who_may_look_after_it(self, w: World) -> None:
        await schedule(w)
        giving = alerts.hand_over(w.deps, GIROUETTE, "réunion", BASILE.person, organiser=False)
        assert await refused(giving) is Reason.NOT_AN_ORGANISER
        done = await alerts.hand_over(w.deps, GIROUETTE, "réunion", BASILE.person, organiser=True)
        assert done.alert.owner == BASILE.person
        [held] = await alerts.listed(w.deps, BASILE)
        said = words.listed([(held.alert, held.next)], held.now, texts("fr")).content
        assert plain(said).splitlines() == [
            "1 alerte :",
            "- mardi 24 novembre 2026 à 14h : « Réunion du collectif à 20h. » dans <#100>, "
            "chaque jour à 14h (<@3>)",
        ]

    async def test_they_are_listed_by_their_day_and_what_is_paused_last(self, w: World) -> None:
        await schedule(w, "tous les jours à 9h", "suspendue")
        await alerts.pause(w.deps, GIROUETTE, "suspendue")
        for when in ("vendredi à 9h", "mercredi à 9h", "jeudi à 9h"):
            await schedule(w, when, when.split()[0])
        held = await alerts.listed(w.deps, GIROUETTE)
        order = [one.alert.plan.text for one in held]
        assert order == ["mercredi", "jeudi", "vendredi", "suspendue"]

    async def test_there_is_an_end_to_how_many(self, w: World) -> None:
        for number in range(MOST):
            await schedule(w, text=f"Alerte {number}")
        assert await refused(draft(w)) is Reason.TOO_MANY_ALERTS


async def test_an_hour_that_is_skipped_is_announced_an_hour_later(w: World) -> None:
    await at(w, datetime(2027, 3, 27, 12, tzinfo=UTC))
    await schedule(w, "chaque jour à 2h30")
    assert await at(w, datetime(2027, 3, 28, 1, 29, tzinfo=UTC)) == []
    assert await at(w, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)) == [MEETING]
    assert (await waiting(w))[-1] == ("pending", "2027-03-29T00:30:00.000000+00:00")


async def test_the_reminders_are_those_of_the_alert(w: World) -> None:
    made = await schedule(w)
    kept = await w.deps.store.read(lambda tx: reminders.of(tx, alert_turns.about(made.alert)))
    assert [one.occurs for one in kept] == [NOON + timedelta(hours=1)]
