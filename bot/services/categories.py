"""How a forum's categories stand in each other."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.communes import Commune, Registry
from bot.domain.mentions import is_denied, mentions
from bot.domain.naming import is_name_of
from bot.ports.forum import Category


def lineage(number: int, categories: Mapping[int, Category]) -> list[int]:
    """A category, then what it stands in, up to the top."""
    found: list[int] = []
    while number and number not in found:
        found.append(number)
        known = categories.get(number)
        number = known.parent if known else 0
    return found


def stands_in(
    number: int, categories: Mapping[int, Category], commune: Commune, registry: Registry
) -> bool:
    """Whether a category, or one that it stands in, bears the name of a city, not a homonym's."""
    above = (categories[one] for one in lineage(number, categories) if one in categories)
    return any(
        is_name_of(category.name, commune.name)
        and not is_denied(mentions(category.name, registry), commune)
        for category in above
    )
