"""What the forum tells of votes to come is put to the organisers, and announced by nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain import routing
from bot.domain.communes import Registry
from bot.domain.ids import ChannelId, CollectiveId, PersonId, VoteId
from bot.domain.mentions import Mention, mentions
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import CouncilVote, VoteStatus
from bot.services import (
    confirming,
    finds,
    forum_votes,
    known_votes,
    linking,
    reporting,
    threads,
    vote_changes,
    vote_offering,
)
from bot.services.asking import Asker
from bot.services.reporting import Room
from bot.services.threads import Listener
from bot.store import vote_offers, votes
from bot.store.base import Tx
from tests.services.vote_world import (
    LINOTTE,
    MIMOSA,
    OTHERS,
    SAID,
    announced,
    confirm,
    follow,
    report,
    said_in,
)
from tests.world import COLLECTIVE, GIROUETTE, World, world

THIRD = Asker(PersonId("8"), ChannelId("800"), CollectiveId("80"))
TOLD = "<p>Le conseil de Forcalquier vote des caméras le lundi 14 décembre à 18h30.</p>"


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        await follow(made)
        await made.follow()  # a thread, in the channel of announcements
        yield made


async def post(w: World, number: int = 2, html: str = TOLD) -> None:
    w.forum.write(number)
    w.forum._change(number, html=html)
    await w.poll()
    await w.settle()


async def held(w: World, owner: CollectiveId = COLLECTIVE) -> list[CouncilVote]:
    return await w.deps.store.read(lambda tx: votes.of_owner(tx, owner))


def asked(w: World) -> list[str]:
    return [one for one in said_in(w) if one.startswith("🗳️")]


async def test_a_theme_and_a_date_to_come_are_a_question_to_the_organisers(w: World) -> None:
    await post(w)
    [said] = asked(w)
    assert said.startswith("🗳️ Un vote peut-être à Forcalquier, lundi 14 décembre à 18h30")
    [vote] = await held(w)
    assert (vote.status, vote.reporter) == (VoteStatus.RUMOURED, None)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Conseil de Forcalquier – lundi 14 décembre 2026 – 18h30 – vote des caméras.</p>",
        "<p>L'ordre du jour du conseil de Forcalquier, publié le 8 décembre, prévoit le vote des "
        "caméras à la séance du 14 décembre à 18h30.</p>",
    ],
)
async def test_the_day_and_hour_of_the_sitting_are_asked_about(w: World, html: str) -> None:
    await post(w, html=html)
    [said] = asked(w)
    assert "Forcalquier, lundi 14 décembre à 18h30" in said.replace("\xa0", " ")


async def test_no_member_alone_confirms_what_the_forum_told(w: World) -> None:
    await post(w)
    with pytest.raises(Refused) as met:
        await confirm(w, VoteId(1), LINOTTE)
    assert met.value.reason is Reason.ORGANISERS_ONLY
    await confirming.decide(w.deps, GIROUETTE, VoteId(1), accept=True, organiser=True)
    await w.settle()
    assert any(one.startswith("🗳️ Vote vidéosurveillance à Forcalquier") for one in said_in(w))


async def test_the_same_told_again_is_asked_once_even_when_it_was_dropped(w: World) -> None:
    await post(w)
    await confirming.decide(w.deps, GIROUETTE, VoteId(1), accept=False, organiser=True)
    await post(w, 3)
    assert len(await held(w)) == 1


async def test_what_people_reported_already_is_not_asked_again(w: World) -> None:
    await report(w, item="Fil 2", number="")
    await post(w)
    assert len(await held(w)) == 1


async def test_the_old_day_of_a_vote_that_moved_is_not_asked_about(w: World) -> None:
    vote = await announced(w, item="Fil 2", number="")
    said = known_votes.value_of(vote)
    await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
    await post(w)
    assert len(await held(w)) == 1


async def test_a_withdrawn_vote_that_the_forum_tells_again_says_so(w: World) -> None:
    vote = await announced(w, item="Fil 2", number="")
    await vote_changes.withdraw(w.deps, GIROUETTE, known_votes.value_of(vote))
    await post(w)
    assert "« Fil 2 » a été retiré" in asked(w)[-1]


FACES = TOLD.replace("des caméras", "la reconnaissance faciale")


async def in_thread(w: World, number: int, title: str, html: str = TOLD) -> None:
    """A post in a thread of that title."""
    w.forum.thread(number, title=title)
    w.forum.write(number, topic=number)
    await w.follow(number)
    w.forum.write(number + 1, topic=number)
    w.forum._change(number + 1, html=html)
    await w.poll()
    await w.settle()


async def test_what_is_known_of_that_day_hides_no_other_item(w: World) -> None:
    await report(w, item="drones de surveillance", number="7")
    await in_thread(w, 4, "Reconnaissance faciale au stade", FACES)
    assert len(await held(w)) == 2
    said = asked(w)[-1]
    assert "peut-être à Forcalquier" in said
    assert "Un autre vote est noté ce jour-là : « drones de surveillance »" in said


async def test_what_was_dropped_silences_its_own_thread_and_no_other(w: World) -> None:
    await in_thread(w, 4, "Arrêté drones")
    await confirming.decide(w.deps, GIROUETTE, VoteId(1), accept=False, organiser=True)
    await post(w, 6, FACES)
    assert len(await held(w)) == 2
    assert "Un autre vote" not in asked(w)[-1]


async def test_another_theme_in_a_thread_is_another_question(w: World) -> None:
    await post(w)
    await post(w, 3, FACES)
    await post(w, 4, FACES)
    assert [one.item.theme for one in await held(w)] == [
        "videosurveillance",
        "reconnaissance_faciale",
    ]


async def test_a_thread_asks_once_whatever_organisers_call_its_vote(w: World) -> None:
    await post(w)

    def rewrite(tx: Tx) -> None:
        [vote] = votes.of_owner(tx, COLLECTIVE)
        item = replace(vote.item, words="caméras du centre", number="3")
        votes.save(tx, replace(vote, item=item))

    await w.deps.store.write(rewrite)
    await post(w, 3)
    assert len(await held(w)) == 1


async def test_a_report_that_the_others_may_not_read_is_not_named_to_them(w: World) -> None:
    hidden = replace(MIMOSA, channel=ChannelId("999"))
    room = Room(may_hear=lambda channel: channel == hidden.channel)
    said = replace(SAID, item="drones de surveillance", number="7")
    await reporting.report(w.deps, hidden, said, room)
    await post(w, 3, FACES)
    assert len(await held(w)) == 2
    assert "drones" not in "".join(said_in(w))


@pytest.mark.parametrize(
    "html",
    [
        "<p>Le conseil de Forcalquier parle de caméras.</p>",
        "<p>Repas à Forcalquier le lundi 14 décembre.</p>",
        "<p>Le conseil de Forcalquier a voté des caméras le 14 décembre 2024.</p>",
        "<p>Des caméras le lundi 14 décembre, on ne sait où.</p>",
        f"<blockquote>{TOLD}</blockquote><p>Bof.</p>",
        f"<pre><code>{TOLD[3:-4]}</code></pre>",
        f"<p>Comme ceci : <code>{TOLD[3:-4]}</code></p>",
    ],
)
async def test_less_than_a_theme_a_date_and_a_town_is_no_question(w: World, html: str) -> None:
    await post(w, html=html)
    assert await held(w) == []


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("demain soir", "mercredi 25 novembre"),
        ("jeudi prochain à 18h30", "jeudi 26 novembre à 18h30"),
        ("le 17.12.2026 à 20h", "jeudi 17 décembre à 20h"),
        ("le <b>17</b>&nbsp;d&eacute;cembre", "jeudi 17 décembre"),
    ],
)
async def test_a_date_is_read_from_when_the_post_was_written(
    w: World, when: str, told: str
) -> None:
    html = f"<p>Le conseil de Forcalquier vote des caméras {when}.</p>"
    await post(w, html=html)
    assert f"peut-être à Forcalquier, {told}" in asked(w)[0]


async def test_tomorrow_of_a_post_of_two_days_ago_is_over(w: World) -> None:
    w.forum.write(2)
    w.forum._change(2, html=TOLD.replace("le lundi 14 décembre", "demain"))
    w.clock.advance(2 * 24 * 3600)
    await w.poll()
    assert await held(w) == []


async def test_only_a_few_a_day_are_asked_the_rest_is_in_the_list(w: World) -> None:
    for number in range(finds.MOST_A_DAY + 2):
        day = 14 + number
        html = f"<p>À Forcalquier, vote de caméras de vidéosurveillance le {day} décembre.</p>"
        await post(w, 2 + number, html)
    assert len([one for one in asked(w) if "peut-être" in one]) == finds.MOST_A_DAY
    assert len(await held(w)) == finds.MOST_A_DAY + 2


async def test_old_posts_that_are_caught_up_with_propose_nothing(w: World) -> None:
    w.forum.write(2)
    w.forum._change(2, html=TOLD)
    w.clock.advance(4 * 24 * 3600)
    await w.poll()
    assert await held(w) == []


async def test_what_vigie_s_own_account_wrote_is_no_question(w: World) -> None:
    w.forum.write(2)
    w.forum._change(2, html=TOLD, own=True)
    await w.poll()
    await w.settle()
    assert await held(w) == []
    assert said_in(w) == []


async def withdrawn(w: World) -> None:
    """The forum withdraws the thread, and a second look confirms it."""
    w.forum.thread(2, deleted=True)
    for _ in range(2):
        await w.reread()
        w.clock.advance(320)
    await w.settle()


async def test_what_a_withdrawn_thread_proposed_is_dropped_with_its_title_and_link(
    w: World,
) -> None:
    w.forum.thread(2, title="Un titre à taire")
    await post(w)
    assert "Un titre à taire" in asked(w)[0]
    await withdrawn(w)
    [said] = asked(w)
    assert said.endswith(" : écarté")
    assert "à taire" not in "".join(said_in(w))
    [vote] = await held(w)
    assert (vote.status, vote.url, vote.source) == (VoteStatus.DROPPED, "", "")
    assert "à taire" not in vote.item.words


async def test_what_named_the_withdrawn_title_beside_another_vote_names_it_no_more(
    w: World,
) -> None:
    await follow(w, OTHERS)
    w.forum.thread(2, title="Un titre à taire")
    await post(w)
    await in_thread(w, 4, "Visages", FACES)
    await announced(w, OTHERS, item="drones", number="")
    assert sum("à taire" in one for one in asked(w)) == 3
    await withdrawn(w)
    assert "à taire" not in "".join(said_in(w))


async def test_nor_does_the_question_about_what_comes_back_name_it(w: World) -> None:
    w.forum.thread(2, title="Un titre à taire")
    await post(w)
    await confirming.decide(w.deps, GIROUETTE, VoteId(1), accept=True, organiser=True)
    [vote] = await held(w)
    await vote_changes.withdraw(w.deps, GIROUETTE, known_votes.value_of(vote))
    later = "lundi 11 janvier 2027 à 18h30"
    await report(w, item="Un titre à taire", number="", when=later)
    await w.settle()
    assert "« Un titre à taire » a été retiré" in asked(w)[-1]
    await withdrawn(w)
    assert "« Un titre à taire »" not in asked(w)[-1]


async def test_what_was_confirmed_goes_on_without_the_withdrawn_title_and_link(w: World) -> None:
    w.forum.thread(2, title="Un titre à taire")
    await post(w)
    await confirming.decide(w.deps, GIROUETTE, VoteId(1), accept=True, organiser=True)
    await w.settle()
    await withdrawn(w)
    [vote] = await held(w)
    assert (vote.status, vote.item.words) == (VoteStatus.CONFIRMED, "vidéosurveillance")
    said = "".join(said_in(w))
    assert "🗳️ Vote vidéosurveillance à Forcalquier" in said
    assert "à taire" not in said
    assert "/post/2" not in said


async def test_what_organisers_wrote_themselves_stays_when_the_thread_is_withdrawn(
    w: World,
) -> None:
    await post(w)
    await confirming.decide(w.deps, GIROUETTE, VoteId(1), accept=True, organiser=True)

    def rewrite(tx: Tx) -> None:
        [vote] = votes.of_owner(tx, COLLECTIVE)
        item = replace(vote.item, words="caméras du centre")
        votes.save(tx, replace(vote, source="ordre du jour", url="https://a.test", item=item))

    await w.deps.store.write(rewrite)
    await w.settle()
    await withdrawn(w)
    [vote] = await held(w)
    known = (vote.item.words, vote.source, vote.url)
    assert known == ("caméras du centre", "ordre du jour", "https://a.test")


async def test_a_withdrawn_title_is_no_correction_for_who_took_the_vote_over(w: World) -> None:
    await follow(w, OTHERS)
    w.forum.thread(2, title="Un titre à taire")
    await post(w)
    await confirming.decide(w.deps, GIROUETTE, VoteId(1), accept=True, organiser=True)
    [offer] = await w.deps.store.read(lambda tx: vote_offers.open_to(tx, OTHERS.collective))
    await vote_offering.answer(w.deps, OTHERS, offer.id, take_it=True, trust=True)
    await w.settle()
    await withdrawn(w)
    there = "".join(said_in(w, OTHERS.channel) + said_in(w))
    assert "à taire" not in there
    assert "orrection" not in there
    assert "corrigé" not in there


async def test_a_title_that_names_another_day_is_neither_the_item_nor_its_source(
    w: World,
) -> None:
    told = TOLD.replace("vote des caméras", "vote des caméras, au point 7,")
    await in_thread(w, 4, "Forcalquier : caméras au conseil du 30 novembre", told)
    [vote] = await held(w)
    assert (vote.item.number, vote.item.words) == ("7", "vidéosurveillance")
    [said] = asked(w)
    assert "30 novembre" not in said
    assert vote.source in vote.url


async def test_a_title_that_names_the_day_of_the_sitting_is_the_item(w: World) -> None:
    title = "Forcalquier : caméras au conseil du 14 décembre"
    await in_thread(w, 4, title)
    [vote] = await held(w)
    assert (vote.item.number, vote.item.words, vote.source) == ("", title, title)


async def test_however_many_hear_of_a_post_its_names_are_looked_for_once(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Counter[str]()

    def counted(text: str, registry: Registry) -> list[Mention]:
        looked[text] += 1
        return mentions(text, registry)

    monkeypatch.setattr(forum_votes, "mentions", counted)
    monkeypatch.setattr(linking, "mentions", counted)
    url = f"{w.forum.url}/topic/2/fil"
    for asker in (OTHERS, THIRD):
        listener = Listener(asker.channel, routing.Room.TEXT)
        await threads.follow(w.deps, url, asker, listener=listener)
    await post(w)
    await post(w, 3, "<p>Des caméras de vidéosurveillance à Manosque.</p>")
    assert [len(await held(w, one.collective)) for one in (GIROUETTE, OTHERS, THIRD)] == [1, 1, 1]
    assert set(looked.values()) == {1}
