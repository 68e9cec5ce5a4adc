"""« Publier sur le forum », a message's menu, and the buttons and forms that follow from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import discord
from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.forum_tallies import Outcome
from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId, TopicId
from bot.domain.publishing import LONGEST_NAME, LONGEST_TITLE, NO_CHANNEL, PublicationState
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.ports.forum import Topic
from bot.render import forum_tallies as tally_words
from bot.render import kept_forms as kept_words
from bot.render import publishing as words
from bot.render.refusals import refusal
from bot.render.texts import Texts
from bot.services import forum_bilans, forum_tallies, kept_forms, publishing, publishing_places
from bot.services.asking import Asker
from bot.services.forum_tallies import TallyAct
from bot.services.publishing import Preview, Publisher, Shown, Wanted
from bot.services.publishing_places import Picked
from cogs import buttons, forms, kit, rooms

_MOST_TYPED: Final = 4_000  # characters that a field of a form takes
_ID: Final = r"(?P<id_>\d{1,18})"
_OWN: Final = re.escape(words.ACTION)
# Of a change that was given back, its number.
_CHANGE: Final = rf"{_OWN}{words.AMEND}:{_ID}(?::(?P<change>\d{{1,18}}))?"
_EDITS: Final = rf"{_OWN}{words.EDIT}:{_ID}"
# What recognises the text that was shown; forms of before do not tell it.
_AMENDS: Final = rf"{_CHANGE}(?::(?P<seen>[0-9a-f]{{32}}))?"
TEXT, NAME, WHERE, TITLE = "text", "name", "where", "title"
# Whatever is typed, there is nothing to change.
_OVER: Final = frozenset(
    {
        *(Reason.PUBLICATION_STATE, Reason.PUBLICATION_WITHDRAWN, Reason.PUBLICATION_TOGETHER),
        *(Reason.PUBLICATION_GONE, Reason.PUBLICATION_NOT_YOURS),
    }
)


class Publishing(commands.Cog):
    """The menu is made with the cog, and goes with it."""

    def __init__(self, client: Client) -> None:
        self._tree = client.tree
        menu = app_commands.ContextMenu(
            name=locale_str("Publier sur le forum"), callback=self._publish
        )
        self._menu = app_commands.guild_install()(app_commands.guild_only()(menu))

    async def cog_load(self) -> None:
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._tree.remove_command(self._menu.name, type=self._menu.type)

    async def _publish(self, interaction: Interaction, message: discord.Message) -> None:
        await kit.answer(interaction, _pick(interaction, message))

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """A form that was filled in, be it one that was opened before a restart."""
        action, typed = forms.handed_in(interaction)
        if (found := re.fullmatch(_EDITS, action)) is not None:
            work = _revise(interaction, int(found["id_"]), typed)
        elif (found := re.fullmatch(_AMENDS, action)) is not None:
            work = _amend(interaction, typed, **found.groupdict())
        else:
            return
        await kit.answer(interaction, work, refused=_refusing(interaction, typed))


def _refusing(interaction: Interaction, typed: Mapping[str, str]) -> kit.Refusing:
    """What cannot be taken any more is given back, since its form would only be refused again."""

    async def worded(refused: Refused, says: Texts, again: str) -> Message:
        sentence = refusal(refused, says)
        if refused.reason in _OVER:
            await forms.taken(kit.deps_of(interaction), interaction)
            return words.given_back(sentence, typed.get(TEXT, ""), says)
        return kept_words.refused(sentence, again, kept_forms.MINUTES, says)

    return worded


async def _pick(interaction: Interaction, message: discord.Message) -> Message:
    reference = message.reference
    answered = reference.message_id if reference is not None else None
    picked = Picked(
        MessageId(str(message.id)),
        ChannelId(str(message.channel.id)),
        PersonId(str(message.author.id)),
        message.content,
        is_of_a_bot=message.author.bot or message.webhook_id is not None,
        answers=MessageId(str(answered)) if answered else None,
    )
    asker, private = kit.asker_of(interaction), await _private(interaction)
    name = interaction.guild.name if interaction.guild else ""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    try:
        made = await publishing.pick(deps, Publisher(asker, private, name), picked)
    except Refused as why:
        if why.reason is not Reason.TOO_MANY_PUBLICATIONS:
            raise
        held = [(one.publication, one.text) for one in await publishing.drafts(deps, asker)]
        return words.too_many(refusal(why, says), held, says)
    return await _shown(interaction, made)


async def _private(interaction: Interaction) -> ChannelId:
    """The person's own channel with Vigie, empty where there is none."""
    try:
        return await kit.private_channel(interaction)
    except Refused:
        return NO_CHANNEL


async def _shown(interaction: Interaction, made: Preview) -> Message:
    draft, says = made.publication, await kit.texts_of(interaction)
    offered: list[Topic] = []
    if draft.state is PublicationState.OPEN and not draft.where.place:
        sees = rooms.seen_by(interaction)
        deps = kit.deps_of(interaction)
        offered = await publishing_places.offered(deps, draft.collective, sees)
    return words.preview(
        made.publication,
        made.text,
        says,
        is_held=made.is_held,
        hides_names=made.hides_names,
        is_changed=made.is_changed,
        is_retaken=made.is_retaken,
        is_left=made.is_left,
        reveals=made.reveals,
        offered=offered,
    )


def _asker(interaction: Interaction) -> Asker:
    """Who presses, in private, too: there, a draft is theirs whatever the collective."""
    collective = kit.collective_of(interaction) or CollectiveId("")
    channel = ChannelId(str(interaction.channel_id or ""))
    return Asker(_person(interaction), channel, collective, act=str(interaction.id))


def _person(interaction: Interaction) -> PersonId:
    return PersonId(str(interaction.user.id))


async def _act(interaction: Interaction, act: str, id_: str) -> Message:
    """What who publishes decides of a draft."""
    deps, asker, number = kit.deps_of(interaction), _asker(interaction), int(id_)
    says = await kit.texts_of(interaction)
    if act == words.LEAVE_OUT:
        return await _shown(interaction, await publishing.leave_out(deps, asker, number))
    if act == words.KEEP:
        return words.kept(await publishing.drop(deps, asker, number), says)
    await publishing.withdraw(deps, asker.person, number)
    return words.under_way(says)


async def _confirm(interaction: Interaction, id_: str, seen: str | None) -> Message:
    """Publish what was shown; a button of before that was told shows it again."""
    deps, version = kit.deps_of(interaction), int(seen) if seen else None
    made = await publishing.confirm(deps, _asker(interaction), int(id_), seen=version)
    return await _shown(interaction, made)


async def _place(interaction: Interaction, id_: str, forum: str, topic: str) -> Message:
    """The draft goes in one of the threads that were offered."""
    deps = kit.deps_of(interaction)
    where = await publishing_places.address_of(deps, TopicId(forum, int(topic)))
    made = await publishing.revise(deps, _asker(interaction), int(id_), Wanted(where=where))
    return await _shown(interaction, made)


async def _agree(interaction: Interaction, answer: str, id_: str, version: str) -> Message:
    """What an author says of their own words; who agreed without reading them reads them first."""
    if answer == words.AGREE:
        return await _view(interaction, id_, None, version)
    deps, agrees = kit.deps_of(interaction), answer == words.SURE
    private = await _private(interaction)
    answered = await publishing.agree(
        deps, _person(interaction), int(id_), int(version), agrees=agrees, private=private
    )
    return words.agreed(answered, await kit.texts_of(interaction), agrees=agrees)


async def _open(interaction: Interaction, id_: str) -> Message:
    deps = kit.deps_of(interaction)
    return await _shown(interaction, await publishing.draft(deps, _person(interaction), int(id_)))


async def _view(
    interaction: Interaction, id_: str, page: str | None, version: str | None
) -> Message:
    """From its beginning where it is not the `version` whose first pages were read."""
    person, says = _person(interaction), await kit.texts_of(interaction)
    made = await publishing.shown_to(kit.deps_of(interaction), person, int(id_))
    draft = made.publication
    at = 1 if version and int(version) != draft.version else int(page or 1)
    return words.shown(draft, made.whole, says, page=at, asks=draft.waits_for(person))


async def _edit_form(interaction: Interaction, id_: str) -> discord.ui.Modal | Message:
    """The draft as it is, to be changed: its text, its name, its place; what is public by now."""
    made = await publishing.shown_to(kit.deps_of(interaction), _person(interaction), int(id_))
    if made.publication.state is PublicationState.PUBLISHED:
        return await _amend_form(interaction, id_)
    says = await kit.texts_of(interaction)
    form = _form(f"{words.EDIT}:{id_}", says)
    _text_field(form, made.text, says)
    draft = made.publication
    forms.field(form, says.say("Signé"), NAME, draft.name, LONGEST_NAME)
    where = forms.field(form, says.say("Où"), WHERE, "", 500, required=False)
    where.placeholder = says.say("l'adresse d'un fil ou d'une catégorie")
    title = draft.where.title if draft.where.act is WriteAct.OPEN else ""
    forms.field(
        form, says.say("Titre, pour un nouveau fil"), TITLE, title, LONGEST_TITLE, required=False
    )
    return form


async def _amend_form(
    interaction: Interaction, id_: str, change: str | None = None, seen: str | None = None
) -> discord.ui.Modal | Message:
    """What is public, to be changed, or a change that was given back; its action tells what the
    forum shows. `seen`: what it showed to who goes on with a form."""
    if change is not None:
        return await _change_form(interaction, id_, change, seen)
    says = await kit.texts_of(interaction)
    public = await publishing.published_text(
        kit.deps_of(interaction), _asker(interaction), int(id_)
    )
    form = _form(f"{words.AMEND}:{id_}:{public.mark}", says)
    if seen not in (None, public.mark):
        _above(form, public, says)
    _text_field(form, public.text, says)
    return form


async def _change_form(
    interaction: Interaction, id_: str, change: str, seen: str | None
) -> discord.ui.Modal | Message:
    """Its author's words, below those on the forum where these are others by now; by themselves
    where the forum does not answer."""
    deps, asker = kit.deps_of(interaction), _asker(interaction)
    says = await kit.texts_of(interaction)
    given = await publishing.given_back(deps, asker, int(id_), int(change))
    if len(given.text) > _MOST_TYPED:
        return words.too_long_to_take_up(given.text, says)
    public = await kit.soon(publishing.published_text(deps, asker, int(id_)), or_else=None)
    mark = public.mark if public else seen
    form = _form(":".join(filter(None, (words.AMEND, id_, change, mark))), says)
    if public is not None and public.mark != (seen or given.mark):
        _above(form, public, says)
    _text_field(form, given.text, says)
    return form


def _above(form: discord.ui.Modal, public: Shown, says: Texts) -> None:
    form.add_item(discord.ui.TextDisplay(words.stands(public.text, says)))


def _form(action: str, says: Texts) -> discord.ui.Modal:
    return forms.blank(says.say("Publier sur le forum"), f"{words.ACTION}{action}")


def _text_field(form: discord.ui.Modal, text: str, says: Texts) -> None:
    """The text, unless no field holds it: it then stays as it is, which is said."""
    if len(text) > _MOST_TYPED:
        form.add_item(discord.ui.TextDisplay(words.too_long_for_a_form(says)))
        return
    field = forms.field(form, says.say("Texte public"), TEXT, text, _MOST_TYPED)
    field.style = discord.TextStyle.long


async def _revise(interaction: Interaction, id_: int, typed: Mapping[str, str]) -> Message:
    """The text first: it is kept whatever is wrong with the rest."""
    deps, asker = kit.deps_of(interaction), _asker(interaction)
    made = await publishing.revise(deps, asker, id_, Wanted(text=typed.get(TEXT)))
    made = await publishing.revise(deps, asker, id_, Wanted(name=typed.get(NAME)))
    place = Wanted(where=typed.get(WHERE), title=typed.get(TITLE))
    made = await publishing.revise(deps, asker, id_, place)
    return await _shown(interaction, made)


async def _amend(
    interaction: Interaction,
    typed: Mapping[str, str],
    id_: str,
    change: str | None,
    seen: str | None,
) -> Message:
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    if (text := typed.get(TEXT)) is not None:
        again = int(change) if change else None
        asker = _asker(interaction)
        await publishing.amend(deps, asker, int(id_), text, seen=seen, change=again)
        return words.under_way(says)
    return Message(words.too_long_for_a_form(says))


async def _tally(interaction: Interaction, act: str, id_: str, seen: str | None) -> Message:
    """What organisers decide of the tally on the forum; a button of before shows what is asked by
    now."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    says, version = await kit.texts_of(interaction), int(seen) if seen else None
    tally, outcome = await forum_tallies.answer(deps, asker, int(id_), TallyAct(act), seen=version)
    if outcome is Outcome.OUTDATED:
        asked = await forum_bilans.asked(deps, tally)
        return tally_words.asking(asked, tally.reason or Denial.OTHER, None, says)
    return tally_words.answered(outcome, says)


_FORUM: Final = r"(?P<forum>[a-z0-9][a-z0-9_-]{0,39})"
_VERSION: Final = r"(?P<version>\d{1,9})"
_ACTS: Final = "|".join((words.LEAVE_OUT, words.KEEP, words.WITHDRAW))
_BUTTONS: Final = (
    buttons.of(rf"{_OWN}(?P<act>{_ACTS}):{_ID}", _act),
    buttons.of(rf"{_OWN}{words.CONFIRM}:{_ID}(?::(?P<seen>\d{{1,9}}))?", _confirm),
    buttons.of(
        rf"{_OWN}(?P<answer>{words.AGREE}|{words.SURE}|{words.DISAGREE}):{_ID}:{_VERSION}", _agree
    ),
    buttons.of(rf"{_OWN}{words.VIEW}:{_ID}(?::(?P<page>\d{{1,3}}))?(?::{_VERSION})?", _view),
    buttons.of(rf"{_OWN}{words.OPEN}:{_ID}", _open),
    buttons.of(rf"{_OWN}{words.PLACE}:{_ID}:{_FORUM}:(?P<topic>\d{{1,18}})", _place),
    buttons.opening(_EDITS, _edit_form),
    buttons.opening(_CHANGE, _amend_form),
    buttons.of(
        re.escape(tally_words.ACTION)
        + rf"(?P<act>{'|'.join(TallyAct)}):{_ID}(?::(?P<seen>\d{{1,9}}))?",
        _tally,
    ),
)


FORMS: Final = (
    forms.Known(_EDITS, _edit_form),
    forms.Known(_AMENDS, _amend_form),
)


async def setup(client: Client) -> None:
    client.add_dynamic_items(*_BUTTONS)
    await client.add_cog(Publishing(client))
