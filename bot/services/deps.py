"""What the use cases work with; `bot.app` puts it together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from bot.clock import Clock
from bot.config import Settings
from bot.domain.communes import Registry
from bot.ports.alarms import Alarms
from bot.ports.forum import Forum
from bot.services.pictures import Painter
from bot.store.base import Store


@dataclass(frozen=True, slots=True)
class Deps:
    settings: Settings
    clock: Clock
    store: Store
    registry: Registry
    forums: Mapping[str, Forum]
    alarms: Alarms
    random: Random
    painter: Painter
