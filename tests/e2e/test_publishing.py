"""« Publier sur le forum », by real clicks: a menu, a form, buttons, a forum that takes it."""

from __future__ import annotations

import pytest

from bot.config import ForumSettings, Settings
from bot.sandbox.asking import AskError
from bot.sandbox.discord.models import Message, User
from bot.sandbox.forum.server import BOT_UID
from bot.sandbox.people import Outcome
from bot.sandbox.server import Sandbox
from tests.e2e.conftest import Town

pytestmark = pytest.mark.publishes
MENU = "Publier sur le forum"


@pytest.fixture
def settings(settings: Settings, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With an account of the forum."""
    monkeypatch.setenv("W_NODEBB", sandbox.forum.bearer)
    demo = ForumSettings(name="demo", url=sandbox.forum_url, token_env="W_NODEBB")
    return settings.model_copy(update={"forum": [demo]})


async def said(town: Town, who: User, text: str) -> Message:
    return await town.sandbox.people.say(who, town.channel, text)


async def pick(town: Town, who: User, message: Message) -> Message:
    outcome = await town.sandbox.people.menu(who, message, MENU)
    assert outcome.message is not None
    return outcome.message


def action(message: Message, label: str) -> str:
    found = {
        part["label"]: part["custom_id"]
        for row in message.components
        for part in row.get("components", [])
    }
    return str(found[label])


async def press(town: Town, who: User, message: Message, label: str) -> Outcome:
    return await town.sandbox.people.click(who, message, action(message, label))


def typed(opened: Outcome) -> dict[str, str]:
    """What the form holds already, by its fields' ids."""
    assert opened.form is not None
    assert opened.form.modal is not None
    held = [one["component"] for one in opened.form.modal["components"] if "component" in one]
    return {one["custom_id"]: one["value"] for one in held if one.get("value")}


async def fill(town: Town, who: User, opened: Outcome, **given: str) -> Message:
    assert opened.form is not None
    outcome = await town.sandbox.people.submit(who, opened.form.id, {**typed(opened), **given})
    assert outcome.message is not None
    return outcome.message


def public(town: Town) -> list[str]:
    posts = town.sandbox.forum.world.posts.values()
    return [one.markdown for one in posts if one.uid == BOT_UID and not one.deleted]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


async def drafted(town: Town, who: User, text: str) -> Message:
    """A draft with its thread, as its preview shows it."""
    shown = await pick(town, who, await said(town, who, text))
    assert plain(shown.content).startswith("Rien n'est publié. Ce texte sera public, signé")
    opened = await press(town, who, shown, "Choisir le fil")
    return await fill(town, who, opened, where=f"{town.sandbox.forum_url}/topic/2")


async def in_private(town: Town, who: User, starts: str) -> Message:
    """What Vigie writes to somebody alone, waited for."""
    dm = town.sandbox.people.dm(who, town.seeded.vigie.user)

    def found() -> list[Message]:
        return [one for one in town.seen(who, dm) if plain(one.content).startswith(starts)]

    await town.until(found)
    return found()[-1]


async def test_a_message_goes_to_the_forum_by_its_authors_own_act(town: Town) -> None:
    mimosa = town.seeded.mimosa
    shown = await drafted(town, mimosa, "On sera devant la mairie **dès 18h**, @lina.")
    assert "Fil « Marseille" in plain(shown.content)
    assert public(town) == []
    await press(town, mimosa, shown, "Publier")
    told = await in_private(town, mimosa, "Publié : http")
    (post,) = public(town)
    assert post.startswith("On sera devant la mairie **dès 18h**, @\u2060lina.\n\n— ")
    assert town.sandbox.forum_url in told.content
    await town.hears(lambda text: "Publié sur le forum" in text, person=mimosa)


async def test_a_followed_thread_is_chosen_in_one_click(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await town.follow()
    await town.hears(lambda text: "suit maintenant" in text)
    shown = await pick(town, mimosa, await said(town, mimosa, "On sera devant la mairie."))
    [label] = [
        one["label"]
        for row in shown.components
        for one in row["components"]
        if plain(one["label"]).startswith("Dans « ")
    ]
    chosen = await press(town, mimosa, shown, label)
    assert "Fil « Marseille" in plain(chosen.content)
    await press(town, mimosa, chosen.message, "Publier")
    await in_private(town, mimosa, "Publié : http")
    assert public(town)[0].startswith("On sera devant la mairie.")


async def test_messages_are_gathered_with_the_same_menu(town: Town) -> None:
    mimosa = town.seeded.mimosa
    first = await said(town, mimosa, "Un.")
    second = await said(town, mimosa, "Deux.")
    await pick(town, mimosa, second)
    shown = await pick(town, mimosa, first)
    assert shown.content.index("Un.") < shown.content.index("Deux.")
    assert shown.ephemeral_for == mimosa.id


async def test_an_author_is_asked_and_nobody_answers_for_them(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    await drafted(town, mimosa, "Voici ce que dit une voisine :")
    theirs = await said(town, girouette, "La caméra filme mon balcon.")
    shown = await pick(town, mimosa, theirs)
    asked = await press(town, mimosa, shown, "Publier")
    assert asked.message is not None
    assert "j'attends l'accord" in plain(asked.message.content)
    question = await town.hears(lambda text: "Publier ce message" in text, person=girouette)
    assert question.referenced is theirs
    refused = await press(town, mimosa, question, "Je préfère que non")
    assert "à la personne qui a écrit" in plain(refused.content)
    seen = await press(town, girouette, question, "Voir le texte")
    assert "balcon" in seen.content
    assert public(town) == []
    await press(town, girouette, seen.message, "J’accepte")
    await in_private(town, mimosa, "Publié : http")
    assert "balcon" in public(town)[0]


async def test_a_question_of_before_shows_the_text_to_who_accepts_there(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    await drafted(town, mimosa, "Voici ce que dit une voisine :")
    shown = await pick(town, mimosa, await said(town, girouette, "La caméra filme mon balcon."))
    await press(town, mimosa, shown, "Publier")
    question = await town.hears(lambda text: "Publier ce message" in text, person=girouette)
    [first, second] = question.components[0]["components"]
    first["custom_id"] = str(second["custom_id"]).replace(":disagree:", ":agree:")
    seen = await town.sandbox.people.click(girouette, question, first["custom_id"])
    assert "balcon" in seen.content
    assert public(town) == []
    await press(town, girouette, seen.message, "J’accepte")
    await in_private(town, mimosa, "Publié : http")


async def test_nobody_is_asked_of_a_message_that_they_deleted(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    await drafted(town, mimosa, "Voici ce que dit une voisine :")
    theirs = await said(town, girouette, "La caméra filme mon balcon.")
    shown = await pick(town, mimosa, theirs)
    await town.sandbox.people.delete(girouette, theirs)
    await press(town, mimosa, shown, "Publier")
    told = await in_private(town, mimosa, "Rien n'est publié : un des messages a été supprimé")
    again = await press(town, mimosa, told, "Voir le brouillon")
    assert "balcon" not in again.content
    assert not [one for one in town.seen(girouette) if "Publier ce message" in one.content]


async def test_who_was_asked_takes_back_their_consent_or_the_text_in_private(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    await drafted(town, mimosa, "Voici ce que dit une voisine :")
    shown = await pick(town, mimosa, await said(town, girouette, "La caméra filme mon balcon."))
    await press(town, mimosa, shown, "Publier")
    question = await town.hears(lambda text: "Publier ce message" in text, person=girouette)
    seen = await press(town, girouette, question, "Voir le texte")
    await press(town, girouette, seen.message, "J’accepte")
    told = await in_private(town, girouette, "Le texte que tu as accepté est publié : http")
    await press(town, girouette, told, "Retirer")
    await town.hears(lambda text: "a été retiré du forum" in text, person=mimosa)
    assert public(town) == []


async def test_a_locked_thread_keeps_the_text_for_another_try(town: Town) -> None:
    mimosa = town.seeded.mimosa
    town.sandbox.forum.world.lock(2)
    shown = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    await press(town, mimosa, shown, "Publier")
    told = await in_private(town, mimosa, "⚠️ Pas publié. Ce fil est verrouillé")
    town.sandbox.forum.world.lock(2, False)
    await press(town, mimosa, told, "Réessayer")
    await in_private(town, mimosa, "Publié : http")
    assert len(public(town)) == 1


async def test_an_earlier_preview_of_what_is_public_says_so_and_leads_to_it(town: Town) -> None:
    mimosa = town.seeded.mimosa
    earlier = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    last = await pick(town, mimosa, await said(town, mimosa, "Venez !"))
    await press(town, mimosa, last, "Publier")
    await in_private(town, mimosa, "Publié : http")
    told = await press(town, mimosa, earlier, "Publier")
    assert plain(told.content).startswith("Publié : http")
    opened = await press(town, mimosa, earlier, "Modifier")
    assert typed(opened)["text"].startswith("On sera devant la mairie dès 18h.")
    await fill(town, mimosa, opened, text="On sera devant la mairie dès 19h.")
    await in_private(town, mimosa, "C'est modifié")
    assert public(town)[0].startswith("On sera devant la mairie dès 19h.")


async def test_it_is_changed_and_taken_back_from_a_private_message(town: Town) -> None:
    mimosa = town.seeded.mimosa
    shown = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    await press(town, mimosa, shown, "Publier")
    told = await in_private(town, mimosa, "Publié : http")
    opened = await press(town, mimosa, told, "Modifier")
    await fill(town, mimosa, opened, text="On sera devant la mairie dès 19h.")
    await in_private(town, mimosa, "C'est modifié")
    assert public(town)[0].startswith("On sera devant la mairie dès 19h.")
    await press(town, mimosa, told, "Retirer")
    await in_private(town, mimosa, "C'est retiré")
    assert public(town) == []


async def not_taken(town: Town, text: str) -> Message:
    """A text that was published, and moderators changed as its author was at it."""
    mimosa = town.seeded.mimosa
    shown = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    await press(town, mimosa, shown, "Publier")
    told = await in_private(town, mimosa, "Publié : http")
    opened = await press(town, mimosa, told, "Modifier")
    [post] = [one for one in town.sandbox.forum.world.posts.values() if one.uid == BOT_UID]
    town.sandbox.forum.world.edit(post.pid, "Relu par la modération.")
    await fill(town, mimosa, opened, text=text)
    return await in_private(town, mimosa, "⚠️ Pas modifié. Ce message a été modifié sur le forum")


async def test_a_change_that_is_not_taken_comes_back_in_its_form_with_what_stands_there(
    town: Town,
) -> None:
    mimosa = town.seeded.mimosa
    told = await not_taken(town, "On sera devant la mairie dès 19h.")
    assert "> On sera devant la mairie dès 19h." in told.content
    assert public(town) == ["Relu par la modération."]
    again = await press(town, mimosa, told, "Reprendre")
    assert typed(again) == {"text": "On sera devant la mairie dès 19h."}
    assert "> Relu par la modération." in str(again.form and again.form.modal)
    await fill(town, mimosa, again, text="Relu : on sera là dès 19h.")
    await in_private(town, mimosa, "C'est modifié")
    assert public(town)[0].startswith("Relu : on sera là dès 19h.")
    gone = await press(town, mimosa, told, "Reprendre")
    assert gone.message is not None
    assert plain(gone.message.content).startswith("Ce texte n'est plus gardé : tu l'as repris")


async def test_a_change_that_no_form_holds_comes_back_whole(town: Town) -> None:
    told = await not_taken(town, "<b>" * 1_200)
    again = await press(town, town.seeded.mimosa, told, "Reprendre")
    assert again.message is not None
    assert "le voici en entier" in again.message.content
    [whole] = again.message.attachments
    assert (whole.filename, whole.data.decode()) == ("texte.txt", "\\<b>" * 1_200)


async def test_a_form_that_was_open_before_a_restart_is_not_lost(town: Town) -> None:
    mimosa = town.seeded.mimosa
    shown = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    opened = await press(town, mimosa, shown, "Modifier")
    await town.stop()
    await town.start()
    again = await fill(town, mimosa, opened, text="Un texte tapé avant le redémarrage.")
    assert "avant le redémarrage" in again.content


async def test_a_wrong_address_does_not_lose_what_was_typed(town: Town) -> None:
    mimosa = town.seeded.mimosa
    shown = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    opened = await press(town, mimosa, shown, "Modifier")
    refused = await fill(town, mimosa, opened, text="Un long texte.", where="https://nulle.part")
    assert "Dans quel fil" in plain(refused.content)
    again = await press(town, mimosa, shown, "Modifier")
    assert typed(again)["text"] == "Un long texte."


async def test_others_and_robots_have_no_draft_of_it(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    shown = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    with pytest.raises(AskError):
        await press(town, girouette, shown, "Publier")
    await town.follow()
    notice = await town.hears(lambda text: "suit maintenant" in text)
    outcome = await town.sandbox.people.menu(mimosa, notice, MENU)
    assert "vient d'un robot" in plain(outcome.content)


async def test_keeping_it_in_the_chat_publishes_nothing(town: Town) -> None:
    mimosa = town.seeded.mimosa
    shown = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    kept = await press(town, mimosa, shown, "Garder ici")
    assert plain(kept.content) == "Rien n'est publié : ce texte reste ici."
    late = await press(town, mimosa, shown, "Publier")
    assert public(town) == []
    assert late.message is not None
