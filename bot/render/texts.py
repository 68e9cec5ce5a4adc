"""The catalogue: French is the source, and every text that people read comes from here."""

from __future__ import annotations

import gettext
import io
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.wordings import Wording

LOCALES = Path(__file__).with_name("locales")
SOURCE = "fr"
TRANSLATED = ("en",)

_NARROW, _WIDE = "\u202f", "\u00a0"
_BEFORE_NARROW = re.compile(r" (?=[;!?»%])")
_IN_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_BEFORE_WIDE = re.compile(r" (?=:(?:\s|$))")
_UNTOUCHED = re.compile(r"(`[^`]*`|https?://\S+|\{[^{}]*\})")


def typeset(text: str) -> str:
    """French typography: no-break spaces and the typographic apostrophe.

    Code, links and the places of facts are left as they are.
    """
    return "".join(
        part if index % 2 else _typeset(part) for index, part in enumerate(_UNTOUCHED.split(text))
    )


def _typeset(text: str) -> str:
    text = _BEFORE_NARROW.sub(_NARROW, text)
    text = _IN_THOUSANDS.sub(_NARROW, text)
    text = _BEFORE_WIDE.sub(_WIDE, text)
    return text.replace("« ", f"«{_NARROW}").replace("'", "’")


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a text translated later
    """Marks a text for the catalogue."""
    return text


class Texts:
    """The texts of one locale; `plain`: as they are typed, for a program that reads them."""

    def __init__(self, locale: str, *, plain: bool = False) -> None:
        self.locale = locale if locale in TRANSLATED else SOURCE
        self._catalogue = _catalogue(self.locale)
        self.is_plain = plain

    def say(self, source: str, /, **facts: object) -> str:
        """The text for `source`, with its facts put in untouched."""
        return self._finish(self._catalogue.gettext(source), facts)

    def count(self, one: str, many: str, n: int, /, **facts: object) -> str:
        """The text that fits `n`, which is also the fact `{n}`."""
        return self._finish(self._catalogue.ngettext(one, many, n), {"n": n, **facts})

    def is_one(self, n: int) -> bool:
        """Whether so many are said in the singular."""
        return self._catalogue.ngettext("one", "many", n) == "one"

    def pick(self, wording: Wording, /, **facts: object) -> str:
        """A text that comes with data, in this language."""
        return self._finish(wording.en if self.locale == "en" else wording.fr, facts)

    def either(self, choices: Iterable[str]) -> str:
        """« A, B ou C », put in untouched."""
        return format_list([*choices], style="or", locale=self.locale)

    def both(self, parts: Iterable[str]) -> str:
        """« A, B et C », put in untouched."""
        return format_list([*parts], style="standard", locale=self.locale)

    def _finish(self, template: str, facts: dict[str, object]) -> str:
        if self.locale == SOURCE and not self.is_plain:
            template = _typeset_cached(template)
        return template.format(**facts)


_typeset_cached = cache(typeset)


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    if locale == SOURCE:
        return _French()
    with (LOCALES / f"{locale}.po").open("rb") as file:
        catalogue = read_po(file, locale=locale)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class _French(gettext.NullTranslations):
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2  # zero is singular in French


@cache
def texts(locale: str, *, plain: bool = False) -> Texts:
    """The texts for a locale such as `fr`, `en` or `en-GB`; French when it is not translated."""
    return Texts(locale.replace("_", "-").split("-")[0], plain=plain)


def of_terminal() -> Texts:
    """The texts for whoever types commands: French unless the terminal says English."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return texts("en" if (wanted or "").startswith("en") else SOURCE)
