"""What Vigie holds of a person, in words, as a text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.domain.ids import CityId
from bot.domain.own_data import Found, Row, Subject, Whose
from bot.ports.chat import Button, File, Message, Style
from bot.render import dates
from bot.render.escaping import neutral
from bot.render.texts import N_, Texts

ERASE_ACTION: Final = "vigie:own_data:erase"
KEEP_ACTION: Final = "vigie:own_data:keep"
Namer = Callable[[CityId], str]

_SUBJECTS: Final = {
    Subject.REMINDERS: N_("Rappels"),
    Subject.REMINDER_STEPS: N_("Suites données à tes rappels"),
    Subject.QUIET_HOURS: N_("Heures calmes"),
    Subject.WATCHES: N_("Villes suivies"),
    Subject.PRIVATE_MESSAGES: N_("Traces de mes messages privés"),
    Subject.NOTICES: N_("Rappels annoncés dans un salon"),
    Subject.DRAFTS: N_("Brouillons"),
    Subject.VOTES_REPORTED: N_("Votes signalés"),
    Subject.PHOTOS: N_("Photos données"),
    Subject.PUBLICATIONS: N_("Publications"),
    Subject.VOTES_CONFIRMED: N_("Votes confirmés"),
    Subject.STATEMENTS: N_("Corrections proposées"),
    Subject.ATTENDANCES: N_("Présences"),
    Subject.DEADLINES_ADDED: N_("Échéances ajoutées"),
    Subject.DEADLINES_TAKEN: N_("Échéances prises"),
    Subject.TASKS_MADE: N_("Tâches"),
    Subject.TASKS_TAKEN: N_("Tâches prises"),
    Subject.CONTRIBUTIONS: N_("Contributions"),
    Subject.PROJECTS: N_("Projets proposés"),
    Subject.SOURCES: N_("Sources données"),
    Subject.LINKS: N_("Fils reliés à une ville, ou non"),
    Subject.ALERTS: N_("Alertes dont tu t'occupes"),
    Subject.TRUSTS: N_("Collectifs auxquels tu fais confiance"),
    Subject.STEPS: N_("Étapes notées"),
    Subject.ACTS: N_("Gestes notés dans l'historique"),
    Subject.NAMINGS: N_("Charges confiées, dans l'historique"),
    Subject.MENTIONS: N_("Textes où tu es mentionné·e"),
}
_ACTS: Final = {
    "alert": N_("une alerte"),
    "brake": N_("des envois retenus"),
    "collective": N_("les réglages du collectif"),
    "commune": N_("une commune"),
    "deadline": N_("une échéance"),
    "follow": N_("un suivi"),
    "forum_tally": N_("un bilan sur le forum"),
    "offer": N_("un projet d'un autre collectif"),
    "project": N_("un projet"),
    "publication": N_("une publication sur le forum"),
    "request": N_("une demande de documents"),
    "trust": N_("une confiance"),
    "vote": N_("un vote"),
    "vote_offer": N_("un vote d'un autre collectif"),
}
_MOST_PHOTOS: Final = 8  # with the two other files, what the chat takes at once
_COMING: Final = {
    "yes": N_("je viens"),
    "maybe": N_("peut-être"),
    "no": N_("je ne peux pas"),
}


def counted(found: Sequence[Found]) -> int:
    return sum(len(one.rows) for one in found)


def _listed(found: Sequence[Found], texts: Texts) -> str:
    """`rappels (3), villes suivies (1)`"""
    each = Counter[Subject]()
    for one in found:
        each[one.subject] += len(one.rows)
    named = ((texts.say(_SUBJECTS[subject]), n) for subject, n in each.items())
    return ", ".join(f"{name[:1].lower()}{name[1:]} ({n})" for name, n in named)


def exported(
    found: Sequence[Found], whose: Whose, name: Namer, now: datetime, zone: ZoneInfo, texts: Texts
) -> Message:
    """With two private files: one to read, one for programs."""
    if not found:
        return nothing(texts)
    head = texts.count(
        "Tout ce que je sais de toi : {n} ligne, en texte et en JSON.",
        "Tout ce que je sais de toi : {n} lignes, en texte et en JSON.",
        counted(found),
    )
    foot = texts.say("-# Toi seul·e vois ces fichiers. Pour tout effacer : `/mes-données effacer`.")
    alt = texts.say("Ce que Vigie sait de toi")
    written = as_text(found, name, now, zone, texts).encode()
    files = (
        File("vigie-mes-donnees.txt", written, alt),
        File("vigie-mes-donnees.json", as_json(found, whose, now, texts).encode(), alt),
        *_photos(found, texts),
    )
    return Message("\n".join([head, _sentence(found, texts), foot]), files=files)


def _photos(found: Sequence[Found], texts: Texts) -> Iterator[File]:
    """The newest photos that they gave; the JSON holds the marks of all."""
    given = [row["data"] for one in found if one.subject is Subject.PHOTOS for row in one.rows]
    for number, photo in enumerate(given[-_MOST_PHOTOS:], 1):
        alt = texts.say("Photo {n}, donnée avec le signalement", n=number)
        yield File(f"photo-{number}.jpg", photo, alt)


def _sentence(found: Sequence[Found], texts: Texts) -> str:
    listed = _listed(found, texts)
    return f"{listed[:1].upper()}{listed[1:]}."


def nothing(texts: Texts) -> Message:
    return Message(texts.say("Je ne garde rien sur toi."))


def asks(found: Sequence[Found], texts: Texts) -> Message:
    """Whether all is to be erased: what goes, and what stays without the person."""
    if not found:
        return nothing(texts)
    lines = [
        texts.count(
            "Effacer cette ligne, sans retour ?",
            "Effacer ces {n} lignes, sans retour ?",
            counted(found),
        )
    ]
    if going := [one for one in found if one.goes]:
        lines.append(texts.say("**S'en va** {what}", what=_listed(going, texts)))
    if staying := [one for one in found if not one.goes]:
        lines.append(texts.say("**Reste, sans toi** {what}", what=_listed(staying, texts)))
    subjects = {one.subject for one in found}
    if Subject.REMINDERS in subjects:
        lines.append(texts.say("Tes rappels s'arrêtent."))
    if subjects & {Subject.DEADLINES_TAKEN, Subject.TASKS_TAKEN}:
        lines.append(texts.say("Ce dont tu te charges redevient libre."))
    lines.append(
        texts.say(
            "-# Les totaux restent, sans toi ; les sauvegardes suivent sous 30 jours. "
            "Je n'efface pas mes messages de ta messagerie."
        )
    )
    return Message(
        "\n".join(lines),
        buttons=(
            Button(texts.say("Effacer"), ERASE_ACTION),
            Button(texts.say("Garder"), KEEP_ACTION, Style.MAIN),
        ),
    )


def erased(found: Sequence[Found], texts: Texts) -> Message:
    if not found:
        return nothing(texts)
    return Message(
        texts.say(
            "C'est effacé, dans tous tes collectifs. Mes messages privés restent dans ta "
            "messagerie ; les sauvegardes suivent sous 30 jours."
        )
    )


def kept(texts: Texts) -> Message:
    return Message(texts.say("Rien n'est effacé."))


def as_text(
    found: Sequence[Found], name: Namer, now: datetime, zone: ZoneInfo, texts: Texts
) -> str:
    """A heading for each subject, a line for each row."""
    made = dates.moment(now, zone, texts, year=True)
    lines = [texts.say("Ce que Vigie sait de toi, le {when}", when=made)]
    for one in found:
        lines += ["", f"{texts.say(_SUBJECTS[one.subject])} ({len(one.rows)})"]
        lines += [f"- {_line(one, row, name, zone, texts)}" for row in one.rows]
    return "\n".join([*lines, ""])


def _line(found: Found, row: Row, name: Namer, zone: ZoneInfo, texts: Texts) -> str:
    said = (
        _value(column, str(row[column]), name, zone, texts)
        for column in found.shows
        if column in row
    )
    return " · ".join(filter(None, said)) or texts.say("sans autre détail")


def _value(column: str, value: str, name: Namer, zone: ZoneInfo, texts: Texts) -> str:
    match column:
        case "city":
            return name(CityId(value))
        case "noun":
            act = _ACTS.get(value.partition(":")[0])
            return texts.say(act) if act else ""
        case "coming":
            return texts.say(_COMING[value]) if value in _COMING else value
        case "at" | "since" | "planned" | "kept" | "touched":
            return dates.moment(datetime.fromisoformat(value), zone, texts, year=True)
        case "day" | "due":
            return dates.day(date.fromisoformat(value), texts.locale, year=True)
        case _:
            return " ".join(neutral(value).split())


def as_json(found: Sequence[Found], whose: Whose, now: datetime, texts: Texts) -> str:
    """Every row with all that it holds but for others: times in UTC, ISO 8601."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        heading = texts.say(_SUBJECTS[one.subject])
        sections.setdefault(heading, []).extend(_without_bytes(row) for row in one.rows)
    told = {"made": now.isoformat(timespec="seconds"), "person": whose.person, **sections}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _without_bytes(row: Row) -> dict[str, Any]:
    """Photos come as files of their own."""
    return {column: value for column, value in row.items() if not isinstance(value, bytes)}
