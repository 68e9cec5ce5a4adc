"""The communes, and how people find the one they mean."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain, islice, takewhile
from typing import Final, NamedTuple

from bot.domain import said_short
from bot.domain.areas import Areas
from bot.domain.folding import (
    SAINTS,
    fold,
    fold_all,
    raw_words,
    with_accents,
    without_article,
)
from bot.domain.ids import CityId
from bot.domain.names import Names
from bot.domain.packed import Lines, Order
from bot.domain.search import Index
from bot.domain.typing_errors import one_error_away

TOWN: Final = 10_000  # people that make a name known all over the country
_SHORTENED: Final = 2_000  # people whose commune may be called by the beginning of its name
_MOST_LONGER: Final = 3
_REMEMBERED: Final = 500  # names whose short forms were looked up
_LABEL_MAX: Final = 100  # characters that a chat shows of a choice
_QUERY_MAX: Final = 100  # characters read of a query
_BEFORE, _AMONG = 20, 5  # choices before those of another country, and how many these then are
_CODE_LENGTH: Final = 5
_ARRONDISSEMENT: Final = " Arrondissement"
_NAME_WORDS_MAX: Final = 9  # « Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson » has eight
_COUNTRIES: Final = {"fr", "be"}
_SHORT_AREAS: Final = {"BE-BRU": ("Bruxelles",)}  # « Forest (Bruxelles) »
_CODE: Final = re.compile(r"(?:(fr):)?(\d[\dab]\d{3})|(be):(\d{5})", re.ASCII | re.IGNORECASE)


class Kind(StrEnum):
    """What a row of the registry is. An arrondissement's people are counted in its city too."""

    COMMUNE = "commune"
    ARRONDISSEMENT = "arrondissement"


class Commune(NamedTuple):  # 35,000 are made at each start: a frozen dataclass takes longer
    """A commune, or an arrondissement of Paris, Lyon or Marseille.

    `population` in persons, 0 where it is not known; `postcodes` sorted, several communes may
    share one. A Belgian commune has its NIS code for `insee`, its province for department.
    """

    code: CityId
    insee: str
    name: str
    department: str
    department_name: str
    region: str
    population: int
    kind: Kind
    postcodes: tuple[str, ...]

    @property
    def country(self) -> str:
        """`fr` or `be`."""
        return self.code.partition(":")[0]

    @property
    def known_population(self) -> int | None:
        """None where nobody counted for us: nobody lives in six French communes, which is known."""
        return self.population if self.country == "fr" else None

    @property
    def shown(self) -> str:
        """The name as people read it: « L’Haÿ-les-Roses », « Lyon 3e »."""
        return typographic(self.name.removesuffix(_ARRONDISSEMENT))

    @property
    def label(self) -> str:
        """The name shown with its department, at most 100 characters: unlike any other's."""
        department = f" ({typographic(self.department_name)})"
        return self.shown[: _LABEL_MAX - len(department)] + department


def typographic(name: str) -> str:
    """A name with the apostrophe that people read; the registry has the one that is typed."""
    return name.replace("'", "’")


def parse_code(text: str) -> CityId:
    """A city's key, `fr:06088` or `be:21004`; a bare code is French.

    Raises ValueError for what is no code. The city itself may not exist.
    """
    parts = _CODE.fullmatch(text.strip())
    if parts is None:
        raise ValueError(f"{text[:_QUERY_MAX]!r} is no code of a city: 06088, fr:06088, be:21004")
    _, french, _, belgian = parts.groups()
    return CityId(f"be:{belgian}" if belgian else f"fr:{french.upper()}")


class Communes(Sequence[Commune]):
    """Communes by importance, packed: a tenth of their memory, made anew when looked at."""

    def __init__(self, communes: Iterable[Commune]) -> None:
        """Takes them one by one: so many objects at once would leave their memory in pieces."""
        areas: dict[tuple[str, str, str], int] = {}
        area_of, people, codes = array("B"), array("q"), list[str]()

        def packed() -> Iterator[str]:
            for one in communes:
                area = (one.department, one.department_name, one.region)
                area_of.append(areas.setdefault(area, len(areas)))
                people.append(one.population if one.kind is Kind.COMMUNE else -1)
                codes.append(one.code)
                yield _packed(one)

        self._lines = Lines(packed())
        self.departments = list(areas)
        self._places = _by_importance(codes, people)
        self._area_of = array("B", (area_of[place] for place in self._places))
        self._by_code = Order(Lines(codes[place] for place in self._places))

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, rank: int) -> Commune:  # type: ignore[override]
        code, insee, name, population, kind, *postcodes = self._fields(rank)
        return Commune(
            CityId(code),
            insee,
            name,
            *self.departments[self._area_of[rank]],
            int(population),
            Kind(kind),
            tuple(postcodes),
        )

    def names(self) -> Iterator[str]:
        return (self._lines[place].split("\t", 3)[2] for place in self._places)

    def codes(self) -> Iterator[tuple[int, str]]:
        """Each rank with what a commune may be called by digits, folded."""
        for rank in range(len(self)):
            _, insee, _, _, _, *postcodes = self._fields(rank)
            yield rank, " ".join([insee.lower(), *postcodes])

    def department(self, rank: int) -> str:
        return self.departments[self._area_of[rank]][0]

    def get(self, code: CityId) -> Commune | None:
        return next((self[rank] for rank in self._by_code.of(code)), None)

    def ranked(self, names: Mapping[CityId, str]) -> dict[int, str]:
        """These names of some communes, folded, by rank."""
        return {rank: fold(name) for code, name in names.items() for rank in self._by_code.of(code)}

    def _fields(self, rank: int) -> list[str]:
        return self._lines[self._places[rank]].split("\t")


def _packed(one: Commune) -> str:
    return "\t".join([one.code, one.insee, one.name, str(one.population), one.kind, *one.postcodes])


def _by_importance(codes: Sequence[str], people: Sequence[int]) -> array[int]:
    """Places by population; then arrondissements by number, as they are looked for."""
    places = sorted(range(len(codes)), key=codes.__getitem__)
    places.sort(key=people.__getitem__, reverse=True)
    return array("I", places)


class Registry:
    """All communes, the biggest first, then the arrondissements, which nobody means first.

    Those of another country come behind, and what people added. `add` is for one thread; others
    may read meanwhile.
    """

    def __init__(
        self,
        communes: Iterable[Commune],
        behind: Registry | None = None,
        second: Mapping[CityId, str] | None = None,
        renowned: Set[CityId] = frozenset(),
    ) -> None:
        """`second` are the names of those that have two: « Elsene » of Ixelles; the `renowned`
        may be meant beside the towns of this name in front of them: Bruges."""
        self._behind = behind
        self._renowned = renowned
        self._by_people = frozenset[CityId]()
        self._second = second or {}
        self._communes = Communes(communes)
        self._names = Names(fold_all(self._communes.names()), self._communes.ranked(self._second))
        self._index = Index(self._names.forms(range(len(self._communes))))
        self._insides: dict[Set[str], Index] = {}
        self._shortened = lru_cache(_REMEMBERED)(self._called_so)  # a text names few, often

    def __iter__(self) -> Iterator[Commune]:
        return chain(self._communes, self._behind or ())

    def __len__(self) -> int:
        return len(self._communes) + (len(self._behind) if self._behind else 0)

    def add(self, *communes: Commune) -> None:
        """Know some communes more, at once for whoever asks from now on; a known key is renamed."""
        codes = {one.code for one in communes}
        behind = self._behind or Registry(())
        others = (one for one in behind if one.code not in codes)
        self._behind = Registry([*others, *communes], None, behind._second, behind._renowned)
        self._by_people |= codes

    def is_added(self, code: CityId) -> bool:
        """Whether people added the commune with this key to those that ship."""
        return code in self._by_people

    def get(self, code: CityId) -> Commune | None:
        """The commune with this key, if there is one."""
        return self._communes.get(code) or (self._behind.get(code) if self._behind else None)

    def homonyms(self, name: str) -> list[Commune]:
        """Every commune of this name, the biggest first; spelling is free, the article counts."""
        found = self._these(self._names.exactly(fold(name)))
        return found + (self._behind.homonyms(name) if self._behind else [])

    def namesakes(self, commune: Commune) -> list[Commune]:
        """The others of its name that people may take it for: a big town is not taken for its
        homonym abroad, unless that one is renowned."""
        others = [one for one in self.homonyms(commune.name) if one.code != commune.code]
        if not others or commune.population < TOWN or not self._communes.get(commune.code):
            return others
        behind = self._behind._renowned if self._behind else frozenset[CityId]()
        return [one for one in others if one.country == commune.country or one.code in behind]

    def longest(self, words: Sequence[str]) -> tuple[int, list[Commune]]:
        """How many of these folded words, from the first, are a whole name, and whose; 0 if none.

        The longest name counts; of several places that bear it, the biggest comes first.
        """
        name = self._names.longest(" ".join(words[:_NAME_WORDS_MAX]))
        length = len(name.split())
        found = self._these(self._names.exactly(name)) if name else []
        more, behind = self._behind.longest(words) if self._behind else (0, [])
        if more < length or not (behind := self._beside(found, behind)):
            return length, found
        return (length, found + behind) if more == length else (more, behind)

    def shortened(self, text: str) -> list[Commune]:
        """Every commune that people may call so for short, the biggest first, the accents being
        those of a text: « Nogent » is Nogent-sur-Marne, « Levallois » is Levallois-Perret.

        Those that are bigger than any that bears the whole name, or are known so.
        """
        found = self._these(self._shortened(text))
        return found + (self._behind.shortened(text) if self._behind else [])

    def area(self, words: Sequence[str]) -> tuple[int, Set[str]]:
        """How many of these folded words name a department or a region, and its departments'
        codes; 0 if none. A department's code names it, too."""
        length, departments = self._areas.longest(words)
        more, behind = self._behind.area(words) if self._behind else (0, set())
        if more == length:
            return length, departments | behind
        return (more, behind) if more > length else (length, departments)

    def named(self, text: str) -> list[Commune]:
        """The communes that a text names, the biggest first; empty where none does.

        The article may be left out; a department or a region may follow, a postcode stand before
        or behind. A text that is a postcode names its communes; people know postcodes better than
        INSEE codes, which count where they are nobody's postcode. A bigger commune whose name only
        begins so may be meant as well: « Vire » is Viré or Vire Normandie. Who names a town needs
        not say that it is not its homonym abroad, unless that one is renowned.
        """
        found, behind = self._named(text), self._behind_for(text)
        if behind is None:
            return found
        more = self._beside(found, behind.named(text))
        if len(found) == 1 and found[0].population >= TOWN:
            more = [one for one in more if one.code in behind._renowned]
        return found + more

    def _beside(self, found: Sequence[Commune], behind: list[Commune]) -> list[Commune]:
        """Those behind that may be meant beside what was found: not what people added."""
        return [one for one in behind if one.code not in self._by_people] if found else behind

    def _behind_for(self, text: str) -> Registry | None:
        """Those behind, where they may be meant: not by nothing, nor by a bare code."""
        return None if not fold(text) or text.strip().isdecimal() else self._behind

    def _named(self, text: str) -> list[Commune]:
        text = text[:_QUERY_MAX]
        if (keyed := self._keyed(text)) is not None:
            return keyed
        name = fold(text)
        readings = chain(
            [self._perhaps(text), self._coded(name)],
            self._narrowed(name, self._names.whole),
            self._narrowed(name, self._shortened),
        )
        found = self._these(next(filter(None, readings), []))
        return [one for one in found if name in one.postcodes] or found

    def _perhaps(self, text: str) -> list[int]:
        """The places of a whole name, and those that people may call so for short."""
        name = fold(text)
        longer = self._spelled_so(text, self._longer(name)[:_MOST_LONGER])
        known = self._spelled_so(text, self._known_as(name))
        return sorted({*longer, *known, *self._names.whole(name)})

    def _called_so(self, text: str) -> list[int]:
        """Every place that people may call so for short, the biggest first."""
        name = fold(text)
        return self._spelled_so(text, sorted({*self._longer(name), *self._known_as(name)}))

    def _spelled_so(self, text: str, ranks: Sequence[int]) -> list[int]:
        """Who writes « Viré » does not mean Vire Normandie; who writes « Vire » may mean both."""
        if not ranks or text.isascii():
            return list(ranks)
        begun = f"{with_accents(text)} "
        return [one for one in ranks if with_accents(self._communes[one].name).startswith(begun)]

    def _longer(self, name: str) -> list[int]:
        """The places that begin with a whole name and are bigger than any that bears it: people
        leave out what tells them from places that hardly anybody means."""
        found = self._names.whole(name)
        bigger = takewhile(lambda rank: rank < found[0], self._names.begun(name)) if found else ()
        return list(takewhile(lambda rank: self._communes[rank].population >= _SHORTENED, bigger))

    def _known_as(self, name: str) -> list[int]:
        """The places that are known by a part of their name: « Levallois »."""
        return [rank for long in said_short.names(name) for rank in self._names.exactly(fold(long))]

    def search(self, query: str, limit: int = 25) -> list[Commune]:
        """What somebody may mean who typed this so far, best first, at most `limit` (0 or more).

        The whole name comes before its beginning, before a word inside it, before words in their
        order; the bigger commune before the smaller. A department, a region or a postcode narrows.
        Nothing typed yet: the biggest communes. What is behind comes after the whole name, and
        has some room among what is not.
        """
        found = self._search(query, limit)
        behind = self._behind_for(query)
        if behind is None or not (more := behind.search(query, limit)):
            return found
        namesakes = self._beside(found, behind.named(query))
        whole = {one.code for one in [*self._named(query), *namesakes]}
        named = [one for one in found + more if one.code in whole]
        named.sort(key=lambda one: fold(one.name) != fold(query))  # before what is so for short
        found, more = ([one for one in each if one.code not in whole] for each in (found, more))
        first = max(0, _BEFORE - len(named))
        few = [*named, *found[:first], *more[:_AMONG], *found[first:], *more[_AMONG:]]
        return few[:limit]

    def resembling(self, text: str, limit: int = 25) -> list[Commune]:
        """The communes whose name this is but for one typing error, the biggest first: guesses."""
        name = fold(text[:_QUERY_MAX])
        likely = set(one_error_away(name, self._index.where_mistyped(name)))
        ranks = {rank for name in likely for rank in self._names.exactly(name)}
        found = self._these(sorted(ranks)[:limit])
        behind = self._behind.resembling(text, limit) if self._behind else []
        return (found + self._beside(found, behind))[:limit]

    def _search(self, query: str, limit: int) -> list[Commune]:
        query = query[:_QUERY_MAX]
        if (keyed := self._keyed(query)) is not None:
            return keyed[:limit]
        found: dict[int, None] = {}
        for ranks in self._tiers(query, 2 * limit):  # half of them may be there already
            found.update(dict.fromkeys(ranks))
            if len(found) >= limit:
                break
        return self._these(islice(found, limit))

    def _tiers(self, query: str, limit: int) -> Iterator[list[int]]:
        phrases = _phrases(query)
        if not phrases:
            yield self._index.all(limit)
            return
        name = phrases[0]
        for phrase in phrases:
            yield self._names.exactly(phrase)
            yield self._names.shortly(phrase)
        yield from self._narrowed(name, self._names.whole)
        if name[0].isdigit():
            yield _merged(self._codes.close(name, limit))
        yield from _loose(self._index, phrases, limit)
        yield from self._loosely_narrowed(name, limit)
        if (short := without_article(name)) != name:
            yield from _loose(self._index, [short], limit)

    def _coded(self, code: str) -> list[int]:
        """The places of this INSEE code or postcode."""
        whole = len(code) == _CODE_LENGTH and code[0].isdigit()
        return _merged(self._codes.close(code, _QUERY_MAX)) if whole else []

    def _narrowed(self, name: str, places_of: Callable[[str], list[int]]) -> Iterator[list[int]]:
        """The places of a name that is followed by their area, or has their postcode."""
        for rest, departments in self._areas.readings(name.split()):
            yield [rank for rank in places_of(rest) if self._lies(rank, departments)]
        for rest, ranks in self._posted(name):
            yield [rank for rank in places_of(rest) if rank in ranks]

    def _loosely_narrowed(self, name: str, limit: int) -> Iterator[list[int]]:
        for rest, departments in self._areas.readings(name.split()):
            yield from _loose(self._inside(departments), [rest], limit)
        for rest, departments in self._areas.readings_begun(name.split()):
            yield [rank for rank in self._names.whole(rest) if self._lies(rank, departments)]
        for rest, ranks in self._posted(name):
            yield [rank for rank in ranks if f" {rest}" in f" {self._names[rank]}"]
        if departments := self._areas.departments(name):
            yield self._inside(departments).all(limit)

    def _posted(self, name: str) -> Iterator[tuple[str, list[int]]]:
        """The readings of a name with a postcode before or behind it, and the places of that."""
        first, _, behind = name.partition(" ")
        before, _, last = name.rpartition(" ")
        for code, rest in ((first, behind), (last, before)):
            if rest and (ranks := self._coded(code)):
                yield rest, ranks

    def _lies(self, rank: int, departments: Set[str]) -> bool:
        return self._communes.department(rank) in departments

    def _inside(self, departments: Set[str]) -> Index:
        key = frozenset(departments)
        if key not in self._insides:
            ranks = sorted(rank for code in key for rank in self._in_department[code])
            self._insides[key] = Index(self._names.forms(ranks))
        return self._insides[key]

    @cached_property
    def _in_department(self) -> dict[str, array[int]]:
        ranks = {code: array("I") for code, _, _ in self._communes.departments}
        for rank in range(len(self._communes)):
            ranks[self._communes.department(rank)].append(rank)
        return ranks

    @cached_property
    def _areas(self) -> Areas:
        departments = self._communes.departments
        return Areas(
            (name, names[0])
            for names in departments
            for name in (*names, *_SHORT_AREAS.get(names[0], ()))
        )

    @cached_property
    def _codes(self) -> Index:
        return Index(self._communes.codes())

    def _keyed(self, text: str) -> list[Commune] | None:
        """The commune of a key with its country, or None where the text is something else."""
        country, _, code = fold(text).partition(" ")
        if country not in _COUNTRIES or not _CODE.fullmatch(f"{country}:{code}"):
            return None
        commune = self._communes.get(parse_code(f"{country}:{code}"))
        return [commune] if commune else []

    def _these(self, ranks: Iterable[int]) -> list[Commune]:
        return [self._communes[rank] for rank in ranks]


def _phrases(query: str) -> list[str]:
    """The query folded; and, while its last word may go on, « st » for Strasbourg as well."""
    typed = raw_words(query)
    if not typed:
        return []
    phrases = [fold(query)]
    if typed[-1] in SAINTS and query[-1].isalpha():
        phrases.append(" ".join([fold(" ".join(typed[:-1])), typed[-1]]).strip())
    return phrases


def _loose(index: Index, phrases: Sequence[str], limit: int) -> Iterator[list[int]]:
    """The places that a phrase gives when it is not a whole name, the closest first."""
    close = [index.close(phrase, limit) for phrase in phrases]
    yield _merged(beginning for beginning, _ in close)
    yield _merged(inside for _, inside in close)
    for phrase in phrases:
        if " " in phrase:
            yield index.in_order(phrase.split(), limit)


def _merged(answers: Iterable[list[int]]) -> list[int]:
    return sorted(rank for answer in answers for rank in answer)
