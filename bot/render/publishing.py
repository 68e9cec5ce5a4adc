"""The words of publishing on a forum: what will be public, who agrees, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.publishing import DRAFTS, UNDER_WAY, Publication, PublicationState
from bot.ports.chat import Button, File, Message, Style
from bot.ports.forum import Topic
from bot.render import dates
from bot.render.escaping import escape, neutral
from bot.render.kept_forms import resume
from bot.render.pages import pages, quoted
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts

ACTION: Final = "vigie:publication:"  # what is done, and the publication's number
AGREE: Final = "agree"  # of questions of before: who is asked reads the text first
SURE: Final = "sure"
DISAGREE: Final = "disagree"
VIEW: Final = "view"
OPEN: Final = "open"
CONFIRM: Final = "confirm"
EDIT: Final = "edit"
PLACE: Final = "place"  # a forum and the number of its thread follow the draft's
LEAVE_OUT: Final = "leave_out"
KEEP: Final = "keep"
AMEND: Final = "amend"
WITHDRAW: Final = "withdraw"

# Why the forum declined; what to do follows where there is something to do.
DENIALS: Final = {
    Denial.LOCKED: N_("Ce fil est verrouillé sur le forum."),
    Denial.DELETED: N_("Ce fil ou ce message a été supprimé du forum."),
    Denial.MISSING: N_("Ce fil, ce message ou cette catégorie n'existe pas sur le forum."),
    Denial.TOO_SHORT: N_("Le forum trouve ce texte trop court."),
    Denial.TOO_LONG: N_("Le forum trouve ce texte trop long."),
    Denial.BAD_TITLE: N_("Le forum refuse ce titre : trop court, trop long ou déjà pris."),
    Denial.TOO_SIMILAR: N_("Le forum trouve ce texte trop proche d'un message récent."),
    Denial.TOO_SOON: N_("Le forum demande d'attendre entre deux messages."),
    Denial.TOO_LATE: N_("Le forum ne laisse plus modifier ce message."),
    Denial.NO_RIGHT: N_("Le compte de Vigie n'a pas le droit d'écrire là sur le forum."),
    Denial.NOT_LOGGED_IN: N_(
        "Vigie n'a pas de compte accepté sur ce forum. La personne qui l'héberge peut y remédier."
    ),
    Denial.UNREACHABLE: N_("Le forum ne répond pas depuis un jour."),
    Denial.BUSY: N_("Le forum est débordé depuis un jour."),
    Denial.WALLED: N_("Un mur contre les robots empêche d'écrire sur ce forum."),
    Denial.OTHER: N_("Le forum refuse, sans raison que je comprenne."),
    Denial.CHANGED: N_("Ce message a été modifié sur le forum par quelqu'un d'autre."),
    Denial.UNCERTAIN: N_(
        "On ne sait pas si c'est arrivé sur le forum : peut-être attend-il d'être relu. "
        "Regarde avant de réessayer."
    ),
}


_THREAD: Final = 45  # characters of a title on a button
_NAMES: Final = N_(
    "-# Qui est mentionné devient « quelqu'un » ; pour nommer une personne, avec son accord : "
    "« {change} »."
)
_REVEALS: Final = N_(
    "-# Attention : ce qui était caché dans la discussion pourra être lu par tout le monde. "
    "« {change} » permet de l'ôter."
)
_RETAKEN: Final = N_("-# Repris des messages choisis : tes retouches n'y sont plus.")
_LEFT: Final = N_(
    "-# Ce message a changé dans la discussion ; tes retouches restent telles quelles. "
    "« {change} » permet d'y reprendre ses mots."
)


def preview(
    publication: Publication,
    text: str,
    texts: Texts,
    *,
    is_held: bool = False,
    hides_names: bool = False,
    is_changed: bool = False,
    is_retaken: bool = False,
    is_left: bool = False,
    reveals: bool = False,
    offered: Sequence[Topic] = (),
) -> Message:
    """What would be public, to who publishes it, with what they can do. `is_held`: by the silence
    of its collective. `hides_names`: nobody whom its messages mention is named. `is_changed`: they
    confirmed what it said before. `is_retaken`: what they had changed is no longer in it.
    `is_left`: it is, and does not follow a message that changed. `reveals`: what they covered in
    the chat. `offered`: threads in which it may go. What became of it, where that is over."""
    if publication.state is PublicationState.PUBLISHED:
        return published(publication, texts)
    if publication.state is PublicationState.WITHDRAWN:
        return withdrawn(texts)
    noted = {_NAMES: hides_names, _REVEALS: reveals, _RETAKEN: is_retaken, _LEFT: is_left}
    lines = [
        texts.say("Ce texte a changé depuis : relis-le avant de publier.") if is_changed else "",
        _standing(publication, texts),
        quoted(text),
        _place(publication, texts),
        *_notes(publication, [one for one, holds in noted.items() if holds], texts),
        _before_it_leaves(publication, texts, is_held=is_held),
    ]
    buttons = (*(_into(publication, one, texts) for one in offered), *_choices(publication, texts))
    if len(pages(text)) > 1:
        buttons = (*buttons, _next_page(publication, 2, texts))
    return Message("\n".join(line for line in lines if line), buttons=buttons)


def _notes(publication: Publication, noted: Sequence[str], texts: Texts) -> Iterator[str]:
    """What who publishes may still change."""
    change = _change(publication, texts)
    if publication.state in DRAFTS:
        yield from (texts.say(one, change=change) for one in noted)


def _before_it_leaves(publication: Publication, texts: Texts, *, is_held: bool) -> str:
    is_open = publication.state is PublicationState.OPEN and not publication.is_refused
    if publication.needs_others and is_open:
        return texts.say("-# « Publier » demande d'abord l'accord de qui a écrit ces messages.")
    if is_held and publication.state is PublicationState.SENDING:
        return texts.say(
            "-# Le collectif est en silence : ça partira quand `/reprendre` le lèvera."
        )
    return ""


def _change(publication: Publication, texts: Texts) -> str:
    """What the button is called that opens the draft's form: until its thread is known, that comes
    first."""
    has_place = publication.where.place or publication.state is not PublicationState.OPEN
    return texts.say("Modifier") if has_place else texts.say("Choisir le fil")


def _into(publication: Publication, topic: Topic, texts: Texts) -> Button:
    title = shorten(neutral(topic.title), _THREAD)
    action = f"{ACTION}{PLACE}:{publication.id}:{topic.id.forum}:{topic.id.number}"
    return Button(texts.say("Dans « {title} »", title=title), action)


def _next_page(publication: Publication, page: int, texts: Texts) -> Button:
    action = f"{ACTION}{VIEW}:{publication.id}:{page}:{publication.version}"
    return Button(texts.say("Lire la suite"), action)


def _standing(publication: Publication, texts: Texts) -> str:
    name = escape(publication.name)
    match publication.state:
        case PublicationState.ASKING:
            return texts.say(
                "Rien n'est publié encore : j'attends l'accord de qui a écrit. "
                "Ce texte serait signé « {name} » :",
                name=name,
            )
        case PublicationState.SENDING | PublicationState.QUEUED if publication.is_refused:
            return texts.say(
                "Une personne ne souhaite plus que son message soit publié : je n'envoie plus "
                "rien, et je retire ce texte du forum s'il y arrive."
            )
        case PublicationState.SENDING:
            return texts.say("C'est parti vers le forum, signé « {name} » :", name=name)
        case PublicationState.STOPPED:
            why = denied(publication.reason or Denial.OTHER, publication.limit, texts)
            return texts.say("{why} Ton texte est gardé :", why=why)
        case PublicationState.DROPPED:
            return texts.say("Rien n'est publié : ce texte reste ici.")
    if publication.is_refused:
        return texts.say(
            "Rien n'est publié : une personne ne souhaite pas que son message le soit."
        )
    return texts.say("Rien n'est publié. Ce texte sera public, signé « {name} » :", name=name)


def _place(publication: Publication, texts: Texts) -> str:
    where = publication.where
    if where.place == 0:
        return texts.say("-# Dans quel fil ? « Choisir le fil » permet d'en coller l'adresse.")
    if where.act is WriteAct.OPEN:
        return texts.say(
            "-# Dans un nouveau fil « {title} », sans images", title=escape(where.title or "…")
        )
    if not where.thread:
        return texts.say("-# En réponse à un fil du forum, sans images")
    return texts.say("-# Fil « {title} », sans images", title=escape(shorten(where.thread, 120)))


def _choices(publication: Publication, texts: Texts) -> tuple[Button, ...]:
    def button(label: str, act: str, style: Style = Style.PLAIN) -> Button:
        return Button(label, f"{ACTION}{act}:{publication.id}", style)

    def confirm(label: str) -> Button:
        action = f"{ACTION}{CONFIRM}:{publication.id}:{publication.version}"
        return Button(label, action, Style.MAIN)

    edit = button(_change(publication, texts), EDIT)
    keep = button(texts.say("Garder ici"), KEEP)
    match publication.state:
        case PublicationState.OPEN:
            if publication.is_refused:
                without = texts.say("Retirer ses messages")
                return button(without, LEAVE_OUT, Style.MAIN), keep
            if publication.where.place == 0:
                return replace(edit, style=Style.MAIN), keep
            return confirm(texts.say("Publier")), edit, keep
        case PublicationState.STOPPED:
            return confirm(texts.say("Réessayer")), edit, keep
        case PublicationState.ASKING:
            return edit, keep
        case PublicationState.SENDING | PublicationState.QUEUED:
            return (keep,)
    return ()


def consent_asked(
    publication: Publication, version: int, texts: Texts, *, is_edited: bool = False
) -> Message:
    """In the channel, below the message: only its author's answer counts, who agrees once they have
    read all of it. `is_edited`: what would be public is no longer what they wrote."""
    name = escape(publication.name)
    asked = texts.say(
        "💬 Publier ce message sur le forum ? Il serait signé « {name} ». Seule la personne qui "
        "l'a écrit décide, texte sous les yeux ; sans réponse, rien n'est publié.",
        name=name,
    )
    if is_edited:
        asked = texts.say(
            "💬 Publier un texte tiré de ce message sur le forum ? Il a été retouché, et serait "
            "signé « {name} ». Seule la personne qui a écrit ce message décide, texte sous les "
            "yeux ; sans réponse, rien n'est publié.",
            name=name,
        )
    read = Button(texts.say("Voir le texte"), f"{ACTION}{VIEW}:{publication.id}", Style.MAIN)
    disagree = _disagree(publication, version, texts)
    return Message(f"{asked}\n{_place(publication, texts)}", buttons=(read, disagree))


def _disagree(publication: Publication, version: int, texts: Texts) -> Button:
    action = f"{ACTION}{DISAGREE}:{publication.id}:{version}"
    return Button(texts.say("Je préfère que non"), action)


def no_longer_asked(texts: Texts) -> Message:
    """In the place of a question whose text changed, or is wanted no more."""
    return Message(
        texts.say("💬 Cette question n'attend plus de réponse : rien n'est publié de ce texte.")
    )


def shown(
    publication: Publication, whole: str, texts: Texts, *, page: int = 1, asks: bool = False
) -> Message:
    """What would be public, to those whose words it holds: one page of it, from 1, and the way to
    the next; or what became of it. `asks`: whether they agree, below its end."""
    match publication.state:
        case PublicationState.PUBLISHED:
            return published(publication, texts)
        case PublicationState.WITHDRAWN:
            return withdrawn(texts)
        case PublicationState.DROPPED:
            return kept(publication, texts)
    made = pages(whole)
    at = min(max(page, 1), len(made))
    head = texts.say("Voici ce qui serait public :")
    if len(made) > 1:
        head = texts.say("Voici ce qui serait public, {n} sur {all} :", n=at, all=len(made))
    lines = [head, made[at - 1], _place(publication, texts)]
    if at < len(made):
        return Message("\n".join(lines), buttons=(_next_page(publication, at + 1, texts),))
    return Message("\n".join(lines), buttons=_answers(publication, texts) if asks else ())


def _answers(publication: Publication, texts: Texts) -> tuple[Button, ...]:
    action = f"{ACTION}{SURE}:{publication.id}:{publication.version}"
    agree = Button(texts.say("J'accepte"), action, Style.MAIN)
    return agree, _disagree(publication, publication.version, texts)


def agreed(publication: Publication, texts: Texts, *, agrees: bool) -> Message:
    """To an author who answered."""
    if publication.state is PublicationState.PUBLISHED:
        return published(publication, texts)
    if publication.state is PublicationState.WITHDRAWN:
        return withdrawn(texts)
    if publication.state in UNDER_WAY and not agrees:
        return Message(
            texts.say("C'est noté : je n'envoie plus ce texte, et le retire s'il arrive.")
        )
    if agrees:
        return Message(texts.say("Merci : ton accord vaut pour ce texte, et pour lui seul."))
    return Message(texts.say("C'est noté : ce que tu as écrit ne sera pas publié."))


def published(publication: Publication, texts: Texts) -> Message:
    return Message(
        texts.say("Publié : {url}", url=publication.url), buttons=_afterwards(publication, texts)
    )


def published_together(publication: Publication, texts: Texts) -> Message:
    """To who agreed to it."""
    said = texts.say("Le texte que tu as accepté est publié : {url}", url=publication.url)
    return Message(said, buttons=_afterwards(publication, texts))


def taken_back(texts: Texts) -> Message:
    """In the place of a link to what was taken back."""
    return Message(texts.say("💬 Ce texte a été retiré du forum."))


def agreed_to(texts: Texts) -> Message:
    """In the place of a question, once what was asked about is public: its link comes by itself."""
    return Message(texts.say("💬 L'accord est donné : ce texte est sur le forum."))


def no_longer_theirs(texts: Texts) -> Message:
    """In the place of a question to who had themselves erased since they agreed."""
    return Message(texts.say("💬 Cette question n'attend plus de réponse."))


def link(publication: Publication, texts: Texts) -> Message:
    """To the channel that it comes from."""
    return Message(texts.say("💬 Publié sur le forum : {url}", url=publication.url))


def _afterwards(publication: Publication, texts: Texts) -> tuple[Button, ...]:
    withdraw = Button(texts.say("Retirer"), f"{ACTION}{WITHDRAW}:{publication.id}")
    if publication.others:
        return (withdraw,)
    return (Button(texts.say("Modifier"), f"{ACTION}{AMEND}:{publication.id}"), withdraw)


def queued(publication: Publication, texts: Texts) -> Message:
    said = texts.say("Envoyé : le forum relit avant de publier. Le lien suivra.")
    return Message(said, buttons=_choices(publication, texts))


def waiting(publication: Publication, until: datetime, zone: ZoneInfo, texts: Texts) -> Message:
    """The forum wants some time between two posts."""
    return Message(
        texts.say(
            "Le forum demande d'attendre entre deux messages : ton texte partira {when}.",
            when=dates.since(until, zone, texts),
        ),
        buttons=_choices(publication, texts),
    )


def stopped(
    publication: Publication,
    why: Denial,
    limit: int | None,
    texts: Texts,
    *,
    is_private: bool = True,
) -> Message:
    """Not published, to who publishes, with what they can do about it; the text where nobody else
    reads."""
    said = texts.say("⚠️ Pas publié. {why} Ton texte est gardé.", why=denied(why, limit, texts))
    if is_private and publication.text:
        said = "\n".join([said, quoted(publication.text), _place(publication, texts)])
    return Message(said, buttons=_choices(publication, texts))


def unasked(publication: Publication, texts: Texts) -> Message:
    """One of its authors could not be asked, to who publishes."""
    said = texts.say(
        "⚠️ Rien n'est publié : je n'ai pas pu demander l'accord de qui a écrit un des messages. "
        "« Publier » le demande à nouveau."
    )
    return Message(said, buttons=_choices(publication, texts))


def taken_out(publication: Publication, texts: Texts) -> Message:
    """A message was deleted in the chat before its author was asked, to who publishes."""
    said = texts.say(
        "Rien n'est publié : un des messages a été supprimé de la discussion, il n'est plus dans "
        "ton brouillon."
    )
    return Message(said, buttons=(_opening(publication, texts.say("Voir le brouillon")),))


def waits(publication: Publication, texts: Texts) -> Message:
    """A draft waits for who publishes it, where others read, too."""
    said = texts.say("Rien n'est publié pour l'instant : ton brouillon t'attend.")
    return Message(said, buttons=(_opening(publication, texts.say("Voir le brouillon")),))


def forgotten(texts: Texts) -> Message:
    """To who published: nobody touched it for a week."""
    return Message(
        texts.say(
            "Ton brouillon pour le forum attendait depuis sept jours : il est effacé, et rien "
            "n'est publié. Pour recommencer : menu « Publier sur le forum »."
        )
    )


def too_many(said: str, drafts: Sequence[tuple[Publication, str]], texts: Texts) -> Message:
    """No draft more, with the way to those that are there, by how their texts begin."""
    buttons = tuple(
        _opening(one, shorten(" ".join(text.split()), 60) or texts.say("Voir le brouillon"))
        for one, text in drafts
    )
    return Message(said, buttons=buttons)


def _opening(publication: Publication, label: str) -> Button:
    return Button(label, f"{ACTION}{OPEN}:{publication.id}")


def refused(publication: Publication, texts: Texts) -> Message:
    """One of its authors would rather not, to who publishes: nobody is named."""
    return Message(_standing(publication, texts), buttons=_choices(publication, texts))


def amended(texts: Texts) -> Message:
    return Message(texts.say("C'est modifié sur le forum."))


def not_amended(why: Denial, limit: int | None, texts: Texts) -> Message:
    return Message(texts.say("⚠️ Pas modifié. {why}", why=denied(why, limit, texts)))


def change_given_back(
    publication: Publication,
    change: int,
    why: Denial,
    limit: int | None,
    texts: Texts,
    *,
    text: str = "",
) -> Message:
    """The same of a change by its number, whose words its author may take up again; those words,
    unless others read them there."""
    said = texts.say(
        "⚠️ Pas modifié. {why} Ton texte est gardé sept jours.", why=denied(why, limit, texts)
    )
    lines = [said, quoted(text)] if text else [said]
    again = resume(f"{ACTION}{AMEND}:{publication.id}:{change}", texts)
    return Message("\n".join(lines), buttons=(again,))


def too_long_to_take_up(text: str, texts: Texts) -> Message:
    """What was given back and no form holds, whole."""
    said = texts.say(
        "Ce texte est trop long pour un formulaire : le voici en entier, en fichier. Pour le "
        "renvoyer, raccourcis-le, puis « Modifier », sous l'adresse du message."
    )
    whole = File("texte.txt", text.encode(), texts.say("Ton texte, gardé tel quel."))
    return Message(f"{said}\n{quoted(text)}", files=(whole,))


def stands(text: str, texts: Texts) -> str:
    """What a forum shows by now, above a form that holds something else."""
    return texts.say("Sur le forum, ce message se lit maintenant ainsi :") + f"\n{quoted(text)}"


def withdrawn(texts: Texts) -> Message:
    return Message(texts.say("C'est retiré du forum."))


def not_withdrawn(why: Denial, limit: int | None, texts: Texts) -> Message:
    return Message(texts.say("⚠️ Pas retiré. {why}", why=denied(why, limit, texts)))


def kept(publication: Publication, texts: Texts) -> Message:
    """To who would rather not publish after all."""
    if publication.state is PublicationState.PUBLISHED:
        return published(publication, texts)
    if publication.state is PublicationState.WITHDRAWN:
        return withdrawn(texts)
    if publication.state in UNDER_WAY:
        return Message(texts.say("Je n'envoie plus ce texte ; s'il arrive, je le retire."))
    return Message(texts.say("Rien n'est publié : ce texte reste ici."))


def too_long_for_a_form(texts: Texts) -> str:
    return texts.say(
        "Ce texte est trop long pour ce formulaire : il reste tel quel. Pour le changer, "
        "choisis moins de messages."
    )


def given_back(why: str, typed: str, texts: Texts) -> Message:
    """Why it was refused, with the text that was typed, for another use."""
    if not typed.strip():
        return Message(why)
    return Message("\n".join([why, texts.say("Ce que tu as écrit :"), quoted(typed)]))


def under_way(texts: Texts) -> Message:
    """To who changed or took back what is public."""
    return Message(texts.say("C'est parti : je te dis quand c'est fait."))


def denied(why: Denial, limit: int | None, texts: Texts) -> str:
    """Why the forum declined, with the number of characters where it told it."""
    if limit is not None and why is Denial.TOO_SHORT:
        return texts.count(
            "Le forum demande au moins {n} caractère.",
            "Le forum demande au moins {n} caractères.",
            limit,
        )
    if limit is not None and why is Denial.TOO_LONG:
        return texts.count(
            "Le forum accepte {n} caractère au plus.",
            "Le forum accepte {n} caractères au plus.",
            limit,
        )
    return texts.say(DENIALS[why])
