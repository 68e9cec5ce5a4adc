"""What Vigie holds of a person, in words, as a text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.domain.ids import CityId
from bot.domain.own_data import Found, Row, Subject, Whose
from bot.domain.publishing import Agreed, PublicationState
from bot.domain.reminders import ReminderState
from bot.ports.chat import Button, File, Message, Style
from bot.render import dates, publishing, task_cards
from bot.render.escaping import escape, neutral
from bot.render.projects import number
from bot.render.shortening import shorten
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
    "consent": N_("la question de ton accord"),
    "collective": N_("les réglages du collectif"),
    "commune": N_("une commune"),
    "deadline": N_("une échéance"),
    "follow": N_("un suivi"),
    "forum_tally": N_("un bilan sur le forum"),
    "kit": N_("un kit de tâches"),
    "message": N_("un message choisi"),
    "offer": N_("un projet d'un autre collectif"),
    "project": N_("un projet"),
    "publication": N_("une publication sur le forum"),
    "request": N_("une demande de documents"),
    "task": N_("une tâche"),
    "topic_link": N_("un fil relié à une ville"),
    "trust": N_("une confiance"),
    "vote": N_("un vote"),
    "vote_offer": N_("un vote d'un autre collectif"),
    "vote_statement": N_("une correction proposée"),
}
_BECAME: Final = {
    ReminderState.PROPOSED: N_("proposé"),
    ReminderState.PENDING: N_("prévu"),
    ReminderState.SNOOZED: N_("remis à plus tard"),
    ReminderState.FIRED: N_("envoyé"),
    ReminderState.WITHHELD: N_("retenu"),
    ReminderState.CANCELLED: N_("annulé"),
    ReminderState.MISSED: N_("pas arrivé"),
    ReminderState.DONE: N_("fait"),
}
_PUBLISHING: Final = {
    PublicationState.OPEN: N_("brouillon"),
    PublicationState.ASKING: N_("en attente d'un accord"),
    PublicationState.SENDING: N_("en route vers le forum"),
    PublicationState.QUEUED: N_("relu par le forum avant de paraître"),
    PublicationState.PUBLISHED: N_("publié"),
    PublicationState.STOPPED: N_("refusé par le forum"),
    PublicationState.WITHDRAWN: N_("retiré du forum"),
    PublicationState.DROPPED: N_("abandonné"),
}
_MOST_PHOTOS: Final = 8  # with the two other files, what the chat takes at once
_MOST_WITHDRAWN: Final = 5  # public texts that are offered to be withdrawn at once
_MOST_CALLED_OFF: Final = 5  # texts that the forum reads, and may be called off at once
_BEGINS: Final = 60  # characters of a text by which it is known again
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
    for n, photo in enumerate(given[-_MOST_PHOTOS:], 1):
        alt = texts.say("Photo {n}, donnée avec le signalement", n=n)
        yield File(f"photo-{n}.jpg", photo, alt)


def _sentence(found: Sequence[Found], texts: Texts) -> str:
    listed = _listed(found, texts)
    return f"{listed[:1].upper()}{listed[1:]}."


def nothing(texts: Texts) -> Message:
    return Message(texts.say("Je ne garde rien sur toi."))


def asks(found: Sequence[Found], texts: Texts) -> Message:
    """Whether all is to be erased: what goes, and what stays without the person."""
    if not found:
        return nothing(texts)
    lines = [texts.say("Effacer tout ce que je sais de toi, sans retour ?")]
    if going := [one for one in found if one.goes]:
        lines.append(texts.say("**S'en vont :** {what}.", what=_listed(going, texts)))
    if staying := [one for one in found if not one.goes]:
        lines.append(texts.say("**Restent, sans toi :** {what}.", what=_listed(staying, texts)))
    subjects = {one.subject for one in found}
    if Subject.REMINDERS in subjects:
        lines.append(texts.say("Tes rappels s'arrêtent."))
    if subjects & {Subject.DEADLINES_TAKEN, Subject.TASKS_TAKEN}:
        lines.append(texts.say("Ce dont tu te charges redevient libre."))
    public, held = _public(found), _held(found)
    after = min(len(public), _MOST_WITHDRAWN) + 1  # the numbers go on
    lines += _stays_public(public, texts)
    lines += _may_appear(held, after, texts)
    lines += _on_its_way(found, texts)
    lines.append(
        texts.say(
            "-# Les totaux restent, sans toi ; les sauvegardes suivent sous 30 jours. "
            "Je n'efface pas mes messages de ta messagerie."
        )
    )
    return Message(
        "\n".join(lines),
        buttons=(
            *_withdrawals(public, texts),
            *_calls_off(held, after, texts),
            Button(texts.say("Effacer"), ERASE_ACTION),
            Button(texts.say("Garder"), KEEP_ACTION, Style.MAIN),
        ),
    )


def _public(found: Sequence[Found]) -> dict[int, str]:
    """Where what holds their words stands on forums, by the number of its publication."""
    rows = (row for one in found if one.subject is Subject.PUBLICATIONS for row in one.rows)
    return {_number(row): row["public"] for row in rows if "public" in row}


def _held(found: Sequence[Found]) -> dict[str, str]:
    """What a forum's moderators read, one's own or what one agreed to: its text, by the action that
    calls it off."""
    held = dict[str, str]()
    for one in found:
        for row in one.rows if one.subject is Subject.PUBLICATIONS else ():
            if "held" not in row or row.get("agreed") == Agreed.OWN:
                continue
            act = f"{publishing.KEEP}:{row['id']}" if "id" in row else _disagree(row)
            held.setdefault(f"{publishing.ACTION}{act}", row.get("text", ""))
    return held


def _disagree(part: Row) -> str:
    return f"{publishing.DISAGREE}:{part['publication']}:{part['version']}"


def _stays_public(public: Mapping[int, str], texts: Texts) -> Iterator[str]:
    """Once they are erased nobody can tell that it was theirs."""
    if public:
        yield texts.count(
            "**Reste public sur le forum :** {n} texte, que tu ne pourras plus retirer ensuite. "
            "Si tu préfères, retire-le d'abord :",
            "**Restent publics sur le forum :** {n} textes, que tu ne pourras plus retirer "
            "ensuite. Si tu préfères, retire-les d'abord :",
            len(public),
        )
        for n, url in enumerate([*public.values()][:_MOST_WITHDRAWN], 1):
            yield f"{n}. {url}"
        if (more := len(public) - _MOST_WITHDRAWN) > 0:
            yield texts.count(
                "Et {n} autre : retire les premiers, puis redemande.",
                "Et {n} autres : retire les premiers, puis redemande.",
                more,
            )


def _withdrawals(public: Mapping[int, str], texts: Texts) -> Iterator[Button]:
    for n, id_ in enumerate([*public][:_MOST_WITHDRAWN], 1):
        label = texts.say("Retirer le texte {n}", n=n)
        yield Button(label, f"{publishing.ACTION}{publishing.WITHDRAW}:{id_}")


def _may_appear(held: Mapping[str, str], first: int, texts: Texts) -> Iterator[str]:
    """Once they are erased nobody calls it off for them."""
    if not held:
        return
    yield texts.count(
        "**Peut encore paraître sur le forum, qui le relit :** {n} texte, que tu ne pourras plus "
        "arrêter ensuite. Si tu préfères, arrête-le d'abord :",
        "**Peuvent encore paraître sur le forum, qui les relit :** {n} textes, que tu ne pourras "
        "plus arrêter ensuite. Si tu préfères, arrête-les d'abord :",
        len(held),
    )
    for n, text in enumerate([*held.values()][:_MOST_CALLED_OFF], first):
        yield f"{n}. {escape(shorten(' '.join(text.split()), _BEGINS))}"
    if (more := len(held) - _MOST_CALLED_OFF) > 0:
        yield texts.count(
            "Et {n} autre : arrête les premiers, puis redemande.",
            "Et {n} autres : arrête les premiers, puis redemande.",
            more,
        )


def _on_its_way(found: Sequence[Found], texts: Texts) -> Iterator[str]:
    rows = (row for one in found if one.subject is Subject.PUBLICATIONS for row in one.rows)
    if many := len({_number(row) for row in rows if "on_its_way" in row}):
        yield texts.count(
            "**Peut-être déjà sur le forum :** {n} texte, que j'en retire s'il y est.",
            "**Peut-être déjà sur le forum :** {n} textes, que j'en retire s'ils y sont.",
            many,
        )


def _number(row: Row) -> int:
    """Of the publication that a row is, or is a part of."""
    number: int = row.get("publication", row.get("id"))
    return number


def _calls_off(held: Mapping[str, str], first: int, texts: Texts) -> Iterator[Button]:
    for n, action in enumerate([*held][:_MOST_CALLED_OFF], first):
        yield Button(texts.say("Ne pas publier le texte {n}", n=n), action)


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
    sections: dict[Subject, list[str]] = {}
    for one in found:
        told = [f"- {_line(one, row, name, zone, texts)}" for row in one.rows]
        sections.setdefault(one.subject, []).extend(told)
    for subject, told in sections.items():
        lines += ["", f"{texts.say(_SUBJECTS[subject])} ({len(told)})", *told]
    return "\n".join([*lines, ""])


def _line(found: Found, row: Row, name: Namer, zone: ZoneInfo, texts: Texts) -> str:
    said = (
        _amount(row, texts)
        if column == "amount"
        else _value(column, str(row[column]), name, zone, texts)
        for column in found.shows
        if column in row
    )
    return " · ".join(filter(None, said)) or texts.say("sans autre détail")


def _amount(row: Row, texts: Texts) -> str:
    """What was added to a task, and what it counts for by now."""
    amount, unit = row["amount"], row.get("unit", "")
    if "corrects" in row:
        sign = "+" if amount > 0 else "-"
        said = _counted(abs(amount), unit, texts)
        return texts.say("correction : {amount}", amount=f"{sign}{said}")
    added = _counted(amount, unit, texts)
    if row["stands"] == amount:
        return added
    return texts.say(
        "{added}, corrigé depuis : compte pour {n}", added=added, n=number(row["stands"], texts)
    )


def _counted(n: int, unit: str, texts: Texts) -> str:
    if unit in task_cards.UNIT_NAMES:
        return task_cards.counted(n, unit, texts)
    return f"{number(n, texts)} {neutral(unit)}".strip()


def _value(column: str, value: str, name: Namer, zone: ZoneInfo, texts: Texts) -> str:
    match column:
        case "city":
            return name(CityId(value))
        case "noun":
            act = _ACTS.get(value.partition(":")[0])
            return texts.say(act) if act else ""
        case "after":
            return texts.say(_BECAME[ReminderState(value)]) if value in _BECAME else ""
        case "became":
            return texts.say(_PUBLISHING[PublicationState(value)])
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
