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


def test_a_short_text_is_shown_whole() -> None:
    assert words.quoted("Un\n\nDeux *trois*") == "> Un\n>\n> Deux \\*trois\\*"


def test_what_an_english_speaker_is_told_to_press_is_there() -> None:
    english = texts("en")
    label = english.say("Modifier")
    where = english.say("-# Dans quel fil ? « Modifier » permet d'en coller l'adresse.")
    assert f"“{label}”" in where
