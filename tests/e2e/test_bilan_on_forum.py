"""A bilan that organisers keep on a forum, through the real adapters of both."""

from __future__ import annotations

import asyncio

import pytest

from bot.config import ForumSettings, Settings
from bot.sandbox.discord.models import Message, User
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import BOT_UID, ForumServer
from bot.sandbox.people import Outcome
from bot.sandbox.server import Sandbox
from tests.e2e.conftest import PATIENCE_S, Town
from tests.e2e.test_vote_rooms import hidden

pytestmark = pytest.mark.publishes
NODEBB, DISCOURSE = "demo", "other"
TOPICS = {NODEBB: "/topic/2", DISCOURSE: "/t/102"}
CATEGORIES = {NODEBB: "/category/4", DISCOURSE: "/c/outils/7"}


@pytest.fixture
def settings(settings: Settings, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Both forums, with accounts that may write."""
    monkeypatch.setenv("W_NODEBB", sandbox.forum.bearer)
    monkeypatch.setenv("W_DISCOURSE", sandbox.discourse.api_key)
    other = ForumSettings(
        name=DISCOURSE,
        url=sandbox.discourse_url,
        token_env="W_DISCOURSE",
        user=sandbox.discourse.api_username,
    )
    demo = ForumSettings(name=NODEBB, url=sandbox.forum_url, token_env="W_NODEBB")
    return settings.model_copy(update={"forum": [demo, other]})


class Board:
    """One of the forums, as its staff and its readers have it."""

    def __init__(self, town: Town, name: str) -> None:
        self.town, self.name = town, name
        sandbox = town.sandbox
        is_nodebb = name == NODEBB
        self.server: ForumServer | DiscourseServer = (
            sandbox.forum if is_nodebb else sandbox.discourse
        )
        self.url = sandbox.forum_url if is_nodebb else sandbox.discourse_url

    @property
    def thread(self) -> str:
        return f"{self.url}{TOPICS[self.name]}"

    @property
    def tid(self) -> int:
        return int(TOPICS[self.name].rpartition("/")[2])

    def public(self) -> dict[int, str]:
        """What stands there of Vigie's account, by its number."""
        if isinstance(self.server, DiscourseServer):
            board = self.server.world
            mine = [one for one in board.posts.values() if one.user_id == board.user("vigie").id]
            return {one.id: one.raw for one in mine if not (one.withdrawn or one.deleted_ms)}
        held = self.server.world.posts.values()
        mine_ = [one for one in held if one.uid == BOT_UID and not one.deleted]
        return {one.pid: one.markdown for one in mine_}

    def writes(self) -> int:
        return sum(one.method not in ("GET", "HEAD") for one in self.server.requests)

    async def until(self, text: str) -> str:
        """The one post of Vigie's, once it holds that, while the clock goes on."""
        async with asyncio.timeout(PATIENCE_S):
            while not any(text in clean(one) for one in self.public().values()):
                await self.town.sandbox.clock.advance(60)
                await asyncio.sleep(0.02)
        [post] = self.public().values()
        return clean(post)


@pytest.fixture(params=[NODEBB, DISCOURSE])
def board(request: pytest.FixtureRequest, town: Town) -> Board:
    return Board(town, request.param)


def clean(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


async def press(town: Town, person: User, message: Message | None, label: str) -> Message:
    assert message is not None
    buttons = [one for row in message.components for one in row["components"]]
    [button] = [one for one in buttons if clean(one["label"]) == label]
    outcome = await town.sandbox.people.click(person, message, button["custom_id"])
    assert outcome.message is not None
    return outcome.message


async def task(town: Town) -> Message:
    said = await town.command(
        town.seeded.girouette,
        "tâche créer",
        titre="écrire aux élu·es",
        ville="fr:04088",
        unité="lettres",
        objectif="29",
        campagne="Stop VSA",
    )
    assert clean(said.content).startswith("C'est noté : "), said.content
    return await town.hears(lambda text: text.startswith("📌 Forcalquier, "))


async def shown(board: Board, address: str = "", **options: str) -> Outcome:
    return await board.town.command(
        board.town.seeded.girouette,
        "tâche publier-bilan",
        adresse=address or board.thread,
        campagne="Stop VSA",
        **options,
    )


async def published(board: Board) -> Message:
    """The task's message, once the bilan of its campaign is on the forum."""
    made = await task(board.town)
    await press(board.town, board.town.seeded.mimosa, made, "+5")
    preview = await shown(board)
    told = await press(board.town, board.town.seeded.girouette, preview.message, "Publier")
    assert clean(told.content).startswith("C'est parti vers le forum.")
    await board.until("5 lettres sur 29")
    await board.town.hears(lambda text: "Le bilan est sur le forum" in clean(text))
    return made


async def count(board: Board, made: Message, person: User | None = None) -> None:
    await press(board.town, person or board.town.seeded.mimosa, made, "+5")


async def test_nothing_is_public_before_an_organiser_s_click(board: Board) -> None:
    await task(board.town)
    preview = await shown(board)
    assert preview.message is not None
    assert preview.message.ephemeral_for == board.town.seeded.girouette.id
    lines = clean(preview.content).splitlines()
    assert lines[0] == "Rien n'est publié. Ce bilan serait public, et tenu à jour :"
    assert "campagne « Stop VSA »" in lines[1]
    assert lines[-1].startswith("-# Fil « ")
    assert lines[-1].endswith("», toutes les heures au plus")
    refused = await board.town.command(
        board.town.seeded.mimosa, "tâche publier-bilan", adresse=board.thread
    )
    assert "référent" in refused.content
    await board.town.poll(board.server)
    assert (board.public(), board.writes()) == ({}, 0)


async def test_it_follows_the_counts_at_its_rhythm_across_a_restart(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    made = await published(board)
    [number] = board.public()
    first = board.public()[number]
    assert "<@" not in first
    assert "sans aucun nom" in first
    writes = board.writes()
    await count(board, made)
    await count(board, made, girouette)
    await town.sandbox.clock.advance(60)
    assert board.public() == {number: first}
    await town.stop()
    await town.start()
    said = await board.until("15 lettres sur 29")
    assert "écrire aux" not in said
    assert (list(board.public()), board.writes()) == ([number], writes + 1)
    for _ in range(3):
        await town.poll(board.server)
    assert board.writes() == writes + 1
    assert (
        len([one for one in town.seen() if "Le bilan est sur le forum" in clean(one.content)]) == 1
    )


async def test_a_second_click_and_a_second_request_publish_it_once(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    await task(town)
    preview = await shown(board)
    await press(town, girouette, preview.message, "Publier")
    again = await press(town, girouette, preview.message, "Publier")
    assert "déjà tenu à jour" in clean(again.content)
    await board.until("0 lettre sur 29")
    assert len(board.public()) == 1


async def test_what_others_changed_is_asked_about_and_replaced_when_wanted(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    made = await published(board)
    [number] = board.public()
    board.server.world.edit(number, "Relu par la modération.")
    await count(board, made)
    asked = await town.hears_in_time(lambda text: "modifié par quelqu'un" in clean(text))
    assert board.public() == {number: "Relu par la modération."}
    refused = await press(town, town.seeded.mimosa, asked, "Remplacer")
    assert "référent" in refused.content
    await press(town, girouette, asked, "Remplacer")
    await board.until("10 lettres sur 29")
    assert list(board.public()) == [number]


async def test_what_was_deleted_is_asked_about_and_written_again_when_wanted(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    made = await published(board)
    [number] = board.public()
    board.server.world.delete(number)
    await count(board, made)
    await town.hears_in_time(lambda text: "supprimé du forum" in clean(text))
    assert board.public() == {}
    listed = await town.command(girouette, "tâche bilans-publiés")
    assert "⚠️" in listed.content
    await press(town, girouette, listed.message, "Publier un autre")
    await board.until("10 lettres sur 29")
    assert number not in board.public()


async def test_a_locked_thread_is_told_and_tried_again_when_wanted(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    await task(town)
    board.server.world.lock(board.tid)
    preview = await shown(board)
    await press(town, girouette, preview.message, "Publier")
    told = await town.hears_in_time(lambda text: "Le bilan n'est pas publié" in clean(text))
    assert "Ce fil est verrouillé" in told.content
    listed = await town.command(girouette, "tâche bilans-publiés")
    assert "⚠️ Ce fil est verrouillé" in clean(listed.content)
    board.server.world.lock(board.tid, False)
    await town.sandbox.clock.advance(24 * 3600)
    assert board.public() == {}
    await press(town, girouette, told, "Réessayer")
    await board.until("0 lettre sur 29")


async def test_what_a_thread_declines_is_published_elsewhere_when_wanted(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    await task(town)
    board.server.world.lock(board.tid)
    preview = await shown(board)
    await press(town, girouette, preview.message, "Publier")
    await town.hears_in_time(lambda text: "Le bilan n'est pas publié" in clean(text))
    elsewhere = await shown(board, f"{board.url}{CATEGORIES[board.name]}")
    await press(town, girouette, elsewhere.message, "Publier")
    await board.until("0 lettre sur 29")


async def test_the_forums_queue_is_told_and_waited_for(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    made = await task(town)
    gate = board.server.gate
    gate.holds = True
    preview = await shown(board)
    await press(town, girouette, preview.message, "Publier")
    await town.hears(lambda text: "le forum relit avant de le publier" in clean(text))
    await count(board, made)
    assert board.public() == {}
    gate.holds = False
    gate.accept(max(gate.queue))
    await board.until("5 lettres sur 29")
    assert len(board.public()) == 1


async def test_a_category_gets_a_thread_of_its_own_and_it_can_be_stopped(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    made = await task(town)
    preview = await shown(board, f"{board.url}{CATEGORIES[board.name]}", rythme="10")
    line = clean(preview.content).splitlines()[-1]
    assert line == (
        "-# Dans un nouveau fil « Bilan, campagne « Stop VSA » », toutes les 10 minutes au plus"
    )
    await press(town, girouette, preview.message, "Publier")
    await board.until("0 lettre sur 29")
    listed = await town.command(girouette, "tâche bilans-publiés")
    assert clean(listed.content).splitlines()[0] == "**Bilans tenus à jour sur le forum**"
    assert board.url in listed.content
    stopped = await press(town, girouette, listed.message, "Arrêter : campagne « Stop VSA »")
    assert clean(stopped.content).startswith("C'est arrêté")
    await count(board, made)
    await town.poll(board.server)
    [post] = board.public().values()
    assert "0 lettre sur 29" in clean(post)
    none = await town.command(girouette, "tâche bilans-publiés")
    assert clean(none.content).startswith("Aucun bilan n'est tenu à jour")


async def test_what_is_followed_is_offered_to_organisers(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    await town.command(girouette, "fil suivre", adresse=board.thread)
    offered = await town.sandbox.people.autocomplete(
        girouette, town.channel, "tâche publier-bilan", "adresse", adresse=""
    )
    assert len(offered) == 1
    await task(town)
    preview = await shown(board, str(offered[0]["value"]))
    assert "-# Fil « " in clean(preview.content)
    kept = await town.sandbox.people.autocomplete(
        town.seeded.mimosa, town.channel, "tâche publier-bilan", "adresse", adresse=""
    )
    assert kept == []


async def test_nothing_typed_since_gets_there_before_an_organiser_adds_it(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    made = await published(board)
    new = {"titre": "sonner", "ville": "fr:05061", "campagne": "Stop VSA", "objectif": "3"}
    secret = new | {"unité": "visites chez Durand"}
    await town.sandbox.people.command(girouette, hidden(town, girouette), "tâche créer", **secret)
    await town.command(girouette, "tâche créer", **new, unité="autocollants")
    await count(board, made)
    said = await board.until("10 lettres sur 29")
    for word in ("Gap", "autocollants", "Durand", "visites"):
        assert word not in said
    asked = await town.hears_in_time(lambda text: "du nouveau" in clean(text))
    assert "du nouveau : Gap, autocollants. L'y ajouter ?" in clean(asked.content)
    refused = await press(town, town.seeded.mimosa, asked, "Ajouter au bilan")
    assert "référent" in refused.content
    await press(town, girouette, asked, "Ajouter au bilan")
    said = await board.until("0 autocollant sur 3")
    assert "- Gap : 0 autocollant sur 3" in said
    assert "Durand" not in said


async def test_an_organiser_may_decline_the_preview(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    await task(town)
    preview = await shown(board)
    told = await press(town, girouette, preview.message, "Ne pas publier")
    assert clean(told.content) == "C'est noté : rien n'est publié."
    await town.poll(board.server)
    assert (board.public(), board.writes()) == ({}, 0)


async def test_a_long_bilan_is_published_from_its_last_page(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    for number in range(40):
        await town.command(
            girouette,
            "tâche créer",
            titre=f"sonner {number}",
            ville="fr:04088",
            unité=f"visites chez Mme N{number:02d}",
            objectif="3",
            campagne="Stop VSA",
        )
    page = (await shown(board)).message
    seen = ""
    while page is not None and "Publier" not in labels(page):
        seen += page.content
        page = await press(town, girouette, page, "Lire la suite")
    assert page is not None
    seen += page.content
    await press(town, girouette, page, "Publier")
    public = await board.until("Stop VSA")
    names = [f"N{number:02d}" for number in range(40)]
    assert all(name in public and name in seen for name in names)


async def test_an_old_button_shows_what_is_asked_by_now(board: Board) -> None:
    town, girouette = board.town, board.town.seeded.girouette
    made = await published(board)
    [number] = board.public()
    board.server.world.delete(number)
    await count(board, made)
    old = await town.hears_in_time(lambda text: "supprimé du forum" in clean(text))
    await press(town, girouette, old, "Publier un autre")
    await board.until("10 lettres sur 29")
    [number] = board.public()
    board.server.world.edit(number, "Relu par la modération.")
    await count(board, made)
    await town.hears_in_time(lambda text: "modifié par quelqu'un" in clean(text))
    again = await press(town, girouette, old, "Publier un autre")
    assert "modifié par quelqu'un d'autre" in clean(again.content)
    assert labels(again) == ["Remplacer", "Arrêter"]


def labels(message: Message) -> list[str]:
    return [clean(one["label"]) for row in message.components for one in row["components"]]
