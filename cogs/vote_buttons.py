"""The buttons below votes; they work for ever."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from discord import Interaction

from bot.domain import civil
from bot.domain.attending import Coming
from bot.domain.communes import Commune
from bot.domain.ids import VoteId
from bot.domain.votes import OUTCOMES, UNCOUNTED, CouncilVote, VoteStatus
from bot.ports.chat import Message
from bot.render import city_card, deadline_cards, vote_questions, vote_reminders, votes
from bot.render import vote_answers as words
from bot.services import (
    attending,
    cities,
    collectives,
    confirming,
    known_deadlines,
    known_votes,
    trusting,
    vote_offering,
)
from bot.services import vote_changes as changes
from cogs import buttons, kit


async def _answer(interaction: Interaction, answer: str, id_: str) -> Message:
    """A report is confirmed, or dropped."""
    deps, says, yes = kit.deps_of(interaction), await kit.texts_of(interaction), answer == "yes"
    vote, told = await confirming.decide(
        deps,
        kit.asker_of(interaction),
        VoteId(int(id_)),
        accept=yes,
        organiser=kit.is_organiser(interaction),
    )
    commune = changes.commune_of(deps, vote)
    if not yes:
        return words.dropped(vote, commune, says)
    return words.confirmed(vote, commune, told, says)


async def _offer(interaction: Interaction, answer: str, id_: str) -> Message:
    """What another collective told of a vote is taken over, or left."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    took, trust = answer != "no", answer == "trust"
    vote, _ = await vote_offering.answer(deps, asker, int(id_), take_it=took, trust=trust)
    commune = changes.commune_of(deps, vote)
    return words.taken(vote, commune, await kit.texts_of(interaction), took=took, trust=trust)


async def _come(interaction: Interaction, id_: str, coming: str) -> Message:
    """Who comes to the sitting."""
    deps, asker, answer = kit.deps_of(interaction), kit.asker_of(interaction), Coming(coming)
    vote, counts = await attending.answer(deps, asker, VoteId(int(id_)), answer)
    collective = await collectives.of(deps, asker.collective)
    card = votes.VoteCard(vote, changes.commune_of(deps, vote), counts, collective.zone)
    return votes.noted(card, answer, await kit.texts_of(interaction))


async def _correct(interaction: Interaction, id_: str) -> Message:
    """How to put a report right."""
    vote, commune = await _own(interaction, id_)
    return words.how_to_correct(vote, commune, await kit.texts_of(interaction))


async def _result(interaction: Interaction, id_: str) -> Message:
    """Somebody knows the result: which is it?"""
    vote, commune = await _own(interaction, id_)
    return words.which_result(vote, commune, await kit.texts_of(interaction))


async def _outcome(interaction: Interaction, id_: str, status: str) -> Message:
    """The result, in one click."""
    known, _ = await _own(interaction, id_)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    said, outcome = known_votes.value_of(known), VoteStatus(status)
    if outcome in OUTCOMES:
        before, after = await changes.result(deps, asker, said, outcome, UNCOUNTED)
    elif outcome is VoteStatus.POSTPONED:
        before, after = await changes.move(deps, asker, said, "")
    else:
        before, after = await changes.withdraw(deps, asker, said)
    return await changed(interaction, before, after)


async def _publication(interaction: Interaction, id_: str) -> Message:
    """The deliberation was published: which day?"""
    vote, commune = await _own(interaction, id_)
    now, says = kit.deps_of(interaction).clock.now(), await kit.texts_of(interaction)
    today = now.astimezone(vote.sitting.zone).date()
    return words.which_publication(vote, commune, today, says)


async def _other_publication(interaction: Interaction, id_: str) -> Message:
    vote, commune = await _own(interaction, id_)
    return words.other_publication(vote, commune, await kit.texts_of(interaction))


async def _published(interaction: Interaction, id_: str, day: str) -> Message:
    """Since this day it is public; whatever came of it since then stands."""
    known, _ = await _own(interaction, id_)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    said = known_votes.value_of(known)
    before, after = await changes.publish(deps, asker, said, civil.read(day))
    return await changed(interaction, before, after)


async def changed(interaction: Interaction, before: CouncilVote, after: CouncilVote) -> Message:
    """How a vote is now, and what that makes due."""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    collective, commune = await collectives.of(deps, after.owner), changes.commune_of(deps, after)
    told = words.changed(before, after, commune, says, collective.zone)
    if before == after:
        return told
    due = deadline_cards.opened(
        await known_deadlines.opened_by(deps, after), says, deps.clock.now()
    )
    return replace(told, content="\n".join([told.content, *due]))


async def _own(interaction: Interaction, id_: str) -> tuple[CouncilVote, Commune]:
    """A vote of the collective's, for one of its organisers. Raises Refused."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    vote = await deps.store.read(lambda tx: confirming.own(tx, asker, VoteId(int(id_))))
    return vote, changes.commune_of(deps, vote)


async def _new(interaction: Interaction, city: str) -> Message:
    """How to report a vote of the city of a card."""
    commune, says = cities.one(kit.deps_of(interaction), city), await kit.texts_of(interaction)
    return words.how_to_report(commune, says, here=interaction.guild_id is not None)


async def _distrust(interaction: Interaction) -> Message:
    """No other collective is taken at its word any more."""
    kit.need_organiser(interaction)
    await trusting.take_back(kit.deps_of(interaction), kit.asker_of(interaction))
    return words.distrusted(await kit.texts_of(interaction))


_ID: Final = r"(?P<id_>\d{1,18})"
BUTTONS: Final = (
    buttons.of(rf"vigie:vote:(?P<answer>yes|no):{_ID}", _answer),
    buttons.of(rf"vigie:vote_offer:(?P<answer>yes|no|trust):{_ID}", _offer),
    buttons.of(re.escape(votes.COMING_ACTION) + _ID + r":(?P<coming>yes|maybe|no)", _come),
    buttons.of(re.escape(vote_questions.CORRECT_ACTION) + _ID, _correct),
    buttons.of(re.escape(vote_reminders.RESULT_ACTION) + _ID, _result),
    buttons.of(re.escape(deadline_cards.PUBLISHED_ACTION) + _ID, _publication),
    buttons.of(re.escape(words.OTHER_DAY_ACTION) + _ID, _other_publication),
    buttons.of(
        re.escape(words.PUBLISHED_ON_ACTION) + _ID + r":(?P<day>\d{4}-\d\d-\d\d)",
        _published,
        private=False,
    ),
    buttons.of(
        re.escape(words.OUTCOME_ACTION) + _ID + r":(?P<status>[a-z_]{1,20})",
        _outcome,
        private=False,
    ),
    buttons.of(re.escape(city_card.REPORT_ACTION) + r"(?P<city>[a-z]{2}:\w{5})", _new),
    buttons.of(re.escape(words.DISTRUST_ACTION), _distrust),
)
