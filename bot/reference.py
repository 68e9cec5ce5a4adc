"""The reference data that ships with Vigie, in `data/` beside the package."""

from __future__ import annotations

import csv
import gc
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from bot.domain.communes import Commune, Kind, Registry
from bot.domain.ids import CityId

_HERE: Final = Path(__file__).resolve().parent.parent / "data"
_COLUMNS: Final = [
    *("insee", "name", "department", "department_name", "region", "population"),
    *("postcodes", "latitude", "longitude", "siren", "kind"),
]
_KINDS: Final = {kind.value: kind for kind in Kind}
_INSEE: Final = re.compile(r"\d[\dAB]\d{3}", re.ASCII)


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


def load_communes(path: Path | None = None) -> Registry:
    """The registry of `data/communes.csv`. Raises ReferenceDataError."""
    path = path or data_folder() / "communes.csv"
    collecting = gc.isenabled()
    gc.disable()  # it would look again and again at 35,000 communes that nobody throws away
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return Registry(_communes(path, file))
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"{path} cannot be read: {error}.") from error
    finally:
        if collecting:
            gc.enable()


def _communes(path: Path, lines: Iterable[str]) -> Iterator[Commune]:
    rows = csv.reader(lines, strict=True)
    seen: set[str] = set()
    try:
        if (header := next(rows, [])) != _COLUMNS:
            raise ValueError(f"the columns are {','.join(header)!r}, not {','.join(_COLUMNS)!r}")
        for row in rows:
            commune = _commune(row)
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
    if len(row) != len(_COLUMNS):
        raise ValueError(f"{len(row)} values, not {len(_COLUMNS)}")
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
