"""What is answered to who asks for a deadline."""

from __future__ import annotations

from bot.domain.deadlines import Deadline
from bot.domain.wordings import Wording
from bot.ports.chat import Message
from bot.render import deadlines as words
from bot.render.texts import Texts


def computed(deadline: Deadline, always: Wording, texts: Texts) -> Message:
    """The day first, then each step of its reasoning, who says so, and the caveats entire."""
    return Message("\n".join([words.head(deadline, texts), *explained(deadline, always, texts)]))


def explained(deadline: Deadline, always: Wording, texts: Texts) -> list[str]:
    """How a day was counted, from the first step to the caveats."""
    steps = enumerate(words.reasoning(deadline, texts), start=1)
    return [
        *(f"{place}. {sentence}" for place, sentence in steps),
        f"-# {words.footing(deadline, texts)}",
        f"-# {words.caveat(deadline, always, texts)}",
    ]
