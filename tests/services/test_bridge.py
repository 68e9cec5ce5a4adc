"""Who hears of a post, where and how; and what changed since."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import DiscordSettings, ForumSettings
from bot.domain.delivery import Cause, State
from bot.domain.ids import ChannelId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode, Room, Scope
from bot.ports.chat import (
    Amend,
    OpenPost,
    OpenThread,
    Refusal,
    Rejected,
    Rename,
    Say,
    Unknown,
)
from bot.ports.forum import PlaceKind, TopicPage, Trouble, Unreadable
from bot.render import markdown
from bot.render.texts import texts, typeset
from bot.render.threads import followed, listed
from bot.services import corrections, polling, retention, threads, watching, why, wishes
from bot.services.namesakes import Namesake
from bot.services.threads import Listener
from bot.store import forums, readings
from tests.fakes import FakeForum
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, GIROUETTE, World, world

EVERYBODY = why.Viewer(COLLECTIVE, lambda _: True)
CATEGORY = "https://forum.example/category/6/paca"
NAMES = ({"technopolice": "Technopolice"}, {"technopolice": "Technopolice", "autre": "Autre"})
TAG = "https://forum.example/tags/vote"
THREAD = "https://forum.example/topic/2/fil"


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.write(1)
        yield made


def heard(w: World, channel: str | None = None) -> list[str]:
    return w.chat.contents(channel)


def bodies(w: World, channel: str | None = None) -> list[str]:
    return [text.splitlines()[1] for text in heard(w, channel) if "/post/" in text]


async def test_a_thread_is_mirrored_in_a_chat_thread_of_its_own(w: World) -> None:
    await w.follow(room=Room.TEXT)
    for number in (2, 3):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    [starter, *posts] = w.chat.kept
    assert starter[0] == ANNOUNCEMENTS
    assert w.chat.threads == {ChannelId(starter[1]): "Fil 2"}
    assert {place for place, *_ in posts} == {ChannelId(starter[1])}
    assert bodies(w) == ["Bonjour 2", "Bonjour 3"]


async def test_the_chat_thread_is_opened_once_for_all_later_posts(w: World) -> None:
    await w.follow(room=Room.TEXT)
    for number in (2, 3):
        w.forum.write(number)
        await w.poll()
        await w.settle()
    assert sum(isinstance(act, OpenThread) for act in w.chat.attempts) == 1
    assert len(w.chat.threads) == 1


async def test_a_forum_channel_gets_one_post_per_thread(w: World) -> None:
    await w.listen(CATEGORY, room=Room.FORUM, mode=Mode.THREAD)
    w.forum.write(2)
    w.forum.write(3, topic=5)
    w.forum.write(4)
    await w.poll()
    await w.settle()
    opened = [act for act in w.chat.attempts if isinstance(act, OpenPost)]
    assert sorted(act.name for act in opened) == ["Fil 2", "Fil 5"]
    assert opened[0].tags == ("marseille",)
    assert "les messages du forum arrivent ici" in opened[0].message.content
    assert sorted(bodies(w)) == ["Bonjour 2", "Bonjour 3", "Bonjour 4"]


async def test_a_forum_post_whose_answer_was_lost_is_looked_for_before_another(w: World) -> None:
    await w.listen(CATEGORY, room=Room.FORUM, mode=Mode.THREAD)
    w.chat.answers = [(Unknown("status 502"), True)]
    w.forum.write(2)
    await w.poll()
    async with w.sending():
        while not w.chat.attempts:
            await w.until(lambda _: bool(w.chat.attempts))
        w.clock.advance(10)
        await w.all_sent(2)
    assert sum(isinstance(act, OpenPost) for act in w.chat.attempts) == 1
    assert bodies(w) == ["Bonjour 2"]


async def test_without_the_right_messages_follow_each_other_and_it_is_said_once(w: World) -> None:
    w.chat.refuses = {OpenThread: Refusal.NO_RIGHT}
    await w.follow(room=Room.TEXT)
    await w.follow(5, room=Room.TEXT) if w.forum.write(9, topic=5) else None
    w.forum.write(10)
    w.forum.write(11, topic=5)
    await w.poll()
    await w.settle()
    assert sorted(bodies(w, ANNOUNCEMENTS)) == ["Bonjour 10", "Bonjour 11"]
    assert sum("un droit manque" in text for text in heard(w, ANNOUNCEMENTS)) == 1


async def test_a_deleted_chat_thread_is_replaced_and_nothing_is_lost(w: World) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    [gone] = w.chat.threads
    w.chat.gone = {gone}
    for number in (3, 4):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    [new] = set(w.chat.threads) - {gone}
    assert bodies(w, new) == ["Bonjour 3", "Bonjour 4"]


async def test_the_narrower_rule_wins(w: World) -> None:
    w.forum.thread(5, tags=("vote",))
    await w.listen(CATEGORY, mode=Mode.ANNOUNCE)
    await w.listen(TAG, mode=Mode.THREAD)
    await w.follow(room=Room.TEXT, mode=Mode.MUTE)
    w.forum.write(2)
    w.forum.write(3, topic=5)
    w.forum.write(4, topic=7)
    await w.poll()
    await w.settle()
    assert bodies(w, ANNOUNCEMENTS) == ["Bonjour 4"]
    assert bodies(w) == ["Bonjour 4", "Bonjour 3"] or bodies(w) == ["Bonjour 3", "Bonjour 4"]
    assert "Bonjour 2" not in bodies(w)


async def test_a_category_brings_its_sub_categories(w: World) -> None:
    w.forum.thread(5, category=61, category_name="Marseille")
    await w.listen(CATEGORY)
    w.forum.write(3, topic=5)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 3"]


async def test_a_city_brings_the_threads_that_name_it(w: World) -> None:
    await w.listen("Nice")
    w.forum.thread(5, title="Caméras à Nice : que faire ?", tags=())
    w.forum.thread(6, title="De nice caméras", tags=())
    w.forum.thread(7, title="Sans nom", tags=("nice",))
    for number, topic in ((3, 5), (4, 6), (5, 7)):
        w.forum.write(number, topic=topic)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 3", "Bonjour 5"]


async def test_a_city_hears_nothing_of_an_english_title_that_is_nice(w: World) -> None:
    w.forum.write(1)
    await w.poll()
    await w.listen("fr:06088")
    titles = {5: "Nice to meet you", 6: "Nice : nouvelles caméras"}
    for number, title in titles.items():
        w.forum.write(number, topic=number)
        w.forum.thread(number, title=title, tags=())
    await w.poll()
    await w.settle()
    [told] = w.chat.contents()
    assert "Nice : nouvelles caméras" in told


async def test_a_city_hears_nothing_of_its_homonym(w: World) -> None:
    await w.listen("fr:93066")
    w.forum.thread(5, title="Des drones à Saint-Denis (974)", tags=("saint-denis",))
    w.forum.write(3, topic=5)
    w.forum.thread(6, title="Des drones à Saint-Denis (93)", tags=())
    w.forum.write(4, topic=6)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 4"]


async def test_a_city_brings_the_category_of_its_name_and_what_stands_in_it(w: World) -> None:
    await w.listen("Marseille")
    w.forum.thread(5, category=61, category_name="Marseille", title="Réunion mensuelle", tags=())
    w.forum.thread(6, category=7, category_name="Grand Est", title="Réunion mensuelle", tags=())
    for number, topic in ((3, 5), (4, 6)):
        w.forum.write(number, topic=topic)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 3"]


async def test_a_city_brings_the_past_of_its_category_when_asked(w: World) -> None:
    w.forum.thread(5, category=61, category_name="Marseille", title="Réunion mensuelle", tags=())
    w.forum.thread(2, tags=())
    w.forum.write(3, topic=5)
    await w.poll()
    await w.listen("Marseille", again=True)
    await w.settle()
    assert bodies(w) == ["Bonjour 3"]


async def test_an_edit_reaches_the_very_message(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.edit(2, "<p>Le conseil est reporté.</p>")
    await w.reread()
    await w.settle()
    [text] = heard(w)
    assert "Le conseil est reporté." in text
    assert "Modifié sur le forum le 24 novembre à 13h." in text
    await w.reread()
    await w.settle()
    assert sum(isinstance(act, Amend) for act in w.chat.attempts) == 1


async def test_a_post_is_carried_as_it_was_typed(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    w.forum.typed(2, "[b]Bonjour[/b] 2")
    await w.poll()
    await w.settle()
    assert bodies(w) == ["**Bonjour** 2"]


@pytest.mark.parametrize(("first", "then"), [("Bonjour *2*", None), (None, "Bonjour *2*")])
async def test_answers_that_tell_what_was_typed_and_others_that_do_not_make_no_edit(
    w: World, first: str | None, then: str | None
) -> None:
    await w.follow()
    w.forum.write(2)
    w.forum.typed(2, first)
    await w.poll()
    await w.settle()
    w.forum.typed(2, then)
    await w.reread()
    await w.settle()
    assert not any(isinstance(act, Amend) for act in w.chat.attempts)


async def test_an_edit_is_carried_as_it_was_typed(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    w.forum.typed(2, "Bonjour 2")
    await w.poll()
    await w.settle()
    w.forum.edit(2, "<p>Le conseil est reporté.</p>")
    w.forum.typed(2, "Le conseil est [b]reporté[/b].")
    await w.reread()
    await w.settle()
    assert "Le conseil est **reporté**." in heard(w)[0]


async def test_an_edit_before_the_send_is_what_is_sent(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    w.forum.edit(2, "<p>Le conseil est reporté.</p>")
    await w.reread()
    await w.settle()
    assert "reporté" in heard(w)[0]


@pytest.mark.parametrize("how", ["delete", "purge"])
async def test_what_the_forum_withdrew_is_withdrawn(w: World, how: str) -> None:
    await w.follow()
    w.forum.write(2, text="Un nom à taire")
    w.forum.typed(2, "Un nom à taire 2")
    w.forum.write(3)
    await w.poll()
    await w.settle()
    getattr(w.forum, how)(2)
    await w.reread()
    await w.settle()
    assert heard(w)[0].startswith("💬 Message retiré du forum (vu le 24 novembre")
    assert "taire" not in "".join(heard(w))
    stored = await w.deps.store.read(
        lambda tx: tx.execute(
            "select count(*) from posts where html || coalesce(markdown, '') like '%taire%'"
        ).fetchone()[0]
    )
    assert stored == 0


async def test_a_restored_post_is_shown_again(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    for deleted in (True, False):
        w.forum.delete(2, deleted=deleted)
        await w.reread()
        await w.settle()
    assert bodies(w) == ["Bonjour 2"]


async def test_a_post_withdrawn_before_it_was_sent_is_never_sent(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    w.forum.delete(2)
    await w.reread()
    await w.settle()
    assert heard(w) == []


async def test_a_thread_that_is_gone_is_believed_at_the_second_look(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.posts = []
    await w.reread()
    await w.settle()
    assert bodies(w) == ["Bonjour 2"]
    w.clock.advance(600)
    await w.reread()
    await w.settle()
    assert heard(w)[0].startswith("💬 Message retiré du forum")
    assert heard(w)[1] == "💬 Un fil suivi ici a été retiré du forum."


async def test_when_the_forum_hides_everything_at_once_nothing_is_withdrawn(w: World) -> None:
    for topic in range(20, 30):
        w.forum.write(topic, topic=topic)
        await w.follow(topic)
        w.forum.write(topic + 100, topic=topic)
    await w.poll()
    await w.settle()
    w.forum.posts = []
    for _ in range(3):
        for topic in range(20, 30):
            await w.reread(topic)
        w.clock.advance(600)
    await w.settle()
    [told] = [text for text in heard(w) if "Bonjour" not in text]
    assert "plusieurs fils suivis ont disparu d’un coup, je ne retire rien ici" in told
    assert not any(isinstance(act, Amend) for act in w.chat.attempts)


async def test_threads_that_go_one_by_one_over_days_are_each_believed(w: World) -> None:
    for topic in range(20, 28):
        w.forum.write(topic, topic=topic)
        await w.follow(topic)
        w.forum.write(topic + 100, topic=topic)
    await w.poll()
    await w.settle()
    for topic in range(20, 28):
        w.forum.posts = [post for post in w.forum.posts if post.topic.id.number != topic]
        await w.reread(topic)
        w.clock.advance(600)
        await w.reread(topic)
        w.clock.advance(86_400)
    await w.settle()
    assert sum(text.startswith("💬 Message retiré du forum") for text in heard(w)) == 8


async def test_a_rename_and_a_lock_reach_the_mirror(w: World) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.thread(2, title="Vote reporté", locked=True)
    await w.reread()
    await w.settle()
    assert list(w.chat.threads.values()) == ["🔒 Vote reporté"]
    assert any("Nouveau titre sur le forum" in text for text in heard(w))
    assert any("est verrouillé" in text for text in heard(w))


async def test_a_moved_thread_follows_the_rules_of_its_new_category(w: World) -> None:
    await w.listen(CATEGORY, mode=Mode.THREAD)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.thread(2, category=7, category_name="Grand Est")
    w.forum.write(3)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 2"]


async def test_at_most_twenty_are_announced_and_the_rest_is_counted(w: World) -> None:
    await w.listen(CATEGORY)
    for number in range(2, 37):
        w.forum.write(number)
    w.clock.advance(3 * 3600)
    await w.poll()
    await w.settle()
    assert bodies(w) == [f"Bonjour {number}" for number in range(17, 37)]
    assert heard(w)[-1] == (
        "-# «\u202fFil 2\u202f», après 3 heures d’arrêt\xa0: 20 messages repris, "
        "[15 autres](<https://forum.example/topic/2/fil>)."
    )


async def test_of_a_long_new_thread_the_first_post_is_announced(w: World) -> None:
    await w.listen(CATEGORY)
    w.forum.write(2, topic=5)
    w.forum._change(2, index=0)
    for number in range(3, 28):
        w.forum.write(number, topic=5)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 2", *(f"Bonjour {number}" for number in range(9, 28))]
    assert heard(w)[-1] == (
        "-# «\u202fFil 5\u202f»\xa0: 20 messages repris, "
        "[6 autres](<https://forum.example/topic/5/fil>)."
    )


async def test_a_new_title_reaches_the_line_that_sums_up(w: World) -> None:
    await w.listen(CATEGORY)
    for number in range(2, 37):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    w.forum.thread(2, title="Vote reporté")
    await w.reread()
    await w.settle()
    [line] = [text for text in heard(w) if "messages repris" in text]
    assert line.startswith("-# «\u202fVote reporté\u202f»")


async def test_a_mirror_gets_every_post_however_many(w: World) -> None:
    await w.follow()
    for number in range(2, 102):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    assert bodies(w) == [f"Bonjour {number}" for number in range(2, 102)]


async def test_the_last_five_are_carried_when_asked(w: World) -> None:
    for number in range(2, 12):
        w.forum.write(number)
    made = await w.listen("https://forum.example/topic/2/fil", room=Room.THREAD, again=True)
    await w.settle()
    assert made.again == 5
    assert bodies(w) == [f"Bonjour {number}" for number in range(7, 12)]


@pytest.mark.parametrize("mode", [Mode.ANNOUNCE, Mode.THREAD])
async def test_the_past_comes_after_the_answer_that_announces_it(w: World, mode: Mode) -> None:
    for number in range(2, 12):
        w.forum.write(number)
    await w.listen("https://forum.example/topic/2/fil", mode=mode, again=True, answered=False)
    w.forum.write(12)
    await w.poll()
    async with w.sending() as outbox:
        for _ in range(50):
            outbox.wake()
            await asyncio.sleep(0)
            await w.states()
        assert heard(w) == []
        await threads.answered(w.deps, ANNOUNCEMENTS)
        await w.all_sent(6 if mode is Mode.ANNOUNCE else 8)
    assert bodies(w) == [f"Bonjour {number}" for number in range(7, 13)]


async def test_after_a_stop_before_the_answer_the_past_comes_all_the_same(w: World) -> None:
    for number in range(2, 12):
        w.forum.write(number)
    await w.listen("https://forum.example/topic/2/fil", again=True, answered=False)
    w.clock.advance(31)
    await w.settle()
    assert bodies(w) == [f"Bonjour {number}" for number in range(7, 12)]


async def test_unfollowing_stops_what_waits(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    await threads.stop(w.deps, threads.value_of(follow), GIROUETTE)
    await w.settle()
    assert heard(w) == []


async def test_muting_stops_what_waits(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.follow(mode=Mode.MUTE)
    await w.settle()
    assert heard(w) == []


async def test_another_mode_keeps_what_waits(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    made = await w.follow(mode=Mode.ANNOUNCE)
    await w.settle()
    assert made.before is Mode.THREAD
    assert bodies(w) == ["Bonjour 2"]


async def test_one_post_in_two_channels_is_corrected_in_both(w: World) -> None:
    await w.follow(channel=ANNOUNCEMENTS)
    await w.follow(channel=DISCUSSION)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.edit(2, "<p>Corrigé.</p>")
    await w.reread()
    await w.settle()
    assert "Corrigé." in heard(w, ANNOUNCEMENTS)[0]
    assert "Corrigé." in heard(w, DISCUSSION)[0]


async def test_what_was_deleted_in_the_chat_is_not_sent_again(w: World) -> None:
    w.chat.refuses = {Amend: Refusal.NO_MESSAGE}
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.edit(2, "<p>Corrigé.</p>")
    await w.reread()
    await w.settle()
    assert sum(isinstance(act, Say) for act in w.chat.attempts) == 1


async def test_renaming_waits_without_holding_the_posts(w: World) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.chat.refuses = {Rename: Refusal.BUSY}
    w.forum.thread(2, title="Vote reporté")
    w.forum.write(3)
    await w.poll()
    await w.reread()
    async with w.sending():
        await w.until(lambda states: states == {**states, State.PLANNED: 1, State.SENT: 6})
    assert bodies(w) == ["Bonjour 2", "Bonjour 3"]


async def test_who_wants_to_hear_nothing_is_not_told_that_the_forum_cannot_be_read(
    w: World,
) -> None:
    await w.follow(mode=Mode.MUTE)
    w.forum.trouble = Trouble.WALLED
    for _ in range(30):
        await w.poll()
        w.clock.advance(600)
    w.forum.trouble = None
    await w.poll()
    await w.settle()
    assert heard(w, ANNOUNCEMENTS) == []


async def test_who_follows_is_told_once_that_the_forum_cannot_be_read(w: World) -> None:
    await w.follow()
    await w.follow(channel=DISCUSSION)
    w.forum.trouble = Trouble.WALLED
    for _ in range(30):
        await w.poll()
        w.clock.advance(600)
    w.forum.trouble = None
    w.forum.write(2)
    await w.poll()
    await w.settle()
    told = [text for text in heard(w, ANNOUNCEMENTS) if "/post/" not in text]
    assert len(told) == 2
    assert "illisible depuis le 24 novembre à 13h" in told[0]
    assert "il faut demander une exception à son équipe" in told[0]
    assert told[1] == "💬 Forum relu à 18h\xa0: 1 message rattrapé"


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (
            Trouble.WALLED,
            "Ce forum filtre les robots : il faut demander une exception à son équipe. ",
        ),
        (Trouble.NOT_A_FORUM, "Il répond par une page que je ne sais pas lire. "),
        (Trouble.GARBLED, "Il répond par une page que je ne sais pas lire. "),
        (Trouble.SERVER, ""),
    ],
)
async def test_who_follows_is_told_what_the_forum_answers_and_what_comes_next(
    w: World, trouble: Trouble, why: str
) -> None:
    await w.follow()
    w.forum.trouble = trouble
    await w.poll()
    w.clock.advance(4 * 3600)
    await w.poll()
    await w.settle()
    again = "Je réessaie toutes les 10 minutes. Rien ne sera perdu."
    assert heard(w)[0].splitlines()[1] == typeset(why + again)


async def test_a_notice_names_the_channels_that_it_is_for(w: World) -> None:
    here = Listener(DISCUSSION, Room.FORUM)
    await threads.follow(w.deps, CATEGORY, GIROUETTE, listener=here)
    w.forum.trouble = Trouble.SERVER
    for _ in range(3):
        await w.poll()
        w.clock.advance(2 * 3600)
    w.forum.trouble = None
    await w.poll()
    await w.settle()
    assert [text.splitlines()[-1] for text in heard(w)] == ["(pour <#200>)"] * 2


@pytest.mark.parametrize("listens", [True, False])
async def test_a_tag_that_no_thread_carries_is_said_to_be_so(w: World, listens: bool) -> None:
    tag = "marseille" if listens else "marseile"
    made = await w.listen(f"https://forum.example/tags/{tag}")
    said = followed(
        made.follow, texts("fr"), here=True, before=None, again=0, can_open=True, found=made.found
    )
    assert ("vérifie l’orthographe" in said.content) is not listens


async def test_what_bears_the_name_of_a_city_is_told(w: World) -> None:
    made = await w.listen("Marseille")
    assert made.found == (
        Namesake(PlaceKind.CATEGORY, "Marseille", "Forum"),
        Namesake(PlaceKind.TAG, "marseille", "Forum"),
    )
    elsewhere = await w.listen("Nice")
    assert elsewhere.found == ()
    said = followed(
        elsewhere.follow,
        texts("fr"),
        here=True,
        before=None,
        again=0,
        can_open=True,
        found=elsewhere.found,
    )
    assert "Aucune catégorie ni étiquette" in said.content


async def test_what_is_followed_is_listed_by_channel(w: World) -> None:
    await w.follow()
    await w.follow(channel=DISCUSSION)
    await w.listen(CATEGORY, mode=Mode.MUTE)
    found = await threads.followed(w.deps, COLLECTIVE)
    one, two = (listed(found, names, texts("fr")).content.splitlines() for names in NAMES)
    assert one[1:] == [
        "<#100>",
        "- [Fil 2](<https://forum.example/topic/2/fil>) · fil",
        "- [PACA](<https://forum.example/category/6/paca>) · muet",
        "<#200>",
        "- [Fil 2](<https://forum.example/topic/2/fil>) · fil",
    ]
    assert two[2] == "- [Fil 2](<https://forum.example/topic/2/fil>) · fil · Technopolice"


async def test_another_mode_is_said_with_the_one_before(w: World) -> None:
    await w.follow()
    made = await w.follow(mode=Mode.ANNOUNCE)
    said = followed(
        made.follow, texts("fr"), here=True, before=made.before, again=0, can_open=True
    ).content
    assert "en mode annonce, et plus en mode fil" in said
    assert "`/fil suivre` et son option `mode`" in said


async def test_a_short_silence_of_the_forum_is_not_told(w: World) -> None:
    await w.follow()
    w.forum.trouble = Trouble.SERVER
    await w.poll()
    w.clock.advance(timedelta(hours=1).total_seconds())
    await w.poll()
    w.forum.trouble = None
    await w.poll()
    await w.settle()
    assert heard(w) == []


async def test_a_name_that_means_several_things_is_asked_about(w: World) -> None:
    with pytest.raises(Refused) as refused:
        await w.listen("Saint-Denis")
    assert refused.value.reason is Reason.SEVERAL_PLACES


async def test_a_category_is_followed_by_its_name(w: World) -> None:
    await w.poll()
    made = await w.listen("paca")
    assert (made.follow.key, made.follow.mode) == ("6", Mode.ANNOUNCE)


async def test_where_vigie_is_no_longer_in_service_nothing_arrives(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    elsewhere = DiscordSettings(guilds=["999"])
    settings = w.deps.settings.model_copy(update={"discord": elsewhere})
    await polling.poll(replace(w.deps, settings=settings), w.forum)
    assert await w.states() == {}


async def test_a_whole_forum_is_followed_by_its_suggestion(w: World) -> None:
    [whole] = [one for one in await wishes.suggested(w.deps, "forum") if one.scope is Scope.ALL]
    made = await w.listen(whole.value)
    assert made.follow.mode is Mode.ANNOUNCE
    w.forum.write(2)
    w.forum.write(3, topic=9)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 2", "Bonjour 3"]


@pytest.mark.parametrize("said", ["https://forum.example", "forum.example/", "Forum"])
async def test_a_whole_forum_is_followed_by_its_address_or_its_name(w: World, said: str) -> None:
    await w.poll()
    made = await w.listen(said)
    assert (made.follow.scope, made.follow.title) == (Scope.ALL, "Forum")


async def test_the_address_of_a_post_follows_its_thread(w: World) -> None:
    made = await w.listen("https://forum.example/post/1")
    assert (made.follow.scope, made.follow.key) == (Scope.TOPIC, "2")


async def test_every_whole_forum_is_offered_before_its_threads(w: World) -> None:
    for number in range(2, 40):
        w.forum.write(number, topic=number)
    await w.poll()
    offered = await wishes.suggested(w.deps, "")
    assert (len(offered), offered[0].scope, offered[0].title) == (25, Scope.ALL, "Forum")


async def test_what_is_followed_has_the_title_that_it_has_now(w: World) -> None:
    await w.follow()
    await w.listen(CATEGORY)
    w.forum.thread(2, title="Vote reporté")
    w.forum.places = (replace(w.forum.places[0], name="Provence"), *w.forum.places[1:])
    w.clock.advance(25 * 3600)
    await w.poll()
    await w.reread()
    found = await threads.followed(w.deps, COLLECTIVE)
    assert [one.title for one in found] == ["Vote reporté", "Provence"]
    stopped = await threads.stop(w.deps, "reporté", GIROUETTE)
    assert stopped.title == "Vote reporté"


async def test_a_refusal_names_the_forums(w: World) -> None:
    await w.poll()
    with pytest.raises(Refused) as refused:
        await w.listen("n'importe quoi")
    assert refused.value.facts["forums"] == "Forum (https://forum.example)"


@pytest.mark.parametrize("said", ["topic:technopolice:x", "category:technopolice:", "tag::", ":"])
async def test_a_mangled_suggestion_is_refused_in_one_sentence(w: World, said: str) -> None:
    with pytest.raises(Refused) as refused:
        await w.listen(said)
    assert refused.value.reason is Reason.NOT_A_PLACE


async def test_the_base_s_thread_never_converts_a_long_post(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work: set[str] = set()

    def noted(html: str, **how: Any) -> markdown.Converted:
        at_work.add(threading.current_thread().name.partition("_")[0])
        return convert(html, **how)

    convert = markdown.from_html
    monkeypatch.setattr(markdown, "from_html", noted)
    await w.follow()
    await w.listen(CATEGORY, channel=DISCUSSION)
    w.forum.write(2)
    w.forum.edit(2, "<p>Le conseil est avancé.</p>" * 200)
    await w.poll()
    await w.settle()
    w.forum.edit(2, "<p>Le conseil est reporté.</p>" * 200)
    await w.reread()
    await w.settle()
    assert at_work == {"asyncio"}


async def test_a_narrower_wish_takes_nothing_from_what_a_wider_one_owed(w: World) -> None:
    await w.listen(CATEGORY, mode=Mode.THREAD)
    w.forum.write(2)
    await w.poll()
    w.forum.write(3)  # written, not read yet
    await w.follow(room=Room.TEXT)
    w.forum.write(4)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 2", "Bonjour 3", "Bonjour 4"]


async def test_muting_a_thread_holds_for_what_was_not_read_yet(w: World) -> None:
    await w.listen(CATEGORY)
    w.forum.write(2)
    await w.follow(room=Room.TEXT, mode=Mode.MUTE)
    await w.poll()
    await w.settle()
    assert heard(w) == []


@pytest.mark.parametrize("said", [CATEGORY, TAG, "Marseille", "all:technopolice:"])
async def test_a_first_follow_is_silent_about_what_was_not_read_yet(w: World, said: str) -> None:
    w.forum.thread(2, category=61, category_name="Marseille", tags=("vote",))
    await w.poll()
    for number in range(2, 50):
        w.forum.write(number)
    await w.listen(said)
    w.forum.write(50)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 50"]


async def test_a_forum_that_cannot_be_read_is_not_followed_as_a_whole(w: World) -> None:
    await w.poll()
    w.forum.trouble = Trouble.SERVER
    with pytest.raises(Refused) as refused:
        await w.listen("all:technopolice:")
    assert refused.value.reason is Reason.TOPIC_UNREADABLE


@pytest.mark.parametrize("wider", [None, Mode.ANNOUNCE])
async def test_what_was_written_while_a_thread_was_mute_never_comes(
    w: World, wider: Mode | None
) -> None:
    if wider:
        await w.listen(CATEGORY, mode=wider)
    await w.follow(room=Room.TEXT, mode=Mode.MUTE)
    for number in (2, 3):
        w.forum.write(number)
    await w.poll()
    w.forum.write(4)
    made = await w.follow(room=Room.TEXT, mode=Mode.THREAD)
    w.forum.write(5)
    for _ in range(2):
        await w.poll()
        await w.reread()
        await w.settle()
    assert made.before is Mode.MUTE
    assert bodies(w) == ["Bonjour 5"]


async def test_a_thread_moved_into_what_is_followed_does_not_bring_its_past(w: World) -> None:
    await w.listen(CATEGORY, mode=Mode.THREAD)
    w.forum.thread(5, category=7, category_name="Grand Est")
    for number in (2, 3, 4):
        w.forum.write(number, topic=5)
    await w.poll()
    w.forum.thread(5, category=6, category_name="PACA")
    w.forum.write(5, topic=5)
    await w.poll()
    await w.settle()
    await w.reread(5)
    await w.settle()
    assert bodies(w) == ["Bonjour 5"]


async def test_a_post_shown_late_comes_where_its_thread_is_heard(w: World) -> None:
    await w.listen(CATEGORY, mode=Mode.THREAD)
    for number in (2, 3, 4):
        w.forum.write(number)
    w.forum.hidden = range(3, 4)
    await w.poll()
    w.forum.hidden = range(0)
    await w.reread()
    await w.settle()
    assert bodies(w) == ["Bonjour 2", "Bonjour 4", "Bonjour 3"]


async def test_a_post_restored_before_it_was_ever_sent_is_sent(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    w.forum.delete(2)
    await w.reread()
    await w.settle()
    w.forum.delete(2, deleted=False)
    for _ in range(2):
        await w.reread()
        await w.settle()
    assert bodies(w) == ["Bonjour 2"]


async def test_a_post_hidden_at_first_sight_opens_nothing_and_comes_once_shown(w: World) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    w.forum.delete(2)
    w.forum.shows_deleted = True
    await w.poll()
    await w.settle()
    assert (heard(w), w.chat.threads) == ([], {})
    w.forum.delete(2, deleted=False)
    await w.reread()
    await w.settle()
    assert bodies(w) == ["Bonjour 2"]
    assert len(w.chat.threads) == 1


@pytest.mark.parametrize("room", [Room.TEXT, Room.FORUM])
async def test_a_post_hidden_at_first_sight_comes_with_the_next_news_too(
    w: World, room: Room
) -> None:
    await w.follow(room=room)
    w.forum.write(2)
    w.forum.delete(2)
    w.forum.shows_deleted = True
    await w.poll()
    await w.settle()
    w.forum.delete(2, deleted=False)
    w.forum.write(3)
    await w.poll()  # the newest posts show it before its thread is read again
    await w.settle()
    await w.reread()
    await w.settle()
    assert sorted(bodies(w)) == ["Bonjour 2", "Bonjour 3"]


async def test_a_post_restored_after_unfollowing_stays_away(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    w.forum.delete(2)
    await w.reread()
    await w.settle()
    await unfollow(w)
    w.forum.delete(2, deleted=False)
    await w.reread()
    await w.settle()
    assert heard(w) == []


async def unfollow(w: World) -> None:
    """Stop the one follow there is."""
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    await threads.stop(w.deps, threads.value_of(follow), GIROUETTE)


async def test_the_mirror_of_a_thread_that_moved_out_is_told_and_corrected(w: World) -> None:
    await w.listen(CATEGORY, mode=Mode.THREAD)
    w.forum.write(2)
    w.forum.write(3)
    await w.poll()
    await w.settle()
    w.forum.thread(2, category=7, category_name="Grand Est")
    await w.reread()
    await w.settle()
    assert heard(w)[-1].endswith("est maintenant dans «\u202fGrand Est\u202f» sur le forum")
    w.forum.edit(2, "<p>Corrigé.</p>")
    w.forum.delete(3)
    w.forum.thread(2, locked=True)
    w.forum.write(4)
    await w.poll()
    await w.reread()
    await w.settle()
    assert bodies(w) == ["Corrigé."]
    assert any(text.startswith("💬 Message retiré du forum") for text in heard(w))
    assert not any("verrouillé" in text for text in heard(w))


async def test_a_post_split_into_a_thread_not_followed_is_still_corrected(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    w.forum.write(3, text="Un nom à taire")
    await w.poll()
    await w.settle()
    w.forum.split(3, w.forum.thread(9, category=7, title="Autre"))
    await w.reread()
    await w.settle()
    assert "Autre" in heard(w)[1]
    w.clock.advance(60)
    due = await w.deps.store.read(lambda tx: readings.due(tx, w.forum.name, w.clock.now(), 20))
    assert 9 in [topic.number for topic in due]
    w.forum.delete(3)
    await w.reread(9)
    await w.settle()
    assert "taire" not in "".join(heard(w))


@pytest.mark.parametrize("how", ["stop", "mute"])
async def test_after_unfollowing_only_what_the_forum_withdrew_changes(w: World, how: str) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2, text="Un nom à taire")
    w.forum.write(3)
    await w.poll()
    await w.settle()
    if how == "stop":
        await unfollow(w)
    else:
        await w.follow(room=Room.TEXT, mode=Mode.MUTE)
    count = len(heard(w))
    w.forum.delete(2)
    w.forum.edit(3, "<p>Nouveau texte</p>")
    w.forum.thread(2, title="Nouveau titre", locked=True)
    w.forum.write(4)
    await w.poll()
    await w.reread()
    await w.settle()
    assert "taire" not in "".join(heard(w))
    assert bodies(w) == ["Bonjour 3"]
    assert len(heard(w)) == count
    assert list(w.chat.threads.values()) == ["Fil 2"]


async def test_a_thread_of_which_nothing_is_left_to_withdraw_is_no_longer_read(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.settle()
    await unfollow(w)
    w.forum.delete(2)
    await w.reread()
    await w.settle()
    await w.reread()
    asked = w.forum.requests
    w.clock.advance(86_400)
    due = await w.deps.store.read(lambda tx: readings.due(tx, w.forum.name, w.clock.now(), 20))
    assert due == []
    assert w.forum.requests == asked


async def test_the_past_asked_again_comes_where_it_had_been_withheld(w: World) -> None:
    await w.follow()
    for number in (5, 6):
        w.forum.write(number)
    await w.poll()
    await unfollow(w)
    await w.settle()
    for number in (2, 3, 4):
        w.forum.write(number)
    w.forum.posts.sort(key=lambda post: post.id.number)
    made = await w.listen(THREAD, room=Room.THREAD, again=True)
    await w.settle()
    assert bodies(w) == [f"Bonjour {number}" for number in range(2, 7)]
    assert made.again == 5


async def test_the_past_asked_again_is_not_doubled(w: World) -> None:
    await w.follow()
    for number in (2, 3):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    await unfollow(w)
    made = await w.listen(THREAD, room=Room.THREAD, again=True)
    await w.settle()
    assert made.again == 1
    assert sorted(bodies(w)) == ["Bonjour 1", "Bonjour 2", "Bonjour 3"]
    with pytest.raises(Refused) as refused:
        await w.listen(THREAD, room=Room.THREAD, again=True)
    assert refused.value.reason is Reason.ALREADY_FOLLOWED


async def test_a_new_title_reaches_what_was_announced(w: World) -> None:
    await w.listen(CATEGORY)
    for number in (2, 3):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    w.forum.thread(2, title="Vote reporté")
    await w.reread()
    await w.settle()
    assert len(heard(w)) == 2
    assert all("Vote reporté" in text for text in heard(w))


async def test_a_new_title_of_much_that_was_announced_is_told_in_one_line(w: World) -> None:
    await w.listen(CATEGORY)
    for start in (2, 22):
        for number in range(start, start + 20):
            w.forum.write(number)
        await w.poll()
        await w.settle()
    w.forum.thread(2, title="Vote reporté")
    await w.reread()
    await w.settle()
    assert sum("Vote reporté" in text for text in heard(w)) == 21
    assert heard(w)[-1].startswith("✏️ Nouveau titre sur le forum")
    assert "Fil 2" in heard(w)[-1]


async def test_a_new_title_does_not_empty_what_was_announced_long_ago(w: World) -> None:
    await w.listen(CATEGORY)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.clock.advance(30 * 86_400)
    await retention.forget(w.deps)
    await w.deps.store.write(
        lambda tx: corrections.save_topics(
            tx, [w.forum.thread(2, title="Vote reporté")], w.clock.now()
        )
    )
    await w.settle()
    assert bodies(w) == ["Bonjour 2"]
    assert heard(w)[-1].startswith("✏️ Nouveau titre sur le forum")


async def test_a_post_of_a_forum_channel_waits_while_the_server_has_too_many(w: World) -> None:
    w.chat.refuses = {OpenPost: Refusal.TOO_MANY}
    await forum_channel(w)
    w.forum.write(2)
    await w.poll()
    async with w.sending():
        await w.until(lambda _: bool(heard(w, DISCUSSION)))
        w.chat.refuses = {}
        w.forum.write(3)
        await w.poll()
        w.clock.advance(60)
        await w.all_sent(4)
    assert bodies(w) == ["Bonjour 2", "Bonjour 3"]
    [told] = heard(w, DISCUSSION)
    assert told.startswith(f"⚠️ Je ne peux rien publier dans <#{ANNOUNCEMENTS}>")


async def test_what_a_forum_channel_refused_comes_with_the_next_post(w: World) -> None:
    w.chat.refuses = {OpenPost: Refusal.INVALID}
    await forum_channel(w)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    steps = await why.explain(w.deps, "https://forum.example/post/2", EVERYBODY)
    assert [step.entry.reason for step in steps if step.entry] == [Cause.INVALID]
    [told] = heard(w, DISCUSSION)
    assert told.startswith(f"⚠️ Discord refuse ce que j’écris dans <#{ANNOUNCEMENTS}>")
    w.chat.refuses = {}
    w.forum.write(3)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 2", "Bonjour 3"]


async def forum_channel(w: World) -> None:
    """Follow a category in a forum channel; asked for elsewhere."""
    asker = replace(GIROUETTE, channel=DISCUSSION)
    listener = threads.Listener(ANNOUNCEMENTS, Room.FORUM)
    await threads.follow(w.deps, CATEGORY, asker, mode=Mode.THREAD, listener=listener)


async def test_a_followed_category_that_vanished_is_told_once(w: World) -> None:
    await w.poll()
    asker = replace(GIROUETTE, channel=DISCUSSION)
    listener = threads.Listener(ANNOUNCEMENTS, Room.TEXT)
    await threads.follow(w.deps, CATEGORY, asker, listener=listener)
    every = w.forum.places
    for places in (every[2:], every[2:], every, every[2:]):
        w.forum.places = places
        w.clock.advance(2 * 86_400)
        await w.poll()
        await w.settle()
    told = heard(w)
    assert len(told) == 2
    assert heard(w, ANNOUNCEMENTS) == told
    assert told[0].startswith("⚠️ La catégorie «\u202fPACA\u202f» n’est plus visible sur")
    assert f"<#{ANNOUNCEMENTS}>" in told[0]


async def test_a_category_that_does_not_exist_is_refused(w: World) -> None:
    with pytest.raises(Refused) as refused:
        await w.listen("https://forum.example/category/99/rien")
    assert refused.value.reason is Reason.NO_CATEGORY


async def test_a_thread_of_another_forum_is_not_the_one_to_stop(w: World) -> None:
    w.deps.forums["autre"] = FakeForum(name="autre", url="https://autre.example")
    await w.follow()
    with pytest.raises(Refused) as refused:
        await threads.stop(w.deps, "https://autre.example/topic/2/fil", GIROUETTE)
    assert refused.value.reason is Reason.NOT_FOLLOWED


async def test_a_tag_is_stopped_by_the_address_that_made_it_followed(w: World) -> None:
    address = "https://forum.example/tags/Vote"
    await w.listen(address)
    await threads.stop(w.deps, address, GIROUETTE)
    assert await threads.followed(w.deps, COLLECTIVE) == []


async def test_a_doubtful_post_whose_chat_thread_is_gone_comes_in_a_new_one(w: World) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    [gone] = w.chat.threads
    w.chat.answers = [(Unknown("status 502"), False)]
    w.chat.finds = [Rejected(Refusal.NO_CHANNEL)]
    for number in (3, 4):
        w.forum.write(number)
    await w.poll()
    async with w.sending():
        await w.until(lambda _: not w.chat.answers)
        w.chat.gone = {gone}
        w.clock.advance(60)
        await w.all_sent(7)
    [new] = set(w.chat.threads) - {gone}
    assert bodies(w, new) == ["Bonjour 3", "Bonjour 4"]


async def test_what_a_forum_channel_refused_stays_away_once_it_was_unfollowed(w: World) -> None:
    w.chat.refuses = {OpenPost: Refusal.INVALID}
    await forum_channel(w)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    asker = replace(GIROUETTE, channel=DISCUSSION)
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    await threads.stop(w.deps, threads.value_of(follow), asker)
    w.chat.refuses = {}
    await forum_channel(w)
    w.forum.write(3)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 3"]


async def test_what_a_forum_channel_refused_is_not_doubled_when_it_is_asked_again(
    w: World,
) -> None:
    w.chat.refuses = {OpenPost: Refusal.INVALID}
    await w.listen(THREAD, room=Room.FORUM)
    for number in (2, 3):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    w.chat.refuses = {}
    await w.listen(THREAD, room=Room.FORUM, again=True)
    await w.settle()
    assert sorted(bodies(w)) == ["Bonjour 1", "Bonjour 2", "Bonjour 3"]


@pytest.mark.parametrize("said", [THREAD, "Marseille"])
async def test_what_was_written_while_mute_stays_away_when_that_is_stopped(
    w: World, said: str
) -> None:
    w.forum.thread(2, category=61, category_name="Marseille")
    await w.listen(CATEGORY)
    w.forum.write(2)
    await w.poll()
    await w.listen(said, mode=Mode.MUTE)
    for number in (3, 4):
        w.forum.write(number)
    await w.poll()
    await threads.stop(w.deps, said, GIROUETTE)
    w.forum.write(5)
    for _ in range(2):
        await w.poll()
        await w.reread()
        await w.settle()
    assert bodies(w) == ["Bonjour 2", "Bonjour 5"]


async def test_what_was_written_while_a_city_was_mute_stays_away_however_it_is_stopped(
    w: World,
) -> None:
    w.forum.thread(2, category=61, category_name="Marseille")
    await w.listen(CATEGORY)
    w.forum.write(2)
    await w.poll()
    await w.listen("Marseille", mode=Mode.MUTE)
    w.forum.write(3)
    await w.poll()
    await watching.unfollow(w.deps, "Marseille", GIROUETTE)
    await _then(w, 4)
    assert bodies(w) == ["Bonjour 2", "Bonjour 4"]


@pytest.mark.parametrize("said", [THREAD, "Marseille"])
async def test_what_was_written_while_mute_stays_away_after_another_mode_is_stopped(
    w: World, said: str
) -> None:
    w.forum.thread(2, category=61, category_name="Marseille")
    await w.listen(CATEGORY)
    w.forum.write(2)
    await w.poll()
    await w.listen(said, mode=Mode.MUTE)
    w.forum.write(3)
    await w.poll()
    await w.listen(said, mode=Mode.ANNOUNCE)
    w.forum.write(4)
    await w.poll()
    await threads.stop(w.deps, said, GIROUETTE)
    await _then(w, 5)
    assert bodies(w) == ["Bonjour 2", "Bonjour 4", "Bonjour 5"]


async def _then(w: World, number: int) -> None:
    """A post, and all that is read again after it."""
    w.forum.write(number)
    for _ in range(2):
        await w.poll()
        await w.reread()
        await w.settle()


LEAVING: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (CATEGORY, {"category": 7, "category_name": "Grand Est"}, {"category": 6}),
    (TAG, {"tags": ()}, {"tags": ("vote",)}),
    ("Nice", {"title": "Sans ville"}, {"title": "Caméras à Nice, encore"}),
]


@pytest.mark.parametrize(("said", "out", "back"), LEAVING)
async def test_what_was_written_outside_a_rule_stays_away_when_its_thread_returns(
    w: World, said: str, out: dict[str, Any], back: dict[str, Any]
) -> None:
    w.forum.thread(2, title="Caméras à Nice", tags=("vote",))
    await w.listen(said)
    await _then(w, 2)
    w.forum.thread(2, **out)
    await _then(w, 3)
    w.forum.thread(2, **back)
    await _then(w, 4)
    assert bodies(w) == ["Bonjour 2", "Bonjour 4"]


@pytest.mark.parametrize("room", [Room.TEXT, Room.FORUM])
async def test_nothing_is_opened_for_what_was_withdrawn_before_it_was_sent(
    w: World, room: Room
) -> None:
    await w.follow(room=room)
    w.forum.write(2)
    await w.poll()
    w.forum.delete(2)
    await w.reread()
    await w.settle()
    assert (heard(w), w.chat.threads) == ([], {})
    w.forum.delete(2, deleted=False)
    await w.reread()
    w.forum.write(3)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 2", "Bonjour 3"]
    assert len(w.chat.threads) == 1


async def test_what_changes_in_the_middle_of_a_lively_thread_is_told_within_a_day(
    w: World,
) -> None:
    await w.follow()
    for number in range(2, 602):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    w.forum.edit(45, "<p>Corrigé.</p>")
    w.forum.delete(247)
    w.forum.purge(401)
    for hour in range(26):
        w.clock.advance(3600)
        if hour % 12 == 0:
            w.forum._change(w.forum.write(700 + hour).id.number, posted_at=w.clock.now())
        await w.poll()
        await w.reread()
    await w.settle()
    said = "\n".join(heard(w))
    assert "Corrigé." in said
    assert not [number for number in (247, 401) if f"Bonjour {number}\n" in said]
    assert sum(isinstance(act, Amend) for act in w.chat.attempts) == 3


async def test_a_long_thread_is_read_again_a_few_pages_at_a_time(w: World) -> None:
    await w.follow()
    for number in range(2, 1002):
        w.forum.write(number)
    await w.poll()
    asked = []
    for _ in range(8):
        before = w.forum.requests
        await w.reread()
        asked.append(w.forum.requests - before)
    assert max(asked) <= 16
    assert asked[-1] == 4
    w.clock.advance(86_400)
    before = w.forum.requests
    await w.reread()
    assert 10 < w.forum.requests - before <= 16


async def test_who_hears_threads_that_cannot_be_read_again_is_told_once_and_of_the_end(
    w: World,
) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    topic = w.forum.topic

    async def broken(number: int, page: int = 1) -> TopicPage | Unreadable:
        return Unreadable(Trouble.SERVER)

    w.forum.topic = broken  # type: ignore[method-assign]
    for _ in range(60):
        w.clock.advance(600)
        await w.poll()
        await w.reread()
    [ill] = await w.deps.store.read(forums.health)
    assert (ill.trouble, ill.threads_since is None) == (None, False)
    w.forum.topic = topic  # type: ignore[method-assign]
    await w.reread()
    await w.reread()
    await w.settle()
    [well] = await w.deps.store.read(forums.health)
    assert well.threads_since is None
    told = [text for text in heard(w) if "/post/" not in text]
    assert len(told) == 2
    assert told[0].startswith("⚠️ Forum\xa0: 1 fil suivi illisible depuis le 24 novembre à 13h10.")
    assert told[1].startswith("💬 Forum\xa0: les fils suivis sont de nouveau relus")


@pytest.mark.parametrize("said", [CATEGORY, TAG, "Marseille", "all:technopolice:"])
async def test_the_first_follow_is_silent_about_what_was_not_read_yet(w: World, said: str) -> None:
    w.forum.thread(2, title="Caméras à Marseille", tags=("vote", "marseille"))
    await w.poll()
    for number in range(2, 60):
        w.forum.write(number)
    await w.listen(said, mode=Mode.THREAD)
    await w.poll()
    w.forum.write(60)
    await w.poll()
    await w.settle()
    assert bodies(w) == ["Bonjour 60"]


async def test_a_city_is_heard_from_now_on_in_each_forum_by_its_own_numbers(w: World) -> None:
    other = FakeForum(name="autre", url="https://autre.example")
    both = {w.forum.name: w.forum, other.name: other}
    patient = w.deps.settings.model_copy(
        update={"forum": [*w.deps.settings.forum, ForumSettings(name="autre", url=other.url)]}
    )
    deps = replace(w.deps, forums=both, settings=patient)
    await w.deps.store.write(lambda tx: forums.meet(tx, other.name, other.url))
    w.forum.write(5_000)
    for forum in both.values():
        forum.write(7, topic=5)
        forum.thread(5, title="Caméras à Nice", tags=())
    await threads.follow(deps, "Nice", GIROUETTE, mode=Mode.THREAD,
                         listener=Listener(ANNOUNCEMENTS, Room.THREAD))  # fmt: skip
    for forum, number in ((other, 8), (w.forum, 5_001)):
        forum.write(number, topic=5)
        await polling.poll(deps, forum)
    await w.settle()
    assert bodies(w) == ["Bonjour 8", "Bonjour 5001"]


async def test_a_whole_forum_is_not_followed_while_it_does_not_tell_where_it_stands(
    w: World,
) -> None:
    await w.poll()
    w.forum.trouble = Trouble.SERVER
    with pytest.raises(Refused) as refused:
        await w.listen("all:technopolice:")
    assert refused.value.reason is Reason.TOPIC_UNREADABLE


async def test_a_deleted_thread_is_not_followed_by_whoever_may_see_it(w: World) -> None:
    w.forum.thread(2, deleted=True)
    with pytest.raises(Refused) as refused:
        await w.follow()
    assert refused.value.facts == {"trouble": Trouble.FORBIDDEN}


async def test_a_rename_reaches_the_excerpts_that_bear_the_title(w: World) -> None:
    await w.listen(CATEGORY)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.thread(2, title="Vote reporté")
    await w.reread()
    await w.settle()
    [text] = heard(w)
    assert "Vote reporté" in text
    assert "Bonjour 2" in text


@pytest.mark.parametrize("said_as", [TAG, "#vote"])
async def test_a_tag_leads_to_its_own_page(w: World, said_as: str) -> None:
    w.forum.thread(2, tags=("vote",))
    await w.poll()
    made = await w.listen(said_as)
    assert made.follow.url == TAG


async def test_a_tag_followed_long_ago_leads_to_its_own_page_too(w: World) -> None:
    await w.listen(TAG)
    await w.deps.store.write(
        lambda tx: tx.execute("update follows set url = 'https://forum.example'")
    )
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    assert follow.url == TAG


async def test_a_tag_of_a_forum_that_was_never_read_leads_to_its_own_page(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        FakeForum,
        "tag_url",
        lambda forum, name: f"{forum.url}/tags/{name}" if forum.requests else forum.url,
    )
    assert (await w.listen(TAG)).follow.url == TAG
