"""Who may say what of a project, and who hears of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ids import CityId, ProjectId
from bot.domain.project_facts import Challenge, Facts, Source
from bot.domain.projects import Standing
from bot.domain.refusals import Reason
from bot.domain.vague import VagueDate, of_day
from bot.reference import data_folder, load_projects
from bot.render.refusals import refusal
from bot.render.texts import texts
from bot.services import (
    changing,
    known_projects,
    projects,
    seeds,
)
from bot.services.changing import Change
from bot.store import project_steps
from bot.store import projects as stored
from tests.services.project_world import (
    NICE,
    OTHERS,
    S,
    add,
    change,
    held,
    in_nice,
    known,
    refused,
    rows,
    suggest,
)
from tests.world import GIROUETTE, World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        facts = load_projects()
        await made.deps.store.write(lambda tx: seeds.plant(tx, facts, made.clock.now()))
        yield made


async def test_the_base_that_ships_is_there_with_its_age(w: World) -> None:
    found, _ = await known_projects.listed(w.deps, None, CityId(NICE))
    assert [one.facts.supplier for one in found] == ["Wintics", "", ""]
    assert {str(one.source.as_of) for one in found if one.source} == {"2022-09"}
    assert {one.source.label for one in found if one.source} == {"La Quadrature du Net"}


async def test_the_base_is_planted_once_and_mended_when_its_file_changes(w: World) -> None:
    facts = load_projects()
    changed = [replace(facts[0], status=S.CANCELLED), *facts[1:]]
    for told in (facts, changed, changed):
        await w.deps.store.write(lambda tx, told=told: seeds.plant(tx, told, w.clock.now()))
    known = await w.deps.store.read(lambda tx: stored.base_and(tx, None))
    assert len(known) == len(facts) == 15
    assert known[0].status is S.CANCELLED


async def test_an_organiser_notes_a_project_and_their_collective_holds_it(w: World) -> None:
    await add(w, cameras=12, cost=90_000, since="mars 2026")
    assert "Caméras du port: voted" in await held(w)
    assert "Caméras du port: voted" not in await held(w, OTHERS)


async def test_a_project_that_is_no_rumour_needs_a_source(w: World) -> None:
    met = await refused(add(w, source=""))
    assert met.reason is Reason.PROJECT_SOURCE
    rumour = await add(w, source="", status=S.RUMOUR)
    assert rumour.source is None


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"title": "  "}, Reason.BLANK),
        ({"since": "bientôt"}, Reason.NOT_A_DATE),
        ({"since": "mars 2031"}, Reason.FUTURE_DATE),
        ({"since": "31/02/2022"}, Reason.NO_SUCH_DAY),
        ({"source": "javascript://x"}, Reason.NOT_A_LINK),
        ({"source": "https://lina:mot@mairie.example/"}, Reason.LINK_WITH_SECRET),
        ({"source": "https://[::"}, Reason.NOT_A_LINK),
        ({"city": "Saint-Denis"}, Reason.SEVERAL_CITIES),
        ({"city": "Trifouilly-les-Oies-du-Nord"}, Reason.UNKNOWN_CITY),
    ],
)
async def test_what_cannot_be_noted_is_refused_with_the_reason(
    w: World, told: dict[str, str], reason: Reason
) -> None:
    assert (await refused(add(w, **told))).reason in {reason, Reason.NEAR_CITY}
    assert len(await held(w)) == 3


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("https://lina:mot@mairie.example/odj?p=1#a", "https://mairie.example/odj?p=1#a"),
        ("vu ici https://lina@mairie.example:8443/", "https://mairie.example:8443/"),
        ("https://lina:m@t@mairie.example", "https://mairie.example"),
    ],
)
async def test_an_address_with_a_password_is_asked_for_without_it(
    w: World, source: str, link: str
) -> None:
    said = refusal(await refused(add(w, source=source)), texts("fr"))
    assert "porte un nom ou un mot de passe" in said
    assert said.endswith(link)
    assert "mot@" not in said


@pytest.mark.parametrize(
    ("since", "ends"), [("31/02/2022", "février 2022 finit le 28."), ("31 avril 2024", "le 30.")]
)
async def test_a_day_that_a_month_has_not_is_refused_with_its_last(
    w: World, since: str, ends: str
) -> None:
    said = refusal(await refused(add(w, since=since)), texts("fr"))
    assert (
        said.replace("\u00a0", " ")
        .replace("\u202f", " ")
        .startswith(f"« {since} » : ce jour n’existe pas")
    )
    assert said.endswith(ends)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Caméras <@1> du <#22>", "Caméras @1 du #22"),
        ("<@!1> et <@&3>", "@1 et @3"),
        ("Drone <:wave:7> <a:hop:8>", "Drone :wave: :hop:"),
        ("1 < 2 <@> <t:5>", "1 < 2 <@> <t:5>"),
    ],
)
async def test_a_mention_in_a_title_is_kept_as_words(w: World, typed: str, kept: str) -> None:
    project = await add(w, title=typed, source=f"vu par {typed}")
    assert project.facts.title == kept
    assert project.source is not None
    assert project.source.label == f"vu par {kept}"
    story = await known_projects.history(w.deps, GIROUETTE.collective, typed)
    assert story.project.id == project.id


async def test_the_same_title_twice_is_one_project(w: World) -> None:
    await add(w)
    assert (await refused(add(w, title="CAMERAS DU PORT"))).reason is Reason.PROJECT_EXISTS


async def test_a_link_is_named_by_its_site_or_by_what_was_written_beside_it(w: World) -> None:
    bare = await add(w, source="https://www.nice.example/odj.pdf")
    named = await add(w, title="Autre", source="Ordre du jour https://nice.example/odj.pdf")
    assert bare.source is not None
    assert (bare.source.label, bare.source.url) == (
        "nice.example",
        "https://www.nice.example/odj.pdf",
    )
    assert named.source is not None
    assert named.source.label == "Ordre du jour"


async def test_a_forum_thread_as_a_source_has_its_title(w: World) -> None:
    w.forum.write(1)
    await w.follow(2)
    noted = await add(w, source=f"{w.forum.url}/topic/2/fil")
    assert noted.source is not None
    assert noted.source.label == "Fil 2"


async def test_a_word_on_the_base_holds_only_where_it_was_said(w: World) -> None:
    await projects.move(
        w.deps, GIROUETTE, "project:1", S.SUSPENDED, source="conseil", why="recours"
    )
    title = "Cityvision : recherche de personnes dans la foule"
    assert f"{title}: suspended" in await held(w)
    assert f"{title}: installed" in await held(w, OTHERS)
    story = await known_projects.history(w.deps, GIROUETTE.collective, "project:1")
    assert [step.after for step in story.steps] == [S.INSTALLED, S.SUSPENDED]
    assert [one.label for one in story.sources] == ["La Quadrature du Net", "conseil"]


async def test_a_step_back_is_a_correction_with_its_reason(w: World) -> None:
    project = await add(w)
    said = known_projects.value_of(project)
    met = await refused(projects.move(w.deps, GIROUETTE, said, S.ANNOUNCED, source="conseil"))
    assert met.reason is Reason.PROJECT_STATE
    moved, step = await projects.move(
        w.deps, GIROUETTE, said, S.ANNOUNCED, why="mal lu", corrects=True
    )
    assert step is not None
    assert (moved.status, step.corrects) == (S.ANNOUNCED, True)


async def test_facts_change_one_by_one_and_may_be_emptied(w: World) -> None:
    said = known_projects.value_of(await add(w, cameras=12, supplier="Acme"))
    changed = await changing.change(
        w.deps, GIROUETTE, said, Change(cameras=-1, cost=5, source="facture")
    )
    assert changed.facts.cameras is None
    assert (changed.facts.cost, changed.facts.supplier) == (5, "Acme")
    met = await refused(changing.change(w.deps, GIROUETTE, said, Change(cost=5)))
    assert met.reason is Reason.PROJECT_UNCHANGED


async def test_what_changed_is_in_the_journal_with_who_did_it(w: World) -> None:
    said = known_projects.value_of(await add(w))
    await changing.change(w.deps, GIROUETTE, said, Change(supplier="Acme", source="marché"))
    rows = await w.deps.store.read(
        lambda tx: tx.execute(
            "select noun, by, before, after from changes where noun like 'project%' and by is not"
            " null order by id"
        ).fetchall()
    )
    assert rows == [("project", "1", None, "voted"), ("project:supplier", "1", "", "Acme")]


async def test_a_project_is_withdrawn_and_comes_back(w: World) -> None:
    said = known_projects.value_of(await add(w))
    await changing.change(w.deps, GIROUETTE, said, Change(withdrawn=True))
    assert "Caméras du port: voted" not in await held(w)
    offered = await known_projects.suggested(
        w.deps, GIROUETTE.collective, "caméras du port", withdrawn=True
    )
    assert [one.standing for one in offered] == [Standing.DISMISSED]
    await changing.change(w.deps, GIROUETTE, said, Change(withdrawn=False))
    assert "Caméras du port: voted" in await held(w)


async def test_what_was_withdrawn_comes_back_by_its_title(w: World) -> None:
    await add(w)
    for title in ("Caméras du port", "Parc de vidéosurveillance"):
        for withdrawn in (True, False):
            await changing.change(w.deps, GIROUETTE, title, Change(withdrawn=withdrawn))
            shown = {one.partition(":")[0] for one in await held(w)}
            assert (title in shown) is not withdrawn


async def test_a_title_means_what_is_held_rather_than_what_was_withdrawn(w: World) -> None:
    await change(w, await add(w), withdrawn=True)
    again = await add(w)
    changed = await changing.change(
        w.deps, GIROUETTE, "caméras du port", Change(cost=-1, title="Port")
    )
    assert changed.id == again.id
    met = await refused(projects.move(w.deps, GIROUETTE, "caméras du port", S.INSTALLED))
    assert met.reason is Reason.NO_PROJECT


async def test_a_project_is_meant_by_its_title_or_by_the_list(w: World) -> None:
    project = await add(w)
    for said in ("caméras du port", known_projects.value_of(project)):
        story = await known_projects.history(w.deps, GIROUETTE.collective, said)
        assert story.project.id == project.id
    for said in ("", "Caméras", "project:999", "project:x"):
        met = await refused(known_projects.history(w.deps, GIROUETTE.collective, said))
        assert met.reason is Reason.NO_PROJECT


async def test_another_collectives_project_cannot_be_looked_into(w: World) -> None:
    said = known_projects.value_of(await add(w))
    met = await refused(known_projects.history(w.deps, OTHERS.collective, said))
    assert met.reason is Reason.NO_PROJECT


async def test_without_a_city_the_list_is_of_those_that_the_collective_follows(w: World) -> None:
    mine, waiting = await known_projects.listed(w.deps, OTHERS.collective, None)
    assert (mine, waiting) == ([], [])
    await in_nice(w)
    mine, _ = await known_projects.listed(w.deps, OTHERS.collective, None)
    assert {one.city for one in mine} == {NICE}


async def test_the_list_is_silent_about_what_hidden_channels_alone_follow(w: World) -> None:
    await in_nice(w)
    found, _ = await known_projects.listed(w.deps, OTHERS.collective, None, lambda _: False)
    assert found == []
    await add(w, OTHERS, city="fr:13055")
    found, _ = await known_projects.listed(w.deps, OTHERS.collective, None, lambda _: False)
    assert {one.city for one in found} == {"fr:13055"}


async def test_a_fact_needs_the_source_that_tells_it(w: World) -> None:
    met = await refused(changing.change(w.deps, GIROUETTE, "project:2", Change(cameras=9999)))
    assert met.reason is Reason.FACT_SOURCE
    parc = "Parc de vidéosurveillance"
    assert (await known(w, parc)).facts.cameras == 4000
    changed = await changing.change(
        w.deps, GIROUETTE, "project:2", Change(cameras=9999, source="délibération")
    )
    assert changed.facts.cameras == 9999
    now = await known(w, parc)
    assert now.source is not None
    assert now.source.label == "délibération"


async def test_a_rumour_without_a_source_is_told_on_without_one(w: World) -> None:
    rumour = await add(w, source="", status=S.RUMOUR)
    assert (await change(w, rumour, cameras=12)).facts.cameras == 12


async def test_a_new_fact_does_not_say_that_the_state_was_seen_again(w: World) -> None:
    changed = await changing.change(
        w.deps, GIROUETTE, "project:2", Change(supplier="Acme", source="délibération")
    )
    assert str(changed.seen) == "2022-09"
    assert str((await known(w, changed.facts.title)).seen) == "2022-09"


async def test_a_source_alone_says_that_the_state_still_holds(w: World) -> None:
    await changing.change(w.deps, GIROUETTE, "project:2", Change(source="vu sur place"))
    parc = await known(w, "Parc de vidéosurveillance")
    assert str(parc.seen) == "2026-11-24"
    noted = await rows(w, "select before, after, by from changes where noun = 'project:seen'")
    assert noted == [("2022-09", "2026-11-24", "1")]


async def test_a_new_state_without_its_source_changes_and_offers_nothing(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    said = known_projects.value_of(project)
    met = await refused(projects.move(w.deps, GIROUETTE, said, S.INSTALLED, why="vu"))
    assert met.reason is Reason.PROJECT_STATE_SOURCE
    assert (met.facts["title"], met.facts["why"]) == ("Caméras du port", "vu")
    assert await known(w, "Caméras du port") == project
    await w.settle()
    assert "voté" in w.chat.contents(OTHERS.channel)[0]


async def test_the_same_state_with_a_source_is_confirmed_and_stays_in_the_history(w: World) -> None:
    project = await add(w)
    said = known_projects.value_of(project)
    asker = replace(GIROUETTE, act="600")
    w.clock.advance(86_400 * 3)
    for _ in range(2):
        held_on, step = await projects.move(
            w.deps, asker, said, S.VOTED, source="Ordre du jour", since="mars 2026", why="relu"
        )
        assert step is None
        assert (str(held_on.since), str(held_on.seen)) == ("2026-03", "2026-11-27")
        assert held_on.source is not None
        assert held_on.source.label == "Ordre du jour"
    await projects.move(w.deps, GIROUETTE, said, S.VOTED, source="presse")
    story = await known_projects.history(w.deps, GIROUETTE.collective, said)
    assert [(one.noun, one.before, one.after, one.why) for one in story.changes] == [
        ("project:since", "", "2026-03", "relu"),
        ("project:seen", "2026-11-24", "2026-11-27", "relu"),
        ("project:seen", "2026-11-27", "2026-11-27", ""),
    ]
    assert [one.label for one in story.sources] == ["Nice-Matin", "Ordre du jour", "presse"]
    assert (await refused(projects.move(w.deps, GIROUETTE, said, S.VOTED))).reason is (
        Reason.PROJECT_SAME
    )


async def test_a_challenge_has_its_court_its_date_and_its_outcome(w: World) -> None:
    project = await add(w)
    await change(w, project, court="TA de Nice", challenged="mars 2026", source="requête")
    judged = await change(w, project, outcome="annulé", source="jugement")
    assert judged.facts.challenge == Challenge("TA de Nice", VagueDate(2026, 3), "annulé")
    assert await known(w, judged.facts.title) == replace(judged, source=judged_source(w))
    ended = await change(w, project, court="")
    assert ended.facts.challenge is None


def judged_source(w: World) -> Source:
    return Source("jugement", of_day(w.clock.now().date()))


async def test_a_date_or_an_outcome_needs_a_court(w: World) -> None:
    project = await add(w)
    for wanted in ({"challenged": "2026"}, {"outcome": "rejeté"}):
        met = await refused(change(w, project, source="presse", **wanted))
        assert met.reason is Reason.NO_COURT


async def test_a_challenge_is_not_yet_to_come(w: World) -> None:
    project = await add(w)
    met = await refused(change(w, project, court="TA", challenged="mars 2031", source="x"))
    assert met.reason is Reason.FUTURE_DATE


async def test_a_state_that_the_base_mends_has_its_step_and_its_row(w: World) -> None:
    facts = load_projects()
    mended = [
        replace(facts[0], status=S.CANCELLED, facts=replace(facts[0].facts, cameras=5)),
        *facts[1:],
    ]
    for _ in range(2):
        await w.deps.store.write(lambda tx: seeds.plant(tx, mended, w.clock.now()))
    steps = await w.deps.store.read(lambda tx: project_steps.of(tx, ProjectId(1)))
    assert [(one.before, one.after) for one in steps] == [
        (None, S.INSTALLED),
        (S.INSTALLED, S.CANCELLED),
    ]
    noted = await rows(
        w, "select noun, before, after from changes where key = '1' and noun like 'project%'"
    )
    assert noted == [
        ("project", None, "installed"),
        ("project:cameras", "", "5"),
        ("project", "installed", "cancelled"),
    ]


async def test_a_title_that_the_base_mends_is_the_same_project(w: World, tmp_path: Path) -> None:
    written = (data_folder() / "projets_seed.csv").read_text()
    path = tmp_path / "projets.csv"
    path.write_text(written.replace("Parc de vidéosurveillance", "Parc de caméras"))
    mended = load_projects(path)
    await w.deps.store.write(lambda tx: seeds.plant(tx, mended, w.clock.now()))
    told = await w.deps.store.read(lambda tx: stored.base_and(tx, None))
    assert len(told) == 15
    assert [one.facts.title for one in told if one.city == NICE][1] == "Parc de caméras"


async def test_a_suspension_that_was_added_as_such_may_end(w: World) -> None:
    said = known_projects.value_of(await add(w, status=S.SUSPENDED))
    moved, _ = await projects.move(w.deps, GIROUETTE, said, S.AUTHORISED, source="conseil")
    assert moved.status is S.AUTHORISED


async def test_a_correction_knows_the_state_before_the_error(w: World) -> None:
    said = known_projects.value_of(await add(w, status=S.ANNOUNCED))
    await projects.move(w.deps, GIROUETTE, said, S.INSTALLED, source="conseil")
    await projects.move(w.deps, GIROUETTE, said, S.SUSPENDED, why="jamais posé", corrects=True)
    met = await refused(projects.move(w.deps, GIROUETTE, said, S.INSTALLED, source="conseil"))
    assert met.reason is Reason.PROJECT_STATE
    moved, _ = await projects.move(w.deps, GIROUETTE, said, S.ANNOUNCED, source="conseil")
    assert moved.status is S.ANNOUNCED


async def test_an_interaction_that_comes_twice_acts_once(w: World) -> None:
    asker = replace(GIROUETTE, act="555")
    first = await add(w, asker)
    assert await add(w, asker) == first
    said = known_projects.value_of(first)
    asker = replace(GIROUETTE, act="556")
    once = await projects.move(w.deps, asker, said, S.INSTALLED, source="conseil")
    assert await projects.move(w.deps, asker, said, S.INSTALLED, source="conseil") == once
    for act in ("557", "558"):
        asker = replace(GIROUETTE, act=act)
        for _ in range(2):
            await projects.move(w.deps, asker, said, S.EXTENDED, source="conseil")
    steps = await w.deps.store.read(lambda tx: project_steps.of(tx, first.id))
    assert [one.after for one in steps] == [S.VOTED, S.INSTALLED, S.EXTENDED, S.EXTENDED]
    asker = replace(GIROUETTE, act="559")
    for _ in range(2):
        changed = await change(w, first, asker, supplier="Acme", source="marché")
        assert changed.facts.supplier == "Acme"
    assert len(await rows(w, "select id from project_sources where label = 'marché'")) == 1


async def test_an_interaction_that_failed_may_be_tried_again(w: World) -> None:
    asker = replace(GIROUETTE, act="555")
    await refused(add(w, asker, source=""))
    assert (await add(w, asker)).standing is Standing.KNOWN


async def test_a_project_cannot_take_the_title_of_another(w: World) -> None:
    await add(w)
    other = await add(w, title="Autre")
    assert (await refused(change(w, other, title="CAMERAS du port"))).reason is (
        Reason.PROJECT_EXISTS
    )
    assert (await change(w, other, title="AUTRE")).facts.title == "AUTRE"


async def test_what_was_withdrawn_does_not_come_back_beside_its_like(w: World) -> None:
    project = await add(w)
    await change(w, project, withdrawn=True)
    await add(w)
    met = await refused(change(w, project, withdrawn=False))
    assert met.reason is Reason.PROJECT_EXISTS
    assert (await held(w)).count("Caméras du port: voted") == 1


@pytest.mark.parametrize("title", ["\u202e\u200b", "\u2800", " \u00ad\t"])
async def test_a_title_that_nobody_would_see_is_blank(w: World, title: str) -> None:
    assert (await refused(add(w, title=title))).reason is Reason.BLANK
    project = await add(w)
    assert (await refused(change(w, project, title=title))).reason is Reason.BLANK


async def test_what_turns_the_words_around_is_not_kept(w: World) -> None:
    noted = await add(
        w,
        title="Caméras\u202e du port",
        supplier="Ac\u2066me",
        source="Odj https://nice.example/\u202ea",
    )
    assert (noted.facts.title, noted.facts.supplier) == ("Caméras du port", "Acme")
    assert noted.source is not None
    assert noted.source.url == "https://nice.example/a"


async def test_a_name_in_the_list_that_is_proposed_is_neutral_even_when_it_was_kept(
    w: World,
) -> None:
    noted = replace(await add(w), facts=Facts("vsa", "Caméras\u202e"))
    assert known_projects.label(w.deps, noted) == "Caméras (Nice)"


async def test_a_suggestion_can_neither_be_looked_into_nor_moved_before_it_is_confirmed(
    w: World,
) -> None:
    said = known_projects.value_of(await suggest(w))
    for work in (
        known_projects.history(w.deps, GIROUETTE.collective, said),
        projects.move(w.deps, GIROUETTE, said, S.INSTALLED, source="conseil"),
        changing.change(w.deps, GIROUETTE, said, Change(withdrawn=True)),
    ):
        assert (await refused(work)).reason is Reason.PROJECT_WAITING


async def test_the_history_tells_what_changed_beside_the_states(w: World) -> None:
    project = await add(w)
    await change(w, project, cameras=12, court="TA de Nice", source="conseil")
    story = await known_projects.history(w.deps, GIROUETTE.collective, project.facts.title)
    told = [(one.noun, one.before, one.after, one.by) for one in story.changes]
    assert told == [
        ("project:cameras", "", "12", "1"),
        ("project:court", "", "TA de Nice", "1"),
    ]
