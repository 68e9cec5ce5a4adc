"""What is handed to a bot on the page: forms, files, choices, messages; by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.conftest import PATIENT_S
from tests.e2e import browser as browsers
from tests.e2e.browser import Visitor
from tests.pictures import png
from tests.sandbox.handing import prepare
from tests.tinybot import point_at, running

pytestmark = pytest.mark.browser

WIDER = "document.documentElement.scrollWidth > innerWidth"
OUTSIDE = """one => {
  const box = one.getBoundingClientRect();
  return box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight;
}"""
SMALL = """one => [...one.querySelectorAll("button, input:not([type=checkbox]), select, textarea")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.9)
  .map((each) => each.outerHTML)"""
NAMELESS = """one => [...one.querySelectorAll("button, input, select, textarea")]
  .filter((each) => !(each.textContent.trim() || each.ariaLabel || each.labels?.length))
  .map((each) => each.outerHTML)"""


@pytest.fixture
def seeded(sandbox: Sandbox) -> Seeded:
    assert sandbox.seeded is not None
    return sandbox.seeded


@asynccontextmanager
async def visiting(sandbox: Sandbox, width: int = 1280) -> AsyncIterator[Visitor]:
    async with (
        running(sandbox.token, prepare),
        browsers.launched() as browser,
        browsers.opened(browser, sandbox.page_url, width=width, height=740) as visitor,
    ):
        await expect(visitor.page.locator("#offline")).to_be_hidden()
        yield visitor
        assert visitor.witness.errors == []
        assert visitor.witness.refusals == visitor.refusals
        assert visitor.witness.hosts == {sandbox.page_url.split("/")[2]}


@pytest.fixture
async def visitor(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitor]:
    """At the page, where a small bot shows forms and lists."""
    point_at(sandbox, monkeypatch)
    async with visiting(sandbox) as one:
        yield one


@pytest.fixture(params=[360, 1280])
async def either(
    request: pytest.FixtureRequest, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Visitor]:
    """The same on a phone, and on a desk."""
    point_at(sandbox, monkeypatch)
    async with visiting(sandbox, request.param) as one:
        yield one


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "tableau.png"
    path.write_bytes(png(40, 30))
    return path


async def form(visitor: Visitor, command: str = "/motion") -> Locator:
    """The form that the command shows."""
    await visitor.choose(command, command)
    await visitor.press("Enter")
    dialog = visitor.page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    return dialog


# forms


async def test_a_form_is_filled_in_by_keyboard_and_its_answer_is_seen(visitor: Visitor) -> None:
    dialog = await form(visitor)
    await expect(dialog).to_have_accessible_name("Proposer une motion")
    await expect(dialog).to_contain_text("Rien n’est publié sans toi.")
    await expect(dialog.get_by_label("Titre")).to_be_focused()
    await visitor.page.keyboard.type("Contre les caméras")
    await visitor.press("Tab")
    await expect(dialog.get_by_label("Sorte")).to_be_focused()
    await visitor.page.keyboard.type("Motion")
    await visitor.press("Tab", "Tab", "Enter")
    await visitor.sees("Contre les caméras · Motion · []")
    await expect(dialog).to_have_count(0)
    await expect(visitor.field).to_be_focused()


async def test_what_is_missing_is_said_under_its_field_and_the_rest_is_kept(
    visitor: Visitor,
) -> None:
    dialog = await form(visitor)
    await dialog.get_by_label("Sorte").select_option("Vœu")
    await dialog.get_by_label("Titre").fill("ab")
    await dialog.get_by_role("button", name="Envoyer").click()
    heading = dialog.get_by_label("Titre")
    await expect(heading).to_be_focused()
    await expect(heading).to_have_attribute("aria-invalid", "true")
    await expect(heading).to_have_accessible_description("3 caractères au moins.")
    await expect(dialog.get_by_role("alert").first).to_contain_text("Il manque quelque chose")
    await heading.fill("Assez long")
    await visitor.press("Enter")
    await visitor.sees("Assez long · Vœu · []")


async def test_escape_closes_a_form_which_comes_back_as_it_was_begun(visitor: Visitor) -> None:
    dialog = await form(visitor)
    await dialog.get_by_label("Titre").fill("À reprendre")
    await dialog.get_by_label("Sorte").select_option("Motion")
    await visitor.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(visitor.field).to_be_focused()
    dialog = await form(visitor)
    await expect(dialog.get_by_label("Titre")).to_have_value("À reprendre")
    await expect(dialog.get_by_label("Sorte")).to_have_value("Motion")
    await dialog.get_by_role("button", name="Envoyer").click()
    await visitor.sees("À reprendre · Motion · []")
    await expect(dialog).to_have_count(0)
    dialog = await form(visitor)
    await expect(dialog.get_by_label("Titre")).to_have_value("")


async def test_the_focus_stays_in_the_form(visitor: Visitor) -> None:
    await form(visitor)
    inside = (
        "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
    )
    for key in ("Tab", "Shift+Tab"):
        for _ in range(8):
            await visitor.press(key)
            assert await visitor.page.evaluate(inside)


async def test_a_form_without_answer_says_so_and_keeps_everything(
    visitor: Visitor, sandbox: Sandbox
) -> None:
    sandbox.interactions.answer_s = 0.5
    dialog = await form(visitor)
    await dialog.get_by_label("Titre").fill("muette")
    await dialog.get_by_label("Sorte").select_option("Vœu")
    await dialog.get_by_role("button", name="Envoyer").click()
    await expect(dialog.get_by_role("alert").last).to_contain_text("vos réponses sont gardées")
    await expect(dialog.get_by_label("Titre")).to_have_value("muette")
    sandbox.interactions.answer_s = PATIENT_S
    await dialog.get_by_label("Titre").fill("parlante")
    await dialog.get_by_role("button", name="Envoyer").click()
    await visitor.sees("parlante · Vœu")


async def test_a_form_fits_the_screen_with_a_file_in_it(either: Visitor, picture: Path) -> None:
    dialog = await form(either)
    assert not await dialog.evaluate(OUTSIDE)
    assert not await either.page.evaluate(WIDER)
    assert await dialog.evaluate(SMALL) == []
    assert await dialog.evaluate(NAMELESS) == []
    await dialog.get_by_label("Titre").fill("Avec image")
    await dialog.get_by_label("Sorte").select_option("Vœu")
    await dialog.get_by_label("Photo").set_input_files(picture)
    await dialog.get_by_role("button", name="Envoyer").click()
    await either.sees("Avec image · Vœu · ['tableau.png']")


# files


async def test_a_file_is_picked_for_a_command(either: Visitor, picture: Path) -> None:
    await either.choose("/photo", "/photo")
    button = either.page.get_by_role("button", name="Choisir un fichier : image")
    async with either.page.expect_file_chooser() as opened:
        await button.click()
    await (await opened.value).set_files(picture)
    await expect(either.page.locator("#filling")).to_contain_text("image : tableau.png")
    await expect(button).to_be_hidden()
    await expect(either.field).to_be_focused()
    assert not await either.page.evaluate(WIDER)
    await either.press("Enter")
    await either.sees(f"tableau.png image/png {len(png(40, 30))} 40 × 30")
    await either.sees("/photo image:tableau.png")


async def test_words_are_no_file_and_are_kept(visitor: Visitor) -> None:
    visitor.refusals = [400]
    await visitor.choose("/photo", "/photo")
    await visitor.type("tableau.png")
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_contain_text("demande un fichier")
    await expect(visitor.field).to_have_value("tableau.png")


async def test_a_picked_file_is_taken_back(visitor: Visitor, picture: Path) -> None:
    await visitor.choose("/photo", "/photo")
    await visitor.page.locator("#file").set_input_files(picture)
    await expect(visitor.page.locator("#filling")).to_contain_text("tableau.png")
    await visitor.press("Backspace")
    await expect(visitor.page.locator("#filling")).not_to_contain_text("tableau.png")
    await expect(visitor.field).to_have_value("")
    await expect(visitor.page.locator("#choose-file")).to_be_visible()


# lists


async def test_a_choice_is_made_in_a_list_and_then_said(either: Visitor) -> None:
    await either.choose("/panneau", "/panneau")
    await either.press("Enter")
    message = await either.sees("Panneau")
    towns = message.get_by_role("combobox", name="Choisir une ville")
    await expect(towns).to_have_value("fr:69123")
    await towns.select_option("Nice (Alpes-Maritimes)")
    assert not await either.page.evaluate(WIDER)
    assert await message.evaluate(NAMELESS) == []
    await message.locator(".choosing").first.get_by_role("button", name="Choisir").click()
    await either.sees("Ville : fr:06088")


async def test_several_are_chosen_with_boxes(visitor: Visitor) -> None:
    await visitor.choose("/panneau", "/panneau")
    await visitor.press("Enter")
    message = await visitor.sees("Panneau")
    days = message.get_by_role("group", name="Choisir des jours")
    await days.get_by_label("jeudi").check()
    await days.get_by_label("lundi").check()
    await days.get_by_role("button", name="Choisir").press("Enter")
    await visitor.sees("Jours : lundi, jeudi")


async def test_what_is_chosen_waits_while_the_message_is_drawn_anew(
    visitor: Visitor, sandbox: Sandbox
) -> None:
    await visitor.choose("/panneau", "/panneau")
    await visitor.press("Enter")
    message = await visitor.sees("Panneau")
    await message.get_by_role("combobox", name="Choisir une ville").select_option("fr:06088")
    await sandbox.clock.advance(7200)
    await expect(message.locator("time").last).not_to_contain_text("instant")
    await expect(message.get_by_role("combobox", name="Choisir une ville")).to_have_value(
        "fr:06088"
    )


async def test_a_choice_that_nobody_answers_is_kept(visitor: Visitor, sandbox: Sandbox) -> None:
    await visitor.choose("/panneau", "/panneau")
    await visitor.press("Enter")
    message = await visitor.sees("Panneau")
    towns = message.get_by_role("combobox", name="Choisir une ville")
    await towns.select_option("fr:06088")
    sandbox.interactions.answer_s = 0.0
    await message.locator(".choosing").first.get_by_role("button", name="Choisir").click()
    await expect(visitor.page.locator("#problem")).to_contain_text("votre choix n’a rien fait")
    await sandbox.clock.advance(7200)
    await expect(message.locator("time").last).not_to_contain_text("instant")
    await expect(towns).to_have_value("fr:06088")


async def test_what_somebody_began_is_theirs_alone(visitor: Visitor) -> None:
    dialog = await form(visitor)
    await dialog.get_by_label("Titre").fill("À moi")
    await visitor.press("Escape")
    await expect(dialog).to_have_count(0)
    await visitor.speak_as("Girouette")
    dialog = await form(visitor)
    await expect(dialog.get_by_label("Titre")).to_have_value("")


# menus of messages


async def test_a_message_is_handed_over_from_its_menu_by_keyboard(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded
) -> None:
    await visitor.say("On se retrouve à 18h")
    message = await visitor.sees("On se retrouve à 18h")
    opener = message.get_by_role("button", name="Applications pour ce message de Mimosa")
    await opener.focus()
    await visitor.press("Enter")
    await expect(opener).to_have_attribute("aria-expanded", "true")
    first = message.get_by_role("button", name="Publier sur le forum")
    await expect(first).to_be_focused()
    await visitor.press("ArrowDown")
    await expect(message.get_by_role("button", name="Compter les signes")).to_be_focused()
    await visitor.press("Escape")
    await expect(opener).to_be_focused()
    await expect(first).to_be_hidden()
    await visitor.press("Enter", "Enter")
    dialog = visitor.page.get_by_role("dialog")
    await expect(dialog.get_by_label("Titre")).to_have_value("On se retrouve à 18h")
    await visitor.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_a_menu_fits_the_screen_and_its_answer_is_seen(either: Visitor) -> None:
    await either.say("Devant la mairie")
    message = await either.sees("Devant la mairie")
    await message.hover()
    await message.get_by_role("button", name="Applications").click()
    entries = message.get_by_role("group", name="Applications")
    assert not await entries.evaluate(OUTSIDE)
    assert not await either.page.evaluate(WIDER)
    assert await message.evaluate(SMALL) == []
    await entries.get_by_role("button", name="Compter les signes").click()
    await either.sees("mimosa : 16 signes")
    await either.sees("Applications › Compter les signes")
    await expect(entries).to_be_hidden()
