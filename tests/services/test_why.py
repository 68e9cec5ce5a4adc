"""Why something was sent or was not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import CollectiveId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode
from bot.ports.chat import Refusal, Rejected
from bot.ports.forum import Trouble
from bot.render.refusals import refusal
from bot.render.texts import texts
from bot.render.why import why as words
from bot.services import why
from tests.world import COLLECTIVE, World, world

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.write(1)
        yield made


async def told(w: World, link: str, collective: CollectiveId = COLLECTIVE) -> str:
    steps = await why.explain(w.deps, link, collective)
    return words(steps, texts("fr"), PARIS).content


async def test_a_carried_post_is_told_with_its_rule_and_its_sends(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.edit(2, "<p>Corrigé.</p>")
    await w.reread()
    await w.settle()
    said = await told(w, "https://forum.example/post/2")
    assert "technopolice\u00a0: lu le 24 novembre à 13h" in said or "Forum\u00a0: lu le" in said
    assert "<#100> l’écoute parce qu’il suit «\u202fFil 2\u202f» (fil)" in said
    assert "<#100>\u00a0: envoi (message) le 24 novembre à 13h" in said
    assert "<#100>\u00a0: envoi (correction) le 24 novembre à 13h" in said


async def test_a_post_from_before_the_follow_is_said_to_be_so(w: World) -> None:
    await w.follow()
    said = await told(w, "https://forum.example/topic/2/fil")
    assert "l’écoute" in said
    made = await told(w, "<https://forum.example/topic/2/fil>")
    assert made == said


async def test_a_muted_thread_is_said_to_be_muted(w: World) -> None:
    await w.follow(mode=Mode.MUTE)
    assert "y est muet" in await told(w, "https://forum.example/topic/2/fil")


async def test_a_thread_that_nobody_follows_is_said_to_be_so(w: World) -> None:
    await w.poll()
    assert "Aucun salon d’ici ne suit" in await told(w, "https://forum.example/topic/2/fil")


async def test_a_refused_send_is_told_with_its_reason(w: World) -> None:
    await w.follow()
    w.chat.answers = [(Rejected(Refusal.NO_CHANNEL), False)]
    w.forum.write(2)
    await w.poll()
    await w.settle()
    said = await told(w, "https://forum.example/post/2")
    assert "refus (message) le 24 novembre à 13h, car ce salon n’existe plus" in said


async def test_an_unreadable_forum_is_said_to_be_so(w: World) -> None:
    await w.follow()
    w.forum.trouble = Trouble.SERVER
    await w.poll()
    assert "illisible depuis" in await told(w, "https://forum.example/topic/2/fil")


async def test_a_message_of_the_chat_is_explained_to_its_own_collective_alone(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    link = f"https://discord.com/channels/{COLLECTIVE}/100/{w.chat.kept[0][1]}"
    assert "envoi (message)" in await told(w, link)
    with pytest.raises(Refused) as refused:
        await told(w, link, CollectiveId("999"))
    assert refused.value.reason is Reason.NOT_MINE


@pytest.mark.parametrize("link", ["", "bonjour", "https://elsewhere.example/x", "http://[", "1"])
async def test_what_is_no_link_of_ours_is_refused_in_one_sentence(w: World, link: str) -> None:
    with pytest.raises(Refused) as refused:
        await told(w, link)
    assert "Copie celui" in refusal(refused.value, texts("fr"))


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_its_sentence(reason: Reason) -> None:
    names = ["name", "nearest", "title", "forums", "choices", "said", "link", "city", "most"]
    facts = dict.fromkeys([*names, "code"], "x") | {"before": "voted", "after": "rumour"}
    assert refusal(Refused(reason, trouble=Trouble.SERVER, **facts), texts("fr"))


async def test_a_post_is_told_by_the_rule_that_was_there_before_it(w: World) -> None:
    await w.listen("https://forum.example/category/6/paca")
    w.forum.write(2)
    await w.follow()
    await w.poll()
    said = await told(w, "https://forum.example/post/2")
    assert "parce qu’il suit «\u202fPACA\u202f» (annonce)" in said
    assert "avant que le salon ne le suive" not in said


async def test_a_post_hidden_at_first_sight_has_its_fate_in_the_ledger(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    w.forum.delete(2)
    w.forum.shows_deleted = True
    await w.poll()
    said = await told(w, "https://forum.example/post/2")
    assert "pas d’envoi (message)" in said
    assert "car le forum l’a retiré avant" in said
    w.forum.delete(2, deleted=False)
    await w.reread()
    await w.settle()
    said = await told(w, "https://forum.example/post/2")
    assert "pas d’envoi (message)" in said
    assert "envoi (message) le" in said


@pytest.mark.parametrize(
    "link",
    [
        "https://forum.example/topic/2/fil/2",
        "http://forum.example/post/2",
        "https://www.forum.example/post/2#haut",
        "forum.example:443/topic/2/autre-titre/2?page=1",
    ],
)
async def test_a_post_is_known_by_every_address_that_browsers_show(w: World, link: str) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    await w.reread()
    assert await told(w, link) == await told(w, "https://forum.example/post/2")
    assert "envoi (message)" in await told(w, link)


@pytest.mark.parametrize("path", ["t/un-fil/2/3", "t/2/3", "t/autre-titre/2/3/"])
async def test_a_post_of_the_other_engine_is_known_by_its_number(w: World, path: str) -> None:
    await w.follow()
    w.forum.write(3)
    w.forum._change(3, url="https://forum.example/t/un-fil/2/3")
    await w.poll()
    await w.settle()
    assert "envoi (message)" in await told(w, f"https://forum.example/{path}")


@pytest.mark.parametrize(
    "link", ["https://forum.example.evil/post/2", "ftp://forum.example/post/2", "https://[/post/2"]
)
async def test_what_looks_like_the_forum_is_not_it(w: World, link: str) -> None:
    with pytest.raises(Refused) as refused:
        await told(w, link)
    assert refused.value.reason is Reason.NOT_MINE
