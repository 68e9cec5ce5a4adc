"""The configuration: every fault at once, each with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Fault, Misconfigured, Problem, load, needed_secret, secret
from bot.render.problems import problem
from bot.render.texts import texts

ROOT = Path(__file__).parent.parent


def faults_of(tmp_path: Path, text: str) -> list[Fault]:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured) as wrong:
        load(path)
    return wrong.value.faults


def test_the_repositorys_own_file_is_a_working_example() -> None:
    settings = load(ROOT / "config.toml")
    assert [forum.url for forum in settings.forum] == ["https://forum.technopolice.fr"]
    assert settings.database == ROOT / "data" / "vigie.db"


def test_an_empty_file_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("")
    settings = load(path)
    assert (settings.collective.locale, settings.collective.timezone) == ("fr", "Europe/Paris")
    assert settings.discord.guilds == []


def test_relative_paths_count_from_the_files_folder(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    path = tmp_path / "etc" / "vigie.toml"
    path.write_text('[storage]\npath = "../var/vigie.db"')
    assert load(path).database == (tmp_path / "var" / "vigie.db").resolve()


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path,
        """
        colour = "green"
        [discord]
        guild = ["1"]
        api_base = "ftp://chat.example"
        [[forum]]
        name = "a"
        url = "forum.example"
        every_s = "often"
        [clock]
        follow = "http://10.0.0.1/clock"
        [collective]
        timezone = "Europe/Pariss"
        locale = "nl"
        """,
    )
    assert {(fault.key, fault.problem) for fault in found} == {
        ("colour", Problem.UNKNOWN_KEY),
        ("discord.guild", Problem.UNKNOWN_KEY),
        ("discord.api_base", Problem.BAD_URL),
        ("[[forum]] 1, url", Problem.BAD_URL),
        ("[[forum]] 1, every_s", Problem.WRONG_TYPE),
        ("clock.follow", Problem.NOT_LOOPBACK),
        ("collective.timezone", Problem.UNKNOWN_ZONE),
        ("collective.locale", Problem.NOT_ALLOWED),
    }


def test_a_misspelt_key_suggests_the_right_one(tmp_path: Path) -> None:
    [fault] = faults_of(
        tmp_path, '[[forum]]\nname = "a"\nurl = "https://a.example"\ntoken_var = "x"'
    )
    assert fault == Fault("[[forum]] 1, token_var", Problem.UNKNOWN_KEY, '"x"', "token_env")


def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, '[discord]\ntoken = "s3cret"')
    assert fault == Fault("discord.token", Problem.SECRET_IN_FILE)
    assert "s3cret" not in problem(fault, texts("fr"))


@pytest.mark.parametrize(
    ("text", "key", "kind", "says"),
    [
        ('[forum]\nurl = "https://a.example"', "forum", Problem.WRONG_TYPE, "[[forum]]"),
        (
            "[[forum]]\nname = 'a'\nurl = 'https://a.example'\nevery_s = 1",
            "[[forum]] 1, every_s",
            Problem.NOT_ALLOWED,
            "3600",
        ),
        (
            "[[forum]]\nname = 'Mon Forum'\nurl = 'https://a.example'",
            "[[forum]] 1, name",
            Problem.NOT_ALLOWED,
            "minuscules",
        ),
        ("[collective]\nlocale = 'nl'", "collective.locale", Problem.NOT_ALLOWED, "'fr', 'en'"),
        (
            "[discord]\nguilds = ['Technopolice Nice']",
            "discord.guilds.0",
            Problem.NOT_AN_ID,
            "nombre",
        ),
        (
            "[discord]\napi_base = 'https://a.example:99999'",
            "discord.api_base",
            Problem.BAD_URL,
            "https://",
        ),
        ("[storage]\npath = ''", "storage.path", Problem.NOT_ALLOWED, "chemin"),
    ],
)
def test_each_fault_says_what_is_expected(
    tmp_path: Path, text: str, key: str, kind: Problem, says: str
) -> None:
    [fault] = faults_of(tmp_path, text)
    assert (fault.key, fault.problem) == (key, kind)
    assert says in problem(fault, texts("fr"))


def test_server_ids_may_be_written_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('\ufeff[discord]\nguilds = [123456789012345678, "2"]', encoding="utf-8")
    assert load(path).discord.guilds == ["123456789012345678", "2"]


def test_a_forum_needs_name_and_address(tmp_path: Path) -> None:
    found = faults_of(tmp_path, "[[forum]]")
    assert [(fault.key, fault.problem) for fault in found] == [
        ("[[forum]] 1, name", Problem.MISSING),
        ("[[forum]] 1, url", Problem.MISSING),
    ]


def test_two_forums_of_one_name_are_refused(tmp_path: Path) -> None:
    forum = '[[forum]]\nname = "a"\nurl = "https://a.example"\n'
    [fault] = faults_of(tmp_path, forum + forum)
    assert fault == Fault("[[forum]] 2, name", Problem.DUPLICATE, '"a"')


@pytest.mark.parametrize("text", ["= 3", "[discord", "a = \x00"])
def test_what_is_no_toml_is_said(tmp_path: Path, text: str) -> None:
    [fault] = faults_of(tmp_path, text)
    assert fault.problem is Problem.NOT_TOML


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as wrong:
        load(tmp_path / "none.toml")
    assert wrong.value.faults[0].problem is Problem.NO_FILE
    assert "none.toml" in problem(wrong.value.faults[0], texts("fr"))


@pytest.mark.parametrize("kind", list(Problem))
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_fault_has_a_sentence_that_names_the_key(kind: Problem, locale: str) -> None:
    sentence = problem(Fault("some.key", kind, "value", "expected"), texts(locale))
    assert "some.key" in sentence
    assert "{" not in sentence


def test_a_secret_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n")
    assert secret("TOKEN", {"TOKEN": "direct"}) == "direct"
    assert secret("TOKEN", {"TOKEN_FILE": str(file)}) == "from-file"
    assert secret("TOKEN", {}) is None


@pytest.mark.parametrize("value", ["two\nlines", "with space", "accentué"])
def test_what_cannot_be_a_secret_is_said_without_showing_it(value: str) -> None:
    with pytest.raises(Misconfigured) as wrong:
        secret("TOKEN", {"TOKEN": value})
    assert wrong.value.faults == [Fault("TOKEN", Problem.MALFORMED_SECRET)]


def test_an_empty_secret_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("\n")
    with pytest.raises(Misconfigured) as wrong:
        secret("TOKEN", {"TOKEN_FILE": str(file)})
    assert wrong.value.faults == [Fault("TOKEN_FILE", Problem.EMPTY_SECRET, str(file))]


def test_a_missing_secret_is_named_only_where_it_is_needed(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as missing:
        needed_secret("TOKEN", {})
    assert missing.value.faults == [Fault("TOKEN", Problem.NO_SECRET)]
    with pytest.raises(Misconfigured) as unreadable:
        secret("TOKEN", {"TOKEN_FILE": str(tmp_path / "none")})
    assert unreadable.value.faults[0].problem is Problem.UNREADABLE_SECRET
