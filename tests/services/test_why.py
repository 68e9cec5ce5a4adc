"""Why something was sent or was not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import CollectiveId
from bot.domain.projects import ProjectStatus
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode, Room
from bot.ports.chat import Refusal, Rejected
from bot.ports.forum import Trouble
from bot.render.refusals import refusal
from bot.render.texts import texts
from bot.render.threads import listed
from bot.render.why import why as words
from bot.services import projects, tasks, threads, why
from bot.services.projects import Told
from bot.services.tasks import Wanted
from bot.services.why import Viewer
from tests.world import COLLECTIVE, DISCUSSION, GIROUETTE, World, world

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.write(1)
        yield made


async def told(
    w: World,
    link: str,
    collective: CollectiveId = COLLECTIVE,
    sees: why.Sees = lambda _: True,
) -> str:
    steps = await why.explain(w.deps, link, Viewer(collective, sees))
    return words(steps, texts("fr"), PARIS).content


def chat_link(w: World, index: int = 0) -> str:
    """The link of a message of the chat."""
    place, message, *_ = w.chat.kept[index]
    return f"https://discord.com/channels/{COLLECTIVE}/{place}/{message}"


async def test_a_carried_post_is_told_with_its_rule_and_its_sends(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.edit(2, "<p>Corrigé.</p>")
    await w.reread()
    await w.settle()
    said = await told(w, "https://forum.example/post/2")
    assert "Forum\u00a0: lu le 24 novembre à 13h" in said
    assert "[Message](<https://forum.example/post/2>) de lina dans «\u202fFil 2\u202f»" in said
    assert "<#100> l’écoute parce qu’il suit «\u202fFil 2\u202f» (fil)" in said
    assert "<#100>\u00a0: message envoyé le 24 novembre à 13h" in said
    assert "<#100>\u00a0: message corrigé le 24 novembre à 13h" in said


@pytest.mark.parametrize(
    "link",
    [
        "https://forum.example/post/1",
        "forum.example/post/1",
        "http://www.forum.example/post/1",
        "https://forum.example/topic/2/fil/1",
    ],
)
async def test_a_post_from_before_the_follow_is_said_to_be_so(w: World, link: str) -> None:
    await w.follow()
    said = await told(w, link)
    assert "<#100> l’écoute" in said
    assert "Écrit avant que <#100> ne le suive" in said
    assert "Rien n’a été envoyé" not in said


async def test_a_post_of_a_thread_that_was_never_seen_is_asked_for(w: World) -> None:
    await w.listen("all:technopolice:")
    w.forum.write(79, topic=19)
    said = await told(w, "https://forum.example/topic/19/fil/1")
    assert "<#100> l’écoute parce qu’il suit «\u202fForum\u202f» (annonce)" in said
    assert "il viendra à la prochaine lecture" in said


async def test_a_thread_is_told_by_its_address(w: World) -> None:
    await w.follow()
    said = await told(w, "https://forum.example/topic/2/fil")
    assert "<#100> l’écoute" in said
    assert await told(w, "<https://forum.example/topic/2/fil>") == said


@pytest.mark.parametrize(
    ("link", "missing"),
    [
        ("https://forum.example/post/999", "Ce message n’existe pas"),
        ("https://forum.example/topic/2/fil/99", "Ce message n’existe pas"),
        ("https://forum.example/topic/999/fil", "n’existe pas sur le forum"),
        ("https://forum.example/category/999/x", "n’existe pas sur le forum"),
    ],
)
async def test_what_the_forum_does_not_have_is_said_so(w: World, link: str, missing: str) -> None:
    await w.follow()
    assert missing in await told(w, link)


@pytest.mark.parametrize(
    ("followed", "link", "title"),
    [
        ("https://forum.example/category/6/paca", "https://forum.example/category/61", "PACA"),
        ("https://forum.example/tags/vote", "https://forum.example/tags/vote", "#vote"),
        ("all:technopolice:", "https://forum.example", "Forum"),
        ("all:technopolice:", "forum.example/category/7/grand-est", "Forum"),
        ("Marseille", "https://forum.example/category/61", "Marseille (Bouches-du-Rhône)"),
    ],
)
async def test_a_place_is_told_with_the_channels_and_modes_that_follow_it(
    w: World, followed: str, link: str, title: str
) -> None:
    await w.listen(followed)
    said = await told(w, link)
    assert f"<#100> l’écoute parce qu’il suit «\u202f{title}\u202f» (annonce)" in said


async def test_a_muted_thread_is_said_to_be_muted(w: World) -> None:
    await w.follow(mode=Mode.MUTE)
    assert "y est muet" in await told(w, "https://forum.example/topic/2/fil")


async def test_a_thread_that_nobody_follows_is_said_to_be_so(w: World) -> None:
    await w.poll()
    said = await told(w, "https://forum.example/topic/2/fil")
    assert "Aucun salon que tu vois ne suit ce fil" in said


async def test_a_channel_that_the_asker_does_not_see_is_not_told(w: World) -> None:
    await w.follow()
    await w.follow(channel=DISCUSSION)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    said = await told(w, "https://forum.example/post/2", sees=lambda one: one == DISCUSSION)
    assert "<#200> l’écoute" in said
    assert "<#200>\u00a0: message envoyé" in said
    assert "<#100>" not in said


async def test_of_a_thread_that_only_a_hidden_channel_hears_nothing_is_told(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    said = await told(w, "https://forum.example/post/2", sees=lambda _: False)
    assert "Aucun salon que tu vois ne suit ce fil" in said
    assert "Fil 2" not in said
    assert "lina" not in said
    with pytest.raises(Refused) as refused:
        await told(w, chat_link(w), sees=lambda _: False)
    assert refused.value.reason is Reason.NOT_MINE


async def test_a_refused_send_is_told_with_its_reason(w: World) -> None:
    await w.follow()
    w.chat.answers = [(Rejected(Refusal.NO_CHANNEL), False)]
    w.forum.write(2)
    await w.poll()
    await w.settle()
    said = await told(w, "https://forum.example/post/2")
    assert "message refusé le 24 novembre à 13h, car ce salon n’existe plus" in said


async def test_an_unreadable_forum_is_said_to_be_so_and_why(w: World) -> None:
    await w.follow()
    w.forum.trouble = Trouble.WALLED
    await w.poll()
    said = await told(w, "https://forum.example/topic/2/fil")
    assert "illisible depuis" in said
    assert "filtre les robots" in said
    assert "Le forum ne répond pas" not in said
    w.forum.trouble = Trouble.SERVER
    assert "Le forum ne répond pas" in await told(w, "https://forum.example/post/1")


async def test_a_message_of_the_chat_is_explained_to_its_own_collective_alone(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    assert await told(w, chat_link(w)) == await told(w, "https://forum.example/post/2")
    with pytest.raises(Refused) as refused:
        await told(w, chat_link(w), CollectiveId("999"))
    assert refused.value.reason is Reason.NOT_MINE
    elsewhere = chat_link(w).replace(f"/{COLLECTIVE}/", "/999/")
    with pytest.raises(Refused):
        await told(w, elsewhere, CollectiveId("999"))


async def test_the_message_that_a_chat_thread_hangs_on_is_explained(w: World) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    said = await told(w, chat_link(w))
    assert "Fil\u00a0: [Fil 2](<https://forum.example/topic/2/fil>)" in said
    assert "<#100> l’écoute" in said
    assert said.count("message envoyé") == 1


async def test_a_notice_of_an_outage_is_said_to_be_one(w: World) -> None:
    await w.follow()
    w.forum.trouble = Trouble.SERVER
    await w.poll()
    w.clock.advance(4 * 3600)
    await w.poll()
    await w.settle()
    said = await told(w, chat_link(w))
    assert "C’est un avis sur Forum\u00a0: il arrive dans <#100> parce que" in said


async def test_a_projects_news_is_said_to_come_from_its_city(w: World) -> None:
    await w.listen("Nice", DISCUSSION)
    noted = Told("fr:06088", "drones", "Drone du port", ProjectStatus.RUMOUR)
    await projects.add(w.deps, GIROUETTE, noted, organiser=True)
    await w.settle()
    said = await told(w, chat_link(w))
    assert "C’est un projet d’une ville suivie dans <#200>" in said


async def test_a_task_is_said_to_be_one(w: World) -> None:
    await tasks.create(w.deps, GIROUETTE, Wanted("tracter", "fr:06088"))
    await w.settle()
    said = await told(w, chat_link(w))
    assert "C’est une tâche, ou un kit, créée dans <#100>" in said


@pytest.mark.parametrize(
    "link",
    [
        *("", "bonjour", "https://elsewhere.example/x", "http://[", "1"),
        *("https://forum.example.autre.org/topic/2", "https://forum.example1/topic/2"),
    ],
)
async def test_what_is_no_link_of_ours_is_refused_in_one_sentence(w: World, link: str) -> None:
    with pytest.raises(Refused) as refused:
        await told(w, link)
    assert "Copie celui" in refusal(refused.value, texts("fr"))


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_its_sentence(reason: Reason) -> None:
    if reason is Reason.RULE_SAYS:
        facts = {"fr": "Non.", "en": "No."}
    else:
        names = ["name", "nearest", "title", "forums", "choices", "said", "link", "city", "most"]
        counted = ["rule", "examples", "limit", "population", "department", "day", "first", "last"]
        facts = dict.fromkeys([*names, *counted, "code", "part", "month"], "x")
        facts |= {"before": "voted", "after": "rumour", "trouble": Trouble.SERVER}
        facts |= {"weekday": "1", "at": "2026-12-14T18:30:00", "state": "paused"}
        facts |= {"happened": "2026-03", "since": "2026", "why": "x", "month": "2022-02"}
        if reason in {Reason.DEADLINE_PAST, Reason.DEADLINE_OVER}:
            facts.clear()
            facts |= {"day": "2026-11-20", "began": "2026-09-20"}
        if reason in {Reason.COUNT_RANGE, Reason.COUNT_UNREADABLE, Reason.TASK_TARGET}:
            facts["last"] = "100000"
        if reason is Reason.POPULATION_NEEDED:
            facts |= {"limit": "3500", "fr": "Convocation", "en": "Notice"}
        if reason is Reason.TASK_STATE:
            facts["status"] = "done"
        if reason.startswith("vote_"):
            facts |= {"before": "adopted", "after": "held", "status": "held", "outcome": "rejected"}
            facts["day"] = "2026-12-14"
    assert refusal(Refused(reason, **facts), texts("fr"))


async def test_a_post_is_told_by_the_rule_that_was_there_before_it(w: World) -> None:
    await w.listen("https://forum.example/category/6/paca")
    w.forum.write(2)
    await w.follow()
    await w.poll()
    said = await told(w, "https://forum.example/post/2")
    assert "parce qu’il suit «\u202fPACA\u202f» (annonce)" in said
    assert "Écrit avant" not in said


async def test_a_post_hidden_at_first_sight_has_its_fate_in_the_ledger(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    w.forum.delete(2)
    w.forum.shows_deleted = True
    await w.poll()
    said = await told(w, "https://forum.example/post/2")
    assert "message non envoyé le" in said
    assert "car le forum l’a retiré avant" in said
    w.forum.delete(2, deleted=False)
    await w.reread()
    await w.settle()
    said = await told(w, "https://forum.example/post/2")
    assert "message non envoyé le" in said
    assert "message envoyé le" in said


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
    assert "message envoyé le" in await told(w, link)


@pytest.mark.parametrize("path", ["t/un-fil/2/3", "t/2/3", "t/autre-titre/2/3/"])
async def test_a_post_of_the_other_engine_is_known_by_its_number(w: World, path: str) -> None:
    await w.follow()
    w.forum.write(3)
    w.forum._change(3, url="https://forum.example/t/un-fil/2/3")
    await w.poll()
    await w.settle()
    assert "message envoyé le" in await told(w, f"https://forum.example/{path}")


@pytest.mark.parametrize(
    "link", ["https://forum.example.evil/post/2", "ftp://forum.example/post/2", "https://[/post/2"]
)
async def test_what_looks_like_the_forum_is_not_it(w: World, link: str) -> None:
    with pytest.raises(Refused) as refused:
        await told(w, link)
    assert refused.value.reason is Reason.NOT_MINE


async def gone(w: World) -> None:
    """The thread is withdrawn, which is seen."""
    w.forum.thread(2, deleted=True)
    await w.reread()
    w.clock.advance(301)
    await w.reread()
    await w.settle()


@pytest.mark.parametrize("room", [Room.TEXT, Room.FORUM])
@pytest.mark.parametrize(
    "link", ["https://forum.example/topic/2/fil", "https://forum.example/post/2", ""]
)
async def test_of_a_withdrawn_thread_nothing_is_told_but_that(
    w: World, link: str, room: Room
) -> None:
    await w.follow(room=room)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    await gone(w)
    said = await told(w, link or chat_link(w, 1))
    assert "Le forum ne montre plus ce fil (vu le 24 novembre à 13h05)" in said
    assert "<#100> l’écoute parce qu’il suit ce fil (fil)" in said
    assert "Fil 2" not in said
    assert "lina" not in said
    assert "corrigé" not in said
    if "topic" not in link:
        assert "message retiré le 24 novembre à 13h05, comme sur le forum" in said


async def test_what_was_withdrawn_and_brought_back_has_each_of_its_turns(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    await gone(w)
    w.forum.thread(2, deleted=False)
    await w.reread()
    await w.settle()
    w.forum.edit(2, "<p>Corrigé.</p>")
    await w.reread()
    await w.settle()
    lines = (await told(w, "https://forum.example/post/2")).splitlines()
    fates = ["message envoyé", "message retiré", "message remis", "message corrigé"]
    assert [fate in line for fate, line in zip(fates, lines[-4:], strict=True)] == [True] * 4


async def test_a_hidden_post_is_told_without_its_author(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.delete(2)
    await w.reread()
    await w.settle()
    said = await told(w, "https://forum.example/post/2")
    assert "lina" not in said
    assert "Message du 24 novembre à 12h55 dans «\u202fFil 2\u202f», retiré du forum" in said
    assert "<#100>\u00a0: message retiré le 24 novembre à 13h, comme sur le forum" in said
    assert "corrigé" not in said


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "n’existe pas sur le forum, ou plus"), (2, "ne montre plus ce message")],
)
async def test_a_post_that_has_just_been_hidden_is_told_without_its_author(
    w: World, number: int, expected: str
) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.delete(number)
    said = await told(w, f"https://forum.example/post/{number}")
    assert "lina" not in said
    assert expected in said


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("topic/2/fil", "supprimé, ou réservé à certains comptes"),
        ("post/2", "supprimé, ou réservé à certains comptes"),
        ("topic/9/fil", "n’est pas public"),
        ("post/9", "n’est pas public"),
    ],
)
async def test_a_thread_that_is_not_public_is_told_to_be_so(
    w: World, link: str, expected: str
) -> None:
    await w.listen("https://forum.example/category/6/paca")
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.write(9, topic=9)
    for topic in (2, 9):
        w.forum.thread(topic, deleted=True)
    said = await told(w, f"https://forum.example/{link}")
    assert expected in said
    assert "Fil " not in said
    assert "lina" not in said


async def test_a_withdrawn_thread_is_listed_without_its_title(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await gone(w)
    found = await threads.followed(w.deps, COLLECTIVE)
    assert "- Fil retiré du forum · fil" in listed(found, {}, texts("fr")).content
    await threads.stop(w.deps, threads.value_of(found[0]), GIROUETTE)
    assert await threads.followed(w.deps, COLLECTIVE) == []
