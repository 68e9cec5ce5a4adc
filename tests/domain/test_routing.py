"""Who hears of a thread: the narrower rule wins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ChannelId, CollectiveId
from bot.domain.naming import is_name_of, names_city
from bot.domain.routing import About, Mode, Rule, Scope, route

HERE = ChannelId("100")
ABOUT = About("2", tags=("vote", "nice"), categories=("61", "6"), cities=("fr:06088",))
KEYS = {
    Scope.ALL: "",
    Scope.CATEGORY: "61",
    Scope.CITY: "fr:06088",
    Scope.TAG: "vote",
    Scope.TOPIC: "2",
}


def rule(id_: int, scope: Scope, key: str | None = None, mode: Mode = Mode.THREAD) -> Rule:
    key = KEYS[scope] if key is None else key
    return Rule(id_, CollectiveId("10"), HERE, scope, key, mode, 0)


@pytest.mark.parametrize(
    ("wider", "narrower"),
    [
        (Scope.ALL, Scope.CATEGORY),
        (Scope.CATEGORY, Scope.CITY),
        (Scope.CITY, Scope.TAG),
        (Scope.TAG, Scope.TOPIC),
    ],
)
def test_the_narrower_scope_decides_whichever_was_set_first(wider: Scope, narrower: Scope) -> None:
    for order in ((1, 2), (2, 1)):
        rules = [rule(order[0], wider), rule(order[1], narrower, mode=Mode.MUTE)]
        assert route(rules, ABOUT)[HERE].scope is narrower


def test_the_nearer_category_decides() -> None:
    rules = [rule(1, Scope.CATEGORY, "61", Mode.MUTE), rule(2, Scope.CATEGORY, "6")]
    assert route(rules, ABOUT)[HERE].mode is Mode.MUTE


def test_among_equals_the_latest_decides() -> None:
    rules = [rule(2, Scope.TAG, "nice", Mode.MUTE), rule(1, Scope.TAG, "vote")]
    assert route(rules, ABOUT)[HERE].mode is Mode.MUTE


def test_what_speaks_of_something_else_does_not_count() -> None:
    rules = [rule(1, Scope.TOPIC, "3"), rule(2, Scope.TAG, "lyon"), rule(3, Scope.CATEGORY, "7")]
    assert route(rules, ABOUT) == {}


@given(st.permutations([rule(n, scope) for n, scope in enumerate(Scope, 1)]))
def test_the_order_of_reading_changes_nothing(rules: list[Rule]) -> None:
    assert route(rules, ABOUT)[HERE].scope is Scope.TOPIC


@given(st.sets(st.sampled_from(list(Scope)), min_size=1))
def test_each_channel_is_decided_for_itself(scopes: set[Scope]) -> None:
    elsewhere = Rule(99, CollectiveId("10"), ChannelId("200"), Scope.ALL, "", Mode.MUTE, 0)
    found = route([*(rule(n, scope) for n, scope in enumerate(scopes)), elsewhere], ABOUT)
    assert set(found) == {HERE, ChannelId("200")}
    assert found[ChannelId("200")] is elsewhere


@pytest.mark.parametrize(
    ("title", "name", "named"),
    [
        ("Caméras à Nice : que faire ?", "Nice", True),
        ("De nice caméras", "Nice", False),
        ("Vote d'Ivry-sur-Seine", "Ivry-sur-Seine", True),
        ("Vote d’Ivry-sur-Seine", "Ivry-sur-Seine", True),
        ("Saint-Denis-d'Oléron et le reste", "Saint-Denis", False),
        ("Niceville", "Nice", False),
    ],
)
def test_a_title_names_a_city_by_its_name_written_as_one(
    title: str, name: str, named: bool
) -> None:
    assert names_city(title, (), name) is named


@pytest.mark.parametrize(
    ("title", "name", "own"),
    [
        ("Nice", "Nice", True),
        ("nice (06)", "Nice", True),
        ("Saint-Étienne [42]", "Saint-Étienne", True),
        ("st etienne", "Saint-Étienne", True),
        ("Nice et Cannes", "Nice", False),
        ("Tours et détours", "Tours", False),
        ("(06)", "Nice", False),
    ],
)
def test_a_category_is_a_city_s_own_by_its_name_alone(title: str, name: str, own: bool) -> None:
    assert is_name_of(title, name) is own


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_any_title_and_tags_can_be_asked(title: str, tags: list[str]) -> None:
    assert names_city(title, tags, "L'Haÿ-les-Roses") in {True, False}


def test_a_post_is_decided_by_the_rules_that_were_there_before_it() -> None:
    wide, narrow = rule(1, Scope.ALL), replace(rule(2, Scope.TOPIC), after_post=5)
    assert [route([wide, narrow], ABOUT, number)[HERE].id for number in (4, 5, 6)] == [1, 1, 2]
    assert route([wide, narrow], ABOUT)[HERE].id == 2


@pytest.mark.parametrize("silent", [{"mode": Mode.MUTE}, {"was_mute": True}])
def test_a_rule_that_is_or_was_mute_silences_what_came_before_it(silent: dict[str, Any]) -> None:
    narrow = replace(rule(2, Scope.TOPIC), after_post=5, **silent)
    decided = route([rule(1, Scope.ALL), narrow], ABOUT, 4)[HERE]
    assert (decided.id, decided.carries(4)) == (2, False)


def test_a_mute_that_ended_silences_what_was_written_up_to_then_alone() -> None:
    ended = replace(rule(2, Scope.TOPIC, mode=Mode.MUTE), after_post=5, ended=True)
    rules = [rule(1, Scope.ALL), ended]
    assert [route(rules, ABOUT, number)[HERE].id for number in (5, 6)] == [2, 1]
    assert route(rules, ABOUT)[HERE].id == 1
