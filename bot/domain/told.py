"""The areas that a text tells: « (93) », « 93200 Saint-Denis », « dans le Gard »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Final

from bot.domain.communes import Commune, Registry
from bot.domain.prose import Prose
from bot.domain.sentences import vocabulary

_AREA_WORDS_MAX: Final = 6
_POSTCODE: Final = 5  # digits
_LINKS: Final = vocabulary("dans en de d du des le la les l a departement region province")
_LINKS_MAX: Final = 4
_COUNTRIES: Final = vocabulary(
    "belgique suisse espagne italie allemagne canada quebec autriche luxembourg maroc tunisie "
    "algerie portugal angleterre usa californie texas liban senegal chine japon bielorussie "
    "ukraine russie pologne roumanie hongrie bulgarie serbie croatie slovenie slovaquie moldavie "
    "lituanie lettonie estonie finlande suede norvege danemark islande irlande ecosse grece "
    "turquie georgie armenie israel egypte libye mali niger cameroun inde bresil argentine chili "
    "perou colombie mexique australie louisiane"
)
_IN: Final = frozenset({"en", "au"})
_NOT_THERE: Final = vocabulary("et ou aussi comme puis")  # « à Nice, en Italie et en Espagne »
_BELGIUM: Final = "belgique"
_BEFORE_A_CODE: Final = frozenset({"le", "du", "departement"})


def beside(
    prose: Prose, start: int, end: int, communes: Sequence[Commune], registry: Registry
) -> list[Commune] | None:
    """Those of the communes in the area that is told beside words that name them.

    None where no area is told there; empty where it is one that has none of them.
    """
    before = prose.folded[start - 1] if prose.is_spaced(start) else ""
    if _is_postcode(before) and (found := _posted(communes, before)):
        return found
    if end >= len(prose.words):
        return None
    bracketed = prose.gap(end).strip() in {"(", "["}
    if not bracketed and prose.gap(end).strip() not in {"", ","}:
        return None
    if (country := _country(prose, end, bracketed=bracketed)) is not None:
        return [one for one in communes if one.country == "be" and country == _BELGIUM]
    at = end if bracketed else _behind_links(prose, end)
    code = prose.folded[at]
    if _is_postcode(code) and (bracketed or at == end):
        found = _posted(communes, code)
        return found if found or bracketed else None
    length, departments = _area(prose, at, registry)
    if not length or not _is_meant(prose, end, at):
        return None
    found = [one for one in communes if one.department in departments]
    return found if found or bracketed else None


def _country(prose: Prose, end: int, *, bracketed: bool) -> str | None:
    """The foreign country that is told behind a name: « (Espagne) », « , en Biélorussie »."""
    at = end if bracketed else end + 1
    if at >= len(prose.words) or prose.folded[at] not in _COUNTRIES:
        return None
    if bracketed:
        return prose.folded[at]
    if prose.folded[end] not in _IN or not prose.is_spaced(at) or not prose.words[at].has_capital:
        return None
    goes_on = at + 1 < len(prose.words) and prose.folded[at + 1] in _IN | _NOT_THERE
    return None if goes_on else prose.folded[at]


def anywhere(prose: Prose, names: Set[int], registry: Registry) -> frozenset[str]:
    """The codes of the departments of which a text speaks, by their names or as « le 93 ».

    `names` are the positions in the text where communes are named: they name no area.
    """
    return frozenset(code for codes in _everywhere(prose, names, registry) for code in codes)


def _everywhere(prose: Prose, names: Set[int], registry: Registry) -> Iterator[frozenset[str]]:
    for at, word in enumerate(prose.words):
        if prose.is_hyphened(at) or word.is_lower or word.start in names:
            continue
        length, departments = _area(prose, at, registry)
        if not length:
            continue
        if word.folded[0].isdigit():
            is_told = _is_a_code(prose, at)
        else:  # « Réunion publique », « Centre de supervision » are none
            is_told = prose.gap(at).strip() == "(" or (
                prose.is_joined(at) and prose.folded[at - 1] in _LINKS
            )
        if is_told:
            yield frozenset(departments)


def _is_a_code(prose: Prose, at: int) -> bool:
    """Whether a number is said as a department's: « le 93 », « (93) »."""
    if prose.is_spaced(at):
        follows = prose.is_spaced(at + 1) and prose.words[at + 1].is_lower
        return prose.folded[at - 1] in _BEFORE_A_CODE and not follows
    return prose.gap(at).strip() == "(" and prose.gap(at + 1).startswith(")")


def _is_meant(prose: Prose, end: int, at: int) -> bool:
    """« Saint-Denis 93 », « Saint-Denis dans le 93 », not « Saint-Denis, 93 caméras »."""
    if at > end:
        return not prose.folded[at].isdigit() or _is_a_code(prose, at)
    if prose.folded[at][0].isdigit():
        return not (prose.is_spaced(at + 1) and prose.words[at + 1].is_lower)
    return prose.words[at].has_capital


def _behind_links(prose: Prose, end: int) -> int:
    at = end
    while at < end + _LINKS_MAX and at + 1 < len(prose.words) and prose.folded[at] in _LINKS:
        at += 1
    return at


def _area(prose: Prose, at: int, registry: Registry) -> tuple[int, set[str]]:
    word = prose.folded[at]
    if not word.isdigit() and prose.words[at].is_lower:
        return 0, set()
    length, departments = registry.area(prose.run(at, _AREA_WORDS_MAX))
    return length, set(departments)


def _posted(communes: Sequence[Commune], code: str) -> list[Commune]:
    return [one for one in communes if code in one.postcodes]


def _is_postcode(word: str) -> bool:
    return len(word) == _POSTCODE and word.isdigit()
