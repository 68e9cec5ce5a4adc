"""What is said of publishing fits in a message, whatever people wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId
from bot.domain.publishing import (
    LONGEST_NAME,
    LONGEST_TITLE,
    Agreed,
    Part,
    Publication,
    PublicationState,
    Where,
)
from bot.render import publishing as words
from bot.render.texts import texts

HOSTILE = ("*_`|<@1>\n" * 3_000)[:20_000]
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PART = Part(MessageId("1"), ChannelId("2"), PersonId("3"), HOSTILE, Agreed.REFUSED)
WORST = Publication(
    id=10**17,
    collective=CollectiveId("1"),
    by=PersonId("2"),
    channel=ChannelId("3"),
    private=ChannelId("4"),
    where=Where("f", WriteAct.OPEN, 6, title="*" * LONGEST_TITLE, thread="*" * 500),
    name="*" * LONGEST_NAME,
    text=HOSTILE,
    state=PublicationState.OPEN,
    parts=(PART,),
    version=10**8,
    touched=NOW,
    reason=Denial.UNCERTAIN,
)


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("state", list(PublicationState))
@pytest.mark.parametrize("act", [WriteAct.OPEN, WriteAct.REPLY])
def test_a_preview_fits_in_a_message(locale: str, state: PublicationState, act: WriteAct) -> None:
    one = replace(WORST, state=state, where=replace(WORST.where, act=act))
    says = texts(locale)
    message = words.preview(one, HOSTILE, says, is_held=True)
    assert 0 < len(message.content) <= 2_000
    assert len(words.shown(one, HOSTILE, says).content) <= 2_000
    assert all(len(button.action) <= 100 for button in message.buttons)


def test_a_question_to_an_author_fits_and_its_buttons_too() -> None:
    message = words.consent_asked(WORST, WORST.version, texts("fr"))
    assert len(message.content) <= 2_000
    assert all(len(button.action) <= 100 for button in message.buttons)


@pytest.mark.parametrize("why", list(Denial))
def test_every_reason_of_a_forum_has_its_sentence(why: Denial) -> None:
    for limit in (None, 1, 20):
        assert words.denied(why, limit, texts("fr")).endswith(".")


def test_what_an_english_speaker_is_told_to_press_is_there() -> None:
    english = texts("en")
    label = english.say("Choisir le fil")
    where = english.say("-# Dans quel fil ? « Choisir le fil » permet d'en coller l'adresse.")
    assert f"“{label}”" in where


def walked(text: str) -> list[str]:
    """The words of all the pages that somebody reads, by the button below each."""
    read: list[str] = []
    page = 1
    while page:
        message = words.shown(WORST, text, texts("fr"), page=page)
        assert len(message.content) <= 2_000
        read += [line.removeprefix(">").strip() for line in message.content.split("\n")[1:-1]]
        page = int(message.buttons[0].action.split(":")[-2]) if message.buttons else 0
    return read


def test_who_is_asked_reads_a_long_text_to_its_last_word() -> None:
    text = "\n\n".join(f"Paragraphe {n} : {'bla ' * 60}fin{n};" for n in range(60))
    read = " ".join(walked(text))
    assert [f"fin{n};" in read for n in range(60)] == [True] * 60


def test_a_preview_that_is_cut_leads_to_the_rest() -> None:
    text = "bla " * 600 + "FIN"
    message = words.preview(WORST, text, texts("fr"))
    assert message.buttons[-1].action.endswith(f"view:{WORST.id}:2:{WORST.version}")
    assert "FIN" in " ".join(walked(text))
    assert "view" not in str(words.preview(WORST, "bla", texts("fr")).buttons)


def test_who_is_asked_agrees_below_the_end_of_the_text_alone() -> None:
    text, says = "bla " * 600, texts("fr")
    first = words.shown(WORST, text, says, asks=True)
    assert [one.label for one in first.buttons] == ["Lire la suite"]
    last = words.shown(WORST, text, says, page=9, asks=True)
    assert [one.label for one in last.buttons] == ["J’accepte", "Je préfère que non"]
    assert words.shown(WORST, text, says, page=9).buttons == ()
    asked = words.consent_asked(WORST, WORST.version, says)
    assert [one.label for one in asked.buttons] == ["Voir le texte", "Je préfère que non"]


def test_a_text_that_is_public_or_gone_is_not_shown_as_one_to_come() -> None:
    one = replace(WORST, state=PublicationState.PUBLISHED, url="https://f.example/1")
    said = words.shown(one, "— X", texts("fr"))
    assert (said.content, said.buttons[-1].label) == ("Publié\xa0: https://f.example/1", "Retirer")
    gone = replace(WORST, state=PublicationState.WITHDRAWN)
    assert words.shown(gone, "— X", texts("fr")).content == "C’est retiré du forum."
