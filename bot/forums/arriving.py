"""A JSON body as it arrives: its longest texts are cut, so that no post is too long to be read.

A post of 5 MB comes twice in an answer, as it was typed and as it is shown, and a page holds
several: what a chat can show of it is in its beginning.
"""

from __future__ import annotations

import re
from typing import Final

MOST_KEPT: Final = 24_000_000  # bytes: a page of fifty posts whose texts are all cut, twice
MOST_READ: Final = 256_000_000  # bytes
MOST_TEXT: Final = 200_000  # bytes; twice what forums let people write, unless told otherwise
CUT: Final = "\ufdd0"  # means nothing in any text, by Unicode's own promise
_CUT: Final = CUT.encode()
_QUOTE: Final = ord('"')
_INSIDE: Final = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_LONGEST_ESCAPE: Final = 6  # \u00e9


class Arriving:
    """Takes a body piece by piece, and keeps what it is to be read from."""

    def __init__(self, most_read: int = MOST_READ) -> None:
        self._most_read = most_read
        self._kept = bytearray()
        self._read = 0
        self._held = b""  # a backslash that waits for what it escapes
        self._is_inside = self._is_full = False
        self._text_at = 0

    def take(self, piece: bytes) -> None:
        """Whether a text is cut never depends on how the body came in pieces."""
        before, self._read = self._read, self._read + len(piece)
        if self._read <= MOST_TEXT:  # no text in it can be too long yet
            self._kept += piece
            return
        if before <= MOST_TEXT:
            piece, self._kept = bytes(self._kept) + piece, bytearray()
        self._shorten(self._held + piece)

    @property
    def is_too_much(self) -> bool:
        return len(self._kept) > MOST_KEPT or self._read > self._most_read

    @property
    def data(self) -> bytes:
        return bytes(self._kept)

    def _shorten(self, piece: bytes) -> None:
        self._held, at = b"", 0
        while at < len(piece):
            if not self._is_inside:
                end = piece.find(_QUOTE, at) + 1
                self._kept += piece[at : end or len(piece)]
                if not end:
                    return
                self._is_inside, self._is_full, self._text_at = True, False, len(self._kept)
            else:
                found = _INSIDE.match(piece, at)
                end = found.end() if found else at
                self._keep(piece[at:end])
                if piece[end : end + 1] != b'"':
                    self._held = piece[end:]
                    return
                self._kept += b'"'
                self._is_inside, end = False, end + 1
            at = end

    def _keep(self, part: bytes) -> None:
        if self._is_full:
            return
        self._kept += part
        most = self._text_at + MOST_TEXT
        if len(self._kept) > most:
            del self._kept[most:]
            self._end_with_a_character()
            self._kept += _CUT
            self._is_full = True

    def _end_with_a_character(self) -> None:
        """Neither half an escape nor half a letter may stand before the cut."""
        text = bytes(self._kept[self._text_at :])
        escape = text.rfind(b"\\", max(0, len(text) - _LONGEST_ESCAPE))
        upto = text[: escape + 1]
        if escape >= 0 and (len(upto) - len(upto.rstrip(b"\\"))) % 2:
            text = text[:escape]
        whole = text.decode(errors="ignore").encode()
        self._kept[self._text_at :] = whole


def shown(html: str) -> str:
    """What came of a post; that it goes on is said where it was cut."""
    kept, cut, _ = html.partition(CUT)
    if cut and kept.rfind("<") > kept.rfind(">"):  # within a tag
        kept = kept[: kept.rfind("<")]
    return f"{kept}<p>…</p>" if cut else kept
