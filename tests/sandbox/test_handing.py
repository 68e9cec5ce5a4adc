"""Forms, files, lists and message menus, between the sandbox's people and a real client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import aiohttp
import discord
import pytest
from PIL import Image

from bot.sandbox.asking import AskError
from bot.sandbox.discord.attachments import HANDED_MOST
from bot.sandbox.discord.errors import ApiError, Form
from bot.sandbox.discord.modals import check_modal
from bot.sandbox.discord.models import CONTEXT_MENU_COMMAND, EPHEMERAL, Message
from bot.sandbox.people import ANSWERED, FAILED, FORM, Outcome, shown
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.conftest import PATIENT_S
from tests.contracts.discord_contract import DiscordContract
from tests.pictures import png
from tests.sandbox.handing import prepare
from tests.tinybot import TinyBot, running

GOOD = {"titre": "Contre les caméras", "sorte": "Vœu"}


@pytest.fixture
async def vigie(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[TinyBot]:
    async with running(sandbox.token, prepare) as bot:
        yield bot


@pytest.fixture
async def panel(sandbox: Sandbox, seeded: Seeded, vigie: TinyBot) -> Message:
    outcome = await sandbox.people.command(seeded.mimosa, seeded.discussion, "panneau")
    assert outcome.message is not None
    return outcome.message


async def ask_form(sandbox: Sandbox, words: str = "motion") -> tuple[str, dict[str, Any]]:
    """The form that a command shows to Mimosa: its id, and itself."""
    assert sandbox.seeded is not None
    where = sandbox.seeded.discussion
    outcome = await sandbox.people.command(sandbox.seeded.mimosa, where, words)
    return form_of(outcome)


def form_of(outcome: Outcome) -> tuple[str, dict[str, Any]]:
    assert outcome.status == FORM
    assert outcome.form is not None
    assert outcome.form.modal is not None
    return str(outcome.form.id), outcome.form.modal


def jpeg(width: int, height: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "green").save(buffer, "JPEG")
    return buffer.getvalue()


# files


@pytest.mark.parametrize(
    ("name", "data", "kind", "size"),
    [
        ("un tableau.jpg", jpeg(8, 5), "image/jpeg", "8 × 5"),
        ("vue.png", png(6, 4), "image/png", "6 × 4"),
        ("notes.txt", b"rien", "text/plain", "None × None"),
        ("faux.jpg", b"pas une image", "image/jpeg", "None × None"),
    ],
)
async def test_a_file_is_given_with_a_command_and_fetched_by_the_bot(
    sandbox: Sandbox,
    seeded: Seeded,
    vigie: TinyBot,
    name: str,
    data: bytes,
    kind: str,
    size: str,
) -> None:
    people = sandbox.people
    handed = people.hand(seeded.mimosa, name, data)
    outcome = await people.command(
        seeded.mimosa, seeded.discussion, "photo", image=str(handed.id), legende="le tableau"
    )
    named = name.replace(" ", "_")
    assert outcome.content == f"{named} {kind} {len(data)} {size} {len(data)} le tableau"


async def test_what_is_proposed_may_depend_on_the_file(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    people, where = sandbox.people, seeded.discussion
    handed = people.hand(seeded.mimosa, "vue.png", png())
    about = {"image": str(handed.id), "legende": "v"}
    choices = await people.autocomplete(seeded.mimosa, where, "photo", "legende", **about)
    assert choices == [{"name": "vue.png", "value": "vue.png"}]


async def test_a_handed_file_is_at_its_address_for_a_day(sandbox: Sandbox, seeded: Seeded) -> None:
    url = sandbox.people.hand(seeded.mimosa, "vue.png", png()).url
    statuses = []
    async with aiohttp.ClientSession() as session:
        for wait in (0, 23, 1):
            await sandbox.clock.advance(timedelta(hours=wait).total_seconds())
            async with session.get(url) as answer:
                statuses.append(answer.status)
    assert statuses == [200, 200, 404]


async def test_the_oldest_files_make_room(sandbox: Sandbox, seeded: Seeded) -> None:
    first = sandbox.people.hand(seeded.mimosa, "premier.png", png())
    for _ in range(HANDED_MOST):
        sandbox.people.hand(seeded.mimosa, "vue.png", png())
    assert first.id not in sandbox.world.attachments
    assert len(sandbox.world.attachments) == HANDED_MOST


@pytest.mark.parametrize("given", ["1", "vue.png", ""])
async def test_an_option_for_a_file_takes_nothing_else(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot, given: str
) -> None:
    with pytest.raises(AskError) as refused:
        await sandbox.people.command(seeded.mimosa, seeded.discussion, "photo", image=given)
    assert refused.value.status == 400


async def test_a_file_that_is_too_heavy_is_not_taken(sandbox: Sandbox, seeded: Seeded) -> None:
    with pytest.raises(AskError) as refused:
        sandbox.people.hand(seeded.mimosa, "lourd.jpg", b"x" * (10 * 1024**2 + 1))
    assert refused.value.status == 413


# lists


async def test_a_choice_in_a_list_reaches_the_bot(
    sandbox: Sandbox, seeded: Seeded, panel: Message
) -> None:
    outcome = await sandbox.people.choose(seeded.mimosa, panel, "ville", "fr:06088")
    assert outcome.content == "Ville : fr:06088"


async def test_several_choices_come_in_the_lists_order_and_none_may_do(
    sandbox: Sandbox, seeded: Seeded, panel: Message
) -> None:
    people = sandbox.people
    assert (
        await people.choose(seeded.mimosa, panel, "jours", "mardi", "lundi")
    ).content == "Jours : lundi, mardi"
    assert (await people.choose(seeded.mimosa, panel, "jours")).content == "Jours :"


@pytest.mark.parametrize(
    ("custom_id", "values", "status"),
    [
        ("ville", ["fr:75056"], 400),
        ("ville", [], 400),
        ("ville", ["fr:06088", "fr:69123"], 400),
        ("jours", ["lundi", "mardi", "jeudi"], 400),
        ("rediger", ["x"], 404),
        ("inconnue", ["x"], 404),
    ],
)
async def test_a_list_takes_only_its_own_values_and_as_many_as_it_says(
    sandbox: Sandbox,
    seeded: Seeded,
    panel: Message,
    custom_id: str,
    values: list[str],
    status: int,
) -> None:
    with pytest.raises(AskError) as refused:
        await sandbox.people.choose(seeded.mimosa, panel, custom_id, *values)
    assert refused.value.status == status


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"options": []}, "BASE_TYPE_BAD_LENGTH"),
        ({"options": [{"label": "x", "value": "1"}] * 2}, "VALUE_DUPLICATED"),
        ({"options": [{"label": "", "value": "1"}]}, "BASE_TYPE_REQUIRED"),
        ({"max_values": 3}, "MAX_VALUES_TOO_LARGE"),
        ({"min_values": 2}, "MIN_VALUES_TOO_LARGE"),
        ({"custom_id": ""}, "BASE_TYPE_REQUIRED"),
        ({"placeholder": "x" * 151}, "BASE_TYPE_MAX_LENGTH"),
    ],
)
async def test_a_list_that_breaks_the_limits_is_refused(
    sandbox: Sandbox,
    seeded: Seeded,
    contract: DiscordContract,
    change: dict[str, Any],
    fault: str,
) -> None:
    contract.forgive("asked|query")
    select = {"type": 3, "custom_id": "s", "options": [{"label": "x", "value": "1"}]} | change
    body = {"content": "x", "components": [{"type": 1, "components": [select]}]}
    headers = {"Authorization": f"Bot {sandbox.token}"}
    url = f"{sandbox.chat_api}/channels/{seeded.discussion.id}/messages"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(url, json=body) as answer,
    ):
        assert answer.status == 400
        assert fault in await answer.text()


# menus of messages


async def test_a_menu_hands_the_bot_words_that_it_may_not_read_otherwise(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    people = sandbox.people
    said = await people.say(seeded.girouette, seeded.discussion, "On se retrouve à 18h")
    (heard,) = await vigie.hear("message")
    assert heard.content == ""
    outcome = await people.menu(seeded.mimosa, said, "Compter les signes")
    assert (outcome.status, outcome.content) == (ANSWERED, "girouette : 20 signes")
    assert outcome.message is not None
    assert outcome.message.type == CONTEXT_MENU_COMMAND
    assert shown(outcome.message)["interaction_metadata"]["target_message_id"] == str(said.id)


async def test_a_menus_form_begins_with_the_messages_words(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    said = await sandbox.people.say(seeded.mimosa, seeded.discussion, "Devant la mairie")
    outcome = await sandbox.people.menu(seeded.mimosa, said, "Publier sur le forum")
    _, form = form_of(outcome)
    (heading,) = (part["component"] for part in form["components"] if part.get("label") == "Titre")
    assert heading["value"] == "Devant la mairie"


async def test_a_menu_has_only_its_entries(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    said = await sandbox.people.say(seeded.mimosa, seeded.discussion, "bonjour")
    with pytest.raises(AskError) as refused:
        await sandbox.people.menu(seeded.mimosa, said, "photo")
    assert refused.value.status == 404
    with pytest.raises(AskError):
        await sandbox.people.command(seeded.mimosa, seeded.discussion, "Compter les signes")


async def test_nobody_uses_the_menu_of_what_they_do_not_see(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    people = sandbox.people
    picture = people.hand(seeded.mimosa, "vue.png", png())
    outcome = await people.command(seeded.mimosa, seeded.discussion, "photo", image=str(picture.id))
    assert outcome.message is not None
    with pytest.raises(AskError) as refused:
        await people.menu(seeded.girouette, outcome.message, "Compter les signes")
    assert refused.value.status == 404


# forms


async def test_a_form_is_shown_filled_in_and_answered_in_private(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    people = sandbox.people
    number, form = await ask_form(sandbox)
    assert form["title"] == "Proposer une motion"
    assert [part.get("label") for part in form["components"]] == [None, "Titre", "Sorte", "Photo"]
    picture = people.hand(seeded.mimosa, "vue.png", png())
    outcome = await people.submit(seeded.mimosa, number, GOOD | {"photo": [str(picture.id)]})
    assert outcome.content == "Contre les caméras · Vœu · ['vue.png']"
    assert outcome.message is not None
    assert outcome.message.flags & EPHEMERAL
    with pytest.raises(AskError):
        await people.submit(seeded.mimosa, number, GOOD)


async def test_a_form_in_the_older_way_is_answered_for_all(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    number, form = await ask_form(sandbox, "ancienne")
    assert form["components"][0]["components"][0]["label"] == "Raison"
    outcome = await sandbox.people.submit(seeded.mimosa, number, {"raison": "trop\ncher"})
    assert outcome.content == "« trop\ncher »"
    (heard,) = await vigie.hear("message")
    assert heard.interaction_metadata.type is discord.InteractionType.modal_submit
    opened_by = heard.interaction_metadata.modal_interaction
    assert opened_by.type is discord.InteractionType.application_command


async def test_a_form_from_a_button_changes_its_message(
    sandbox: Sandbox, seeded: Seeded, panel: Message
) -> None:
    number, _ = form_of(await sandbox.people.click(seeded.mimosa, panel, "rediger"))
    outcome = await sandbox.people.submit(seeded.mimosa, number, GOOD)
    assert outcome.message is panel
    assert (panel.content, panel.components) == ("Contre les caméras · Vœu · []", [])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"titre": "  "}, "« Titre » est obligatoire."),
        ({"titre": "ab"}, "3 caractères au moins"),
        ({"titre": "x" * 41}, "40 caractères au plus"),
        ({"sorte": ""}, "« Sorte » est obligatoire."),
        ({"sorte": "Loi"}, "n’est pas un choix"),
        ({"photo": ["1"]}, "« Photo » demande un fichier."),
        ({"autre": "x"}, "pas de champ"),
    ],
)
async def test_a_form_that_does_not_fit_stays_open(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot, change: dict[str, Any], words: str
) -> None:
    number, _ = await ask_form(sandbox)
    with pytest.raises(AskError) as refused:
        await sandbox.people.submit(seeded.mimosa, number, GOOD | change)
    assert words in refused.value.sentence
    assert (await sandbox.people.submit(seeded.mimosa, number, GOOD)).status == ANSWERED


async def test_a_form_that_the_bot_does_not_answer_may_be_handed_in_again(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    number, _ = await ask_form(sandbox)
    sandbox.interactions.answer_s = 0.2
    mute = GOOD | {"titre": "muette"}
    assert (await sandbox.people.submit(seeded.mimosa, number, mute)).status == FAILED
    sandbox.interactions.answer_s = PATIENT_S
    assert (await sandbox.people.submit(seeded.mimosa, number, GOOD)).status == ANSWERED


async def test_nobody_hands_in_the_form_of_another(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    number, _ = await ask_form(sandbox)
    with pytest.raises(AskError) as refused:
        await sandbox.people.submit(seeded.girouette, number, GOOD)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 46},
        {"title": ""},
        {"custom_id": ""},
        {"components": []},
        {"components": [{"type": 10, "content": "x"}] * 6},
        {"components": [{"type": 18, "label": "x" * 46, "component": {"type": 4}}]},
        {"components": [{"type": 1, "components": []}]},
    ],
)
def test_a_form_that_breaks_the_limits_is_refused(change: dict[str, Any]) -> None:
    field = {"type": 4, "custom_id": "t", "style": 1}
    good = {
        "custom_id": "m",
        "title": "Titre",
        "components": [{"type": 18, "label": "Nom", "component": field}],
    }
    form = Form()
    check_modal(form, good)
    form.check()
    check_modal(form, good | change)
    with pytest.raises(ApiError):
        form.check()


# over HTTP, as the page and the tour do


async def test_the_desk_takes_a_file_a_command_and_a_form(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    async with aiohttp.ClientSession(sandbox.page_url) as session:

        async def ask(path: str, body: dict[str, Any]) -> dict[str, Any]:
            async with session.post(path, json={"as": "Mimosa"} | body) as answer:
                assert answer.status == 200, await answer.text()
                told: dict[str, Any] = await answer.json()
                return told

        query = {"as": "Mimosa", "name": "vue.png"}
        async with session.post("/desk/files", params=query, data=png()) as answer:
            assert answer.status == 201
            handed = await answer.json()
        async with session.post("/desk/files", params=query, data=b"") as answer:
            assert answer.status == 400
        heavy = b"x" * (10 * 1024**2 + 2048)
        async with session.post("/desk/files", params=query, data=heavy) as answer:
            assert answer.status == 413
        where = f"/desk/channels/{seeded.discussion.id}/commands"
        told = await ask(where, {"command": "photo", "options": {"image": handed["id"]}})
        assert told["message"]["content"].startswith("vue.png image/png")
        assert told["message"]["interaction"]["line"] == "/photo image:vue.png"
        told = await ask(where, {"command": "motion"})
        assert (told["status"], told["message"]) == ("form", None)
        form = f"/desk/forms/{told['form']['id']}"
        told = await ask(form, {"values": GOOD})
        assert told["message"]["content"] == "Contre les caméras · Vœu · []"


async def test_the_desk_takes_a_choice_and_a_menu(
    sandbox: Sandbox, seeded: Seeded, panel: Message
) -> None:
    about = {"as": "Mimosa", "channel": str(seeded.discussion.id)}
    async with aiohttp.ClientSession(sandbox.page_url) as session:
        base = f"/desk/messages/{panel.id}"
        chosen = about | {"custom_id": "ville", "values": ["fr:06088"]}
        async with session.post(f"{base}/choose", json=chosen) as answer:
            assert (await answer.json())["message"]["content"] == "Ville : fr:06088"
        used = about | {"name": "Compter les signes"}
        async with session.post(f"{base}/menu", json=used) as answer:
            told = (await answer.json())["message"]
        assert told["content"] == "Vigie : 7 signes"
        assert told["interaction"]["line"] == "Applications › Compter les signes"
