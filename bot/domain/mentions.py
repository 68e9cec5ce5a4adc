"""The communes that free French text names: « à Saint-Denis (93) », « les caméras du Mans ».

A capital makes a name, unless it is a word as well (« Sens », « Tours »): then what stands before
must make it a place. Towns alone are also read in lower case. Of homonyms, the biggest is meant
where it has 10,000 people and ten times as many as the next: that is so of 67 names of 1,482, and
leaves out 0.1 % of the people; otherwise all may be, unless an area is told. A homonym abroad takes
nothing from a French town. What is called so for short may be meant, too (« Évry »), before the
village of that name (« Nogent »): neither is certain, unless an area or its whole name is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from bot.domain import english, told
from bot.domain.common_words import (
    ELSEWHERE,
    GIVEN_NAMES,
    SURNAMES,
    TOLD_BY_A_CAPITAL,
    WORDS,
)
from bot.domain.communes import TOWN, Commune, Kind, Registry
from bot.domain.folding import fold, without_article
from bot.domain.ids import CityId
from bot.domain.naming import tags_of
from bot.domain.prose import Prose
from bot.domain.surroundings import Context, around
from bot.domain.written_names import Name, area_at, joined_at, may_begin, name_at, numbered

_VILLAGE: Final = 2_000  # people below which a name without a context is somebody's
_TIMES: Final = 10  # as many people as its next homonym make a commune the one that is meant
_SOMEBODY: Final = GIVEN_NAMES | SURNAMES
_ENGLISH_TOO: Final = frozenset({Context.ARTICLE, Context.NONE, Context.NEAR})  # « a Nice day »
_AND: Final = frozenset({"et", "ou", "puis", "and"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at `text[start:end]`, without « à » or « du », with its arrondissement's number.

    `communes` may be meant, the biggest first: one where an area tells it from its homonyms.
    Where it is `certain`, the first of them is.
    """

    start: int
    end: int
    communes: tuple[Commune, ...]
    certain: bool


def mentions(text: str, registry: Registry) -> list[Mention]:
    """Every commune that a text names, in its order; 20,000 characters of it are read."""
    prose = Prose(text)
    found = [*_found(prose, registry)]
    areas = frozenset[str]()
    if any(len(one.communes) > 1 for one, _ in found):
        areas = told.anywhere(prose, {one.start for one, _ in found}, registry)
    whole = {each.code for one, is_short in found if not is_short for each in one.communes}
    return [
        _settled(_narrowed(_known_by(one, whole) if is_short else one, areas), one, is_short)
        for one, is_short in found
    ]


def is_named(found: Sequence[Mention], commune: Commune, tags: Iterable[str] = ()) -> bool:
    """Whether a text with these mentions names this very commune, or one of its arrondissements, as
    far as one knows.

    So does one of its tags, unless the text names a homonym of it.
    """
    if any(_may_mean(one, commune) for one in found):
        return True
    slugs = set(tags_of(commune.name))
    return any(tag.casefold() in slugs for tag in tags) and not is_denied(found, commune)


def is_denied(found: Sequence[Mention], commune: Commune) -> bool:
    """Whether a homonym of a commune is named, and not the commune itself."""
    if any(_may_mean(one, commune) for one in found):
        return False
    name = fold(commune.name)
    return any(fold(one.communes[0].name) == name for one in found)


def _may_mean(mention: Mention, commune: Commune) -> bool:
    meant = mention.communes[:1] if mention.certain else mention.communes
    return any(one.code == commune.code or _lies_in(one, commune) for one in meant)


def _lies_in(one: Commune, commune: Commune) -> bool:
    """Whether it is an arrondissement of this city."""
    return (
        one.kind is Kind.ARRONDISSEMENT
        and one.department == commune.department
        and one.name.startswith(f"{commune.name} ")
    )


def _found(prose: Prose, registry: Registry) -> Iterator[tuple[Mention, bool]]:
    """Each mention, and whether it may be a short name of which no area is told."""
    at, last, inherited = 0, -1, Context.NONE
    while at < len(prose.words):
        if not may_begin(prose, at):
            at += 1
            continue
        area = area_at(prose, at, registry)
        name = name_at(prose, at, registry)
        length = name.end - at if name is not None else 0
        if name is None or area > length:
            at += max(1, area)
            continue
        joined = joined_at(prose, name, registry)
        at = joined[-1].end
        context = around(prose, name.start, at, name.folded)
        if context is not Context.REFUSED and _goes_on(prose, last, name.start):
            context = max(context, inherited)
        if context is Context.REFUSED:  # « la ville du Bois-Plage » is not La Ville-du-Bois
            at = name.start + 1
            continue
        for one in joined:
            judged = _judged(prose, numbered(prose, one, registry), context, registry)
            if judged is not None:
                yield judged
                last, inherited = one.end, _handed_on(context, judged[0])
                at = one.end + _echo(prose, one.end, registry)


def _echo(prose: Prose, at: int, registry: Registry) -> int:
    """How many words tell the area behind a name, as in « Paris (Paris) »."""
    is_told = at < len(prose.words) and prose.gap(at).strip() == "("
    return area_at(prose, at, registry) if is_told else 0


def _handed_on(context: Context, mention: Mention) -> Context:
    """What a name says of those that follow it in a list: « entre Nice et Menton », where what is
    said of a town for certain is said of a town."""
    return max(context, Context.AT) if mention.certain and context is Context.NEAR else context


def _goes_on(prose: Prose, last: int, start: int) -> bool:
    """Whether a name follows the last one in a list: « à Lyon, Sens et Tours »."""
    if last < 0:
        return False
    if start == last:
        return prose.gap(start).strip() in {",", "/", "&"}
    return start == last + 1 and prose.folded[last] in _AND and prose.is_spaced(start)


def _judged(
    prose: Prose, name: Name, context: Context, registry: Registry
) -> tuple[Mention, bool] | None:
    """What a name that stands so names, and whether for short; None where it is no place."""
    area = told.beside(prose, name.start, name.end, name.communes, registry)
    if area is not None and not area:
        return None  # there is such a name, but not there: « Vienne (Autriche) »
    if area is not None:
        sure: bool | None = True
    else:
        sure = _is_sure(prose, name, context)
    if sure is None:
        return None
    start, end = prose.words[name.start].start, prose.words[name.end - 1].end
    mention = Mention(start, end, tuple(area or name.communes), sure)
    return mention, name.is_short and area is None


def _is_sure(prose: Prose, name: Name, context: Context) -> bool | None:
    """Whether a name in this context is surely a place; None where it rather is a word."""
    word = prose.words[name.content]
    short = without_article(name.folded)
    may_be_english = short in english.WORDS and context in _ENGLISH_TOO
    if may_be_english and english.is_a_word(prose, name.start, name.end):
        return None
    if short in ELSEWHERE or len(short) == 1:
        return True if context is Context.TOWN_HALL and word.has_capital else None
    if short in _SOMEBODY:
        return _is_sure_somebody(prose, name, short, context) if word.has_capital else None
    if prose.is_shouted(name.content):
        return _is_sure_shouted(name, short, context)
    if word.is_lower:
        return _is_sure_lower(prose, name, short, context)
    if short in WORDS:
        return _is_sure_word(name, short, context)
    if context is Context.ARTICLE:  # « un Nice sans caméras », not « la Saint-Martin »
        is_free = name.people >= TOWN and not short.startswith("saint")
        return False if is_free else None
    if context is not Context.NONE or name.people >= TOWN:
        return True
    return False if name.people >= _VILLAGE or " " in short else None


def _is_sure_somebody(prose: Prose, name: Name, short: str, context: Context) -> bool | None:
    """Of a name that people bear: « Vallet : … », not « Vallet a dit »; « au François »."""
    if context is Context.TOWN_HALL:
        return True
    if name.folded != short and (name.start == name.content or prose.words[name.start].has_capital):
        return _is_sure_word(name, short, context)  # nobody is called « Le François »
    is_place = context in {Context.TITLE, Context.AT, Context.SUBJECT}
    return False if is_place and short in SURNAMES and name.people >= _VILLAGE else None


def _is_sure_lower(prose: Prose, name: Name, short: str, context: Context) -> bool | None:
    """Towns alone: « à nice », « a lyon », « les caméras de lyon », not « a nice idea »."""
    if name.people < TOWN or short in WORDS:
        return None
    if short in TOLD_BY_A_CAPITAL and context is not Context.TOWN_HALL:
        accented = name.start > 0 and prose.words[name.start - 1].written == "à"
        return True if accented and context is Context.AT else None
    return True if context >= Context.AT else None


def _is_sure_shouted(name: Name, short: str, context: Context) -> bool | None:
    if short in WORDS:
        return True if context >= Context.SUBJECT else None
    if context > Context.NONE:
        return True
    return False if name.people >= TOWN or " " in short else None


def _is_sure_word(name: Name, short: str, context: Context) -> bool | None:
    """Of a name that is a word as well: « à Tours », not « Tours » nor « au Palais »."""
    is_town = name.people >= TOWN and not name.is_village
    of_a_thing = short != name.folded and not is_town
    if context >= (Context.SUBJECT if of_a_thing else Context.AT):
        return True
    return False if context is Context.TITLE and is_town else None


def _known_by(mention: Mention, whole: Set[CityId]) -> Mention:
    """By the whole names that are told elsewhere in the text: « Livry », beside Livry-Gargan."""
    left = tuple(one for one in mention.communes if one.code in whole)
    return replace(mention, communes=left) if left else mention


def _narrowed(mention: Mention, areas: frozenset[str]) -> Mention:
    """By the areas that are told elsewhere in the text."""
    left = tuple(one for one in mention.communes if one.department in areas)
    return replace(mention, communes=left) if left else mention


def _settled(mention: Mention, read: Mention, is_short: bool) -> Mention:
    """As certain as its homonyms leave it; those of another country have no known people. What
    was read for short is, where what is told elsewhere leaves one."""
    first, *others = mention.communes
    if is_short and (others or mention == read):
        return replace(mention, certain=False)
    if not others or not mention.certain:
        return mention
    return replace(mention, certain=first.population >= max(TOWN, _TIMES * others[0].population))
