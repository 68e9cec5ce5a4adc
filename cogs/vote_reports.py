"""A vote reported from the chat, by the command or by its form, and what is said of it."""

from __future__ import annotations

from functools import partial

from discord import Attachment, Interaction

from bot.chats.discord import files
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.render import report_answers as answers
from bot.render import vote_answers as words
from bot.render import vote_photos as photo_words
from bot.services import collectives, holding, reporting
from bot.services.deps import Deps
from bot.services.photos import Cleaner
from bot.services.reporting import Came, Reported, Room, Said
from cogs import kit, rooms


async def noted(
    deps: Deps,
    cleaner: Cleaner,
    interaction: Interaction,
    said: Said,
    photo: Attachment | None,
) -> Message:
    """What becomes of the photo never keeps the report from being noted."""
    asker, lost, clean = kit.asker_of(interaction), None, None
    if photo is not None:
        try:
            clean = await cleaner.photo(files.handed(photo))
        except Refused as refused:
            lost = refused
    room = Room(
        is_writable=rooms.can_say(interaction),
        may_hear=rooms.read_by_no_others(interaction),
        sees=rooms.seen_by(interaction),
        organiser=kit.is_organiser(interaction),
        is_open=partial(rooms.is_open, interaction),
    )
    done = await reporting.report(deps, asker, said, room, clean)
    told = await _told(deps, interaction, done)
    if photo is None:
        return told
    if clean is not None and not done.kept:
        lost = Refused(Reason.PHOTO_ENOUGH)
    return photo_words.with_fate(told, lost, await kit.texts_of(interaction))


async def _told(deps: Deps, interaction: Interaction, done: Reported) -> Message:
    told = await _came_to(deps, interaction, done)
    if done.came in {Came.KNOWN, Came.COMPLETED, Came.CONFIRMED}:
        return told
    return await kit.unless_silent(interaction, told)


async def _came_to(deps: Deps, interaction: Interaction, done: Reported) -> Message:
    says, organiser = await kit.texts_of(interaction), kit.is_organiser(interaction)
    zone = (await collectives.of(deps, kit.collective_of(interaction))).zone
    vote, commune = done.vote, done.commune
    match done.came:
        case Came.CONFIRMED:
            return words.confirmed(
                vote,
                commune,
                done.told,
                says,
                zone,
                closed=rooms.closed(interaction, done.told),
                second=True,
                from_forum=done.from_forum,
                silent=await holding.is_silent(deps, vote.owner),
            )
        case Came.KNOWN:
            return answers.known(vote, commune, says, zone)
        case Came.ELSEWHERE:
            return answers.elsewhere(vote, commune, says, zone)
        case Came.COMPLETED:
            return answers.completed(done.was, vote, commune, says, zone, organiser=organiser)
        case Came.JOINED:
            return answers.joined(vote, commune, done.asked, says, zone)
        case Came.DIFFERS | Came.PROPOSED:
            return answers.differs(vote, commune, done.statement, says, zone, organiser=organiser)
        case Came.NEW:
            sat = vote.sitting.is_over(deps.clock.now())
            about = (vote, commune, done.asked, done.twin, says, zone)
            return answers.new(*about, organiser=organiser, sat=sat)
