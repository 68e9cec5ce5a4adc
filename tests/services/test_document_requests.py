"""A request for documents is one clock: each stage opens the next, and silence is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.document_requests import Event, Stage
from bot.domain.ids import ChannelId, RequestId
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Say
from bot.render import document_requests as words
from bot.render.document_requests import RequestCard
from bot.render.texts import texts
from bot.services import deadlines, document_requests, known_deadlines, legal, recounting
from bot.services.document_requests import Asked
from bot.services.reminders import Waker
from tests.services.vote_world import FORCALQUIER, LINOTTE, MIMOSA, OTHERS, said_in
from tests.world import COLLECTIVE, GIROUETTE, World

E, S = Event, Stage


async def ask(w: World, received: str = "", sent: str = "") -> RequestCard:
    asked = Asked(FORCALQUIER, "convention avec Wintics", received, sent)
    return await document_requests.ask(w.deps, GIROUETTE, asked)


async def happened(w: World, id_: RequestId, event: Event, day: str = "") -> RequestCard:
    return await document_requests.happened(w.deps, GIROUETTE, id_, event, day)


async def until(w: World, waker: Waker, day: date) -> None:
    """To the noon of a day, in UTC, a week at a time."""
    while (left := (day - w.clock.now().date()).days) > 0:
        w.clock.advance(timedelta(days=min(left, 7)).total_seconds())
        await waker.fire_due()
        await w.settle()


def told(card: RequestCard) -> list[str]:
    return plain(words.told(card, texts("fr")).content)


def plain(text: str) -> list[str]:
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'").splitlines()


def heard(w: World) -> list[str]:
    """Where it stands, but for the reminders before its days."""
    said = [one for one in said_in(w) if "documents : " in one and "réponse attendue" not in one]
    return [one.replace("’", "'").splitlines()[0] for one in said]


def labels(w: World) -> list[str]:
    """The buttons below what was said last."""
    *_, last = [one for one in w.chat.attempts if isinstance(one, Say)]
    return [one.label.replace("’", "'") for one in last.message.buttons]


async def alive(w: World) -> dict[str, date]:
    found = await known_deadlines.listed(w.deps, COLLECTIVE)
    return {one.kept.basis.rule: one.kept.due for one in found}


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def test_a_day_of_receipt_that_is_not_known_is_supposed_and_can_be_told(w: World) -> None:
    card = await ask(w, sent="20/11/2026")
    assert told(card)[:2] == [
        "📌 Forcalquier, documents demandés : réponse d'ici le dimanche 20 décembre 2026",
        "Reçue le vendredi 20 novembre 2026 (date supposée). Pas de réponse : c'est un refus.",
    ]
    card = await happened(w, card.request.id, E.RECEIVED, "23/11/2026")
    assert told(card)[1] == "Reçue le lundi 23 novembre 2026. Pas de réponse : c'est un refus."
    assert await alive(w) == {"fr.cada.refus_implicite": date(2026, 12, 23)}


async def test_silence_is_told_stage_after_stage_to_the_end(w: World, waker: Waker) -> None:
    await ask(w, received="24/11/2026")
    await until(w, waker, date(2026, 12, 25))
    assert heard(w) == [
        "⏰ Forcalquier, documents : pas de réponse, c'est un refus (jeudi 24 décembre 2026)"
    ]
    assert await alive(w) == {"fr.cada.saisine": date(2027, 2, 23)}
    await until(w, waker, date(2027, 2, 25))
    assert heard(w)[1:] == ["⏰ Forcalquier, documents : le délai est passé"]
    assert await alive(w) == {}


async def test_the_whole_way_to_the_court(w: World, waker: Waker) -> None:
    await until(w, waker, date(2027, 2, 1))
    card = await ask(w, received="01/02/2027")
    await until(w, waker, date(2027, 3, 9))
    card = await happened(w, card.request.id, E.REGISTERED)
    assert told(card)[:2] == [
        "📌 Forcalquier, documents : CADA saisie, réponse d'ici le dimanche 9 mai 2027",
        "Étape 3 sur 4. Avis attendu vers le vendredi 9 avril 2027.",
    ]
    card = await happened(w, card.request.id, E.OPINION)
    assert card.request.stage is S.CADA
    assert await alive(w) == {"fr.cada.refus_confirme_implicite": date(2027, 5, 9)}
    await until(w, waker, date(2027, 5, 11))
    assert heard(w)[-1] == (
        "⏰ Forcalquier, documents : tribunal administratif jusqu'au lundi 12 juillet 2027"
    )
    [last] = [one for one in said_in(w) if "Étape 4 sur 4" in one]
    assert "Date prudente : vendredi 9 juillet 2027." in last
    card = await happened(w, card.request.id, E.FILED)
    assert card.request.stage is S.COURT
    assert await alive(w) == {}
    assert (await happened(w, card.request.id, E.JUDGED)).request.stage is S.CLOSED


async def test_an_opinion_is_acknowledged_with_what_it_changes(w: World, waker: Waker) -> None:
    await until(w, waker, date(2027, 2, 1))
    card = await ask(w, received="01/02/2027")
    await until(w, waker, date(2027, 3, 9))
    await happened(w, card.request.id, E.REGISTERED)
    card = await happened(w, card.request.id, E.OPINION)
    assert told(card)[:2] == [
        "📌 Forcalquier, documents : avis de la CADA reçu le mardi 9 mars 2027",
        "Étape 3 sur 4. Il ne change pas le délai : sans réponse de la mairie d'ici le "
        "dimanche 9 mai 2027, c'est un refus.",
    ]
    labels = [one.label for one in words.told(card, texts("fr")).buttons]
    assert labels == ["Documents reçus", "Refus reçu"]


async def test_a_late_opinion_is_acknowledged_before_the_way_to_the_court(
    w: World, waker: Waker
) -> None:
    await until(w, waker, date(2027, 2, 1))
    card = await ask(w, received="01/02/2027")
    await until(w, waker, date(2027, 3, 9))
    await happened(w, card.request.id, E.REGISTERED)
    await until(w, waker, date(2027, 5, 20))
    card = await happened(w, card.request.id, E.OPINION)
    said = plain(words.came(card, E.OPINION, texts("fr")).content)
    assert said[:3] == [
        "📌 Forcalquier, documents : avis de la CADA reçu le jeudi 20 mai 2027",
        "Il ne change pas le délai : tribunal administratif jusqu'au lundi 12 juillet 2027.",
        "Étape 4 sur 4. Date prudente : vendredi 9 juillet 2027.",
    ]


async def test_a_written_refusal_after_silence_starts_again_once_inside_the_window(
    w: World, waker: Waker
) -> None:
    card = await ask(w, received="24/11/2026")
    await until(w, waker, date(2027, 1, 12))
    card = await happened(w, card.request.id, E.REFUSAL, "11/01/2027")
    assert told(card)[0] == "📌 Forcalquier, documents refusés le lundi 11 janvier 2027"
    assert await alive(w) == {"fr.cada.saisine": date(2027, 3, 10)}
    assert await refused(happened(w, card.request.id, E.REFUSAL)) is Reason.REQUEST_UNMOVED


async def test_what_is_noted_late_is_where_it_would_be(w: World) -> None:
    card = await ask(w, received="01/10/2026")
    assert card.request.stage is S.REFUSED
    assert told(card)[1] == (
        "Étape 2 sur 4 : saisir la CADA au plus tard le jeudi 31 décembre 2026."
    )


async def test_documents_end_it_and_its_reminders(w: World, waker: Waker) -> None:
    card = await ask(w, received="24/11/2026")
    card = await happened(w, card.request.id, E.DOCUMENTS)
    assert told(card)[0] == "📌 Forcalquier, documents obtenus : bravo, c'est fini"
    await until(w, waker, date(2027, 3, 1))
    assert said_in(w) == []
    assert await refused(happened(w, card.request.id, E.ABANDONED)) is Reason.REQUEST_STAGE


async def test_a_day_to_come_another_stage_or_another_collective_is_refused(w: World) -> None:
    id_ = (await ask(w, received="24/11/2026")).request.id
    assert await refused(happened(w, id_, E.REFUSAL, "25/11/2026")) is Reason.REQUEST_DAY
    assert await refused(happened(w, id_, E.REFUSAL, "23/11/2026")) is Reason.REQUEST_DAY
    assert await refused(happened(w, id_, E.FILED)) is Reason.REQUEST_STAGE
    theirs = document_requests.happened(w.deps, OTHERS, id_, E.DOCUMENTS)
    assert await refused(theirs) is Reason.NO_REQUEST


async def test_a_day_that_would_be_refused_is_not_offered(w: World) -> None:
    request = (await ask(w, received="24/11/2026")).request
    today = date(2026, 11, 24)
    days = (today - timedelta(days=1), today)
    first = await document_requests.first_possible(w.deps, request, E.REFUSAL, days)
    [card] = await document_requests.suggested(w.deps, COLLECTIVE, "")
    asked = words.which_day(card, E.REFUSAL, today, texts("fr"), first=first)
    assert [plain(one.label)[0] for one in asked.buttons] == [
        "Aujourd'hui, 24 novembre 2026",
        "Un autre jour",
    ]


async def test_a_button_that_was_passed_by_does_nothing(w: World) -> None:
    card = await ask(w, received="24/11/2026")
    id_, seen = card.request.id, card.request.version
    await happened(w, id_, E.REFUSAL)
    again = document_requests.happened(w.deps, GIROUETTE, id_, E.DOCUMENTS, seen=seen)
    assert await refused(again) is Reason.REQUEST_STAGE


class TestDays:
    """Each clock runs from the day on which something happened, whenever it is told."""

    async def test_a_refusal_that_is_told_after_silence_was_counts_from_its_own_day(
        self, w: World, waker: Waker
    ) -> None:
        card = await ask(w, received="24/11/2026")
        await until(w, waker, date(2026, 12, 28))
        card = await happened(w, card.request.id, E.REFUSAL, "18/12/2026")
        assert told(card)[0] == "📌 Forcalquier, documents refusés le vendredi 18 décembre 2026"
        assert await alive(w) == {"fr.cada.saisine": date(2027, 2, 17)}

    async def test_another_day_of_receipt_counts_all_that_follows_again(
        self, w: World, waker: Waker
    ) -> None:
        card = await ask(w, sent="20/11/2026")
        await until(w, waker, date(2026, 12, 28))
        assert await alive(w) == {"fr.cada.saisine": date(2027, 2, 19)}
        card = await happened(w, card.request.id, E.RECEIVED, "25/11/2026")
        assert told(card)[0] == (
            "⏰ Forcalquier, documents : pas de réponse, c'est un refus (vendredi 25 décembre 2026)"
        )
        assert await alive(w) == {"fr.cada.saisine": date(2027, 2, 24)}
        card = await happened(w, card.request.id, E.RECEIVED, "30/11/2026")
        assert card.request.stage is S.REQUESTED
        assert await alive(w) == {"fr.cada.refus_implicite": date(2026, 12, 30)}

    async def test_a_supposed_receipt_stays_supposed_after_the_silence(
        self, w: World, waker: Waker
    ) -> None:
        card = await ask(w, sent="20/11/2026")
        await until(w, waker, date(2026, 12, 28))
        [card] = await document_requests.suggested(w.deps, COLLECTIVE, "")
        assert "Réception supposée le jour de l'envoi" in told(card)[2]

    async def test_what_was_done_in_time_is_told_after_the_window(
        self, w: World, waker: Waker
    ) -> None:
        card = await ask(w, received="24/11/2026")
        await until(w, waker, date(2027, 2, 26))
        [card] = await document_requests.suggested(w.deps, COLLECTIVE, "")
        assert card.request.stage is S.FORECLOSED
        assert [one.label for one in words.told(card, texts("fr")).buttons] == ["CADA saisie"]
        card = await happened(w, card.request.id, E.REGISTERED, "22/02/2027")
        assert card.request.stage is S.CADA
        assert await alive(w) == {"fr.cada.refus_confirme_implicite": date(2027, 4, 22)}

    async def test_the_cada_may_register_after_the_window_what_was_sent_in_it(
        self, w: World, waker: Waker
    ) -> None:
        card = await ask(w, received="24/11/2026")
        await until(w, waker, date(2027, 2, 26))
        card = await happened(w, card.request.id, E.REGISTERED, "22/02/2027")
        await until(w, waker, date(2027, 3, 2))
        card = await happened(w, card.request.id, E.REGISTERED, "01/03/2027")
        assert await alive(w) == {"fr.cada.refus_confirme_implicite": date(2027, 5, 1)}

    async def test_an_opinion_that_comes_late_is_noted_and_moves_nothing(
        self, w: World, waker: Waker
    ) -> None:
        await until(w, waker, date(2027, 2, 1))
        card = await ask(w, received="01/02/2027")
        await until(w, waker, date(2027, 3, 9))
        await happened(w, card.request.id, E.REGISTERED)
        await until(w, waker, date(2027, 5, 20))
        before = await alive(w)
        card = await happened(w, card.request.id, E.OPINION)
        assert card.request.stage is S.CONFIRMED
        assert await alive(w) == before

    async def test_where_silence_was_told_its_correction_is_told(
        self, w: World, waker: Waker
    ) -> None:
        card = await ask(w, received="24/11/2026")
        await until(w, waker, date(2026, 12, 28))
        elsewhere = replace(GIROUETTE, channel=ChannelId("250"))
        await document_requests.happened(
            w.deps, elsewhere, card.request.id, E.REFUSAL, "18/12/2026"
        )
        await w.settle()
        [said] = [one.splitlines() for one in said_in(w) if "documents refusés" in one]
        assert said[1].replace("’", "'") == "✏️ Cela remplace ce que j'avais dit de cette demande."


class TestTheDeadlineOfAStage:
    async def test_its_reminders_await_the_answer_and_offer_what_may_come(
        self, w: World, waker: Waker
    ) -> None:
        await ask(w, received="24/11/2026")
        await until(w, waker, date(2026, 12, 17))
        reminders = [plain(one) for one in said_in(w) if "réponse attendue" in one]
        assert reminders[-1] == [
            "⏰ Forcalquier, documents : réponse attendue dans 7 jours (jeudi 24 décembre 2026)",
            "Ce rappel arrive avec 4 heures de retard.",
            "**Quoi** convention avec Wintics",
            "-# Calcul d'information, pas un conseil juridique : faites vérifier la date.",
        ]
        assert labels(w) == ["Documents reçus", "Refus reçu", "Je m'en charge"]
        await until(w, waker, date(2027, 2, 16))
        assert "saisir la CADA, dans 7 jours" in said_in(w)[-1]
        assert labels(w) == ["CADA saisie", "Documents reçus", "Je m'en charge"]

    async def test_it_is_neither_moved_nor_done_but_by_what_happened(self, w: World) -> None:
        card = await ask(w, received="24/11/2026")
        [stage] = await known_deadlines.listed(w.deps, COLLECTIVE)
        said = known_deadlines.value_of(stage.kept)
        moving = deadlines.move(w.deps, GIROUETTE, said, "20/12/2026")
        assert await refused(moving) is Reason.DEADLINE_OF_REQUEST
        finishing = deadlines.finish(w.deps, GIROUETTE, said, organiser=True)
        assert await refused(finishing) is Reason.DEADLINE_OF_REQUEST
        behind = await document_requests.behind(w.deps, GIROUETTE, said)
        assert behind is not None
        assert behind.request == card.request

    async def test_who_took_it_tells_what_came_of_it_and_others_do_not(self, w: World) -> None:
        card = await ask(w, received="24/11/2026")
        [stage] = await known_deadlines.listed(w.deps, COLLECTIVE)
        await deadlines.take(w.deps, MIMOSA, stage.kept.id, ChannelId("900"))
        for person, reason in ((LINOTTE, Reason.ORGANISERS_ONLY), (MIMOSA, None)):
            work = document_requests.happened(
                w.deps, person, card.request.id, E.REFUSAL, organiser=False
            )
            if reason:
                assert await refused(work) is reason
            else:
                assert (await work).request.stage is S.REFUSED

    async def test_a_rule_that_changes_moves_the_end_of_the_stage_too(
        self, w: World, waker: Waker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await ask(w, received="24/11/2026")
        pack = legal.rules()
        rule = pack.rules["fr.cada.refus_implicite"]
        longer = replace(rule, count=replace(rule.count, n=2))
        changed = replace(pack, rules={**pack.rules, rule.id: longer})
        monkeypatch.setattr(legal, "rules", lambda: changed)
        assert await recounting.recount(w.deps) == 1
        await until(w, waker, date(2027, 1, 24))
        assert heard(w) == []
        await until(w, waker, date(2027, 1, 26))
        assert heard(w) == [
            "⏰ Forcalquier, documents : pas de réponse, c'est un refus (dimanche 24 janvier 2027)"
        ]

    async def test_two_requests_of_a_city_are_told_apart(self, w: World) -> None:
        await ask(w, received="24/11/2026")
        other = Asked(FORCALQUIER, "analyse d'impact", "24/11/2026", "")
        await document_requests.ask(w.deps, GIROUETTE, other)
        found = await known_deadlines.listed(w.deps, COLLECTIVE)
        start = "jeu. 24 déc. 2026 · Forcalquier · Silence sur une demande de documents · "
        assert [one.label(texts("fr")) for one in found] == [
            f"{start}convention avec Wintics",
            f"{start}analyse d'impact",
        ]

    async def test_a_day_of_receipt_that_what_came_after_contradicts_is_refused(
        self, w: World, waker: Waker
    ) -> None:
        card = await ask(w, received="24/11/2026")
        await until(w, waker, date(2026, 12, 28))
        await happened(w, card.request.id, E.REGISTERED, "26/12/2026")
        late = happened(w, card.request.id, E.RECEIVED, "30/11/2026")
        assert await refused(late) is Reason.REQUEST_DAY

    async def test_what_was_told_in_private_is_told_to_who_follows_the_city(
        self, w: World, waker: Waker
    ) -> None:
        card = await ask(w, received="24/11/2026")
        [stage] = await known_deadlines.listed(w.deps, COLLECTIVE)
        private = replace(MIMOSA, channel=ChannelId("900"))
        await deadlines.take(w.deps, MIMOSA, stage.kept.id, private.channel)
        await document_requests.happened(
            w.deps, private, card.request.id, E.REFUSAL, organiser=False
        )
        await w.settle()
        [said] = [one for one in said_in(w) if "documents refusés" in one]
        assert "Cela remplace" not in said

    async def test_a_part_that_is_missing_is_a_refusal_of_the_rest(self, w: World) -> None:
        card = await ask(w, received="24/11/2026")
        card = await happened(w, card.request.id, E.DOCUMENTS)
        [button] = words.told(card, texts("fr")).buttons
        assert button.label == "Il en manque"
        card = await happened(w, card.request.id, E.REFUSAL)
        assert card.request.stage is S.REFUSED
        assert await alive(w) == {"fr.cada.saisine": date(2027, 1, 23)}


async def test_its_caveats_are_those_of_a_request(w: World, waker: Waker) -> None:
    card = await ask(w, received="24/11/2026")
    card = await happened(w, card.request.id, E.REFUSAL)
    assert "Étape 2 sur 4 : saisir la CADA au plus tard le samedi 23 janvier 2027." in told(card)
    assert "Le samedi 23 janvier 2027 est déjà cette veille." in told(card)[-1]
    card = await happened(w, card.request.id, E.REGISTERED)
    card = await happened(w, card.request.id, E.REFUSAL)
    assert "le cachet de la poste fait foi." in told(card)[-1]
    assert "élu·e du conseil" not in told(card)[-1]


async def test_what_is_answered_where_it_was_reminded_of_is_told_there_once(
    w: World, waker: Waker
) -> None:
    card = await ask(w, sent="20/11/2026")
    await until(w, waker, date(2026, 12, 7))
    before = said_in(w)
    assert "réponse attendue" in before[-1]
    await happened(w, card.request.id, E.RECEIVED, "23/11/2026")
    await w.settle()
    assert said_in(w) == before  # the command is answered there, to all


async def test_what_is_put_right_elsewhere_is_told_in_one_message(w: World, waker: Waker) -> None:
    card = await ask(w, sent="20/11/2026")
    await until(w, waker, date(2027, 2, 10))
    before = len(said_in(w))
    asker = replace(GIROUETTE, channel=ChannelId("250"))
    day = "24/11/2026"
    await document_requests.happened(w.deps, asker, card.request.id, E.RECEIVED, day)
    await w.settle()
    new = said_in(w)[before:]
    assert len(new) == 1, new
    assert "février 2027" in new[0]


async def test_who_tells_the_same_again_for_want_of_an_answer_is_answered(
    w: World, waker: Waker
) -> None:
    card = await ask(w, received="20/11/2026")
    await until(w, waker, date(2026, 12, 28))
    done = await happened(w, card.request.id, E.REGISTERED, "28/12/2026")
    again = await happened(w, card.request.id, E.REGISTERED, "28/12/2026")
    assert told(again) == told(done)
