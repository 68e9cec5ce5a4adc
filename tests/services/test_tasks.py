"""Tasks are told, taken, finished and reminded of; each once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ids import ChannelId, PersonId
from bot.domain.refusals import Reason
from bot.domain.tasks import TaskStatus
from bot.ports.chat import Say
from bot.render import bilans as bilan_words
from bot.render import task_answers as answers
from bot.render.task_cards import told_apart
from bot.render.texts import texts
from bot.services import bilans, known_tasks, tasks
from bot.services.hearing import Here
from bot.services.reminders import Waker
from tests.services.task_world import (
    LETTERS,
    PRIVATE,
    acting,
    add,
    made,
    plain,
    refused,
    rows,
    shown,
)
from tests.services.vote_world import (
    FORCALQUIER,
    LINOTTE,
    MIMOSA,
    OTHERS,
    after,
    announced,
    said_in,
    value,
)
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World

S = TaskStatus
FR = texts("fr")


def _nothing(_: ChannelId) -> bool:
    return False


class TestMaking:
    async def test_it_is_told_where_it_was_made_with_its_bar_and_buttons(self, w: World) -> None:
        await made(w)
        await w.settle()
        [said] = shown(w)
        assert said.splitlines() == [
            "📌 Forcalquier, écrire aux élu·es d'ici le vendredi 11 décembre 2026",
            "`▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29 · à prendre",
        ]
        [sent] = w.chat.attempts[-1:]
        labels = [one.label for one in sent.message.buttons]  # type: ignore[union-attr]
        assert labels == ["Je prends", "+1", "+5", "+n", "Fait"]

    async def test_what_is_not_counted_has_no_figures(self, w: World) -> None:
        await made(w, unit="", target=None, day="")
        await w.settle()
        [said] = shown(w)
        assert said.splitlines() == ["📌 Forcalquier, écrire aux élu·es", "à prendre"]

    async def test_the_headline_never_loses_its_city(self, w: World) -> None:
        await made(w, title="distribuer des tracts au marché, à la gare et devant la mairie")
        await w.settle()
        head = shown(w)[0].splitlines()[0]
        assert len(head) <= 80
        assert head.startswith("📌 Forcalquier, distribuer des tracts au")
        assert head.endswith("… d'ici le ven. 11 déc.")

    async def test_its_title_goes_on_after_the_city(self, w: World) -> None:
        await made(w, title="Distribuer les tracts")
        await w.settle()
        assert shown(w)[0].startswith("📌 Forcalquier, distribuer les tracts d'ici le")

    async def test_for_a_vote_it_has_the_vote_s_city(self, w: World) -> None:
        vote = await announced(w)
        await made(w, city="", vote=await value(w, vote.id))
        await w.settle()
        assert shown(w)[-1].splitlines()[-1] == (
            "-# Pour le vote du lundi 14 décembre 2026 : caméras fixes et mobiles"
        )
        work = made(w, city="fr:06088", vote=await value(w, vote.id))
        assert await refused(work) is Reason.TASK_ELSEWHERE
        assert await refused(made(w, city="")) is Reason.TASK_WITHOUT_CITY

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (
                "11/12/2026",
                "À faire d'ici le vendredi 11 décembre 2026 : je le rappelle 7 et 2 jours avant, "
                "et ce jour-là à 9h.",
            ),
            (
                "28/11/2026",
                "À faire d'ici le samedi 28 novembre 2026 : je le rappelle 2 jours avant, et ce "
                "jour-là à 9h.",
            ),
            (
                "25/11/2026",
                "À faire d'ici le mercredi 25 novembre 2026 : je le rappelle ce jour-là à 9h.",
            ),
            ("aujourd'hui", "C'est pour aujourd'hui, mardi 24 novembre 2026."),
        ],
    )
    async def test_only_reminders_that_are_still_to_come_are_promised(
        self, w: World, day: str, said: str
    ) -> None:
        card = await made(w, day=day)
        assert plain(answers.created(card, FR).content).splitlines()[-1] == said

    async def test_today_is_a_day_to_do_it_and_yesterday_is_not(self, w: World) -> None:
        card = await made(w, day="aujourd'hui")
        assert card.task.plan.due == date(2026, 11, 24)
        assert await refused(made(w, day="20/11/2026")) is Reason.DATE_PAST

    async def test_where_vigie_may_not_write_it_is_told_where_the_city_is_heard(
        self, w: World
    ) -> None:
        card = await tasks.create(w.deps, acting(MIMOSA), LETTERS, asked_here=False)
        assert card.task.channel == ANNOUNCEMENTS
        nice = replace(LETTERS, city="fr:06088")
        work = tasks.create(w.deps, acting(MIMOSA), nice, asked_here=False)
        assert await refused(work) is Reason.CANNOT_WRITE_HERE

    async def test_one_interaction_makes_one(self, w: World) -> None:
        same = acting()
        first = await tasks.create(w.deps, same, LETTERS)
        assert (await tasks.create(w.deps, same, LETTERS)).task == first.task
        assert len(await known_tasks.listed(w.deps, COLLECTIVE)) == 1

    async def test_another_collective_knows_nothing_of_it(self, w: World) -> None:
        card = await made(w)
        said = known_tasks.value_of(card.task)
        assert await refused(tasks.take(w.deps, acting(OTHERS), said, PRIVATE)) is Reason.NO_TASK
        assert await known_tasks.listed(w.deps, OTHERS.collective) == []

    async def test_words_find_it_unless_several_have_them(self, w: World) -> None:
        await made(w)
        await made(w, title="écrire à la préfecture")
        await tasks.take(w.deps, acting(), "prefecture", PRIVATE)
        assert await refused(tasks.take(w.deps, acting(), "écrire", PRIVATE)) is (
            Reason.SEVERAL_TASKS
        )


class TestTaking:
    async def test_who_takes_it_is_reminded_in_private_and_named_nowhere(
        self, w: World, waker: Waker
    ) -> None:
        card = await made(w)
        await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        await after(w, waker, days=9, hours=20)
        [own] = [plain(one) for one in said_in(w, PRIVATE)]
        assert own.splitlines() == [
            "⏰ Forcalquier, écrire aux élu·es : encore 7 jours, vendredi 11 décembre 2026",
            "`▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29. Il manque 29 lettres.",
            "Tu t'en charges.",
        ]
        [sent] = [one for one in w.chat.attempts if isinstance(one, Say) and one.place == PRIVATE]
        labels = [one.label for one in sent.message.buttons]
        assert labels == ["+1", "+5", "+n", "Fait", "Rendre"]
        assert shown(w)[0].splitlines()[1].endswith("· 1 personne")
        everything = "".join(content for *_, content in w.chat.kept)
        assert "<@" not in everything

    async def test_nobody_is_promised_a_reminder_of_a_day_that_is_over(
        self, w: World, waker: Waker
    ) -> None:
        card = await made(w)
        taken = await tasks.take(w.deps, acting(LINOTTE), card.task.id, PRIVATE)
        assert plain(answers.taken(taken, FR).content).endswith(
            " D'ici le vendredi 11 décembre 2026, je te le rappellerai en privé."
        )
        await after(w, waker, days=17)
        taken = await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        assert plain(answers.taken(taken, FR).content) == (
            "Merci, tu t'en charges : écrire aux élu·es, Forcalquier. C'est pour "
            "aujourd'hui, vendredi 11 décembre 2026."
        )
        await after(w, waker, days=2)
        taken = await tasks.take(w.deps, acting(GIROUETTE), card.task.id, PRIVATE)
        assert plain(answers.taken(taken, FR).content) == (
            "Merci, tu t'en charges : écrire aux élu·es, Forcalquier. C'était pour le "
            "vendredi 11 décembre 2026."
        )
        assert shown(w)[0].splitlines()[0] == (
            "📌 Forcalquier, écrire aux élu·es : c'était pour le vendredi 11 décembre 2026"
        )

    async def test_a_reminder_that_leaves_late_says_so(self, w: World, waker: Waker) -> None:
        await made(w)
        await after(w, waker, days=10)
        [said] = shown(w, start="⏰")
        assert said.splitlines()[:2] == [
            "⏰ Forcalquier, écrire aux élu·es : encore 7 jours, vendredi 11 décembre 2026",
            "Ce rappel arrive avec 4 heures de retard.",
        ]

    async def test_who_gave_it_back_is_reminded_no_more(self, w: World, waker: Waker) -> None:
        card = await made(w)
        await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        await tasks.give_back(w.deps, acting(MIMOSA), card.task.id)
        await after(w, waker, days=10)
        assert said_in(w, PRIVATE) == []
        [said] = shown(w, start="⏰")
        assert "Personne ne s'en charge encore." in said

    async def test_who_reads_there_no_more_gives_back_what_they_took_and_no_other(
        self, w: World
    ) -> None:
        here = Here(is_open=False, may_hear=lambda _: False)
        mine, other = [
            await tasks.create(w.deps, acting(), replace(LETTERS, title=one), here=here)
            for one in ("écrire à Alix", "écrire à Sam")
        ]
        await tasks.take(w.deps, acting(MIMOSA), mine.task.id, PRIVATE)
        offered = await known_tasks.suggested(w.deps, MIMOSA, "", mine=True, sees=_nothing)
        assert [one.task.id for one in offered] == [mine.task.id]
        value = known_tasks.value_of(other.task)
        work = tasks.give_back(w.deps, acting(MIMOSA), value, _nothing)
        assert await refused(work) is Reason.NO_TASK
        given = await tasks.give_back(w.deps, acting(MIMOSA), "écrire", _nothing)
        assert given.task.id == mine.task.id

    async def test_of_two_at_once_one_takes_what_is_for_one(self, w: World) -> None:
        card = await made(w, for_one=True)
        both = [tasks.take(w.deps, acting(who), card.task.id, PRIVATE) for who in (MIMOSA, LINOTTE)]
        done = await asyncio.gather(*both, return_exceptions=True)
        assert [isinstance(one, Exception) for one in done] == [False, True]

    async def test_ten_double_clicks_take_it_once(self, w: World) -> None:
        card = await made(w)
        clicks = [tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE) for _ in range(10)]
        await asyncio.gather(*clicks)
        assert await rows(w, "select person from task_takers") == [(MIMOSA.person,)]


class TestFinishing:
    async def test_done_it_is_reminded_of_no_more_and_its_history_says_who(
        self, w: World, waker: Waker
    ) -> None:
        card = await made(w)
        await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        await tasks.become(w.deps, acting(MIMOSA), card.task.id, S.DONE, organiser=False)
        await after(w, waker, days=30)
        assert said_in(w, PRIVATE) == []
        assert shown(w, start="⏰") == []
        assert shown(w)[0].splitlines()[0] == "📌 Forcalquier, écrire aux élu·es : c'est fait"
        history = "select noun, before, after, by from changes where noun like 'task%' order by id"
        assert await rows(w, history) == [
            ("task", None, "open", GIROUETTE.person),
            ("task", "open", "done", MIMOSA.person),
        ]

    async def test_taken_back_it_is_reminded_of_again(self, w: World, waker: Waker) -> None:
        card = await made(w)
        await tasks.become(w.deps, acting(), card.task.id, S.DONE, organiser=True)
        await tasks.become(w.deps, acting(), card.task.id, S.OPEN, organiser=True)
        await after(w, waker, days=10)
        assert len(shown(w, start="⏰")) == 1

    async def test_a_second_done_is_told_that_it_is(self, w: World) -> None:
        card = await made(w)
        await tasks.become(w.deps, acting(), card.task.id, S.DONE, organiser=True)
        work = tasks.become(w.deps, acting(), card.task.id, S.DONE, organiser=True)
        assert await refused(work) is Reason.TASK_STATE
        assert await refused(add(w, card.task.id)) is Reason.TASK_CLOSED

    async def test_of_the_other_s_nobody_but_organisers_says_so(self, w: World) -> None:
        card = await made(w)
        work = tasks.become(w.deps, acting(MIMOSA), card.task.id, S.DONE, organiser=False)
        assert await refused(work) is Reason.TASK_NOT_YOURS


class TestBeingSure:
    """One tap closes nothing that others still count."""

    async def test_a_target_that_is_not_reached_is_asked_about(self, w: World) -> None:
        card = await made(w)
        await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        await add(w, card.task.id)
        asked = await tasks.unreached(w.deps, acting(MIMOSA), card.task.id, organiser=False)
        assert asked is not None
        told = answers.unreached(asked, FR, mine=True)
        assert plain(told.content) == (
            "« écrire aux élu·es », Forcalquier : 1 lettre sur 29. Terminer la tâche pour tout le "
            "monde ?"
        )
        assert [(plain(one.label), one.action) for one in told.buttons] == [
            ("Terminer pour tout le monde", f"vigie:task:end:{card.task.id}"),
            ("Rendre", f"vigie:task:back:{card.task.id}"),
        ]
        assert (await known_tasks.listed(w.deps, COLLECTIVE))[0].task.is_open

    async def test_to_who_did_not_take_it_nothing_is_to_be_given_back(self, w: World) -> None:
        card = await made(w)
        asked = await tasks.unreached(w.deps, acting(), card.task.id, organiser=True)
        assert asked is not None
        told = answers.unreached(asked, FR, mine=asked.task.is_taken_by(GIROUETTE.person))
        assert len(told.buttons) == 1

    async def test_one_s_own_task_or_a_reached_target_is_not_asked_about(self, w: World) -> None:
        mine = await made(w, for_one=True)
        await tasks.take(w.deps, acting(MIMOSA), mine.task.id, PRIVATE)
        reached, bare = await made(w, target=1), await made(w, target=None)
        await add(w, reached.task.id)
        for card in (mine, reached, bare):
            work = tasks.unreached(w.deps, acting(), card.task.id, organiser=True)
            assert await work is None

    async def test_who_may_not_say_so_is_refused_before_they_are_asked(self, w: World) -> None:
        card = await made(w)
        work = tasks.unreached(w.deps, acting(MIMOSA), card.task.id, organiser=False)
        assert await refused(work) is Reason.TASK_NOT_YOURS
        await tasks.become(w.deps, acting(), card.task.id, S.DONE, organiser=True)
        work = tasks.unreached(w.deps, acting(), card.task.id, organiser=True)
        assert await refused(work) is Reason.TASK_STATE


class TestListing:
    async def test_what_is_due_first_comes_first_and_what_has_no_day_last(self, w: World) -> None:
        await made(w, title="sans date", day="")
        await made(w, title="plus tard", day="20/12/2026")
        await made(w, title="bientôt", day="30/11/2026")
        found = await known_tasks.listed(w.deps, COLLECTIVE)
        assert [one.task.plan.title for one in found] == ["bientôt", "plus tard", "sans date"]

    async def test_what_another_takes_care_of_is_said_to_be_taken(self, w: World) -> None:
        one, several = await made(w, for_one=True), await made(w, title="Tracter", target=None)
        for who, card in ((MIMOSA, one), (MIMOSA, several), (LINOTTE, several)):
            await tasks.take(w.deps, acting(who), card.task.id, PRIVATE)
        found = await known_tasks.listed(w.deps, COLLECTIVE)
        told = answers.listed(found, FR, w.clock.now(), person=GIROUETTE.person, names=False)
        assert plain(told.content).splitlines()[1:] == [
            "- Forcalquier, écrire aux élu·es : 0 lettre sur 29 · ven. 11 déc. · prise",
            "- Forcalquier, tracter : 0 lettre · ven. 11 déc. · prise par 2 personnes",
        ]

    async def test_to_take_only_what_can_be_taken_is_suggested(self, w: World) -> None:
        one, several = await made(w, for_one=True), await made(w, title="tracter")
        for card in (one, several):
            await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        free = await known_tasks.suggested(w.deps, LINOTTE, "", free=True)
        assert [each.task.id for each in free] == [several.task.id]
        assert await known_tasks.suggested(w.deps, MIMOSA, "", free=True) == []

    async def test_the_suggestions_begin_with_one_s_own(self, w: World) -> None:
        await made(w, day="30/11/2026")
        mine = await made(w, title="écrire à la préfecture")
        await tasks.take(w.deps, acting(MIMOSA), mine.task.id, PRIVATE)
        found = await known_tasks.suggested(w.deps, MIMOSA, "ecrire")
        assert [one.task.id for one in found] == [mine.task.id, mine.task.id - 1]
        only = await known_tasks.suggested(w.deps, MIMOSA, "", mine=True)
        assert [one.task.id for one in only] == [mine.task.id]

    async def test_there_is_an_end_to_what_a_collective_opens(
        self, w: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tasks, "MOST", 2)
        await made(w)
        await made(w)
        assert await refused(made(w)) is Reason.TOO_MANY_TASKS


async def test_a_city_that_is_not_the_collective_s_keeps_its_own_clock(w: World) -> None:
    card = await made(w, city="fr:97411", day="11/12/2026")
    assert card.task.zone.key == "Indian/Reunion"
    assert card.task.city != FORCALQUIER
    assert card.task.by == PersonId(GIROUETTE.person)


async def test_a_vote_s_reminder_says_what_is_still_to_do_for_it(w: World, waker: Waker) -> None:
    vote = await announced(w)
    card = await made(w, city="", vote=await value(w, vote.id))
    await made(
        w, title="tracter", target=None, unit="tracts", city="", vote=await value(w, vote.id)
    )
    later = {"title": "demander", "unit": "demandes", "target": 1, "day": "28/12/2026"}
    await made(w, city="", vote=await value(w, vote.id), **later)
    await add(w, card.task.id, 18)
    await after(w, waker, days=14)
    [told] = [one for one in shown(w, start="⏰") if "vote dans" in one]
    assert told.splitlines()[-1] == "Il manque 11 lettres."


async def test_a_city_that_people_may_take_for_another_comes_with_its_department(w: World) -> None:
    town = "Saint-Denis (Seine-Saint-Denis)"
    card = await made(w, city="fr:93066")
    await w.settle()
    told = [
        plain(answers.created(card, FR).content),
        plain(card.label(FR)),
        plain(*told_apart([card], FR)),
    ]
    listed = await known_tasks.listed(w.deps, COLLECTIVE)
    told.append(
        plain(answers.listed(listed, FR, w.clock.now(), person=PersonId("9"), names=False).content)
    )
    found = await bilans.said(w.deps, COLLECTIVE, "fr:93066", "")
    told.append(plain(bilan_words.told(found.card, FR, organiser=False).content))
    told.append(shown(w)[0])
    assert [town in one for one in told] == [True] * len(told)
    assert (await known_tasks.suggested(w.deps, acting(), "seine"))[0].task == card.task
