"""All that is known of a project: the newest first, and the sources whatever comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.communes import Commune
from bot.domain.ids import CityId, PersonId, ProjectId
from bot.domain.project_facts import Challenge, Facts, Source
from bot.domain.projects import Project, ProjectStatus, Standing, Step
from bot.domain.vague import VagueDate
from bot.render import project_history, projects
from bot.render.texts import texts
from bot.store.changes import Row
from tests.world import registry

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
TODAY = date(2026, 11, 27)
PARIS = ZoneInfo("Europe/Paris")
S = ProjectStatus
SOURCE = Source("Ordre du jour", VagueDate(2026, 11, 20), url="https://nice.example/odj.pdf")
PROJECT = Project(
    id=ProjectId(1),
    city=CityId("fr:06088"),
    owner=None,
    root=ProjectId(1),
    standing=Standing.KNOWN,
    facts=Facts("videosurveillance", "Caméras du port"),
    status=S.VOTED,
    before=None,
    since=None,
    source=SOURCE,
)


@dataclass(frozen=True)
class Story:
    project: Project
    commune: Commune
    steps: list[Step]
    changes: list[Row]
    sources: list[Source]


def step(days: int, why: str = "", after: S = S.EXTENDED) -> Step:
    return Step(NOW + timedelta(days=days), PersonId("1"), S.VOTED, after, None, None, why)


def row(field: str, before: str, after: str, days: int = 0) -> Row:
    at = NOW + timedelta(days=days)
    return Row(f"project:{field}", at, PersonId("2"), before, after)


def told(
    steps: list[Step],
    changes: list[Row] | None = None,
    sources: list[Source] | None = None,
    project: Project = PROJECT,
    *,
    names: bool = False,
) -> str:
    commune = registry().get(CityId("fr:06088"))
    assert commune is not None
    story = Story(project, commune, steps, changes or [], [SOURCE] if sources is None else sources)
    message = project_history.history(story, texts("fr"), PARIS, TODAY, names=names)
    assert len(message.content) <= 2000
    return message.content.replace("\u00a0", " ").replace("\u202f", " ")


def test_of_many_states_the_newest_are_shown_the_others_counted_and_the_sources_kept() -> None:
    said = told([step(days, f"vote numéro {days} au conseil" * 3) for days in range(26)])
    assert "vote numéro 25" in said
    assert "vote numéro 0 " not in said
    assert "autres, plus anciens" in said
    assert "**Sources**\n- [Ordre du jour](<https://nice.example/odj.pdf>)" in said


def test_of_many_sources_the_newest_are_shown_and_the_others_counted() -> None:
    many = [Source(f"Article numéro {n} du journal local", VagueDate(2022)) for n in range(40)]
    said = told([step(0)], sources=many)
    assert "Article numéro 39" in said
    assert "Article numéro 1 " not in said
    assert said.splitlines()[-1].endswith("plus anciens")
    assert "- étendu" in said


def test_changes_of_facts_stand_among_the_states_by_when_they_were_noted() -> None:
    changes = [
        row("cameras", "", "4000", 1),
        row("challenged", "", "2026-03", 2),
        row("standing", "known", "dismissed", 3),
        row("theme", "vsa", "drones", 4),
        row("supplier", "Acme", "", 5),
    ]
    said = told([step(0, after=S.VOTED), step(6)], changes)
    lines = [one.partition(" · ")[0] for one in said.splitlines() if one.startswith("- ")]
    assert lines[:7] == [
        "- étendu",
        "- fournisseur : Acme → inconnu",
        "- thème : vidéosurveillance algorithmique → drones",
        "- retiré",
        "- recours, date : inconnu → mars 2026",
        "- caméras : inconnu → 4 000",
        "- voté",
    ]


def test_who_did_it_is_told_to_organisers_only() -> None:
    changes = [row("cameras", "", "12")]
    assert "<@" not in told([step(0)], changes)
    said = told([step(0)], changes, names=True)
    assert "<@1>" in said
    assert "<@2>" in said


def test_a_challenge_is_told_with_its_court_its_date_and_its_outcome() -> None:
    challenge = Challenge("TA de Nice", VagueDate(2026, 3), "annulé")
    facts = replace(PROJECT.facts, challenge=challenge)
    said = told([step(0)], project=replace(PROJECT, facts=facts))
    assert "Contesté : TA de Nice (mars 2026), annulé" in said


@example(["*" * 300] * 9, [("*" * 300, "*" * 300)] * 9, "*" * 300)
@given(
    st.lists(st.text(max_size=300), max_size=30),
    st.lists(st.tuples(st.text(max_size=300), st.text(max_size=300)), max_size=20),
    st.text(max_size=300),
)
def test_whatever_was_written_it_fits(
    reasons: list[str], values: list[tuple[str, str]], words: str
) -> None:
    source = Source(words or "x", VagueDate(2026), words, "https://nice.example/" + "a" * 250)
    facts = Facts(
        "vsa", words[:100], words[:80], 1, 1, words, Challenge(words[:100] or "x", None, words)
    )
    told(
        [step(number, why) for number, why in enumerate(reasons)],
        [row("supplier", before, after) for before, after in values],
        [source] * 3,
        replace(PROJECT, facts=facts),
        names=True,
    )


def test_a_label_that_looks_like_another_address_shows_where_it_leads() -> None:
    false = replace(SOURCE, label="lemonde.fr", url="https://evil.example/a")
    said = projects.source(false, TODAY, texts("fr"))
    assert said.startswith("lemonde.fr (<https://evil.example/a>)")


def test_what_would_turn_a_source_around_is_not_shown() -> None:
    odd = replace(SOURCE, label="Odj\u202e", url="https://nice.example/\u202efdp.jdo")
    assert "\u202e" not in projects.source(odd, TODAY, texts("fr"))


def test_a_state_seen_again_on_the_same_day_has_its_line_and_its_reason() -> None:
    again = replace(row("seen", "2026-11-24", "2026-11-24"), why="relu sur place")
    message = told([], [again, row("since", "", "2026-03")])
    assert "- vu de nouveau · noté le 27 novembre 2026 · relu sur place" in message
    assert "- date : inconnu → mars 2026" in message.replace("\u00a0", " ")


def test_what_a_cost_was_is_told_in_euros() -> None:
    assert "- coût : 90 000 € → 1 200 000 €" in told([], [row("cost", "90000", "1200000")])
    assert "- coût : inconnu → 5 €" in told([], [row("cost", "", "5")])
