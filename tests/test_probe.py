"""`vigie probe` as typed in a terminal."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from click.testing import CliRunner, Result

from bot.cli import main
from bot.forums.nodebb import NodeBB
from bot.ports.forum import Trouble
from bot.render import probes
from bot.render.texts import texts
from bot.services.probe import Capability, probe
from tests.forums.discourse_site import INFO, post, said, topic, topics
from tests.forums.sites import answering, discourse, recorded, sandbox


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder without settings; the environment has a token."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIGIE_FORUM_TOKEN", "secret-token")


async def vigie(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, main, ["probe", *words])


async def told(*words: str) -> tuple[int, dict[str, Any]]:
    result = await vigie(*words, "--json")
    return result.exit_code, json.loads(result.output)


async def test_each_engine_is_told_with_what_can_be_read_and_its_newest_posts() -> None:
    async with sandbox("/forum") as (nodebb, _), discourse() as (other, _):
        nodebb.reply(2, "lina", "Un message dans un fil étiqueté.")
        found = [await told(nodebb.url + "/topic/2"), await told(other.url)]
    for (code, body), engine, url in zip(
        found, ("nodebb", "discourse"), (nodebb.url, other.url), strict=True
    ):
        assert (code, body["ok"], body["error"], body["remedy"]) == (0, True, None, None)
        assert (body["engine"], body["url"], body["logged_in"]) == (engine, url, False)
        assert body["capabilities"] == {one.value: True for one in Capability}
        assert body["troubles"] == {}
        assert len(body["newest_posts"]) == 5
        assert body["categories"] > 3
        newest = body["newest_posts"][0]
        assert set(newest) == {"number", "topic", "title", "author", "posted_at", "url"}
        assert newest["posted_at"].endswith("+00:00")
        assert newest["url"].startswith(url)


async def test_a_terminal_is_told_in_words() -> None:
    async with discourse() as (server, _):
        result = await vigie(server.url)
    lines = result.output.replace("\u202f", " ").replace("\u00a0", " ").splitlines()
    assert result.exit_code == 0
    assert lines[0] == (f"{server.url} : « Forum Veille (démonstration) », un forum Discourse.")
    assert lines[1] == "Lu sans compte."
    assert lines[2].startswith("Se lit : les nouveaux messages, les fils, ")
    assert lines[3] == "Derniers messages :"
    assert lines[4].startswith("- samedi 21 novembre 2026 à ")
    assert "Saint-Étienne" in lines[4]


async def test_a_token_goes_only_where_the_settings_or_the_user_send_it(tmp_path: Path) -> None:
    heard: list[str | None] = []

    async def site(request: web.Request) -> web.Response:
        heard.append(request.headers.get("Authorization"))
        return recorded("config_guest" if request.path == "/api/config" else "recent_posts")

    async with answering(site) as url, answering(site) as other:
        settings = tmp_path / "real.toml"
        settings.write_text(f'[[forum]]\nname = "f"\nurl = "{url}"', "utf-8")
        await vigie(url)
        await vigie(other, "--config", str(settings))
        assert set(heard) == {None}
        heard.clear()
        await vigie(url, "--config", str(settings))
        await vigie(other, "--token-env", "VIGIE_FORUM_TOKEN")
        assert set(heard) == {"Bearer secret-token"}


async def test_a_refused_token_is_said() -> None:
    async with sandbox() as (server, _):
        result = await vigie(server.url, "--token-env", "VIGIE_FORUM_TOKEN")
    assert result.exit_code == 0
    assert "Le jeton n’est pas accepté" in result.output


@pytest.mark.parametrize(
    ("response", "error", "remedy"),
    [
        (
            web.Response(text="<h1>Bonjour</h1>", content_type="text/html"),
            "not_a_forum",
            "ni comme",
        ),
        (web.Response(status=503), "server", "en panne"),
        (web.Response(status=403), "forbidden", "refuse la lecture"),
        (
            web.Response(status=403, headers={"cf-mitigated": "challenge"}),
            "walled",
            "filtre les robots. Demandez une exception",
        ),
    ],
)
async def test_what_cannot_be_read_is_one_sentence_with_its_remedy(
    response: web.Response, error: str, remedy: str
) -> None:
    async def site(_: web.Request) -> web.Response:
        return web.Response(body=response.body, status=response.status, headers=response.headers)

    async with answering(site) as url:
        code, body = await told(url)
        in_words = await vigie(url)
    assert (code, body["ok"], body["engine"], body["error"]) == (1, False, None, error)
    assert remedy in body["remedy"]
    assert in_words.exit_code == 1
    assert in_words.output.splitlines() == [body["remedy"]]


async def test_a_forum_whose_posts_are_closed_is_named_and_its_remedy_told() -> None:
    async def site(request: web.Request) -> web.Response:
        if request.path == "/api/config":
            return recorded("config_guest")
        return web.Response(status=401)

    async with answering(site) as url:
        code, body = await told(url)
    assert (code, body["engine"], body["error"]) == (1, "nodebb", "forbidden")
    assert body["troubles"] == {"newest_posts": "forbidden"}


async def test_what_is_refused_beside_the_posts_is_told_apart() -> None:
    async def site(request: web.Request) -> web.Response:
        pages: dict[str, object] = {
            "/site/basic-info.json": {**INFO, "title": "A\nB\x1b[31m"},
            "/posts.json": {"latest_posts": [post(12)]},
            "/latest.json": topics(topic(7, tags=[])),
        }
        found = pages.get(request.path)
        return said(found) if found else said({"errors": ["?"]}, 404)

    async with answering(site) as url:
        result = await vigie(url)
        code, body = await told(url)
    assert result.exit_code == code == 0
    assert "« A B[31m »" in result.output.replace("\u202f", " ")
    assert "Ne se lit pas" in result.output
    assert body["troubles"] == {"topics": "missing", "posts": "missing", "categories": "missing"}
    assert body["capabilities"]["tag_topics"] is False


async def test_an_empty_forum_is_no_trouble() -> None:
    async def site(request: web.Request) -> web.Response:
        return recorded("config_guest") if "config" in request.path else web.json_response([])

    async with answering(site) as url:
        forum = NodeBB("f", url)
        found = await probe(forum)
        await forum.close()
        result = await vigie(url)
    assert found.trouble is None
    assert found.readable == {Capability.NEWEST_POSTS}
    assert "Aucun message visible." in result.output


async def test_settings_that_are_asked_for_must_be_right(tmp_path: Path) -> None:
    result = await vigie("https://forum.example", "--config", str(tmp_path / "none.toml"))
    assert result.exit_code == 2
    assert "none.toml" in result.output


async def test_it_has_its_help() -> None:
    for word in ("-h", "--help"):
        result = await vigie(word)
        assert result.exit_code == 0
        assert "URL" in result.output


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_its_sentence(trouble: Trouble) -> None:
    sentence = probes.remedy(trouble, "https://forum.example", texts("fr"))
    assert sentence.startswith("https://forum.example ")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    "address",
    [
        *("", " ", "ftp://x.example", "http://[::1", "javascript:alert(1)", "javascript:alert.x"),
        *("https://lina:motdepasse@forum.example", "lina:motdepasse@forum.example"),
    ],
)
async def test_what_is_no_address_is_said_to_be_none_and_never_repeated(address: str) -> None:
    result = await vigie("--", address)
    assert result.exit_code == 1
    assert "Ce n’est pas une adresse http(s)." in result.output
    assert "motdepasse" not in result.output
    code, body = await told(address)
    assert (code, body["ok"], body["error"]) == (1, False, "not_an_address")
    assert "motdepasse" not in json.dumps(body)
