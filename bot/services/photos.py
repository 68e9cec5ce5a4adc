"""Photos that people hand over, cleaned in a process of their own before anything is kept."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NewType

from bot.domain.refusals import Reason, Refused
from bot.render import pictures

log = logging.getLogger(__name__)

# A still JPEG of at most 1,600 pixels a side and 400 KB that says nothing but what it shows.
Photo = NewType("Photo", bytes)

LARGEST: Final = 10 * 1024**2  # bytes, of what is read at all
_CLEANER: Final = Path(pictures.__file__).with_name("photos.py")
_JPEG, _TOO_LARGE = b"\xff\xd8", b"too_large"
_PATIENCE_S: Final = 30.0
_INHERITED: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no secret goes there


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as the chat tells of it: `size` in bytes; `fetch` gives None where it is lost."""

    size: int
    fetch: Callable[[], Awaitable[bytes | None]]


class Cleaner:
    """One photo at a time: a large one takes memory, before and after."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def photo(self, handed: Handed) -> Photo:
        """Raises Refused(PHOTO_LOST), (PHOTO_TOO_LARGE), (NOT_A_PHOTO)."""
        if handed.size > LARGEST:
            raise Refused(Reason.PHOTO_TOO_LARGE)
        async with self._turn:
            data = await handed.fetch()
            if data is None:
                raise Refused(Reason.PHOTO_LOST)
            if len(data) > LARGEST:
                raise Refused(Reason.PHOTO_TOO_LARGE)
            answer = await _cleaned(data)
        if not answer.startswith(_JPEG):
            log.info("photo.refused why=%s", answer.decode() or "died")
            large = answer == _TOO_LARGE
            raise Refused(Reason.PHOTO_TOO_LARGE if large else Reason.NOT_A_PHOTO)
        return Photo(answer)


async def _cleaned(data: bytes) -> bytes:
    """What the process answers; nothing where it died of it."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(_CLEANER)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        start_new_session=True,  # Ctrl-C is ours alone
    )
    try:
        async with asyncio.timeout(_PATIENCE_S):
            answer, _ = await child.communicate(data)
    except TimeoutError:
        return b""
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return answer
