"""Pictures, drawn beside the event loop and kept as long as they say the same."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.render.pictures import card, faces
from bot.render.pictures.content import Content, Picture
from bot.render.texts import Texts

_RASTERISER: Final = Path(card.__file__).with_name("rasteriser.py")
_PATIENCE_S: Final = 5.0
_IDLE_S: Final = 300.0  # then its memory is given back
_KEPT: Final = 64
_INHERITED: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no secret goes there


class NotDrawn(Exception):
    """There is no picture this time; the text says why in a few words."""


class Painter:
    """Draws one picture at a time, in a process that lives while there is something to draw.

    A thread would not do: the library holds the interpreter for all of its tenth of a second.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Content, str], Picture] = OrderedDict()
        self._turn = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None
        self._left: list[asyncio.subprocess.Process] = []  # that have not ended yet
        self._leaving: asyncio.TimerHandle | None = None

    async def draw(self, content: Content, texts: Texts) -> Picture:
        """The picture; the same content is not drawn twice. Raises NotDrawn."""
        key = (content, texts.locale)
        if (picture := self._kept.get(key)) is None:
            async with self._turn:
                picture = self._kept.get(key) or await self._paint(content, texts)
                self._kept[key] = picture
        self._kept.move_to_end(key)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return picture

    async def close(self) -> None:
        """End the process. Another picture would start it again."""
        self._leave()
        left, self._left = self._left, []
        for child in left:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()  # its output may still be read by who waits for a picture

    async def _paint(self, content: Content, texts: Texts) -> Picture:
        try:
            drawing = await asyncio.to_thread(card.draw, content, texts)
            png = await self._raster(drawing.svg)
        except Exception as error:  # whatever it is, what it belongs to goes without
            raise NotDrawn(type(error).__name__) from error
        if not png:
            raise NotDrawn("the picture cannot be rasterised")
        return Picture(png, drawing.alt)

    async def _raster(self, svg: str) -> bytes:
        if self._child is not None:
            with suppress(EOFError, BrokenPipeError, ConnectionResetError):
                return await self._asked(svg)  # it may have died since the last picture
        return await self._asked(svg)

    async def _asked(self, svg: str) -> bytes:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await self._answered(svg.encode())
        except BaseException:  # its answer to this would be taken for that to the next
            await self.close()
            raise

    async def _answered(self, svg: bytes) -> bytes:
        child = await self._ready()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(len(svg).to_bytes(4, "big") + svg)
        await child.stdin.drain()
        length = int.from_bytes(await child.stdout.readexactly(4), "big")
        return await child.stdout.readexactly(length)

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._child is None or self._child.returncode is not None:
            self._leave()
            self._child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", str(_RASTERISER), *map(str, faces.files())),
                stdin=asyncio.subprocess.PIPE,  # closes when we die: the child then ends, too
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={name: os.environ[name] for name in _INHERITED if name in os.environ},
                start_new_session=True,  # Ctrl-C is ours alone
            )
        if self._leaving is not None:
            self._leaving.cancel()
        self._leaving = asyncio.get_running_loop().call_later(_IDLE_S, self._leave)
        return self._child

    def _leave(self) -> None:
        """Let go of the process, which ends when it has answered."""
        if self._leaving is not None:
            self._leaving.cancel()
        self._left = [one for one in self._left if one.returncode is None]
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
            self._left.append(self._child)
        self._child = None
