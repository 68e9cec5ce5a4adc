"""What others write stays words on the page: nothing runs, nothing is fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import expect

from bot.sandbox.server import Sandbox
from tests.e2e import browser as browsers
from tests.e2e.browser import Visitor

pytestmark = pytest.mark.browser

HOSTILE = (
    '<img src=x onerror="document.title=\'oups\'"> <script>document.title="oups"</script> '
    "[clic](javascript:document.title='oups') [clac](<data:text/html,oups>) "
    "**[lien](https://example.org/a_b_c)** <https://example.org/?q=<b>>"
)
RENDER = """async (text) => {
  const { markdown } = await import("/static/markdown.js");
  const names = { person: (id) => `P${id}`, channel: (id) => `C${id}` };
  const box = document.createElement("div");
  box.append(...markdown(text, names));
  return box.innerHTML;
}"""
LEFT = """async ([instant, now]) => {
  const { relative } = await import("/static/dates.js");
  return relative(instant, now);
}"""
LINK = 'target="_blank" rel="noopener noreferrer nofollow"'
WRITTEN = {
    "**gras** *ital* _ital_ __sous__ ~~non~~": "<p><strong>gras</strong> <em>ital</em> "
    "<em>ital</em> <u>sous</u> <del>non</del></p>",
    "***les deux***": "<p><strong><em>les deux</em></strong></p>",
    "**un *deux* trois**": "<p><strong>un <em>deux</em> trois</strong></p>",
    r"\*pas gras\* \_ \[x](y) 1\. \> <b>": "<p>*pas gras* _ [x](y) 1. &gt; &lt;b&gt;</p>",
    "snake_case_name et 2 * 3 * 4": "<p>snake_case_name et 2 * 3 * 4</p>",
    "`a *b* <i>` et ``c ` d``": "<p><code>a *b* &lt;i&gt;</code> et <code>c ` d</code></p>",
    "avant\n```py\nx = **1**\n```\naprès": '<p>avant</p><pre tabindex="0"><code>x = **1**'
    "</code></pre><p>après</p>",
    "> cité\n> suite\nfin": "<blockquote><p>cité<br>suite</p></blockquote><p>fin</p>",
    ">>> tout\nle reste": "<blockquote><p>tout<br>le reste</p></blockquote>",
    "- un\n  - deux\n- trois": "<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul>",
    "1. un\n2. deux": "<ol><li>un</li><li>deux</li></ol>",
    "# Titre\n## Sous-titre\n-# petit": '<p class="title title-1">Titre</p>'
    '<p class="title title-2">Sous-titre</p><p class="small soft">petit</p>',
    "[fil *1*](<https://f.example/t/1_2>)": f'<p><a href="https://f.example/t/1_2" {LINK}>'
    "fil <em>1</em></a></p>",
    "https://f.example/a_b_c.": f'<p><a href="https://f.example/a_b_c" {LINK}>'
    "https://f.example/a_b_c</a>.</p>",
    "[x](javascript:alert(1))": "<p>[x](javascript:alert(1))</p>",
    "<@12> dans <#34> @everyone": '<p><span class="mention">@P12</span> dans '
    '<span class="mention"># C34</span> @everyone</p>',
    "**pas fermé": "<p>**pas fermé</p>",
    "deux\n\nparagraphes\nici": "<p>deux</p><p>paragraphes<br>ici</p>",
}


@pytest.fixture
async def visitor(sandbox: Sandbox) -> AsyncIterator[Visitor]:
    """At the page without Vigie, who is not needed here."""
    async with (
        browsers.launched() as browser,
        browsers.opened(browser, sandbox.page_url) as visitor,
    ):
        yield visitor
        assert visitor.witness.errors == []
        assert visitor.witness.refusals == []
        assert visitor.witness.hosts == {sandbox.page_url.split("/")[2]}


async def test_days_that_are_left_are_those_of_the_calendar(visitor: Visitor) -> None:
    sitting = "2027-01-07T18:30:00+01:00"
    shown = {
        now: await visitor.page.evaluate(LEFT, [sitting, f"{now}:00+01:00"])
        for now in ("2026-12-24T01:00", "2027-01-06T09:00", "2027-01-07T15:30", "2027-01-08T20:00")
    }
    assert [text.replace("\xa0", " ") for text in shown.values()] == [
        "dans 14 jours",
        "demain",
        "dans 3 heures",
        "hier",
    ]


async def test_markdown_is_shown_as_discord_shows_it(visitor: Visitor) -> None:
    shown = {text: await visitor.page.evaluate(RENDER, text) for text in WRITTEN}
    assert shown == WRITTEN


async def test_pathological_markdown_is_shown_whole(visitor: Visitor) -> None:
    for part in ("*", "**", "_", "[", "[a](", "~~", "||", "`", "> ", "\\", "<@", "**a*b_c"):
        text = (part * 2000)[:2000]
        assert await visitor.page.evaluate(RENDER, text)


async def test_a_hostile_message_stays_inert(visitor: Visitor, sandbox: Sandbox) -> None:
    assert sandbox.seeded is not None
    await sandbox.people.say(sandbox.seeded.boussole, sandbox.seeded.announcements, HOSTILE)
    message = await visitor.sees("onerror")
    await expect(message).to_contain_text("[clic](javascript:")
    assert await message.locator("img, script").count() == 0
    assert await addresses(message) == ["https://example.org/a_b_c", "https://example.org/?q="]
    assert "oups" not in await visitor.page.title()


async def test_a_hostile_post_is_rebuilt_from_known_elements(
    visitor: Visitor, sandbox: Sandbox
) -> None:
    text = (
        "<p onclick=\"x()\" style='color:red'>Bonjour <b>gras</b><script>x()</script>"
        "<img src='https://example.org/p.png' onerror='x()' alt='plan'>"
        "<img class='emoji' src='/e.png' alt='📷'><iframe src='/'></iframe>"
        "<a href='javascript:x()'>piège</a> <a href='https://example.org/'>lien</a></p>"
    )
    pid = sandbox.forum.reply(2, "lina", "Un message assez long.")
    sandbox.forum.world.posts[pid].html = text
    await visitor.open_thread("Marseille")
    post = visitor.page.locator(f"#post-{pid} .text")
    await expect(post).to_have_text("Bonjour grasImage : plan📷piège lien")
    assert await post.locator("img, script, iframe, [onclick], [style]").count() == 0
    assert await addresses(post) == ["https://example.org/p.png", "https://example.org/"]


async def test_a_pictures_address_elsewhere_is_linked_never_asked(
    visitor: Visitor, sandbox: Sandbox
) -> None:
    assert sandbox.seeded is not None
    embed: dict[str, Any] = {
        "title": "Carte de Nice",
        "description": "**3** projets",
        "fields": [{"name": "Quand", "value": "lundi 14 décembre", "inline": False}],
        "image": {"url": "https://example.org/card.png"},
    }
    message = await sandbox.people.say(
        sandbox.seeded.boussole, sandbox.seeded.announcements, "Une carte :"
    )
    message.embeds = [embed]
    await visitor.page.reload()
    shown = (await visitor.sees("Une carte")).locator(".embed")
    await expect(shown.get_by_role("heading")).to_have_text("Carte de Nice")
    await expect(shown.locator("dd")).to_have_text("lundi 14 décembre")
    await expect(shown.get_by_role("link", name="Voir l’image")).to_be_visible()
    assert await shown.locator("img").count() == 0


async def addresses(where: Any) -> list[str]:
    found: list[str] = await where.locator("a").evaluate_all("all => all.map((one) => one.href)")
    return found
