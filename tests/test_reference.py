"""The reference data beside the package, and what is said when it is broken."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from bot.domain.ids import CityId
from bot.reference import ReferenceDataError, data_folder, load_communes, load_projects

HEADER = (
    "insee,name,department,department_name,region,population,"
    "postcodes,latitude,longitude,siren,kind\n"
)
NICE = (
    "06088,Nice,06,Alpes-Maritimes,Provence-Alpes-Côte d'Azur,348085,"
    "06000 06100,43.6961,7.2718,210600888,commune\n"
)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "communes.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_data_stands_beside_the_package() -> None:
    assert (data_folder() / "communes.csv").is_file()


def test_a_missing_folder_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"nowhere is missing: .*make setup"):
        data_folder(tmp_path / "nowhere")


def test_a_row_becomes_a_commune(tmp_path: Path) -> None:
    nice = load_communes(written(tmp_path, HEADER + NICE)).get(CityId("fr:06088"))
    assert nice is not None
    assert (nice.population, nice.postcodes) == (348_085, ("06000", "06100"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: the columns are"),
        ("insee,name\n", "line 1: the columns are 'insee,name'"),
        (HEADER + NICE + NICE, "line 3: 06088 is there twice"),
        (HEADER + "06088,Nice\n", "line 2: 2 values, not 11"),
        (HEADER + "\n", "line 2: 0 values, not 11"),
        (HEADER + NICE.replace("06088,", "6088,"), "line 2: '6088' is no INSEE code"),
        (HEADER + NICE.replace("Nice", ""), "line 2: a name is empty"),
        (HEADER + NICE.replace("348085", "-1"), "line 2: '-1' is no population"),
        (HEADER + NICE.replace("348085", "²"), "line 2: '²' is no population"),
        (HEADER + NICE.replace("commune", "hamlet"), "line 2: 'hamlet' is no kind"),
        (HEADER + NICE.replace("Nice", '"Nice'), "line 2: unexpected end of data"),
        (HEADER, "holds no commune"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(tmp_path: Path, text: str, fault: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ReferenceDataError, match=fault) as raised:
        load_communes(path)
    assert str(path) in str(raised.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"communes\.csv cannot be read"):
        load_communes(tmp_path / "communes.csv")
    with pytest.raises(ReferenceDataError, match=r"communes\.csv cannot be read"):
        load_communes(written(tmp_path, HEADER.encode() + b"\xff\xfe"))


BELGIAN = "nis,name_fr,name_nl,province\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nis\n", "line 1: the columns are 'nis'"),
        (BELGIAN, "holds no commune"),
        (BELGIAN + "21009,Ixelles,Elsene\n", "line 2: 3 values, not 4"),
        (BELGIAN + "06088,Nice,Nice,Namur\n", "line 2: bad_nis_code: '06088', 'Nice'"),
        (BELGIAN + "21009,Ixelles,Elsene,Namur\n", "line 2: 21009 lies in 'Bruxelles-Capitale'"),
    ],
)
def test_a_fault_in_the_belgian_list_is_named(tmp_path: Path, text: str, fault: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ReferenceDataError, match=fault) as raised:
        load_communes(belgium=path)
    assert str(path) in str(raised.value)


def test_loading_leaves_the_garbage_collector_as_it_was(tmp_path: Path) -> None:
    load_communes(written(tmp_path, HEADER + NICE))
    assert gc.isenabled()


PROJECTS = "insee,city,theme,title,supplier,status,year,cost_eur,cameras,fact,source,as_of\n"
PORT = '06088,Nice,vsa,Port,Acme,voted,2020,9000,12,Un fait.,"Nice-Matin, page 3",2022-09\n'


def test_the_base_tells_its_source_and_its_age() -> None:
    facts = load_projects()
    assert len(facts) == len({one.key for one in facts}) == 15
    assert {str(one.source.as_of) for one in facts} == {"2022-09"}
    assert {one.source.label for one in facts} == {"La Quadrature du Net"}


def test_a_row_becomes_a_project(tmp_path: Path) -> None:
    [port] = load_projects(written(tmp_path, PROJECTS + PORT))
    assert (port.city, port.status, str(port.since)) == ("fr:06088", "voted", "2020")
    assert (port.facts.cost, port.facts.cameras) == (9000, 12)
    assert (port.source.label, port.source.detail) == ("Nice-Matin", "page 3")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("insee\n", "the columns are"),
        (PROJECTS + PORT.replace("voted", "built"), "line 2: 'built' is not a valid"),
        (PROJECTS + PORT.replace("9000", "cher"), "line 2: invalid literal"),
        (PROJECTS + PORT.replace("2022-09", "hier"), "line 2: 'hier' is no date"),
        (PROJECTS + PORT.replace("06088", "Nice"), "line 2: 'Nice' is no code"),
        (PROJECTS + "06088,Nice\n", "line 2: "),
    ],
)
def test_a_fault_of_the_projects_is_named_with_its_line(
    tmp_path: Path, text: str, fault: str
) -> None:
    with pytest.raises(ReferenceDataError, match=fault):
        load_projects(written(tmp_path, text))
