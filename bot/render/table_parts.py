"""How the tags of a table are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborNode

from bot.render.html_parts import block
from bot.render.html_tree import Leave
from bot.render.reading import Handler, Reading
from bot.render.tables import Cell, Table
from bot.render.words import inside


def _table(reading: Reading, node: LexborNode) -> Leave | None:
    """A table in a cell is read as that cell's words."""
    if reading.table is not None or isinstance(reading.out, Cell):
        return block(reading, node)
    table = reading.table = Table()

    def leave() -> None:
        reading.table = None
        table.write_to(reading.out)

    return leave


def _row(reading: Reading, node: LexborNode) -> Leave | None:
    if reading.table is not None:
        reading.table.rows.append([])
        return inside
    return block(reading, node)


def _cell(reading: Reading, node: LexborNode) -> Leave | None:
    table, outside = reading.table, reading.out
    if table is None or reading.in_link:
        return lambda: reading.words(" ")
    cell = Cell(outside, heads=node.tag == "th")
    reading.table, reading.out = None, cell

    def leave() -> None:
        reading.table, reading.out = table, outside
        table.add(cell)

    return leave


TAGS: Final[Mapping[str, Handler]] = {
    "table": _table,
    "tr": _row,
    "td": _cell,
    "th": _cell,
}
