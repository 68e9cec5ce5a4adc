"""Posts as Discourse cooks them, and as forums' plugins make them, in the chat's Markdown."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.render.markdown import from_html
from bot.render.texts import texts
from bot.sandbox.clock import SandboxClock
from bot.sandbox.forum.discourse.cooking import cook
from bot.sandbox.forum.discourse.world import DiscourseWorld

HOME = "https://d.example"
BASE = f"{HOME}/t/fil/102/3"
SEED = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def of(html: str) -> str:
    return from_html(html, base_url=BASE).text


@pytest.fixture(scope="module")
def forum() -> DiscourseWorld:
    return DiscourseWorld(SandboxClock(SEED))


@pytest.mark.parametrize(
    ("raw", "markdown"),
    [
        ("## Trois règles\n\nUn mot", "## Trois règles\n\nUn mot"),
        (
            '[quote="zoe, post:1, topic:102"]\nUn mot\n[/quote]\n\nOui :eyes:',
            f"> [zoe]({HOME}/t/102/1)\u00a0:\n> \n> Un mot\n\nOui 👀",
        ),
        (
            "https://exemple.org/un-compte-rendu",
            "> exemple.org\n> **[un compte rendu](https://exemple.org/un-compte-rendu)**\n"
            "> Aperçu de la page.",
        ),
        ("https://exemple.org/a.pdf", "https://exemple.org/a.pdf"),
        (
            "|séance|coût|\n|---|---|\n|mars|190 000 €|\n|décembre|48 €|",
            "```\nséance    coût\n────────  ─────────\nmars      190 000 €\ndécembre  48 €\n```",
        ),
        ("```\nx\n```", "```\nx\n```"),
        ('[details="Plus"]\nLa suite\n[/details]', "> ▸ **Plus**\n> \n> La suite"),
        (
            "[spoiler]\nUne **annexe** || ici\n\n- a\n[/spoiler]",
            "||Une **annexe** \\|\\| ici||\n\n- ||a||",
        ),
        ("Merci @zoe et @everyone", "Merci @zoe et \\@everyone"),
    ],
)
def test_cooked_text_reads_as_its_author_meant(
    forum: DiscourseWorld, raw: str, markdown: str
) -> None:
    assert of(cook(forum, raw, 7)) == markdown


def test_a_light_box_is_its_picture_in_full_without_words(forum: DiscourseWorld) -> None:
    converted = from_html(cook(forum, "![Plan|690x388](upload://plan.jpeg)", 7), base_url=BASE)
    assert converted.text == ""
    assert [image.rpartition("/uploads/")[2] for image in converted.images] == [
        "default/original/1X/plan.jpeg"
    ]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<h2><a name="p" class="anchor" href="#p"></a>Titre</h2>', "## Titre"),
        (
            '<p>Oui<sup class="footnote-ref"><a href="#f-1" id="r-1">[1]</a></sup></p>'
            '<hr class="footnotes-sep"><ol class="footnotes-list"><li id="f-1"><p>Note '
            '<a href="#r-1" class="footnote-backref">↩︎</a></p></li></ol>',
            "Oui\\[1\\]\n\n———\n\n1. Note",
        ),
        ("1<sup>er</sup> m<sup>2</sup> CO<sub>2</sub>", "1er m² CO₂"),
        ('<kbd>Ctrl</kbd> <abbr title="Commission">CADA</abbr>', "`Ctrl` CADA (Commission)"),
        ("<ins>plus</ins> <del>moins</del>", "__plus__ ~~moins~~"),
        (
            '<img class="emoji" alt=":tada:"><img class="emoji" title=":+1:t3:">'
            '<img class="emoji" alt=":notre_logo:">',
            "🎉👍🏼\\:notre\\_logo:",
        ),
        (
            '<div class="poll"><div class="poll-container"><div class="poll-title">Quel jour ?'
            "</div><ul><li>Lundi</li><li>Mardi</li></ul></div>"
            '<div class="poll-info"><span class="info-number">0</span> votants</div></div>',
            f"**Sondage\u00a0:** Quel jour ?\n\n- Lundi\n- Mardi\n\n"
            f"[Répondre sur le forum](<{BASE}>)",
        ),
        (
            '<ul><li><span class="chcklst-box checked fa fa-square-check-o"></span> oui</li>'
            '<li><span class="chcklst-box fa fa-square-o"></span> non</li>'
            "<li><input type=checkbox checked> oui</li></ul>",
            "- ☑ oui\n- ☐ non\n- ☑ oui",
        ),
        (
            '<div class="youtube-onebox lazy-video-container" data-video-id="abc" '
            'data-video-title="Le film" data-provider-name="youtube">'
            '<a href="https://www.youtube.com/watch?v=abc"><img class="youtube-thumbnail" '
            'src="https://img.youtube.com/vi/abc/0.jpg"></a></div>',
            "[Vidéo\u00a0: Le film](https://www.youtube.com/watch?v=abc)",
        ),
        (
            '<div class="video-placeholder-container" data-video-src="/uploads/a.mp4"></div>',
            f"[Vidéo]({HOME}/uploads/a.mp4)",
        ),
        (
            '<audio controls><source src="/uploads/a.mp3"><a href="/b">b</a></audio>',
            f"[Son]({HOME}/uploads/a.mp3)",
        ),
        (
            '<iframe src="https://tube.example/videos/embed/x"></iframe>',
            "tube.example",
        ),
        ("<iframe srcdoc='<b>x</b>'></iframe>", f"[Contenu intégré](<{BASE}>)"),
        (
            '<a class="hashtag-cooked" href="/c/villes/5"><span class="hashtag-icon-placeholder">'
            "<svg></svg></span><span>Villes</span></a>",
            f"[#Villes]({HOME}/c/villes/5)",
        ),
        ('<a class="mention-group" href="/g/here">@here</a>', "\\@here"),
        (
            '<aside class="quote" data-post="1" data-topic="77"><div class="title">'
            '<div class="quote-controls"></div><img class="avatar" src="/a.png">'
            '<a href="https://d.example/t/sujet/77">Un sujet</a></div>'
            "<blockquote>extrait</blockquote></aside>",
            f"> [Un sujet]({HOME}/t/77/1)\u00a0:\n> \n> extrait",
        ),
        (
            '<div class="discourse-post-event" data-start="2026-12-14 18:30" '
            'data-timezone="Europe/Paris" data-name="Conseil"></div>',
            "Conseil\u00a0: lundi 14 décembre 2026 à 18h30",
        ),
        ('<a class="attachment" href="/uploads/x/odj_1.pdf">odj_1.pdf</a> (12 Ko)',
         f"[odj\\_1.pdf]({HOME}/uploads/x/odj_1.pdf) (12 Ko)"),
        ('<a href="https://x.org/article"><img src="/a.png"></a>', "https://x.org/article"),
        ('<a href="https://pirate.example">impots.gouv.fr</a>',
         "impots.gouv.fr (<https://pirate.example>)"),
        ('<a href="https://www.gouv.fr/a">gouv.fr</a>', "[gouv.fr](https://www.gouv.fr/a)"),
        ("<table><tr><th>Ville<th>Page"
         "<tr><td>Lyon<td><a href=/l>voir</a><tr><td>Nice<td>rien</table>",
         f"- **Ville**\u00a0: Lyon · **Page**\u00a0: [voir]({HOME}/l)\n"
         "- **Ville**\u00a0: Nice · **Page**\u00a0: rien"),
        ("<pre><code class='lang-auto'>x</code></pre>", "```\nx\n```"),
        ("<p hidden>non</p><span class='d-none'>non</span>oui", "oui"),
    ],
)  # fmt: skip
def test_what_plugins_make_has_its_words(html: str, markdown: str) -> None:
    text = of(html)
    assert markdown in text if markdown == "tube.example" else text == markdown


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('data-date="2026-12-14" data-time="18:30:00" data-timezone="Europe/Paris"',
         "lundi 14 décembre 2026 à 18h30"),
        ('data-date="2026-12-01"', "mardi 1er décembre 2026"),
        ('data-date="2026-12-01" data-time="8h" data-timezone="Europe/Paris"', "brut"),
        ('data-date="2026-12-01" data-time="18:30" data-timezone="../../etc"', "brut"),
        ('data-date="9999-12-31" data-time="23:59" data-timezone="Etc/GMT+12"', "brut"),
    ],
)  # fmt: skip
def test_a_local_date_is_a_french_date(attributes: str, said: str) -> None:
    converted = from_html(
        f'<span class="discourse-local-date" {attributes}>brut</span>',
        base_url=BASE,
        zone=ZoneInfo("Europe/Paris"),
    )
    assert converted.text == said


def test_a_local_date_is_on_the_wall_clock_of_its_readers() -> None:
    converted = from_html(
        '<span class="discourse-local-date" data-date="2026-12-14" data-time="18:30" '
        'data-timezone="Europe/Paris">brut</span>',
        base_url=BASE,
        texts=texts("fr"),
        zone=ZoneInfo("Indian/Reunion"),
    )
    assert converted.text == "lundi 14 décembre 2026 à 21h30"


def test_small_pictures_of_people_and_sites_are_no_pictures_of_the_post() -> None:
    html = (
        '<img class="avatar" src="/a.png"><img class="emoji" src="/b.png" alt=":x:">'
        '<aside class="onebox"><header class="source"><img class="site-icon" src="/c.png"></header>'
        '<img class="thumbnail" src="/d.png"></aside><img src="/e.png">'
        '<a href="/whole.jpg"><img src="/small.jpg"></a><img src="http://bad host/x.png">'
    )
    assert from_html(html, base_url=BASE).images == (f"{HOME}/e.png", f"{HOME}/whole.jpg")


def test_addresses_of_pictures_are_written_as_the_chat_takes_them() -> None:
    html = '<img src="https://été.example/à b.png?x=é&amp;y=%20"><img src="//x:99999/a.png">'
    assert from_html(html, base_url=BASE).images == (
        "https://xn--t-9fab.example/%C3%A0%20b.png?x=%C3%A9&y=%20",
    )
