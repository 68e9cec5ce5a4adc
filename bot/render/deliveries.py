"""The words of what the outbox sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.ports.chat import Embed, Message
from bot.ports.forum import Post, Topic, Trouble
from bot.render import dates
from bot.render.escaping import neutral
from bot.render.markdown import Converted, cut, escape
from bot.render.shortening import shorten
from bot.render.texts import Texts

LONGEST = 2000
_HEADLINE = 80  # what a locked phone shows
_SHORTEST_TITLE = 20
_TITLE = 200  # of a thread, a category, a forum: escaped, some are twice as long
_AUTHOR = 60
_MOST_IMAGES = 4
_EXCERPT = 600
_MOST_CHANNELS = 5
_FEET = 30  # the ends of lines, and the count of pictures
_LEAST = 100  # characters of a post that are always shown
_THREAD_NAME = 100
_A_STOP = timedelta(minutes=30)


def post(post: Post, converted: Converted, texts: Texts, zone: ZoneInfo) -> Message:
    """A forum post as a chat message: who, which thread, when, the text, the link."""
    return _post(post, converted, texts, zone, LONGEST, _MOST_IMAGES)


def excerpt(post: Post, converted: Converted, texts: Texts, zone: ZoneInfo) -> Message:
    """A forum post announced: who, which thread, when, its beginning, the link."""
    return _post(post, converted, texts, zone, _EXCERPT, 0)


def _post(
    post: Post, converted: Converted, texts: Texts, zone: ZoneInfo, longest: int, images: int
) -> Message:
    headline = _headline(post, texts, zone)
    whole = texts.say("[Voir sur le forum](<{url}>)", url=post.url)
    rest = texts.say("[Lire la suite](<{url}>)", url=post.url)
    edited = _edited(post, texts, zone)
    room = longest - len(headline) - max(len(whole), len(rest)) - len(edited) - _FEET
    body, shortened = cut(converted.text, max(room, _LEAST))
    link = rest if shortened else whole

    def said(shown: int) -> str:
        left = _pictures_left(len(converted.images[shown:]) + converted.unshown, texts)
        return "\n".join(part for part in (headline, body, left, edited, link) if part)

    embeds = tuple(Embed("", image=image) for image in converted.images[:images])
    return Message(said(images), embeds, plain=said(0) if embeds else "")


def _pictures_left(left: int, texts: Texts) -> str:
    """What pictures are only to be seen on the forum."""
    return texts.count("-# + {n} image", "-# + {n} images", left) if left > 0 else ""


def _edited(post: Post, texts: Texts, zone: ZoneInfo) -> str:
    if post.edited_at is None:
        return ""
    when = dates.plain_moment(post.edited_at, zone, texts)
    return texts.say("-# Modifié sur le forum le {when}.", when=when)


def withdrawn(texts: Texts, zone: ZoneInfo, at: datetime) -> Message:
    """In the place of a post that the forum no longer shows. `at`: when that was seen."""
    when = dates.plain_moment(at, zone, texts)
    return Message(texts.say("💬 Message retiré du forum (vu le {when}).", when=when))


def thread_withdrawn(texts: Texts, zone: ZoneInfo, at: datetime) -> Message:
    """In the place of what named a thread that the forum no longer shows. `at`: when that was
    seen."""
    when = dates.plain_moment(at, zone, texts)
    return Message(texts.say("💬 Fil retiré du forum (vu le {when}).", when=when))


def summed_up(
    topic: Topic, texts: Texts, *, shown: int, left: int, stopped: timedelta | None
) -> Message:
    """Of which thread how much was announced, and how much is only on the forum.

    `stopped`: for how long the forum had not been read, where that was long.
    """
    others = texts.count("[{n} autre](<{url}>)", "[{n} autres](<{url}>)", left, url=topic.url)
    told = texts.count("{n} message repris", "{n} messages repris", shown)
    title = _named(topic.title)
    if stopped is None or stopped < _A_STOP:
        return Message(
            texts.say("-# « {title} » : {told}, {others}.", title=title, told=told, others=others)
        )
    lasted = dates.lasting(stopped, texts)
    return Message(
        texts.say(
            "-# « {title} », après {lasted} d'arrêt : {told}, {others}.",
            title=title,
            lasted=lasted,
            told=told,
            others=others,
        )
    )


def starter(topic: Topic, texts: Texts) -> Message:
    """The message that a chat thread hangs on."""
    return Message(
        texts.say(
            "💬 « {title} » : la suite du forum est dans ce fil\n[Voir sur le forum](<{url}>)",
            title=_named(topic.title, _HEADLINE),
            url=topic.url,
        )
    )


def forum_post(topic: Topic, texts: Texts) -> Message:
    """The first message of a post in a forum channel."""
    return Message(
        texts.say(
            "💬 « {title} » : les messages du forum arrivent ici, ce que vous écrivez y reste\n"
            "[Voir sur le forum](<{url}>)",
            title=escape(shorten(topic.title, _HEADLINE)),
            url=topic.url,
        )
    )


def thread_name(topic: Topic, texts: Texts) -> str:
    """What the chat thread of a forum thread is called, at most 100 characters."""
    if topic.deleted:
        return texts.say("Fil retiré du forum")
    mark = "🔒 " if topic.locked else ""
    plain = " ".join(neutral(topic.title).split()) or str(topic.id.number)
    return mark + shorten(plain, _THREAD_NAME - len(mark) - 1)


def topic_news(topic: Topic, what: str, facts: Mapping[str, str], texts: Texts) -> Message:
    """What became of a forum thread: renamed, moved, locked, unlocked, gone, and then back."""
    title = _named(topic.title)
    match what:
        case "renamed":
            before = _named(facts["before"])
            said = texts.say(
                "✏️ Nouveau titre sur le forum : « {title} »\nAvant : « {before} »",
                title=title,
                before=before,
            )
        case "moved":
            category = _named(facts["category"])
            said = texts.say(
                "✏️ « {title} » est maintenant dans « {category} » sur le forum",
                title=title,
                category=category,
            )
        case "locked":
            said = texts.say(
                "💬 « {title} » est verrouillé : on ne peut plus y répondre sur le forum",
                title=title,
            )
        case "unlocked":
            said = texts.say(
                "💬 « {title} » est rouvert : on peut de nouveau y répondre sur le forum",
                title=title,
            )
        case _ if topic.deleted:  # its title, too
            said = texts.say("💬 Un fil suivi ici a été retiré du forum.")
        case _:
            said = texts.say("💬 « {title} » est de nouveau sur le forum.", title=title)
    return Message(said)


def no_threads(why: str, texts: Texts) -> Message:
    """Why messages of the forum follow each other in the channel, and what to do."""
    if why == "too_many":
        return Message(
            texts.say(
                "⚠️ Je ne peux pas ouvrir de fil ici : ce serveur en a trop d'ouverts\n"
                "Archivez ceux qui ne servent plus. D'ici là, j'écris à la suite."
            )
        )
    return Message(
        texts.say(
            "⚠️ Je ne peux pas ouvrir de fil dans ce salon : un droit manque\n"
            "Modifier le salon > Permissions > Vigie > « Créer des fils publics » et « Envoyer des "
            "messages dans les fils ». D'ici là, j'écris à la suite."
        )
    )


def no_posts(why: str, where: str, texts: Texts) -> Message:
    """Why a forum channel gets nothing, and what to do; told elsewhere."""
    match why:
        case "too_many":
            said = texts.say(
                "⚠️ Je ne peux rien publier dans {where} : ce serveur a trop de fils ouverts\n"
                "Archivez ceux qui ne servent plus. Je réessaie pendant un jour.",
                where=f"<#{where}>",
            )
        case "no_right":
            said = texts.say(
                "⚠️ Je ne peux rien publier dans {where} : un droit manque\n"
                "Modifier le salon > Permissions > Vigie > « Créer des posts » et « Envoyer des "
                "messages dans les posts ». Je réessaie pendant un jour.",
                where=f"<#{where}>",
            )
        case _:
            said = texts.say(
                "⚠️ Discord refuse ce que j'écris dans {where}\n"
                "Est-ce toujours un salon de forum ? Ce qui manque viendra avec le prochain "
                "message du fil.",
                where=f"<#{where}>",
            )
    return Message(said)


def source_down(
    title: str, since: datetime, trouble: Trouble, texts: Texts, z: ZoneInfo
) -> Message:
    """A forum that cannot be read, told to who relies on it."""
    first = texts.say(
        "⚠️ {title} illisible depuis {when} : on ne sait pas s'il y a du nouveau",
        title=_forum(title, texts),
        when=dates.since(since, z, texts),
    )
    return Message("\n".join([first, remedy(trouble, texts)]))


def threads_down(
    title: str, count: int, since: datetime, trouble: Trouble, texts: Texts, z: ZoneInfo
) -> Message:
    """Threads that cannot be read again, told to who hears them: what is new still comes."""
    first = texts.count(
        "⚠️ {title} : {n} fil suivi illisible depuis {when}. "
        "Les nouveaux messages arrivent, pas les corrections ni les retraits.",
        "⚠️ {title} : {n} fils suivis illisibles depuis {when}. "
        "Les nouveaux messages arrivent, pas les corrections ni les retraits.",
        count,
        title=_name(title, texts),
        when=dates.since(since, z, texts),
    )
    return Message("\n".join([first, remedy(trouble, texts)]))


def threads_up(title: str, texts: Texts) -> Message:
    """Threads that can be read again."""
    return Message(
        texts.say(
            "💬 {title} : les fils suivis sont de nouveau relus, corrections et retraits compris",
            title=_name(title, texts),
        )
    )


def _name(title: str, texts: Texts) -> str:
    return escape(shorten(title, 200)) if title else texts.say("Forum")


def remedy(trouble: Trouble, texts: Texts) -> str:
    """What a forum answers instead, who can mend it, and what Vigie does meanwhile."""
    again = texts.say("Je réessaie toutes les 10 minutes. Rien ne sera perdu.")
    match trouble:
        case Trouble.WALLED:
            why = texts.say(
                "Ce forum filtre les robots : il faut demander une exception à son équipe."
            )
        case Trouble.OTHER_ENGINE:
            return texts.say(
                "Un autre logiciel de forum y répond : la personne qui m'héberge doit le relier."
            )
        case Trouble.FORBIDDEN:
            why = texts.say("Il ne me laisse plus lire : demandez à son équipe.")
        case Trouble.MISSING:
            why = texts.say(
                "Il n'est plus à son adresse : la personne qui m'héberge peut la changer."
            )
        case Trouble.GARBLED | Trouble.NOT_A_FORUM:
            why = texts.say("Il répond par une page que je ne sais pas lire.")
        case _:
            return again
    return f"{why} {again}"


def on_behalf(message: Message, channels: Sequence[str], texts: Texts) -> Message:
    """A notice that comes to where others asked for it: names them."""
    if not channels:
        return message
    named = ", ".join(f"<#{channel}>" for channel in channels[:_MOST_CHANNELS])
    return replace(
        message, content=f"{message.content}\n" + texts.say("(pour {channels})", channels=named)
    )


def many_gone(title: str, texts: Texts) -> Message:
    """Threads vanished from a forum at once: what was carried from them stays."""
    return Message(
        texts.say(
            "⚠️ {title} : plusieurs fils suivis ont disparu d'un coup, je ne retire rien ici\n"
            "S'ils ont été retirés exprès, vous pouvez supprimer mes messages. "
            "S'ils reviennent, je reprends là où j'en étais.",
            title=_forum(title, texts),
        )
    )


def category_gone(title: str, forum: str, where: str, texts: Texts) -> Message:
    """A followed category is not among those that the forum shows."""
    return Message(
        texts.say(
            "⚠️ La catégorie « {title} » n'est plus visible sur {forum} : {where} n'en reçoit rien\n"
            "Si une autre la remplace : `/fil suivre` et son adresse. Si elle est devenue privée, "
            "demandez à l'équipe du forum.",
            title=_named(title),
            forum=_forum(forum, texts),
            where=f"<#{where}>",
        )
    )


def restricted(title: str, forum: str, where: str, texts: Texts) -> Message:
    """A followed thread or category that not everybody may read any more."""
    return Message(
        texts.say(
            "⚠️ « {title} » n'est plus lisible par tout le monde sur {forum} : {where} n'en reçoit "
            "plus rien\n"
            "Pour le recevoir ici malgré tout, les référent·es peuvent le suivre de nouveau : "
            "`/fil suivre` et son adresse.",
            title=_named(title),
            forum=_forum(forum, texts),
            where=f"<#{where}>",
        )
    )


def source_up(title: str, at: datetime, caught_up: int, texts: Texts, zone: ZoneInfo) -> Message:
    """A forum that can be read again; `caught_up` posts were found."""
    local = at.astimezone(zone)
    name = _forum(title, texts)
    when = dates.time(local, texts.locale)
    if not caught_up:
        return Message(
            texts.say("💬 {name} relu à {when} : rien de nouveau entre-temps", name=name, when=when)
        )
    return Message(
        texts.count(
            "💬 {name} relu à {when} : {n} message rattrapé",
            "💬 {name} relu à {when} : {n} messages rattrapés",
            caught_up,
            name=name,
            when=when,
        )
    )


def _forum(title: str, texts: Texts) -> str:
    return _named(title) if title else texts.say("Forum")


def _named(name: str, room: int = _TITLE) -> str:
    """What people called something, in as much room as a sentence of ours has for it."""
    return escape(shorten(name, room))


def _headline(post: Post, texts: Texts, zone: ZoneInfo) -> str:
    full = _sentence(post, texts, post.topic.title, dates.moment(post.posted_at, zone, texts))
    if len(full) <= _HEADLINE:
        return full
    when = dates.short_moment(post.posted_at, zone, texts)
    spare = _HEADLINE - len(_sentence(post, texts, "", when))
    return _sentence(post, texts, shorten(post.topic.title, max(spare, _SHORTEST_TITLE)), when)


def _sentence(post: Post, texts: Texts, title: str, when: str) -> str:
    return texts.say(
        "💬 {author}, « {title} », {when}",
        author=_named(post.author, _AUTHOR) if post.author else texts.say("compte supprimé"),
        title=escape(title),
        when=when,
    )
