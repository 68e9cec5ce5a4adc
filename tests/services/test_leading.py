"""What is answered to who talks in a hurry: a button that does what was meant, never the deed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import intents
from bot.domain.ids import MessageId, PersonId
from bot.ports.chat import Button, Message, Say
from bot.services import alert_drafts, own_reminders, quieting, talking
from bot.services.own_reminders import Wisher
from bot.services.talking import Heard
from bot.store import collectives
from bot.store.base import Tx
from tests.services.vote_world import announced, follow, report
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def hears(w: World, text: str, answers: MessageId | None = None) -> Message:
    """What is answered."""
    heard = Heard(
        MessageId(f"9{len(text)}"),
        ANNOUNCEMENTS,
        COLLECTIVE,
        text,
        PersonId("2"),
        answers,
    )
    await talking.answer(w.deps, heard)
    await w.settle()
    sent = w.chat.attempts[-1]
    assert isinstance(sent, Say)
    return sent.message


def labels(message: Message) -> list[str]:
    return [one.label.replace("\u202f", " ") for one in message.buttons]


def action(message: Message, label: str) -> str:
    [button] = [one for one in message.buttons if one.label.startswith(label)]
    assert isinstance(button, Button)
    return button.action


async def speak_english(w: World) -> None:
    def work(tx: Tx) -> None:
        collectives.meet(tx, COLLECTIVE, w.clock.now())
        tx.execute("update collectives set locale = 'en'")

    await w.deps.store.write(work)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (
            "à Forcalquier, le conseil, c'est chaud",
            ["Prochain vote à Forcalquier ?", "Signaler un vote", "Mes rappels", "Aide"],
        ),
        (
            "tu gères les rappels ?",
            ["Mes rappels", "Où en est Nice ?", "Prochain vote à Nice ?", "Aide"],
        ),
        (
            "la météo des plages",
            ["Où en est Nice ?", "Prochain vote à Nice ?", "Mes rappels", "Aide"],
        ),
        (
            "un pique-nique à Forcalquier",
            ["Où en est Forcalquier ?", "Prochain vote à Forcalquier ?", "Mes rappels", "Aide"],
        ),
        (
            "entre Forcalquier et Marseille il y a la Durance",
            ["Où en est Forcalquier ?", "Où en est Marseille ?", "Mes rappels", "Aide"],
        ),
    ],
)
async def test_the_fallback_offers_what_it_recognised(
    w: World, text: str, offered: list[str]
) -> None:
    answer = await hears(w, text)
    assert answer.content.startswith("Je n’ai pas compris")
    assert labels(answer) == offered


async def test_the_fallback_offers_the_town_that_is_followed_here(w: World) -> None:
    await follow(w)
    assert "Où en est Forcalquier ?" in labels(await hears(w, "blablabla"))


@pytest.mark.parametrize(
    ("text", "starts"), [("bonjour", "Bonjour"), ("salut", "Bonjour"), ("merci !", "Avec plaisir")]
)
async def test_who_greets_or_thanks_is_told_what_one_can_ask(
    w: World, text: str, starts: str
) -> None:
    await follow(w)
    answer = await hears(w, text)
    assert answer.content.startswith(starts)
    assert len(answer.content) < 120
    assert labels(answer)[0] == "Où en est Forcalquier ?"


async def test_thanks_for_a_post_are_not_for_vigie(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    before = len(w.chat.attempts)
    await hears(w, "merci pour ce message", answers=w.chat.kept[0][1])
    assert len(w.chat.attempts) == before


async def test_who_comes_is_pointed_to_the_vote_with_its_button(w: World) -> None:
    await follow(w)
    vote = await announced(w)
    for text in ("je viens au vote de forcalquier", "je peux pas venir"):
        answer = await hears(w, text)
        assert "Prochain vote à Forcalquier" in answer.content
        assert action(answer, "Je viens") == f"vigie:coming:{vote.id}:yes"


async def test_who_comes_where_no_vote_is_known_is_told_so(w: World) -> None:
    answer = await hears(w, "je viens au vote de Gap")
    assert answer.content.startswith("Aucun vote à venir")
    assert answer.buttons == ()


async def test_a_vote_to_report_opens_the_form_of_its_town(w: World) -> None:
    assert (await hears(w, "je veux signaler un vote")).buttons == ()
    named = await hears(w, "je veux signaler un vote à Gap")
    assert action(named, "Signaler un vote à Gap") == "vigie:vote:new:fr:05061"
    await follow(w)
    ours = await hears(w, "signaler un vote")
    assert labels(ours) == ["Signaler un vote à Forcalquier"]


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        (
            "y'a un vote à Gap jeudi 10 décembre à 18h sur la vidéosurveillance",
            "vigie:vote:said:fr:05061:2026-12-10T18:00:vidéosurveillance",
        ),
        ("il y a un vote à Gap le 10 décembre", "vigie:vote:said:fr:05061:2026-12-10:"),
        (
            "y'a un vote à Gap jeudi 10 décembre à 18h sur les caméras",
            "vigie:vote:said:fr:05061:2026-12-10T18:00:caméras",
        ),
        (
            "y'a un vote à Gap jeudi 10 décembre à 18h sur l'extension du CSU",
            "vigie:vote:said:fr:05061:2026-12-10T18:00:extension du CSU",
        ),
        (
            "there's a vote in Gap on Thursday 10 December at 18:00 about the cameras",
            "vigie:vote:said:fr:05061:2026-12-10T18:00:cameras",
        ),
    ],
)
async def test_a_vote_that_is_told_is_only_proposed(w: World, text: str, carried: str) -> None:
    answer = await hears(w, text)
    assert "Je n’ai rien noté" in answer.content
    assert "jeudi 10 décembre 2026" in answer.content
    assert action(answer, "Signaler ce vote") == carried
    assert len(w.chat.attempts) == 1


async def test_a_vote_that_is_told_of_long_words_fits_its_button(w: World) -> None:
    words = "la très longue extension du système de vidéoprotection " * 6
    answer = await hears(w, f"y'a un vote à Gap jeudi 10 décembre à 18h sur {words}")
    assert len(action(answer, "Signaler ce vote")) <= 100


async def test_a_vote_that_is_told_of_no_sure_day_opens_an_empty_form(w: World) -> None:
    text = "y'a un vote à Gap le 10 décembre ou le 11 décembre"
    answer = await hears(w, text)
    assert action(answer, "Signaler un vote à Gap") == "vigie:vote:new:fr:05061"


async def test_what_is_asked_of_a_vote_that_nobody_confirmed_stays_where_it_was_reported(
    w: World,
) -> None:
    await follow(w)
    await report(w)
    answer = await hears(w, "je viens au vote de forcalquier")
    assert answer.buttons == ()


async def test_english_is_answered_in_english_with_its_date_in_full(w: World) -> None:
    await speak_english(w)
    answer = await hears(w, "remind me on Thursday at 18:00: print")
    assert answer.content.startswith("⏰ Thursday 26 November 2026 at 18:00")
    answer = await hears(w, "how long to challenge the decision of 3 March?")
    assert "May 2026" in answer.content
    assert labels(await hears(w, "hello"))[0] == "Where does Nice stand?"


async def test_what_organisers_and_members_type_into_commands_may_be_english(w: World) -> None:
    shown = await alert_drafts.draft(
        w.deps,
        GIROUETTE,
        "Meeting",
        ANNOUNCEMENTS,
        "the first Thursday of each month at 7pm except August",
    )
    assert shown.ahead[0].instant.isoformat() == "2026-12-03T18:00:00+00:00"
    done = await report(w, when="Monday 14 December at 6:30pm")
    assert done.vote.sitting.day.isoformat() == "2026-12-14"
    assert f"{done.vote.sitting.hour:%H:%M}" == "18:30"
    own = await own_reminders.remind(
        w.deps, Wisher(PersonId("2"), ANNOUNCEMENTS, None, None, "1"), "tomorrow evening", "print"
    )
    assert own.reminder.occurs.isoformat() == "2026-11-25T19:00:00+00:00"
    hours = quieting.understood("10pm", "8am", w.clock.now(), w.deps.settings.zone)
    assert (hours.begins.hour, hours.ends.hour) == (22, 8)


async def test_the_examples_in_english_are_understood_in_english(w: World) -> None:
    await speak_english(w)
    said = re.findall(r"“(.+?)”", (await hears(w, "blablabla")).content)
    found = [intents.understand(one, w.deps.registry) for one in said]
    kinds = [intents.NextVote, intents.RemindMe, intents.AskDeadline, intents.WhatToDo]
    assert [type(one) for one in found] == kinds
    for one in said[1:3]:
        assert "did not understand" not in (await hears(w, one)).content


async def test_a_time_limit_of_a_vote_to_come_counts_from_its_own_day(w: World) -> None:
    asked = "jusqu'à quand peut-on attaquer la délibération du 14 décembre ?"
    assert "C’est passé" in (await hears(w, asked)).content
    await follow(w)
    await announced(w)
    answer = await hears(w, f"{asked} merci")
    assert "lundi 14 décembre 2026" in answer.content
    assert "C’est passé" not in answer.content
    elsewhere = await hears(w, "quel délai pour la délibération du 14 décembre à Nice ?")
    assert "C’est passé" in elsewhere.content


async def test_a_vote_of_another_day_than_the_one_asked_for_is_said_to_be_another(w: World) -> None:
    await follow(w)
    await announced(w)
    monday = await hears(w, "quel vote lundi prochain ?")
    first, second, *_ = monday.content.replace("\u202f", " ").splitlines()
    assert first == "Aucun vote n’est connu le lundi 30 novembre 2026."
    assert second.startswith("🗳️ Prochain vote à Forcalquier")
    its_own = await hears(w, "quel vote à Forcalquier le 14 décembre ?")
    assert its_own.content.startswith("🗳️ Vote à Forcalquier")
    assert "Aucun vote" not in its_own.content


async def test_the_vote_of_a_day_is_shown_though_it_is_not_the_next(w: World) -> None:
    await follow(w)
    await announced(w)
    await announced(w, when="lundi 21 décembre à 18h30", item="Drones", number="13")
    answer = await hears(w, "quel vote le 21 décembre ?")
    assert "Drones" in answer.content
    assert "14 décembre" not in answer.content


async def test_a_day_without_a_vote_where_none_is_known_is_said_once(w: World) -> None:
    answer = await hears(w, "quel vote à Gap lundi prochain ?")
    assert answer.content.count("Aucun vote") == 1
