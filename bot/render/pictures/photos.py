"""A file in, a photo out: a process of its own, for whatever somebody may send. It imports nothing
of the bot.

What comes out is one still JPEG, small, upright, without any of the data that came along with it
(place, device, date, thumbnail); or one of the faults.
"""

from __future__ import annotations

import resource
import sys
import warnings
from contextlib import suppress
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

SIDE, BYTES = 1_600, 400_000  # at most, of what comes out
NOT_A_PHOTO, TOO_LARGE = b"not_a_photo", b"too_large"

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")  # no other decoder is tried
_SHRINKABLE: Final = ("RGB", "RGBA", "L")  # others would lose their shades
_PIXELS: Final = 16_000_000
_PROGRESSIVE_PIXELS: Final = 25_000_000
_SCALED_PIXELS: Final = 250_000_000  # of what is decoded small in the first place
_SIDES: Final = (SIDE, 1_200, 800, 400)
_QUALITIES: Final = (85, 75, 65, 50, 35)
_MEMORY: Final = 1024**3
_CPU_S: Final = 20


class TooLarge(Exception):
    """It has more pixels than can be held."""


def cleaned(data: bytes) -> bytes:
    """The JPEG. Raises TooLarge, and anything at all for what is no photo."""
    Image.MAX_IMAGE_PIXELS = None  # the bounds are ours, by what decoding takes
    with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), "r", _FORMATS) as one:
        _refuse_large(one)
        one.draft("RGB", (SIDE, SIDE))
        one.load()
        seen = one if one.mode in _SHRINKABLE else one.convert(_colours(one))
        seen.thumbnail((SIDE, SIDE))  # before any copy is made of it
        return _small_enough(_on_white(_upright(seen)))


def _refuse_large(one: Image.Image) -> None:
    """A plain JPEG is read at an eighth of its size; a progressive one is held whole first."""
    most = _PIXELS
    if one.format in ("JPEG", "MPO"):
        most = _PROGRESSIVE_PIXELS if one.info.get("progressive") else _SCALED_PIXELS
    if one.width * one.height > most:
        raise TooLarge


def _upright(one: Image.Image) -> Image.Image:
    """As it was seen when it was taken, as far as its data can be read."""
    with suppress(Exception):  # hostile data there is no reason to lose the photo
        return ImageOps.exif_transpose(one)
    return one


def _colours(one: Image.Image) -> str:
    return "RGBA" if one.has_transparency_data else "RGB"


def _on_white(one: Image.Image) -> Image.Image:
    """The colours alone, on pixels that are new: what else the file held stays behind."""
    seen = one.convert(_colours(one))
    fresh = Image.new("RGB", seen.size, "white")
    fresh.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    return fresh


def _small_enough(whole: Image.Image) -> bytes:
    """The best of the sizes and qualities that fits."""
    for side in _SIDES:
        whole.thumbnail((side, side))
        for quality in _QUALITIES:
            written = BytesIO()
            whole.save(written, "JPEG", quality=quality, optimize=True)
            if written.tell() <= BYTES:
                return written.getvalue()
    raise TooLarge


def _bound() -> None:
    """What a decoder is made to take is taken from this process alone."""
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))


def main() -> None:
    """Answer for what stands on the input."""
    _bound()
    try:
        answer = cleaned(sys.stdin.buffer.read())
    except (TooLarge, MemoryError):
        answer = TOO_LARGE
    except Exception:  # a decoder may raise anything for a hostile file
        answer = NOT_A_PHOTO
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
