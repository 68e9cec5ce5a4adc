"""What is held of somebody reads as they would say it."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.own_data import Whose
from bot.domain.tasks import TaskStatus
from bot.ports.forum import Doubtful, Trouble
from bot.render import own_data as words
from bot.render.texts import texts
from bot.services import (
    cities,
    own_data,
    own_reminders,
    publishing,
    retention,
    tallying,
    tasks,
)
from bot.services.forum_writing import Scribe
from bot.services.own_reminders import Wisher
from bot.store.base import Tx
from bot.store.persons import MERGED, TABLES
from tests.services.task_world import LETTERS, PRIVATE, acting, add, made, plain, rows
from tests.services.test_publishing import DAY, Desk
from tests.world import COLLECTIVE, DISCUSSION, GIROUETTE, World, world

MIMOSA = PersonId("2")
WHOSE = Whose(MIMOSA, PRIVATE)


async def section(w: World, title: str) -> list[str]:
    """The lines below a title of the readable text."""
    found = await own_data.held(w.deps, WHOSE)
    zone, now = ZoneInfo("Europe/Paris"), w.clock.now()
    text = plain(words.as_text(found, cities.namer(w.deps), now, zone, texts("fr")))
    [lines] = [part for part in text.split("\n\n") if part.startswith(f"{title} (")]
    return lines.strip().splitlines()[1:]


async def test_a_contribution_has_its_unit_and_says_what_it_counts_for(w: World) -> None:
    task = (await made(w)).task
    one, kept = await add(w, task.id, 18), await add(w, task.id, 1)
    mine = acting(person="2")
    await tallying.correct(w.deps, mine, kept.contribution.id, 2, organiser=False)
    await tallying.correct(w.deps, acting(GIROUETTE), one.contribution.id, 10, organiser=True)
    lines = await section(w, "Contributions")
    assert [line.rpartition(" · ")[2] for line in lines] == [
        "18 lettres, corrigé depuis : compte pour 10",
        "1 lettre, corrigé depuis : compte pour 2",
        "correction : +1 lettre",
    ]


async def test_what_one_takes_back_of_others_is_a_correction(w: World) -> None:
    task = (await made(w)).task
    one = await add(w, task.id, 5, "3")
    mine = acting(person="2")
    await tallying.correct(w.deps, mine, one.contribution.id, 1, organiser=True)
    [line] = await section(w, "Contributions")
    assert line.endswith(" · correction : -4 lettres")


async def test_a_reminder_says_of_what_and_its_history_what_became_of_it(w: World) -> None:
    wisher = Wisher(MIMOSA, PRIVATE, None, DISCUSSION, act="1")
    own = await own_reminders.remind(w.deps, wisher, "demain", "imprimer")
    await own_reminders.answer(w.deps, MIMOSA, own.reminder.id, own_reminders.Act.DONE)
    await tasks.take(w.deps, acting(person="2"), (await made(w)).task.id, PRIVATE)
    reminders = await section(w, "Rappels")
    assert any(line.endswith(" · imprimer") for line in reminders)
    others = [line for line in reminders if "imprimer" not in line]
    assert others
    assert all(line.endswith(" · une tâche · écrire aux élu·es") for line in others)
    steps = await section(w, "Suites données à tes rappels")
    assert any(line.endswith(" · imprimer · prévu") for line in steps)
    assert any(line.endswith(" · imprimer · fait") for line in steps)


async def test_a_publication_says_where_it_is_and_a_draft_what_it_holds(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.forum.clock = w.clock
        w.forum.write(5)
        desk = Desk(w, Scribe(w.deps))
        made = await desk.drafted("On sera devant la mairie.")
        await desk.confirm(made)
        await desk.settle()
        await desk.pick("Un brouillon", 7001)
        lines = await section(w, "Publications")
        assert "sans autre détail" not in "".join(lines)
        assert any("https://forum.example/post/" in line for line in lines)
        assert any("Un brouillon" in line for line in lines)


async def test_a_publication_that_is_over_says_what_became_of_it_and_of_its_messages(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        w.forum.clock = w.clock
        w.forum.write(5)
        desk = Desk(w, Scribe(w.deps))
        one = (await desk.confirm(await desk.drafted("On sera devant la mairie."))).publication
        await desk.settle()
        await publishing.withdraw(w.deps, MIMOSA, one.id)
        await desk.settle()
        other = (await desk.pick("Un brouillon", 7001)).publication
        await publishing.drop(w.deps, desk.asker(), other.id)
        said = [line.partition(" · ")[2] for line in await section(w, "Publications")]
        assert said[:2] == [
            "un message choisi · retiré du forum",
            "un message choisi · abandonné",
        ]
        assert said[2].startswith("retiré du forum · Collectif de Nice · https://")
        assert said[3] == "abandonné"


async def test_what_was_done_to_tasks_is_named(w: World) -> None:
    task = (await tasks.create(w.deps, acting(person="2"), LETTERS)).task
    await tasks.become(w.deps, acting(person="2"), task.id, TaskStatus.DONE, organiser=True)
    acts = await section(w, "Gestes notés dans l'historique")
    assert acts
    assert all(line.endswith(" · une tâche") for line in acts)


async def test_the_question_is_a_sentence_and_counts_nothing_twice(w: World) -> None:
    await add(w, (await made(w)).task.id, 5)
    wisher = Wisher(MIMOSA, PRIVATE, None, DISCUSSION, act="1")
    await own_reminders.remind(w.deps, wisher, "demain", "imprimer")
    asked = plain(words.asks(await own_data.held(w.deps, WHOSE), texts("fr")).content)
    assert asked.splitlines()[:3] == [
        "Effacer tout ce que je sais de toi, sans retour ?",
        "**S'en vont :** suites données à tes rappels (1), rappels (1).",
        "**Restent, sans toi :** contributions (1).",
    ]


async def test_the_question_says_what_may_be_on_the_forum_already(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.forum.clock = w.clock
        w.forum.write(5)
        desk = Desk(w, Scribe(w.deps))
        await desk.confirm(await desk.drafted("On sera devant la mairie."))
        w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
        await desk.settle()
        asked = plain(words.asks(await own_data.held(w.deps, WHOSE), texts("fr")).content)
        assert "**Peut-être déjà sur le forum :** 1 texte, que j'en retire s'il y est." in asked
        await desk.settle(DAY)
        asked = plain(words.asks(await own_data.held(w.deps, WHOSE), texts("fr")).content)
        assert "Peut-être" not in asked


async def test_who_took_a_task_is_forgotten_with_its_reminders_once_it_is_long_over(
    w: World,
) -> None:
    task = (await made(w)).task
    await tasks.take(w.deps, acting(person=MIMOSA), task.id, PRIVATE)
    theirs = "select count(*) from reminders where person = '2' or channel = ?"

    async def known() -> int:
        return await w.deps.store.read(lambda tx: int(tx.execute(theirs, [PRIVATE]).fetchone()[0]))

    assert await known()
    await tasks.become(w.deps, acting(), task.id, TaskStatus.DONE, organiser=True)
    w.clock.advance(89 * 24 * 3600)
    await retention.forget(w.deps)
    assert await known()
    w.clock.advance(2 * 24 * 3600)
    await retention.forget(w.deps)
    assert await known() == 0


ONE, OTHER = "111111111111111111", "222222222222222222"


async def test_campaigns_that_named_two_people_stay_two(w: World) -> None:
    for person in (ONE, OTHER):
        await made(w, campaign=f"aider <@{person}>")
    for person in (ONE, OTHER):
        await own_data.erase(w.deps, Whose(PersonId(person)))
    found = await rows(w, "select name, folded from campaigns order by id")
    assert found == [("aider @…", "aider"), ("aider @… (2)", "aider 2")]
    assert (await made(w, campaign="aider @…")).campaign == "aider @…"
    assert len(await rows(w, "select id from campaigns")) == 2


async def test_units_that_named_two_people_are_one_in_a_bilan(w: World) -> None:
    def work(tx: Tx) -> None:
        tx.execute(
            "insert into forum_tallies (id, collective, scope, channel, forum, place, act, title,"
            " every_s, state, due, version) values (1, ?, '-:0', '3', 'f', 2, 'reply', '', 60,"
            " 'active', '', 0)",
            [COLLECTIVE],
        )
        tx.execute(
            "insert into forum_tally_names (tally, noun, said, turn, shown)"
            " values (1, 'unit', ?, 1, 1), (1, 'unit', ?, 2, 1)",
            [f"visites de <@{ONE}>", f"visites de <@{OTHER}>"],
        )

    await w.deps.store.write(work)
    for person in (ONE, OTHER):
        await own_data.erase(w.deps, Whose(PersonId(person)))
    assert await rows(w, "select said from forum_tally_names") == [("visites de @…",)]


async def test_every_table_that_takes_no_two_alike_bears_that_words_become_so(w: World) -> None:
    def work(tx: Tx) -> set[str]:
        return {
            name
            for name, declared in TABLES.items()
            for index in tx.table(name).indexes
            if index.unique and {*index.columns} & {*declared.words.split()}
        }

    assert await w.deps.store.read(work) == {*MERGED, "campaigns"}
