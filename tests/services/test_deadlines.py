"""Deadlines are kept, taken, moved, done, and reminded of; votes open and close their own."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import ChannelId, PersonId
from bot.domain.kept_deadlines import DeadlineState
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Room
from bot.domain.votes import Tally, VoteStatus
from bot.domain.wordings import Wording
from bot.render import deadline_answers as words
from bot.render.deadline_cards import Card
from bot.render.refusals import refusal
from bot.render.texts import texts
from bot.services import deadlines, known_deadlines, legal, recounting, threads, vote_changes
from bot.services.asking import Asker
from bot.services.deadlines import Wanted
from bot.services.reminders import Waker
from bot.services.threads import Listener
from bot.store import deadlines as stored
from bot.store.base import Tx
from tests.services.vote_world import (
    FORCALQUIER,
    LINOTTE,
    MIMOSA,
    OTHERS,
    after,
    announced,
    follow,
    get,
    said_in,
    sends,
    value,
)
from tests.world import COLLECTIVE, GIROUETTE, World

S = VoteStatus
PRIVATE = ChannelId("900")
NAMUR = "be:92094"
PARIS = ZoneInfo("Europe/Paris")
ABOUT = ("échéance", "Envoyer la lettre", "recours")  # what their headlines hold
FREE = Wanted(FORCALQUIER, "lundi 21 décembre 2026", title="Envoyer la lettre au préfet")
LEGAL = Wanted(FORCALQUIER, "24/11/2026", rule="recours contre une délibération")


def french(one: Wording) -> str:
    return one.fr


async def said_to(work: Any) -> list[str]:
    """The refusal, as who asked reads it."""
    with pytest.raises(Refused) as met:
        await work
    return plain(refusal(met.value, texts("fr"))).splitlines()


async def add(w: World, wanted: Wanted = FREE) -> Card:
    return await deadlines.add(w.deps, GIROUETTE, wanted, french)


async def unfollow(w: World, asker: Asker) -> None:
    [kept] = await threads.followed(w.deps, COLLECTIVE)
    await threads.stop(w.deps, threads.value_of(kept), asker)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def heads(w: World, channel: ChannelId = GIROUETTE.channel, start: str = "⏰") -> list[str]:
    said = [plain(one) for one in said_in(w, channel)]
    found = [one.splitlines()[0] for one in said if one.startswith(start)]
    return [one for one in found if any(about in one for about in ABOUT)]


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def alive(w: World) -> dict[str, date]:
    """What is open, by its rule, else its title."""
    found = await known_deadlines.listed(w.deps, COLLECTIVE)
    return {one.kept.basis.rule or one.kept.basis.title: one.kept.due for one in found}


async def history(w: World) -> list[tuple[str, str | None, str, str | None]]:
    def work(tx: Tx) -> list[tuple[str, str | None, str, str | None]]:
        rows = tx.execute(
            "select noun, before, after, by from changes where noun like 'deadline%' order by id"
        )
        return [tuple(row) for row in rows]

    return await w.deps.store.read(work)


async def test_a_long_past_is_listed_first_in_a_few_lines_and_hides_nothing_that_comes(
    w: World, waker: Waker
) -> None:
    for day in range(1, 29):
        await add(w, replace(FREE, day=f"{day:02}/12/2026", title=f"Une très longue lettre {day}"))
    await add(w, replace(FREE, day="11/01/2027"))
    await after(w, waker, days=40)
    found = await known_deadlines.listed(w.deps, COLLECTIVE)
    lines = plain(words.listed(found, texts("fr"), w.clock.now()).content).splitlines()
    assert "lundi 28 décembre 2026 (passée)" in lines[1]
    assert lines[6:8] == ["- et 23 plus anciennes", "**À venir**"]
    assert "lundi 11 janvier 2027 (dans 8 jours)" in lines[8]


async def test_what_is_past_keeps_nobody_from_adding(
    w: World, waker: Waker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "MOST", 1)
    await add(w)
    assert await refused(add(w, LEGAL)) is Reason.TOO_MANY_DEADLINES
    await after(w, waker, days=40)
    assert (await add(w, LEGAL)).kept.due == date(2027, 1, 25)


class TestKeeping:
    async def test_one_of_peoples_own_is_reminded_of_at_nine_four_times(
        self, w: World, waker: Waker
    ) -> None:
        await add(w)  # at noon of 24 November, UTC: 27 days before
        await after(w, waker, days=12)
        assert heads(w) == []
        await after(w, waker, days=1)
        assert heads(w) == [
            "⏰ Forcalquier, Envoyer la lettre au préfet, dans 14 jours : lundi 21 décembre"
        ]
        await after(w, waker, days=7)
        await after(w, waker, days=5)
        await after(w, waker, days=2)
        await after(w, waker, days=9)
        assert heads(w)[1:] == [
            "⏰ Forcalquier, Envoyer la lettre au préfet, dans 7 jours : lundi 21 décembre",
            "⏰ Forcalquier, Envoyer la lettre au préfet, dans 2 jours : lundi 21 décembre",
            "⏰ Forcalquier, Envoyer la lettre au préfet, aujourd'hui : lundi 21 décembre 2026",
        ]

    async def test_a_computed_one_is_told_with_its_prudent_date_and_its_caveats(
        self, w: World, waker: Waker
    ) -> None:
        card = await add(w, LEGAL)
        assert card.kept.due == date(2027, 1, 25)
        answer = plain(words.added(card, texts("fr"), w.clock.now(), card.kept.zone).content)
        assert (
            "Je le rappelle 14, 7 et 2 jours avant la date prudente (vendredi 22 janvier 2027), ce "
            "jour-là et le dernier jour, à 9h." in answer
        )
        await after(w, waker, days=44, hours=20)  # at 9h
        [said] = [plain(one) for one in said_in(w) if one.startswith("⏰")]
        assert said.splitlines()[:3] == [
            "⏰ Forcalquier, recours, dans 14 jours : vendredi 22 janvier 2027 (date prudente)",
            "**Quoi** Recours contre une délibération",
            "C'est la date prudente. **Dernier jour** lundi 25 janvier 2027",
        ]
        assert said.endswith("pas un conseil juridique : faites vérifier la date.")
        await after(w, waker, days=14)
        await after(w, waker, days=3)
        assert heads(w)[1:] == [
            "⏰ Forcalquier, recours, aujourd'hui : vendredi 22 janvier 2027 (date prudente)",
            "⏰ Forcalquier, recours, dernier jour : lundi 25 janvier 2027",
        ]

    async def test_after_a_week_asleep_one_message_says_that_it_is_over(
        self, w: World, waker: Waker
    ) -> None:
        await add(w)
        await after(w, waker, days=28)
        assert heads(w) == [
            "⏰ C'était hier : Envoyer la lettre au préfet à Forcalquier, lundi 21 décembre"
        ]

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            ("08/12/2026", "Je le rappelle 7 et 2 jours avant, et le jour même à 9h."),
            ("27/11/2026", "Je le rappelle 2 jours avant, et le jour même à 9h."),
            ("25/11/2026", "Je le rappelle le jour même à 9h."),
            ("24/11/2026", "C'est aujourd'hui : je ne le rappelle plus."),
        ],
    )
    async def test_only_the_reminders_to_come_are_promised(
        self, w: World, day: str, said: str
    ) -> None:
        card = await add(w, replace(FREE, day=day))
        lines = plain(
            words.added(card, texts("fr"), w.clock.now(), card.kept.zone).content
        ).splitlines()
        assert lines[2] == said

    async def test_the_cada_is_applied_to_by_the_day_before_and_why_is_said(self, w: World) -> None:
        card = await add(w, replace(LEGAL, rule="fr.cada.saisine"))
        assert card.kept.due == date(2027, 1, 23)
        said = plain(words.added(card, texts("fr"), w.clock.now(), card.kept.zone).content)
        assert "C'est la veille du jour compté, par prudence." in said
        assert "Dernier jour, par prudence sans report : dimanche 24 janvier 2027." in said
        assert "au plus tard la veille. Le samedi 23 janvier 2027 est déjà cette veille." in said

    async def test_every_door_gives_one_day_for_the_cada(self, w: World) -> None:
        card = await add(w, replace(LEGAL, rule="fr.cada.saisine"))
        assert card.counted is not None
        answer = words.computed(card.counted, card.always, texts("fr"), date(2026, 11, 24))
        head = plain(answer.content).splitlines()[0]
        assert head == "Saisir la CADA : au plus tard le samedi 23 janvier 2027"
        assert "Le samedi 23 janvier 2027 est déjà cette veille." in plain(answer.content)

    async def test_a_locked_screen_tells_two_that_end_on_one_day_apart(
        self, w: World, waker: Waker
    ) -> None:
        await add(w, replace(FREE, title="Écrire une longue lettre à toutes les élu·es de " * 3))
        await add(w, replace(FREE, title="Imprimer les tracts_du_port"))
        await after(w, waker, days=13)
        said = [plain(one).splitlines()[0] for one in said_in(w) if one.startswith("⏰")]
        assert said == [
            "⏰ Forcalquier, Écrire une longue lettre à toutes…, dans 14 jours : lun. 21 déc.",
            "⏰ Forcalquier, Imprimer les tracts\\_du\\_port, dans 14 jours : lundi 21 décembre",
        ]

    async def test_what_is_past_or_has_neither_rule_nor_title_is_refused(self, w: World) -> None:
        gone = replace(FREE, day="20/11/2026")
        assert await refused(add(w, gone)) is Reason.DEADLINE_PAST
        long_ago = replace(LEGAL, day="16 juin")
        assert await said_to(add(w, long_ago)) == [
            "Compté depuis le mardi 16 juin 2026, ce délai est passé : il allait jusqu'au "
            "lundi 17 août 2026. Si l'année n'est pas la bonne, écris la date entière."
        ]
        assert await said_to(add(w, replace(FREE, title="  "))) == [
            "Dis aussi ce qu'il y a à faire : choisis une « règle » (un délai légal) ou écris un "
            "« titre ».",
            "-# Tu avais écrit : Forcalquier (Alpes-de-Haute-Provence) · lundi 21 décembre 2026.",
        ]
        both = replace(FREE, rule="fr.rep.deliberation")
        assert await said_to(add(w, both)) == [
            "Garde la « règle » ou le « titre », pas les deux : une règle compte le jour, un titre "
            "va avec la date que tu donnes.",
            "-# Tu avais écrit : Forcalquier (Alpes-de-Haute-Provence) · lundi 21 décembre "
            "2026 · Recours contre une délibération · Envoyer la lettre au préfet.",
        ]

    async def test_a_plain_day_is_the_last_one_that_was_where_the_rule_counts_from_it(
        self, w: World
    ) -> None:
        card = await add(w, replace(LEGAL, day="16 novembre"))
        said = plain(words.added(card, texts("fr"), w.clock.now(), card.kept.zone).content)
        assert "Publication : lundi 16 novembre 2026 (ce jour ne compte pas)." in said
        card = await add(w, Wanted(FORCALQUIER, "14 décembre", rule="fr.convocation"))
        assert card.kept.basis.began == date(2026, 12, 14)

    async def test_one_act_keeps_one(self, w: World) -> None:
        twice = replace(GIROUETTE, act="77")
        await deadlines.add(w.deps, twice, FREE, french)
        await deadlines.add(w.deps, twice, FREE, french)
        assert len(await known_deadlines.listed(w.deps, COLLECTIVE)) == 1

    async def test_another_collective_knows_nothing_of_it(self, w: World) -> None:
        card = await add(w)
        said = known_deadlines.value_of(card.kept)
        work = deadlines.finish(w.deps, OTHERS, said, organiser=True)
        assert await refused(work) is Reason.NO_DEADLINE
        assert await known_deadlines.listed(w.deps, OTHERS.collective) == []


class TestTaking:
    async def test_who_takes_it_is_reminded_in_private_too(self, w: World, waker: Waker) -> None:
        card = await add(w)
        await deadlines.take(w.deps, MIMOSA, card.kept.id, PRIVATE)
        await after(w, waker, days=13)
        [own] = [plain(one) for one in said_in(w, PRIVATE)]
        assert "Tu t'en charges." in own
        [shared] = [plain(one) for one in said_in(w) if one.startswith("⏰")]
        assert "Une personne s'en charge." in shared
        assert "<@" not in shared

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            (
                26,
                "Je te le rappellerai aussi en privé.",
            ),
            (27, "C'est aujourd'hui : je ne le rappelle plus."),
            (30, "Le lundi 21 décembre 2026 est passé : je ne le rappelle plus."),
        ],
    )
    async def test_who_takes_it_is_promised_what_is_still_to_come(
        self, w: World, waker: Waker, days: int, said: str
    ) -> None:
        card = await add(w)
        await after(w, waker, days=days)
        taken = await deadlines.take(w.deps, MIMOSA, card.kept.id, PRIVATE)
        told = plain(words.taken(taken, texts("fr"), w.clock.now()).content)
        assert said in told
        assert ("rappellerai" in told) is (days == 26)

    async def test_of_two_who_move_it_by_its_words_the_second_is_told(
        self, w: World, waker: Waker
    ) -> None:
        card = await add(w)
        other = replace(GIROUETTE, person=PersonId("8"))
        days = [(GIROUETTE, "16 décembre 2026"), (other, "17 décembre 2026")]
        both = [deadlines.move(w.deps, who, "lettre", day) for who, day in days]
        done = await asyncio.gather(*both, return_exceptions=True)
        assert [type(one) for one in done] == [Card, Refused]
        assert await said_to(deadlines.move(w.deps, other, "lettre", "18 décembre 2026")) == [
            "Cette échéance vient de changer. Regarde `/échéance liste`, puis recommence."
        ]
        again = await deadlines.move(w.deps, GIROUETTE, "lettre", "18 décembre 2026")
        assert again.kept.id == card.kept.id
        chosen = known_deadlines.value_of(again.kept)  # who saw it so may
        await deadlines.move(w.deps, other, chosen, "21 décembre 2026")
        await after(w, waker, minutes=3)
        later = await deadlines.move(w.deps, GIROUETTE, "lettre", "22 décembre 2026")
        assert later.kept.due == date(2026, 12, 22)

    async def test_of_two_at_once_one_takes_it(self, w: World) -> None:
        card = await add(w)
        both = [deadlines.take(w.deps, who, card.kept.id, PRIVATE) for who in (MIMOSA, LINOTTE)]
        done = await asyncio.gather(*both, return_exceptions=True)
        assert [type(one) for one in done] == [Card, Refused]

    async def test_done_it_is_reminded_of_no_more(self, w: World, waker: Waker) -> None:
        card = await add(w)
        await deadlines.take(w.deps, MIMOSA, card.kept.id, PRIVATE)
        other = replace(MIMOSA, person=PersonId("8"))
        work = deadlines.finish(w.deps, other, card.kept.id, organiser=False)
        assert await refused(work) is Reason.DEADLINE_NOT_YOURS
        await deadlines.finish(w.deps, MIMOSA, card.kept.id, organiser=False)
        await after(w, waker, days=60)
        assert heads(w) == []
        assert said_in(w, PRIVATE) == []
        assert await history(w) == [
            ("deadline", None, "open", GIROUETTE.person),
            ("deadline:taker", "", MIMOSA.person, MIMOSA.person),
            ("deadline", "open", "done", MIMOSA.person),
        ]


class TestMoving:
    async def test_who_was_reminded_is_told_and_reminded_of_the_new_day(
        self, w: World, waker: Waker
    ) -> None:
        card = await add(w)
        await after(w, waker, days=13)
        said = known_deadlines.value_of(card.kept)
        await deadlines.move(w.deps, GIROUETTE, said, "11/01/2027", why="vacances")
        await w.settle()
        [told] = [plain(one) for one in said_in(w) if one.startswith("✏️")]
        assert told.splitlines() == [
            "✏️ Forcalquier, échéance déplacée : lundi 11 janvier 2027",
            "**Quoi** Envoyer la lettre au préfet",
            "Avant : ~~lundi 21 décembre 2026~~. Les rappels suivent.",
            "**Pourquoi** vacances",
        ]
        await after(w, waker, days=21)
        assert heads(w)[1:] == [
            "⏰ Forcalquier, Envoyer la lettre au préfet, dans 14 jours : lundi 11 janvier"
        ]

    async def test_who_was_told_is_told_though_they_follow_no_more_and_new_ones_are_not(
        self, w: World, waker: Waker
    ) -> None:
        card = await add(w)
        await after(w, waker, days=13)
        await unfollow(w, GIROUETTE)
        elsewhere = replace(GIROUETTE, channel=ChannelId("300"))
        await follow(w, elsewhere)
        said = known_deadlines.value_of(card.kept)
        await deadlines.move(w.deps, elsewhere, said, "11/01/2027")
        await w.settle()
        moved = ["✏️ Forcalquier, échéance déplacée : lundi 11 janvier 2027"]
        assert heads(w, start="✏️") == moved
        assert heads(w, elsewhere.channel, start="✏️") == []

    @pytest.mark.parametrize("channel", [GIROUETTE.channel, ChannelId("300")])
    async def test_where_it_was_added_it_is_told_once_wherever_it_is_moved_from(
        self, w: World, channel: ChannelId
    ) -> None:
        said = known_deadlines.value_of((await add(w)).kept)
        await deadlines.move(w.deps, replace(GIROUETTE, channel=channel), said, "12/01/2027")
        await w.settle()
        assert heads(w, start="✏️") == ["✏️ Forcalquier, échéance déplacée : mardi 12 janvier 2027"]
        assert heads(w, ChannelId("300"), start="✏️") == []

    async def test_the_second_of_two_organisers_is_told_that_it_changed(self, w: World) -> None:
        said = known_deadlines.value_of((await add(w)).kept)
        await deadlines.move(w.deps, GIROUETTE, said, "11/01/2027")
        work = deadlines.move(w.deps, GIROUETTE, said, "12/01/2027")
        assert await refused(work) is Reason.DEADLINE_CHANGED

    async def test_it_is_explained_with_its_rule_and_each_change(self, w: World) -> None:
        said = known_deadlines.value_of((await add(w, LEGAL)).kept)
        await deadlines.move(w.deps, GIROUETTE, said, "20/01/2027", why="avis de l'avocate")
        card = await known_deadlines.explained(w.deps, COLLECTIVE, "recours")
        zone = card.kept.zone
        lines = plain(words.explaining(card, zone, texts("fr")).content).splitlines()
        assert lines[0] == (
            "Forcalquier, Recours contre une délibération : au plus tard le mercredi 20 janvier "
            "2027"
        )
        assert lines[1] == "1. Publication : mardi 24 novembre 2026 (ce jour ne compte pas)."
        assert lines[-2:] == [
            "mardi 24 novembre 2026 à 13h : déplacée du lundi 25 janvier 2027 au mercredi 20 "
            "janvier 2027 (avis de l'avocate)",
            "Cette date, choisie par une personne, l'emporte sur la règle.",
        ]


async def decided(w: World, waker: Waker, outcome: S = S.ADOPTED) -> Any:
    """A vote of 14 December whose result is known the day after."""
    vote = await announced(w)
    await after(w, waker, days=21)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, outcome, Tally())
    return vote


async def publish(w: World, vote: Any, day: str = "", **more: Any) -> None:
    said = await value(w, vote.id)
    await vote_changes.step(w.deps, GIROUETTE, said, S.PUBLISHED, day=day, **more)


async def to(w: World, vote: Any, status: S, **more: Any) -> None:
    await vote_changes.step(w.deps, GIROUETTE, await value(w, vote.id), status, **more)


class TestVotes:
    async def test_a_sitting_that_is_over_opens_the_list(self, w: World, waker: Waker) -> None:
        await announced(w)
        assert await alive(w) == {}
        await after(w, waker, days=20, hours=9)
        assert await alive(w) == {"fr.deliberation.liste": date(2026, 12, 21)}

    async def test_the_publication_opens_the_window_from_its_day(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await after(w, waker, days=3)
        await publish(w, vote, "16/12/2026")
        assert await alive(w) == {
            "fr.deliberation.liste": date(2026, 12, 21),
            "fr.rep.deliberation": date(2027, 2, 17),
            "fr.gracieux.depot": date(2027, 2, 17),
        }

    async def test_a_belgian_vote_opens_the_window_of_belgian_law(
        self, w: World, waker: Waker
    ) -> None:
        await threads.follow(
            w.deps, NAMUR, GIROUETTE, listener=Listener(GIROUETTE.channel, Room.TEXT)
        )
        vote = await announced(w, city=NAMUR)
        await after(w, waker, days=21)
        said = await value(w, vote.id)
        await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, Tally())
        assert await alive(w) == {}
        await publish(w, vote, "15/12/2026")
        assert await alive(w) == {"be.ce.annulation": date(2027, 2, 15)}

    async def test_the_news_of_a_vote_tell_what_is_due_after_it(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await w.settle()
        [result] = [plain(one) for one in said_in(w) if "adopté" in one and "🗳️" in one[:3]][-1:]
        assert "Liste des délibérations affichée, en ligne : au plus tard le lundi 21" in result
        assert result.endswith("pas un conseil juridique : faites vérifier la date.")
        await after(w, waker, days=3)
        await publish(w, vote, "16/12/2026")
        await w.settle()
        news = plain(said_in(w)[-1])
        assert "Recours contre une délibération : au plus tard le mercredi 17 février 2027" in news
        assert "Recours gracieux, dépôt : au plus tard le mercredi 17 février 2027" in news

    async def test_a_day_of_publication_that_nobody_told_is_the_earliest_and_said_so(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote)
        assert (await alive(w))["fr.rep.deliberation"] == date(2027, 2, 15)
        await after(w, waker, days=45)
        [said] = [plain(one) for one in said_in(w) if "dans 14 jours" in one]
        assert "Publication supposée le jour de la séance, lundi 14" in said

    async def test_two_ways_that_end_on_one_day_are_told_in_one_message(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        await after(w, waker, days=49)
        [said] = [plain(one).splitlines() for one in said_in(w) if ", dans " in one]
        assert said[1] == "Ce rappel arrive avec 1 jour de retard."
        assert said[2:4] == [
            "**Quoi** Recours contre une délibération (caméras fixes et mobiles)",
            "**Et aussi** Recours gracieux, dépôt",
        ]
        [sent] = sends(w, "⏰ Forcalquier, recours, dans 13 jours")
        labels = [plain(one.label) for one in sent.message.buttons]
        assert labels == [
            "Je m'en charge",
            "Fait : Recours contre une délibération",
            "Fait : Recours gracieux, dépôt",
        ]
        found = await known_deadlines.listed(w.deps, COLLECTIVE)
        first, second = [one.kept for one in found if one.kept.basis.rule in legal.FROM_PUBLICATION]
        await deadlines.take(w.deps, MIMOSA, first.id, PRIVATE)
        await deadlines.finish(w.deps, MIMOSA, first.id, organiser=False)
        await after(w, waker, days=7)
        [own] = [plain(one) for one in said_in(w, PRIVATE)]
        assert "Recours gracieux, dépôt" in own
        assert "Recours contre" not in own
        assert second.due == first.due

    async def test_the_news_that_supposed_a_day_of_publication_is_put_right_by_the_true_one(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await w.settle()
        await publish(w, vote)
        await w.settle()
        assert any("Publication supposée" in plain(one) for one in said_in(w))
        said = await value(w, vote.id)
        await vote_changes.publish(w.deps, GIROUETTE, said, "14/12/2026")
        await w.settle()
        assert not [one for one in said_in(w) if "Publication supposée" in plain(one)]
        [news] = [plain(one) for one in said_in(w) if "Recours contre une" in plain(one)]
        assert "Recours contre une délibération : au plus tard le lundi 15 février 2027" in news

    async def test_reminders_that_supposed_a_day_of_publication_drop_it_once_it_is_confirmed(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await w.settle()
        await publish(w, vote)
        await after(w, waker, days=45)
        await after(w, waker, days=7)
        supposed = [plain(one).splitlines()[0] for one in said_in(w) if "supposée" in plain(one)]
        assert sum(", dans " in one for one in supposed) == 2
        await vote_changes.publish(w.deps, GIROUETTE, await value(w, vote.id), "14/12/2026")
        await w.settle()
        assert not [one for one in said_in(w) if "Publication supposée" in plain(one)]
        assert [one for one in heads(w) if "dans" in one] == [
            "⏰ Forcalquier, recours, dans 14 jours : vendredi 12 février 2027 (date prudente)",
            "⏰ Forcalquier, recours, dans 7 jours : vendredi 12 février 2027 (date prudente)",
        ]

    async def test_news_that_supposed_a_day_of_publication_drop_it_once_it_is_confirmed(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote)
        await w.settle()
        [_, window, *_] = await known_deadlines.listed(w.deps, COLLECTIVE)
        taken = await deadlines.take(w.deps, MIMOSA, window.kept.id, PRIVATE)
        said = known_deadlines.value_of(taken.kept)
        await deadlines.move(w.deps, GIROUETTE, said, "3/2/2027")
        await w.settle()
        assert "Publication supposée" in plain(said_in(w, PRIVATE)[-1])
        await vote_changes.publish(w.deps, GIROUETTE, await value(w, vote.id), "14/12/2026")
        await w.settle()
        [told] = [plain(one) for one in said_in(w, PRIVATE)]
        assert told.startswith("✏️ Forcalquier, échéance déplacée : mercredi 3 février 2027")
        assert "Publication supposée" not in told

    async def test_a_late_reminder_stays_late_when_its_day_of_publication_is_confirmed(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote)
        await after(w, waker, days=47)
        await vote_changes.publish(w.deps, GIROUETTE, await value(w, vote.id), "14/12/2026")
        w.clock.advance(timedelta(days=2).total_seconds())
        await w.settle()
        [said] = [plain(one) for one in said_in(w) if ", dans " in one]
        assert "Publication supposée" not in said
        assert said.splitlines()[1] == "Ce rappel arrive avec 2 jours de retard."

    async def test_a_window_that_only_the_news_of_the_vote_told_is_corrected_there(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "14/12/2026")
        await w.settle()
        await publish(w, vote, "15/12/2026")
        await w.settle()
        moved = "✏️ Forcalquier, échéance déplacée : mardi 16 février 2027"
        assert heads(w, start="✏️") == [moved]

    async def test_a_window_that_was_over_when_it_opened_is_said_to_be(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await after(w, waker, days=70)
        await publish(w, vote, "15/12/2026")
        await w.settle()
        [*_, news] = [plain(one) for one in said_in(w) if "publiée" in one]
        assert (
            "⚠️ Recours contre une délibération : la fenêtre s'est fermée le mardi 16 février 2027"
            in news
        )
        said = words.listed(
            await known_deadlines.listed(w.deps, COLLECTIVE), texts("fr"), w.clock.now()
        )
        assert "passée" in said.content

    async def test_past_ones_are_listed_first_with_a_way_to_close_them(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        await after(w, waker, days=10)
        found = await known_deadlines.listed(w.deps, COLLECTIVE)
        await deadlines.take(w.deps, MIMOSA, found[0].kept.id, PRIVATE)
        found = await known_deadlines.listed(w.deps, COLLECTIVE)
        said = words.listed(found, texts("fr"), w.clock.now())
        lines = plain(said.content).splitlines()
        assert lines[0] == "**Passées**"
        assert lines[1].startswith("- lundi 21 décembre 2026 (passée) : Forcalquier, Liste des")
        assert lines[1].endswith(" · quelqu'un s'en charge")
        assert lines[2] == "**À venir**"
        [close] = said.buttons
        assert plain(close.label) == (
            "Fait : lun. 21 déc. 2026, Forcalquier, liste des délibérations, caméras fixes…"
        )

    async def test_a_vote_that_is_challengeable_at_once_opens_and_tells_the_window(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        said = await value(w, vote.id)
        await vote_changes.step(
            w.deps, GIROUETTE, said, S.CHALLENGEABLE, day="15/12/2026", why="vu en ligne"
        )
        await w.settle()
        assert "au plus tard le mardi 16 février 2027" in plain(said_in(w)[-1])

    async def test_a_day_typed_for_the_reason_is_refused_with_where_it_goes(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        with pytest.raises(Refused) as met:
            await publish(w, vote, why="15/12/2026")
        said = plain(refusal(met.value, texts("fr")))
        assert said.startswith("« 15/12/2026 » est une date : donne-la dans `date`")
        await publish(w, vote, why="affichée le 15/12/2026")

    async def test_the_result_asks_for_the_day_of_publication(self, w: World, waker: Waker) -> None:
        await decided(w, waker)
        await w.settle()
        [asked] = [
            one
            for send in sends(w, "🗳️ Forcalquier")
            for one in send.message.buttons
            if one.label == "Publiée le…"
        ]
        assert asked.action.startswith("vigie:vote:published:")

    async def test_another_day_of_publication_counts_again_and_tells(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote)
        await after(w, waker, days=49)
        await publish(w, vote, "21/12/2026")
        await w.settle()
        assert (await alive(w))["fr.rep.deliberation"] == date(2027, 2, 22)
        assert heads(w, start="✏️") == ["✏️ Forcalquier, échéance déplacée : lundi 22 février 2027"]

    async def test_a_publication_before_the_sitting_or_to_come_is_refused(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        for day in ("13/12/2026", "31/12/2026"):
            assert await refused(publish(w, vote, day)) is Reason.VOTE_PUBLISHED
        assert set(await alive(w)) == {"fr.deliberation.liste"}

    @pytest.mark.parametrize("day", ["hier", "15 décembre", "mardi dernier", "le 15"])
    async def test_the_day_of_a_step_is_read_as_people_say_it(
        self, w: World, waker: Waker, day: str
    ) -> None:
        vote = await decided(w, waker)
        w.clock.advance(timedelta(days=1).total_seconds())  # to Wednesday 16 December
        await publish(w, vote, day)
        assert (await alive(w))["fr.rep.deliberation"] == date(2027, 2, 16)

    async def test_a_day_to_come_is_refused_as_such(self, w: World, waker: Waker) -> None:
        vote = await decided(w, waker)
        assert await refused(publish(w, vote, "demain")) is Reason.VOTE_PUBLISHED
        assert await refused(publish(w, vote, "bientôt")) is Reason.DAY_UNREADABLE

    async def test_nothing_is_final_while_its_window_is_open(self, w: World, waker: Waker) -> None:
        vote = await decided(w, waker)
        early = to(w, vote, S.FINAL, why="personne ne conteste")
        assert await refused(early) is Reason.VOTE_WINDOW_OPEN
        await publish(w, vote, "15/12/2026")
        await to(w, vote, S.CHALLENGEABLE)
        assert await said_to(to(w, vote, S.FINAL)) == [
            "Un recours reste possible jusqu'au mardi 16 février 2027 : ce vote n'est pas "
            "définitif avant. Le tribunal a jugé ? Note d'abord « recours au tribunal "
            "administratif »."
        ]
        wrong = to(w, vote, S.FINAL, why="erreur", corrects=True)
        assert await refused(wrong) is Reason.VOTE_WINDOW_OPEN
        await after(w, waker, days=65)
        await to(w, vote, S.FINAL)
        assert (await get(w, vote.id)).status is S.FINAL

    async def test_what_the_court_decided_is_final_whatever_the_window(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        await to(w, vote, S.CHALLENGEABLE)
        await to(w, vote, S.CHALLENGED)
        await to(w, vote, S.FINAL)

    async def test_an_appeal_to_the_town_hall_keeps_the_window_open(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        await to(w, vote, S.CHALLENGEABLE)
        await after(w, waker, days=10)
        await to(w, vote, S.GRACIEUX, day="24/12/2026")
        await after(w, waker, days=70)  # its silence is a refusal since 24 February
        final = to(w, vote, S.FINAL, why="plus rien")
        assert await refused(final) is Reason.VOTE_WINDOW_OPEN

    async def test_a_publication_that_was_an_error_closes_the_window_and_tells(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        await after(w, waker, days=50)
        said = await value(w, vote.id)
        await vote_changes.step(
            w.deps, GIROUETTE, said, S.ADOPTED, why="pas publiée", corrects=True
        )
        await w.settle()
        assert "fr.rep.deliberation" not in await alive(w)
        assert heads(w, start="✏️") == ["✏️ Forcalquier, échéance annulée : mardi 16 février 2027"]
        await publish(w, vote, "20/12/2026")
        assert (await alive(w))["fr.rep.deliberation"] == date(2027, 2, 22)

    async def test_what_is_challenged_keeps_its_window(self, w: World, waker: Waker) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        before = await alive(w)
        said = await value(w, vote.id)
        await vote_changes.step(
            w.deps, GIROUETTE, said, S.CHALLENGED, why="requête déposée", corrects=True
        )
        assert await alive(w) == before

    async def test_an_appeal_to_the_town_hall_counts_its_silence_then_the_way_to_the_court(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        await to(w, vote, S.CHALLENGEABLE)
        await after(w, waker, days=10)
        await to(w, vote, S.GRACIEUX, day="21/12/2026")
        assert (await alive(w))["fr.gracieux.refus_implicite"] == date(2027, 2, 21)
        assert await refused(to(w, vote, S.CHALLENGEABLE)) is Reason.VOTE_APPEALED
        await after(w, waker, days=60)
        assert await alive(w) == {
            "fr.deliberation.liste": date(2026, 12, 21),
            "fr.gracieux.tribunal": date(2027, 4, 22),
        }
        await w.settle()
        assert any("au plus tard le jeudi 22 avril 2027" in plain(one) for one in said_in(w))
        assert "annulée" not in "".join(said_in(w))  # the first window was prolonged
        await to(w, vote, S.CHALLENGEABLE, day="10/02/2027")
        assert (await alive(w))["fr.gracieux.tribunal"] == date(2027, 4, 12)

    async def test_the_day_of_an_appeal_is_not_taken_for_that_of_the_publication(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        await after(w, waker, days=10)
        await to(w, vote, S.GRACIEUX, day="22/12/2026", why="déposé en mairie")
        assert (await get(w, vote.id)).published == date(2026, 12, 15)
        work = to(w, vote, S.CHALLENGED, day="24/12/2026", why="requête", corrects=True)
        assert await refused(work) is Reason.VOTE_DAY

    async def test_an_appeal_that_was_an_error_leaves_the_window_as_it_was(
        self, w: World, waker: Waker
    ) -> None:
        vote = await decided(w, waker)
        await publish(w, vote, "15/12/2026")
        before = await alive(w)
        await to(w, vote, S.GRACIEUX, day="15/12/2026", why="lu trop vite")
        await to(w, vote, S.CHALLENGEABLE, why="pas de recours", corrects=True)
        assert await alive(w) == before

    async def test_what_is_done_stays_done(self, w: World, waker: Waker) -> None:
        vote = await decided(w, waker)
        [card] = await known_deadlines.listed(w.deps, COLLECTIVE)
        await deadlines.finish(w.deps, GIROUETTE, card.kept.id, organiser=True)
        await publish(w, vote, "15/12/2026")
        assert "fr.deliberation.liste" not in await alive(w)
        found = await w.deps.store.read(lambda tx: stored.of_vote(tx, vote.id))
        assert [one.state for one in found if one.basis.rule == "fr.deliberation.liste"] == [
            DeadlineState.DONE
        ]


class TestRulesThatChange:
    async def test_open_ones_are_counted_again_and_those_concerned_are_told(
        self, w: World, waker: Waker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await add(w, LEGAL)
        own = await add(w)
        await after(w, waker, days=49)
        assert await recounting.recount(w.deps) == 0
        pack = legal.rules()
        rule = pack.rules["fr.rep.deliberation"]
        longer = replace(rule, count=replace(rule.count, n=3))
        changed = replace(pack, rules={**pack.rules, rule.id: longer})
        monkeypatch.setattr(legal, "rules", lambda: changed)
        assert await recounting.recount(w.deps) == 1
        await w.settle()
        assert (await alive(w))["fr.rep.deliberation"] == date(2027, 2, 25)
        assert (await alive(w))[own.kept.basis.title] == own.kept.due
        assert heads(w, start="✏️") == ["✏️ Forcalquier, échéance déplacée : jeudi 25 février 2027"]
        [news] = [plain(one) for one in said_in(w) if one.startswith("✏️")]
        assert "**Pourquoi** la règle ou un jour férié a changé : je recompte." in news
        card = await known_deadlines.explained(w.deps, COLLECTIVE, "recours")
        explained = plain(words.explaining(card, card.kept.zone, texts("fr")).content)
        assert "du lundi 25 janvier 2027 au jeudi 25 février 2027 (recomptée)" in explained
        assert await recounting.recount(w.deps) == 0

    async def test_what_is_over_stays_as_it_was_told(
        self, w: World, waker: Waker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await add(w, LEGAL)
        told = await alive(w)
        await after(w, waker, days=70)
        pack = legal.rules()
        rule = pack.rules["fr.rep.deliberation"]
        longer = replace(rule, count=replace(rule.count, n=6))
        changed = replace(pack, rules={**pack.rules, rule.id: longer})
        monkeypatch.setattr(legal, "rules", lambda: changed)
        assert await recounting.recount(w.deps) == 0
        assert await alive(w) == told

    async def test_a_day_that_a_person_chose_stays(self, w: World) -> None:
        card = await add(w, LEGAL)
        await deadlines.move(w.deps, GIROUETTE, known_deadlines.value_of(card.kept), "20/01/2027")
        assert await recounting.recount(w.deps) == 0
        assert await alive(w) == {"fr.rep.deliberation": date(2027, 1, 20)}


async def test_those_who_live_by_another_clock_are_told_whose_nine_o_clock_it_is(
    w: World,
) -> None:
    there = ZoneInfo("Indian/Reunion")
    card = await add(w, replace(FREE, city="fr:97411"))
    assert "le jour même à 9h, heure de La Réunion." in plain(
        words.added(card, texts("fr"), w.clock.now(), ZoneInfo("Europe/Paris")).content
    )
    here = plain(words.added(card, texts("fr"), w.clock.now(), there).content)
    assert "le jour même à 9h." in here
