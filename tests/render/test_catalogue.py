"""The catalogue: complete in every language, and used as it stands."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.render.texts import LOCALES, TRANSLATED

ROOT = Path(__file__).parent.parent.parent
KEYWORDS = {"say": None, "count": (1, 2), "locale_str": None, "N_": None}
FACT = re.compile(r"\{[a-z_]*\}")


def in_the_code() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for folder in ("bot", "cogs"):
        messages = extract_from_dir(
            ROOT / folder,
            keywords=KEYWORDS,
            directory_filter=lambda path: Path(path).name != "sandbox",
        )
        found |= {message for _, _, message, _, _ in messages}
    return found


def catalogue(locale: str) -> Catalog:
    text = (LOCALES / f"{locale}.po").read_bytes()
    return read_po(io.BytesIO(text), locale=locale)


def entries(locale: str) -> list[Message]:
    return [message for message in catalogue(locale) if message.id]


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_text_of_the_code_is_in_the_catalogue_and_no_other(locale: str) -> None:
    known = {message.id for message in entries(locale)}
    code = in_the_code()
    assert len(code) > 50
    assert known == code, "make texts, then translate what is new"


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_text_is_translated(locale: str) -> None:
    missing = [
        message.id
        for message in entries(locale)
        if message.fuzzy or not all(_forms(message.string))
    ]
    assert missing == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_translation_holds_the_same_facts(locale: str) -> None:
    wrong = [
        message.id
        for message in entries(locale)
        for form in _forms(message.string)
        if set(FACT.findall(form)) - {"{n}"} != set(FACT.findall(_forms(message.id)[-1])) - {"{n}"}
    ]
    assert wrong == []


def test_sources_are_typed_plainly_and_typeset_when_shown() -> None:
    typed = [form for message in in_the_code() for form in _forms(message)]
    assert [text for text in typed if "\u202f" in text or "\u00a0" in text or "’" in text] == []


def _forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)
