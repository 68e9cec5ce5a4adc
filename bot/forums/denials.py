"""What a forum answers to a write that it does not take, in words that it may have translated."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from bot.domain.forum_writes import Denial
from bot.forums import walls
from bot.forums.fetch import Answer, retry_after_s
from bot.ports.forum import Denied, Doubtful, Trouble

LONGEST_SAID: Final = 300  # characters of a forum's own words
LONGEST_WAIT_S: Final = 86_400.0
_NUMBER: Final = re.compile(r"\d+")
_SECONDS: Final = {"second": 1, "minute": 60, "heure": 3600, "hour": 3600, "jour": 86_400}
_SPAN: Final = re.compile(rf"(\d+)\W*({'|'.join(_SECONDS)}|day)", re.IGNORECASE)
# English and French, each word of them enough; the first that fits tells the reason.
_SIGNS: Final[Sequence[tuple[re.Pattern[str], Denial]]] = [
    (re.compile(pattern, re.IGNORECASE), denial)
    for pattern, denial in (
        (r"\bonly (?:edit|delete)\b|ne pouvez (?:modifier|supprimer)", Denial.TOO_LATE),
        (r"\bwait\b|once every|patient|attendre|trop souvent|too many times", Denial.TOO_SOON),
        (r"already posting", Denial.TOO_SOON),
        (r"similar|similaire", Denial.TOO_SIMILAR),
        (r"\btitle|\btitre", Denial.BAD_TITLE),
        (r"\bshort\b|longer post|trop court|plus long\b|at least \d+ char", Denial.TOO_SHORT),
        (r"\blong\b|shorter|plus court", Denial.TOO_LONG),
        (r"locked|closed|verrouillé|fermé", Denial.LOCKED),
        (r"been deleted|already deleted|topic deleted|supprimé", Denial.DELETED),
        (
            r"does not exist|n['’]existe p(?:as|lus)|invalid (?:topic|post)|cat[eé]gor",
            Denial.MISSING,
        ),
        (r"privilege|permi|autoris|banned|muted|banni|reputation|confirmed", Denial.NO_RIGHT),
    )
]


def of_status(said: Answer) -> Denied | Doubtful | None:
    """What a status alone tells; None where the body must be read: a success, 400, 404, 422."""
    if walls.is_wall(said.status, said.headers, said.data[: walls.LOOKED_AT]):
        return Denied(Denial.WALLED, retry_after_s(said.headers))
    match said.status:
        case HTTPStatus.UNAUTHORIZED:
            return Denied(Denial.NOT_LOGGED_IN)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Denied(Denial.BUSY, retry_after_s(said.headers))
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Doubtful(Trouble.SERVER)
        case status if status in range(300, 400):
            return Denied(Denial.OTHER)
    return None


def of_words(said: str) -> Denied:
    """The reason in a forum's own words."""
    words = " ".join(said.split())[:LONGEST_SAID]
    found = (denial for sign, denial in _SIGNS if sign.search(words))
    why = next(found, Denial.OTHER)
    match why:
        case Denial.TOO_SOON:
            return Denied(why, wait_s=wait_in(words), said=words)
        case Denial.TOO_SHORT | Denial.TOO_LONG:
            number = _NUMBER.search(words.replace("\N{NO-BREAK SPACE}", ""))
            return Denied(why, limit=int(number[0][:9]) if number else None, said=words)
    return Denied(why, said=words)


def wait_in(words: str) -> float | None:
    """The first span of time that is told, in seconds."""
    found = _SPAN.search(words)
    if found is None:
        return None
    unit = _SECONDS.get(found[2].lower(), 86_400)
    return min(float(found[1][:9]) * unit, LONGEST_WAIT_S)


def body_of(said: Answer) -> Mapping[str, Any] | None:
    """The JSON object that was answered, None where it is another thing."""
    try:
        body = json.loads(said.data)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
