"""A forum's table for a narrow screen: aligned where it is small, else a line for each row."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from bot.render.paragraphs import Paragraphs
from bot.render.runs import Style, written

_WIDEST: Final = 38  # columns of fixed-width letters that a phone shows without breaking lines
_GAP: Final = "  "
_APART: Final = " · "


class Cell(Paragraphs):
    """What a cell holds, in one line. `outside`: the styles of the text around the table."""

    def __init__(self, outside: Paragraphs, *, heads: bool) -> None:
        super().__init__()
        self._outside = outside.styles
        self.heads = heads
        self.rich = False  # links or hidden words, which a block of code cannot show
        self._plain: list[str] = []

    def style(self, style: Style, *, on: bool) -> None:
        if style not in self._outside:
            super().style(style, on=on)
            self.rich = self.rich or style is Style.SPOILER

    def write(self, text: str, *, ready: bool = False) -> None:
        text = text if ready else text.replace("\n", " ")
        super().write(text, ready=ready)
        self.rich = self.rich or ready
        self._plain.append(text)

    def code_span(self, content: str) -> None:
        content = " ".join(content.split())
        rich = self.rich
        super().code_span(content)
        self.rich = rich
        if content:
            self._plain[-1] = content

    def line(self) -> None:
        self.end()

    def end(self) -> None:
        if self._runs:
            self.write(" ")

    def code(self, content: str, language: str = "") -> None:
        self.code_span(content)

    def open_list(self, first: int | None) -> None:
        self.end()

    close_list = item = close_item = open_quote = close_quote = end

    def plain(self) -> str:
        return " ".join("".join(self._plain).split())

    def markdown(self) -> str:
        return written(self._runs).replace("\n", " ")


@dataclass(slots=True)
class Table:
    """The rows read so far."""

    rows: list[list[Cell]] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(cell)

    def write_to(self, out: Paragraphs) -> None:
        rows = [row for row in self.rows if any(cell.plain() for cell in row)]
        out.end()
        if not rows:
            return
        heads = rows[0] if all(cell.heads for cell in rows[0]) and len(rows) > 1 else []
        aligned = "" if any(cell.rich for row in rows for cell in row) else _aligned(rows, heads)
        if aligned:
            out.code(aligned)
        else:
            _write_lines(rows[1:] if heads else rows, heads, out)


def _aligned(rows: Sequence[Sequence[Cell]], heads: Sequence[Cell]) -> str:
    """The rows with their columns aligned; empty where that is too wide, or no table."""
    texts = [[cell.plain() for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip_longest(*texts, fillvalue="")]
    if len(rows) == 1 or len(widths) == 1 or sum(widths) + 2 * (len(widths) - 1) > _WIDEST:
        return ""
    if heads:
        texts.insert(1, ["─" * width for width in widths])
    return "\n".join(
        _GAP.join(
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=False)
        ).rstrip()
        for row in texts
    )


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _write_lines(rows: Sequence[Sequence[Cell]], heads: Sequence[Cell], out: Paragraphs) -> None:
    listed = len(rows) > 1
    if listed:
        out.open_list(None)
    for row in rows:
        if listed:
            out.item()
        _write_row(row, heads, out)
        out.end()
    if listed:
        out.close_list()


def _write_row(row: Sequence[Cell], heads: Sequence[Cell], out: Paragraphs) -> None:
    """Its cells, each behind its column's head."""
    first = True
    for cell, head in zip_longest(row, heads[: len(row)]):
        markdown = cell.markdown()
        if not markdown:
            continue
        if not first:
            out.write(_APART)
        first = False
        if head is not None and head.plain():
            _write_head(head, out)
        out.write(markdown, ready=True)


def _write_head(head: Cell, out: Paragraphs) -> None:
    if head.rich:
        out.write(head.markdown(), ready=True)
    else:
        out.style(Style.BOLD, on=True)
        out.write(head.plain())
        out.style(Style.BOLD, on=False)
    out.write("\u00a0: ")
