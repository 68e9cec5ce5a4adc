"""The lexicon beside the package: data that is changed without code, and what is said of faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.reference import ReferenceDataError, load_lexicon

HEADER = "theme,term,weight,kind,note\n"
DRONE = "drones,drone,2,positive,\n"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "lexicon.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_row_is_a_term_and_its_theme_may_be_new(tmp_path: Path) -> None:
    rows = DRONE + 'robots,"chien, robot*",4,positive,un robot\n,drone de la Poste,-1,negative,\n'
    found = load_lexicon(written(tmp_path, HEADER + rows)).detect("Chien-robotisé, drones")
    assert (found.score, found.themes) == (6, ("robots", "drones"))
    assert found.terms == ("chien, robot*", "drone")


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    saved = "\ufeff" + (HEADER + DRONE + "\n").replace("\n", "\r\n")
    assert load_lexicon(written(tmp_path, saved)).detect("drone").surveillance


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: the columns are"),
        (HEADER.replace(",", ";"), "line 1: the columns are 'theme;term"),
        (HEADER + "drones,drone,2\n", "line 2: 3 values, not 5"),
        (HEADER + DRONE + DRONE.replace("2", "deux"), "line 3: 'deux' is no weight"),
        (HEADER + DRONE.replace("2", ""), "line 2: '' is no weight"),
        (HEADER + DRONE.replace("2", "²"), "line 2: '²' is no weight"),
        (HEADER + DRONE.replace("2", "-2"), "line 2: -2 is no weight for a positive term"),
        (HEADER + DRONE.replace("positive", "negative"), "line 2: 2 is no weight for a negative"),
        (HEADER + DRONE.replace("positive", "maybe"), "line 2: 'maybe' is no kind of term"),
        (HEADER + DRONE.replace(",drone", ",…"), "line 2: '…' holds no word"),
        (HEADER + DRONE.replace(",drone", ',"drone'), "line 2: unexpected end of data"),
        (HEADER + "\n", "holds no term"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(tmp_path: Path, text: str, fault: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ReferenceDataError, match=fault) as raised:
        load_lexicon(path)
    assert str(path) in str(raised.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"lexicon\.csv cannot be read"):
        load_lexicon(tmp_path / "lexicon.csv")
    with pytest.raises(ReferenceDataError, match=r"lexicon\.csv cannot be read"):
        load_lexicon(written(tmp_path, HEADER.encode() + b"\xff\xfe"))
