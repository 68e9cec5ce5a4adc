"""Other people's text made inert: nothing in it is read as the chat's own markup.

A mention is disarmed by a backslash, which the chat drops when it shows the text: nothing
invisible is added, copies stay clean. That it cannot ping is also asked of the chat at sending
(no allowed mentions); the backslash is what keeps it from looking like a ping.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Case matters: the chat makes links of lower-case schemes only.
URL: Final = re.compile(r"https?://[^\s<>]+")
_URL_TAIL: Final = ".,:;\"'])!?»…"  # punctuation after an address, not of it
_URL_UNSAFE: Final = re.compile(r"[\s<>\"\\^`{|}*\[\]]|~~|@(?=everyone|here)", re.IGNORECASE)
_SHORTEST_HOST: Final = 2  # with less, the chat makes no link of it
_SPECIAL: Final = re.compile(
    r"[\\*_~|`\[\]]|<[@#]?|@(?=everyone|here)"
    r"|:(?=(?!\d{1,2}:)[\w+-]{1,40}:)"  # the name of an emoji
    r"|(?<=steam):(?=//)|(?<=discord):(?=//)",  # links that open other programs
    re.IGNORECASE,
)
# A line starts behind the signs of styles, too.
_LINE_START: Final = re.compile(
    r"^([ \t]*(?:\|\||\*{1,3}|__|~~)*)(?:(-#?|#{1,3}|\+)(?=\s|$)|>|(\d+)\.(?=\s|$))", re.MULTILINE
)
_JOINERS: Final = "\u200c\u200d"
# Everything but the common scripts' letters and signs is looked up.
_SUSPECT: Final = re.compile("[^\t\n -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f-\u205e]")
_LINE_ENDS: Final = re.compile("\r\n?|[\u2028\u2029\u0085\v\f]")
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def escape(text: str) -> str:
    """Text that the chat shows as it was written; bare addresses stay clickable."""
    return escape_line_starts(escape_inline(neutral(text)))


def neutral(text: str) -> str:
    """Without what hides or reorders text: bidirectional and other controls, zero widths.

    Joiners stay between characters that need them (emoji, Persian); lone surrogates, which no
    message can carry, become U+FFFD.
    """
    return _SUSPECT.sub(_seen, _LINE_ENDS.sub("\n", text))


def _seen(match: re.Match[str]) -> str:
    character, at = match[0], match.start()
    if unicodedata.category(character) == "Cs":
        return "\ufffd"
    if character in _JOINERS:
        around = match.string[at - 1 : at] + match.string[at + 1 : at + 2]
        joins = len(around) == 2 and not any(map(str.isascii, around))
        return character if joins and not any(map(_hides, around)) else ""
    return "" if _hides(character) else character


def _hides(character: str) -> bool:
    return character in _UNSEEN or unicodedata.category(character) in ("Cc", "Cf")


def escape_inline(text: str) -> str:
    """What has a meaning anywhere in a line, escaped; addresses left whole."""
    pieces: list[str] = []
    end = 0
    for match in URL.finditer(text):
        url = match[0].rstrip(_URL_TAIL)
        if len(url) - url.index("//") < _SHORTEST_HOST + 2:
            continue
        pieces += [_specials(text, end, match.start()), safe_url(url)]
        end = match.start() + len(url)
        pieces.append(_after_url(text, end, match.end()))
    return "".join(pieces) + _specials(text, end, len(text))


def _after_url(text: str, end: int, followed: int) -> str:
    """A space where a backslash would come before the next one: the chat takes it into the address.

    `end`: of the address; `followed`: of the punctuation after it.
    """
    return (
        " "
        if _SPECIAL.search(text[end : followed + 1]) or text[followed : followed + 1] == ">"
        else ""
    )


def _specials(text: str, start: int, end: int) -> str:
    """A part of a text, escaped by what follows it, too: « :45https: » is read as one name."""
    pieces: list[str] = []
    for match in _SPECIAL.finditer(text, start):
        if match.start() >= end:
            break
        pieces += [text[start : match.start()], *(f"\\{sign}" for sign in match[0])]
        start = match.end()
    return "".join(pieces) + text[start:end]


def safe_url(url: str) -> str:
    """The same address without what would end it or open a markup around it."""
    return _URL_UNSAFE.sub(_percent, url)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def escape_line_starts(text: str) -> str:
    """Lines that would become a list, a heading, a quote or small print, escaped."""
    return _LINE_START.sub(_disarmed, text)


def _disarmed(match: re.Match[str]) -> str:
    indent, number = match[1], match[3]
    if number:
        return f"{indent}{number}\\."
    return f"{indent}\\{match[0][len(indent) :]}"
