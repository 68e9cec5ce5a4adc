"""Chromium, as Debian packages it, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Locator, Page, Request, async_playwright, expect

REQUIRED = "VIGIE_BROWSER_REQUIRED"
EXECUTABLE = "VIGIE_CHROMIUM"
ARGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 20_000
_REFUSED = "Failed to load resource"  # Chromium's own words for what `refusals` counts

expect.set_options(timeout=PATIENCE_MS)


def executable() -> str:
    """Chromium's path. Skips the test when there is none, fails it where one is required."""
    found = os.environ.get(EXECUTABLE) or shutil.which("chromium")
    if found:
        return found
    why = f"no Chromium: install Debian's chromium, or set {EXECUTABLE} to its path"
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(why)
    pytest.skip(why)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    path = executable()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGS))
        try:
            yield browser
        finally:
            await browser.close()


class Witness:
    """What a page did: its errors, what it was refused, whom it asked."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.refusals: list[int] = []  # statuses
        self.hosts: set[str] = set()
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._count)
        page.on("response", lambda one: one.status >= 400 and self.refusals.append(one.status))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(_REFUSED):
            self.errors.append(text)

    def _count(self, request: Request) -> None:
        if (host := urlsplit(request.url).netloc) and not request.url.startswith("data:"):
            self.hosts.add(host)


@asynccontextmanager
async def opened(
    browser: Browser, address: str, *, width: int = 1280, height: int = 800, dark: bool = False
) -> AsyncIterator[Visitor]:
    """A visitor of `address` in a window of its own, once its channels and threads are there."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="fr-FR",
        timezone_id="America/Cayenne",  # the page shows the collective's time, not the device's
    )
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    witness = Witness(page)
    await page.goto(address)
    await page.locator("#channels a").first.wait_for(state="attached")
    await page.locator("#forum .topics li").first.wait_for(state="attached")
    try:
        yield Visitor(page, witness)
    finally:
        await context.close()


class Visitor:
    """A person before the page, with a keyboard and a mouse."""

    def __init__(self, page: Page, witness: Witness) -> None:
        self.page, self.witness = page, witness
        self.refusals: list[int] = []  # the statuses that this visit expects to meet
        self.field = page.locator("#message")
        self.log = page.locator("#messages")
        self.forum = page.locator("#forum")
        self.choices = page.locator("#choices [role=option]")

    async def speak_as(self, name: str) -> None:
        await self.page.get_by_role("radio", name=name).check()

    async def open_channel(self, name: str) -> None:
        """A channel, or one of the threads in the list."""
        await self.page.locator("#channels").get_by_role("link", name=name).click()
        await expect(self.page.locator("#channel-name")).to_contain_text(name)

    async def open_thread(self, title: str) -> None:
        await self.forum.get_by_role("button", name=title).click()
        await expect(self.forum.get_by_role("heading", name=title)).to_be_visible()

    async def type(self, text: str) -> None:
        await self.field.focus()
        await self.field.press_sequentially(text)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def choose(self, typed: str, choice: str) -> None:
        """Types until the choice is offered first, and takes it with Enter."""
        await self.type(typed)
        await expect(self.choices.first).to_contain_text(choice)
        await self.press("Enter")

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.press("Enter")
        await expect(self.field).to_have_value("")

    async def sees(self, text: str) -> Locator:
        """The last message with that text, waited for."""
        found = self.log.locator("li.msg", has_text=text).last
        await expect(found).to_be_visible()
        return found

    async def choose_forum(self, name: str) -> None:
        """NodeBB or Discourse."""
        await self.page.get_by_role("radio", name=name).check()
        await expect(self.forum.locator(".topics li").first).to_be_visible()

    async def moderate(self, where: Locator, act: str, value: str | None = None) -> None:
        """Opens the menu there, and does one act; `value` is typed or chosen where one is asked."""
        await where.locator(".moderation > summary").click()
        await where.locator(".entries").get_by_role("button", name=act).click()
        form = where.locator(".entry-form")
        if value is not None:
            field = form.locator("input, select")
            if await field.evaluate("one => one.localName") == "select":
                await field.select_option(label=value)
            else:
                await field.fill(value)
            await form.get_by_role("button", name=act).click()

    async def reply_on_forum(self, text: str) -> Locator:
        """The new post."""
        await self.forum.get_by_label("Répondre sur le forum").fill(text)
        await self.forum.get_by_role("button", name="Répondre").click()
        post = self.forum.locator(".post", has_text=text)
        await expect(post).to_be_visible()
        return post

    def post(self, text: str) -> Locator:
        return self.forum.locator(".post", has_text=text)
