"""Who can write to a forum, by the code itself: one service, planned for by two."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WRITES = {"post_reply", "post_topic", "change_post", "withdraw_post"}
ADAPTERS = {
    *(f"bot/forums/{name}.py" for name in ("nodebb", "discourse", "probed", "discourse_writer")),
    "bot/ports/forum.py",
}
WRITER = "bot/services/forum_writing.py"
PLANNERS = {"bot/services/publishing.py", "bot/services/forum_tallies.py"}
SENDERS = {
    "bot/forums/nodebb.py",
    "bot/forums/discourse_writer.py",
    "bot/forums/discourse_asking.py",
}


@cache
def modules() -> list[tuple[str, ast.Module]]:
    """Every module of the bot and its commands; the sandbox is another program."""
    return list(_modules())


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("bot", "cogs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith("bot/sandbox/"):
                yield name, ast.parse(path.read_text("utf-8"))


def users_of(names: set[str]) -> dict[str, set[str]]:
    """The modules that speak of these attributes, by call, by reference or by text."""
    found: dict[str, set[str]] = {}
    for module, tree in modules():
        for node in ast.walk(tree):
            is_attribute = isinstance(node, ast.Attribute) and node.attr in names
            is_text = isinstance(node, ast.Constant) and node.value in names
            if is_attribute or is_text:
                found.setdefault(module, set()).add(ast.dump(node)[:60])
    return found


def test_only_the_one_writer_reaches_a_forums_writes() -> None:
    assert users_of(WRITES).keys() - ADAPTERS == {WRITER}


def test_the_writer_uses_all_of_them() -> None:
    tree = ast.parse((ROOT / WRITER).read_text("utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert used >= WRITES


def test_only_two_services_plan_a_write() -> None:
    planners = {
        module
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "plan"
        and isinstance(node.value, ast.Name)
        and node.value.id == "forum_writes"
    }
    assert planners == PLANNERS


# What leads to a write, and where people decide on it.
DECIDED = {
    ("forum_tallies", "start"): {"bot/services/forum_bilans.py"},
    ("forum_tallies", "answer"): {"cogs/publishing.py"},
    ("forum_bilans", "start"): {"cogs/bilan_buttons.py"},
    ("publishing", "confirm"): {"cogs/publishing.py"},
    ("publishing", "agree"): {"cogs/publishing.py"},
    ("publishing", "amend"): {"cogs/publishing.py"},
    ("publishing", "withdraw"): {"cogs/publishing.py"},
}


@pytest.mark.parametrize("act", DECIDED, ids=".".join)
def test_only_the_buttons_that_say_so_lead_to_a_write(act: tuple[str, str]) -> None:
    found = {
        module
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) == act
    }
    assert found == DECIDED[act]


def test_the_ledger_is_filled_in_one_place() -> None:
    filled = {
        module
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "insert into forum_writes" in node.value
    }
    assert filled == {"bot/store/forum_writes.py"}


LIBRARIES = {"_post", "_delete", "create_post", "update_post", "patch"}


def test_no_adapter_has_another_way_to_send() -> None:
    """What HTTP libraries are asked to do beside reading goes through one `send` for each."""
    of_forums = {module for module in calls({"request", "_request"}) if "bot/forums/" in module}
    assert of_forums == {"bot/forums/fetch.py", "bot/forums/discourse_http.py"}
    assert [module for module in calls(LIBRARIES) if "bot/forums/" in module] == []


def calls(names: set[str]) -> set[str]:
    """The modules that call attributes of these names."""
    return {
        module
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
    }


def test_sending_is_for_the_adapters_writes_alone() -> None:
    assert {module for module in calls({"send"}) if "bot/forums/" in module} == SENDERS
