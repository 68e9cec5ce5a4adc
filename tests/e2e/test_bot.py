"""What people do with Vigie, and what they see."""

from __future__ import annotations

import pytest

from bot.sandbox.asking import AskError
from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import Message
from bot.sandbox.people import ANSWERED, WAITING
from tests.e2e.conftest import Town


def labels(message: Message) -> list[str]:
    return [button["label"] for row in message.components for button in row["components"]]


def actions(message: Message) -> list[str]:
    return [button["custom_id"] for row in message.components for button in row["components"]]


async def test_a_followed_threads_next_post_reaches_the_channel_with_author_time_and_link(
    town: Town,
) -> None:
    answer = await town.follow()
    assert answer.status in {ANSWERED, WAITING}
    await town.hears(lambda text: "suit maintenant" in text)
    pid = town.sandbox.forum.reply(2, "lina", "On se retrouve **à 8h30** devant la mairie.")
    await town.poll()
    message = await town.hears(lambda text: f"/post/{pid}>" in text)
    headline, body, link = message.content.splitlines()
    assert headline.startswith("💬 lina, «")
    assert headline.endswith("mar. 24 nov. à 9h")
    assert body == "On se retrouve **à 8h30** devant la mairie."
    assert link == f"[Voir sur le forum](<{town.sandbox.forum_url}/post/{pid}>)"


async def test_the_headline_fits_a_locked_phone(town: Town) -> None:
    await town.follow()
    pid = town.sandbox.forum.reply(2, "stephane", "Bonjour à toutes et tous.")
    await town.poll()
    message = await town.hears(lambda text: f"/post/{pid}>" in text)
    assert len(message.content.splitlines()[0]) <= 80


async def test_nothing_of_the_forum_pings_anyone(town: Town) -> None:
    await town.follow()
    mimosa = town.seeded.mimosa
    hostile = f"@everyone @here <@{mimosa.id}> <@&{town.seeded.organisers.id}> venez !"
    pid = town.sandbox.forum.reply(2, "moussa", hostile)
    await town.poll()
    message = await town.hears(lambda text: f"/post/{pid}>" in text)
    assert "venez" in message.content
    assert not (message.mentions)
    assert not (message.mention_roles)
    assert not (message.mention_everyone)


async def test_a_post_is_carried_once_across_a_restart(town: Town) -> None:
    await town.follow()
    first = town.sandbox.forum.reply(2, "lina", "Avant l'arrêt de Vigie.")
    await town.poll()
    await town.hears(lambda text: f"/post/{first}>" in text)
    await town.stop()
    second = town.sandbox.forum.reply(2, "lina", "Pendant l'arrêt de Vigie.")
    await town.start()
    await town.hears(lambda text: f"/post/{second}>" in text)
    texts = [one.content for one in town.seen() if "/post/" in one.content]
    assert [f"/post/{first}>" in texts[0], f"/post/{second}>" in texts[1], len(texts)] == [
        True,
        True,
        2,
    ]


@pytest.mark.parametrize(
    "fault",
    ["forum.500", "forum.503", "forum.html", "forum.truncated", "forum.drop", "forum.empty"],
)
async def test_a_post_is_carried_once_across_a_forum_outage(town: Town, fault: str) -> None:
    await town.follow()
    town.sandbox.faults.put(fault)
    pid = town.sandbox.forum.reply(2, "lina", "Pendant la panne du forum.")
    await town.poll()
    outcome = await town.command(town.seeded.mimosa, "ville statut", ville="fr:06088")
    town.sandbox.faults.clear_all()
    assert outcome.status == ANSWERED
    await town.hears_in_time(lambda text: f"/post/{pid}>" in text)
    assert sum(f"/post/{pid}>" in one.content for one in town.seen()) == 1


async def test_while_the_forum_is_down_the_card_says_so(town: Town) -> None:
    await town.forum_was_read()
    town.sandbox.faults.put("forum.503")
    await town.poll()
    for _ in range(200):
        outcome = await town.command(town.seeded.mimosa, "ville statut", ville="fr:06088")
        if "illisible" in outcome.content:
            break
    assert "on ne sait pas s’il y a du nouveau" in outcome.content


@pytest.mark.parametrize(
    "fault",
    [
        "chat.502_after",
        "chat.502",
        "chat.503",
        "chat.reset_after",
        "chat.429",
        "chat.html",
        "chat.429_cloudflare",
        "chat.429_global",
        "chat.500",
        "chat.reset",
    ],
)
async def test_a_fault_of_the_chat_neither_loses_nor_doubles(town: Town, fault: str) -> None:
    await town.follow()
    await town.hears(lambda text: "suit maintenant" in text)
    town.sandbox.faults.put(fault, times=1, match=r"POST /channels/\d+/messages$")
    pids = [town.sandbox.forum.reply(2, "lina", f"Message numéro {n}.") for n in range(3)]
    await town.poll()
    await town.hears_in_time(lambda text: f"/post/{pids[-1]}>" in text)
    texts = [one.content for one in town.seen() if "/post/" in one.content]
    assert [text.split("/post/")[1].rstrip(">)") for text in texts] == [str(pid) for pid in pids]


async def test_a_gateway_drop_loses_no_question(town: Town) -> None:
    town.sandbox.faults.put("gateway.drop")
    mimosa, vigie = town.seeded.mimosa, town.seeded.vigie
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie où en est Nice ?")
    await town.hears(lambda text: text.startswith("Nice ("))
    await town.until(lambda: town.sandbox.gateway.is_online(vigie))
    assert len([one for one in town.seen() if one.content.startswith("Nice (")]) == 1


async def test_an_invalid_session_is_survived(town: Town) -> None:
    town.sandbox.faults.put("gateway.invalid")
    mimosa, vigie = town.seeded.mimosa, town.seeded.vigie
    await town.until(lambda: town.sandbox.gateway.is_online(vigie))
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie où en est Nice ?")
    await town.hears(lambda text: text.startswith("Nice ("))


async def test_the_status_is_for_the_one_who_asks(town: Town) -> None:
    await town.follow()
    await town.hears(lambda text: "suit maintenant" in text)
    outcome = await town.command(town.seeded.mimosa, "ville statut", ville="fr:13055")
    assert outcome.status == ANSWERED
    assert outcome.message is not None
    assert outcome.message.ephemeral_for == town.seeded.mimosa.id
    assert outcome.content.startswith("Marseille (Bouches-du-Rhône)\u00a0: 2 projets connus, 1 fil")


async def test_an_unknown_city_is_honest(town: Town) -> None:
    outcome = await town.command(town.seeded.mimosa, "ville statut", ville="fr:12203")
    assert "on ne sait encore rien" in outcome.content
    assert "Pour commencer" in outcome.content


async def test_what_was_typed_instead_of_picked_is_understood(town: Town) -> None:
    outcome = await town.command(town.seeded.mimosa, "ville statut", ville="st etienne")
    assert outcome.content.startswith(("Saint-Étienne (Loire)", "Il y a plusieurs"))


async def test_a_misspelt_city_gets_a_suggestion_or_a_remedy(town: Town) -> None:
    outcome = await town.command(town.seeded.mimosa, "ville statut", ville="Zzzzz")
    assert "Je ne connais pas de commune" in outcome.content


async def test_a_typing_error_is_answered_with_buttons(town: Town) -> None:
    outcome = await town.command(town.seeded.mimosa, "ville statut", ville="Marseile")
    assert "Je ne connais pas" in outcome.content
    assert outcome.message is not None
    [row] = outcome.message.components
    assert row["components"][0]["label"] == "Marseille (Bouches-du-Rhône)"


async def test_the_list_offers_the_bigger_homonym_first_with_its_department(town: Town) -> None:
    choices = await town.sandbox.people.autocomplete(
        town.seeded.mimosa, town.channel, "ville statut", "ville", ville="saint-denis"
    )
    names = [choice["name"] for choice in choices]
    assert names[:2] == ["Saint-Denis (La Réunion)", "Saint-Denis (Seine-Saint-Denis)"]
    assert len(names) <= 25


async def test_homonyms_are_asked_and_the_button_answers(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie où en est Saint-Denis ?")
    question = await town.hears(lambda text: text.startswith("Il y a plusieurs"))
    assert labels(question)[:2] == ["La Réunion", "Seine-Saint-Denis"]
    outcome = await town.sandbox.people.click(mimosa, question, actions(question)[1])
    assert outcome.content.startswith("Saint-Denis (Seine-Saint-Denis)")


async def test_a_button_still_works_after_a_restart(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie blablabla")
    examples = await town.hears(lambda text: text.startswith("Je n’ai pas compris"))
    await town.stop()
    await town.start()
    outcome = await town.sandbox.people.click(mimosa, examples, actions(examples)[0])
    assert outcome.content.startswith("Nice (Alpes-Maritimes)")


async def test_in_private_no_mention_is_needed(town: Town) -> None:
    mimosa, vigie = town.seeded.mimosa, town.seeded.vigie.user
    private = town.sandbox.people.dm(mimosa, vigie)
    await town.sandbox.people.say(mimosa, private, "où en est Nice ?")
    await town.hears(lambda text: text.startswith("Nice ("), channel=private)


async def test_what_is_not_understood_gets_examples_never_silence(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie la météo des plages")
    message = await town.hears(lambda text: text.startswith("Je n’ai pas compris"))
    assert labels(message)[:3] == [
        "Où en est Nice\u202f?",
        "Prochain vote à Nice\u202f?",
        "Mes rappels",
    ]


async def test_what_is_not_said_to_vigie_is_not_answered(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await town.sandbox.people.say(mimosa, town.channel, "où en est Nice ?")
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie aide")
    await town.hears(lambda text: text.startswith("Je guette"))
    assert [one for one in town.seen() if one.content.startswith("Nice")] == []


async def test_members_cannot_make_a_channel_follow(town: Town) -> None:
    address = f"{town.sandbox.forum_url}/topic/2"
    with pytest.raises(AskError, match="réservée"):
        await town.command(town.seeded.mimosa, "fil suivre", adresse=address)


async def test_members_cannot_even_where_the_server_opened_the_command_to_all(
    town: Town,
) -> None:
    address = f"{town.sandbox.forum_url}/topic/2"
    for command in town.seeded.vigie.commands.values():
        command["default_member_permissions"] = None
    outcome = await town.command(town.seeded.mimosa, "fil suivre", adresse=address)
    assert outcome.content.startswith("C’est aux référent·es")
    assert outcome.message is not None
    assert outcome.message.ephemeral_for == town.seeded.mimosa.id


async def test_a_wrong_address_is_explained(town: Town) -> None:
    outcome = await town.command(
        town.seeded.girouette, "fil suivre", adresse="https://example.org/topic/1"
    )
    assert "n’est ni l’adresse d’un fil" in outcome.content
    assert town.sandbox.forum_url.split("//")[1] in outcome.content


@pytest.mark.parametrize(("topic", "sentence"), [(99999, "n’existe pas"), (11, "n’est pas public")])
async def test_a_thread_that_cannot_be_read_is_explained(
    town: Town, topic: int, sentence: str
) -> None:
    await town.follow(topic)
    await town.hears(lambda text: sentence in text, person=town.seeded.girouette)


async def test_a_follow_is_listed_and_stopped(town: Town) -> None:
    await town.follow()
    girouette = town.seeded.girouette
    listed = await town.command(girouette, "fil liste")
    assert "Suivi par le collectif" in listed.content
    choices = await town.sandbox.people.autocomplete(
        girouette, town.channel, "fil arrêter", "fil", fil="marseille"
    )
    stopped = await town.command(girouette, "fil arrêter", fil=choices[0]["value"])
    assert "ne suit plus" in stopped.content
    assert "Rien n’est suivi" in (await town.command(girouette, "fil liste")).content


async def test_aide_says_what_vigie_can_do(town: Town) -> None:
    outcome = await town.command(town.seeded.mimosa, "aide")
    assert "/ville statut" in outcome.content
    assert len(outcome.content) <= 900


async def test_commands_are_localised(town: Town) -> None:
    commands = {command["name"]: command for command in town.seeded.vigie.commands.values()}
    about = {"ville", "projet", "fil", "aide", "pourquoi"}
    about |= {"rappel", "silence", "reprendre", "alerte", "vote", "échéance", "mes-données"}
    about |= {"Publier sur le forum", "tâche"}
    assert set(commands) == about
    menu = commands["Publier sur le forum"]["name_localizations"]
    assert menu == dict.fromkeys(("en-US", "en-GB"), "Publish on the forum")
    assert commands["ville"]["name_localizations"] == {"en-US": "city", "en-GB": "city"}
    names = {one["name"]: one["name_localizations"] for one in commands["ville"]["options"]}
    assert {name: own["en-GB"] for name, own in names.items()} == {
        "statut": "status",
        "suivre": "follow",
        "ne-plus-suivre": "unfollow",
        "liste": "list",
        "ajouter": "add",
    }


@pytest.mark.parametrize(
    ("city", "name"),
    [("fr:92073", "Suresnes"), ("fr:42218", "Saint-Étienne"), ("fr:31555", "Toulouse")],
)
async def test_a_city_whose_thread_is_older_than_vigie_is_known(
    town: Town, city: str, name: str
) -> None:
    await town.forum_was_read()
    outcome = await town.command(town.seeded.mimosa, "ville statut", ville=city)
    assert outcome.content.startswith(f"{name} (")
    assert "1 fil du forum" in outcome.content


async def test_why_a_post_arrived_is_told_step_by_step(town: Town) -> None:
    await town.follow()
    pid = town.sandbox.forum.reply(2, "lina", "Pourquoi ce message est là.")
    await town.poll()
    await town.hears(lambda text: f"/post/{pid}>" in text)
    link = f"{town.sandbox.forum_url}/post/{pid}"
    outcome = await town.command(town.seeded.mimosa, "pourquoi", lien=link)
    assert "l’écoute parce qu’il suit" in outcome.content
    assert "message envoyé le 24 novembre" in outcome.content


async def test_what_a_hidden_channel_follows_is_told_to_those_who_see_it_alone(town: Town) -> None:
    people, seeded = town.sandbox.people, town.seeded
    link = f"{town.sandbox.forum_url}/topic/2"
    await people.command(seeded.girouette, seeded.private, "fil suivre", adresse=link)
    where = f"<#{seeded.private.id}>"
    assert where in (await town.command(seeded.girouette, "pourquoi", lien=link)).content
    hidden = await town.command(seeded.mimosa, "pourquoi", lien=link)
    assert "Aucun salon que tu vois ne suit ce fil" in hidden.content
    assert where not in hidden.content
    people.admins.allow_in(
        seeded.boussole, seeded.private, seeded.mimosa, allow=permissions.VIEW_CHANNEL
    )
    seen = await town.command(seeded.mimosa, "pourquoi", lien=link)
    assert where in seen.content


async def test_a_sentence_not_understood_that_names_a_city_offers_it(town: Town) -> None:
    said = "@Vigie tu sais quelque chose de Lyon et de ses bornes ?"
    await town.sandbox.people.say(town.seeded.mimosa, town.channel, said)
    answer = await town.hears(lambda text: text.startswith("Je n’ai pas compris"))
    assert labels(answer)[0].startswith("Où en est Lyon")
