"""Messages of the chat reach a forum by their authors' own act, and in no other way."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.domain.delivery import Kind
from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.hearing import Sees, everything
from bot.domain.ids import ChannelId, MessageId, PersonId, TopicId
from bot.domain.own_data import Whose
from bot.domain.publishing import Agreed, PublicationState
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Amend, Refusal, Say
from bot.ports.forum import Changed, Denied, Doubtful, Forum, Queued, Trouble, Unreadable
from bot.render import publishing as words
from bot.render.refusals import refusal
from bot.render.texts import texts
from bot.services import own_data, publishing, publishing_places, retention, why
from bot.services.asking import Asker
from bot.services.forum_writing import Scribe
from bot.services.publishing import Preview, Publisher, Wanted
from bot.services.publishing_places import Picked
from bot.store import holds, publications, topics
from bot.store.base import Tx
from tests.fakes import NOON
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, World, world

MIMOSA, LINA, ZOE = PersonId("2"), PersonId("3"), PersonId("4")
PRIVATE = ChannelId("900")
DAY = 86_400
BUSY = (Denied(Denial.BUSY), False)
FRENCH = texts("fr")


@dataclass
class Desk:
    w: World
    scribe: Scribe
    acts: int = 0

    def asker(self, person: PersonId = MIMOSA) -> Asker:
        self.acts += 1
        return Asker(person, DISCUSSION, COLLECTIVE, act=str(self.acts))

    async def pick(
        self, text: str, message: int = 5001, author: PersonId = MIMOSA, **facts: object
    ) -> Preview:
        picked = Picked(MessageId(str(message)), DISCUSSION, author, text)
        publisher = Publisher(self.asker(), PRIVATE, "Collectif de Nice")
        return await publishing.pick(self.w.deps, publisher, replace(picked, **facts))  # type: ignore[arg-type]

    async def drafted(self, text: str = "On sera devant la mairie dès 18h.") -> Preview:
        """A draft that has its thread."""
        made = await self.pick(text)
        return await self.revise(made, where=f"{self.w.forum.url}/topic/2/fil")

    async def revise(self, made: Preview, **wanted: str) -> Preview:
        id_ = made.publication.id
        return await publishing.revise(self.w.deps, self.asker(), id_, Wanted(**wanted))

    async def confirm(self, made: Preview) -> Preview:
        one = made.publication
        return await publishing.confirm(self.w.deps, self.asker(), one.id, seen=one.version)

    async def settle(self, seconds: float = 0) -> None:
        self.w.clock.advance(seconds)
        await self.scribe.write_due()
        await self.w.settle()

    async def state(self, made: Preview) -> PublicationState:
        id_ = made.publication.id
        return (await self.w.deps.store.read(lambda tx: publications.get(tx, id_))).state

    def public(self) -> list[str]:
        forum = self.w.forum
        shown = [post for post in forum.posts if post.own and not post.deleted]
        return [forum.sources[post.id.number] for post in shown]

    def told(self, channel: ChannelId = PRIVATE) -> str:
        return " | ".join(self.w.chat.contents(channel)).replace("\u202f", " ").replace("\xa0", " ")

    def buttons(self, channel: ChannelId) -> list[str]:
        said = [act for act in self.w.chat.attempts if isinstance(act, Say)]
        return [
            button.action for act in said if act.place == channel for button in act.message.buttons
        ]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with world(tmp_path) as w:
        w.forum.clock = w.clock
        w.forum.write(5)
        yield Desk(w, Scribe(w.deps))


SIGNED = "On sera devant la mairie dès 18h.\n\n— Collectif de Nice"


async def test_ones_own_message_is_shown_then_published_and_its_link_comes_back(desk: Desk) -> None:
    made = await desk.drafted()
    assert made.whole == SIGNED
    assert desk.public() == []
    assert (await desk.confirm(made)).publication.state is PublicationState.SENDING
    await desk.settle()
    assert desk.public() == [SIGNED]
    assert "Publié : https://forum.example/post/" in desk.told(PRIVATE)
    assert "💬 Publié sur le forum : https://forum.example/post/" in desk.told(DISCUSSION)
    assert await desk.state(made) is PublicationState.PUBLISHED


async def test_several_messages_are_gathered_in_the_order_in_which_they_were_written(
    desk: Desk,
) -> None:
    await desk.pick("deux", 5002)
    made = await desk.pick("un", 5001)
    again = await desk.pick("un", 5001)
    assert made.publication.id == again.publication.id
    assert made.text == again.text == "un\n\ndeux"


async def test_a_preview_says_that_nothing_is_public_and_what_would_be(desk: Desk) -> None:
    made = await desk.drafted("**18h** <@3> @lina")
    shown = words.preview(made.publication, made.text, FRENCH).content.replace("\u202f", " ")
    assert shown.startswith("Rien n’est publié. Ce texte sera public, signé « Collectif de Nice »")
    assert "quelqu’un" in shown
    assert "<@3>" not in made.whole
    assert "Fil « Fil 2 »" in shown


async def test_a_preview_says_that_nobody_who_is_mentioned_is_named(desk: Desk) -> None:
    made = await desk.pick("Merci <@3> et <@!4>, à demain")
    said = words.preview(made.publication, made.text, FRENCH, hides_names=made.hides_names).content
    assert "Merci quelqu’un et quelqu’un, à demain" in said
    assert "Qui est mentionné devient" in said
    named = await desk.revise(made, text="Merci Lina, à demain")
    assert not named.hides_names


async def test_confirming_twice_publishes_once(desk: Desk) -> None:
    made = await desk.drafted()
    await desk.confirm(made)
    await desk.confirm(made)
    await desk.settle()
    await desk.confirm(made)
    await desk.settle()
    assert desk.public() == [SIGNED]


async def test_the_text_the_name_and_the_place_may_be_changed(desk: Desk) -> None:
    made = await desk.drafted()
    made = await desk.revise(made, text="Tout le *monde* <b>vient</b> @zoe", name="La Girouette")
    assert made.whole == "Tout le *monde* \\<b>vient\\</b> @\u2060zoe\n\n— La Girouette"
    where = f"{desk.w.forum.url}/category/6/paca"
    made = await desk.revise(made, where=where, title="Rendez-vous à Nice")
    assert made.publication.where.act is WriteAct.OPEN
    await desk.confirm(made)
    await desk.settle()
    assert [(act, place) for act, place, _ in desk.w.forum.written] == [("open", 6)]
    assert desk.w.forum.posts[-1].topic.title == "Rendez-vous à Nice"


async def test_what_a_preview_did_not_show_is_not_published_by_its_button(desk: Desk) -> None:
    seen = await desk.revise(await desk.drafted("Chez Mme Dupont, à 18h"), text="Rendez-vous à 18h")
    await desk.pick("Le code de la porte est 1234", 5002)
    shown = await desk.confirm(seen)
    assert (shown.is_changed, shown.publication.state) == (True, PublicationState.OPEN)
    said = words.preview(shown.publication, shown.text, FRENCH, is_changed=True)
    assert said.content.startswith("Ce texte a changé depuis")
    assert "code de la porte" in said.content
    await desk.settle()
    assert desk.public() == []
    await desk.confirm(shown)
    await desk.settle()
    assert len(desk.public()) == 1


async def test_a_button_of_before_versions_shows_the_text_again(desk: Desk) -> None:
    made = await desk.drafted()
    shown = await publishing.confirm(desk.w.deps, desk.asker(), made.publication.id, seen=None)
    assert (shown.is_changed, shown.publication.state) == (True, PublicationState.OPEN)


async def test_what_was_changed_stays_when_one_more_message_is_picked(desk: Desk) -> None:
    await desk.revise(await desk.drafted("Chez Mme Dupont, à 18h"), text="Rendez-vous à 18h")
    made = await desk.pick("Venez", 5002)
    assert (made.text, made.is_retaken) == ("Rendez-vous à 18h\n\nVenez", False)


async def test_a_message_edited_in_the_chat_and_picked_again_reads_as_it_does_now(
    desk: Desk,
) -> None:
    await desk.drafted("Chez Mme Dupont")
    made = await desk.pick("Chez elle")
    assert made.text == "Chez elle"
    await desk.revise(made, text="Chez elle, à 18h")
    made = await desk.pick("Devant la mairie")
    assert (made.text, made.is_retaken) == ("Devant la mairie, à 18h", False)


@pytest.mark.parametrize(
    ("before", "changed", "now"),
    [
        ("Devant la mairie", "Rien de cela", "À la gare"),
        ("un", "Commun accord", "deux"),
        ("un", "Voici un rendez-vous", "deux"),
        ("la gare", "Voilà la gare, la gare routière", "la mairie"),
        ("la gare", "La bagarre de la garenne", "la mairie"),
        ("dire non", "Il faut dire non-violence", "dire oui"),
        ("dire non", "Dire non-violence", "dire oui"),
        ("la mairie est ouverte", "On ne dit pas que la mairie est ouverte.", "la mairie ferme"),
        ("à 18h", "Venez à 18h30, pas avant\nà 18h30", "à 19h"),
        ("il reste 3", "Dis-le : il reste 3,5 mètres", "il reste 4"),
        ("elle dit oui", "Lina qu'elle dit oui", "elle dit non"),
    ],
)
async def test_ones_own_words_stay_where_nobody_can_tell_those_of_a_message_that_changed(
    desk: Desk, before: str, changed: str, now: str
) -> None:
    await desk.revise(await desk.drafted(before), text=changed)
    made = await desk.pick(now)
    assert (made.text, made.is_left) == (changed, True)
    said = words.preview(made.publication, made.text, FRENCH, is_left=made.is_left).content
    assert "tes retouches restent telles quelles" in said
    assert [part.text for part in made.publication.parts] == [now]


async def test_one_word_on_a_line_of_its_own_reads_as_it_does_now(desk: Desk) -> None:
    await desk.revise(await desk.drafted("un"), text="D'un commun accord :\nun")
    made = await desk.pick("deux")
    assert (made.text, made.is_left) == ("D'un commun accord :\nun", True)
    await desk.revise(made, text="Les rendez-vous :\ndeux")
    made = await desk.pick("trois")
    assert (made.text, made.is_left) == ("Les rendez-vous :\ntrois", False)


@pytest.mark.parametrize(
    "around",
    ["Bonjour. {}\n\nLina", "1. {} !\n2. Venez", "**{}**, avec Lina", "Ce soir : {}", "- {}\n- là"],
)
async def test_a_sentence_within_ones_own_words_reads_as_it_does_now(
    desk: Desk, around: str
) -> None:
    await desk.revise(
        await desk.drafted("On se voit à 18h"), text=around.format("On se voit à 18h")
    )
    made = await desk.pick("On se voit à 19h")
    assert (made.text, made.is_left) == (around.format("On se voit à 19h"), False)


async def test_who_would_rather_not_does_not_agree_by_a_message_that_is_picked_again(
    desk: Desk,
) -> None:
    made = await together(desk)
    await agree(desk, made, LINA, agrees=False)
    made = await desk.pick("Deux, mieux dit", 5002, LINA)
    part = made.publication.part(MessageId("5002"))
    assert part is not None
    assert part.agreed is Agreed.REFUSED


async def test_without_a_thread_or_a_title_nothing_leaves(desk: Desk) -> None:
    made = await desk.pick("Bonjour à tout le monde")
    with pytest.raises(Refused) as nowhere:
        await desk.confirm(made)
    assert nowhere.value.reason is Reason.PUBLICATION_WHERE
    with pytest.raises(Refused) as elsewhere:
        await desk.revise(made, where="le fil de Marseille")
    said = refusal(elsewhere.value, FRENCH)
    assert "« le fil de Marseille » n’est pas une adresse" in said.replace("\u202f", " ")
    assert "du forum" not in said  # there may be several
    assert desk.w.forum.url in said
    made = await desk.revise(made, where=f"{desk.w.forum.url}/category/6/paca")
    with pytest.raises(Refused) as untitled:
        await desk.confirm(made)
    assert untitled.value.reason is Reason.PUBLICATION_TITLE


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Unreadable(Trouble.MISSING), Reason.PUBLICATION_NO_CATEGORY),
        (Unreadable(Trouble.FORBIDDEN), Reason.PUBLICATION_NO_RIGHT),
        (False, Reason.PUBLICATION_NO_RIGHT),
    ],
)
async def test_a_category_where_no_thread_can_be_opened_is_refused_before_anything_leaves(
    desk: Desk, said: bool | Unreadable, why: Reason
) -> None:
    made = await desk.drafted()
    desk.w.forum.opens[4] = said
    with pytest.raises(Refused) as refused:
        await desk.revise(made, where=f"{desk.w.forum.url}/category/4", title="Devant la mairie")
    assert refused.value.reason is why
    kept = await publishing.shown_to(desk.w.deps, MIMOSA, made.publication.id)
    assert (kept.text, kept.publication.where.act) == (made.text, WriteAct.REPLY)


async def test_a_thread_that_does_not_exist_is_refused_before_anything_leaves(desk: Desk) -> None:
    made = await desk.drafted()
    with pytest.raises(Refused) as refused:
        await desk.revise(made, where=f"{desk.w.forum.url}/topic/99999/fil")
    assert refused.value.reason is Reason.PUBLICATION_NO_THREAD


async def test_a_preview_warns_of_what_the_chat_covered(desk: Desk) -> None:
    made = await desk.pick("Le code est ||1234||, venez")
    said = words.preview(made.publication, made.text, FRENCH, reveals=made.reveals).content
    assert "ce qui était caché dans la discussion" in said
    assert not (await desk.revise(made, text="Venez")).reveals


@pytest.mark.parametrize("said", [True, None, Unreadable(Trouble.TIMEOUT)])
async def test_a_category_of_which_the_forum_says_nothing_bad_is_taken(
    desk: Desk, said: bool | Unreadable | None
) -> None:
    made = await desk.drafted()
    if said is not None:
        desk.w.forum.opens[4] = said
    made = await desk.revise(made, where=f"{desk.w.forum.url}/category/4", title="À la mairie")
    await desk.confirm(made)
    await desk.settle()
    assert desk.public() == [SIGNED]


async def test_others_cannot_touch_a_draft(desk: Desk) -> None:
    made = await desk.drafted()
    id_, lina = made.publication.id, desk.asker(LINA)
    for act in (
        publishing.confirm(desk.w.deps, lina, id_, seen=made.publication.version),
        publishing.revise(desk.w.deps, lina, id_, Wanted(text="Autre chose")),
        publishing.drop(desk.w.deps, lina, id_),
        publishing.withdraw(desk.w.deps, LINA, id_),
        publishing.shown_to(desk.w.deps, LINA, id_),
    ):
        with pytest.raises(Refused):
            await act
    assert await desk.state(made) is PublicationState.OPEN


# What others wrote


async def together(desk: Desk) -> Preview:
    """A draft of three people, confirmed by who gathered it."""
    await desk.drafted("Un")
    await desk.pick("Deux", 5002, LINA)
    await desk.pick("Trois", 5003, LINA)
    made = await desk.pick("Quatre", 5004, ZOE)
    return await desk.confirm(made)


THEIRS = {LINA: ChannelId("903"), ZOE: ChannelId("904")}


async def agree(desk: Desk, made: Preview, person: PersonId, *, agrees: bool = True) -> None:
    one, private = made.publication, THEIRS.get(person, ChannelId("999"))
    await publishing.agree(desk.w.deps, person, one.id, one.version, agrees=agrees, private=private)


async def test_every_author_is_asked_once_on_their_own_message(desk: Desk) -> None:
    made = await together(desk)
    await desk.settle()
    assert made.publication.state is PublicationState.ASKING
    asked = [
        act for act in desk.w.chat.attempts if isinstance(act, Say) and act.place == DISCUSSION
    ]
    assert [act.to.reply_to for act in asked] == ["5002", "5004"]
    said = desk.told(DISCUSSION)
    assert "signé « Collectif de Nice »" in said
    assert not any(str(person) in said for person in ("<@2>", "<@3>", "<@4>"))
    assert desk.public() == []


async def test_it_leaves_once_all_agree(desk: Desk) -> None:
    made = await together(desk)
    await agree(desk, made, LINA)
    await desk.settle()
    assert desk.public() == []
    await agree(desk, made, LINA)  # the chat hands a click over twice
    await agree(desk, made, ZOE)
    await desk.settle()
    assert desk.public() == ["Un\n\nDeux\n\nTrois\n\nQuatre\n\n— Collectif de Nice"]


async def test_an_author_who_would_rather_not_is_not_published(desk: Desk) -> None:
    made = await together(desk)
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE, agrees=False)
    await desk.settle()
    assert desk.public() == []
    assert "une personne ne souhaite pas" in desk.told(PRIVATE)
    assert "une personne ne souhaite pas" not in desk.told(DISCUSSION)
    with pytest.raises(Refused) as refused:
        await desk.confirm(made)
    assert refused.value.reason is Reason.PUBLICATION_REFUSED
    left = await publishing.leave_out(desk.w.deps, desk.asker(), made.publication.id)
    assert left.text == "Un\n\nDeux\n\nTrois"
    assert [part.agreed for part in left.publication.parts] == [
        Agreed.OWN,
        Agreed.NEEDED,
        Agreed.NEEDED,
    ]


async def test_who_agreed_to_another_text_is_asked_again(desk: Desk) -> None:
    made = await together(desk)
    await agree(desk, made, LINA)
    changed = await desk.revise(made, text="Tout autre chose, au nom de Lina")
    with pytest.raises(Refused) as late:
        await agree(desk, made, ZOE)
    assert late.value.reason is Reason.PUBLICATION_CHANGED
    again = await desk.confirm(changed)
    await agree(desk, again, ZOE)
    await desk.settle()
    assert desk.public() == []
    await agree(desk, again, LINA)
    await desk.settle()
    assert desk.public() == ["Tout autre chose, au nom de Lina\n\n— Collectif de Nice"]


@pytest.mark.parametrize("change", [{"name": "Autre nom"}, {"where": "category"}])
async def test_another_name_or_place_is_agreed_to_again(desk: Desk, change: dict[str, str]) -> None:
    made = await together(desk)
    await agree(desk, made, LINA)
    if "where" in change:
        desk.w.forum.write(6, topic=3)
        change = {"where": f"{desk.w.forum.url}/topic/3/fil"}
    changed = await desk.revise(made, **change)
    assert changed.publication.version > made.publication.version
    assert [one.agreed for one in changed.publication.others] == [Agreed.NEEDED] * 3


async def test_nobody_answers_for_another(desk: Desk) -> None:
    made = await together(desk)
    for person in (MIMOSA, PersonId("77")):
        with pytest.raises(Refused) as refused:
            await agree(desk, made, person)
        assert refused.value.reason is Reason.PUBLICATION_NOT_AUTHOR


async def test_an_author_sees_the_whole_text_and_may_take_it_back(desk: Desk) -> None:
    made = await together(desk)
    seen = await publishing.shown_to(desk.w.deps, LINA, made.publication.id)
    assert "Quatre" in seen.whole
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    await desk.settle()
    await publishing.withdraw(desk.w.deps, LINA, made.publication.id)
    await desk.settle()
    assert desk.public() == []
    assert await desk.state(made) is PublicationState.WITHDRAWN


async def refused_late(desk: Desk, *answers: tuple[object, bool]) -> Preview:
    """What all agreed to, which the forum answered so; then somebody would rather not."""
    made = await together(desk)
    desk.w.forum.answers = list(answers)
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    await desk.settle()
    await agree(desk, made, LINA, agrees=False)
    return made


@pytest.mark.parametrize("why", [Denied(Denial.BUSY), Denied(Denial.TOO_SOON, wait_s=120)])
async def test_who_agreed_may_think_otherwise_while_it_waits(desk: Desk, why: Denied) -> None:
    made = await refused_late(desk, (why, False))
    await desk.settle(DAY)
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.OPEN)
    assert "une personne ne souhaite pas" in desk.told()
    left = await publishing.leave_out(desk.w.deps, desk.asker(), made.publication.id)
    assert left.text == "Un\n\nQuatre"


@pytest.mark.parametrize("arrived", [True, False])
async def test_what_may_have_arrived_is_looked_for_taken_back_and_not_sent_again(
    desk: Desk, arrived: bool
) -> None:
    made = await refused_late(desk, (Doubtful(Trouble.TIMEOUT), arrived))
    assert await desk.state(made) is PublicationState.SENDING
    await desk.settle(600)
    await desk.settle(600)
    after = PublicationState.WITHDRAWN if arrived else PublicationState.OPEN
    assert (desk.public(), await desk.state(made)) == ([], after)
    acts = [act for act, _, _ in desk.w.forum.written]
    assert acts == (["reply", "withdraw"] if arrived else ["reply"])
    assert "Publié : https" not in desk.told()


async def test_what_a_moderator_accepts_although_somebody_would_rather_not_is_taken_back(
    desk: Desk,
) -> None:
    made = await refused_late(desk, (Queued(), False))
    assert await desk.state(made) is PublicationState.QUEUED
    await desk.w.forum.post_reply(2, "Un\n\nDeux\n\nTrois\n\nQuatre\n\n— Collectif de Nice")
    await desk.settle(3600)
    await desk.settle()
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.WITHDRAWN)


async def test_who_would_rather_not_while_it_is_being_written_sees_it_taken_back(
    desk: Desk,
) -> None:
    made = await together(desk)
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    write = await desk.scribe._next(desk.w.forum.name)
    assert write is not None
    await agree(desk, made, LINA, agrees=False)
    await desk.scribe._settle(write, await desk.scribe._attempt(desk.w.forum, write))
    await desk.settle()
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.WITHDRAWN)


async def test_who_would_rather_not_once_it_is_public_may_take_it_back(desk: Desk) -> None:
    made = await together(desk)
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    await desk.settle()
    one = made.publication
    now = await publishing.agree(desk.w.deps, LINA, one.id, one.version, agrees=False)
    said = words.agreed(now, FRENCH, agrees=False)
    assert [button.label for button in said.buttons] == ["Retirer"]


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (BUSY, PublicationState.DROPPED),
        ((Doubtful(Trouble.TIMEOUT), True), PublicationState.WITHDRAWN),
        ((Doubtful(Trouble.TIMEOUT), False), PublicationState.DROPPED),
    ],
)
async def test_who_publishes_may_keep_it_while_it_waits(
    desk: Desk, answer: tuple[object, bool], after: PublicationState
) -> None:
    made = await desk.drafted()
    desk.w.forum.answers = [answer]
    sent = await desk.confirm(made)
    await desk.settle()
    labels = [one.label for one in words.preview(sent.publication, sent.text, FRENCH).buttons]
    assert labels == ["Garder ici"]
    await publishing.drop(desk.w.deps, desk.asker(), made.publication.id)
    await desk.settle(600)
    await desk.settle(DAY)
    assert (desk.public(), await desk.state(made)) == ([], after)


async def queued(desk: Desk) -> Preview:
    """What a moderator of the forum is to accept."""
    made = await desk.drafted()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.confirm(made)
    await desk.settle()
    return made


async def test_what_was_kept_in_the_chat_and_published_after_all_stays_on_the_forum(
    desk: Desk,
) -> None:
    kept = await queued(desk)
    await publishing.drop(desk.w.deps, desk.asker(), kept.publication.id)
    wanted = await queued(desk)
    [_, (_, _, text)] = desk.w.forum.written
    await desk.w.forum.post_reply(2, text)
    await desk.settle(3600)
    await desk.settle(3600)
    assert (desk.public(), await desk.state(wanted)) == ([text], PublicationState.PUBLISHED)


async def test_a_text_of_several_people_is_not_changed_by_one_afterwards(desk: Desk) -> None:
    made = await together(desk)
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    await desk.settle()
    with pytest.raises(Refused) as refused:
        await publishing.amend(desk.w.deps, desk.asker(), made.publication.id, "Autre chose")
    assert refused.value.reason is Reason.PUBLICATION_TOGETHER


# Where it goes


async def erase(desk: Desk, person: PersonId) -> None:
    await own_data.erase(desk.w.deps, Whose(person))


@pytest.mark.parametrize("answer", [BUSY, (Doubtful(Trouble.TIMEOUT), False), None])
async def test_a_confirmed_text_that_has_not_left_goes_with_its_author(
    desk: Desk, answer: tuple[object, bool] | None
) -> None:
    made = await desk.drafted()
    await desk.confirm(made)
    if answer is not None:
        desk.w.forum.answers = [answer]
        await desk.settle()
    await erase(desk, MIMOSA)
    await desk.settle(DAY)
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.DROPPED)
    assert desk.told() == ""
    assert "Pas publié" not in desk.told(DISCUSSION)


async def test_what_is_being_written_meanwhile_is_not_tried_again(desk: Desk) -> None:
    made = await desk.drafted()
    await desk.confirm(made)
    write = await desk.scribe._next(desk.w.forum.name)
    assert write is not None
    await erase(desk, MIMOSA)
    fate = desk.scribe._later(write, doubtful=True)
    await desk.scribe._settle(write, fate)
    await desk.settle(DAY)
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.DROPPED)


async def test_what_arrived_unknown_is_taken_back_where_its_author_is_erased(desk: Desk) -> None:
    made = await desk.drafted()
    await desk.confirm(made)
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle()
    assert len(desk.public()) == 1
    await erase(desk, MIMOSA)
    await desk.settle(DAY)
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.DROPPED)
    kept = await desk.w.deps.store.read(
        lambda tx: tx.execute("select title, markdown from forum_writes").fetchall()
    )
    assert {*kept} == {("", "")}


async def test_what_is_being_written_as_its_author_is_erased_is_taken_back(desk: Desk) -> None:
    made = await desk.drafted()
    await desk.confirm(made)
    write = await desk.scribe._next(desk.w.forum.name)
    assert write is not None
    await erase(desk, MIMOSA)
    fate = await desk.scribe._attempt(desk.w.forum, write)
    await desk.scribe._settle(write, fate)
    await desk.settle(DAY)
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.DROPPED)


async def test_who_had_themselves_erased_hears_why_they_cannot_take_it_back(desk: Desk) -> None:
    made = await desk.drafted()
    await desk.confirm(made)
    await desk.settle()
    await erase(desk, MIMOSA)
    with pytest.raises(Refused) as refused:
        await publishing.withdraw(desk.w.deps, MIMOSA, made.publication.id)
    assert refused.value.reason is Reason.PUBLICATION_ERASED


@pytest.mark.parametrize("arrives", [True, False])
async def test_words_of_who_is_gone_that_may_have_arrived_are_looked_for_before_it_is_told(
    desk: Desk, arrives: bool
) -> None:
    made = await together(desk)
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), arrives)]
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    await desk.settle()
    before = desk.told()
    await erase(desk, LINA)
    await desk.w.settle()
    assert desk.told() == before
    for _ in range(3):
        await desk.settle(DAY)
    assert desk.public() == []
    state = PublicationState.WITHDRAWN if arrives else PublicationState.OPEN
    assert await desk.state(made) is state
    assert ("une personne ne souhaite pas" in desk.told()) is not arrives


async def test_a_change_that_waits_goes_with_its_author_and_what_is_taken_back_does_not(
    desk: Desk,
) -> None:
    made = await desk.drafted()
    await desk.confirm(made)
    await desk.settle()
    await publishing.amend(desk.w.deps, desk.asker(), made.publication.id, "Autre chose")
    await publishing.withdraw(desk.w.deps, MIMOSA, made.publication.id)
    await erase(desk, MIMOSA)
    await desk.settle(DAY)
    assert (desk.public(), desk.told(DISCUSSION)) == ([], "💬 Ce texte a été retiré du forum.")


async def test_what_is_taken_back_goes_although_a_change_of_it_waits(desk: Desk) -> None:
    made = await desk.drafted()
    await desk.confirm(made)
    await desk.settle()
    await publishing.amend(desk.w.deps, desk.asker(), made.publication.id, "Autre chose")
    desk.w.forum.answers = [BUSY]
    await desk.settle()
    for _ in range(2):
        await publishing.withdraw(desk.w.deps, MIMOSA, made.publication.id)
    await desk.settle(DAY)
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.WITHDRAWN)
    assert [act for act, _, _ in desk.w.forum.written].count("withdraw") == 1


async def test_words_of_who_is_gone_do_not_leave_with_those_of_others(desk: Desk) -> None:
    made = await together(desk)
    desk.w.forum.answers = [BUSY]
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    await desk.settle()
    assert await desk.state(made) is PublicationState.SENDING
    await erase(desk, LINA)
    await desk.settle(DAY)
    assert (desk.public(), await desk.state(made)) == ([], PublicationState.OPEN)
    assert "une personne ne souhaite pas" in desk.told()
    left = await publishing.leave_out(desk.w.deps, desk.asker(), made.publication.id)
    assert left.text == "Un\n\nQuatre"


async def test_threads_that_one_s_channels_listen_to_are_offered_the_latest_first(
    desk: Desk,
) -> None:
    async def offered(sees: Sees = everything) -> list[str]:
        found = await publishing_places.offered(desk.w.deps, COLLECTIVE, sees)
        return [one.title for one in found]

    assert await offered() == []
    for topic, channel in ((2, ANNOUNCEMENTS), (3, DISCUSSION), (4, DISCUSSION), (5, DISCUSSION)):
        desk.w.forum.write(10 + topic, topic=topic)
        desk.w.forum.thread(topic, newest=NOON + timedelta(hours=topic))
        await desk.w.follow(topic, channel)
    assert await offered() == ["Fil 5", "Fil 4", "Fil 3"]
    assert await offered(lambda channel: channel == ANNOUNCEMENTS) == ["Fil 2"]
    locked = desk.w.forum.thread(5, locked=True)
    await desk.w.deps.store.write(lambda tx: topics.save(tx, [locked], NOON))
    assert await offered() == ["Fil 4", "Fil 3", "Fil 2"]
    where = await publishing_places.address_of(desk.w.deps, locked.id)
    assert where == f"{desk.w.forum.url}/topic/5/fil"
    with pytest.raises(Refused):
        await publishing_places.address_of(desk.w.deps, TopicId(locked.id.forum, 99))


async def test_a_reply_to_a_mirrored_post_becomes_a_reply_to_that_post(desk: Desk) -> None:
    await desk.w.follow(2, DISCUSSION)
    desk.w.forum.write(7, text="Qui vient ?")
    await desk.w.poll()
    await desk.w.settle()
    shown = next(one for one in desk.w.chat.kept if one[0] == DISCUSSION and "Qui vient" in one[3])
    made = await desk.pick("Nous", answers=shown[1])
    assert (made.publication.where.place, made.publication.where.answers) == (2, 7)
    await desk.confirm(made)
    await desk.settle()
    assert desk.w.forum.posts[-1].answers == 7


async def test_what_vigie_publishes_is_not_mirrored_again(desk: Desk) -> None:
    await desk.w.follow(2, ANNOUNCEMENTS)
    await desk.w.poll()
    made = await desk.drafted()
    await desk.confirm(made)
    await desk.settle()
    before = len(desk.w.chat.kept)
    await desk.w.poll()
    await desk.w.settle()
    assert (len(desk.w.chat.kept), len(desk.public())) == (before, 1)


async def test_the_first_message_that_has_a_thread_gives_it_to_the_draft(desk: Desk) -> None:
    await desk.w.follow(2, DISCUSSION)
    desk.w.forum.write(7, text="Qui vient ?")
    await desk.w.poll()
    await desk.w.settle()
    shown = next(one for one in desk.w.chat.kept if "Qui vient" in one[3])
    made = await desk.pick("Bonjour")
    assert made.publication.where.place == 0
    made = await desk.pick("Nous", 5002, answers=shown[1])
    assert (made.publication.where.place, made.publication.where.answers) == (2, 7)


async def test_the_silence_of_the_collective_is_told_to_who_publishes(desk: Desk) -> None:
    made = await desk.drafted()
    now = desk.w.clock.now()
    await desk.w.deps.store.write(lambda tx: holds.set_silent(tx, COLLECTIVE, now, MIMOSA, on=True))
    sent = await desk.confirm(made)
    shown = words.preview(sent.publication, sent.text, FRENCH, is_held=sent.is_held)
    assert "Le collectif est en silence" in shown.content
    await desk.scribe.write_due()
    assert desk.public() == []


# What goes wrong


@pytest.mark.parametrize(
    ("denied", "sentence"),
    [
        (Denied(Denial.LOCKED), "Ce fil est verrouillé sur le forum."),
        (Denied(Denial.DELETED), "a été supprimé du forum"),
        (Denied(Denial.TOO_SHORT, limit=20), "Le forum demande au moins 20 caractères."),
        (Denied(Denial.TOO_LONG, limit=32767), "caractères au plus."),
        (Denied(Denial.NO_RIGHT), "n’a pas le droit d’écrire"),
        (Denied(Denial.NOT_LOGGED_IN), "n’a pas de compte accepté"),
        (Denied(Denial.TOO_SIMILAR), "trop proche d’un message récent"),
        (Denied(Denial.OTHER, said="?"), "sans raison que je comprenne"),
    ],
)
async def test_a_refusal_is_explained_and_the_text_is_kept(
    desk: Desk, denied: Denied, sentence: str
) -> None:
    made = await desk.drafted()
    desk.w.forum.answers = [(denied, False)]
    await desk.confirm(made)
    await desk.settle()
    assert sentence in desk.told(PRIVATE)
    assert "Ton texte est gardé" in desk.told(PRIVATE)
    assert await desk.state(made) is PublicationState.STOPPED
    await desk.confirm(made)
    await desk.settle()
    assert desk.public() == [SIGNED]


async def test_the_forums_queue_and_wait_are_told(desk: Desk) -> None:
    made = await desk.drafted()
    desk.w.forum.answers = [(Denied(Denial.TOO_SOON, wait_s=120), False), (Queued(), False)]
    await desk.confirm(made)
    await desk.settle()
    assert "ton texte partira le 24 novembre à 13h02" in desk.told(PRIVATE)
    await desk.settle(150)
    assert "le forum relit avant de publier" in desk.told(PRIVATE)
    await desk.w.forum.post_reply(2, SIGNED)
    await desk.settle(3600)
    assert await desk.state(made) is PublicationState.PUBLISHED
    assert "Publié : https://" in desk.told(PRIVATE)


async def test_a_lost_answer_is_never_a_second_post(desk: Desk) -> None:
    made = await desk.drafted()
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.confirm(made)
    await desk.settle()
    await desk.settle(600)
    assert desk.public() == [SIGNED]
    assert await desk.state(made) is PublicationState.PUBLISHED


# Afterwards


async def published(desk: Desk) -> Preview:
    made = await desk.drafted()
    await desk.confirm(made)
    await desk.settle()
    return made


async def test_its_author_changes_it_later(desk: Desk) -> None:
    made = await published(desk)
    id_ = made.publication.id
    text = (await publishing.published_text(desk.w.deps, desk.asker(), id_)).text
    assert text == "On sera devant la mairie dès 18h."
    await publishing.amend(desk.w.deps, desk.asker(), id_, f"{text} Venez !")
    await publishing.amend(desk.w.deps, desk.asker(), id_, f"{text} Venez toutes et tous !")
    await desk.settle()
    assert desk.public() == [
        "On sera devant la mairie dès 18h. Venez toutes et tous !\n\n— Collectif de Nice"
    ]
    assert "C’est modifié" in desk.told(PRIVATE)


async def test_what_moderators_changed_is_not_written_over(desk: Desk) -> None:
    made = await published(desk)
    desk.w.forum.sources[desk.w.forum.posts[-1].id.number] = "Relu par la modération"
    await publishing.amend(desk.w.deps, desk.asker(), made.publication.id, "Autre chose encore")
    await desk.settle()
    assert desk.public() == ["Relu par la modération"]
    assert "Pas modifié. Ce message a été modifié" in desk.told(PRIVATE)


async def test_what_moderators_left_is_their_authors_to_change_again(desk: Desk) -> None:
    made = await published(desk)
    id_ = made.publication.id
    moderated(desk, "Relu par la modération")
    public = await publishing.published_text(desk.w.deps, desk.asker(), id_)
    moderated(desk, "Relu une seconde fois")
    await publishing.amend(desk.w.deps, desk.asker(), id_, "Trop tard", seen=public.mark)
    await desk.settle()
    assert desk.public() == ["Relu une seconde fois"]
    public = await publishing.published_text(desk.w.deps, desk.asker(), id_)
    assert public.text == "Relu une seconde fois"
    await publishing.amend(desk.w.deps, desk.asker(), id_, "Autre chose encore", seen=public.mark)
    await desk.settle()
    assert desk.public() == ["Autre chose encore\n\n— Collectif de Nice"]


def moderated(desk: Desk, text: str) -> None:
    """Somebody of the forum made this of what was published."""
    desk.w.forum.sources[desk.w.forum.posts[-1].id.number] = text


@pytest.mark.parametrize("first", [Changed(), Denied(Denial.TOO_LONG)])
async def test_of_two_changes_that_wait_the_second_is_made_whatever_becomes_of_the_first(
    desk: Desk, first: Changed | Denied
) -> None:
    id_ = (await published(desk)).publication.id
    public = await publishing.published_text(desk.w.deps, desk.asker(), id_)
    for text in ("Deux", "Trois"):
        await publishing.amend(desk.w.deps, desk.asker(), id_, text, seen=public.mark)
    desk.w.forum.answers = [BUSY, (first, isinstance(first, Changed))]
    await desk.settle()
    await desk.settle(3600)
    assert desk.public() == ["Trois\n\n— Collectif de Nice"]
    assert "par quelqu’un d’autre" not in desk.told()


async def test_a_form_that_was_open_while_a_change_was_made_changes_that(desk: Desk) -> None:
    id_ = (await published(desk)).publication.id
    public = await publishing.published_text(desk.w.deps, desk.asker(), id_)
    for text in ("Deux", "Trois"):
        await publishing.amend(desk.w.deps, desk.asker(), id_, text, seen=public.mark)
        await desk.settle()
    assert desk.public() == ["Trois\n\n— Collectif de Nice"]


# What the forum did not take of a change


CAREFUL = "Un texte écrit avec soin"


async def not_taken(desk: Desk, why: Denial = Denial.TOO_LONG, text: str = CAREFUL) -> int:
    """A change that the forum declines; the number of what is published."""
    id_ = (await published(desk)).publication.id
    public = await publishing.published_text(desk.w.deps, desk.asker(), id_)
    desk.w.forum.answers = [(Denied(why), False)] * 60
    await publishing.amend(desk.w.deps, desk.asker(), id_, text, seen=public.mark)
    for _ in range(40):
        await desk.settle(3600)
    desk.w.forum.answers.clear()
    return id_


def offered(desk: Desk, channel: ChannelId = PRIVATE) -> tuple[int, int]:
    """The publication and the change of it that a button told last takes up."""
    action = desk.buttons(channel)[-1]
    found = re.fullmatch(rf"{words.ACTION}{words.AMEND}:(\d+):(\d+)", action)
    assert found is not None
    return int(found[1]), int(found[2])


async def kept(desk: Desk) -> str:
    """Where the base holds the words of a change."""

    def work(tx: Tx) -> str:
        return " ".join(
            row[0] for row in tx.execute("select markdown from forum_writes where markdown <> ''")
        )

    return await desk.w.deps.store.read(work)


@pytest.mark.parametrize(
    "why", [Denial.TOO_LONG, Denial.TOO_LATE, Denial.LOCKED, Denial.CHANGED, Denial.BUSY]
)
async def test_a_change_that_the_forum_does_not_take_is_given_back(desk: Desk, why: Denial) -> None:
    id_ = await not_taken(desk, why)
    assert f"Pas modifié. {FRENCH.say(words.DENIALS[why])}" in desk.told()
    assert desk.told().endswith(f"Ton texte est gardé sept jours.\n> {CAREFUL}")
    assert CAREFUL not in desk.told(DISCUSSION)
    assert (id_, CAREFUL) == (offered(desk)[0], await given(desk, *offered(desk)))
    public = await publishing.published_text(desk.w.deps, desk.asker(), id_)
    await publishing.amend(
        desk.w.deps, desk.asker(), id_, f"{CAREFUL}.", seen=public.mark, change=offered(desk)[1]
    )
    await desk.settle()
    assert desk.public() == [f"{CAREFUL}.\n\n— Collectif de Nice"]
    assert await kept(desk) == ""
    with pytest.raises(Refused) as refused:
        await given(desk, *offered(desk))
    assert refused.value.reason is Reason.PUBLICATION_CHANGE_GONE


async def given(desk: Desk, id_: int, change: int, person: PersonId = MIMOSA) -> str:
    return (await publishing.given_back(desk.w.deps, desk.asker(person), id_, change)).text


async def test_a_change_that_could_not_be_told_to_the_forum_for_a_day_is_given_back(
    desk: Desk,
) -> None:
    id_ = (await published(desk)).publication.id
    await publishing.amend(desk.w.deps, desk.asker(), id_, CAREFUL)
    desk.w.forum.trouble = Trouble.TIMEOUT
    for _ in range(40):
        await desk.settle(3600)
    assert "Le forum ne répond pas depuis un jour. Ton texte est gardé" in desk.told()
    assert await given(desk, *offered(desk)) == CAREFUL


async def test_where_others_read_nothing_of_a_change_is_told_and_only_its_author_takes_it_up(
    desk: Desk,
) -> None:
    desk.w.chat.refuse_in[PRIVATE] = Refusal.CLOSED
    await not_taken(desk)
    said = shown_in(desk, DISCUSSION)
    assert "Pas modifié. Le forum trouve ce texte trop long." in said.message.content
    assert CAREFUL not in desk.told(DISCUSSION)
    assert labels(said) == ["Reprendre"]
    assert await given(desk, *offered(desk, DISCUSSION)) == CAREFUL
    with pytest.raises(Refused) as refused:
        await given(desk, *offered(desk, DISCUSSION), person=LINA)
    assert refused.value.reason is Reason.PUBLICATION_NOT_YOURS


async def test_a_forum_that_is_no_longer_there_does_not_take_a_change_nor_its_words(
    desk: Desk,
) -> None:
    id_ = (await published(desk)).publication.id
    forums = cast("dict[str, Forum]", desk.w.deps.forums)
    forums.clear()
    await publishing.amend(desk.w.deps, desk.asker(), id_, CAREFUL)
    for _ in range(40):
        await desk.settle(3600)
    assert await given(desk, *offered(desk)) == CAREFUL
    with pytest.raises(Refused) as refused:
        await publishing.published_text(desk.w.deps, desk.asker(), id_)
    assert refused.value.reason is Reason.TOPIC_UNREADABLE


async def test_a_change_that_is_not_taken_up_is_forgotten_after_a_week(desk: Desk) -> None:
    await not_taken(desk)
    desk.w.clock.advance(5 * DAY)
    await retention.forget(desk.w.deps)
    assert CAREFUL in await kept(desk)
    desk.w.clock.advance(2 * DAY)
    await retention.forget(desk.w.deps)
    assert await kept(desk) == ""


async def test_its_author_takes_it_back(desk: Desk) -> None:
    made = await published(desk)
    await publishing.withdraw(desk.w.deps, MIMOSA, made.publication.id)
    await publishing.withdraw(desk.w.deps, MIMOSA, made.publication.id)
    await desk.settle()
    assert desk.public() == []
    assert [act for act, _, _ in desk.w.forum.written] == ["reply", "withdraw"]
    assert "C’est retiré du forum" in desk.told(PRIVATE)


async def test_without_a_private_channel_the_news_come_where_it_was_written(desk: Desk) -> None:
    picked = Picked(MessageId("5001"), DISCUSSION, MIMOSA, "On sera là dès 18h.")
    publisher = Publisher(desk.asker(), ChannelId(""), "Collectif de Nice")
    made = await publishing.pick(desk.w.deps, publisher, picked)
    made = await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
    await desk.confirm(made)
    await desk.settle()
    assert desk.told(DISCUSSION).count("Publié : https://") == 1


async def test_why_tells_what_a_link_to_the_forum_is(desk: Desk) -> None:
    await published(desk)
    [told] = [one for one in desk.w.chat.kept if "Publié sur le forum" in one[3]]
    address = f"https://discord.com/channels/{COLLECTIVE}/{DISCUSSION}/{told[1]}"
    viewer = why.Viewer(COLLECTIVE, lambda _: True)
    said = await why.explain(desk.w.deps, address, viewer)
    assert {"about": "publication"}.items() <= dict(said[0].facts).items()


# What is said stays true


def amended(desk: Desk, channel: ChannelId = DISCUSSION) -> list[str]:
    """What messages there say by now that were worded again, and the buttons below."""
    acts = [one for one in desk.w.chat.attempts if isinstance(one, Amend) and one.place == channel]
    last = {one.sent: one.message for one in acts}
    return [
        " ".join([message.content, *(button.label for button in message.buttons)])
        for message in last.values()
    ]


async def test_who_is_asked_knows_that_their_words_were_changed(desk: Desk) -> None:
    await desk.drafted("Un")
    made = await desk.pick("Deux", 5002, LINA)
    made = await desk.revise(made, text="Un, et tout autre chose")
    await desk.confirm(made)
    await desk.settle()
    assert "Il a été retouché" in desk.told(DISCUSSION)


async def test_a_preview_says_that_somebody_is_asked_first(desk: Desk) -> None:
    await desk.drafted("Un")
    made = await desk.pick("Deux", 5002, LINA)
    said = words.preview(made.publication, made.text, FRENCH).content
    assert "demande d’abord l’accord" in said
    alone = await publishing.anew(
        desk.w.deps,
        Publisher(desk.asker(), PRIVATE, "Collectif de Nice"),
        Picked(MessageId("7001"), DISCUSSION, MIMOSA, "Seule"),
    )
    assert "accord" not in words.preview(alone.publication, alone.text, FRENCH).content


async def test_a_question_whose_text_changed_has_no_buttons_any_more(desk: Desk) -> None:
    made = await together(desk)
    await desk.settle()
    await desk.revise(made, text="Autre chose")
    await desk.settle()
    over = "💬 Cette question n’attend plus de réponse\xa0: rien n’est publié de ce texte."
    assert amended(desk) == [over] * 2


async def test_a_question_is_one_again_when_the_same_text_is_confirmed_again(desk: Desk) -> None:
    made = await together(desk)
    await desk.settle()
    same = await desk.revise(made, name=made.publication.name)
    await desk.confirm(same)
    await desk.settle()
    asked = amended(desk)
    assert asked
    assert all(one.endswith("Voir le texte Je préfère que non") for one in asked)
    await agree(desk, same, LINA)
    await agree(desk, same, ZOE)
    await desk.settle()
    assert len(desk.public()) == 1


async def test_who_agreed_hears_in_private_where_it_stands_and_may_take_it_back(
    desk: Desk,
) -> None:
    made = await together(desk)
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    await desk.settle()
    for channel in THEIRS.values():
        assert "Le texte que tu as accepté est publié : https://" in desk.told(channel)
        assert labels(shown_in(desk, channel)) == ["Retirer"]
    await publishing.withdraw(desk.w.deps, ZOE, made.publication.id)
    await desk.settle()
    assert "C’est retiré du forum." in desk.told(THEIRS[ZOE])


async def test_what_was_taken_back_is_no_longer_said_to_be_public(desk: Desk) -> None:
    made = await published(desk)
    await publishing.withdraw(desk.w.deps, MIMOSA, made.publication.id)
    await desk.settle()
    for channel in (DISCUSSION, PRIVATE):
        [said] = amended(desk, channel)
        assert said == "💬 Ce texte a été retiré du forum."


async def test_a_message_that_was_deleted_before_its_author_was_asked_is_left_out(
    desk: Desk,
) -> None:
    await desk.drafted("Un")
    made = await desk.confirm(await desk.pick("Deux", 5002, LINA))
    desk.w.chat.refuse_in[DISCUSSION] = Refusal.NO_MESSAGE
    await desk.settle()
    assert "un des messages a été supprimé" in desk.told(PRIVATE)
    again = await publishing.draft(desk.w.deps, MIMOSA, made.publication.id)
    assert (again.text, again.publication.state) == ("Un", PublicationState.OPEN)


# Where it cannot be said


def shown_in(desk: Desk, channel: ChannelId) -> Say:
    """What was said there last."""
    return [one for one in desk.w.chat.attempts if isinstance(one, Say) and one.place == channel][
        -1
    ]


def labels(said: Say) -> list[str]:
    return [button.label for button in said.message.buttons]


async def test_with_private_messages_closed_a_refusal_comes_where_it_was_written(
    desk: Desk,
) -> None:
    desk.w.chat.refuse_in[PRIVATE] = Refusal.CLOSED
    made = await desk.drafted()
    desk.w.forum.answers = [(Denied(Denial.LOCKED), False)]
    await desk.confirm(made)
    await desk.settle()
    said = shown_in(desk, DISCUSSION)
    assert "Ce fil est verrouillé" in said.message.content
    assert "devant la mairie" not in said.message.content
    assert (said.to.reply_to, labels(said)) == ("5001", ["Réessayer", "Modifier", "Garder ici"])
    await desk.confirm(made)
    await desk.settle()
    assert "Publié : https://" in desk.told(DISCUSSION)
    assert labels(shown_in(desk, DISCUSSION)) == ["Modifier", "Retirer"]


async def test_where_others_read_nothing_tells_that_somebody_would_rather_not(desk: Desk) -> None:
    desk.w.chat.refuse_in[PRIVATE] = Refusal.CLOSED
    made = await together(desk)
    await agree(desk, made, ZOE, agrees=False)
    await desk.settle()
    said = shown_in(desk, DISCUSSION)
    assert "ton brouillon t’attend" in said.message.content
    assert "souhaite" not in desk.told(DISCUSSION)
    assert (said.to.reply_to, labels(said)) == ("5001", ["Voir le brouillon"])
    seen = await publishing.draft(desk.w.deps, MIMOSA, made.publication.id)
    assert (
        "une personne ne souhaite pas" in words.preview(seen.publication, seen.text, FRENCH).content
    )
    with pytest.raises(Refused):
        await publishing.draft(desk.w.deps, LINA, made.publication.id)


async def test_what_the_forum_declined_is_told_with_its_text_in_private(desk: Desk) -> None:
    made = await desk.drafted()
    desk.w.forum.answers = [(Denied(Denial.LOCKED), False)]
    await desk.confirm(made)
    await desk.settle()
    assert "> On sera devant la mairie dès 18h.\n-# Fil « Fil 2 »" in desk.told(PRIVATE)


async def test_that_somebody_cannot_be_asked_is_told_and_may_be_tried_again(desk: Desk) -> None:
    await desk.drafted("Un")
    made = await desk.confirm(await desk.pick("Deux", 5002, LINA))
    desk.w.chat.gone.add(DISCUSSION)
    await desk.settle()
    assert "je n’ai pas pu demander l’accord" in desk.told(PRIVATE)
    assert await desk.state(made) is PublicationState.OPEN
    desk.w.chat.gone.clear()
    again = await publishing.draft(desk.w.deps, MIMOSA, made.publication.id)
    made = await desk.confirm(again)
    await desk.settle()
    assert "Publier ce message" in desk.told(DISCUSSION)
    await agree(desk, made, LINA)
    await desk.settle()
    assert desk.public() == ["Un\n\nDeux\n\n— Collectif de Nice"]


async def test_who_had_agreed_when_somebody_could_not_be_asked_is_asked_again(desk: Desk) -> None:
    await desk.drafted("Un")
    await desk.pick("Deux", 5002, LINA)
    made = await desk.confirm(await desk.pick("Trois", 5003, ZOE, channel=ANNOUNCEMENTS))
    desk.w.chat.gone.add(ANNOUNCEMENTS)
    await agree(desk, made, LINA)
    await desk.settle()
    desk.w.chat.gone.clear()
    again = await publishing.draft(desk.w.deps, MIMOSA, made.publication.id)
    again = await desk.confirm(again)
    await agree(desk, again, ZOE)
    await desk.settle()
    assert desk.public() == []
    over, asked = desk.told(DISCUSSION).split(" | ")
    assert "n’attend plus de réponse" in over
    assert "Publier ce message sur le forum" in asked
    await agree(desk, again, LINA)
    await desk.settle()
    assert desk.public() == ["Un\n\nDeux\n\nTrois\n\n— Collectif de Nice"]


async def test_once_all_agreed_the_link_is_said_once_where_they_were_asked(desk: Desk) -> None:
    made = await together(desk)
    await desk.settle()
    await agree(desk, made, LINA)
    await agree(desk, made, ZOE)
    await desk.settle()
    given = "💬 L’accord est donné\xa0: ce texte est sur le forum."
    assert amended(desk) == [given] * 2
    assert desk.told(DISCUSSION).count("https://") == 1


@pytest.mark.parametrize("is_done", [False, True])
async def test_what_is_taken_back_is_not_changed_any_more(desk: Desk, is_done: bool) -> None:
    made = await published(desk)
    id_ = made.publication.id
    await publishing.withdraw(desk.w.deps, MIMOSA, id_)
    if is_done:
        await desk.settle()
    for late in (
        publishing.amend(desk.w.deps, desk.asker(), id_, "Autre chose"),
        publishing.published_text(desk.w.deps, desk.asker(), id_),
    ):
        with pytest.raises(Refused) as refused:
            await late
        assert refused.value.reason is Reason.PUBLICATION_WITHDRAWN
    await desk.settle()
    assert [act for act, _, _ in desk.w.forum.written][1:] == ["withdraw"]


async def test_a_message_picked_again_finds_the_draft_that_the_forum_declined(desk: Desk) -> None:
    made = await desk.revise(await desk.drafted(), text="Un texte bien relu")
    desk.w.forum.answers = [(Denied(Denial.LOCKED), False)]
    await desk.confirm(made)
    await desk.settle()
    again = await desk.pick("On sera devant la mairie dès 18h.")
    assert (again.publication.id, again.text) == (made.publication.id, "Un texte bien relu")
    assert (await desk.pick("Autre chose", 6001)).publication.id != made.publication.id


async def test_who_has_too_many_drafts_sees_them_and_opens_one(desk: Desk) -> None:
    for number in range(5):
        made = await desk.pick(f"Texte {number}", 6000 + number)
        await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
        desk.w.forum.answers = [(Denied(Denial.LOCKED), False)]
        again = await publishing.draft(desk.w.deps, MIMOSA, made.publication.id)
        await desk.confirm(again)
        await desk.settle()
    with pytest.raises(Refused) as refused:
        await desk.pick("Sixième", 7000)
    assert refused.value.reason is Reason.TOO_MANY_PUBLICATIONS
    drafts = await publishing.drafts(desk.w.deps, desk.asker())
    held = [(one.publication, one.text) for one in drafts]
    said = words.too_many("Trop.", held, FRENCH)
    assert [one.label for one in said.buttons] == [f"Texte {number}" for number in range(4, -1, -1)]


async def test_a_draft_that_waited_for_a_week_is_told_of_when_it_goes(desk: Desk) -> None:
    made = await desk.drafted()
    desk.w.forum.answers = [(Denied(Denial.LOCKED), False)]
    await desk.confirm(made)
    await desk.settle()
    desk.w.clock.advance(8 * DAY)
    await retention.forget(desk.w.deps)
    await desk.settle()
    assert "il est effacé, et rien n’est publié" in desk.told(PRIVATE)


# What is kept


async def test_what_was_written_in_the_chat_is_forgotten_once_it_is_public(desk: Desk) -> None:
    made = await published(desk)
    id_ = made.publication.id
    kept = await desk.w.deps.store.read(lambda tx: publications.get(tx, id_))
    assert (kept.text, [part.text for part in kept.parts]) == ("", [""])


async def test_a_draft_that_nobody_touches_is_forgotten_after_a_week(desk: Desk) -> None:
    made = await desk.drafted()
    desk.w.clock.advance(8 * 86_400)
    await retention.forget(desk.w.deps)
    assert await desk.state(made) is PublicationState.DROPPED

    def texts_kept(tx: Tx) -> list[str]:
        return [row[0] for row in tx.execute("select text from publication_parts")]

    assert await desk.w.deps.store.read(texts_kept) == [""]


async def test_a_draft_kept_in_the_chat_is_forgotten(desk: Desk) -> None:
    made = await desk.drafted()
    await publishing.drop(desk.w.deps, desk.asker(), made.publication.id)
    assert await desk.state(made) is PublicationState.DROPPED
    other = await desk.pick("Un autre message", 6001)
    assert other.publication.id != made.publication.id


async def test_messages_of_bots_and_empty_ones_are_not_published(desk: Desk) -> None:
    with pytest.raises(Refused) as bot:
        await desk.pick("Un message", is_of_a_bot=True)
    assert bot.value.reason is Reason.PUBLICATION_OF_A_BOT
    with pytest.raises(Refused):
        await desk.pick("  ")


async def test_a_question_that_came_too_late_is_not_asked(desk: Desk) -> None:
    made = await together(desk)
    await desk.revise(made, text="Autre chose, avant que la question parte")
    await desk.settle()
    assert desk.told(DISCUSSION) == ""
    assert Kind.CONSENT_ASKED not in await kinds_sent(desk)


async def kinds_sent(desk: Desk) -> list[str]:
    def work(tx: Tx) -> list[str]:
        return [row[0] for row in tx.execute("select kind from deliveries where state = 'sent'")]

    return await desk.w.deps.store.read(work)
