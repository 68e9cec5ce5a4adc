"""The template, and what is put on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal
from xml.etree import ElementTree as ET

from bot.render.pictures.faces import Face

_TEMPLATE: Final = Path(__file__).with_name("card.svg")
_NAMESPACE: Final = "http://www.w3.org/2000/svg"
LEFT, RIGHT, WIDE = 56.0, 1024.0, 968.0  # the margins, and what is between
_ASCENT, _DESCENT = 0.75, 0.23  # of the size: accented capitals reach higher, rarely

ET.register_namespace("", _NAMESPACE)
To = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """Where ink is, in the picture's units."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Canvas:
    """Elements in the order in which they are drawn; `words` are the boxes of its texts."""

    words: list[Box] = field(default_factory=list)
    _elements: list[ET.Element] = field(default_factory=list)

    def text(
        self, words: str, x: float, baseline: float, face: Face, style: str = "", to: To = "start"
    ) -> None:
        """Words that fit their place already; `x` is their start, middle or end, as `to` says."""
        if not words:
            return
        classes = " ".join(filter(None, (style, "bold" if face.bold else "")))
        element = self._add("text", x=_number(x), y=_number(baseline))
        element.set("style", f"font-size:{face.size}px")
        for name, value in (("class", classes), ("text-anchor", "" if to == "start" else to)):
            if value:
                element.set(name, value)
        element.text = words
        self._measure(words, x, baseline, face, to)

    def _measure(self, words: str, x: float, baseline: float, face: Face, to: To) -> None:
        width = face.width(words)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[to]
        top, bottom = baseline - _ASCENT * face.size, baseline + _DESCENT * face.size
        self.words.append(Box(left, top, left + width, bottom))

    def shape(self, name: str, x: float, y: float) -> None:
        """A shape of the template, around this point."""
        self._add("use", href=f"#{name}", x=_number(x), y=_number(y))

    def box(
        self, style: str, x: float, y: float, width: float, height: float, radius: float = 0
    ) -> None:
        size = {"width": _number(width), "height": _number(height), "rx": _number(radius)}
        self._add("rect", **{"class": style}, x=_number(x), y=_number(y), **size)

    def rule(self, style: str, left: float, right: float, y: float) -> None:
        """A level line."""
        path = f"M{_number(left)} {_number(y)}H{_number(right)}"
        self._add("path", **{"class": style}, d=path)

    def _add(self, tag: str, **attributes: str) -> ET.Element:
        element = ET.Element(f"{{{_NAMESPACE}}}{tag}", attributes)
        self._elements.append(element)
        return element

    def svg(self, title: str, description: str, locale: str) -> str:
        """The whole picture, as XML."""
        root = ET.fromstring(_template())  # noqa: S314 - our own file
        root.set("lang", locale)
        for name, words in (("title", title), ("description", description)):
            _named(root, name).text = words
        _named(root, "drawn").extend(self._elements)
        return ET.tostring(root, encoding="unicode")


def _named(root: ET.Element, name: str) -> ET.Element:
    found = root.find(f".//*[@id='{name}']")
    assert found is not None, name
    return found


@cache
def _template() -> str:
    return _TEMPLATE.read_text(encoding="utf-8")


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
