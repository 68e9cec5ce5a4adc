"""One person who does all that can be done, and where the base then holds them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from itertools import product
from pathlib import Path
from typing import Any

from bot.domain.attending import Coming
from bot.domain.bilan_names import Name, Noun
from bot.domain.forum_writes import WriteAct
from bot.domain.ids import ChannelId, MessageId, PersonId
from bot.domain.own_data import Whose
from bot.domain.projects import ProjectStatus
from bot.domain.publishing import Where
from bot.domain.quiet import Quiet
from bot.domain.tasks import TaskStatus
from bot.domain.wordings import Wording
from bot.ports.chat import Refusal, Rejected, Say
from bot.services import (
    alert_drafts,
    alerts,
    attending,
    cities,
    deadlines,
    document_requests,
    doubting,
    evidence,
    forum_tallies,
    holding,
    kept_forms,
    kits,
    known_projects,
    linking,
    own_reminders,
    projects,
    publishing,
    quieting,
    talking,
    tallying,
    tasks,
    threads,
    vote_changes,
    vote_habits,
    vote_offering,
    watching,
)
from bot.services.asking import Asker
from bot.services.deadlines import Wanted
from bot.services.document_requests import Asked
from bot.services.forum_writing import Scribe
from bot.services.own_reminders import Act, Wisher
from bot.services.photos import Photo
from bot.services.publishing import Publisher
from bot.services.publishing_places import Picked
from bot.services.talking import Heard
from bot.store import topic_links
from tests.services import project_world, vote_world
from tests.services.vote_world import DISCUSSIONS, FORCALQUIER, LINOTTE, MIMOSA, OTHERS
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World

NENUPHAR = Asker(PersonId("424242424242424242"), DISCUSSIONS, COLLECTIVE)
PRIVATE = ChannelId("515151515151515151")
LINOTTES = ChannelId("616161616161616161")
WHOSE = Whose(NENUPHAR.person, PRIVATE)
HOUR, DAY = 3600, 86_400


async def everything(w: World) -> None:
    """Every command and button, as far as each keeps something of who uses it."""
    await vote_world.follow(w)
    await _votes(w)
    await _projects(w)
    await _deadlines(w)
    await _tasks(w)
    await _alerts(w)
    await _reminders(w)
    await _talk(w)
    await quieting.choose_for_person(w.deps, NENUPHAR.person, Quiet(time(1), time(2)))
    await quieting.choose_for_collective(w.deps, NENUPHAR, Quiet(time(1), time(2)))
    await watching.watch(w.deps, "fr:06088", NENUPHAR.person, PRIVATE)
    w.forum.write(2, text="À Nice")
    w.forum.thread(2, title="Les caméras de Nice")
    await w.poll()
    await threads.follow(w.deps, f"{w.forum.url}/topic/2/fil", NENUPHAR)
    await watching.unfollow(w.deps, FORCALQUIER, replace(NENUPHAR, channel=ANNOUNCEMENTS))
    await cities.add(w.deps, "Tubize-Rebecq", "25125", NENUPHAR.person)
    await vote_habits.choose(w.deps, NENUPHAR, "1 jour")
    await w.follow()
    w.forum.write(3, 2)
    w.forum._change(3, html="<p>À Forcalquier, la mairie pose des caméras.</p>")
    await w.poll()
    [found] = await w.deps.store.read(lambda tx: topic_links.of_owner(tx, COLLECTIVE))
    await linking.answer(w.deps, NENUPHAR, found.id, link_it=True)
    await _publish(w)
    typed = {"text": "Merci à toi", "name": "Nénuphar"}
    await kept_forms.keep(w.deps, NENUPHAR.person, "vigie:publication:edit:1", typed)
    await holding.silence(w.deps, NENUPHAR)
    await holding.resume(w.deps, NENUPHAR)
    await w.settle()


async def _publish(w: World) -> None:
    """One that is public, one that is a draft, and one of another's that has their words."""
    for act, who, author in (("41", NENUPHAR, NENUPHAR), ("42", MIMOSA, NENUPHAR)):
        picked = Picked(MessageId(f"8{act}"), DISCUSSIONS, author.person, f"Venez, dit {act}")
        private = PRIVATE if who is NENUPHAR else ChannelId("")
        publisher = Publisher(replace(who, act=act), private, "Collectif")
        made = await publishing.pick(w.deps, publisher, picked)
        wanted = publishing.Wanted(text="Venez !", where=f"{w.forum.url}/topic/2/fil")
        made = await publishing.revise(w.deps, who, made.publication.id, wanted)
        if who is NENUPHAR:
            one = made.publication
            await publishing.confirm(w.deps, who, one.id, seen=one.version)
            await Scribe(w.deps).write_due()
    picked = Picked(MessageId("843"), DISCUSSIONS, NENUPHAR.person, "À garder pour demain")
    await publishing.pick(w.deps, Publisher(replace(NENUPHAR, act="43"), PRIVATE, "C"), picked)
    where = Where(w.forum.name, WriteAct.REPLY, 2)
    shown = {Name(Noun.UNIT, "appels de Nénuphar")}
    await forum_tallies.start(w.deps, NENUPHAR, "-:0", where, shown=shown)


async def _votes(w: World) -> None:
    confirmed = await vote_world.announced(w, NENUPHAR)
    other = await vote_world.report(w, MIMOSA, item="drones", number="7")
    said = await vote_world.report(w, NENUPHAR, item="drones", number="7", place="salle des fêtes")
    assert said.statement is not None
    await doubting.answer(w.deps, GIROUETTE, said.statement.id, take_it=False)
    await vote_world.confirm(w, other.vote.id, NENUPHAR)
    third = await vote_world.report(w, NENUPHAR, item="reconnaissance faciale", number="9")
    photo, now = Photo(b"\xff\xd8affiche"), w.deps.clock.now()
    await w.deps.store.write(lambda tx: evidence.keep(tx, third.vote, photo, NENUPHAR, now))
    await attending.answer(w.deps, replace(NENUPHAR, act="1"), confirmed.id, Coming.YES)
    await attending.answer(w.deps, replace(LINOTTE, act="2"), confirmed.id, Coming.YES)
    said = await vote_world.value(w, confirmed.id)
    await vote_changes.move(w.deps, NENUPHAR, said, "mercredi 16 décembre à 18h30", why="report")
    there = replace(NENUPHAR, collective=OTHERS.collective, channel=OTHERS.channel)
    await vote_world.follow(w, OTHERS)
    await vote_offering.answer(w.deps, there, 1, take_it=True, trust=True)


async def _projects(w: World) -> None:
    await project_world.suggest(w, NENUPHAR)
    noted = await project_world.add(w, NENUPHAR, title="Caméras de la gare")
    await project_world.change(w, noted, NENUPHAR, cameras=12, source="Nice-Matin")
    known = await project_world.known(w, "Caméras de la gare", NENUPHAR)
    await projects.move(
        w.deps,
        NENUPHAR,
        known_projects.value_of(known),
        ProjectStatus.INSTALLED,
        since="2026",
        source="Nice-Matin",
    )


async def _deadlines(w: World) -> None:
    wanted = Wanted(FORCALQUIER, "lundi 21 décembre 2026", title="Envoyer la lettre")
    made = await deadlines.add(w.deps, NENUPHAR, wanted, _french)
    await deadlines.take(w.deps, NENUPHAR, made.kept.id, PRIVATE)
    theirs = await deadlines.add(w.deps, NENUPHAR, replace(wanted, title="Relire"), _french)
    await deadlines.take(w.deps, LINOTTE, theirs.kept.id, LINOTTES)
    await document_requests.ask(w.deps, NENUPHAR, Asked(FORCALQUIER, "convention", "24/11/2026"))


async def _tasks(w: World) -> None:
    thanks = f"remercier <@{NENUPHAR.person}>"
    wanted = tasks.Wanted(thanks, FORCALQUIER, "lettres", 29, "11/12/2026", campaign="Stop VSA")
    made = (await tasks.create(w.deps, replace(NENUPHAR, act="51"), wanted)).task
    await tasks.take(w.deps, replace(NENUPHAR, act="52"), made.id, PRIVATE)
    await tasks.take(w.deps, replace(LINOTTE, act="53"), made.id, LINOTTES)
    one = await tallying.count(w.deps, replace(NENUPHAR, act="54"), made.id, 5)
    await tallying.count(w.deps, replace(LINOTTE, act="55"), made.id, 7)
    which = one.contribution.id
    await tallying.correct(w.deps, replace(NENUPHAR, act="56"), which, 4, organiser=False)
    shown = await kits.draft(
        w.deps, replace(NENUPHAR, act="57"), kits.Wanted("recensement-cameras", FORCALQUIER)
    )
    await kits.create(w.deps, replace(NENUPHAR, act="58"), shown.draft.id, seen=0)
    other = replace(NENUPHAR, act="59")
    await tasks.become(w.deps, other, made.id, TaskStatus.DONE, organiser=True)


def _french(one: Wording) -> str:
    return one.fr


async def _alerts(w: World) -> None:
    thanks = f"Merci à <@{NENUPHAR.person}> !"
    shown = await alert_drafts.draft(w.deps, NENUPHAR, thanks, ANNOUNCEMENTS, "demain à 14h")
    made = await alerts.confirm(w.deps, NENUPHAR, shown.draft.id)
    await alerts.hand_over(
        w.deps, NENUPHAR, f"alert:{made.alert.id}", GIROUETTE.person, organiser=True
    )
    await alerts.hand_over(
        w.deps, GIROUETTE, f"alert:{made.alert.id}", NENUPHAR.person, organiser=True
    )
    await alert_drafts.draft(w.deps, NENUPHAR, "Peut-être", ANNOUNCEMENTS, "demain à 15h")


async def _reminders(w: World) -> None:
    wisher = Wisher(NENUPHAR.person, PRIVATE, COLLECTIVE, ANNOUNCEMENTS, act="31")
    told = await own_reminders.remind(w.deps, wisher, "dans une heure", "appeler la mairie")
    closed = replace(wisher, act="32")
    await own_reminders.remind(w.deps, closed, "dans deux heures", "imprimer")
    await own_reminders.remind(w.deps, replace(wisher, act="33"), "dans un an", "bilan")
    await _pass(w, 1)
    await own_reminders.answer(w.deps, NENUPHAR.person, told.reminder.id, Act.DONE)
    w.chat.refuses[Say] = Refusal.CLOSED
    w.clock.advance(HOUR)
    await w.alarms.ring()
    w.chat.refuses.clear()
    w.chat.answers.append((Rejected(Refusal.CLOSED), False))
    await w.settle()


async def _pass(w: World, hours: float) -> None:
    w.clock.advance(hours * HOUR)
    await w.alarms.ring()
    await w.settle()


async def _talk(w: World) -> None:
    """In private, and in a channel."""
    texts = ("Où en est Nice ?", "rappelle-moi demain à 9h : tracts", "Nulle-Part ?")
    for number, (text, channel) in enumerate(product(texts, (PRIVATE, DISCUSSIONS))):
        heard = Heard(
            MessageId(str(9_000 + number)),
            channel,
            COLLECTIVE,
            text,
            NENUPHAR.person,
            is_private=channel == PRIVATE,
        )
        await talking.answer(w.deps, heard)


Hit = tuple[str, str, Any]


def hits(path: Path, *needles: str) -> list[Hit]:
    """Where the base holds one of these: table, column, value."""
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as base:
        return list(_hits(base, needles))


def _hits(base: sqlite3.Connection, needles: tuple[str, ...]) -> Iterator[Hit]:
    tables = [name for (name,) in base.execute("select name from sqlite_schema where type='table'")]
    for table in tables:
        rows = base.execute(f"select * from {table}")  # noqa: S608 - of the schema
        columns = [one[0] for one in rows.description]
        for row in rows:
            for column, value in zip(columns, row, strict=True):
                if any(needle in str(value) for needle in needles):
                    yield table, column, value


def bytes_with(folder: Path, *needles: str) -> list[str]:
    """The files beside the base, and itself, in which one of these is written."""
    return [
        one.name
        for one in sorted(folder.iterdir())
        if one.is_file() and any(needle.encode() in one.read_bytes() for needle in needles)
    ]
