"""What somebody publishes leaves the base with them, wherever it stood on its way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.ids import PersonId
from bot.domain.own_data import Whose
from bot.domain.publishing import Publication, PublicationState
from bot.ports.chat import Amend, Message
from bot.ports.forum import Denied, Queued, Trouble
from bot.render import own_data as words
from bot.render.texts import texts
from bot.services import own_data, publishing, retention
from bot.services.forum_writing import Scribe
from bot.store import publications
from tests.services.own_data_world import DAY, hits
from tests.services.task_world import plain, rows
from tests.services.test_publishing import LINA, MIMOSA, PRIVATE, ZOE, Desk
from tests.world import DISCUSSION, world

TEXT = "Je m'appelle Jeanne Hachette et j'habite au 12."
WHOSE = Whose(MIMOSA, PRIVATE)
MESSAGE = 555_555_555_555_555_555


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with world(tmp_path) as w:
        w.forum.clock = w.clock
        w.forum.write(5)
        yield Desk(w, Scribe(w.deps))


async def signed(desk: Desk) -> Publication:
    """Confirmed, and not on its way yet."""
    await desk.pick(TEXT, MESSAGE)
    made = await desk.drafted(TEXT)
    made = await desk.revise(made, name="Jeanne Hachette")
    return (await desk.confirm(made)).publication


def named(desk: Desk) -> list[tuple[str, str, object]]:
    return hits(desk.w.deps.store.path, "Jeanne", str(MESSAGE))


async def erase(desk: Desk, whose: Whose = WHOSE) -> None:
    await own_data.erase(desk.w.deps, whose)


async def get(desk: Desk, made: Publication) -> Publication:
    return await desk.w.deps.store.read(lambda tx: publications.get(tx, made.id))


async def test_what_a_forum_took_is_not_kept_here_as_well(desk: Desk) -> None:
    await signed(desk)
    await desk.settle()
    assert await rows(desk.w, "select markdown, title from forum_writes") == [("", "")]


async def test_nor_is_what_it_declined_and_nobody_wants_any_more(desk: Desk) -> None:
    made = await signed(desk)
    desk.w.forum.answers = [(Denied(Denial.LOCKED), False)]
    await desk.settle()
    await publishing.drop(desk.w.deps, desk.asker(), made.id)
    assert hits(desk.w.deps.store.path, "Jeanne") == []


@pytest.mark.parametrize("answer", [None, Denied(Denial.LOCKED), Queued()])
async def test_nothing_of_who_publishes_is_left_once_they_erase(
    desk: Desk, answer: Denied | Queued | None
) -> None:
    await signed(desk)
    desk.w.forum.answers = [(answer, False)] if answer else []
    await desk.settle()
    assert named(desk)
    await erase(desk)
    assert named(desk) == []


async def test_what_was_not_written_yet_never_is(desk: Desk) -> None:
    made = await signed(desk)
    await erase(desk)
    assert named(desk) == []
    await desk.settle()
    assert desk.public() == []
    assert (await get(desk, made)).state is PublicationState.DROPPED


async def test_a_change_that_waits_is_given_up(desk: Desk) -> None:
    made = await signed(desk)
    await desk.settle()
    before = desk.public()
    await publishing.amend(desk.w.deps, desk.asker(), made.id, "Jeanne a déménagé")
    await erase(desk)
    await desk.settle()
    assert desk.public() == before
    assert named(desk) == []


async def test_a_change_that_was_given_back_goes_with_its_author(desk: Desk) -> None:
    made = await signed(desk)
    await desk.settle()
    desk.w.forum.answers = [(Denied(Denial.TOO_LONG), False)]
    await publishing.amend(desk.w.deps, desk.asker(), made.id, "Jeanne a déménagé")
    await desk.settle()
    assert hits(desk.w.deps.store.path, "Jeanne a déménagé")
    shown = await own_data.held(desk.w.deps, Whose(MIMOSA, PRIVATE))
    assert "Jeanne a déménagé" in str(shown)
    await erase(desk)
    assert named(desk) == []


async def test_a_withdrawal_that_was_asked_for_first_goes_on_and_only_its_link_says_so(
    desk: Desk,
) -> None:
    made = await signed(desk)
    await desk.settle()
    desk.w.forum.trouble = Trouble.TIMEOUT
    await publishing.withdraw(desk.w.deps, MIMOSA, made.id)
    await desk.settle()
    said = desk.told()
    await erase(desk)
    desk.w.forum.trouble = None
    await desk.settle(3600)
    assert desk.public() == []
    assert desk.told(DISCUSSION) == "💬 Ce texte a été retiré du forum."
    assert desk.told() == said


async def test_a_new_threads_title_is_erased_too(desk: Desk) -> None:
    made = await desk.pick("Un texte")
    address = f"{desk.w.forum.url}/category/1"
    made = await desk.revise(made, where=address, title="Chez Jeanne")
    assert made.publication.where.act is WriteAct.OPEN
    assert named(desk)
    await erase(desk)
    assert named(desk) == []


async def together(desk: Desk) -> Publication:
    """With a message of somebody else, who agreed."""
    await desk.pick("Venez.", 5001)
    made = await desk.pick(TEXT, MESSAGE, LINA)
    made = await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
    asked = (await desk.confirm(made)).publication
    await desk.w.settle()
    return await publishing.agree(desk.w.deps, LINA, asked.id, asked.version, agrees=True)


async def test_who_agreed_and_erases_before_it_is_written_takes_their_words_back(
    desk: Desk,
) -> None:
    made = await together(desk)
    assert made.state is PublicationState.SENDING
    await erase(desk, Whose(LINA))
    assert named(desk) == []
    await desk.settle()
    assert desk.public() == []
    held = await get(desk, made)
    assert held.state is PublicationState.OPEN
    assert "une personne ne souhaite pas" in plain(desk.told())
    again = await publishing.leave_out(desk.w.deps, desk.asker(), held.id)
    await desk.confirm(again)
    await desk.settle()
    assert desk.public() == ["Venez.\n\n— Collectif de Nice"]


async def test_nor_does_a_question_lead_to_the_message_of_who_erased(desk: Desk) -> None:
    await desk.pick("Venez.", 5001)
    made = await desk.pick(TEXT, MESSAGE, LINA)
    made = await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
    await desk.confirm(made)
    await desk.w.settle()
    assert {table for table, *_ in named(desk)} >= {"deliveries", "publication_parts"}
    await erase(desk, Whose(LINA))
    assert named(desk) == []


async def test_several_messages_of_who_erased_stay_apart(desk: Desk) -> None:
    for number in range(3):
        await desk.pick(f"Un {number}", MESSAGE + number, LINA)
    await erase(desk, Whose(LINA))
    held = await desk.w.deps.store.read(lambda tx: publications.get(tx, 1))
    assert len({one.message for one in held.parts}) == 3
    assert {one.author for one in held.parts} == {PersonId("erased")}


async def asked(desk: Desk, whose: Whose = WHOSE) -> Message:
    return words.asks(await own_data.held(desk.w.deps, whose), texts("fr"))


async def test_who_erases_is_told_what_stays_public_and_may_take_it_back_first(
    desk: Desk,
) -> None:
    made = await together(desk)
    await desk.settle()
    url = (await get(desk, made)).url
    for whose in (WHOSE, Whose(LINA)):
        message = await asked(desk, whose)
        assert "**Reste public sur le forum :** 1 texte" in plain(message.content)
        assert "tu ne pourras plus retirer ensuite" in plain(message.content)
        assert url in message.content
        [button] = [one for one in message.buttons if plain(one.label) == "Retirer le texte 1"]
        assert button.action == f"vigie:publication:withdraw:{made.id}"
    await publishing.withdraw(desk.w.deps, LINA, made.id)
    await desk.settle()
    assert "Reste public" not in (await asked(desk)).content
    assert len((await asked(desk)).buttons) == 2


async def test_of_many_public_texts_the_first_are_offered_and_the_others_counted(
    desk: Desk,
) -> None:
    for number in range(7):
        made = await desk.pick(f"Le texte {number}", 6000 + number)
        made = await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
        await desk.confirm(made)
        await desk.settle(3600)
    message = await asked(desk)
    assert "**Restent publics sur le forum :** 7 textes" in plain(message.content)
    assert "Et 2 autres" in plain(message.content)
    assert len(message.buttons) == 7
    assert len(message.content) < 2000


async def test_what_a_moderator_reads_may_still_become_public(desk: Desk) -> None:
    await signed(desk)
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    said = plain((await asked(desk)).content)
    assert "**Peut encore paraître sur le forum, qui le relit :** 1 texte" in said


async def queued(desk: Desk, made: Publication) -> Publication:
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    return await get(desk, made)


async def appears(desk: Desk) -> list[str]:
    """What stands on the forum some time after a moderator accepted what it held."""
    _, place, text = desk.w.forum.written[-1]
    await desk.w.forum.post_reply(place, text)
    for _ in range(3):
        await desk.settle(3600)
    return desk.public()


async def test_who_erases_may_first_call_off_what_a_moderator_reads(desk: Desk) -> None:
    made = await queued(desk, await signed(desk))
    message = await asked(desk)
    assert "arrête-le d'abord :\n1. Je m'appelle Jeanne Hachette" in plain(message.content)
    [button] = [one for one in message.buttons if "Ne pas publier" in one.label]
    assert button.action == f"vigie:publication:keep:{made.id}"
    await publishing.drop(desk.w.deps, desk.asker(), made.id)
    assert "paraître" not in (await asked(desk)).content
    await erase(desk)
    assert named(desk) == []
    assert await appears(desk) == []


async def test_who_agreed_calls_off_what_a_moderator_reads_and_erases(desk: Desk) -> None:
    made = await queued(desk, await together(desk))
    message = await asked(desk, Whose(LINA))
    [button] = [one for one in message.buttons if "Ne pas publier" in one.label]
    assert button.action == f"vigie:publication:disagree:{made.id}:{made.version}"
    await publishing.agree(desk.w.deps, LINA, made.id, made.version, agrees=False)
    await erase(desk, Whose(LINA))
    assert named(desk) == []
    assert await appears(desk) == []


def said_last(desk: Desk) -> tuple[str, tuple[str, ...]]:
    """What the last message that was worded again says, and its buttons."""
    message = [act for act in desk.w.chat.attempts if isinstance(act, Amend)][-1].message
    return plain(message.content), tuple(button.label for button in message.buttons)


@pytest.mark.parametrize("who", [Whose(LINA), WHOSE])
async def test_a_question_about_words_of_who_erased_has_no_buttons_any_more(
    desk: Desk, who: Whose
) -> None:
    await desk.pick("Venez.", 5001)
    made = await desk.pick(TEXT, MESSAGE, LINA)
    made = await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
    await desk.confirm(made)
    await desk.w.settle()
    await erase(desk, who)
    await desk.w.settle()
    over = "💬 Cette question n'attend plus de réponse : rien n'est publié de ce texte."
    assert said_last(desk) == (over, ())


async def test_nor_has_one_that_others_are_asked_at_the_same_time(desk: Desk) -> None:
    await desk.pick("Venez.", 5001)
    await desk.pick(TEXT, MESSAGE, LINA)
    made = await desk.pick("Moi aussi.", 5002, ZOE)
    made = await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
    await desk.confirm(made)
    await desk.w.settle()
    await erase(desk, Whose(LINA))
    await desk.w.settle()
    amended = [act for act in desk.w.chat.attempts if isinstance(act, Amend)]
    assert len({act.sent for act in amended}) == 2
    assert not any(act.message.buttons for act in amended)


async def test_who_agreed_to_what_a_moderator_reads_is_not_asked_once_erased(desk: Desk) -> None:
    await desk.pick("Venez.", 5001)
    made = await desk.pick(TEXT, MESSAGE, LINA)
    made = await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
    one = (await desk.confirm(made)).publication
    await desk.w.settle()
    await publishing.agree(desk.w.deps, LINA, one.id, one.version, agrees=True)
    await queued(desk, one)
    await erase(desk, Whose(LINA))
    await desk.w.settle()
    assert said_last(desk) == ("💬 Cette question n'attend plus de réponse.", ())


async def test_a_question_that_was_not_said_yet_is_not(desk: Desk) -> None:
    await desk.pick("Venez.", 5001)
    made = await desk.pick(TEXT, MESSAGE, LINA)
    made = await desk.revise(made, where=f"{desk.w.forum.url}/topic/2/fil")
    await desk.confirm(made)
    await erase(desk, Whose(LINA))
    await desk.w.settle()
    assert desk.told(DISCUSSION) == ""


async def test_who_published_and_who_agreed_are_forgotten_in_the_end(desk: Desk) -> None:
    await together(desk)
    await desk.settle()
    desk.w.clock.advance(390 * DAY)
    await retention.forget(desk.w.deps)
    assert await rows(desk.w, "select by from publications") == [(MIMOSA,)]
    assert await rows(desk.w, "select count(*) from publication_parts") == [(2,)]
    desk.w.clock.advance(20 * DAY)
    await retention.forget(desk.w.deps)
    assert await rows(desk.w, "select by, private from publications") == [("erased", "")]
    assert await rows(desk.w, "select count(*) from publication_parts") == [(0,)]
