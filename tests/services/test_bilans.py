"""What a campaign came to: exact, by city, task and week, without names."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.bilans import bilan
from bot.domain.hearing import everything
from bot.domain.ids import ChannelId, CollectiveId
from bot.domain.refusals import Reason
from bot.domain.tasks import TaskStatus
from bot.render import bilan_picture
from bot.render import bilans as words
from bot.render.texts import texts
from bot.services import bilans, campaigns, cards, known_tasks, tallying, tasks
from bot.services.cards import Reader
from bot.services.hearing import Here
from bot.store.base import Tx
from tests.services.task_world import LETTERS, acting, add, made, plain, refused
from tests.services.vote_world import MIMOSA, OTHERS, announced, value
from tests.world import COLLECTIVE, World

FR = texts("fr")
NICE = "fr:06088"


async def campaign(w: World) -> None:
    """Two cities in one campaign, over two weeks; and a task of neither."""
    here = await made(w, campaign="Stop VSA")
    there = await made(w, city=NICE, target=50, campaign="stop vsa")
    leaflets = await made(w, title="tracter", city=NICE, unit="tracts", target=None)
    speech = await made(w, title="prendre la parole", unit="", target=None, campaign="Stop VSA")
    await add(w, here.task.id, 18)
    await add(w, there.task.id, 20, person="3")
    w.clock.advance(timedelta(days=7).total_seconds())
    await add(w, there.task.id, 15)
    wrong = await add(w, leaflets.task.id, 4_000)
    w.clock.advance(timedelta(days=7).total_seconds())
    await tallying.correct(w.deps, acting(MIMOSA), wrong.contribution.id, 400, organiser=False)
    await tasks.become(w.deps, acting(), speech.task.id, TaskStatus.DONE, organiser=True)


async def said(w: World, city: str = "", name: str = "", **more: bool) -> list[str]:
    found = await bilans.said(w.deps, COLLECTIVE, city, name)
    message = words.told(found.card, FR, organiser=more.get("organiser", False))
    return plain(message.content).splitlines()


async def test_a_campaign_adds_up_its_cities_and_shows_each_one_s_part(w: World) -> None:
    await campaign(w)
    assert await said(w, name="STOP VSA") == [
        "📌 Bilan, campagne « Stop VSA »",
        "`▰▰▰▰▰▰▱▱▱▱` 53 lettres sur 79",
        "1 tâche faite sur 3",
        "**Par ville**",
        "- Forcalquier : 18 lettres sur 29",
        "- Nice : 35 lettres sur 50",
        "**Par semaine**",
        "- semaine du 30 novembre : 15 lettres",
        "- semaine du 23 novembre : 38 lettres",
        "**Par tâche**",
        "- écrire aux élu·es (Forcalquier) : `▰▰▰▰▰▰▱▱▱▱` 18 lettres sur 29, à faire",
        "- écrire aux élu·es (Nice) : `▰▰▰▰▰▰▰▱▱▱` 35 lettres sur 50, à faire",
        "- prendre la parole (Forcalquier) : faite",
    ]


async def test_of_a_city_everything_is_told_and_a_correction_in_its_own_week(w: World) -> None:
    await campaign(w)
    lines = await said(w, city=NICE)
    assert lines[:3] == ["📌 Bilan, Nice", "`▰▰▰▰▰▰▰▱▱▱` 35 lettres sur 50", "400 tracts"]
    assert "- Stop VSA : 35 lettres sur 50" in lines
    assert "- semaine du 30 novembre : 400 tracts · 15 lettres" in lines
    assert not [one for one in lines if "7 décembre" in one or "**Par ville**" in one]


async def test_nobody_is_named_and_another_collective_is_told_nothing(w: World) -> None:
    await campaign(w)
    assert "<@" not in "\n".join(await said(w, organiser=True))
    found = await bilans.of(w.deps, OTHERS.collective, None, None)
    assert words.told(found.card, FR, organiser=True).content.endswith("aucune tâche encore.")
    unknown = bilans.said(w.deps, CollectiveId("70"), "", "Stop VSA")
    assert await refused(unknown) is Reason.NO_CAMPAIGN


async def test_a_forum_gets_totals_without_what_tasks_are_called_or_whom_words_call(
    w: World,
) -> None:
    await campaign(w)
    lina = "<@1575990715341602817>"
    await made(
        w, title=f"appeler {lina}", unit=f"appels de {lina}", target=3, campaign=f"Avec {lina}"
    )

    def told(tx: Tx) -> str:
        names, _ = bilans.nameable(tx, COLLECTIVE, "-:0")
        return bilans.for_forum(tx, w.deps, COLLECTIVE, "-:0", names, f"Les amis de {lina}")

    lines = plain(await w.deps.store.read(told)).splitlines()
    assert lines[:3] == ["📌 Bilan, toutes nos tâches", "", "- `▰▰▰▰▰▰▱▱▱▱` 53 lettres sur 79"]
    assert "- Avec quelqu'un : 0 appel de quelqu'un sur 3" in lines
    assert lines[-1] == (
        "*Les amis de quelqu'un : des totaux, sans aucun nom, que Vigie tient à jour."
        " Dernier changement : 8 décembre 2026.*"
    )
    text = "\n".join(lines)
    assert "1575990" not in text
    assert "écrire aux" not in text
    start = lines.index("**Par ville**")
    assert lines[start - 1 : start + 3 : 2] == ["", ""]  # else it would be of the list before


HIDDEN = Here(is_open=False, may_hear=lambda _: False)
SECRET = {"title": "sonner", "city": NICE, "unit": "visites chez Durand", "campaign": "Infiltrer"}


async def hidden(w: World, **more: object) -> None:
    wanted = replace(LETTERS, **{**SECRET, **more})  # type: ignore[arg-type]
    await tasks.create(w.deps, acting(), wanted, here=HIDDEN)


def outside(_: ChannelId) -> bool:
    return False


async def test_words_typed_where_not_everybody_reads_are_told_to_nobody_else(w: World) -> None:
    await made(w)
    await hidden(w)
    await hidden(w, unit="tracts", target=100)
    found = await bilans.said(w.deps, COLLECTIVE, "", "", outside)
    message = plain(words.told(found.card, FR, organiser=False).content)
    assert message.splitlines() == [
        "📌 Bilan, toutes nos tâches",
        "`▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29",
        "`▱▱▱▱▱▱▱▱▱▱` 0 tract sur 100",
        "0 tâche faite sur 3",
        "**Par ville**",
        "- Forcalquier : 0 lettre sur 29",
        "- ailleurs : 0 tract sur 100",
        "**Par tâche**",
        "- écrire aux élu·es (Forcalquier) : `▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29, à faire",
    ]
    organiser = "\n".join(await said(w))
    assert "Durand" in organiser
    assert "Infiltrer" in organiser
    assert "Nice" in organiser


async def test_a_campaign_or_a_city_that_somebody_may_not_know_is_not_told_by_asking(
    w: World,
) -> None:
    await hidden(w)
    asked = bilans.said(w.deps, COLLECTIVE, "", "Infiltrer", outside)
    assert await refused(asked) is Reason.NO_CAMPAIGN
    found = await bilans.said(w.deps, COLLECTIVE, NICE, "", outside)
    assert words.told(found.card, FR, organiser=False).content.endswith("aucune tâche encore.")
    assert await campaigns.suggested(w.deps, COLLECTIVE, "", outside) == []
    assert await campaigns.suggested(w.deps, COLLECTIVE, "", everything) == ["Infiltrer"]


async def test_a_vote_is_not_told_what_is_missing_in_words_of_a_hidden_channel(w: World) -> None:
    vote = await announced(w)
    said = replace(LETTERS, city="", vote=await value(w, vote.id), unit="visites chez Durand")
    await tasks.create(w.deps, acting(), said, here=HIDDEN)
    assert await w.deps.store.read(lambda tx: known_tasks.missing_for(tx, vote)) == []


async def test_what_was_given_up_wants_no_more_than_it_has(w: World) -> None:
    card = await made(w)
    await add(w, card.task.id, 9)
    await made(w, title="encore", target=1)
    await tasks.become(w.deps, acting(), card.task.id, TaskStatus.CANCELLED, organiser=True)
    lines = await said(w)
    assert lines[1:3] == ["`▰▰▰▰▰▰▰▰▰▱` 9 lettres sur 10", "0 tâche faite sur 1"]


async def test_what_was_done_comes_before_what_was_not(w: World) -> None:
    await made(w)
    await add(w, (await made(w, title="tracter", unit="tracts", target=None)).task.id, 18)
    assert (await said(w))[1:3] == ["18 tracts", "`▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29"]


async def test_it_is_drawn_without_what_is_not_begun_beside_what_is(w: World) -> None:
    letters = (await made(w)).task
    tracts = (await made(w, title="tracter", unit="tracts", target=None)).task

    async def large() -> list[str]:
        found = await bilans.said(w.deps, COLLECTIVE, "", "")
        content = bilan_picture.content(found.card, FR, found.today)
        assert plain(content.department) == "bilan · Forcalquier"
        return [plain(one.figure) for one in content.sections[0].bars]

    assert await large() == ["0 lettre sur 29", "0 tract", "0 tâche faite sur 2"]
    await add(w, tracts.id, 18)
    assert await large() == ["18 tracts", "0 tâche faite sur 2"]
    await add(w, letters.id, 1)
    assert await large() == ["1 lettre sur 29", "18 tracts", "0 tâche faite sur 2"]


async def test_organisers_get_a_table_that_no_spreadsheet_computes(w: World) -> None:
    await campaign(w)
    await made(w, title="=HYPERLINK(1)", unit="@cmd", target=None)
    await made(w, title="＝HYPERLINK(2)", target=None)
    found = await bilans.of(w.deps, COLLECTIVE, None, None)
    message = words.exported(found.card, found.weeks, FR, found.today)
    [file] = message.files
    assert file.name == "bilan-2026-12-08.csv"
    text = file.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][:4] == ["code", "ville", "campagne", "tâche"]
    nice = [row for row in rows if row[1] == "Nice" and row[4] == "lettres"]
    assert [row[-2:] for row in nice] == [["2026-11-23", "20"], ["2026-11-30", "15"]]
    assert {row[7] for row in nice} == {"35"}
    assert [row[3:5] for row in rows if "HYPERLINK" in row[3]] == [
        ["'=HYPERLINK(1)", "'@cmd"],
        ["'＝HYPERLINK(2)", "lettres"],
    ]
    assert "2" not in {cell for row in rows[1:] for cell in row[:5]}


async def test_it_is_drawn_with_all_together_first(w: World) -> None:
    await campaign(w)
    found = await bilans.said(w.deps, COLLECTIVE, "", "Stop VSA")
    content = bilan_picture.content(found.card, FR, found.today)
    assert (content.city, content.department) == ("Stop VSA", "bilan de la campagne")
    drawn = {
        plain(section.title): [(one.label, plain(one.figure)) for one in section.bars]
        for section in content.sections
    }
    assert drawn == {
        "": [("", "53 lettres sur 79"), ("", "1 tâche faite sur 3")],
        "Par ville": [("Forcalquier", "18 lettres sur 29"), ("Nice", "35 lettres sur 50")],
        "Par tâche": [
            ("écrire aux élu·es (Forcalquier)", "18 lettres sur 29"),
            ("écrire aux élu·es (Nice)", "35 lettres sur 50"),
        ],
        "Par semaine": [("du 30 novembre", "15 lettres"), ("du 23 novembre", "38 lettres")],
    }
    message = bilans.worded(w.deps, found, FR, organiser=False)
    assert message.drawing is not None


async def test_what_has_no_target_is_drawn_too_and_the_title_begins_large(w: World) -> None:
    card = await made(w, target=None, unit="autocollants")
    await add(w, card.task.id, 1)
    found = await bilans.said(w.deps, COLLECTIVE, "", "")
    content = bilan_picture.content(found.card, FR, found.today)
    assert content.city == "Toutes nos tâches"
    assert [plain(one.figure) for one in content.sections[0].bars] == [
        "1 autocollant",
        "0 tâche faite sur 1",
    ]
    assert bilans.worded(w.deps, found, FR, organiser=False).drawing is not None


async def test_what_was_given_up_keeps_its_own_goal_and_is_never_done(w: World) -> None:
    card = await made(w, unit="autocollants", target=1_000)
    await add(w, card.task.id, 2_500)
    await tasks.become(w.deps, acting(), card.task.id, TaskStatus.CANCELLED, organiser=True)
    assert (await said(w))[1] == "2 500 autocollants"
    found = await bilans.said(w.deps, COLLECTIVE, "", "")
    content = bilan_picture.content(found.card, FR, found.today)
    assert [plain(one.figure) for section in content.sections[:2] for one in section.bars] == [
        "2 500 autocollants",
        "2 500 autocollants sur 1 000, abandonnée",
    ]
    other = await made(w, unit="autocollants", target=50)
    await add(w, other.task.id, 1)
    assert (await said(w))[1].endswith("2 501 autocollants sur 1 050")
    found = await bilans.said(w.deps, COLLECTIVE, "", "")
    content = bilan_picture.content(found.card, FR, found.today)
    assert not any(one.is_done for section in content.sections for one in section.bars)


async def test_the_city_s_card_tells_its_tasks_to_its_collective_alone(w: World) -> None:
    await campaign(w)
    commune = w.deps.registry.get("fr:06088")  # type: ignore[arg-type]
    assert commune is not None
    card, collective = await cards.city(w.deps, commune, Reader(COLLECTIVE))
    message = cards.worded(w.deps, card, FR, w.clock.now(), collective.zone)
    assert "**écrire aux élu·es** `▰▰▰▰▰▰▰▱▱▱` 35 lettres sur 50 · ven. 11 déc." in plain(
        message.content
    )
    assert message.drawing is not None
    other, _ = await cards.city(w.deps, commune, Reader(OTHERS.collective))
    assert other.tasks == ()
    nobody, _ = await cards.city(w.deps, commune, Reader())
    assert nobody.tasks == ()


def test_a_week_of_which_all_was_put_right_is_not_told() -> None:
    assert bilan([], []).weeks == []
    assert bilan([], []).sums == []
    assert date(2026, 11, 23).weekday() == 0


async def test_what_has_no_room_in_a_message_is_said_to_be_left_out(w: World) -> None:
    for number in range(60):
        await made(w, title=f"écrire une longue lettre numéro {number:03d} aux élu·es de la ville")
    lines = await said(w)
    assert lines[-1] == (
        "-# Et la suite, trop longue pour ce message : précisez une ville ou une campagne."
    )
    assert lines[-2].startswith("- écrire une longue lettre numéro")
    assert len("\n".join(lines)) <= 2_000


async def test_units_that_have_no_room_are_left_out_likewise(w: World) -> None:
    for number in range(90):
        await made(w, title="sonner", unit=f"visites chez {number:03d}", target=3)
    lines = await said(w)
    assert lines[-1].startswith("-# Et la suite")
    assert len("\n".join(lines)) <= 2_000


async def test_a_bilan_that_fits_says_nothing_of_a_rest(w: World) -> None:
    await campaign(w)
    assert "la suite" not in " ".join(await said(w))
