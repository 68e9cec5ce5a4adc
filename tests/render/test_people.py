"""Names are shown to those who may read them, and no name of who was forgotten."""

from __future__ import annotations

from bot.domain.ids import ERASED, PersonId
from bot.render.people import named
from bot.render.texts import texts


def test_a_person_is_named_as_the_chat_shows_names() -> None:
    assert named(PersonId("2"), texts("fr")) == "<@2>"


def test_who_was_forgotten_has_no_name() -> None:
    for mark in (ERASED, PersonId(f"{ERASED}:other")):
        assert named(mark, texts("fr")) == "une personne, effacée depuis"
