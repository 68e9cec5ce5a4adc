"""pydiscourse's client, kept from sleeping, from talking, and from believing everything."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn, TypeAlias
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from pydiscourse import DiscourseClient  # type: ignore[import-untyped]
from pydiscourse.exceptions import DiscourseError  # type: ignore[import-untyped]
from requests import exceptions as failures
from urllib3.exceptions import NewConnectionError, ReadTimeoutError

from bot.domain.forum_writes import Denial
from bot.forums import fetch, walls
from bot.forums.arriving import Arriving
from bot.forums.fetch import (
    MAX_REDIRECTS,
    PIECE,
    USER_AGENT,
    Answer,
    Read,
    is_redirect,
    same_site,
    trouble_of,
)
from bot.ports.forum import Denied, Doubtful, Trouble, Unreadable

# At DEBUG they would write whole bodies, private categories' too, into the log.
for _name in ("pydiscourse", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)

JSON: Final = "application/json; charset=utf-8"  # to the letter, for pydiscourse
Headers: TypeAlias = Mapping[str, str | bytes]
CONNECT_S: Final = 5.0
NO_PROXY: Final = {"http": "", "https": "", "all": ""}


class Refusal(Exception):
    """The forum could not be read; `said` tells why."""

    def __init__(self, trouble: Trouble, retry_after_s: float | None = None) -> None:
        super().__init__(trouble)
        self.said = Unreadable(trouble, retry_after_s)


class _MovedElsewhere(Exception):
    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class _Answered(Exception):
    """Takes an answer to a write past pydiscourse, which would sleep on some and repeat them."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Api:
    """What is asked of a Discourse site. Blocks: for a thread, one at a time."""

    def __init__(self, *, key: str | None, user: str, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._headers: Headers = {"User-Agent": USER_AGENT, "Accept": JSON}
        # Names of accounts may hold any letter; as text, a header may not.
        signature = {name: value.encode() for name, value in fetch.key(key, user).items()}
        self._signed = {**self._headers, **signature}

    def get(self, url: str, params: Mapping[str, object], *, as_guest: bool = False) -> Read:
        """The JSON that an address gives. Raises Refusal, and nothing else that a server causes."""
        until = time.monotonic() + self._timeout_s
        try:
            return self._follow(url, params, self._headers if as_guest else self._signed, until)
        except failures.Timeout as error:
            raise Refusal(Trouble.TIMEOUT) from error
        except failures.ConnectionError as error:
            stalled = error.args and isinstance(error.args[0], ReadTimeoutError)
            raise Refusal(Trouble.TIMEOUT if stalled else Trouble.UNREACHABLE) from error
        except (
            DiscourseError,  # a 200 that tells errors, or no JSON
            failures.RequestException,  # an address, or a body, cut short
            ValueError,
            TypeError,  # pydiscourse looks for "errors" in whatever came
            RecursionError,
        ) as error:
            raise Refusal(Trouble.GARBLED) from error
        except OSError as error:
            raise Refusal(Trouble.UNREACHABLE) from error

    def send(self, method: str, url: str, body: object) -> Answer | Denied | Doubtful:
        """One attempt to write JSON. Raises nothing that a server causes."""
        until = time.monotonic() + self._timeout_s
        site = urlsplit(url)
        client = DiscourseClient(f"{site.scheme}://{site.netloc}", None, None)
        try:
            client._request(
                method, site.path, json=body, override_request_kwargs=self._asking(until, _answered)
            )
        except _Answered as answered:
            return answered.answer
        except Refusal as refusal:
            return Doubtful(refusal.said.trouble)
        except failures.ConnectTimeout:  # before anything was sent
            return Denied(Denial.UNREACHABLE)
        except failures.Timeout:
            return Doubtful(Trouble.TIMEOUT)
        except failures.ConnectionError as error:
            return _unsent(error) or Doubtful(Trouble.UNREACHABLE)
        except (failures.RequestException, ValueError, OSError):
            return Doubtful(Trouble.GARBLED)
        return Doubtful(Trouble.GARBLED)

    def _asking(
        self,
        until: float,
        hook: Callable[[requests.Response, float], object],
        headers: Headers | None = None,
    ) -> dict[str, Any]:
        """How a request is made; `hook` gets its answer before pydiscourse does."""
        left_s = until - time.monotonic()
        if left_s <= 0:
            raise Refusal(Trouble.TIMEOUT)
        return {
            "headers": self._signed if headers is None else headers,
            "timeout": (min(CONNECT_S, left_s), left_s),
            "stream": True,
            "proxies": NO_PROXY,
            "auth": _as_it_is,  # else a ~/.netrc would sign it
            "hooks": {"response": lambda said, **_: hook(said, until)},
        }

    def _follow(
        self, url: str, params: Mapping[str, object], headers: Headers, until: float
    ) -> Read:
        """Redirects stay on the site, so that a key never leaves it."""
        for _ in range(MAX_REDIRECTS + 1):
            try:
                return Read(url, self._once(url, params, headers, until))
            except _MovedElsewhere as moved:
                target = urljoin(url, moved.location)
            if not same_site(url, target):
                raise Refusal(Trouble.NOT_A_FORUM)
            url, params = target, {}
        raise Refusal(Trouble.GARBLED)

    def _once(
        self, url: str, params: Mapping[str, object], headers: Headers, until: float
    ) -> object:
        site = urlsplit(url)
        asking = self._asking(until, _examined, headers)
        client = DiscourseClient(f"{site.scheme}://{site.netloc}", None, None)
        body: object = client._get(
            urlunsplit(("", "", site.path, site.query, "")),
            override_request_kwargs=asking,
            **params,
        )
        return body


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _examined(said: requests.Response, until: float) -> requests.Response:
    """The answer, read within bounds before pydiscourse sees it.

    It would sleep on a 429, take any size, and refuse JSON whose type is spelled otherwise.
    Raises Refusal, _MovedElsewhere, ValueError.
    """
    with said:
        if is_redirect(said.status_code, said.headers):
            raise _MovedElsewhere(said.headers["Location"])
        body = _body(said, until, fetch.arriving(said.status_code))
    data = body.data
    trouble = trouble_of(said.status_code, said.headers, data[: walls.LOOKED_AT])
    if trouble is not None:
        wait_s = _wait_s(data) if trouble.trouble is Trouble.BUSY else None
        raise Refusal(trouble.trouble, wait_s if wait_s is not None else trouble.retry_after_s)
    media = said.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if body.is_too_much or media != "application/json":
        raise Refusal(Trouble.GARBLED)
    return _json(said, fetch.whole(data))


def _answered(said: requests.Response, until: float) -> NoReturn:
    with said:
        data = _body(said, until, Arriving()).data
    raise _Answered(Answer(said.status_code, said.headers, data))


def _unsent(error: failures.ConnectionError) -> Denied | None:
    """Of a connection that was never made."""
    inner = error.args[0] if error.args else None
    reason = getattr(inner, "reason", inner)
    is_new = isinstance(reason, NewConnectionError)
    return Denied(Denial.UNREACHABLE) if is_new else None


def _body(said: requests.Response, until: float, body: Arriving) -> Arriving:
    for piece in said.iter_content(PIECE):
        body.take(piece)
        if time.monotonic() > until:
            raise Refusal(Trouble.TIMEOUT)
        if body.is_too_much:
            break
    return body


def _json(said: requests.Response, data: bytes) -> requests.Response:
    read = requests.Response()
    read.status_code, read.reason, read.url = said.status_code, said.reason, said.url
    read.headers["Content-Type"], read.encoding = JSON, "utf-8"
    read.raw = io.BytesIO(data)
    return read


def _wait_s(data: bytes) -> float | None:
    """`extras.wait_seconds` of a 429."""
    try:
        said: Any = json.loads(data)
        wait_s = float(said["extras"]["wait_seconds"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return min(wait_s, 86_400.0) if wait_s >= 0 else None
