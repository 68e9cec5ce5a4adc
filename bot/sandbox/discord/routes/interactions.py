"""Answers to interactions: the first one, and what its token still allows."""

from __future__ import annotations

from bot.sandbox.discord import message_shapes
from bot.sandbox.discord.checks import read
from bot.sandbox.discord.errors import NotServedError
from bot.sandbox.discord.interaction_shapes import callback_answer
from bot.sandbox.discord.models import Interaction, Message
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router

WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
MESSAGE = WEBHOOK + "/messages/{message_id}"


@router.route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", auth=False)
def create_interaction_response(call: Call) -> Answer:
    interaction = call.interactions.answer(
        call.id("interaction_id"), call.params["interaction_token"], call.json, call.uploads
    )
    if not call.flag("with_response"):
        return NOTHING
    return 200, callback_answer(interaction)


def _interaction(call: Call) -> Interaction:
    if call.query.get("thread_id"):
        raise NotServedError("threads")
    return call.interactions.alive(call.id("webhook_id"), call.params["webhook_token"])


def _message(call: Call) -> tuple[Interaction, Message]:
    interaction = _interaction(call)
    name = call.params.get("message_id", "@original")
    return interaction, call.interactions.message(interaction, name)


@router.route("POST", WEBHOOK, auth=False)
def execute_webhook(call: Call) -> Answer:
    """Interactions' webhooks always answer with the message, asked to wait or not."""
    message = call.interactions.follow_up(_interaction(call), call.json, call.uploads)
    return 200, message_shapes.message(message)


@router.route("GET", WEBHOOK + "/messages/@original", auth=False)
@router.route("GET", MESSAGE, auth=False)
def get_webhook_message(call: Call) -> Answer:
    return 200, message_shapes.message(_message(call)[1])


@router.route("PATCH", WEBHOOK + "/messages/@original", auth=False)
@router.route("PATCH", MESSAGE, auth=False)
def update_webhook_message(call: Call) -> Answer:
    interaction, message = _message(call)
    call.interactions.edit(interaction, message, read(call.json, call.uploads))
    return 200, message_shapes.message(message)


@router.route("DELETE", WEBHOOK + "/messages/@original", auth=False)
@router.route("DELETE", MESSAGE, auth=False)
def delete_webhook_message(call: Call) -> Answer:
    interaction, message = _message(call)
    call.interactions.delete(interaction, message)
    return NOTHING
