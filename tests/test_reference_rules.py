"""The rule pack's file, and what is said when it is broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.rules import Ending
from bot.reference import ReferenceDataError, data_folder
from bot.reference.rules import load_rules

WHOLE = (data_folder() / "rules.toml").read_text("utf-8")
SAISINE = 'title = { fr = "Saisir la CADA", en = "Applying to the CADA" }'


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "rules.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_pack_holds_every_rule_with_its_source_its_review_and_its_caveats() -> None:
    pack = load_rules()
    assert len(pack.rules) == 28
    assert set(pack.choices) == {"fr.convocation"}
    assert pack.always.fr.startswith("Calcul d'information")
    for rule in pack.rules.values():
        assert rule.source
        assert rule.reviewed == date(2026, 11, 23)
        assert rule.caveat != pack.always


def test_silence_is_never_extended() -> None:
    born = [one for one in load_rules().rules.values() if one.ending is Ending.BORN]
    assert {str(one.count) for one in born} == {"M 1", "M 2", "M 3"}


@pytest.mark.parametrize(
    ("line", "instead", "fault"),
    [
        (SAISINE, "", r"rules > fr\.cada\.saisine > title: Field required"),
        (SAISINE, 'title = { fr = "Saisir la CADA" }', r"fr\.cada\.saisine > title > en: Field"),
        (SAISINE, 'title = { fr = "…", en = " " }', r"fr\.cada\.saisine > title > en: .* words"),
        (SAISINE, 'title = { fr = "l’avis", en = "a" }', r"fr\.cada\.saisine > title > fr: "),
        (SAISINE, f"{SAISINE}\nweight = 2", r"fr\.cada\.saisine > weight: Extra inputs"),
        ('count = "F 2 +"', 'count = "F 2+"', r"> count: .*'F 2\+' is no way to count"),
        ('count = "JF 5"', 'count = "JF 5 +"', r"5jf > count: .* never extended"),
        ('count = "JF 0"', 'count = "J 1 +"', r"urgence: .* a variant is extended where its rule"),
        ('ending = "born"', 'ending = "dies"', r"refus_implicite > ending: Input should be"),
        ('count = "M 1"\nending = "born"', 'count = "M 1 +"\nending = "born"', "plain|prudent"),
        ('source = "CGCT L2121-12"', "source = 12", r"5jf > source: Input should be a valid str"),
        ("Last day: {due} (prudent", "Last day (prudent", r"result: .* not the same facts"),
        (
            "Avis attendu vers le {due}.",
            "Vers le {dew}.",
            r"fr\.cada\.avis > result: .* same facts",
        ),
        ('caveat = "c7"', 'caveat = "c77"', r"fr\.cada\.avis > caveat: there is no 'c77'"),
        ('always = "c0"', 'always = "c99"', "always: there is no 'c99'"),
        ('below = "fr.convocation.3jf"', 'below = "fr.convocation.4jf"', "no rule 'fr.conv.*4jf'"),
        ('"Saint-Étienne" =', '"Saint-Etienne" =', "there is no holiday 'Saint-Étienne'"),
        ('departments = ["971"]', 'departments = ["970"]', "970 is no department"),
        ('departments = ["971"]', 'departments = ["972"]', "local: 972 is there twice"),
        pytest.param(
            *('subdivision = "6AE"', 'subdivision = "GES"'),  # an old name: the national list
            "no (subdivision '|holiday '.* in )GES",
            marks=pytest.mark.filterwarnings("ignore:This subdivision is deprecated"),
        ),
        ('subdivision = "6AE"', 'subdivision = "67"', "calendars: .* no subdivision '67'"),
        ("Saint-Étienne", "Saint-Etienne", "no holiday 'Saint-Etienne' in 57"),
        ('"Noël"', '"Noel"', "no holiday 'Noel' in FR"),
        ('[rules."fr.cada.avis"]', '[rules."cada avis"]', "cada avis.*pattern"),
        ('[notes."fr.cnil.plainte"]', '[notes."fr.cnil.silence"]', r"fr\.cnil\.silence: .* twice"),
        ('[rules."fr.cada.avis"]', '[rules."fr.cada.saisine"]', "is no TOML"),
        ("reviewed = 2026-11-23", "", "reviewed: Field required"),
    ],
)
def test_a_fault_is_named_with_its_file_and_its_rule(
    tmp_path: Path, line: str, instead: str, fault: str
) -> None:
    assert line in WHOLE
    path = written(tmp_path, WHOLE.replace(line, instead))
    with pytest.raises(ReferenceDataError, match=fault) as raised:
        load_rules(path)
    assert str(path) in str(raised.value)


def test_another_count_says_why(tmp_path: Path) -> None:
    at = WHOLE.index("because", WHOLE.index('urgence".variants'))
    path = written(tmp_path, WHOLE[:at] + "#" + WHOLE[at:])
    with pytest.raises(ReferenceDataError, match=r"urgence > variants > 0: .* needs its because"):
        load_rules(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"rules\.toml cannot be read"):
        load_rules(tmp_path / "rules.toml")
    with pytest.raises(ReferenceDataError, match=r"rules\.toml is no TOML"):
        load_rules(written(tmp_path, b"\xff\xfe"))
