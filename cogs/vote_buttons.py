"""The buttons below votes; they work for ever."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import Interaction

from bot.domain.attending import Coming
from bot.domain.ids import VoteId
from bot.domain.votes import OUTCOMES, UNCOUNTED, VoteStatus
from bot.ports.chat import Message
from bot.render import city_card, vote_questions, vote_reminders, votes
from bot.render import vote_answers as words
from bot.services import (
    attending,
    cities,
    collectives,
    confirming,
    known_votes,
    trusting,
    vote_offering,
)
from bot.services import vote_changes as changes
from cogs import kit


class Answer(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"vigie:vote:(?P<answer>yes|no):(?P<id>\d{1,18})",
):
    """A report is confirmed, or dropped."""

    def __init__(self, answer: str, id_: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"vigie:vote:{answer}:{id_}"))
        self.yes, self.id_ = answer == "yes", VoteId(id_)

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Answer:
        return cls(found["answer"], int(found["id"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
        vote, told = await confirming.decide(
            deps,
            kit.asker_of(interaction),
            self.id_,
            accept=self.yes,
            organiser=kit.is_organiser(interaction),
        )
        commune = changes.commune_of(deps, vote)
        if not self.yes:
            return words.dropped(vote, commune, says)
        return words.confirmed(vote, commune, told, says)


class Offer(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"vigie:vote_offer:(?P<answer>yes|no|trust):(?P<id>\d{1,18})",
):
    """What another collective told of a vote is taken over, or left."""

    def __init__(self, answer: str, id_: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"vigie:vote_offer:{answer}:{id_}"))
        self.answer, self.id_ = answer, id_

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Offer:
        return cls(found["answer"], int(found["id"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        deps, took = kit.deps_of(interaction), self.answer != "no"
        vote, _ = await vote_offering.answer(
            deps,
            kit.asker_of(interaction),
            self.id_,
            take_it=took,
            trust=self.answer == "trust",
        )
        commune = changes.commune_of(deps, vote)
        says = await kit.texts_of(interaction)
        return words.taken(vote, commune, says, took=took, trust=self.answer == "trust")


class Come(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(votes.COMING_ACTION) + r"(?P<id>\d{1,18}):(?P<coming>yes|maybe|no)",
):
    """Who comes to the sitting."""

    def __init__(self, id_: int, coming: Coming) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{votes.COMING_ACTION}{id_}:{coming}"))
        self.id_, self.coming = VoteId(id_), coming

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Come:
        return cls(int(found["id"]), Coming(found["coming"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
        vote, counts = await attending.answer(deps, asker, self.id_, self.coming)
        collective = await collectives.of(deps, asker.collective)
        commune = changes.commune_of(deps, vote)
        card = votes.VoteCard(vote, commune, counts, collective.zone)
        return votes.noted(card, self.coming, await kit.texts_of(interaction))


class Correct(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(vote_questions.CORRECT_ACTION) + r"(?P<id>\d{1,18})",
):
    """How to put a report right."""

    def __init__(self, id_: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{vote_questions.CORRECT_ACTION}{id_}"))
        self.id_ = VoteId(id_)

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Correct:
        return cls(int(found["id"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
        vote = await deps.store.read(lambda tx: confirming.own(tx, asker, self.id_))
        commune = changes.commune_of(deps, vote)
        return words.how_to_correct(vote, commune, await kit.texts_of(interaction))


class Result(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(vote_reminders.RESULT_ACTION) + r"(?P<id>\d{1,18})",
):
    """Somebody knows the result: which is it?"""

    def __init__(self, id_: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{vote_reminders.RESULT_ACTION}{id_}"))
        self.id_ = VoteId(id_)

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Result:
        return cls(int(found["id"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
        vote = await deps.store.read(lambda tx: confirming.own(tx, asker, self.id_))
        commune = changes.commune_of(deps, vote)
        return words.which_result(vote, commune, await kit.texts_of(interaction))


class Outcome(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(words.OUTCOME_ACTION) + r"(?P<id>\d{1,18}):(?P<status>[a-z_]{1,20})",
):
    """The result, in one click."""

    def __init__(self, id_: int, status: VoteStatus) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{words.OUTCOME_ACTION}{id_}:{status}"))
        self.id_, self.status = VoteId(id_), status

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Outcome:
        return cls(int(found["id"]), VoteStatus(found["status"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction), private=False)

    async def _answer(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
        known = await deps.store.read(lambda tx: confirming.own(tx, asker, self.id_))
        said = known_votes.value_of(known)
        if self.status in OUTCOMES:
            before, after = await changes.result(deps, asker, said, self.status, UNCOUNTED)
        elif self.status is VoteStatus.POSTPONED:
            before, after = await changes.move(deps, asker, said, "")
        else:
            before, after = await changes.withdraw(deps, asker, said)
        collective = await collectives.of(deps, asker.collective)
        commune = changes.commune_of(deps, after)
        says = await kit.texts_of(interaction)
        return words.changed(before, after, commune, says, collective.zone)


class New(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(city_card.REPORT_ACTION) + r"(?P<city>[a-z]{2}:\w{5})",
):
    """How to report a vote of the city of a card."""

    def __init__(self, city: str) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{city_card.REPORT_ACTION}{city}"))
        self.city = city

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> New:
        return cls(found["city"])

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        commune = cities.one(kit.deps_of(interaction), self.city)
        says = await kit.texts_of(interaction)
        return words.how_to_report(commune, says, here=interaction.guild_id is not None)


class Distrust(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=re.escape(words.DISTRUST_ACTION)
):
    """No other collective is taken at its word any more."""

    def __init__(self) -> None:
        super().__init__(discord.ui.Button(custom_id=words.DISTRUST_ACTION))

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], _found: re.Match[str]
    ) -> Distrust:
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        await trusting.take_back(kit.deps_of(interaction), kit.asker_of(interaction))
        return words.distrusted(await kit.texts_of(interaction))


BUTTONS = (Answer, Correct, Offer, Come, Result, Outcome, New, Distrust)
