"""`vigie …` as typed in a terminal."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import cli
from bot.cli import main
from bot.render.texts import of_terminal
from bot.sandbox.server import Sandbox
from bot.store.base import Store, Tx
from tests.world import world


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VIGIE_DISCORD_TOKEN", "VIGIE_FORUM_TOKEN", "VIGIE_DISCORD_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)


def vigie(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def config(folder: Path, text: str) -> str:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("words", [(), ("run",), ("check",), ("demo",), ("tour",)])
def test_every_command_has_its_help(words: tuple[str, ...]) -> None:
    result = vigie(*words, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage\u00a0: ")
    assert "Options\u00a0:" in result.output
    assert "..." not in result.output


def test_run_without_a_token_says_where_to_put_it(tmp_path: Path) -> None:
    result = vigie("run", "--config", config(tmp_path, ""))
    assert result.exit_code == 2
    assert result.output.startswith("VIGIE_DISCORD_TOKEN")
    assert "VIGIE_DISCORD_TOKEN_FILE" in result.output


def test_run_tells_every_fault_of_the_file(tmp_path: Path) -> None:
    wrong = '[collective]\ntimezone = "Mars"\n[discord]\nguild = 3'
    result = vigie("run", "--config", config(tmp_path, wrong))
    assert result.exit_code == 2
    assert [line.split()[0] for line in result.output.splitlines()] == [
        "discord.guild",
        "collective.timezone",
        "VIGIE_DISCORD_TOKEN",
    ]


async def test_run_refuses_a_base_of_a_later_vigie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "vigie.db")
    await store.open()

    def later(tx: Tx) -> None:
        tx.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('vigie', '9999', '2030')"
        )

    await store.write(later)
    await store.close()
    monkeypatch.setenv("VIGIE_DISCORD_TOKEN", "x")
    path = config(tmp_path, '[storage]\npath = "vigie.db"')
    result = await _in_thread("run", "--config", path)
    assert result.exit_code == 1
    assert "version plus récente" in result.output


@pytest.fixture
async def good(sandbox: Sandbox, tmp_path: Path) -> str:
    return config(
        tmp_path,
        f'[discord]\napi_base = "{sandbox.chat_api}"\n'
        f'[[forum]]\nname = "demo"\nurl = "{sandbox.forum_url}"\n'
        '[storage]\npath = "vigie.db"',
    )


async def _in_thread(*words: str) -> Result:
    return await asyncio.to_thread(vigie, *words)


async def test_check_finds_everything_in_order(
    good: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_DISCORD_TOKEN", sandbox.token)
    result = await _in_thread("check", "--config", good, "--json")
    told = json.loads(result.output)
    assert (result.exit_code, told["ok"]) == (0, True)
    assert [(one["subject"], one["ok"]) for one in told["checks"]] == [
        ("configuration", True),
        ("database", True),
        ("forum", True),
        ("chat", True),
    ]


async def test_check_names_what_is_wrong_with_its_remedy(
    good: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_DISCORD_TOKEN", "wrong")
    monkeypatch.setenv("VIGIE_FORUM_TOKEN", "wrong")
    result = await _in_thread("check", "--config", good)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert [line[0] for line in lines] == ["✔", "✔", "✘", "✘"]
    assert "jeton" in lines[2]
    assert "jeton est refusé" in lines[3]


async def test_check_tells_a_forum_that_is_followed_and_was_renamed(
    good: str, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_DISCORD_TOKEN", sandbox.token)
    async with world(tmp_path) as made:
        made.forum.write(1)
        await made.follow()
    result = await _in_thread("check", "--config", good)
    assert result.exit_code == 1
    [told] = [line for line in result.output.splitlines() if "technopolice" in line]
    assert "un suivi en dépend. Remettez son nom." in told


async def test_check_tells_a_forum_that_is_down(
    good: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_DISCORD_TOKEN", sandbox.token)
    sandbox.faults.put("forum.503")
    result = await _in_thread("check", "--config", good, "--json")
    told = {one["subject"]: one for one in json.loads(result.output)["checks"]}
    assert told["forum"]["ailment"] == "server"
    assert "réessaiera" in told["forum"]["detail"]


def test_check_without_a_file_is_a_finding(tmp_path: Path) -> None:
    result = vigie("check", "--config", str(tmp_path / "none.toml"), "--json")
    told = json.loads(result.output)
    assert (result.exit_code, told["ok"]) == (1, False)
    assert told["checks"][0]["subject"] == "configuration"


def test_the_terminals_language_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert of_terminal().locale == "en"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert of_terminal().locale == "fr"
    assert cli.says.locale in {"fr", "en"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nope"], "Il n’y a pas de commande nope."),
        (["prob"], "Est-ce probe\u202f?"),
        (["probe"], "Il manque URL."),
        (["probe", "a", "b"], "Il y a un mot de trop."),
        (["run", "--conf", "x"], "Il n’y a pas d’option --conf. Est-ce --config\u202f?"),
        (["run", "--config"], "L’option --config est mal écrite"),
        (["run", "--config", "."], "--config\u00a0: c’est un dossier"),
    ],
)
def test_what_is_mistyped_is_told_in_french_and_where_the_help_is(
    words: list[str], sentence: str
) -> None:
    result = vigie(*words)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Error" not in result.output
    assert "Usage:" not in result.output
