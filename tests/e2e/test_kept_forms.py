"""A form that is refused comes back filled in with what was typed, for a while, to who typed it."""

from __future__ import annotations

import pytest

from bot.config import ForumSettings, Settings
from bot.sandbox.asking import AskError
from bot.sandbox.discord.models import Message
from bot.sandbox.forum.server import BOT_UID
from bot.sandbox.people import Outcome
from bot.sandbox.server import Sandbox
from tests.e2e.conftest import Town
from tests.e2e.test_publishing import action, drafted, fill, in_private, plain, press, public, typed
from tests.e2e.test_tasks import create
from tests.e2e.test_vote_forms import TYPED, opened
from tests.e2e.test_votes import report

HALF_AN_HOUR_S = 30 * 60
KEPT = "Ce que tu as écrit est gardé 30 minutes : « Reprendre » rouvre le formulaire rempli."


@pytest.fixture
def settings(settings: Settings, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With an account of the forum."""
    monkeypatch.setenv("W_NODEBB", sandbox.forum.bearer)
    demo = ForumSettings(name="demo", url=sandbox.forum_url, token_env="W_NODEBB")
    return settings.model_copy(update={"forum": [demo]})


async def refused_edit(town: Town, **given: str) -> Message:
    """A draft's form that was refused for what was typed in it."""
    mimosa = town.seeded.mimosa
    shown = await drafted(town, mimosa, "On sera devant la mairie dès 18h.")
    return await fill(town, mimosa, await press(town, mimosa, shown, "Modifier"), **given)


@pytest.mark.publishes
async def test_publishing_keeps_what_was_typed_across_a_restart(town: Town) -> None:
    mimosa = town.seeded.mimosa
    given = {"text": "Rendez-vous à 18h.", "name": "Mimosa", "where": "chez moi"}
    said = await refused_edit(town, **given)
    assert plain(said.content).endswith(f"-# {KEPT}")
    await town.stop()
    await town.start()
    again = await press(town, mimosa, said, "Reprendre")
    assert typed(again) == given
    shown = await fill(town, mimosa, again, where=f"{town.sandbox.forum_url}/topic/2")
    assert "signé « Mimosa »" in plain(shown.content)
    assert public(town) == []


@pytest.mark.publishes
async def test_what_was_typed_too_late_is_given_back_and_no_form_is_offered_again(
    town: Town,
) -> None:
    mimosa = town.seeded.mimosa
    await press(town, mimosa, await drafted(town, mimosa, "Un texte."), "Publier")
    told = await in_private(town, mimosa, "Publié : http")
    opened = await press(town, mimosa, told, "Modifier")
    await press(town, mimosa, told, "Retirer")
    await in_private(town, mimosa, "C'est retiré")
    said = await fill(town, mimosa, opened, text="Un texte mieux dit.")
    assert plain(said.content).startswith("Ce texte a été retiré du forum : on ne le modifie plus.")
    assert plain(said.content).endswith("> Un texte mieux dit.")
    assert said.components == []


@pytest.mark.publishes
async def test_who_goes_on_with_a_form_sees_what_others_made_of_the_text_meanwhile(
    town: Town,
) -> None:
    mimosa = town.seeded.mimosa
    await press(town, mimosa, await drafted(town, mimosa, "Un texte."), "Publier")
    told = await in_private(town, mimosa, "Publié : http")
    said = await fill(town, mimosa, await press(town, mimosa, told, "Modifier"), text="\u200b")
    assert plain(said.content).endswith(f"-# {KEPT}")
    [post] = [one for one in town.sandbox.forum.world.posts.values() if one.uid == BOT_UID]
    town.sandbox.forum.world.edit(post.pid, "Relu par la modération.")
    again = await press(town, mimosa, said, "Reprendre")
    assert "> Relu par la modération." in str(again.form and again.form.modal)
    await fill(town, mimosa, again, text="Un texte mieux dit.")
    await in_private(town, mimosa, "C'est modifié")
    assert public(town)[0].startswith("Un texte mieux dit.")


@pytest.mark.publishes
async def test_a_category_where_vigie_may_not_open_threads_is_told_before_it_is_confirmed(
    town: Town,
) -> None:
    town.sandbox.forum.world.closed.add(4)
    given = {"where": f"{town.sandbox.forum_url}/category/4", "title": "Devant la mairie"}
    said = await refused_edit(town, **given)
    assert "n'a pas le droit d'ouvrir un fil dans cette catégorie" in plain(said.content)
    again = await press(town, town.seeded.mimosa, said, "Reprendre")
    assert typed(again)["title"] == "Devant la mairie"


async def test_what_was_typed_is_for_who_typed_it(town: Town) -> None:
    said = await fill(
        town, town.seeded.mimosa, await opened(town), **(TYPED | {"when": "un de ces jours"})
    )
    with pytest.raises(AskError):  # nobody else sees the button
        await press(town, town.seeded.girouette, said, "Reprendre")


async def test_it_is_kept_for_half_an_hour(town: Town) -> None:
    mimosa = town.seeded.mimosa
    said = await fill(town, mimosa, await opened(town), **(TYPED | {"when": "un de ces jours"}))
    await town.sandbox.clock.advance(HALF_AN_HOUR_S + 1)
    late = await press(town, mimosa, said, "Reprendre")
    assert "Ce formulaire n'est plus gardé" in plain(late.content)
    assert "30 minutes ont passé" in plain(late.content)


async def test_once_it_is_taken_nothing_of_it_is_kept(town: Town) -> None:
    mimosa = town.seeded.mimosa
    said = await fill(town, mimosa, await opened(town), **(TYPED | {"when": "un de ces jours"}))
    again = await press(town, mimosa, said, "Reprendre")
    assert typed(again) == TYPED | {"when": "un de ces jours"}
    done = await fill(town, mimosa, again, when=TYPED["when"])
    assert done.content.startswith("C’est noté")
    gone = await press(town, mimosa, said, "Reprendre")
    assert "n'est plus gardé" in plain(gone.content)


async def test_a_report_that_is_put_right_comes_back_as_it_was_typed(town: Town) -> None:
    await report(town)
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    form = await press(town, town.seeded.mimosa, asked, "Corriger")
    said = await fill(town, town.seeded.mimosa, form, when="bientôt", place="salle des fêtes")
    again = typed(await press(town, town.seeded.mimosa, said, "Reprendre"))
    assert (again["when"], again["place"]) == ("bientôt", "salle des fêtes")


async def test_a_number_that_is_none_comes_back(town: Town) -> None:
    mimosa = town.seeded.mimosa
    task = await create(town)
    form = await press(town, mimosa, task, "+n")
    said = await fill(town, mimosa, form, amount="vingtaine")
    again = await press(town, mimosa, said, "Reprendre")
    assert typed(again) == {"amount": "vingtaine"}
    await fill(town, mimosa, again, amount="20")
    await town.until(lambda: "20 lettres sur 29" in plain(task.content))


async def test_a_day_that_is_none_comes_back(town: Town) -> None:
    girouette = town.seeded.girouette
    asked = await town.command(
        girouette,
        "échéance demande-documents",
        ville="fr:04088",
        quoi="convention Wintics",
        reçue="16 novembre",
    )
    which = await _pressed(town, asked, "Refus reçu")
    form = await _pressed(town, which, "Un autre jour")
    wrong = await fill(town, girouette, form, day="un jour")
    again = await press(town, girouette, wrong, "Reprendre")
    assert typed(again) == {"day": "un jour"}
    done = await fill(town, girouette, again, day="vendredi dernier")
    assert "documents refusés le vendredi 20 novembre 2026" in plain(done.content)


async def _pressed(town: Town, said: Outcome, label: str) -> Outcome:
    assert said.message is not None
    person = town.seeded.girouette
    return await town.sandbox.people.click(person, said.message, action(said.message, label))
