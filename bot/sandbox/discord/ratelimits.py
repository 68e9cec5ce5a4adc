"""Rate limits: a bucket per route and channel, and one for all that a bot asks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests per so many real seconds."""

    most: int
    per_s: float


USUAL, SENDS, RENAMES, EVERYTHING = Limit(50, 1), Limit(5, 5), Limit(2, 600), Limit(50, 1)
UNLIMITED = Limit(1_000_000, 1)


@dataclass(slots=True)
class Verdict:
    """What a bucket says to one request: its headers, and how long to wait (0: go on)."""

    headers: dict[str, str]
    retry_after_s: float = 0.0
    is_global: bool = False


class _Window:
    """Requests counted from the first one until the time is up."""

    __slots__ = ("ends_s", "limit", "used")

    def __init__(self, limit: Limit) -> None:
        self.limit, self.used, self.ends_s = limit, 0, 0.0

    def take(self, now_s: float) -> float:
        """Counts a request; how many seconds to wait when there is no room for it, else 0."""
        if now_s >= self.ends_s:
            self.used, self.ends_s = 0, now_s + self.limit.per_s
        if self.used >= self.limit.most:
            return self.ends_s - now_s
        self.used += 1
        return 0.0


class RateLimits:
    """Every bucket, by route and major parameter, and one a token for all of them."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str, str], _Window] = {}
        self._totals: dict[str, _Window] = {}
        self.renames = RENAMES
        self._renamed: dict[tuple[str, str], _Window] = {}

    def judge(self, token: str, route: str, major: str, limit: Limit, *, counts: bool) -> Verdict:
        """`counts`: whether the request counts towards the limit over all routes."""
        now_s = time.monotonic()
        if counts:
            total = self._totals.setdefault(token, _Window(EVERYTHING))
            if wait_s := total.take(now_s):
                return Verdict({"X-RateLimit-Global": "true"}, wait_s, is_global=True)
        window = self._buckets.setdefault((token, route, major), _Window(limit))
        wait_s = window.take(now_s)
        return Verdict(_headers(route, window, now_s), wait_s)

    def judge_rename(self, token: str, channel_id: str, verdict: Verdict) -> Verdict:
        """The verdict with the narrower limit of names, whose headers do not speak of it."""
        key = (token, channel_id)
        window = self._renamed.setdefault(key, _Window(self.renames))
        return Verdict(verdict.headers, window.take(time.monotonic()))


def _headers(route: str, window: _Window, now_s: float) -> dict[str, str]:
    left_s = window.ends_s - now_s
    return {
        "X-RateLimit-Limit": str(window.limit.most),
        "X-RateLimit-Remaining": str(window.limit.most - window.used),
        "X-RateLimit-Reset": f"{time.time() + left_s:.3f}",
        "X-RateLimit-Reset-After": f"{left_s:.3f}",
        "X-RateLimit-Bucket": bucket(route),
    }


def bucket(route: str) -> str:
    return f"{crc32(route.encode()):08x}"


def open_headers(route: str) -> dict[str, str]:
    """Headers of a server without limits: clients send as much at once as they like."""
    return {
        "X-RateLimit-Limit": str(UNLIMITED.most),
        "X-RateLimit-Remaining": str(UNLIMITED.most - 1),
        "X-RateLimit-Reset": f"{time.time() + UNLIMITED.per_s:.3f}",
        "X-RateLimit-Reset-After": f"{UNLIMITED.per_s:.3f}",
        "X-RateLimit-Bucket": bucket(route),
    }
