"""What there is to do, and what was done, in sentences; nothing is counted before a click."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId
from bot.ports.chat import Button, Say
from bot.services import talking, tasks
from bot.services.hearing import Here
from bot.services.talking import Heard
from tests.services.task_world import LETTERS, PRIVATE, acting, made, plain
from tests.services.vote_world import MIMOSA, said_in
from tests.world import ANNOUNCEMENTS, COLLECTIVE, World

DM = ChannelId("950")
ELSEWHERE = ChannelId("960")


async def say(
    w: World,
    text: str,
    collective: CollectiveId | None = COLLECTIVE,
    channel: ChannelId = ANNOUNCEMENTS,
) -> tuple[str, tuple[Button, ...]]:
    """The answer to somebody, in words and buttons."""
    heard = Heard(
        MessageId(f"9{len(text)}"),
        channel,
        collective,
        text,
        PersonId(MIMOSA.person),
        is_private=channel == DM,
    )
    await talking.answer(w.deps, heard)
    await w.settle()
    sent = [one for one in w.chat.attempts if isinstance(one, Say)][-1]
    return plain(said_in(w, channel)[-1]), sent.message.buttons


async def test_what_there_is_to_do_is_listed_with_a_button_for_each(w: World) -> None:
    card = await made(w)
    await made(w, title="tracter", city="fr:06088", unit="tracts", target=None)
    await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
    text, buttons = await say(w, "qu'est-ce que je peux faire ?")
    assert text.splitlines() == [
        "**Tâches**",
        "- Forcalquier, écrire aux élu·es : 0 lettre sur 29 · ven. 11 déc. · prise par 1 personne",
        "- Nice, tracter : 0 tract · ven. 11 déc. · à prendre",
    ]
    assert [one.action for one in buttons] == ["vigie:task:show:1", "vigie:task:show:2"]
    nice, _ = await say(w, "que puis-je faire à Nice ?")
    assert "Forcalquier" not in nice


async def test_in_private_one_is_told_which_are_one_s_own(w: World) -> None:
    card = await made(w)
    await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
    text, _ = await say(w, "qu'est-ce que je peux faire ?", channel=DM)
    assert text.endswith("· tu t'en charges")
    nobody, _ = await say(w, "comment aider ?", None, DM)
    assert nobody.startswith("Demande-le-moi dans un salon")


async def test_without_a_task_it_says_how_to_make_one(w: World) -> None:
    text, _ = await say(w, "comment aider ?")
    assert text.startswith("Aucune tâche n'est ouverte.")


async def test_what_was_done_is_proposed_to_the_task_that_counts_it(w: World) -> None:
    await made(w)
    await made(w, title="tracter", unit="tracts", target=None)
    text, [button] = await say(w, "j'ai distribué 20 tracts")
    assert text == "20 tracts : j'ajoute à « tracter », Forcalquier ?"
    assert button.action == "vigie:task:said:2:20:2:924:5qTf"
    assert len(button.action) <= 100


async def test_of_several_it_asks_which(w: World) -> None:
    await made(w, title="tracter", unit="tracts", target=None)
    await made(w, title="tracter", city="fr:06088", unit="tracts", target=None)
    text, buttons = await say(w, "j'ai distribué 20 tracts")
    assert text == "20 tracts : à quelle tâche ?"
    assert [one.label for one in buttons] == ["tracter · Forcalquier", "tracter · Nice"]
    one, _ = await say(w, "j'ai distribué 20 tracts à Nice")
    assert one.endswith("« tracter », Nice ?")


async def test_tasks_that_read_the_same_are_told_apart(w: World) -> None:
    for day in ("11/12/2026", "20/12/2026", "20/12/2026"):
        await made(w, title="tracter", unit="tracts", target=None, day=day)
    await made(w, title="tracter", city="fr:06088", unit="tracts", target=None)
    expected = [
        "tracter · Forcalquier · ven. 11 déc.",
        "tracter · Nice",
        "tracter · Forcalquier · dim. 20 déc.",
        "tracter · Forcalquier · dim. 20 déc. (2)",
    ]
    for said in ("j'ai distribué 20 tracts", "qu'est-ce que je peux faire ?"):
        _, buttons = await say(w, said)
        assert [plain(one.label) for one in buttons] == expected


async def test_however_long_a_title_its_button_names_the_city(w: World) -> None:
    await made(
        w,
        title="distribuer des tracts au marché, à la gare, " + "x" * 36,
        unit="tracts",
        target=None,
    )
    _, [button] = await say(w, "qu'est-ce que je peux faire ?")
    assert len(button.label) <= 80
    assert button.label.endswith("… · Forcalquier")


async def test_what_no_task_counts_is_welcome_all_the_same(w: World) -> None:
    await made(w)
    text, buttons = await say(w, "j'ai distribué 20 tracts")
    assert text == "Bravo ! Aucune tâche ouverte ne compte de tracts. Les autres : `/tâche liste`."
    assert buttons == ()
    text, _ = await say(w, "j'ai collé 20 affiches")
    assert text.startswith("Bravo ! Aucune tâche ouverte ne compte d'affiches.")


async def test_what_is_done_elsewhere_is_not_denied(w: World) -> None:
    await made(w, title="tracter", unit="tracts", target=None)
    text, _ = await say(w, "20 tracts distribués à Lyon")
    assert text == (
        "Bravo ! Aucune tâche ouverte ne compte de tracts à Lyon. Les autres : `/tâche liste`."
    )
    text, buttons = await say(w, "qu'est-ce que je peux faire à Nice ?")
    assert text == "Aucune tâche n'est ouverte à Nice. Il y en a ailleurs : `/tâche liste`."
    assert buttons == ()


async def test_what_no_task_counts_in_a_city_where_none_is_open_anywhere(w: World) -> None:
    text, _ = await say(w, "qu'est-ce que je peux faire à Nice ?")
    assert text.splitlines()[0] == "Aucune tâche n'est ouverte à Nice."
    assert "/tâche créer" in text


async def test_a_unit_of_their_own_is_understood_while_a_task_counts_it(w: World) -> None:
    await made(w, title="coller", unit="Autocollants", target=None)
    text, [button] = await say(w, "j'ai collé 12 autocollants")
    assert text == "12 Autocollants : j'ajoute à « coller », Forcalquier ?"
    assert button.action.startswith("vigie:task:said:1:12:2:")
    other, _ = await say(w, "j'ai collé 12 timbres")
    assert other.startswith("Je n'ai pas compris.")


async def test_a_unit_of_a_room_that_they_do_not_read_is_not(w: World) -> None:
    here = Here(is_open=False, may_hear=lambda _: False)
    wanted = replace(LETTERS, unit="autocollants", target=None)
    await tasks.create(w.deps, acting(), wanted, here=here)
    text, _ = await say(w, "j'ai collé 12 autocollants", channel=ELSEWHERE)
    assert text.startswith("Je n'ai pas compris.")


@pytest.mark.parametrize(
    "said",
    [
        "j'ai distribué -5 tracts",
        "j'ai distribué une centaine de tracts",
        "j'ai distribué 0 tract",
        "j'ai récolté 2,5 signatures",
        "j'ai distribué des tracts",
    ],
)
async def test_where_it_is_not_clear_how_many_it_says_how_to_count(w: World, said: str) -> None:
    await made(w, title="tracter", unit="tracts", target=None)
    text, buttons = await say(w, said)
    assert text == (
        "Je n'ai pas compris combien. Écris le nombre en chiffres, comme « j'ai distribué 20 "
        "tracts », ou utilise `/tâche compter`."
    )
    assert buttons == ()


async def test_of_several_that_were_done_each_is_proposed_and_counted_once(w: World) -> None:
    await made(w)
    await made(w, title="tracter", unit="tracts", target=None)
    said = "hier j'ai distribué 20 tracts et écrit 5 lettres"
    text, [letters] = await say(w, said)
    assert text == "5 lettres : j'ajoute à « écrire aux élu·es », Forcalquier ?"
    told = [plain(one) for one in said_in(w)]
    assert "20 tracts : j'ajoute à « tracter », Forcalquier ?" in told
    assert letters.action == f"vigie:task:said:1:5:2:9{len(said)}:1:etjb"


async def test_of_several_what_nobody_here_counts_is_passed_over(w: World) -> None:
    await made(w)
    text, [button] = await say(w, "j'ai pris 3 cafés et écrit 5 lettres")
    assert text.startswith("5 lettres : j'ajoute à")
    assert button.action.startswith("vigie:task:said:1:5:")
