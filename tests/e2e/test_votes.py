"""`/vote` as people type it, in the real chat's shapes."""

from __future__ import annotations

import asyncio
from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD

from bot.sandbox.discord.models import Message, User
from bot.sandbox.people import Outcome
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
