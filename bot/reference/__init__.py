"""The reference data that ships with Vigie, in `data/` beside the package."""

from __future__ import annotations

import csv
import gc
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from bot.domain.belgium import RENOWNED, belgian
from bot.domain.communes import Commune, Kind, Registry, parse_code
from bot.domain.ids import CityId
from bot.domain.lexicon import Lexicon, Term, TermKind
from bot.domain.project_facts import Facts, Source
from bot.domain.projects import ProjectStatus, SeedProject
from bot.domain.refusals import Refused
from bot.domain.vague import from_iso

_HERE: Final = Path(__file__).resolve().parents[2] / "data"
_COLUMNS: Final = [
    *("insee", "name", "department", "department_name", "region", "population"),
    *("postcodes", "latitude", "longitude", "siren", "kind"),
]
_BELGIAN_COLUMNS: Final = ["nis", "name_fr", "name_nl", "province"]
_PROJECT_COLUMNS: Final = [
    *("insee", "city", "theme", "title", "supplier", "status", "year", "cost_eur", "cameras"),
    *("fact", "source", "as_of"),
]
_TERM_COLUMNS: Final = ["theme", "term", "weight", "kind", "note"]
_TERM_KINDS: Final = {kind.value: kind for kind in TermKind}
_KINDS: Final = {kind.value: kind for kind in Kind}
_INSEE: Final = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
_WEIGHT: Final = re.compile(r"-?\d{1,3}", re.ASCII)


class ReferenceDataError(Exception):
    """Reference data that cannot be read: one sentence that names the file, the line, the fault."""


def data_folder(folder: Path = _HERE) -> Path:
    """The folder of the reference data. Raises ReferenceDataError where it is missing."""
    if not folder.is_dir():
        raise ReferenceDataError(
            f"{folder} is missing: Vigie reads its reference data beside its package, "
            "so install it from a checkout with `make setup`."
        )
    return folder


def load_lexicon(path: Path | None = None) -> Lexicon:
    """The terms of `data/lexicon.csv`. Raises ReferenceDataError."""
    path = path or data_folder() / "lexicon.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:  # a spreadsheet may have saved it
            return Lexicon(_terms(path, file))
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"{path} cannot be read: {error}.") from error


def _terms(path: Path, lines: Iterable[str]) -> Iterator[Term]:
    rows = csv.reader(lines, strict=True)
    empty = True
    try:
        if (header := next(rows, [])) != _TERM_COLUMNS:
            wanted = ",".join(_TERM_COLUMNS)
            raise ValueError(f"the columns are {','.join(header)!r}, not {wanted}")
        for row in filter(None, rows):
            yield _term(row)
            empty = False
    except UnicodeDecodeError:  # the file is read ahead: it has no line to name
        raise
    except (ValueError, csv.Error) as error:
        raise ReferenceDataError(f"{path}, line {max(rows.line_num, 1)}: {error}.") from error
    if empty:
        raise ReferenceDataError(f"{path} holds no term.")


def _term(row: list[str]) -> Term:
    if len(row) != len(_TERM_COLUMNS):
        raise ValueError(f"{len(row)} values, not {len(_TERM_COLUMNS)}")
    theme, written, weight, kind, _ = row
    if not _WEIGHT.fullmatch(weight):
        raise ValueError(f"{weight!r} is no weight")
    if kind not in _TERM_KINDS:
        raise ValueError(f"{kind!r} is no kind of term")
    return Term(theme, written, int(weight), _TERM_KINDS[kind])


def load_communes(path: Path | None = None, belgium: Path | None = None) -> Registry:
    """The registry of `data/communes.csv`, behind it that of `data/communes_be.csv`.

    Raises ReferenceDataError.
    """
    path = path or data_folder() / "communes.csv"
    belgium = belgium or data_folder() / "communes_be.csv"
    collecting = gc.isenabled()
    gc.disable()  # it would look again and again at 35,000 communes that nobody throws away
    try:
        return Registry(_read(path, _COLUMNS, _commune), behind=_belgium(belgium))
    finally:
        if collecting:
            gc.enable()


def _belgium(path: Path) -> Registry:
    """Its communes by their French names, and by the Dutch or German ones."""
    second: dict[CityId, str] = {}

    def made(row: list[str]) -> Commune:
        nis, name, other, province = row
        try:
            commune = belgian(name, nis)
        except Refused as refused:
            raise ValueError(f"{refused.reason}: {nis!r}, {name!r}") from refused
        if commune.department_name != province:
            raise ValueError(f"{nis} lies in {commune.department_name!r}, not {province!r}")
        if other != name:
            second[commune.code] = other
        return commune

    communes = [*_read(path, _BELGIAN_COLUMNS, made)]
    return Registry(communes, second=second, renowned=RENOWNED)


def _read(
    path: Path, columns: list[str], made: Callable[[list[str]], Commune]
) -> Iterator[Commune]:
    """Each commune of a file, once."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from _communes(path, file, columns, made)
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"{path} cannot be read: {error}.") from error


def _communes(
    path: Path, lines: Iterable[str], columns: list[str], made: Callable[[list[str]], Commune]
) -> Iterator[Commune]:
    rows = csv.reader(lines, strict=True)
    seen: set[str] = set()
    try:
        if (header := next(rows, [])) != columns:
            raise ValueError(f"the columns are {','.join(header)!r}, not {','.join(columns)!r}")
        for row in rows:
            if len(row) != len(columns):
                raise ValueError(f"{len(row)} values, not {len(columns)}")
            commune = made(row)
            if commune.insee in seen:
                raise ValueError(f"{commune.insee} is there twice")
            seen.add(commune.insee)
            yield commune
    except UnicodeDecodeError:  # the file is read ahead: it has no line to name
        raise
    except (ValueError, csv.Error) as error:
        raise ReferenceDataError(f"{path}, line {max(rows.line_num, 1)}: {error}.") from error
    if not seen:
        raise ReferenceDataError(f"{path} holds no commune.")


def _commune(row: list[str]) -> Commune:
    insee, name, department, department_name, region, population, postcodes, _, _, _, kind = row
    if not _INSEE.fullmatch(insee):
        raise ValueError(f"{insee!r} is no INSEE code")
    if not (name and department and department_name and region):
        raise ValueError("a name is empty")
    if not (population.isascii() and population.isdecimal()):
        raise ValueError(f"{population!r} is no population")
    if kind not in _KINDS:
        raise ValueError(f"{kind!r} is no kind of commune")
    return Commune(
        CityId(f"fr:{insee}"),
        insee,
        name,
        department,
        department_name,
        region,
        int(population),
        _KINDS[kind],
        tuple(postcodes.split()),
    )


def load_projects(path: Path | None = None) -> list[SeedProject]:
    """The facts of `data/projets_seed.csv`. Raises ReferenceDataError."""
    path = path or data_folder() / "projets_seed.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if rows.fieldnames != _PROJECT_COLUMNS:
                raise ReferenceDataError(f"{path}: the columns are {rows.fieldnames!r}.")
            return [*_seeds(path, rows)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReferenceDataError(f"{path} cannot be read: {error}.") from error


def _seeds(path: Path, rows: csv.DictReader[str]) -> Iterator[SeedProject]:
    """A row is known by its place among those of its city and theme, so that its title may be
    mended."""
    places: Counter[str] = Counter()
    for row in rows:
        group = f"{row['insee']}:{row['theme']}"
        places[group] += 1
        yield _seed(path, rows.line_num, row, f"{group}:{places[group]}")


def _seed(path: Path, line: int, row: dict[str, str], key: str) -> SeedProject:
    """The source column holds who says it, then where."""
    try:
        label, _, detail = row["source"].partition(", ")
        return SeedProject(
            key=key,
            city=parse_code(row["insee"]),
            facts=Facts(
                row["theme"],
                row["title"],
                row["supplier"],
                int(row["cameras"]) if row["cameras"] else None,
                int(row["cost_eur"]) if row["cost_eur"] else None,
                row["fact"],
            ),
            status=ProjectStatus(row["status"]),
            since=from_iso(row["year"]) if row["year"] else None,
            source=Source(label, from_iso(row["as_of"]), detail),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise ReferenceDataError(f"{path}, line {line}: {error}.") from error
