"""What Vigie answers, and when it keeps silent."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import intents
from bot.domain.ids import MessageId, PersonId
from bot.ports.chat import Say
from bot.ports.forum import Place, Trouble, Unreadable
from bot.services import talking
from bot.services.pictures import NotDrawn
from bot.services.talking import Heard
from tests.world import ANNOUNCEMENTS, COLLECTIVE, World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def say(w: World, text: str, answers: MessageId | None = None) -> None:
    heard = Heard(
        MessageId(f"9{len(text)}"), ANNOUNCEMENTS, COLLECTIVE, text, PersonId("2"), answers
    )
    await talking.answer(w.deps, heard)


async def answers(w: World) -> list[str]:
    await w.settle()
    return w.chat.contents()


async def test_a_reply_to_a_carried_post_is_no_question_to_vigie(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.write(2)
    await w.poll()
    [carried] = await answers(w)
    message = w.chat.kept[0][1]
    await say(w, "merci pour ce message", answers=message)
    assert await answers(w) == [carried]


async def test_a_reply_to_a_carried_post_that_asks_is_answered(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await answers(w)
    await say(w, "bonjour, où en est Nice ?", answers=w.chat.kept[0][1])
    assert any(text.startswith("Nice (") for text in await answers(w))


async def test_what_is_not_understood_gets_examples(w: World) -> None:
    await say(w, "abracadabra")
    [text] = await answers(w)
    assert "Je n’ai pas compris" in text


async def test_the_examples_are_of_votes_reminders_deadlines_and_tasks_and_are_understood(
    w: World,
) -> None:
    await say(w, "abracadabra")
    [text] = await answers(w)
    said = re.findall(r"«\s(.+?)\s»", text)
    found = [intents.understand(one, w.deps.registry) for one in said]
    kinds = [intents.NextVote, intents.RemindMe, intents.AskDeadline, intents.WhatToDo]
    assert [type(one) for one in found] == kinds


async def test_a_citys_threads_from_before_vigie_are_known(w: World) -> None:
    w.forum.write(1, topic=3)
    w.forum.thread(3, title="Caméras", tags=("suresnes",))
    for number in range(2, 60):
        w.forum.write(number, topic=4)
    await w.poll()
    await say(w, "où en est Suresnes ?")
    [text] = await answers(w)
    assert text.startswith("Suresnes (Hauts-de-Seine)\u00a0: 1 fil du forum en parle")


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Des caméras au Havre", "Le Havre (Seine-Maritime)\u00a0: 1 fil du forum en parle"),
        ("LE HAVRE : LE CONSEIL VOTE", "Le Havre (Seine-Maritime)\u00a0: 1 fil du forum en parle"),
        ("Un havre de paix", "Le Havre (Seine-Maritime)\u00a0: on ne sait encore rien"),
    ],
)
async def test_a_thread_that_names_a_city_in_its_title_is_on_its_card(
    w: World, title: str, says: str
) -> None:
    w.forum.write(1, topic=3)
    w.forum.thread(3, title=title, tags=())
    await w.poll()
    await say(w, "où en est Le Havre ?")
    [text] = await answers(w)
    assert text.startswith(says)


async def test_a_city_is_looked_for_on_the_forum_once_a_day(w: World) -> None:
    w.forum.write(1)
    await w.poll()
    before = w.forum.requests
    for text in ("où en est Nice ?", "bonjour, où en est Nice ?"):
        await say(w, text)
    assert w.forum.requests == before + 1
    w.clock.advance(25 * 3600)
    await say(w, "où en est Nice aujourd’hui ?")
    assert w.forum.requests == before + 2


async def test_a_forum_that_is_down_keeps_nobody_from_an_answer(w: World) -> None:
    w.forum.trouble = Trouble.TIMEOUT
    await say(w, "où en est Nice ?")
    [text] = await answers(w)
    assert text.startswith("Nice (")


async def test_a_citys_card_comes_with_its_picture_and_its_words_in_it(w: World) -> None:
    await say(w, "où en est Nice ?")
    await answers(w)
    [sent] = w.chat.attempts
    assert isinstance(sent, Say)
    assert [(one.name, one.alt) for one in sent.message.files] == [("nice.png", "Nice")]


async def test_a_picture_that_cannot_be_drawn_keeps_no_answer_back(
    w: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_: object) -> None:
        raise NotDrawn("no font")

    monkeypatch.setattr(w.deps.painter, "draw", fails)
    await say(w, "où en est Nice ?")
    [text] = await answers(w)
    assert text.startswith("Nice (")
    [sent] = w.chat.attempts
    assert isinstance(sent, Say)
    assert sent.message.files == ()
    assert "picture.missing error=NotDrawn" in caplog.text


async def test_a_forum_where_nobody_could_look_for_a_city_is_not_said_to_be_silent(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: Place) -> Unreadable:
        return Unreadable(Trouble.SERVER)

    w.forum.write(1)
    await w.poll()
    monkeypatch.setattr(w.forum, "latest", fails)
    await say(w, "où en est Rennes ?")
    [text] = await answers(w)
    assert "je n’ai pas pu y chercher d’anciens fils" in text
    assert "aucun fil" not in text


async def test_a_short_name_is_found_among_many_titles_that_hold_its_letters(w: World) -> None:
    w.forum.write(1, topic=3)
    w.forum.thread(3, title="À Eu, la ville vote 20 caméras", tags=())
    await w.poll()
    for number in range(4, 154):
        w.forum.write(number, topic=number)
        w.forum.thread(number, title=f"Deuxième lieu {number}", tags=())
    await w.poll()
    await say(w, "où en est Eu ?")
    [text] = await answers(w)
    assert "1 fil du forum en parle" in text


async def test_a_typing_error_is_offered_the_nearest_city_and_not_taken_for_it(w: World) -> None:
    await say(w, "où en est Marseile ?")
    [answer] = await answers(w)
    assert answer.startswith("Je ne connais pas «\u202fMarseile\u202f». Est-ce")


def labels(w: World, at: int = -1) -> list[str]:
    """The buttons of a message of the channel."""
    sent = w.chat.attempts[at]
    assert isinstance(sent, Say)
    return [one.label for one in sent.message.buttons]


async def test_every_city_of_a_question_is_answered_about(w: World) -> None:
    await say(w, "quelles caméras à Nîmes et à Nice ?")
    nimes, nice = await answers(w)
    assert nimes.startswith("Nîmes (Gard)")
    assert nice.startswith("Nice (Alpes-Maritimes)")


async def test_a_question_about_several_cities_is_answered_once(w: World) -> None:
    for _ in range(2):
        await say(w, "où en sont Nice et Marseille ?")
    assert len(await answers(w)) == 2


async def test_of_many_cities_three_are_answered_about_and_the_others_offered(w: World) -> None:
    await say(w, "où en sont Nice, Marseille, Lyon, Lille et Vire ?")
    *cards, more = await answers(w)
    assert [card.partition(" (")[0] for card in cards] == ["Nice", "Marseille", "Lyon"]
    assert more == "Je réponds pour trois villes à la fois. Les autres :".replace(" ", " ")
    assert labels(w) == ["Lille (Nord)", "Vire Normandie (Calvados)", "Viré (Saône-et-Loire)"]


async def test_a_short_name_is_asked_about_before_anything_is_answered(w: World) -> None:
    await say(w, "Vire")
    [asked] = await answers(w)
    assert asked.startswith("« Vire » désigne plusieurs communes")
    assert labels(w) == ["Vire Normandie (Calvados)", "Viré (Saône-et-Loire)"]


async def test_homonyms_that_are_not_offered_are_counted(w: World) -> None:
    await say(w, "où en est Sainte-Colombe ?")
    [asked] = await answers(w)
    assert asked.endswith("-# et 7 autres\u00a0: ajoute le département")
    assert len(labels(w)) == 5


async def test_a_town_that_is_a_word_is_offered_and_not_taken_for_it(w: World) -> None:
    await say(w, "Tours")
    [text] = await answers(w)
    assert "Je n’ai pas compris" in text
    assert labels(w)[0] == "Où en est Tours ?"


async def test_a_time_limit_is_counted_from_the_day_that_is_said(w: World) -> None:
    await say(w, "quel délai pour contester la délibération du 3 mars ?")
    [text] = await answers(w)
    said = text.replace("\u202f", " ").replace("\xa0", " ").splitlines()
    assert said[0] == "Recours contre une délibération : au plus tard le lundi 4 mai 2026"
    assert said[1:3] == [
        "⚠️ C’est passé.",
        "1. Publication : mardi 3 mars 2026 (ce jour ne compte pas).",
    ]
    assert "pas un conseil juridique" in text
    assert "plus tardive, elle repousse la date" in text


async def test_a_time_limit_of_nothing_or_from_no_day_asks_for_it(w: World) -> None:
    await say(w, "quel délai pour une girafe ?")
    await say(w, "quel délai pour contester une délibération ?")
    which, when = await answers(w)
    assert which.startswith("Un délai pour quoi")
    assert when.startswith("Il me faut le jour")


async def test_a_time_limit_from_one_day_or_another_is_asked_about(w: World) -> None:
    await say(w, "quel délai pour contester la délibération du 3 mars publiée le 10 mars ?")
    await say(w, "quel délai pour saisir la CADA après ma demande de documents du 2 octobre ?")
    which, refusal = await answers(w)
    assert which.startswith("Il y a plusieurs jours dans la question")
    assert refusal.startswith("Ce délai part du refus")
