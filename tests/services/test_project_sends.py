"""Where what is said of projects is read: once in each place that is to know."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.delivery import State
from bot.domain.ids import ChannelId, PersonId
from bot.domain.routing import Room
from bot.ports.chat import Member, Say
from bot.services import known_projects, offering, projects, suggesting, threads, watching
from bot.services.threads import Listener
from tests.services.project_world import (
    CAMERAS,
    NICE,
    OTHERS,
    S,
    add,
    change,
    in_nice,
    suggest,
)
from tests.world import ANNOUNCEMENTS, DISCUSSION, GIROUETTE, World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.write(1)
        yield made


async def heard_in(w: World, *channels: ChannelId) -> None:
    """The collective follows the city in these channels, the first first."""
    for channel in channels:
        await threads.follow(w.deps, NICE, GIROUETTE, listener=Listener(channel, Room.TEXT))


async def said(w: World) -> list[tuple[ChannelId, str]]:
    """Where something was sent, and its first line."""
    await w.settle()
    sent = [one for one in w.chat.attempts if isinstance(one, Say)]
    return [(one.to.channel, plain(one.message.content.splitlines()[0])) for one in sent]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


async def test_what_is_noted_elsewhere_is_told_where_the_city_is_followed(w: World) -> None:
    await heard_in(w, DISCUSSION)
    await add(w, cameras=12)
    assert await said(w) == [(DISCUSSION, "📌 Projet noté à Nice (Alpes-Maritimes)")]
    told = plain(w.chat.contents(DISCUSSION)[0])
    assert "- Caméras du port, 12 caméras : voté" in told
    assert "-# Nice-Matin, 24 novembre 2026" in told


async def test_what_is_noted_where_the_city_is_followed_is_not_said_twice(w: World) -> None:
    await heard_in(w, ANNOUNCEMENTS)
    await add(w)
    assert await said(w) == []


async def test_a_new_state_is_news_and_what_was_told_before_shows_it(w: World) -> None:
    await heard_in(w, DISCUSSION)
    one = known_projects.value_of(await add(w))
    await w.settle()
    await projects.move(w.deps, GIROUETTE, one, S.INSTALLED, source="vu du quai")
    assert (await said(w))[1:] == [(DISCUSSION, "✏️ Projet à Nice (Alpes-Maritimes) : « en place »")]
    first, news = map(plain, w.chat.contents(DISCUSSION))
    assert "en place" in first
    assert "-# Avant : voté." in news


async def test_a_state_that_was_an_error_is_told_so_and_a_withdrawal_reaches_the_news(
    w: World,
) -> None:
    await heard_in(w, DISCUSSION)
    project = await add(w)
    one = known_projects.value_of(project)
    await projects.move(w.deps, GIROUETTE, one, S.ANNOUNCED, why="mal lu", corrects=True)
    await w.settle()
    news = plain(w.chat.contents(DISCUSSION)[1])
    assert "-# Corrigé : « voté » était une erreur." in news
    assert "mal lu" not in news
    await projects.move(
        w.deps, GIROUETTE, one, S.ANNOUNCED, since="2025", why="date", corrects=True
    )
    await w.settle()
    assert len(w.chat.contents(DISCUSSION)) == 2
    await change(w, project, withdrawn=True)
    await w.settle()
    assert all(one.startswith("✏️ Projet retiré à") for one in w.chat.contents(DISCUSSION))


async def test_a_fact_that_changes_and_a_withdrawal_reach_what_was_told(w: World) -> None:
    await heard_in(w, DISCUSSION)
    project = await add(w)
    await w.settle()
    await change(w, project, supplier="Acme", source="marché")
    await w.settle()
    assert "Caméras du port, Acme" in w.chat.contents(DISCUSSION)[0]
    await change(w, project, withdrawn=True)
    await w.settle()
    [told] = w.chat.contents(DISCUSSION)
    assert told.startswith("✏️ Projet retiré à Nice")
    await change(w, project, withdrawn=False)
    await w.settle()
    assert w.chat.contents(DISCUSSION)[0].startswith("📌 Projet noté à Nice")


async def test_what_was_withdrawn_before_it_was_told_is_not_told(w: World) -> None:
    await heard_in(w, DISCUSSION)
    await change(w, await add(w), withdrawn=True)
    assert await said(w) == []


@pytest.mark.parametrize(
    ("followed", "asked_here", "asked"),
    [
        ([], True, [ANNOUNCEMENTS]),
        ([DISCUSSION], True, [ANNOUNCEMENTS, DISCUSSION]),
        ([DISCUSSION], False, [DISCUSSION]),
        ([ANNOUNCEMENTS], True, [ANNOUNCEMENTS]),
        ([DISCUSSION, ANNOUNCEMENTS], True, [ANNOUNCEMENTS, DISCUSSION]),
        ([], False, []),
    ],
)
async def test_a_suggestion_is_asked_about_once_in_each_place(
    w: World, followed: list[ChannelId], asked_here: bool, asked: list[ChannelId]
) -> None:
    await heard_in(w, *followed)
    done = await projects.add(w.deps, GIROUETTE, CAMERAS, organiser=False, asked_here=asked_here)
    assert done.asked == asked
    assert {where for where, _ in await said(w)} == set(asked)
    assert len(w.chat.contents()) == len(asked)


async def test_what_is_typed_in_a_hidden_channel_is_not_shown_to_those_who_do_not_read_there(
    w: World,
) -> None:
    third = ChannelId("300")
    await heard_in(w, DISCUSSION, third)
    done = await projects.add(
        w.deps, GIROUETTE, CAMERAS, organiser=False, may_hear=lambda channel: channel == third
    )
    assert done.asked == [ANNOUNCEMENTS, third]
    assert {where for where, _ in await said(w)} == {ANNOUNCEMENTS, third}


async def test_what_is_confirmed_is_told_where_it_was_not_asked(w: World) -> None:
    third = ChannelId("300")
    await heard_in(w, DISCUSSION, third)
    project = await suggest(w)
    await w.settle()
    await suggesting.decide(w.deps, GIROUETTE, project.id, accept=True)
    assert (await said(w))[2:] == [(third, "📌 Projet noté à Nice (Alpes-Maritimes)")]
    for asked in (ANNOUNCEMENTS, DISCUSSION):
        assert "Projet confirmé à Nice" in w.chat.contents(asked)[0]


async def test_what_another_collective_told_is_read_where_the_city_is_followed(w: World) -> None:
    channel = ChannelId("777")
    await threads.follow(w.deps, NICE, OTHERS, listener=Listener(channel, Room.TEXT))
    one = known_projects.value_of(await add(w))
    await offering.answer(w.deps, OTHERS, 1, take=True)
    assert (channel, "📌 Projet noté à Nice (Alpes-Maritimes)") in await said(w)
    await projects.move(w.deps, GIROUETTE, one, S.INSTALLED, source="vu du quai")
    await offering.answer(w.deps, OTHERS, 2, take=True)
    assert (channel, "✏️ Projet à Nice (Alpes-Maritimes) : « en place »") in await said(w)
    assert len([where for where, _ in await said(w) if where == channel]) == 2


async def watched(w: World, *people: str) -> None:
    """These people follow the city for themselves."""
    for person in people:
        await watching.watch(w.deps, NICE, PersonId(person), ChannelId(f"private-{person}"))


async def test_who_follows_the_city_for_themself_is_told_in_private(w: World) -> None:
    await watched(w, "2", GIROUETTE.person)
    one = known_projects.value_of(await add(w))
    await projects.move(w.deps, GIROUETTE, one, S.INSTALLED, source="vu du quai")
    assert await said(w) == [
        (ChannelId("private-2"), "📌 Projet noté à Nice (Alpes-Maritimes)"),
        (ChannelId("private-2"), "✏️ Projet à Nice (Alpes-Maritimes) : « en place »"),
    ]


async def test_who_is_in_another_collective_is_not_told(w: World) -> None:
    await watched(w, "2")
    w.chat.outsiders = {PersonId("2")}
    await add(w)
    await w.settle()
    assert w.chat.contents() == []
    [act] = w.chat.attempts
    assert isinstance(act, Say)
    assert act.member == Member(PersonId("2"), GIROUETTE.collective)
    assert await w.states() == {State.FAILED: 1}


async def test_a_suggestion_is_for_organisers_and_told_to_nobody_else(w: World) -> None:
    await watched(w, "2", "3")
    project = await suggest(w)
    assert {where for where, _ in await said(w)} == {ANNOUNCEMENTS}
    await suggesting.decide(w.deps, GIROUETTE, project.id, accept=True)
    told = {where for where, _ in await said(w)}
    assert told == {ANNOUNCEMENTS, ChannelId("private-2"), ChannelId("private-3")}


async def test_who_notes_a_project_knows_whether_others_are_asked(w: World) -> None:
    alone = await projects.add(w.deps, GIROUETTE, CAMERAS, organiser=True)
    assert not alone.offered
    await in_nice(w)
    more = replace(CAMERAS, title="Drone")
    assert (await projects.add(w.deps, GIROUETTE, more, organiser=True)).offered
    waits = replace(CAMERAS, title="Portique")
    assert not (await projects.add(w.deps, GIROUETTE, waits, organiser=False)).offered


async def test_organisers_read_that_a_suggestion_would_go_to_others_before_they_confirm(
    w: World,
) -> None:
    await suggest(w)
    await w.settle()
    assert "autres collectifs" not in w.chat.contents(ANNOUNCEMENTS)[0]
    await in_nice(w)
    await suggest(w, title="Drone")
    await w.settle()
    assert "il sera proposé, avec sa source, aux autres" in w.chat.contents(ANNOUNCEMENTS)[1]
