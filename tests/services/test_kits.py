"""A kit is shown, adapted, and made in one go, once; its days follow the sitting."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.domain.refusals import Reason
from bot.domain.tasks import TaskStatus
from bot.ports.chat import Amend, Say
from bot.render import kits as words
from bot.render.kits import KitCard
from bot.render.texts import texts
from bot.services import kits, known_tasks, tallying, tasks, vote_changes
from bot.services.kits import Wanted
from bot.services.reminders import Waker
from tests.services.task_world import PRIVATE, acting, plain, refused, rows, shown
from tests.services.vote_world import (
    FORCALQUIER,
    MIMOSA,
    OTHERS,
    announced,
    said_in,
    value,
)
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World

FR = texts("fr")
COUNCIL = "conseil-municipal"


async def drafted(w: World, **more: str) -> KitCard:
    """For the vote of 14 December."""
    vote = await announced(w)
    wanted = Wanted(COUNCIL, vote=await value(w, vote.id), **more)
    return await kits.draft(w.deps, acting(), wanted)


async def created(w: World) -> KitCard:
    card = await drafted(w)
    return await kits.create(w.deps, acting(), card.draft.id, seen=0)


async def dues(w: World) -> dict[str, date | None]:
    found = await known_tasks.listed(w.deps, COLLECTIVE)
    return {one.task.plan.title: one.task.plan.due for one in found}


class TestDrafting:
    async def test_nothing_is_made_and_each_task_is_shown_with_its_day(self, w: World) -> None:
        card = await drafted(w)
        message = words.preview(card, FR)
        assert plain(message.content).splitlines() == [
            "Rien n'est créé. Forcalquier, kit « conseil municipal » : 6 tâches",
            "- lire l'ordre du jour et ses annexes · mer. 9 déc.",
            "- écrire aux élu·es · ven. 11 déc.",
            "- distribuer des tracts · sam. 12 déc.",
            "- venir à la séance, et demander la parole · lun. 14 déc.",
            "- photographier la délibération affichée · lun. 21 déc.",
            "- demander les documents à la mairie · lun. 28 déc. · 1 demande",
            "-# De l'ordre du jour à la délibération.",
        ]
        assert len(message.buttons) == 8
        assert await dues(w) == {}

    async def test_a_task_is_left_out_and_taken_in_again(self, w: World) -> None:
        card = await drafted(w)
        less = await kits.toggle(w.deps, acting(), card.draft.id, 2)
        assert "distribuer des tracts" not in words.preview(less, FR).content
        labels = [plain(one.label) for one in words.preview(less, FR).buttons]
        assert "Avec : distribuer des tracts" in labels
        assert labels[-2:] == ["Créer ces 5 tâches", "Ne rien créer"]
        again = await kits.toggle(w.deps, acting(), card.draft.id, 2)
        assert again.draft.chosen == card.draft.chosen

    async def test_one_task_at_least_stays(self, w: World) -> None:
        card = await drafted(w)
        for place in range(5):
            await kits.toggle(w.deps, acting(), card.draft.id, place)
        assert await refused(kits.toggle(w.deps, acting(), card.draft.id, 5)) is Reason.KIT_EMPTY

    async def test_without_a_vote_the_sitting_s_day_is_needed(self, w: World) -> None:
        work = kits.draft(w.deps, acting(), Wanted(COUNCIL, FORCALQUIER))
        assert await refused(work) is Reason.KIT_WITHOUT_SITTING
        nowhere = kits.draft(w.deps, acting(), Wanted(COUNCIL, day="lundi 14 décembre"))
        assert await refused(nowhere) is Reason.KIT_WITHOUT_CITY
        said = Wanted(COUNCIL, FORCALQUIER, day="lundi 14 décembre")
        card = await kits.draft(w.deps, acting(), said)
        assert card.plans[0].due == date(2026, 12, 9)

    async def test_other_kits_begin_today_where_no_day_is_said(self, w: World) -> None:
        card = await kits.draft(w.deps, acting(), Wanted("recensement-cameras", FORCALQUIER))
        assert card.plans[0].due == date(2026, 12, 1)
        unknown = kits.draft(w.deps, acting(), Wanted("boulons", FORCALQUIER))
        assert await refused(unknown) is Reason.NO_KIT


class TestMaking:
    async def test_all_are_made_and_told_in_one_message(self, w: World) -> None:
        await created(w)
        await w.settle()
        assert len(await dues(w)) == 6
        [said] = [one for one in shown(w) if "kit" in one]
        assert said.splitlines()[:4] == [
            "📌 Forcalquier, kit « conseil municipal » : 6 tâches",
            "-# Pour le vote du lundi 14 décembre 2026 : caméras fixes et mobiles",
            "- lire l'ordre du jour et ses annexes : mer. 9 déc. · à prendre",
            "- écrire aux élu·es : 0 lettre · ven. 11 déc. · à prendre",
        ]
        sent = [one for one in w.chat.attempts if isinstance(one, Say) and "kit" in str(one)]
        assert len(sent[-1].message.buttons) == 6

    async def test_without_a_vote_its_message_names_the_sitting(self, w: World) -> None:
        said = Wanted(COUNCIL, FORCALQUIER, day="lundi 14 décembre")
        card = await kits.draft(w.deps, acting(), said)
        done = await kits.create(w.deps, acting(), card.draft.id, seen=0)
        lines = plain(words.told(done, FR).content).splitlines()
        assert lines[1] == "-# Pour la séance du lundi 14 décembre 2026"

    async def test_of_a_kit_without_a_sitting_none_is_named(self, w: World) -> None:
        card = await kits.draft(w.deps, acting(), Wanted("recensement-cameras", FORCALQUIER))
        done = await kits.create(w.deps, acting(), card.draft.id, seen=0)
        assert "-#" not in words.told(done, FR).content

    async def test_clicked_ten_times_at_once_it_is_made_once(self, w: World) -> None:
        card = await drafted(w)
        clicks = [kits.create(w.deps, acting(), card.draft.id, seen=0) for _ in range(10)]
        done = await asyncio.gather(*clicks, return_exceptions=True)
        assert sum(isinstance(one, KitCard) for one in done) == 1
        assert len(await dues(w)) == 6

    async def test_handed_over_twice_it_is_made_once_and_told_twice(self, w: World) -> None:
        card, same = await drafted(w), acting()
        for _ in range(2):
            again = await kits.create(w.deps, same, card.draft.id, seen=0)
            assert len(again.tasks) == 6
        assert len(await dues(w)) == 6

    async def test_what_was_seen_before_a_change_makes_nothing(self, w: World) -> None:
        card = await drafted(w)
        await kits.toggle(w.deps, acting(), card.draft.id, 0)
        work = kits.create(w.deps, acting(), card.draft.id, seen=0)
        assert await refused(work) is Reason.KIT_CHANGED
        assert await dues(w) == {}

    async def test_dropped_it_is_made_no_more(self, w: World) -> None:
        card = await drafted(w)
        await kits.drop(w.deps, acting(), card.draft.id)
        work = kits.create(w.deps, acting(), card.draft.id, seen=0)
        assert await refused(work) is Reason.KIT_DECIDED

    async def test_another_collective_makes_none_of_it(self, w: World) -> None:
        card = await drafted(w)
        work = kits.create(w.deps, acting(OTHERS), card.draft.id, seen=0)
        assert await refused(work) is Reason.NO_KIT

    async def test_where_one_has_no_room_none_is_made(
        self, w: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tasks, "MOST", 5)
        card = await drafted(w)
        work = kits.create(w.deps, acting(), card.draft.id, seen=0)
        assert await refused(work) is Reason.TOO_MANY_TASKS
        assert await dues(w) == {}
        assert await rows(w, "select state from kits") == [("open",)]

    async def test_each_task_may_join_a_campaign(self, w: World) -> None:
        card = await drafted(w, campaign="Stop VSA")
        done = await kits.create(w.deps, acting(), card.draft.id, seen=0)
        assert {one.campaign for one in done.tasks} == {"Stop VSA"}


class TestTwice:
    """The same kit of a city, for the same sitting."""

    async def test_it_is_asked_about_and_made_again_only_by_who_says_so(self, w: World) -> None:
        card = await created(w)
        assert card.draft.vote is not None
        wanted = Wanted(COUNCIL, vote=await value(w, card.draft.vote))
        again = await kits.draft(w.deps, acting(), wanted)
        message = words.preview(again, FR)
        assert plain(message.content).splitlines()[1] == (
            "⚠️ Ce kit existe déjà ici : 6 de ses tâches sont ouvertes. Voir : `/tâche liste`."
        )
        labels = [plain(one.label) for one in message.buttons]
        assert labels[-2:] == ["Créer quand même ces 6 tâches", "Ne rien créer"]
        assert message.buttons[-2].action == f"vigie:kit:again:{again.draft.id}:0"
        work = kits.create(w.deps, acting(), again.draft.id, seen=0)
        assert await refused(work) is Reason.KIT_EXISTS
        await kits.create(w.deps, acting(), again.draft.id, seen=0, again=True)
        assert len(await known_tasks.listed(w.deps, COLLECTIVE)) == 12

    async def test_of_two_drafts_the_second_is_told_that_the_first_was_made(self, w: World) -> None:
        said = Wanted(COUNCIL, FORCALQUIER, day="lundi 14 décembre")
        first, second = [await kits.draft(w.deps, acting(), said) for _ in range(2)]
        work = [kits.create(w.deps, acting(), one.draft.id, seen=0) for one in (first, second)]
        done = await asyncio.gather(*work, return_exceptions=True)
        assert [isinstance(one, KitCard) for one in done] == [True, False]
        assert len(await dues(w)) == 6

    async def test_another_sitting_city_or_one_that_is_over_is_not(self, w: World) -> None:
        card = await created(w)
        for more in ({"city": FORCALQUIER, "day": "21/12/2026"}, {"city": "fr:06088"}):
            said = Wanted(COUNCIL, **{"day": "lundi 14 décembre", **more})
            other = await kits.draft(w.deps, acting(), said)
            assert "existe déjà" not in words.preview(other, FR).content
        for one in card.tasks:
            await tasks.become(w.deps, acting(), one.task.id, TaskStatus.DONE, organiser=True)
        assert card.draft.vote is not None
        said = Wanted(COUNCIL, vote=await value(w, card.draft.vote))
        later = await kits.draft(w.deps, acting(), said)
        assert "existe déjà" not in words.preview(later, FR).content

    async def test_what_counts_from_no_sitting_is_the_same_on_any_day(self, w: World) -> None:
        for day, expected in (("", False), ("20/12/2026", True)):
            said = Wanted("recensement-cameras", FORCALQUIER, day=day)
            card = await kits.draft(w.deps, acting(), said)
            assert ("existe déjà" in words.preview(card, FR).content) is expected
            await kits.create(w.deps, acting(), card.draft.id, seen=0, again=expected)


class TestAfterwards:
    async def test_the_kit_s_message_is_kept_in_step(self, w: World) -> None:
        card = await created(w)
        await w.settle()
        letters = next(one.task for one in card.tasks if one.task.plan.unit == "letters")
        clicks = [tallying.count(w.deps, acting(MIMOSA), letters.id, 1) for _ in range(50)]
        await asyncio.gather(*clicks)
        await tasks.become(w.deps, acting(), card.tasks[0].task.id, TaskStatus.DONE, organiser=True)
        await w.settle()
        [said] = [one for one in shown(w) if "kit" in one]
        assert "- écrire aux élu·es : 50 lettres · ven. 11 déc. · 1 personne" in said
        assert "- lire l'ordre du jour et ses annexes : faite" in said
        assert sum(isinstance(one, Amend) for one in w.chat.attempts) < 10

    async def test_where_the_sitting_moves_its_days_and_reminders_do(self, w: World) -> None:
        waker = Waker(w.deps)
        await waker.fire_due()
        card = await created(w)
        assert card.draft.vote is not None
        said = await value(w, card.draft.vote)
        await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
        assert (await dues(w))["écrire aux élu·es"] == date(2026, 12, 13)
        waiting = "select distinct occurs from reminders where noun = 'task' and state = 'pending'"
        assert ("2026-12-13T08:00:00.000000+00:00",) in await rows(w, waiting)
        assert ("2026-12-12T08:00:00.000000+00:00",) not in await rows(w, waiting)
        await w.settle()
        [told] = [one for one in shown(w) if "kit" in one]
        assert "- écrire aux élu·es : 0 lettre · dim. 13 déc." in told

    async def test_who_was_told_a_day_hears_of_the_new_one_where_the_sitting_moves(
        self, w: World
    ) -> None:
        card = await created(w)
        assert card.draft.vote is not None
        letters = next(one.task for one in card.tasks if one.task.plan.unit == "letters")
        await tasks.take(w.deps, acting(MIMOSA), letters.id, PRIVATE)
        await w.settle()
        said = await value(w, card.draft.vote)
        await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
        await w.settle()
        assert [plain(one).splitlines() for one in said_in(w, PRIVATE)] == [
            [
                "📌 Forcalquier, écrire aux élu·es : le dernier jour est maintenant le dimanche 13 "
                "décembre 2026.",
                "Avant, c'était le vendredi 11 décembre 2026.",
                "Tu t'en charges.",
            ]
        ]
        [told] = shown(w, ANNOUNCEMENTS, "✏️")
        assert "Les dates de 6 tâches suivent aussi." in told.splitlines()

    async def test_a_sitting_so_near_that_the_day_is_over_leaves_today(self, w: World) -> None:
        card = await created(w)
        assert card.draft.vote is not None
        letters = next(one.task for one in card.tasks if one.task.plan.unit == "letters")
        await tasks.take(w.deps, acting(MIMOSA), letters.id, PRIVATE)
        said = await value(w, card.draft.vote)
        await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 25 novembre à 18h30")
        await w.settle()
        [told] = [plain(one) for one in said_in(w, PRIVATE)]
        assert told.splitlines()[0] == (
            "📌 Forcalquier, écrire aux élu·es : le dernier jour est maintenant le mardi "
            "24 novembre 2026."
        )

    async def test_of_a_vote_for_which_nothing_follows_nobody_hears_of_tasks(
        self, w: World
    ) -> None:
        card = await created(w)
        assert card.draft.vote is not None
        for one in card.tasks:
            await tasks.become(w.deps, acting(), one.task.id, TaskStatus.DONE, organiser=True)
        said = await value(w, card.draft.vote)
        await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
        await w.settle()
        [told] = shown(w, ANNOUNCEMENTS, "✏️")
        assert "tâche" not in told

    async def test_what_was_done_and_is_reopened_has_its_day_where_the_sitting_is(
        self, w: World
    ) -> None:
        card = await created(w)
        assert card.draft.vote is not None
        letters = next(one.task for one in card.tasks if one.task.plan.unit == "letters")
        await tasks.become(w.deps, acting(), letters.id, TaskStatus.DONE, organiser=True)
        said = await value(w, card.draft.vote)
        await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
        opened = await tasks.become(w.deps, acting(), letters.id, TaskStatus.OPEN, organiser=True)
        assert opened.task.plan.due == date(2026, 12, 13)


class TestItsVote:
    """What becomes of a kit where its vote moves or is withdrawn."""

    async def test_moved_before_it_is_made_it_is_shown_again_with_its_new_days(
        self, w: World
    ) -> None:
        card = await drafted(w)
        assert card.draft.vote is not None
        said = await value(w, card.draft.vote)
        await vote_changes.move(w.deps, GIROUETTE, said, "vendredi 18 décembre à 18h30")
        again = await kits.create(w.deps, acting(), card.draft.id, seen=0)
        assert await dues(w) == {}
        message = words.preview(again, FR)
        assert plain(message.content).splitlines()[:3] == [
            "Rien n'est créé. Forcalquier, kit « conseil municipal » : 6 tâches",
            "⚠️ La séance est maintenant le vendredi 18 décembre 2026 : les dates suivent.",
            "- lire l'ordre du jour et ses annexes · dim. 13 déc.",
        ]
        assert message.buttons[-2].action == f"vigie:kit:make:{card.draft.id}:1"
        await kits.create(w.deps, acting(), card.draft.id, seen=1)
        assert (await dues(w))["écrire aux élu·es"] == date(2026, 12, 15)

    async def test_moved_while_it_is_adapted_its_days_are_the_new_ones(self, w: World) -> None:
        card = await drafted(w)
        assert card.draft.vote is not None
        said = await value(w, card.draft.vote)
        await vote_changes.move(w.deps, GIROUETTE, said, "vendredi 18 décembre à 18h30")
        less = await kits.toggle(w.deps, acting(), card.draft.id, 2)
        assert "⚠️ La séance est maintenant le vendredi 18" in plain(words.preview(less, FR).content)
        await kits.create(w.deps, acting(), card.draft.id, seen=1)
        assert (await dues(w))["écrire aux élu·es"] == date(2026, 12, 15)

    async def test_of_a_vote_that_is_postponed_none_is_made_before_its_date_is_known(
        self, w: World
    ) -> None:
        card = await drafted(w)
        assert card.draft.vote is not None
        await vote_changes.move(w.deps, GIROUETTE, await value(w, card.draft.vote), "")
        work = kits.create(w.deps, acting(), card.draft.id, seen=0)
        assert await refused(work) is Reason.KIT_VOTE_UNDATED
        wanted = Wanted(COUNCIL, vote=await value(w, card.draft.vote))
        assert await refused(kits.draft(w.deps, acting(), wanted)) is Reason.KIT_VOTE_UNDATED
        assert await dues(w) == {}

    async def test_of_a_vote_that_is_withdrawn_none_is_made(self, w: World) -> None:
        card = await drafted(w)
        assert card.draft.vote is not None
        await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, card.draft.vote))
        work = kits.create(w.deps, acting(), card.draft.id, seen=0)
        assert await refused(work) is Reason.KIT_VOTE_GONE
        for kit in (COUNCIL, "demande-documents"):
            wanted = Wanted(kit, vote=await value(w, card.draft.vote))
            assert await refused(kits.draft(w.deps, acting(), wanted)) is Reason.KIT_VOTE_GONE
        assert await dues(w) == {}
