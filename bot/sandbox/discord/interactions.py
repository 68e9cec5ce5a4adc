"""What people ask of an application, its answers, and the deadlines of both (real time)."""

from __future__ import annotations

import asyncio
import time

from bot.sandbox.discord import archiving, posting
from bot.sandbox.discord.bodies import Uploads
from bot.sandbox.discord.checks import Draft, read, refuse_empty
from bot.sandbox.discord.errors import ApiError, Form, NotServedError, unknown
from bot.sandbox.discord.events import WorldEvent
from bot.sandbox.discord.interaction_shapes import interaction_create
from bot.sandbox.discord.modals import check_modal
from bot.sandbox.discord.models import (
    AUTOCOMPLETE,
    CHAT_INPUT_COMMAND,
    CHOICES,
    COMMAND,
    COMPONENT,
    CONTEXT_MENU_COMMAND,
    DEFERRED,
    DEFERRED_UPDATE,
    EPHEMERAL,
    LOADING,
    MESSAGE,
    MODAL,
    MODAL_SUBMIT,
    UPDATE,
    Application,
    Channel,
    Interaction,
    Json,
    Message,
    User,
)
from bot.sandbox.discord.world import World

ANSWER_S, TOKEN_S = 3.0, 900.0
SERVED = {
    COMMAND: (MESSAGE, DEFERRED, MODAL),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL),
    MODAL_SUBMIT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE),
    AUTOCOMPLETE: (CHOICES,),
}
OFFICIAL = range(1, 13)
CHOICES_MOST, CHOICE_LENGTH = 25, 100


class Interactions:
    """The interactions of a world, and the real seconds that an application has to answer."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.by_id: dict[int, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}
        self.answer_s = ANSWER_S
        self._waiting: dict[int, asyncio.Event] = {}

    def begin(
        self,
        app: Application,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        *,
        name: str = "",
        source: Message | None = None,
        target: Message | None = None,
        opener: Interaction | None = None,
    ) -> Interaction:
        """Asks the application, by INTERACTION_CREATE."""
        self._forget_old()
        new_id = self.world.snowflakes.new()
        token = f"aW50ZXJhY3Rpb24{new_id:x}{self.world.rng.getrandbits(160):040x}"
        interaction = Interaction(
            new_id, token, app, kind, user, channel, data, time.monotonic(), name, source
        )
        interaction.target, interaction.opener = target, opener
        self.by_id[interaction.id] = self.by_token[token] = interaction
        self.hand_over(interaction)
        return interaction

    def hand_over(self, interaction: Interaction) -> None:
        """Tells the application of it; once more, where it was told before."""
        self.world.emit(
            WorldEvent(
                "INTERACTION_CREATE",
                lambda: interaction_create(interaction),
                to=interaction.application,
            )
        )

    def _forget_old(self) -> None:
        """The oldest come first: tokens are worth nothing after their time."""
        limit = time.monotonic() - TOKEN_S
        for interaction in list(self.by_id.values()):
            if interaction.created_s > limit:
                break
            del self.by_id[interaction.id], self.by_token[interaction.token]

    def answer(
        self, interaction_id: int | None, token: str, body: Json, uploads: Uploads
    ) -> Interaction:
        """The application's first answer. Raises ApiError 10062, 40060, 50035, NotServedError."""
        interaction = self.by_id.get(interaction_id or 0)
        if interaction is None or interaction.token != token:
            raise unknown("interaction")
        if interaction.answer_type is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - interaction.created_s > self.answer_s:
            raise unknown("interaction")
        kind = body.get("type")
        if kind in OFFICIAL and kind not in SERVED[interaction.type]:
            raise NotServedError(f"interaction callback type {kind}")
        form = Form()
        if kind not in OFFICIAL:
            form.wrong("type", "BASE_TYPE_CHOICES", "Value must be an interaction callback type.")
        data = form.mapping("data", body.get("data") or {})
        form.check()
        self._do(interaction, int(kind or 0), data, uploads)
        return interaction

    def _do(self, interaction: Interaction, kind: int, data: Json, uploads: Uploads) -> None:
        if kind == CHOICES:
            interaction.choices = _choices(data)
        elif kind == MODAL:
            interaction.modal = _modal(data)
        elif kind == DEFERRED:
            self._first_message(interaction, read({"flags": data.get("flags")}), is_loading=True)
        elif kind == MESSAGE:
            draft = read(data, uploads)
            refuse_empty(draft)
            self._first_message(interaction, draft, is_loading=False)
        elif interaction.source is None:
            raise NotServedError(f"interaction callback type {kind} without a message")
        else:
            interaction.original = interaction.source
            if kind == UPDATE:
                posting.edit(self.world, interaction.source, read(data, uploads))
        interaction.answer_type = kind
        if waiting := self._waiting.get(interaction.id):
            waiting.set()

    def _first_message(self, interaction: Interaction, draft: Draft, *, is_loading: bool) -> None:
        interaction.ephemeral = bool((draft.flags or 0) & EPHEMERAL)
        interaction.deferred = is_loading
        interaction.original = self._post(interaction, draft, LOADING if is_loading else 0)

    def _post(self, interaction: Interaction, draft: Draft, flags: int) -> Message:
        """In the interaction's name: as an answer to the message it came from, if any.

        Files and embeds need no right here. Raises ApiError in a thread that is locked for
        whoever asked, unless only they see it.
        """
        if not interaction.ephemeral:
            archiving.refuse_locked(interaction.channel, interaction.user)
        return posting.post(
            self.world,
            interaction.channel,
            interaction.application.user,
            draft,
            answered=interaction.source or interaction.original,
            interaction=interaction,
            kind=CONTEXT_MENU_COMMAND if interaction.target else CHAT_INPUT_COMMAND,
            flags=flags | (EPHEMERAL if interaction.ephemeral else 0),
            only_for=interaction.user if interaction.ephemeral else None,
        )

    async def wait(self, interaction: Interaction) -> bool:
        """Whether the application answered in time."""
        answered = self._waiting[interaction.id] = asyncio.Event()
        try:
            if interaction.answer_type is None:
                async with asyncio.timeout(self.answer_s):
                    await answered.wait()
        except TimeoutError:
            return False
        finally:
            del self._waiting[interaction.id]
        return True

    # what the token still allows, for 15 minutes

    def alive(self, application_id: int | None, token: str) -> Interaction:
        """Raises ApiError when the token is unknown, or too old, or not yet answered."""
        interaction = self.by_token.get(token)
        if interaction is None or interaction.application.id != application_id:
            raise unknown("Webhook")
        if time.monotonic() - interaction.created_s > TOKEN_S:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        if interaction.answer_type is None:
            raise unknown("Webhook")
        return interaction

    def follow_up(self, interaction: Interaction, body: Json, uploads: Uploads) -> Message:
        """A further message; the first one after a deferral takes the place of the waiting one."""
        draft = read(body, uploads)
        refuse_empty(draft)
        if interaction.deferred and interaction.original is not None:
            return self.edit(interaction, interaction.original, draft)
        ephemeral = interaction.ephemeral
        interaction.ephemeral = bool((draft.flags or 0) & EPHEMERAL)
        try:
            return self._post(interaction, draft, 0)
        finally:
            interaction.ephemeral = ephemeral

    def message(self, interaction: Interaction, name: str) -> Message:
        """The message of that id, or the "@original" one. Raises ApiError 10008."""
        if name == "@original":
            wanted = interaction.original.id if interaction.original else 0
        else:
            wanted = int(name) if name.isdigit() else 0
        found = interaction.channel.messages.get(wanted)
        if found is None or found.author is not interaction.application.user:
            raise unknown("Message")
        return found

    def edit(self, interaction: Interaction, target: Message, draft: Draft) -> Message:
        if target is interaction.original:
            interaction.deferred = False
            target.flags &= ~LOADING
        posting.edit(self.world, target, draft)
        return target

    def delete(self, interaction: Interaction, target: Message) -> None:
        if target is interaction.original:
            interaction.original, interaction.deferred = None, False
        posting.delete(self.world, target)


def _modal(data: Json) -> Json:
    form = Form()
    shown = check_modal(form, data)
    form.check()
    return shown


def _choices(data: Json) -> list[Json]:
    form = Form()
    choices = form.items("data.choices", data.get("choices"), CHOICES_MOST)
    for place, choice in enumerate(choices):
        path = f"data.choices.{place}"
        said = form.mapping(path, choice)
        form.text(f"{path}.name", said.get("name"), CHOICE_LENGTH, 1)
        value = said.get("value")
        if isinstance(value, str):
            form.text(f"{path}.value", value, CHOICE_LENGTH, 1)
        elif isinstance(value, bool) or not isinstance(value, int | float):
            form.required(f"{path}.value")
    form.check()
    return choices
