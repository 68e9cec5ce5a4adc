"""Markdown cooked as Discourse does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.forum.discourse.cooking import cook
from bot.sandbox.forum.discourse.world import DiscourseWorld

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ADDRESS = "https://exemple.org/une-page_web"
EMOJI = (
    '<img src="/images/emoji/twitter/eyes.png?v=14" title=":eyes:" class="emoji" alt=":eyes:"'
    ' loading="lazy" width="20" height="20">'
)


@pytest.fixture
def world() -> DiscourseWorld:
    made = DiscourseWorld(SandboxClock(START))
    made.user("Zoé")
    return made


@pytest.mark.parametrize(
    ("raw", "cooked"),
    [
        ("Un *mot*\nseul", "<p>Un <em>mot</em><br>\nseul</p>"),
        ("Merci @zoe !", '<p>Merci <a class="mention" href="/u/zoe">@zoe</a> !</p>'),
        ("Merci @qui !", '<p>Merci <span class="mention">@qui</span> !</p>'),
        ("a@zoe.fr", "<p>a@zoe.fr</p>"),
        ("Oh :eyes:", f"<p>Oh {EMOJI}</p>"),
        ("à 18:30:00 :rien:", "<p>à 18:30:00 :rien:</p>"),
        (
            f"Voir {ADDRESS}.",
            f'<p>Voir <a href="{ADDRESS}" rel="noopener nofollow ugc">{ADDRESS}</a>.</p>',
        ),
        ("`@zoe :eyes:`", "<p><code>@zoe :eyes:</code></p>"),
        (
            "## Titre",
            '<h2><a name="p-7-titre-1" class="anchor" href="#p-7-titre-1"></a>Titre</h2>',
        ),
        (
            "```py\na < b\n```",
            '<pre data-code-wrap="py"><code class="lang-py">a &lt; b\n</code></pre>',
        ),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("![x](https://exemple.org/i.png)", '<p><img src="https://exemple.org/i.png" alt="x"></p>'),
        ("[spoiler]\nChut\n[/spoiler]", '<div class="spoiler">\n<p>Chut</p>\n</div>'),
        ("[quote]\nsans fin", "<p>[quote]<br>\nsans fin</p>"),
        ("https://exemple.org/a.pdf", None),
    ],
)
def test_words_are_cooked(world: DiscourseWorld, raw: str, cooked: str | None) -> None:
    made = cook(world, raw, 7)
    assert made == cooked or (cooked is None and 'class="onebox"' in made)


def test_a_quote_names_who_said_it_and_where(world: DiscourseWorld) -> None:
    within = '[quote="lina"]\nDedans\n[/quote]'
    raw = f'[quote="zoe, post:2, topic:102"]\nUn mot\n{within}\n[/quote]\nSuite'
    made = cook(world, raw, 7)
    assert made.startswith(
        '<aside class="quote no-group" data-username="zoe" data-post="2" data-topic="102">\n'
        '<div class="title">\n'
    )
    assert made.count("<blockquote>") == made.count("</aside>") == 2
    assert made.endswith("</aside>\n<p>Suite</p>")


def test_an_address_alone_on_its_line_is_previewed(world: DiscourseWorld) -> None:
    made = cook(world, f"Voir :\n{ADDRESS}\nVoilà", 7)
    opening = f'<aside class="onebox allowlistedgeneric" data-onebox-src="{ADDRESS}">'
    assert made.startswith(f"<p>Voir :</p>\n{opening}")
    assert made.endswith("</aside>\n<p>Voilà</p>")


def test_a_sized_picture_opens_in_a_light_box(world: DiscourseWorld) -> None:
    made = cook(world, "![Plan|690x388](upload://plan.jpeg)", 7)
    assert made.startswith('<p><div class="lightbox-wrapper"><a class="lightbox" href="http://')
    assert '/uploads/default/original/1X/plan.jpeg" data-download-href=' in made
    assert 'alt="Plan" width="690" height="388"' in made
