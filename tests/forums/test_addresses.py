"""Addresses that people paste."""

from __future__ import annotations

import pytest

from bot.forums import addresses
from bot.forums.addresses import is_at, link_of, place_of
from bot.ports.forum import Link, Place, PlaceKind

FORUM = "https://forum.example"


def topic(number: str) -> Place:
    return Place(PlaceKind.TOPIC, number)


def category(number: str) -> Place:
    return Place(PlaceKind.CATEGORY, number)


def tag(name: str) -> Place:
    return Place(PlaceKind.TAG, name)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://forum.example/topic/2", topic("2")),
        ("https://forum.example/topic/2/", topic("2")),
        ("https://forum.example/topic/2/un-fil/7?page=2#x", topic("2")),
        ("https://forum.example/topic/2/vid%C3%A9o%20surveillance", topic("2")),
        ("https://forum.example/topic/2/vidéo", topic("2")),
        ("http://www.forum.example:80/topic/2", topic("2")),
        (" <https://forum.example/topic/2> ", topic("2")),
        ("forum.example/topic/2", topic("2")),
        ("https://FORUM.example/topic/0012", topic("12")),
        ("https://forum.example/category/6/provence-alpes", category("6")),
        ("https://forum.example/category/6?page=2", category("6")),
        ("https://forum.example/tags/vid%C3%A9o", tag("vidéo")),
        ("https://forum.example/tags/vote/", tag("vote")),
        ("https://forum.example/tags", None),
        ("https://forum.example/tags/", None),
        ("https://forum.example/tags/%2F", None),
        ("https://forum.example/tags/" + "a" * 101, None),
        ("https://forum.example:8443/topic/2", None),
        ("https://forum.example@evil.example/topic/2", None),
        ("https://evil.example/topic/2", None),
        ("https://forum.example/topic/", None),
        ("https://forum.example/topic/0", None),
        ("https://forum.example/topic/2.rss", None),
        ("https://forum.example/topic/pagination/2", None),
        ("https://forum.example/topic/²", None),
        ("https://forum.example/topic/" + "9" * 40, None),
        ("https://forum.example/post/2", None),
        ("https://forum.example/category/paca", None),
        ("https://forum.example/t/un-fil/12", None),
        ("https://forum.example/", None),
        ("https://forum.example", None),
        ("ftp://forum.example/topic/2", None),
        ("https://[/topic/2", None),
        ("https://forum.example:x/topic/2", None),
        ("", None),
    ],
)
def test_a_pasted_address_names_a_place_of_this_nodebb_or_none(
    address: str, place: Place | None
) -> None:
    assert place_of(address, FORUM, addresses.nodebb) == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/t/un-fil/12", topic("12")),
        ("/t/un-fil/12/4?u=lina", topic("12")),
        ("/t/12", topic("12")),
        ("/t/12/4", topic("12")),
        ("/t/-/12", topic("12")),
        ("/t/un-fil", None),
        ("/t/un-fil/x", None),
        ("/t/", None),
        ("/c/vie/5", category("5")),
        ("/c/france/paca/12", category("12")),
        ("/c/france/paca/12/l/latest", category("12")),
        ("/c/vie", None),
        ("/tag/vote", tag("vote")),
        ("/tag/vote/l/latest", tag("vote")),
        ("/tags/vid%C3%A9o", tag("vidéo")),
        ("/tags/c/vie/5/vote", None),
        ("/p/12", None),
        ("/u/lina", None),
        ("/topic/2", None),
    ],
)
def test_a_pasted_address_names_a_place_of_this_discourse_or_none(
    path: str, place: Place | None
) -> None:
    assert place_of(FORUM + path, FORUM, addresses.discourse) == place


def test_before_an_engine_is_known_both_are_understood() -> None:
    both = (addresses.nodebb, addresses.discourse)
    assert place_of(f"{FORUM}/topic/2", FORUM, *both) == topic("2")
    assert place_of(f"{FORUM}/t/x/12", FORUM, *both) == topic("12")


def test_an_address_in_the_forums_folder_is_known_there_only() -> None:
    root = "http://127.0.0.1:4567/forum"
    assert place_of(f"{root}/topic/2/x", root, addresses.nodebb) == topic("2")
    assert place_of("http://127.0.0.1:4567/topic/2/x", root, addresses.nodebb) is None
    assert place_of("http://127.0.0.1:4567/forums/topic/2", root, addresses.nodebb) is None


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://forum.example", Link()),
        ("http://www.forum.example/", Link()),
        ("forum.example", Link()),
        ("https://forum.example/post/79", Link(post=79)),
        ("forum.example/post/79/", Link(post=79)),
        ("https://forum.example/post/x", None),
        ("https://forum.example/topic/2/un-fil/5", Link(topic("2"), rank=4)),
        ("https://forum.example/topic/2/un-fil/5?page=1", Link(topic("2"), rank=4)),
        ("https://forum.example/topic/2/un-fil/0", Link(topic("2"))),
        ("https://forum.example/topic/2/un-fil", Link(topic("2"))),
        ("https://forum.example/category/6", Link(category("6"))),
        ("https://forum.example/tags/vote", Link(tag("vote"))),
        ("https://forum.example/user/lina", None),
        ("https://forum.example.autre.org/topic/2", None),
        ("https://forum.example1/topic/2", None),
        ("https://forum.example:80801/topic/2", None),
        ("https://forum.example1", None),
        ("", None),
    ],
)
def test_a_pasted_address_leads_somewhere_in_this_nodebb_or_nowhere(
    address: str, link: Link | None
) -> None:
    assert link_of(address, FORUM, addresses.nodebb_link) == link


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("", Link()),
        ("/p/79", Link(post=79)),
        ("/t/un-fil/12/4?u=lina", Link(topic("12"), numbered=4)),
        ("/t/12/4", Link(topic("12"), numbered=4)),
        ("/t/un-fil/12", Link(topic("12"))),
        ("/t/12", Link(topic("12"))),
        ("/t/un-fil/12/last", Link(topic("12"))),
        ("/c/vie/5", Link(category("5"))),
        ("/u/lina", None),
    ],
)
def test_a_pasted_address_leads_somewhere_in_this_discourse_or_nowhere(
    path: str, link: Link | None
) -> None:
    assert link_of(FORUM + path, FORUM, addresses.discourse_link) == link


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("https://forum.example/topic/2", True),
        ("https://www.forum.example", True),
        ("http://forum.example", False),
        ("https://evil.example/forum.example", False),
        ("https://forum.example@evil.example", False),
        ("https://[", False),
    ],
)
def test_a_token_is_kept_for_the_site_it_is_of(address: str, there: bool) -> None:
    assert is_at(address, FORUM) is there
