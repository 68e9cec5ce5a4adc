"""What a draft says: the words of its messages, or what somebody made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.domain import publishing as rules
from bot.domain.publishing import Part, Publication
from bot.domain.refusals import Reason, Refused
from bot.render import to_forum
from bot.render.texts import Texts, texts
from bot.render.to_forum import Dialect, Naming
from bot.services import collectives
from bot.services.deps import Deps
from bot.store import forums
from bot.store.base import Tx

# What stands before and after words that are a sentence, or begin one: the signs of its Markdown,
# a number of a list, the end of what was said before; a pause. A few signs, however long the text.
_BEGINS: Final = r"(?:^\W{0,9}(?:\d{1,3}[.)]\s\W{0,9})?|[.!?…:;]\s\W{0,9}|[(«]\W{0,9})"
_ENDS: Final = r"(?:(?<=[.!?…])(?=\s|$)|(?=[*_~]*(?:\s*$|\s?[.,;:!?…)»]+(?:[*_~]|\s|$))))"


def text_of(tx: Tx, deps: Deps, draft: Publication) -> str:
    """What the draft says: as somebody changed it, else what its parts come to."""
    return draft.text or as_picked(tx, deps, draft, draft.parts)


def as_picked(tx: Tx, deps: Deps, draft: Publication, parts: Sequence[Part]) -> str:
    """What parts come to by themselves."""
    collective = collectives.known(tx, deps, draft.collective)
    naming = Naming(texts(collective.locale), collective.zone)
    dialect = _dialect(tx, draft)
    said = (to_forum.from_chat(part.text, dialect, naming) for part in parts)
    return "\n\n".join(one for one in said if one)


def edited(tx: Tx, deps: Deps, draft: Publication) -> str:
    """What somebody made of a draft's text; empty where it is what its parts come to."""
    is_as_picked = draft.text in ("", as_picked(tx, deps, draft, draft.parts))
    return "" if is_as_picked else draft.text


def with_words(tx: Tx, deps: Deps, draft: Publication, part: Part, changed: str) -> str:
    """What a draft's text was `changed` to, with the words of one more message, or those of one
    that is there as it reads now: as it was, where nobody can tell which words are the message's.
    Empty where nobody had changed it."""
    if not changed:
        return ""
    said = as_picked(tx, deps, draft, [part])
    known = draft.part(part.message)
    if known is None:
        return f"{changed}\n\n{said}"
    before = as_picked(tx, deps, draft, [known])
    return changed.replace(before, said) if _stands_out(before, changed) else changed


def _stands_out(words: str, text: str) -> bool:
    """Whether a text holds them once, and as what is said by itself: within a sentence, what stands
    around them may give them another sense. One word alone is met in any: it has its line to
    itself."""
    if not words or text.count(words) != 1:
        return False
    around = (_BEGINS, _ENDS) if len(words.split()) > 1 else ("^", "$")
    return re.search(re.escape(words).join(around), text, re.MULTILINE) is not None


def typed(tx: Tx, deps: Deps, draft: Publication, text: str) -> str:
    """What its author typed, as the forum is to have it. Raises Refused (empty, too long)."""
    if len(text) > rules.LONGEST:
        raise Refused(Reason.PUBLICATION_LONG, most=str(rules.LONGEST))
    says = texts(collectives.known(tx, deps, draft.collective).locale)
    made = to_forum.from_author(text, _dialect(tx, draft), says)
    if not made.strip():
        raise Refused(Reason.PUBLICATION_EMPTY)
    return made


def unsigned(markdown: str, draft: Publication) -> str:
    """What a forum has or was to have, without the name below it."""
    return markdown.strip().removesuffix(to_forum.signed([], draft.name)).strip()


def hides_names(draft: Publication, text: str, says: Texts) -> bool:
    """Whether « quelqu'un » stands for somebody whom a message mentions."""
    mention = any(to_forum.mentions_people(part.text) for part in draft.parts)
    return mention and says.say("quelqu'un") in text


def _dialect(tx: Tx, draft: Publication) -> Dialect:
    is_discourse = forums.engine(tx, draft.where.forum) == Dialect.DISCOURSE
    return Dialect.DISCOURSE if is_discourse else Dialect.NODEBB
