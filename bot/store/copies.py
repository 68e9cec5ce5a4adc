"""The copies that migrations leave beside the base: of use for a while, and full of people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


def forget_old(base: Path, before: datetime) -> int:
    """Remove the copies of `base` that were made before then; how many. Raises OSError."""
    old = [
        one
        for one in base.parent.glob(f"{base.name}.before-*")
        if one.stat().st_mtime < before.timestamp()
    ]
    for one in old:
        one.unlink(missing_ok=True)
    return len(old)
