"""Signatures of webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.forums.webhook import changed_thread, is_genuine
from bot.sandbox.forum import hooks as nodebb_hooks
from bot.sandbox.forum.discourse import hooks as discourse_hooks

DISCOURSE, NODEBB = "X-Discourse-Event-Signature", "x-webhook-signature"
secrets, bodies = st.text(min_size=1), st.binary()


def signature(header: str, body: bytes, secret: str) -> str:
    kind = "sha256" if header == DISCOURSE else "sha1"
    key = secret.encode(errors="replace")
    return f"{kind}={hmac.new(key, body, getattr(hashlib, kind)).hexdigest()}"


@given(bodies, secrets, st.sampled_from([DISCOURSE, NODEBB]))
def test_what_the_forum_signed_is_genuine_in_any_case_of_the_header(
    body: bytes, secret: str, header: str
) -> None:
    signed = signature(header, body, secret)
    assert is_genuine({header: signed}, body, secret)
    assert is_genuine({header.upper(): signed, "Host": "x"}, body, secret)
    assert is_genuine(CIMultiDict({header.lower(): signed}), body, secret)


@given(bodies, bodies, secrets, secrets, st.sampled_from([DISCOURSE, NODEBB]))
def test_another_body_or_secret_is_not(
    body: bytes, other_body: bytes, secret: str, other_secret: str, header: str
) -> None:
    signed = {header: signature(header, body, secret)}
    if other_body != body:
        assert not is_genuine(signed, other_body, secret)
    keys = [one.encode(errors="replace").ljust(64, b"\0") for one in (secret, other_secret)]
    if keys[0] != keys[1] and max(map(len, keys)) <= 64:  # HMAC itself pads and shortens keys
        assert not is_genuine(signed, body, other_secret)


@given(st.dictionaries(st.sampled_from([DISCOURSE, NODEBB, "Other"]), st.text()), bodies, st.text())
def test_any_other_headers_are_refused_without_raising(
    headers: dict[str, str], body: bytes, secret: str
) -> None:
    assert not is_genuine(headers, body, secret)


@pytest.mark.parametrize("header", [DISCOURSE, NODEBB])
def test_a_signature_is_taken_to_the_letter(header: str) -> None:
    good = signature(header, b"{}", "secret")
    kind, digest = good.split("=")
    for wrong in ("", kind, digest, f"{kind}=", f"{kind}={digest[:-1]}", f" {good}", f"{good}é"):
        assert not is_genuine({header: wrong}, b"{}", "secret")
    assert not is_genuine({header: "\udcff"}, b"{}", "secret")


def test_nothing_is_genuine_without_a_secret() -> None:
    for header in (DISCOURSE, NODEBB):
        assert not is_genuine({header: signature(header, b"{}", "")}, b"{}", "")
    assert not is_genuine({}, b"{}", "secret")


def test_the_hash_of_the_other_engine_is_refused() -> None:
    swapped = {DISCOURSE: signature(NODEBB, b"{}", "s"), NODEBB: signature(DISCOURSE, b"{}", "s")}
    assert not is_genuine(swapped, b"{}", "s")


@pytest.mark.parametrize("hooks", [nodebb_hooks, discourse_hooks])
def test_what_the_embedded_forums_sign_is_genuine(hooks: ModuleType) -> None:
    body = '{"post": "délibération"}'.encode()
    assert is_genuine(hooks.sign(b"secret", body), body, "secret")


def test_a_forum_without_a_secret_is_judged_with_as_much_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new, made = hmac.new, []

    def counted(*given: Any) -> hmac.HMAC:
        made.append(given)
        return new(*given)

    monkeypatch.setattr(hmac, "new", counted)
    for secret in ("secret", ""):
        assert not is_genuine({}, b"{}", secret)
    assert len(made) == 4


@pytest.mark.parametrize(
    ("event", "said", "thread"),
    [
        ("", {"hook": "action:post.edit", "params": {"post": {"pid": 9, "tid": 2}}}, 2),
        ("", {"hook": "action:topic.delete", "params": {"topic": {"tid": 2}}}, 2),
        ("", {"hook": "action:posts.purge", "params": {"posts": [{"pid": 9, "tid": 2}]}}, 2),
        ("", {"hook": "action:post.save", "params": {"post": {"pid": 9, "tid": 2}}}, None),
        ("post_edited", {"post": {"id": 9, "topic_id": 2}}, 2),
        ("topic_edited", {"topic": {"id": 2}}, 2),
        ("post_created", {"post": {"id": 9, "topic_id": 2}}, None),
        ("", {"params": {"post": {"tid": True}}}, None),
        ("", {"params": {"post": {"tid": -1}}}, None),
        ("", {"params": [], "posts": [3]}, None),
        ("", [1], None),
    ],
)
def test_the_thread_that_changed_is_named_but_not_that_of_a_new_post(
    event: str, said: Any, thread: int | None
) -> None:
    headers = CIMultiDict({"X-Discourse-Event": event})
    assert changed_thread(headers, json.dumps(said).encode()) == thread


@given(bodies)
def test_whatever_is_posted_is_read_without_raising(body: bytes) -> None:
    assert changed_thread({}, body) is None or json.loads(body)
