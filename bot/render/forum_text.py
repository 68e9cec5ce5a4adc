"""Text made inert for a forum: nothing in it is read as Markdown, HTML or BBCode, nobody is pinged.

What follows an `@` is kept from being a name by a word joiner, which has no width: both engines
read names from what is shown, where a backslash is no longer to be seen.
"""

from __future__ import annotations

import re
from typing import Final

JOINER: Final = "\u2060"
_PING: Final = re.compile(r"(?<![A-Za-z0-9])@(?!\u2060)")  # those of e-mail addresses are none
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<~]|&(?=#?\w{1,32};)")
_LINE_START: Final = re.compile(
    r"^[ \t]*(?:(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|:{3}|=+\s*$|-+\s*$)|(\d{1,9})([.)](?=\s|$)))",
    re.MULTILINE,
)
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)
# An address may not end what it stands in, nor name anybody.
_UNSAFE: Final = re.compile(r"[\s<>\"\\^`{|}*\[\]()@]|[^\x21-\x7e]")
_ALLOWED: Final = re.compile(r"https?://[^/?#]", re.IGNORECASE)


def inert(text: str) -> str:
    """A part of a line, as it was written."""
    return guarded(_SPECIAL.sub(lambda found: f"\\{found[0]}", text))


def guarded(text: str) -> str:
    """Without a ping, whatever stands before it."""
    return _PING.sub(f"@{JOINER}", text)


def lines(text: str) -> str:
    """A paragraph whose lines begin no list, heading, quote or code."""
    return _LINE_START.sub(_disarmed, _INDENT.sub("", text))


def _disarmed(found: re.Match[str]) -> str:
    sign, number, dot = found.groups()
    return f"\\{sign}" if sign else f"{number}\\{dot}"


def address(url: str) -> str | None:
    """A web address that can stand between angle brackets; None for any other."""
    if _ALLOWED.match(url) is None:
        return None
    return _UNSAFE.sub(_percent, url)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace"))


def span(code: str) -> str:
    """Code within a line."""
    words = " ".join(code.split("\n"))
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    marks = "`" * (longest + 1)
    pad = " " if words.startswith("`") or words.endswith("`") or not words.strip() else ""
    return f"{marks}{pad}{guarded(words)}{pad}{marks}"


def fence(code: str, language: str = "") -> str:
    """Code on lines of its own."""
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    marks = "`" * (longest + 1)
    told = re.sub(r"[^\w+#-]", "", language, flags=re.ASCII)[:20]
    body = guarded(code.rstrip("\n"))
    return f"{marks}{told}\n{body}\n{marks}"
