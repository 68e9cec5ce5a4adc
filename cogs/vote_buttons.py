"""The buttons below votes, and below what forums told; they work for ever."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

import discord
from discord import Interaction

from bot.domain.attending import Coming
from bot.domain.communes import Commune
from bot.domain.ids import PersonId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import OUTCOMES, UNCONFIRMED, UNCOUNTED, CouncilVote, VoteStatus
from bot.ports.chat import Message
from bot.render import (
    city_card,
    deadline_cards,
    finds,
    report_answers,
    vote_lists,
    vote_questions,
    votes,
)
from bot.render import vote_answers as words
from bot.render import vote_merging as merging_words
from bot.render import vote_photos as photo_words
from bot.render.leads import SAID_ACTION
from bot.services import (
    attending,
    cities,
    collectives,
    confirming,
    doubting,
    evidence,
    find_wording,
    holding,
    known_deadlines,
    known_votes,
    linking,
    merging,
    trusting,
    vote_offering,
    watching,
)
from bot.services import vote_changes as changes
from cogs import buttons, forms, kit, rooms, vote_forms

_MOST_CITIES: Final = 3  # of those that a collective follows


async def _answer(interaction: Interaction, answer: str, id_: str) -> Message:
    """A report is confirmed, or dropped."""
    deps, says, yes = kit.deps_of(interaction), await kit.texts_of(interaction), answer == "yes"
    organiser = kit.is_organiser(interaction)
    try:
        vote, told = await confirming.decide(
            deps, kit.asker_of(interaction), VoteId(int(id_)), accept=yes, organiser=organiser
        )
    except Refused as refused:
        if refused.reason is not Reason.VOTE_SAT or not organiser:
            raise
        return await _result(interaction, id_)
    commune, zone = changes.commune_of(deps, vote), await _zone(interaction)
    if not yes:
        return words.dropped(vote, commune, says, zone)
    closed = rooms.closed(interaction, told)
    silent = await holding.is_silent(deps, vote.owner)
    return words.confirmed(vote, commune, told, says, zone, closed=closed, silent=silent)


async def _said(interaction: Interaction, answer: str, id_: str) -> Message:
    """Which of two versions of a vote holds."""
    kit.need_organiser(interaction)
    deps, took = kit.deps_of(interaction), answer == "yes"
    vote = await doubting.answer(deps, kit.asker_of(interaction), int(id_), take_it=took)
    commune, zone = changes.commune_of(deps, vote), await _zone(interaction)
    chosen = report_answers.chosen(vote, commune, await kit.texts_of(interaction), zone, took=took)
    return await kit.unless_silent(interaction, chosen) if took else chosen


async def _offer(interaction: Interaction, answer: str, id_: str) -> Message:
    """What another collective told of a vote is taken over, or left."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    took, trust = answer != "no", answer == "trust"
    vote, told = await vote_offering.answer(deps, asker, int(id_), take_it=took, trust=trust)
    commune, zone = changes.commune_of(deps, vote), await _zone(interaction)
    says, closed = await kit.texts_of(interaction), rooms.closed(interaction, told)
    taken = words.taken(vote, commune, says, zone, took=took, trust=trust, closed=closed)
    return await kit.unless_silent(interaction, taken) if took else taken


async def _link(interaction: Interaction, answer: str, id_: str) -> Message:
    """A thread is linked to a town, or left."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    link = await linking.answer(deps, asker, int(id_), link_it=answer == "yes")
    found = await deps.store.read(lambda tx: find_wording.thread_of(tx, deps, link))
    return finds.decided(found, await kit.texts_of(interaction))


async def _come(interaction: Interaction, id_: str, coming: str) -> Message:
    """Who comes to the sitting; in private too, for who is in the collective."""
    deps, answer = kit.deps_of(interaction), Coming(coming)
    asker = await kit.asker_in(interaction, await attending.holder(deps, VoteId(int(id_))))
    vote, counts = await attending.answer(deps, asker, VoteId(int(id_)), answer)
    collective = await collectives.of(deps, asker.collective)
    commune = changes.commune_of(deps, vote)
    card = votes.VoteCard(vote, commune, counts, collective.zone, cities.told(deps, commune))
    return votes.noted(card, answer, await kit.texts_of(interaction))


async def _correct(interaction: Interaction, id_: str) -> discord.ui.Modal | Message:
    """Who reported it puts it right in a form, or an organiser does. Raises Refused."""
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    vote = await deps.store.read(lambda tx: confirming.own(tx, asker, VoteId(int(id_))))
    says, organiser = await kit.texts_of(interaction), kit.is_organiser(interaction)
    if organiser and vote.status not in UNCONFIRMED:
        commune = changes.commune_of(deps, vote)
        return words.how_to_correct(vote, commune, says, await _zone(interaction))
    changes.need_report(vote, asker, organiser=organiser)
    return vote_forms.correcting(vote, says, own=vote.reporter == asker.person)


async def _photo(interaction: Interaction, id_: str) -> Message:
    """The photos of a report, to who is asked to confirm it."""
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    organiser = kit.is_organiser(interaction)
    vote, found = await evidence.shown(deps, asker, VoteId(int(id_)), organiser=organiser)
    town = cities.told(deps, changes.commune_of(deps, vote))
    zone, says = await _zone(interaction), await kit.texts_of(interaction)
    return photo_words.shown(vote, town, found, zone, says)


async def _result(interaction: Interaction, id_: str) -> Message:
    """Somebody knows the result: which is it?"""
    vote, commune = await _own(interaction, id_)
    return words.which_result(
        vote, commune, await kit.texts_of(interaction), await _zone(interaction)
    )


async def _outcome(interaction: Interaction, id_: str, status: str) -> Message:
    """The result, in one click."""
    known, _ = await _own(interaction, id_)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    said, outcome = known_votes.value_of(known), VoteStatus(status)
    if known.status is outcome:  # a second click, or a second person
        before = after = known
    elif outcome in OUTCOMES:
        before, after = await changes.result(deps, asker, said, outcome, UNCOUNTED)
    elif outcome is VoteStatus.POSTPONED:
        before, after = await changes.move(deps, asker, said, "")
    else:
        before, after = await changes.withdraw(deps, asker, said)
    return await changed(interaction, before, after)


async def _window(interaction: Interaction, became: str, id_: str) -> Message:
    """The window of a challenge is over; whether somebody did, in one click."""
    known, _ = await _own(interaction, id_)
    deps, asker, status = kit.deps_of(interaction), kit.asker_of(interaction), VoteStatus(became)
    if known.status is status:  # a second click, or a second person
        return await changed(interaction, known, known)
    said, challenged = known_votes.value_of(known), status is VoteStatus.CHALLENGED
    before, after = await changes.end_window(deps, asker, said, challenged=challenged)
    return await changed(interaction, before, after)


async def _publication(interaction: Interaction, id_: str) -> Message:
    """The deliberation was published: which day?"""
    vote, commune = await _own(interaction, id_)
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    town, today = cities.told(deps, commune), _today(interaction, vote)
    return words.which_publication(vote, town, today, says)


async def _other_publication(interaction: Interaction, id_: str) -> discord.ui.Modal:
    """Another day than those of the buttons, in a form."""
    vote, _ = await _own(interaction, id_)
    says, today = await kit.texts_of(interaction), _today(interaction, vote)
    title, action = words.other_publication(says), f"{words.DAY_FORM}{vote.id}"
    return forms.day(action, title, says, example=today)


async def _refusal(interaction: Interaction, id_: str) -> Message:
    """The town hall does not reconsider: since which day?"""
    vote, commune = await _own(interaction, id_)
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    return words.which_refusal(vote, cities.told(deps, commune), _today(interaction, vote), says)


async def _other_refusal(interaction: Interaction, id_: str) -> discord.ui.Modal:
    """Another day than those of the buttons, in a form."""
    vote, _ = await _own(interaction, id_)
    says, today = await kit.texts_of(interaction), _today(interaction, vote)
    title, action = words.other_refusal(says), f"{words.REFUSED_FORM}{vote.id}"
    return forms.day(action, title, says, example=today)


def _today(interaction: Interaction, vote: CouncilVote) -> date:
    """Where its council sits."""
    return kit.deps_of(interaction).clock.now().astimezone(vote.sitting.zone).date()


async def _refused(interaction: Interaction, id_: str, day: str) -> Message:
    """That day came its refusal."""
    known, _ = await _own(interaction, id_)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    said, status = known_votes.value_of(known), VoteStatus.CHALLENGEABLE
    before, after = await changes.step(deps, asker, said, status, day=day)
    return await changed(interaction, before, after)


async def _repealed(interaction: Interaction, id_: str) -> Message:
    """The town hall takes it back, in one click."""
    known, _ = await _own(interaction, id_)
    if known.status is VoteStatus.REPEALED:  # a second click, or a second person
        return await changed(interaction, known, known)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    before, after = await changes.repeal(deps, asker, known_votes.value_of(known))
    return await changed(interaction, before, after)


async def filled(interaction: Interaction) -> None:
    """Such a form comes back."""
    action, typed = forms.handed_in(interaction)
    day = typed.get(forms.DAY, "")
    if (found := _FORM.fullmatch(action)) is not None:
        await kit.answer(interaction, _published(interaction, found["id_"], day))
    elif (found := _REFUSAL_FORM.fullmatch(action)) is not None:
        await kit.answer(interaction, _refused(interaction, found["id_"], day))


async def _published(interaction: Interaction, id_: str, day: str) -> Message:
    """Since this day it is public; whatever came of it since then stands."""
    known, _ = await _own(interaction, id_)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    said = known_votes.value_of(known)
    before, after = await changes.publish(deps, asker, said, day)
    return await changed(interaction, before, after)


async def changed(
    interaction: Interaction,
    before: CouncilVote,
    after: CouncilVote,
    did: words.Did | None = None,
) -> Message:
    """How a vote is now, and what that makes due."""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    collective, commune = await collectives.of(deps, after.owner), changes.commune_of(deps, after)
    told = words.changed(before, after, commune, says, collective.zone, did)
    if before == after:
        return told
    due = deadline_cards.opened(
        await known_deadlines.opened_by(deps, after), says, deps.clock.now()
    )
    return await kit.unless_silent(
        interaction, replace(told, content="\n".join([told.content, *due]))
    )


async def _zone(interaction: Interaction) -> ZoneInfo:
    """The clock by which the collective lives."""
    asker = kit.asker_of(interaction)
    return (await collectives.of(kit.deps_of(interaction), asker.collective)).zone


async def _own(interaction: Interaction, id_: str) -> tuple[CouncilVote, Commune]:
    """A vote of the collective's, for one of its organisers. Raises Refused."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    vote = await deps.store.read(lambda tx: confirming.own(tx, asker, VoteId(int(id_))))
    return vote, changes.commune_of(deps, vote)


async def _next(interaction: Interaction, city: str) -> Message:
    """The next vote of the city that was meant, as who asks may know it. Raises Refused."""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    asked, homes = [cities.one(deps, city)], await kit.homes_of(interaction)
    if len(homes) > 1:
        return vote_lists.asks_whose(asked, says)
    here = homes[0].collective if homes else kit.collective_of(interaction)
    collective = await collectives.of(deps, here)
    found = await known_votes.next_of(deps, collective.id, asked, rooms.seen_by(interaction))
    return vote_lists.next_votes(found, says, collective.zone)


async def _homes(interaction: Interaction, cities_: str) -> Message:
    """The next votes as each of the person's collectives knows them. Raises Refused."""
    deps, person = kit.deps_of(interaction), PersonId(str(interaction.user.id))
    homes = await kit.homes_of(interaction)
    if not homes:
        raise Refused(Reason.NOT_IN_A_COLLECTIVE)
    asked = [cities.one(deps, code) for code in cities_.split(".") if code]
    found = []
    for home in homes:
        collective, sees = home.collective, partial(rooms.is_open, interaction)
        ours = asked or (await watching.cities_of(deps, collective, person, sees))[:_MOST_CITIES]
        reads = await rooms.seen_in(interaction, collective)
        found.append((home.name, await known_votes.next_of(deps, collective, ours, reads)))
    zone = (await collectives.of(deps, homes[0].collective)).zone
    return vote_lists.next_in_homes(found, await kit.texts_of(interaction), zone)


async def _merge(interaction: Interaction, kept: str, was: str, twin: str, seen: str) -> Message:
    """Two votes become one, as they were when that was asked."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    both = (int(kept), int(was)), (int(twin), int(seen))
    made = await merging.merge(deps, asker, *both)
    commune, zone = changes.commune_of(deps, made), await _zone(interaction)
    return merging_words.done(made, commune, await kit.texts_of(interaction), zone)


async def _distrust(interaction: Interaction) -> Message:
    """No other collective is taken at its word any more."""
    kit.need_organiser(interaction)
    await trusting.take_back(kit.deps_of(interaction), kit.asker_of(interaction))
    return words.distrusted(await kit.texts_of(interaction))


_ID: Final = r"(?P<id_>\d{1,18})"
_FORM: Final = re.compile(re.escape(words.DAY_FORM) + _ID)
_REFUSAL_FORM: Final = re.compile(re.escape(words.REFUSED_FORM) + _ID)
FORMS: Final = (
    forms.Known(_FORM.pattern, _other_publication),
    forms.Known(_REFUSAL_FORM.pattern, _other_refusal),
    forms.Known(vote_forms.REPORT_FORM, vote_forms.opened),
    forms.Known(vote_forms.CORRECT_FORM, _correct),
)
BUTTONS: Final = (
    buttons.of(rf"vigie:vote:(?P<answer>yes|no):{_ID}", _answer),
    buttons.of(rf"vigie:link:(?P<answer>yes|no):{_ID}", _link),
    buttons.of(rf"vigie:vote_said:(?P<answer>yes|no):{_ID}", _said),
    buttons.of(rf"vigie:vote_offer:(?P<answer>yes|no|trust):{_ID}", _offer),
    buttons.of(re.escape(votes.COMING_ACTION) + _ID + r":(?P<coming>yes|maybe|no)", _come),
    buttons.opening(re.escape(vote_questions.CORRECT_ACTION) + _ID, _correct),
    buttons.of(re.escape(vote_questions.PHOTO_ACTION) + _ID, _photo),
    buttons.of(re.escape(vote_questions.RESULT_ACTION) + _ID, _result),
    buttons.of(rf"vigie:vote:window:(?P<became>final|challenged):{_ID}", _window),
    buttons.of(re.escape(deadline_cards.PUBLISHED_ACTION) + _ID, _publication),
    buttons.opening(re.escape(words.OTHER_DAY_ACTION) + _ID, _other_publication),
    buttons.of(
        re.escape(words.PUBLISHED_ON_ACTION) + _ID + r":(?P<day>\d{4}-\d\d-\d\d)", _published
    ),
    buttons.of(re.escape(deadline_cards.REFUSED_ACTION) + _ID, _refusal),
    buttons.opening(re.escape(words.REFUSED_OTHER_ACTION) + _ID, _other_refusal),
    buttons.of(re.escape(words.REFUSED_ON_ACTION) + _ID + r":(?P<day>\d{4}-\d\d-\d\d)", _refused),
    buttons.of(re.escape(deadline_cards.REPEALED_ACTION) + _ID, _repealed),
    buttons.of(re.escape(words.OUTCOME_ACTION) + _ID + r":(?P<status>[a-z_]{1,20})", _outcome),
    buttons.opening(re.escape(city_card.REPORT_ACTION) + vote_forms.CITY, vote_forms.opened),
    buttons.opening(
        re.escape(SAID_ACTION)
        + vote_forms.CITY
        + r":(?P<when>\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?):(?P<item>.{0,50})",
        vote_forms.told,
    ),
    buttons.of(re.escape(vote_lists.NEXT_ACTION) + r"(?P<city>[a-z]{2}:\w{5})", _next),
    buttons.of(re.escape(vote_lists.HOMES_ACTION) + r"(?P<cities_>[a-z0-9:A-Z.]{0,80})", _homes),
    buttons.of(re.escape(words.DISTRUST_ACTION), _distrust),
    buttons.settling(
        re.escape(merging_words.MERGE_ACTION)
        + r"(?P<kept>\d{1,18}):(?P<was>\d{1,9}):(?P<twin>\d{1,18}):(?P<seen>\d{1,9})",
        _merge,
    ),
)
