"""The chat server's own calendar, where a right is missing or there is no room."""

from __future__ import annotations

from bot.domain.votes import CouncilVote
from bot.ports.chat import Refusal, Schedule
from bot.render import why as why_words
from bot.render.texts import texts
from bot.services import vote_changes, why
from bot.store import sending
from tests.services.vote_world import (
    announced,
    calm,
    confirm,
    report,
    said_in,
    value,
)
from tests.world import COLLECTIVE, GIROUETTE, World


def events(w: World) -> list[Schedule]:
    return [one for one in w.chat.attempts if isinstance(one, Schedule)]


async def moved_without_right(w: World, right: Refusal = Refusal.NO_RIGHT) -> CouncilVote:
    vote = await announced(w)
    w.chat.refuses[Schedule] = right
    said = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
    await calm(w)
    return vote


async def test_a_calendar_that_lost_its_right_is_told_and_put_right_once_it_is_back(
    w: World,
) -> None:
    await moved_without_right(w)
    [told] = [one for one in said_in(w) if one.startswith("⚠️")]
    assert told.splitlines() == [
        "⚠️ Le calendrier du serveur n’est plus à jour : un droit me manque",
        "N’y est pas à jour : le vote à Forcalquier, mercredi 16 décembre à 18h30. Paramètres du "
        "serveur > Rôles > Vigie > « Créer des évènements » et « Gérer les évènements ». Je "
        "réessaie toutes les heures.",
    ]
    w.clock.advance(2 * 86400)
    await calm(w)
    w.chat.refuses.clear()
    w.clock.advance(3600)
    await w.settle()
    last = events(w)[-1]
    assert (last.event, last.begins.day) == ("event-2", 16)
    assert len([one for one in said_in(w) if one.startswith("⚠️")]) == 1


async def test_a_withdrawn_vote_leaves_the_calendar_once_the_right_is_back(w: World) -> None:
    vote = await moved_without_right(w)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await calm(w)
    w.chat.refuses.clear()
    w.clock.advance(3600)
    await w.settle()
    assert events(w)[-1].over


async def test_a_start_tries_the_calendar_again_at_once(w: World) -> None:
    await moved_without_right(w)
    w.chat.refuses.clear()
    await w.deps.store.write(lambda tx: sending.recover(tx, w.clock.now()))
    await w.settle()
    assert events(w)[-1].begins.day == 16


async def test_once_the_sitting_begins_its_event_is_left_alone(w: World) -> None:
    await moved_without_right(w)
    w.clock.advance(23 * 86400)
    await w.settle()
    assert await calendar_why(w) == "Rien ne manque dans <#100> : tout y est arrivé"


async def test_why_names_a_calendar_that_is_out_of_step(w: World) -> None:
    await moved_without_right(w)
    assert (await calendar_why(w)).startswith(
        "Calendrier du serveur : un vote n’y est pas à jour, car un droit me manque dans ce "
        "serveur ; prochain essai le 24 novembre à "
    )


async def test_a_full_calendar_is_told_and_tried_again(w: World) -> None:
    w.chat.refuses[Schedule] = Refusal.TOO_MANY
    done = await report(w)
    await confirm(w, done.vote.id)
    await calm(w)
    [told] = [one for one in said_in(w) if one.startswith("⚠️")]
    assert told.splitlines()[0] == ("⚠️ Le calendrier du serveur est plein : un vote n’y est pas")
    assert "car il est plein" in await calendar_why(w)
    w.chat.refuses.clear()
    w.clock.advance(3600)
    await w.settle()
    assert len(events(w)) == 2


async def calendar_why(w: World) -> str:
    steps = await why.explain(w.deps, "<#100>", why.Viewer(COLLECTIVE, lambda _: True))
    said = why_words.why(steps, texts("fr"), w.deps.settings.zone).content
    return said.replace("\u00a0", " ").replace("\u202f", " ").splitlines()[-1].removeprefix("- ")


async def test_an_event_that_could_not_be_cancelled_is_left_alone_once_its_sitting_begins(
    w: World,
) -> None:
    vote = await moved_without_right(w)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await calm(w)
    w.clock.advance(23 * 86400)
    await w.settle()
    assert await calendar_why(w) == "Rien ne manque dans <#100> : tout y est arrivé"
