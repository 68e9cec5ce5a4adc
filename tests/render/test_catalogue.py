"""The catalogue: complete in every language, and used as it stands."""

from __future__ import annotations

import ast
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.reference import data_folder
from bot.render import cards
from bot.render.texts import LOCALES, SOURCE, TRANSLATED, Texts

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


def in_the_rule_pack() -> list[tuple[str, dict[str, str]]]:
    """Each text of the pack by its place: whatever holds any language."""
    pack = tomllib.loads((data_folder() / "rules.toml").read_text("utf-8"))
    return list(_wordings("", pack))


def _wordings(place: str, part: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(part, list):
        part = {str(number): one for number, one in enumerate(part)}
    if not isinstance(part, dict):
        return
    if {SOURCE, *TRANSLATED} & {key for key, value in part.items() if isinstance(value, str)}:
        yield place, part
    for key, value in part.items():
        yield from _wordings(f"{place} > {key}".removeprefix(" > "), value)


def test_every_text_of_the_rule_pack_is_in_every_language() -> None:
    texts = in_the_rule_pack()
    assert len(texts) > 100
    languages = (SOURCE, *TRANSLATED)
    missing = [place for place, text in texts if not all(text.get(one) for one in languages)]
    assert missing == []


def test_the_texts_of_the_rule_pack_hold_the_same_facts_and_are_typed_plainly() -> None:
    for place, text in in_the_rule_pack():
        [facts] = {frozenset(FACT.findall(text[one])) for one in (SOURCE, *TRANSLATED)}
        assert facts <= {"{due}", "{next}", "{prudent}"}, place
        assert not re.search("[\u202f\u00a0’]", text[SOURCE]), place


def _forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


TO_ONE = re.compile(r"\b(tu|te|toi|ton|ta|tes)\b|\bt'", re.IGNORECASE)
TO_ALL = re.compile(r"\b(vous|votre|vos|(?!chez|assez)\w+ez)\b", re.IGNORECASE)


def test_no_text_speaks_to_one_person_and_to_the_collective_at_once() -> None:
    said = [" ".join(_forms(message.id)) for message in entries(TRANSLATED[0])]
    assert [one for one in said if TO_ONE.search(one) and TO_ALL.search(one)] == []


def test_a_person_of_the_story_may_be_anybody() -> None:
    said = [" ".join(_forms(message.id)) for message in entries(TRANSLATED[0])]
    assert [
        one for one in said if re.search(r"\b(référente|une membre)\b", one, re.IGNORECASE)
    ] == []


def test_english_texts_name_commands_in_english() -> None:
    french = re.compile(r"`/(fil|ville|projet|rappel|pourquoi|aide|calme)\b")
    said = [" ".join(_forms(message.string)) for message in entries("en")]
    assert [one for one in said if french.search(one)] == []


@pytest.mark.parametrize("language", [SOURCE, *TRANSLATED])
def test_the_help_names_commands_for_each_thing_that_people_come_for(language: str) -> None:
    said = cards.help_(Texts(language)).content
    for french, english in (
        ("/vote signaler", "/vote report"),
        ("/rappel moi", "/reminder me"),
        ("/échéance liste", "/deadline list"),
        ("/tâche liste", "/task list"),
    ):
        assert (french if language == SOURCE else english) in said


_WORDED: Final = {"say", "count"}


def test_no_text_is_hidden_inside_an_f_string_where_it_is_not_collected() -> None:
    hidden = [
        f"{path}:{node.lineno}"
        for folder in ("bot", "cogs")
        for path in (ROOT / folder).rglob("*.py")
        for whole in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(whole, ast.JoinedStr)
        for node in ast.walk(whole)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _WORDED
        and isinstance(node.args[0], ast.Constant)
    ]
    assert hidden == []
