"""The chat server's refusals, as the people who meet them read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.sandbox.asking import AskError
from bot.sandbox.discord import permissions
from bot.sandbox.discord.errors import ApiError
from bot.sandbox.discord.models import Channel, User

SENTENCES = {
    10087: "Ce salon n’a pas cette étiquette.",
    30047: "Ce salon a déjà un fil épinglé.",
    40058: "On n’écrit pas dans ce salon : on y ouvre un fil.",
    40067: "Il faut une étiquette pour ouvrir un fil ici.",
    50001: "Cette personne ne voit pas ce salon.",
    50006: "Le message est vide.",
    50007: "Cette personne n’accepte pas les messages privés.",
    50008: "On ne peut pas écrire dans ce salon.",
    50013: "Cette personne n’a pas le droit de faire cela ici.",
    50021: "Le chat garde ce message.",
    50024: "Cela ne se fait pas dans ce salon.",
    50035: "Cela ne convient pas : 2 000 caractères au plus, et 100 pour le nom d’un fil.",
    50083: "Ce fil est archivé.",
    50278: "Ces deux comptes n’ont aucun serveur en commun.",
    160004: "Ce message a déjà son fil.",
    160005: "Ce fil est verrouillé.",
    160006: "Ce serveur a trop de fils ouverts.",
}


@contextmanager
def in_french() -> Iterator[None]:
    """Turns the server's refusal into AskError, with one sentence."""
    try:
        yield
    except ApiError as error:
        sentence = SENTENCES.get(error.body["code"], "Le chat a refusé.")
        raise AskError(error.status, sentence) from None


def refuse_unless_seen(channel: Channel, person: User) -> None:
    """Raises AskError 403 for a channel that the person does not see."""
    if not permissions.in_channel(channel, person.id) & permissions.VIEW_CHANNEL:
        raise AskError(403, SENTENCES[50001])
