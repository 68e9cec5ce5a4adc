"""Pictures, drawn in a process of their own."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from bot.render.pictures import faces, rasteriser
from bot.render.pictures.content import Picture
from bot.render.texts import texts
from bot.services import pictures
from bot.services.pictures import NotDrawn, Painter
from tests.picturing import EMPTY, NICE

FR = texts("fr")
PAPER, ACCENT = (0xFA, 0xF7, 0xF0), (0x0B, 0x5E, 0x50)
FONTS = [str(path) for path in faces.files()]


@pytest.fixture
async def painter() -> AsyncIterator[Painter]:
    painter = Painter()
    yield painter
    await painter.close()


def children() -> list[psutil.Process]:
    """The processes that draw."""
    found = []
    for one in psutil.Process().children():
        with suppress(psutil.Error):  # it may end meanwhile
            if any("rasteriser" in word for word in one.cmdline()):
                found.append(one)
    return found


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of the picture, in its 1080 units, are not paper."""
    part = image.crop(tuple(round(one * 900 / 1080) for one in box))  # type: ignore[arg-type]
    raw = part.tobytes()
    return sum(tuple(raw[at : at + 3]) != PAPER for at in range(0, len(raw), 3))


async def test_a_picture_is_900_by_1000_and_has_ink_where_words_are_due(painter: Painter) -> None:
    image = opened((await painter.draw(NICE, FR)).png)

    assert image.size == (900, 1000)
    for box in ((53, 64, 260, 140), (56, 186, 400, 216), (56, 450, 700, 490), (56, 770, 220, 800)):
        assert ink(image, box) > 200
    assert image.getpixel((450, 5)) == ACCENT
    assert image.getpixel((2, 500)) == PAPER
    assert ink(image, (0, 20, 40, 1200)) == 0


async def test_its_words_come_with_it(painter: Painter) -> None:
    assert (await painter.draw(EMPTY, FR)).alt.startswith("Roquefort-sur-Soulzon, Aveyron (12). On")


async def test_the_same_content_gives_the_same_bytes(painter: Painter) -> None:
    other = Painter()
    try:
        assert (await painter.draw(NICE, FR)).png == (await other.draw(NICE, FR)).png
    finally:
        await other.close()


async def test_the_same_content_is_drawn_once(painter: Painter) -> None:
    first, second = await asyncio.gather(painter.draw(NICE, FR), painter.draw(NICE, FR))
    await painter.close()

    assert first is second is await painter.draw(replace(NICE), FR)
    assert children() == []


async def test_another_language_or_another_word_is_another_picture(painter: Painter) -> None:
    one = await painter.draw(NICE, FR)

    assert (await painter.draw(NICE, texts("en"))).png != one.png
    assert (await painter.draw(replace(NICE, made="demain"), FR)).png != one.png


async def test_no_more_than_so_many_are_kept(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_KEPT", 1)
    first = await painter.draw(EMPTY, FR)
    await painter.draw(replace(EMPTY, city="Nice"), FR)

    assert await painter.draw(EMPTY, FR) is not first


async def test_a_process_that_was_killed_is_started_again(painter: Painter) -> None:
    await painter.draw(EMPTY, FR)
    for one in children():
        one.kill()

    assert (await painter.draw(NICE, FR)).png


async def test_a_caller_that_leaves_spoils_no_later_picture(painter: Painter) -> None:
    await painter.draw(EMPTY, FR)
    left = asyncio.create_task(painter.draw(replace(NICE, city="Partie"), FR))
    await asyncio.sleep(0)
    left.cancel()
    await asyncio.gather(left, return_exceptions=True)

    fresh = Painter()
    try:
        assert (await painter.draw(NICE, FR)).png == (await fresh.draw(NICE, FR)).png
    finally:
        await fresh.close()


async def test_without_its_font_there_is_no_picture_and_one_reason(
    painter: Painter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(faces, "files", lambda: (tmp_path / "a.ttf", tmp_path / "b.ttf"))

    with pytest.raises(NotDrawn):
        await painter.draw(NICE, FR)


async def test_a_picture_under_way_keeps_nobody_from_leaving(painter: Painter) -> None:
    drawing = asyncio.create_task(painter.draw(NICE, FR))
    while not children():
        await asyncio.sleep(0)
    await painter.close()

    [ended] = await asyncio.gather(drawing, return_exceptions=True)
    assert isinstance(ended, Picture | NotDrawn)
    await painter.close()
    assert children() == []


async def test_an_idle_process_leaves(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_IDLE_S", 0.0)
    await painter.draw(EMPTY, FR)
    _, alive = await asyncio.to_thread(psutil.wait_procs, children(), 10)

    assert alive == []
    assert (await painter.draw(NICE, FR)).png


async def test_the_process_knows_no_secret(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_DISCORD_TOKEN", "secret")
    await painter.draw(EMPTY, FR)

    assert "VIGIE_DISCORD_TOKEN" not in children()[0].environ()


@pytest.mark.parametrize("family", ["DejaVu Sans", "sans-serif", "serif", "Noto Sans"])
def test_the_fonts_of_the_machine_are_not_used(family: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 1000">'
        '<text x="50" y="500" font-size="200" font-family="{}">{}</text></svg>'
    )
    ours = "Atkinson Hyperlegible Next"
    blank = rasteriser.raster(svg.format(ours, ""), FONTS)

    assert rasteriser.raster(svg.format(family, "Nice"), FONTS) == blank
    assert rasteriser.raster(svg.format(ours, "Nice"), FONTS) != blank


def test_the_rasteriser_refuses_to_draw_without_its_fonts(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        rasteriser.main([str(tmp_path / "none.ttf")])


def test_a_bot_that_draws_nothing_loads_nothing_for_it() -> None:
    code = "import sys, bot.app, bot.services.pictures as _; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert {"uharfbuzz", "resvg_py", "PIL"} & set(loaded.stdout.split()) == set()
