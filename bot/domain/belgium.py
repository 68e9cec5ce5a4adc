"""Belgian communes, which people add by their name and their NIS code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.domain.communes import Commune, Kind
from bot.domain.ids import CityId
from bot.domain.refusals import Reason, Refused

COUNTRY: Final = "Belgique"
_NAME_MAX: Final = 60  # characters
_MOST_NEW: Final = 20  # communes that one arrondissement may get before the list is renewed
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’-](?=[^\W\d_]))+")
_CODE: Final = re.compile(r"(?:be:)?(\d{5})", re.ASCII | re.IGNORECASE)

# By the first digits of the NIS code: the ISO 3166-2 code and the name of the province.
_PROVINCES: Final = {
    "1": ("BE-VAN", "Anvers"),
    "21": ("BE-BRU", "Bruxelles-Capitale"),
    "23": ("BE-VBR", "Brabant flamand"),
    "24": ("BE-VBR", "Brabant flamand"),
    "25": ("BE-WBR", "Brabant wallon"),
    "3": ("BE-VWV", "Flandre-Occidentale"),
    "4": ("BE-VOV", "Flandre-Orientale"),
    "5": ("BE-WHT", "Hainaut"),
    "6": ("BE-WLG", "Liège"),
    "7": ("BE-VLI", "Limbourg"),
    "8": ("BE-WLX", "Province de Luxembourg"),
    "9": ("BE-WNA", "Namur"),
}

# The cities of about 100,000 people and more: Statbel's list does not tell how many live where.
RENOWNED: Final = frozenset(
    CityId(f"be:{nis}")
    for nis in (
        *(11002, 21001, 21004, 21012, 21015, 24062, 31005, 44021, 52011, 53053, 62063, 92094),
    )
)


def need_free(code: CityId, is_listed: Callable[[CityId], bool]) -> None:
    """Raises Refused(NO_SUCH_NIS_CODE) for a code that no commune missing from the list can have.

    The list has all of 2025. Those that merge take the next numbers of their arrondissement, which
    the two first digits tell; a number is not given twice.
    """
    area, number = code[: -len("000")], int(code[-len("000") :])
    before = range(max(1, number - _MOST_NEW), number)
    follows = any(is_listed(CityId(f"{area}{one:03}")) for one in before)
    if not follows or any(is_listed(CityId(f"{area}{one:03}")) for one in range(number, 1000)):
        raise Refused(Reason.NO_SUCH_NIS_CODE, code=code.removeprefix("be:"))


def belgian(name: str, code: str) -> Commune:
    """A commune by its name and its NIS code, « 21009 » or « be:21009 ».

    How many people live there is not known. Raises Refused(BAD_NIS_CODE, BAD_CITY_NAME).
    """
    name = " ".join(name.split()).replace("’", "'")
    if len(name) > _NAME_MAX or not _NAME.fullmatch(name) or not name[0].isupper():
        raise Refused(Reason.BAD_CITY_NAME, name=name[:_NAME_MAX])
    number = _CODE.fullmatch(code.strip())
    province = number and (_PROVINCES.get(number[1][0]) or _PROVINCES.get(number[1][:2]))
    if not number or not province or number[1][1] == "0" or number[1].endswith("000"):
        raise Refused(Reason.BAD_NIS_CODE, code=code.strip()[:_NAME_MAX])
    nis = number[1]
    return Commune(CityId(f"be:{nis}"), nis, name, *province, COUNTRY, 0, Kind.COMMUNE, ())
