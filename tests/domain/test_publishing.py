"""Nothing leaves before everybody whose words it holds agreed to that very text."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.forum_writes import WriteAct
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId
from bot.domain.publishing import (
    NEXT,
    Agreed,
    Part,
    Publication,
    PublicationState,
    Where,
    asked_of,
)
from bot.domain.refusals import Reason, Refused

ME, PEOPLE = PersonId("1"), [PersonId("1"), PersonId("2"), PersonId("3")]
LEFT = {PublicationState.SENDING, PublicationState.QUEUED, PublicationState.PUBLISHED}


def draft() -> Publication:
    return Publication(
        id=1,
        collective=CollectiveId("10"),
        by=ME,
        channel=ChannelId("20"),
        private=ChannelId(""),
        where=Where("f", WriteAct.REPLY, 2),
        name="Collectif",
        text="",
        state=PublicationState.OPEN,
        parts=(),
        version=0,
        touched=datetime(2026, 11, 24, tzinfo=UTC),
    )


class Anything(RuleBasedStateMachine):
    """People do whatever they want, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.one = draft()
        self.agreed: set[tuple[PersonId, int]] = set()  # who agreed to a version, for a time
        self.messages = 100

    @rule(author=st.sampled_from(PEOPLE))
    def pick(self, author: PersonId) -> None:
        self.messages += 1
        agreed = Agreed.OWN if author == ME else Agreed.NEEDED
        part = Part(MessageId(str(self.messages)), ChannelId("20"), author, "mots", agreed)
        with suppress(Refused):
            self.one = self.one.with_part(part)

    @rule()
    def change(self) -> None:
        with suppress(Refused):
            self.one = self.one.reopened().anew()

    @rule()
    def confirm(self) -> None:
        with suppress(Refused):
            self.one = self.one.confirmed()

    @rule(author=st.sampled_from(PEOPLE), back=st.integers(0, 2), agrees=st.booleans())
    def answer(self, author: PersonId, back: int, agrees: bool) -> None:
        version = self.one.version - back
        with suppress(Refused):
            self.one = self.one.answered(author, version, agrees=agrees)
            if agrees:
                self.agreed.add((author, version))

    @rule()
    def ask_in_vain(self) -> None:
        with suppress(Refused):
            self.one = self.one.unasked()

    @rule(author=st.sampled_from(PEOPLE))
    def leave_out(self, author: PersonId) -> None:
        with suppress(Refused):
            self.one = self.one.without(author)

    @rule(state=st.sampled_from(list(PublicationState)))
    def become(self, state: PublicationState) -> None:
        if self.one.state in LEFT and state in NEXT[self.one.state]:
            self.one = self.one.become(state)

    @invariant()
    def what_left_was_agreed_to(self) -> None:
        if self.one.state in LEFT:
            assert self.one.parts
            for part in self.one.others:
                assert (part.author, self.one.version) in self.agreed

    @invariant()
    def who_is_asked_is_not_who_publishes(self) -> None:
        assert all(part.author != ME for part in asked_of(self.one))

    @invariant()
    def nobody_is_asked_while_it_is_changed(self) -> None:
        if self.one.state is PublicationState.OPEN:
            refused = any(part.agreed is Agreed.REFUSED for part in self.one.parts)
            assert refused or not asked_of(self.one)


def test_an_answer_to_an_old_text_is_none_to_the_new_one() -> None:
    lina = PersonId("2")
    part = Part(MessageId("101"), ChannelId("20"), lina, "mots", Agreed.NEEDED)
    asked = draft().with_part(part).confirmed()
    again = asked.reopened().anew().confirmed()
    for agrees in (True, False):
        with pytest.raises(Refused) as refused:
            again.answered(lina, asked.version, agrees=agrees)
        assert refused.value.reason is Reason.PUBLICATION_CHANGED


def test_who_agreed_is_asked_again_once_somebody_else_could_not_be_asked() -> None:
    lina, zoe = PEOPLE[1], PEOPLE[2]
    parts = [
        Part(MessageId(f"10{n}"), ChannelId("20"), author, "mots", Agreed.NEEDED)
        for n, author in enumerate((lina, zoe))
    ]
    asked = draft().with_part(parts[0]).with_part(parts[1]).confirmed()
    unasked = asked.answered(lina, asked.version, agrees=True).unasked()
    again = unasked.confirmed()
    assert [one.author for one in asked_of(again)] == [lina, zoe]
    said = again.answered(zoe, again.version, agrees=True)
    assert said.state is PublicationState.ASKING


@pytest.mark.parametrize("state", [PublicationState.SENDING, PublicationState.QUEUED])
def test_what_is_on_its_way_is_not_changed(state: PublicationState) -> None:
    part = Part(MessageId("101"), ChannelId("20"), ME, "mots", Agreed.OWN)
    sent = replace(draft().with_part(part), state=state)
    with pytest.raises(Refused):
        sent.reopened()
    with pytest.raises(Refused):
        sent.with_part(replace(part, message=MessageId("102")))
    with pytest.raises(Refused):
        sent.without(ME)


TestAnything = Anything.TestCase
TestAnything.settings = settings(max_examples=150, stateful_step_count=30)


@pytest.mark.parametrize("agrees", [True, False])
def test_an_old_question_says_nothing_of_a_new_text(agrees: bool) -> None:
    part = Part(MessageId("101"), ChannelId("20"), PEOPLE[1], "mots", Agreed.NEEDED)
    asked = draft().with_part(part).confirmed()
    again = asked.reopened().anew().confirmed()
    assert again.state is asked.state is PublicationState.ASKING
    with pytest.raises(Refused) as met:
        again.answered(PEOPLE[1], asked.version, agrees=agrees)
    assert met.value.reason is Reason.PUBLICATION_CHANGED
    assert again.answered(PEOPLE[1], again.version, agrees=True).state is PublicationState.SENDING
