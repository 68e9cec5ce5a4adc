"""What is left of the files that people hand over as photos; hostile ones, too."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from bot.render.pictures import photos
from bot.render.pictures.photos import BYTES, SIDE, TooLarge, cleaned
from tests.pictures import png

SECRET = "SECRET-4X7"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://mairie.example/"/></svg>'


def written(one: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = BytesIO()
    one.save(buffer, kind, **options)
    return buffer.getvalue()


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red above, blue below."""
    one = Image.new(mode, (width, height), "red")
    one.paste(Image.new(mode, (width, height - height // 2), "blue"), (0, height // 2))
    return one


def noise(width: int, height: int) -> Image.Image:
    """Nothing compresses worse."""
    return Image.frombytes("RGB", (width, height), Random(7).randbytes(width * height * 3))


def told(orientation: int = 1) -> Image.Exif:
    """What a phone tells besides the picture: where, when, with what, by whom."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = exif[Base.Artist] = exif[Base.ImageDescription] = SECRET
    exif.get_ifd(IFD.Exif)[Base.UserComment] = SECRET.encode()
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (43.0, 57.0, 36.0)
    place[GPS.GPSAreaInformation] = SECRET
    return exif


def reopened(data: bytes) -> Image.Image:
    one = Image.open(BytesIO(data))
    one.load()
    return one


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_is_left_of_where_and_by_whom_it_was_taken(kind: str) -> None:
    extra: dict[str, Any] = {"exif": told(), "icc_profile": SECRET.encode() * 40}
    if kind == "JPEG":
        extra |= {"comment": SECRET, "xmp": SECRET.encode()}
    given_ = written(drawn(64, 48), kind, **extra)
    assert SECRET.encode() in given_ or kind == "PNG"
    data = cleaned(given_)
    assert SECRET.encode() not in data
    after = reopened(data)
    assert not after.getexif()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for marker in (b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"\xff\xfe"):
        assert marker not in data[:400]


def test_words_in_a_png_are_gone() -> None:
    words = b"Comment\0" + SECRET.encode()
    chunk = b"tEXt" + words
    chunk = struct.pack(">I", len(words)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    whole = png(20, 20)
    data = cleaned(whole[:33] + chunk + whole[33:])
    assert SECRET.encode() not in data


def test_what_follows_the_picture_is_gone() -> None:
    assert SECRET.encode() not in cleaned(written(drawn(64, 48)) + SECRET.encode() * 99)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright_as_it_was_seen(orientation: int) -> None:
    upright = drawn(60, 40)
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    held = upright if turned is None else upright.transpose(turned)
    after = reopened(cleaned(written(held, exif=told(orientation), quality=95)))
    assert after.size == (60, 40)
    red, blue = after.getpixel((30, 5)), after.getpixel((30, 35))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert (red[0] > 200, blue[2] > 200) == (True, True)


@pytest.mark.parametrize(
    ("size", "after"),
    [
        ((4000, 3000), (1600, 1200)),
        ((3000, 4000), (1200, 1600)),
        ((1600, 1200), (1600, 1200)),
        ((30, 20), (30, 20)),
        ((9000, 40), (1600, 7)),
    ],
)
def test_its_longer_side_is_bounded(size: tuple[int, int], after: tuple[int, int]) -> None:
    assert reopened(cleaned(written(drawn(*size)))).size == after


def test_the_worst_picture_weighs_no_more_than_it_may() -> None:
    data = cleaned(written(noise(2000, 2000), quality=95))
    assert len(data) <= BYTES
    assert max(reopened(data).size) <= SIDE


def test_a_plain_photo_keeps_its_size_and_is_well_within() -> None:
    data = cleaned(written(drawn(1600, 1200)))
    assert len(data) < BYTES / 4


def test_of_a_file_of_several_pictures_the_first_is_kept() -> None:
    """As phones write them, with a depth or a preview behind the photo."""
    data = written(drawn(60, 40), "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    assert Image.open(BytesIO(data)).format == "MPO"
    assert reopened(cleaned(data)).size == (60, 40)


def test_what_is_transparent_is_white() -> None:
    assert reopened(cleaned(written(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG"))).getpixel(
        (4, 4)
    ) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "I;16", "LA", "YCbCr"])
def test_every_kind_of_colours_is_taken(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    assert reopened(cleaned(written(Image.new(mode, (20, 10)), kind))).size == (20, 10)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_what_moves_the_first_view_is_kept(kind: str) -> None:
    views = [Image.new("RGB", (12, 8), colour) for colour in ("green", "red", "red")]
    data = cleaned(written(views[0], kind, save_all=True, append_images=views[1:]))
    after = reopened(data)
    assert getattr(after, "n_frames", 1) == 1
    pixel = after.getpixel((6, 4))
    assert isinstance(pixel, tuple)
    assert pixel[1] > pixel[0]


def test_broken_data_about_it_does_not_cost_the_photo() -> None:
    broken = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 60
    assert reopened(cleaned(written(drawn(20, 10), exif=broken))).size == (20, 10)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        SVG,
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7\n",
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
        written(drawn(300, 300), "BMP"),
        written(drawn(300, 300), "TIFF"),
        written(drawn(300, 300), "PPM"),
        written(noise(300, 300))[:20_000],
        written(noise(300, 300), "PNG")[:20_000],
        written(noise(300, 300), "WEBP")[:20_000],
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
)
def test_what_is_no_whole_photo_is_refused(data: bytes) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the decoder says of it
        cleaned(data)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that tells of this many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


@pytest.mark.parametrize("side", [4_001, 60_000, 2**31 - 1])
def test_more_pixels_than_can_be_held_are_refused_before_they_are_decoded(side: int) -> None:
    with pytest.raises((TooLarge, OSError)):
        cleaned(bomb(side, side))


def test_a_progressive_photo_is_bounded_like_what_is_held_whole() -> None:
    data = written(Image.new("L", (6_000, 5_000)), progressive=True)
    with pytest.raises(TooLarge):
        cleaned(data)
    assert max(reopened(cleaned(written(Image.new("L", (6_000, 5_000))))).size) == SIDE


@settings(max_examples=60)
@given(st.data())
def test_a_photo_with_any_bytes_changed_is_clean_or_refused(data: st.DataObject) -> None:
    whole = bytearray(written(drawn(40, 30), exif=told(), comment=SECRET))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(2, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        after = cleaned(bytes(whole))
    except Exception:
        return
    assert SECRET.encode() not in after
    assert len(after) <= BYTES


def test_the_process_answers_with_the_photo_or_a_word(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(photos, "_bound", lambda: None)
    for given_, wanted in (
        (written(drawn(20, 10)), b"\xff\xd8"),
        (SVG, photos.NOT_A_PHOTO),
        (bomb(9_000, 9_000), photos.TOO_LARGE),
    ):
        monkeypatch.setattr("sys.stdin", type("Input", (), {"buffer": BytesIO(given_)})())
        written_to = BytesIO()
        monkeypatch.setattr("sys.stdout", type("Output", (), {"buffer": written_to})())
        photos.main()
        assert written_to.getvalue().startswith(wanted)
