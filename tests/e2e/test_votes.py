"""`/vote` as people type it, in the real chat's shapes."""

from __future__ import annotations

import asyncio
from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD

from bot.sandbox.asking import AskError
from bot.sandbox.discord import permissions, scheduled
from bot.sandbox.discord.models import Channel, Message, User
from bot.sandbox.people import Outcome
from bot.sandbox.seed import VIGIE_MAY
from cogs.votes import Votes
from tests.e2e.conftest import Town
from tests.pictures import png

VOTE = {
    "ville": "fr:04088",
    "quand": "lundi 14 décembre 2026 à 18h30",
    "objet": "caméras fixes et mobiles",
    "source": "Ordre du jour https://mairie.example/odj.pdf",
    "point": "12",
}


async def report(town: Town, person: User | None = None, **other: str) -> Outcome:
    return await town.command(person or town.seeded.mimosa, "vote signaler", **(VOTE | other))


async def press(town: Town, person: User, message: Message, label: str) -> Outcome:
    rows = [one for row in message.components for one in row["components"]]
    [button] = [one for one in rows if one["label"].startswith(label)]
    return await town.sandbox.people.click(person, message, button["custom_id"])


async def announced(town: Town) -> Message:
    await report(town)
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    await press(town, town.seeded.girouette, asked, "Confirmer")
    return await town.hears(lambda text: text.startswith("🗳️ Vote vidéosurveillance"))


async def test_a_member_reports_and_an_organiser_confirms(town: Town) -> None:
    said = await report(town)
    assert said.content.replace("\u00a0", " ").startswith(
        "C’est noté : vote à Forcalquier (Alpes-de-Haute-Provence), lundi 14 décembre 2026 à 18h30"
    )
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    own = await press(town, town.seeded.mimosa, asked, "Confirmer")
    assert "Une autre personne doit confirmer" in own.content
    done = await press(town, town.seeded.girouette, asked, "Confirmer")
    assert "confirmé. Je l’annonce" in done.content
    sent = await town.hears(lambda text: text.startswith("🗳️ Vote vidéosurveillance"))
    [file] = sent.attachments
    assert file.filename == "vote-fr-04088-2026-12-14.ics"


async def test_who_comes_is_seen_on_the_buttons_after_a_restart_too(town: Town) -> None:
    sent = await announced(town)
    noted = await press(town, town.seeded.mimosa, sent, "Je viens")
    assert "tu viens à Forcalquier" in noted.content
    await town.stop()
    await town.start()
    await press(town, town.seeded.girouette, sent, "Je viens")
    await town.until(lambda: _labels(sent)[0] == "Je viens 2")
    await asyncio.gather(
        *(press(town, town.seeded.mimosa, sent, label) for label in ("Peut-être", "Peut-être"))
    )
    await town.until(lambda: _labels(sent) == ["Je viens 1", "Peut-être 1", "Je ne peux pas"])


def _labels(message: Message) -> list[str]:
    return [one["label"] for row in message.components for one in row["components"]]


async def test_a_move_edits_the_announcement_and_is_told(town: Town) -> None:
    sent = await announced(town)
    girouette = town.seeded.girouette
    moved = await town.command(
        girouette, "vote déplacer", vote="Forcalquier", quand="mercredi 16 décembre 2026 à 18h30"
    )
    assert "mercredi 16 décembre 2026 à 18h30" in moved.content
    await town.hears(lambda text: text.startswith("✏️ Vote déplacé à Forcalquier"))
    await town.until(lambda: "mercredi 16" in sent.content)
    [file] = sent.attachments
    assert file.filename == "vote-fr-04088-2026-12-16.ics"


async def test_members_may_not_move_withdraw_or_decide(town: Town) -> None:
    await announced(town)
    mimosa = town.seeded.mimosa
    for words, options in (
        ("vote déplacer", {"quand": "jeudi 17 décembre 2026 à 18h"}),
        ("vote retirer", {}),
        ("vote résultat", {"issue": "adopted"}),
        ("vote étape", {"état": "held"}),
    ):
        said = await town.command(mimosa, words, vote="Forcalquier", **options)
        assert "référent·es" in said.content


async def test_a_result_with_counts_and_the_list_and_the_history(town: Town) -> None:
    await announced(town)
    girouette, clock = town.seeded.girouette, town.sandbox.clock
    early = await town.command(girouette, "vote résultat", vote="Forcalquier", issue="adopted")
    assert "n’a pas encore eu lieu" in early.content
    await clock.advance(21 * 24 * 3600)
    await town.command(
        girouette, "vote résultat", vote="Forcalquier", issue="adopted", pour="21", contre="6"
    )
    await town.hears(lambda text: "adopté, 21 pour, 6 contre" in text)
    listed = await town.command(town.seeded.mimosa, "vote liste")
    assert "adopté, 21 pour, 6 contre" in listed.content
    history = await town.command(town.seeded.mimosa, "vote historique", vote="Forcalquier")
    assert "confirmé" in history.content
    assert "adopté" in history.content


async def test_the_day_of_publication_is_asked_and_opens_the_window_after_a_restart(
    town: Town,
) -> None:
    await announced(town)
    girouette, clock = town.seeded.girouette, town.sandbox.clock
    await clock.advance(22 * 24 * 3600)
    await town.command(girouette, "vote résultat", vote="Forcalquier", issue="adopted")
    news = await town.hears(lambda text: "14 décembre" in text and "au plus tard le" in text)
    await town.stop()
    await town.start()
    refused = await press(town, town.seeded.mimosa, news, "Publiée le")
    assert "référent·es" in refused.content
    asked = await press(town, girouette, news, "Publiée le")
    words = asked.content.replace("\u202f", " ").replace("\xa0", " ")
    assert "séance du lundi 14 décembre 2026 : quel jour la délibération a-t-elle été" in words
    assert asked.message is not None
    opened = await press(town, girouette, asked.message, "Un autre jour")
    await town.stop()
    await town.start()
    assert opened.form is not None
    early = await town.sandbox.people.submit(girouette, opened.form.id, {"day": "8 décembre"})
    assert "ne peut pas être avant la séance" in early.content
    assert early.message is not None
    again = await press(town, girouette, early.message, "Reprendre")
    assert again.form is not None
    late = await town.sandbox.people.submit(girouette, again.form.id, {"day": "demain"})
    assert "ni après aujourd’hui" in late.content
    done = await press(town, girouette, asked.message, "Hier, 15 décembre 2026")
    assert "au plus tard le mardi 16 février 2027" in done.content
    await town.hears(lambda text: "au plus tard le mardi 16 février 2027" in text)


async def test_whether_the_council_was_called_in_time_is_said(town: Town) -> None:
    await announced(town)
    girouette, clock = town.seeded.girouette, town.sandbox.clock
    options = {"vote": "Forcalquier", "état": "on_agenda"}
    early = await town.command(girouette, "vote étape", **options, date="15/12/2026")
    assert "avant la séance (lundi 14 décembre 2026)" in early.content
    await clock.advance(15 * 24 * 3600)
    done = await town.command(girouette, "vote étape", **options, date="09/12/2026")
    lines = done.content.replace("\u202f", " ").replace("\u00a0", " ").splitlines()
    assert lines[1] == (
        "**Convocation** ⚠️ envoyée trop tard, le mercredi 9 décembre 2026 : c’était au plus tard "
        "le mardi 8 décembre 2026"
    )
    assert lines[5] == "4. La convocation doit partir au plus tard le mardi 8 décembre 2026."
    assert "C’est la date d’envoi qui compte" in lines[7]
    told = await town.command(girouette, "vote historique", vote="Forcalquier")
    assert "envoyée trop tard, le mercredi 9 décembre 2026" in told.content


async def test_the_servers_calendar_has_the_vote_moves_and_cancels_it(town: Town) -> None:
    guild, girouette = town.seeded.guild, town.seeded.girouette
    await announced(town)
    await town.until(lambda: guild.scheduled)
    [event] = guild.scheduled.values()
    assert (event.name, event.location) == ("Vote vidéosurveillance à Forcalquier", "Forcalquier")
    assert event.starts.isoformat() == "2026-12-14T17:30:00+00:00"
    await town.command(
        girouette, "vote déplacer", vote="Forcalquier", quand="mercredi 16 décembre 2026 à 18h30"
    )
    await town.until(lambda: event.starts.day == 16)
    await town.command(girouette, "vote retirer", vote="Forcalquier")
    await town.until(lambda: event.status == 4)
    assert len(guild.scheduled) == 1


async def test_an_event_that_was_made_although_its_answer_was_lost_is_not_made_again(
    town: Town,
) -> None:
    town.sandbox.faults.put("chat.502_after", times=1, match=r"POST /guilds/\d+/scheduled-events$")
    await announced(town)
    await town.until(lambda: town.seeded.guild.scheduled)
    await town.hears_in_time(lambda text: text.startswith("🗳️ Vote vidéosurveillance"))
    await town.command(
        town.seeded.girouette,
        "vote déplacer",
        vote="Forcalquier",
        quand="mercredi 16 décembre 2026 à 18h30",
    )
    await town.hears_in_time(lambda text: text.startswith("✏️ Vote déplacé"))
    [event] = town.seeded.guild.scheduled.values()
    async with asyncio.timeout(60):
        while event.starts.day != 16:
            await town.sandbox.clock.advance(30)
            await asyncio.sleep(0.02)
    assert len(town.seeded.guild.scheduled) == 1


async def test_where_the_announcement_may_not_be_said_the_organisers_are_told(town: Town) -> None:
    seeded, people = town.seeded, town.sandbox.people
    await people.command(
        seeded.girouette,
        seeded.discussion,
        "ville suivre",
        ville="fr:04088",
        salon=str(town.channel.id),
    )
    said = await people.command(seeded.mimosa, seeded.discussion, "vote signaler", **VOTE)
    assert "C’est noté" in said.content
    asked = await town.hears(
        lambda text: text.startswith("🗳️ Vote signalé"), channel=seeded.discussion
    )
    people.admins.allow_in(
        seeded.boussole, town.channel, seeded.vigie.user, deny=permissions.SEND_MESSAGES
    )
    done = await press(town, seeded.girouette, asked, "Confirmer")
    assert f"je ne peux pas encore écrire dans <#{town.channel.id}>" in done.content
    told = await town.hears(lambda text: text.startswith("⚠️"), channel=seeded.discussion)
    assert told.content.startswith(f"⚠️ Je ne peux pas écrire dans <#{town.channel.id}>")
    why = await town.command(seeded.girouette, "pourquoi", lien=f"<#{town.channel.id}>")
    assert "car un droit me manque dans ce salon" in why.content


async def move(town: Town, when: str) -> None:
    await town.command(town.seeded.girouette, "vote déplacer", vote="Forcalquier", quand=when)


async def test_a_postponed_vote_with_a_new_date_is_in_the_calendar_again(town: Town) -> None:
    guild, girouette = town.seeded.guild, town.seeded.girouette
    await announced(town)
    await town.until(lambda: guild.scheduled)
    [first] = guild.scheduled.values()
    await town.command(girouette, "vote déplacer", vote="Forcalquier")
    await town.until(lambda: first.status == 4)
    await move(town, "lundi 11 janvier 2027 à 18h30")
    await town.until(lambda: len(guild.scheduled) == 2)
    second = next(one for one in guild.scheduled.values() if one is not first)
    assert (second.status, second.starts.day) == (1, 11)
    await move(town, "mardi 12 janvier 2027 à 18h30")
    await town.until(lambda: second.starts.day == 12)
    assert len(guild.scheduled) == 2


async def test_an_event_that_people_deleted_stays_away_until_the_date_moves(town: Town) -> None:
    seeded, guild = town.seeded, town.seeded.guild
    await announced(town)
    await town.until(lambda: guild.scheduled)
    [event] = guild.scheduled.values()
    scheduled.remove(town.sandbox.world, event, seeded.boussole)
    await town.command(
        seeded.girouette, "vote étape", vote="Forcalquier", état="on_agenda", pourquoi="lu"
    )
    await town.hears(lambda text: "à l’ordre du jour" in text)
    assert not guild.scheduled
    await move(town, "mercredi 16 décembre 2026 à 18h30")
    await town.until(lambda: guild.scheduled)
    [event] = guild.scheduled.values()
    assert event.starts.day == 16
    await move(town, "jeudi 17 décembre 2026 à 18h30")
    await town.until(lambda: event.starts.day == 17)
    assert len(guild.scheduled) == 1


async def test_an_event_that_could_not_follow_is_told_and_follows_once_it_may(
    town: Town,
) -> None:
    seeded, guild = town.seeded, town.seeded.guild
    await announced(town)
    await town.until(lambda: guild.scheduled)
    [event] = guild.scheduled.values()
    may = {role: role.permissions for role in guild.roles.values()}
    for role in guild.roles.values():
        role.permissions &= ~(permissions.CREATE_EVENTS | permissions.MANAGE_EVENTS)
    await move(town, "mercredi 16 décembre 2026 à 18h30")
    await town.hears(lambda text: text.startswith("⚠️ Le calendrier du serveur n’est plus à jour"))
    why = await town.command(seeded.girouette, "pourquoi", lien=f"<#{town.channel.id}>")
    assert "un vote n’y est pas à jour, car un droit me manque" in why.content
    assert event.starts.day == 14
    for role, before in may.items():
        role.permissions = before
    await town.stop()
    await town.start()
    await town.until(lambda: event.starts.day == 16)


async def test_a_vote_that_moved_is_known_by_its_old_day(town: Town) -> None:
    await announced(town)
    await move(town, "mercredi 16 décembre 2026 à 20h")
    said = await report(town)
    assert "déjà noté, mais déplacé" in said.content
    assert "mercredi 16 décembre 2026 à 20h" in said.content


async def test_a_change_is_one_public_message_in_the_channel_where_it_is_typed(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    await town.command(girouette, "ville suivre", ville="fr:04088")
    await announced(town)
    before = len(town.seen(mimosa))

    async def heard(start: str) -> list[str]:
        await town.hears(lambda text: text.startswith(start), mimosa)
        return [one.content[:12] for one in town.seen(mimosa)[before:]]

    await move(town, "mercredi 16 décembre 2026 à 18h30")
    assert await heard("✏️ Vote dépl") == ["✏️ Vote dépl"]
    await town.command(girouette, "vote corriger", vote="Forcalquier", lieu="salle des fêtes")
    assert await heard("✏️ Correction") == ["✏️ Vote dépl", "✏️ Correctio"]
    await town.command(girouette, "vote retirer", vote="Forcalquier")
    assert (await heard("✏️ Vote reti"))[2:] == ["✏️ Vote reti"]


async def test_who_follows_the_town_in_private_is_told_there_and_says_whether_they_come(
    town: Town,
) -> None:
    people, mimosa, vigie = town.sandbox.people, town.seeded.mimosa, town.seeded.vigie
    private = people.dm(mimosa, vigie.user)
    said = await people.command(mimosa, private, "ville suivre", ville="fr:04088")
    assert "Forcalquier" in said.content
    public = await announced(town)
    own = await town.hears(lambda text: text.startswith("🗳️ Vote"), mimosa, private)
    noted = await press(town, mimosa, own, "Je viens")
    assert "tu viens à Forcalquier" in noted.content
    await town.until(lambda: _labels(public)[0] == _labels(own)[0] == "Je viens 1")
    await move(town, "mercredi 16 décembre 2026 à 18h30")
    news = await town.hears(lambda text: text.startswith("✏️ Vote déplacé"), mimosa, private)
    assert "vérifie ta réponse" in news.content
    await town.until(lambda: "mercredi 16" in own.content)
    town.sandbox.world.remove_member(town.seeded.guild, mimosa)
    left = await press(town, mimosa, own, "Peut-être")
    assert "Je ne te vois pas dans ce collectif" in left.content
    await move(town, "jeudi 17 décembre 2026 à 18h30")
    await town.until(lambda: "jeudi 17" in public.content)
    told = [one for one in people.messages(private, mimosa) if "✏️" in one.content]
    assert [one.id for one in told] == [news.id]


async def test_the_result_is_asked_although_nobody_follows_any_more(town: Town) -> None:
    girouette = town.seeded.girouette
    await town.command(girouette, "ville suivre", ville="fr:04088")
    await announced(town)
    stopped = await town.command(girouette, "ville ne-plus-suivre", ville="fr:04088")
    assert "Forcalquier" in stopped.content
    await town.sandbox.clock.advance(22 * 24 * 3600)
    await town.hears_in_time(lambda text: "Qui connaît le résultat" in text)


async def test_a_report_that_passed_in_silence_is_not_asked_about(town: Town) -> None:
    girouette = town.seeded.girouette
    await town.command(girouette, "silence")
    await report(town)
    await town.sandbox.clock.advance(22 * 24 * 3600)
    resumed = await town.command(girouette, "reprendre")
    assert "1 périmé reste" in resumed.content
    await town.hears(lambda text: "jamais confirmé" in text)
    assert not [one for one in town.seen() if "à confirmer" in one.content]


async def test_in_silence_nobody_is_promised_what_does_not_leave(town: Town) -> None:
    girouette = town.seeded.girouette
    await town.command(girouette, "silence")
    said = await report(town, girouette)
    assert "rien ne part avant `/reprendre`" in said.content
    assert said.message is not None
    done = await press(town, girouette, said.message, "Confirmer")
    assert "à la levée du silence" in done.content
    assert "Je l’annonce" not in done.content
    moved = await town.command(
        girouette, "vote déplacer", vote="Forcalquier", quand="mercredi 16 décembre 2026 à 18h30"
    )
    assert "rien ne part avant `/reprendre`" in moved.content
    resumed = await town.command(girouette, "reprendre")
    assert "périmé" not in resumed.content
    await town.hears(lambda text: text.startswith("🗳️ Vote vidéosurveillance"))


async def test_who_hears_of_a_vote_after_the_silence_is_told_of_no_earlier_day(town: Town) -> None:
    girouette = town.seeded.girouette
    await town.command(girouette, "silence")
    said = await report(town, girouette)
    assert said.message is not None
    await press(town, girouette, said.message, "Confirmer")
    for day in ("mardi 15 décembre 2026 à 18h30", "mercredi 16 décembre 2026 à 18h30"):
        await town.command(girouette, "vote déplacer", vote="Forcalquier", quand=day)
    resumed = await town.command(girouette, "reprendre")
    assert "périmé" not in resumed.content
    await town.hears(lambda text: text.startswith("🗳️ Vote") and "mercredi 16 décembre" in text)
    await town.sandbox.people.say(girouette, town.channel, "@Vigie aide")
    await town.hears(lambda text: text.startswith("Je guette"))
    assert not [one for one in town.seen() if "déplacé" in one.content]


async def elsewhere(town: Town) -> Channel:
    """The channel of a second collective, which follows the town; its organisers are the same."""
    world, seeded = town.sandbox.world, town.seeded
    guild = world.add_guild("Collectif des Calanques", seeded.girouette)
    channel = world.add_channel(guild, "general")
    world.install(seeded.vigie, guild, VIGIE_MAY)
    async with asyncio.timeout(60):
        while True:
            try:
                said = await follow(town, channel)
            except AskError:  # its commands are not there yet
                said = ""
            if "Forcalquier" in said:
                return channel
            await asyncio.sleep(0.05)


async def follow(town: Town, channel: Channel) -> str:
    girouette = town.seeded.girouette
    said = await town.sandbox.people.command(girouette, channel, "ville suivre", ville="fr:04088")
    return said.content


async def test_a_sitting_that_is_over_cannot_be_announced_by_another_collective(
    town: Town,
) -> None:
    girouette, channel = town.seeded.girouette, await elsewhere(town)
    await announced(town)
    asked = await town.hears(lambda text: "Un autre collectif" in text, girouette, channel)
    await town.sandbox.clock.advance(22 * 24 * 3600)
    rows = [one for row in asked.components for one in row["components"]]
    late = await town.sandbox.people.click(girouette, asked, rows[0]["custom_id"])
    assert "Cette séance est passée" in late.content
    await town.until(lambda: "la séance est passée" in asked.content)
    said = [one.content for one in town.seen(girouette, channel)]
    assert not [one for one in said if one.startswith("🗳️ Vote vidéosurveillance")]


async def test_ones_own_date_stays_and_history_names_whom_a_vote_came_from(town: Town) -> None:
    girouette, channel = town.seeded.girouette, await elsewhere(town)
    people = town.sandbox.people
    await announced(town)
    asked = await town.hears(lambda text: "Un autre collectif" in text, girouette, channel)
    await press(town, girouette, asked, "Toujours")
    own = await town.hears(lambda text: text.startswith("🗳️ Vote vidéo"), girouette, channel)
    trusted = await people.command(girouette, channel, "vote confiance")
    assert "- Collectif de Marseille" in trusted.content
    history = await people.command(girouette, channel, "vote historique", vote="Forcalquier")
    assert "d’après «\u202fCollectif de Marseille\u202f»" in history.content
    when = "vendredi 18 décembre 2026 à 18h30"
    await people.command(girouette, channel, "vote déplacer", vote="Forcalquier", quand=when)
    await town.until(lambda: "vendredi 18" in own.content)
    await move(town, "mercredi 16 décembre 2026 à 18h30")
    await town.hears(lambda text: "Un autre collectif a déplacé" in text, girouette, channel)
    assert "vendredi 18" in own.content


async def test_a_photo_is_seen_by_who_confirms_and_by_nobody_else(town: Town) -> None:
    people, mimosa, girouette = town.sandbox.people, town.seeded.mimosa, town.seeded.girouette
    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = "devant chez Mimosa"
    buffer = BytesIO()
    Image.new("RGB", (2400, 1800), "green").save(buffer, "JPEG", exif=exif)
    handed = people.hand(mimosa, "affiche.jpg", buffer.getvalue())
    said = await report(town, mimosa, photo=str(handed.id), source="")
    assert "Photo gardée, sans le lieu ni l’appareil" in said.content
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    shown = await press(town, girouette, asked, "Voir la photo")
    assert shown.message is not None
    assert shown.message.ephemeral_for == girouette.id
    [photo] = shown.message.attachments
    assert photo.pixels == (1600, 1200)
    assert b"Mimosa" not in photo.data
    await press(town, girouette, asked, "Confirmer")
    sent = await town.hears(lambda text: text.startswith("🗳️ Vote vidéosurveillance"))
    assert [one.filename for one in sent.attachments] == ["vote-fr-04088-2026-12-14.ics"]
    refused = await town.command(mimosa, "vote photo", vote="Forcalquier")
    assert "référent·es" in refused.content
    again = await town.command(girouette, "vote photo", vote="Forcalquier")
    assert again.message is not None
    assert again.message.attachments[0].data == photo.data
    assert again.message.ephemeral_for == girouette.id


async def test_a_report_is_noted_though_its_photo_is_none(town: Town) -> None:
    people, mimosa = town.sandbox.people, town.seeded.mimosa
    drawing = people.hand(mimosa, "affiche.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    said = await report(town, mimosa, photo=str(drawing.id))
    assert said.content.startswith("C’est noté")
    assert "La photo n’est pas gardée\u00a0: ce n’est pas une image" in said.content
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    assert "Voir la photo" not in _labels(asked)


async def test_a_report_is_noted_though_its_photo_cannot_be_fetched(town: Town) -> None:
    people, mimosa = town.sandbox.people, town.seeded.mimosa
    handed = people.hand(mimosa, "affiche.png", png())
    handed.expires_at = town.sandbox.clock.now()
    said = await report(town, mimosa, photo=str(handed.id))
    assert said.content.startswith("C’est noté")
    assert "je n’ai pas pu la télécharger" in said.content


def test_the_day_of_a_step_is_offered_right_behind_its_state() -> None:
    names = [str(one.display_name) for one in Votes.step.parameters]
    assert names == ["vote", "état", "date", "pourquoi", "correction"]


async def test_two_votes_that_are_one_are_merged_after_a_question(town: Town) -> None:
    await announced(town)
    girouette, guild = town.seeded.girouette, town.seeded.guild
    await report(town, objet="drones de la police municipale", point="9")
    drones = await town.hears(lambda text: "🗳️ Vote signalé" in text and "drones" in text)
    await press(town, girouette, drones, "Confirmer")
    await town.until(lambda: len(guild.scheduled) == 2)
    both = {"vote": "caméras", "doublon": "drones"}
    refused = await town.command(town.seeded.mimosa, "vote fusionner", **both)
    assert "référent·es" in refused.content
    asked = await town.command(girouette, "vote fusionner", **both)
    assert "n’en font qu’un" in asked.content
    assert asked.message is not None
    await town.stop()
    await town.start()
    done = await press(town, girouette, asked.message, "Fusionner")
    assert "C’est fait" in done.content
    await town.hears(lambda text: text.startswith("✏️ Un seul vote à Forcalquier"))
    await town.until(lambda: sorted(one.status for one in guild.scheduled.values()) == [1, 4])


async def test_who_confirms_a_vote_whose_sitting_is_over_is_asked_for_its_result(
    town: Town,
) -> None:
    await report(town)
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    before = await town.command(girouette, "vote liste")
    assert before.message is not None
    await town.sandbox.clock.advance(21 * 24 * 3600)
    over = await town.hears(lambda text: "jamais confirmé" in text)
    refused = await press(town, mimosa, over, "Donner le résultat")
    assert "référent·es" in refused.content
    which = await press(town, girouette, before.message, "Confirmer")
    assert "qu’est-ce qui a été décidé" in which.content
    listed = await town.command(girouette, "vote liste")
    assert "**Passés, jamais confirmés**" in listed.content
    assert listed.message is not None
    again = await press(town, girouette, listed.message, "Résultat de")
    assert again.message is not None
    done = await press(town, girouette, again.message, "Adopté")
    assert "je l’annonce avec son résultat" in done.content
    await town.hears(lambda text: text.startswith("🗳️ Forcalquier") and "adopté" in text)


async def test_once_its_window_is_over_one_click_says_whether_it_was_challenged(
    town: Town,
) -> None:
    await announced(town)
    girouette, clock = town.seeded.girouette, town.sandbox.clock
    await clock.advance(22 * 24 * 3600)
    await town.command(girouette, "vote résultat", vote="Forcalquier", issue="adopted")
    await town.command(
        girouette, "vote étape", vote="Forcalquier", état="published", date="15 décembre"
    )
    await clock.advance(65 * 24 * 3600)
    asked = await town.hears(lambda text: "le délai de recours est passé" in text)
    refused = await press(town, town.seeded.mimosa, asked, "Aucun recours connu")
    assert "référent·es" in refused.content
    await town.stop()
    await town.start()
    done = await press(town, girouette, asked, "Aucun recours connu")
    assert "définitif" in done.content
    await town.until(lambda: not asked.components)
    assert "définitif" in asked.content


async def test_after_the_town_hall_s_silence_the_day_of_its_refusal_is_told_in_two_clicks(
    town: Town,
) -> None:
    await announced(town)
    girouette, clock = town.seeded.girouette, town.sandbox.clock
    await clock.advance(22 * 24 * 3600)
    await town.command(girouette, "vote résultat", vote="Forcalquier", issue="adopted")
    for state in ("published", "gracieux"):
        await town.command(
            girouette,
            "vote étape",
            vote="Forcalquier",
            état=state,
            date="15 décembre",
            pourquoi="dépôt en mairie",
        )
    await clock.advance(64 * 24 * 3600)
    asked = await town.hears(lambda text: "recours gracieux sans réponse" in text)
    refused = await press(town, town.seeded.mimosa, asked, "Refus reçu")
    assert "référent·es" in refused.content
    await town.stop()
    await town.start()
    which = await press(town, girouette, asked, "Refus reçu")
    assert "quel jour le refus a-t-il été reçu" in which.content
    assert which.message is not None
    done = await press(town, girouette, which.message, "Hier")
    assert "Tribunal après recours gracieux" in done.content
