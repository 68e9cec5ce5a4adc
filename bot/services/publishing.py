"""What people publish on a forum: messages picked in the chat, by their authors' own act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.domain import forum_writes as forum_rules
from bot.domain import publishing as rules
from bot.domain.forum_writes import Wish, WriteAct, WriteNoun
from bot.domain.ids import ERASED, ChannelId, MessageId, PersonId, PostId
from bot.domain.publishing import (
    DRAFTS,
    MOST_OPEN,
    NO_CHANNEL,
    UNDER_WAY,
    Agreed,
    Part,
    Publication,
    PublicationState,
    Where,
)
from bot.domain.refusals import Reason, Refused
from bot.ports.forum import Source, Trouble
from bot.render import to_forum
from bot.render.texts import texts
from bot.services import collectives, publishing_places, publishing_sends, publishing_texts
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.publishing_places import Picked
from bot.store import acts, forum_writes, holds, publications
from bot.store import collectives as stored_collectives
from bot.store.base import Tx

_ARRIVED: Final = frozenset({PublicationState.PUBLISHED, PublicationState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: their own channel with Vigie, empty where there is none, and the name of
    their collective."""

    asker: Asker
    private: ChannelId
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody changed of a draft; None where they left it. `where` is an address."""

    text: str | None = None
    name: str | None = None
    where: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft at the moment of showing it: what it says, and what will be public. `is_held`: by
    the silence of its collective. `hides_names`: of whom its messages mention. `reveals`: what the
    chat covered. `is_changed`: since it was shown to who confirmed it. `is_retaken`: from its
    messages, without what was changed. `is_left`: a message reads otherwise by now, and what was
    changed does not follow it."""

    publication: Publication
    text: str
    whole: str
    is_held: bool = False
    hides_names: bool = False
    is_changed: bool = False
    is_retaken: bool = False
    is_left: bool = False
    reveals: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A text to be changed in a form, without the name below it. `mark` recognises what stands on
    the forum, as far as its author was shown."""

    text: str
    mark: str | None


async def pick(deps: Deps, publisher: Publisher, picked: Picked) -> Preview:
    """Gather one more message in the draft that is open, or in a new one. Raises Refused."""
    now, asker = deps.clock.now(), publisher.asker
    if not deps.forums:
        raise Refused(Reason.NO_FORUM)
    if picked.is_of_a_bot:
        raise Refused(Reason.PUBLICATION_OF_A_BOT)
    if not picked.text.strip():
        raise Refused(Reason.PUBLICATION_EMPTY)

    def work(tx: Tx) -> Preview:
        stored_collectives.meet(tx, asker.collective, now)
        where = publishing_places.of(tx, picked)
        draft = _open_draft(tx, publisher, where, deps, picked.message)
        own = picked.author == asker.person
        agreed = Agreed.OWN if own else Agreed.NEEDED
        part = Part(picked.message, picked.channel, picked.author, picked.text, agreed)
        edited = publishing_texts.edited(tx, deps, draft)
        gathered = draft.with_part(part, publishing_texts.with_words(tx, deps, draft, part, edited))
        if gathered.where.place == 0:
            gathered = replace(gathered, where=where)
        is_left = gathered is not draft and bool(edited) and gathered.text == edited
        made = _preview(tx, deps, _saved(tx, deps, draft, gathered, asker.person))
        return replace(made, is_left=is_left)

    return await deps.store.write(work)


async def anew(deps: Deps, publisher: Publisher, picked: Picked) -> Preview:
    """Gather a message in a new draft, beside those that are open. Raises Refused."""
    now, asker = deps.clock.now(), publisher.asker

    def work(tx: Tx) -> None:
        made = _made(tx, publisher, publishing_places.of(tx, picked), deps)
        acts.record(tx, asker.act, str(made.id), now)

    await deps.store.write(work)
    return await pick(deps, publisher, picked)


async def revise(deps: Deps, asker: Asker, id_: int, wanted: Wanted) -> Preview:
    """Change what will be public: whoever agreed to the text before is asked again.

    Raises Refused; nothing of what was typed is taken then.
    """
    found = (
        await publishing_places.at(deps, wanted.where)
        if wanted.where and wanted.where.strip()
        else None
    )

    def change(tx: Tx, draft: Publication) -> Publication:
        return _revised(tx, deps, draft, wanted, found)

    return await _change(deps, asker, id_, change)


async def confirm(deps: Deps, asker: Asker, id_: int, *, seen: int | None) -> Preview:
    """Publish, once every author agrees: others are asked first. `seen` is the version that was
    shown: another is shown again, and nothing leaves. Raises Refused."""
    is_old = False

    def change(tx: Tx, draft: Publication) -> Publication:
        nonlocal is_old
        if draft.state not in DRAFTS or draft.state is PublicationState.ASKING:
            return draft
        if draft.version != seen:
            is_old = True
            return draft
        text = publishing_texts.text_of(tx, deps, draft)
        if not text.strip():
            raise Refused(Reason.PUBLICATION_EMPTY)
        return replace(draft, text=text).confirmed()

    made = await _change(deps, asker, id_, change)
    return replace(made, is_changed=is_old)


async def agree(
    deps: Deps,
    person: PersonId,
    id_: int,
    version: int,
    *,
    agrees: bool,
    private: ChannelId = NO_CHANNEL,
) -> Publication:
    """An author answers whether what they wrote may be public, and hears in `private` what becomes
    of it. What stands on the forum is for them to take back: it stays as it is. Raises Refused."""

    def work(tx: Tx) -> Publication:
        draft = _get(tx, id_)
        if draft.state in _ARRIVED and person in {one.author for one in draft.others}:
            return draft
        said = draft.answered(person, version, agrees=agrees, private=private)
        if said.state in UNDER_WAY and said.is_refused:
            said = _called_off(tx, deps, said, PublicationState.OPEN)
        return _saved(tx, deps, draft, said, person)

    return await deps.store.write(work)


async def shown_to(deps: Deps, person: PersonId, id_: int) -> Preview:
    """What will be public, to those whose words it holds. Raises Refused."""

    def work(tx: Tx) -> Preview:
        draft = _get(tx, id_)
        if person != draft.by and all(part.author != person for part in draft.parts):
            raise Refused(Reason.PUBLICATION_NOT_AUTHOR)
        return _preview(tx, deps, draft)

    return await deps.store.read(work)


async def draft(deps: Deps, person: PersonId, id_: int) -> Preview:
    """A draft of somebody's own, as it is. Raises Refused."""
    return await deps.store.read(lambda tx: _preview(tx, deps, _mine(tx, person, id_)))


async def drafts(deps: Deps, asker: Asker) -> list[Preview]:
    """Those of somebody in a collective, the one touched last first."""
    return await deps.store.read(
        lambda tx: [
            _preview(tx, deps, one) for one in publications.of(tx, asker.collective, asker.person)
        ]
    )


async def leave_out(deps: Deps, asker: Asker, id_: int) -> Preview:
    """Go on without the words of whoever does not agree. Raises Refused."""
    is_retaken = False

    def change(tx: Tx, draft: Publication) -> Publication:
        nonlocal is_retaken
        is_retaken = bool(publishing_texts.edited(tx, deps, draft))
        for author in {one.author for one in draft.parts if one.agreed is Agreed.REFUSED}:
            draft = draft.without(author)
        return draft

    made = await _change(deps, asker, id_, change)
    return replace(made, is_retaken=is_retaken)


async def drop(deps: Deps, asker: Asker, id_: int) -> Publication:
    """Keep it in the chat: the draft is forgotten. What is on its way, and may have arrived, is
    taken back once that is known; what stands on the forum stays as it is. Raises Refused."""

    def work(tx: Tx) -> Publication:
        draft = _mine(tx, asker.person, id_)
        if draft.state is PublicationState.DROPPED or draft.state in _ARRIVED:
            return draft
        if draft.state in UNDER_WAY:
            dropped = _called_off(tx, deps, draft, PublicationState.DROPPED)
        else:
            dropped = draft.become(PublicationState.DROPPED)
        saved = _saved(tx, deps, draft, dropped, asker.person)
        if saved.state is PublicationState.DROPPED:
            publications.forget_texts(tx, id_)
        return saved

    return await deps.store.write(work)


async def published_text(deps: Deps, asker: Asker, id_: int) -> Shown:
    """What stands on the forum, for who changes it. Raises Refused."""
    draft = await deps.store.read(lambda tx: _amendable(tx, asker.person, id_))
    forum = deps.forums.get(draft.where.forum)
    if forum is None:  # no longer in the configuration
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=Trouble.UNREACHABLE)
    source = await forum.source(draft.post or 0)
    if not isinstance(source, Source):
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=source.trouble)
    text = publishing_texts.unsigned(source.markdown, draft)
    return Shown(text, forum_rules.mark(source.markdown))


async def given_back(deps: Deps, asker: Asker, id_: int, change: int) -> Shown:
    """What somebody wanted to change what is public to, and the forum did not take. Raises
    Refused."""

    def work(tx: Tx) -> Shown:
        draft = _mine(tx, asker.person, id_)
        write = forum_writes.given_back(tx, WriteNoun.PUBLICATION, id_, change)
        if write is None:
            raise Refused(Reason.PUBLICATION_CHANGE_GONE)
        text = publishing_texts.unsigned(write.wish.markdown, draft)
        return Shown(text, write.wish.expects)

    return await deps.store.read(work)


async def amend(
    deps: Deps,
    asker: Asker,
    id_: int,
    text: str,
    *,
    seen: str | None = None,
    change: int | None = None,
) -> Publication:
    """Change what is public, of one's own words. `seen` recognises what its author was shown of the
    forum: where others changed that since, nothing is done. `change`: what was given back, of which
    this is another try. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Publication:
        draft = _amendable(tx, asker.person, id_)
        body = publishing_texts.typed(tx, deps, draft, text)
        whole = to_forum.signed([body], draft.name)
        before = forum_writes.given_back(tx, WriteNoun.PUBLICATION, id_, change or 0)
        expects = seen or (before.wish.expects if before else None) or draft.mark
        wish = Wish(draft.where.forum, WriteAct.EDIT, draft.post or 0, whole, expects=expects)
        if acts.done(tx, asker.act) is None:
            acts.record(tx, asker.act, str(id_), now)
            forum_writes.plan(tx, WriteNoun.PUBLICATION, id_, draft.collective, wish, now)
            if before is not None:
                forum_writes.drop_words(tx, before.id)
        return draft

    return await deps.store.write(work)


async def withdraw(deps: Deps, person: PersonId, id_: int) -> Publication:
    """Take back what is public: any of those whose words it holds may. A change that waits is
    given up for that. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Publication:
        draft = _get(tx, id_)
        if person != draft.by and all(part.author != person for part in draft.parts):
            raise Refused(_whose(draft))
        if draft.state is PublicationState.WITHDRAWN:
            return draft
        if draft.state is not PublicationState.PUBLISHED or draft.post is None:
            raise Refused(Reason.PUBLICATION_STATE)
        if not forum_writes.is_withdrawn(tx, WriteNoun.PUBLICATION, id_):
            forum_writes.call_back(tx, WriteNoun.PUBLICATION, id_, now)
            post = PostId(draft.where.forum, draft.post)
            forum_writes.take_back(tx, WriteNoun.PUBLICATION, id_, draft.collective, post, now)
        return draft

    return await deps.store.write(work)


async def _change(
    deps: Deps, asker: Asker, id_: int, change: Callable[[Tx, Publication], Publication]
) -> Preview:
    def work(tx: Tx) -> Preview:
        draft = _mine(tx, asker.person, id_)
        return _preview(tx, deps, _saved(tx, deps, draft, change(tx, draft), asker.person))

    return await deps.store.write(work)


def _saved(
    tx: Tx, deps: Deps, before: Publication, after: Publication, by: PersonId
) -> Publication:
    """Written, with what it causes: the write, the questions, the news."""
    now = deps.clock.now()
    if after == before:
        return before
    saved = publications.save(tx, before, after, now, by)
    if saved.state is PublicationState.SENDING and before.state is not saved.state:
        where = saved.where
        whole = to_forum.signed([saved.text], saved.name)
        wish = Wish(where.forum, where.act, where.place, whole, where.title, where.answers)
        forum_writes.plan(tx, WriteNoun.PUBLICATION, saved.id, saved.collective, wish, now)
    is_edited = bool(publishing_texts.edited(tx, deps, saved))
    publishing_sends.changed(tx, before, saved, now, is_edited=is_edited)
    return saved


def _called_off(tx: Tx, deps: Deps, draft: Publication, back: PublicationState) -> Publication:
    """What is on its way, come back to that state where it cannot have arrived."""
    is_here = forum_writes.call_off(tx, WriteNoun.PUBLICATION, draft.id, deps.clock.now())
    return draft.become(back) if is_here else draft


def _open_draft(
    tx: Tx, publisher: Publisher, where: Where, deps: Deps, message: MessageId
) -> Publication:
    """The draft that goes on: what was opened or touched last, of the same channel. What the forum
    declined does for the messages that it holds."""
    asker = publisher.asker
    known = publications.of(tx, asker.collective, asker.person)
    for draft in known:
        is_open = draft.state is not PublicationState.STOPPED
        if draft.channel == asker.channel and (is_open or draft.part(message) is not None):
            return draft
    return _made(tx, publisher, where, deps)


def _made(tx: Tx, publisher: Publisher, where: Where, deps: Deps) -> Publication:
    asker, now = publisher.asker, deps.clock.now()
    if len(publications.of(tx, asker.collective, asker.person)) >= MOST_OPEN:
        raise Refused(Reason.TOO_MANY_PUBLICATIONS, most=str(MOST_OPEN))
    name = " ".join(publisher.name.split())[: rules.LONGEST_NAME] or "Vigie"
    private = publisher.private
    return publications.add(
        tx, asker.collective, asker.person, asker.channel, private, where, name, now
    )


def _revised(
    tx: Tx, deps: Deps, draft: Publication, wanted: Wanted, where: Where | None
) -> Publication:
    changed = draft.reopened() if draft.state is not PublicationState.OPEN else draft
    if where is not None and publishing_places.is_elsewhere(where, draft.where):
        changed = replace(changed, where=where)
    if wanted.title is not None and changed.where.act is WriteAct.OPEN:
        title = " ".join(wanted.title.split())[: rules.LONGEST_TITLE]
        changed = replace(changed, where=replace(changed.where, title=title))
    if wanted.name is not None:
        changed = replace(changed, name=rules.name_of(wanted.name))
    if wanted.text is not None:
        changed = replace(changed, text=publishing_texts.typed(tx, deps, changed, wanted.text))
    same = replace(draft, state=changed.state, text=publishing_texts.text_of(tx, deps, draft))
    return (
        changed
        if replace(changed, text=publishing_texts.text_of(tx, deps, changed)) == same
        else changed.anew()
    )


def _preview(tx: Tx, deps: Deps, draft: Publication) -> Preview:
    text = publishing_texts.text_of(tx, deps, draft)
    is_held = holds.silent_since(tx, draft.collective) is not None
    whole = to_forum.signed([text], draft.name)
    says = texts(collectives.known(tx, deps, draft.collective).locale)
    hides_names, reveals = (
        publishing_texts.hides_names(draft, text, says),
        to_forum.reveals(text, says),
    )
    return Preview(draft, text, whole, is_held, hides_names, reveals=reveals)


def _get(tx: Tx, id_: int) -> Publication:
    try:
        return publications.get(tx, id_)
    except LookupError:
        raise Refused(Reason.PUBLICATION_GONE) from None


def _mine(tx: Tx, person: PersonId, id_: int) -> Publication:
    draft = _get(tx, id_)
    if draft.by != person:
        raise Refused(_whose(draft))
    return draft


def _whose(publication: Publication) -> Reason:
    """Why it is not for somebody who may have been its author, before they had that erased."""
    is_erased = publication.by == ERASED
    return Reason.PUBLICATION_ERASED if is_erased else Reason.PUBLICATION_NOT_YOURS


def _amendable(tx: Tx, person: PersonId, id_: int) -> Publication:
    """What is public and one's own alone. Raises Refused."""
    draft = _mine(tx, person, id_)
    is_leaving = forum_writes.is_withdrawn(tx, WriteNoun.PUBLICATION, id_)
    if is_leaving or draft.state is PublicationState.WITHDRAWN:
        raise Refused(Reason.PUBLICATION_WITHDRAWN)
    if draft.state is not PublicationState.PUBLISHED or draft.post is None:
        raise Refused(Reason.PUBLICATION_STATE)
    if draft.others:
        raise Refused(Reason.PUBLICATION_TOGETHER)
    return draft
