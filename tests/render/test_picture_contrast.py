"""The pictures' colours, as the template has them, against WCAG's contrast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.render.pictures import card

TEMPLATE = Path(card.__file__).with_name("card.svg").read_text(encoding="utf-8")
RULE = re.compile(r"^([a-z.-]+)\{(.*)\}$", re.MULTILINE)
STYLES = {name.removeprefix("."): style for name, style in RULE.findall(TEMPLATE)}
TEXTS = [
    *[(style, "paper") for style in ("text", "soft", "warn", "win")],
    *[(style, "pill") for style in ("text", "win")],
    ("on-band", "band"),
    ("text", "alert-soft"),
]
GRAPHICS = [
    *[(f"{style}:stroke", "paper") for style in ("pill", "pill-won", "empty", "ring", "dotted")],
    *[(f"{style}:stroke", "paper") for style in ("line", "gap", "ring-late")],
    *[(f"{style}:stroke", "pill") for style in ("ring", "dotted", "ring-won")],
    *[(style, "paper") for style in ("ink", "accent", "band", "alert")],
    ("ring-alert:stroke", "alert-soft"),
    ("alert", "alert-soft"),
    ("accent", "track"),
    ("paper", "accent"),
]


def colour(style: str) -> str:
    name, _, what = style.partition(":")
    found = re.search(rf"(?:^|;){what or 'fill'}:#([0-9A-F]{{6}})", STYLES[name])
    assert found, style
    return found[1]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(colour(one)), luminance(colour(other))))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("words", "behind"), TEXTS)
def test_words_are_readable(words: str, behind: str) -> None:
    assert contrast(words, behind) >= 4.5


@pytest.mark.parametrize(("shape", "behind"), GRAPHICS)
def test_shapes_are_told_from_what_is_behind(shape: str, behind: str) -> None:
    assert contrast(shape, behind) >= 3


def test_the_picture_has_its_own_background_so_that_no_chat_shines_through() -> None:
    assert '<rect class="paper" width="1080" height="1200"/>' in TEMPLATE


def test_every_colour_is_one_of_these_pairs() -> None:
    paired = {one.partition(":")[0] for pair in TEXTS + GRAPHICS for one in pair}
    coloured = {name for name, style in STYLES.items() if "#" in style}

    assert coloured - paired == {"hair"}  # decorative: spaces and titles divide as well
