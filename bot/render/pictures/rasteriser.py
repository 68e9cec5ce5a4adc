"""SVG in, PNG out: a process of its own, told the font files. It imports nothing of the bot.

A question is four bytes with the length of what follows, then the SVG; an answer likewise, with a
PNG, which is empty where the SVG cannot be drawn. It ends when nobody can ask any more.
"""

from __future__ import annotations

import sys
from pathlib import Path

import resvg_py

WIDTH, HEIGHT = 900, 1000


def raster(svg: str, fonts: list[str]) -> bytes:
    """The PNG, drawn with these fonts alone, whatever the machine has. Raises ValueError."""
    return resvg_py.svg_to_bytes(
        svg_string=svg, width=WIDTH, height=HEIGHT, font_files=fonts, skip_system_fonts=True
    )


def main(fonts: list[str]) -> None:
    """Answer until the end of the input. Raises OSError where a font is missing."""
    for path in fonts:
        with Path(path).open("rb"):  # the library would leave the words out and say nothing
            pass
    while head := sys.stdin.buffer.read(4):
        svg = sys.stdin.buffer.read(int.from_bytes(head, "big"))
        try:
            png = raster(svg.decode(), fonts)
        except ValueError:
            png = b""
        sys.stdout.buffer.write(len(png).to_bytes(4, "big") + png)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
