"""What a sentence tells of a vote that is to come: the form that reports it, who comes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from bot.domain.communes import Commune
from bot.domain.dates.english import in_french
from bot.domain.dates.spotting import spot
from bot.domain.hearing import Sees
from bot.domain.leading import Place
from bot.domain.sittings import Sitting
from bot.domain.zones import zone_of
from bot.ports.chat import Message
from bot.render import vote_lists, votes
from bot.render.leads import ITEM_ROOM, Told, leads
from bot.render.shortening import shorten
from bot.render.texts import Texts
from bot.services import known_votes, vote_wording
from bot.services.deps import Deps
from bot.store.base import Tx
from bot.store.collectives import Collective

_READ: Final = 500  # characters of a text
# « sur la vidéosurveillance », to the end
_ABOUT: Final = re.compile(
    r"\b(?:sur|pour|concernant|à propos de|au sujet de|about|on the)\s+"
    r"(?:(?:la|les?|du|des|the)\b\s*|l['’]\s*)?(?P<item>[^\d\W].{2,})$",
    re.IGNORECASE | re.DOTALL,
)


def said(text: str, commune: Commune, now: datetime) -> dict[str, str] | None:
    """The facts of a vote that was told: `when`, its day and hour in its town, and its `item`; None
    where it is not told surely of one day to come."""
    text, zone = text[:_READ], zone_of(commune)
    found = spot(text, now, zone) or spot(in_french(text) or "", now, zone)
    whens = {one.when.local: one for one in found}
    if len(whens) != 1:
        return None
    [spotted] = whens.values()
    local = spotted.when.local
    when = local.isoformat(timespec="minutes") if spotted.timed else local.date().isoformat()
    about = _ABOUT.search(text)
    item = " ".join(about["item"].split()).rstrip(" .!") if about else ""
    return {"when": when, "item": shorten(item, ITEM_ROOM)}


def told(commune: Commune, facts: Mapping[str, str]) -> Told:
    return Told(commune, sitting_of(facts["when"], commune), facts["item"])


def sitting_of(when: str, commune: Commune) -> Sitting:
    """`2026-12-10T18:00`, or a day alone, on the clock of a town. Raises ValueError."""
    day, _, hour = when.partition("T")
    at = time.fromisoformat(hour) if hour else None
    return Sitting(date.fromisoformat(day), at, zone_of(commune))


def coming(
    tx: Tx,
    deps: Deps,
    collective: Collective,
    asked: Sequence[Commune],
    says: Texts,
    now: datetime,
    sees: Sees,
) -> Message:
    """The next vote of these towns, with what answers whether one comes to the first of them."""
    found = [
        known_votes.next_in(tx, collective.id, one, now, sees, lambda _: False) for one in asked
    ]
    if not found:
        return leads(Place.COMING, [], says)
    shown = vote_lists.next_votes(found, says, collective.zone)
    ahead = [one.vote for one in found if one.vote is not None]
    if not ahead:
        return shown
    first = min(ahead, key=lambda one: one.sitting.begins)
    card = vote_wording.card_of(tx, deps, first, collective)
    return replace(shown, buttons=votes.answers(card, says))
