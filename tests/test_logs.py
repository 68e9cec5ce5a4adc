"""What may be written in the log, whatever the level that was asked for."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot import log

LIBRARIES = [
    "discord",
    "discord.http",
    "discord.gateway",
    "discord.webhook.async_",
    "aiohttp",
    "aiohttp.access",
    "apscheduler",
    "apscheduler.scheduler",
    "asyncio",
    "pydiscourse",
    "pydiscourse.client",
    "urllib3",
    "urllib3.connectionpool",
    "a_library_nobody_thought_of",
]


Written = pytest.CaptureFixture[str]


@pytest.fixture
def written(capsys: Written) -> Iterator[Written]:
    """What goes to standard error; the process's logging is given back as it was."""
    kept = {name: logging.getLogger(name).level for name in ("bot", "cogs", *LIBRARIES)}
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield capsys
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, one in kept.items():
        logging.getLogger(name).setLevel(one)


def say_everything(name: str) -> None:
    logger = logging.getLogger(name)
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logger.log(level, "told at %s", logging.getLevelName(level))


def levels(written: Written) -> list[str]:
    return [line.rsplit(" ", 1)[1] for line in written.readouterr().err.splitlines()]


@pytest.mark.parametrize("level", ["debug", "info"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_of_a_library_only_warnings_are_written(written: Written, library: str, level: str) -> None:
    log.set_up(level)
    say_everything(library)
    assert levels(written) == ["WARNING", "ERROR"]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("debug", ["DEBUG", "INFO", "WARNING", "ERROR"]),
        ("info", ["INFO", "WARNING", "ERROR"]),
        ("warning", ["WARNING", "ERROR"]),
        ("error", ["ERROR"]),
    ],
)
@pytest.mark.parametrize("room", ["bot.outbox", "cogs.kit"])
def test_of_our_own_rooms_what_was_asked_for_is_written(
    written: Written, room: str, level: str, expected: list[str]
) -> None:
    log.set_up(level)
    say_everything(room)
    assert levels(written) == expected


def test_a_line_tells_time_level_and_where_it_was_said(written: Written) -> None:
    log.set_up("info")
    logging.getLogger("bot.services.polling").info("forum.new forum=%s posts=%d", "demo", 2)
    at, level, name, *said = written.readouterr().err.split()
    assert (level, name, said) == (
        "INFO",
        "bot.services.polling",
        ["forum.new", "forum=demo", "posts=2"],
    )
    assert at[10] == "T"


def test_setting_up_twice_writes_a_line_once(written: Written) -> None:
    log.set_up("info")
    log.set_up("info")
    logging.getLogger("bot").info("once")
    assert len(written.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("library", ["pydiscourse.client", "urllib3.connectionpool"])
def test_where_no_log_is_set_up_what_reads_discourse_keeps_bodies_out_of_it(library: str) -> None:
    """As in `vigie probe`, run under someone else's logging."""
    script = (
        "import logging, bot.forums.discourse_http;"
        "logging.basicConfig(level=logging.DEBUG);"
        f"logging.getLogger({library!r}).debug('a whole body');"
        f"logging.getLogger({library!r}).warning('heard')"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "heard" in ran.stderr
    assert "a whole body" not in ran.stderr
