"""`vigie export-city`: what it writes, and what it keeps back."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.domain.ids import CityId, TopicId
from bot.domain.project_facts import Challenge
from bot.domain.projects import Step
from bot.domain.vague import VagueDate
from bot.ports.forum import Topic
from bot.reference import data_folder, load_projects
from bot.render import exports
from bot.services import projects, seeds
from bot.services.exporting import CityExport
from bot.services.projects import Told
from bot.store import forums, topics
from bot.store import projects as stored
from bot.store.base import Store, Tx
from tests.fakes import NOON
from tests.world import GIROUETTE, registry, world

CONFIG = '[[forum]]\nname = "technopolice"\nurl = "https://forum.example"\n'
SCHEMA = json.loads((data_folder() / "export-city.schema.json").read_text())


@pytest.fixture(autouse=True)
def as_a_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIGIE_FORUM_TOKEN", raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")


def test_how_many_live_in_a_belgian_commune_is_not_known(config: Path) -> None:
    assert written(config, "be:21004")["city"]["population"] is None
    assert written(config, "fr:55039")["city"]["population"] == 0


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f'{CONFIG}[storage]\npath = "vigie.db"\n')
    return path


def export(config: Path, code: str) -> Result:
    return CliRunner().invoke(main, ["export-city", code, "--config", str(config)])


def written(config: Path, code: str = "06088") -> dict[str, Any]:
    result = export(config, code)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True).validate(found)
    return found


def thread(config: Path, number: int, title: str, *, gone: bool = False) -> None:
    """Have the base know a thread of the forum that carries the tag of Nice."""

    def put(tx: Tx) -> None:
        forums.meet(tx, "technopolice", "https://forum.example")
        url = f"https://forum.example/topic/{number}"
        topic = Topic(TopicId("technopolice", number), title, url, 6, ("nice",), 1)
        topics.save(tx, [topic], NOON - timedelta(days=number))
        if gone:
            tx.execute("update topics set gone = seen where number = ?", [number])

    async def work() -> None:
        store = Store(config.parent / "vigie.db", alone=False)
        await store.open()
        await store.write(put)
        await store.close()

    asyncio.run(work())


def test_a_base_that_is_not_there_is_made_with_the_facts_that_ship(config: Path) -> None:
    found = written(config)
    assert (config.parent / "vigie.db").exists()
    assert found["city"]["code"] == "fr:06088"
    assert [one["status"] for one in found["projects"]] == ["installed", "installed", "cancelled"]
    assert found["projects"][0]["source"]["as_of"] == "2022-09"
    assert "INSEE" in found["attribution"]


async def test_a_challenge_and_when_a_state_was_seen_have_their_own_places(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        facts = load_projects()
        await w.deps.store.write(lambda tx: seeds.plant(tx, facts, NOON))
        [known, other, *_] = await w.deps.store.read(
            lambda tx: stored.of_city(tx, CityId("fr:06088"))
        )
    challenge = Challenge("TA de Nice", VagueDate(2026, 3))
    judged = replace(known, facts=replace(known.facts, challenge=challenge))
    step = Step(NOON, None, None, known.status, None, None)
    commune = registry().get(known.city)
    assert commune is not None
    public = CityExport(commune, NOON, ((judged, (step,)), (other, (step,))), (), (), ())
    found = exports.city(public)
    jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True).validate(found)
    told, bare = found["projects"]
    assert told["challenged"] == {"court": "TA de Nice", "since": "2026-03", "outcome": None}
    assert (told["seen"], bare["challenged"]) == ("2022-09", None)


def test_a_city_is_named_by_its_key_its_code_or_its_name(config: Path) -> None:
    for code in ("fr:06088", "06088", "Nice"):
        assert written(config, code)["city"]["name"] == "Nice"


def test_a_city_of_which_nothing_is_known_is_honest(config: Path) -> None:
    found = written(config, "12203")
    assert (found["projects"], found["threads"], found["unknown"]) == ([], [], [])


def test_a_forum_that_was_never_read_is_told_as_one_nobody_looked_at(config: Path) -> None:
    never = {"name": "technopolice", "title": None, "last_read": None, "readable": False}
    assert written(config)["sources"] == [never]


def test_the_threads_of_a_forum_that_anybody_reads_are_there_but_for_those_gone(
    config: Path,
) -> None:
    thread(config, 1, "Cityvision")
    thread(config, 2, "Retiré", gone=True)
    found = written(config)
    assert [one["title"] for one in found["threads"]] == ["Cityvision"]
    assert found["sources"][0] == {
        "name": "technopolice",
        "title": None,
        "last_read": None,
        "readable": False,
    }


def test_what_an_account_may_read_is_kept_back(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread(config, 1, "Fil privé")
    monkeypatch.setenv("VIGIE_FORUM_TOKEN", "secret")
    found = written(config)
    assert found["threads"] == []
    assert found["withheld_sources"] == ["technopolice"]
    assert "privé" not in json.dumps(found, ensure_ascii=False)


async def test_what_a_collective_holds_stays_in_its_chat(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'{CONFIG}[storage]\npath = "vigie.db"\n')
    async with world(tmp_path) as w:
        told = Told("fr:06088", "drones", "Entre nous", projects.ProjectStatus.RUMOUR)
        await projects.add(w.deps, GIROUETTE, told, organiser=True)
    found = await asyncio.to_thread(written, config)
    assert "Entre nous" not in json.dumps(found)


async def test_a_running_vigie_does_not_keep_it_from_reading(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'{CONFIG}[storage]\npath = "vigie.db"\n')
    async with world(tmp_path):
        found = await asyncio.to_thread(written, config)
    assert len(found["projects"]) == 3


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("99999", "Aucune commune n’a le code ou le nom"),
        ("Saint-Denis", "fr:93066 Saint-Denis (Seine-Saint-Denis)"),
    ],
)
def test_what_is_no_city_or_several_is_said_in_one_sentence(
    config: Path, code: str, sentence: str
) -> None:
    result = export(config, code)
    assert result.exit_code == 1
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_a_base_that_cannot_be_opened_is_said_in_one_sentence(config: Path) -> None:
    (config.parent / "vigie.db").write_text("ceci n'est pas une base")
    result = export(config, "06088")
    assert result.exit_code == 1
    assert "ne s’ouvre pas" in result.output
