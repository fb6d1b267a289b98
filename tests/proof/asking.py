"""Requests and answers as data; a front door that they go through; which answer counts as a real one."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode

import orjson
from django.test import Client

MASKED = frozenset({"X-Request-Id", "Date"})
"""The headers that two answers to one request may differ in."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """``kind``: what is tried out; one of each must be answered with the status ``wanted``, and a 200 with something.

    ``wanted`` None: it is right that nothing is found. ``needed``: never left out of a part.
    """

    kind: str
    path: str
    query: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    wanted: int | None = 200
    needed: bool = False
    sent: bytes = b""
    media: str = "application/json"

    def __str__(self) -> str:
        return f"{self.method} {self.path}?{self.query} {dict(self.headers)} {self.sent.decode()} ({self.kind})"


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return orjson.loads(self.body)

    def header(self, name: str) -> str:
        """The value of a header; empty where it is not there."""
        return dict(self.headers).get(name, "")

    def tells(self) -> bool:
        """Whether it has a body that tells of something: a list of nothing does not."""
        kind = self.header("Content-Type").partition(";")[0]
        if kind == "application/x-ndjson":
            return self.body.count(b"\n") > 1
        if kind == "text/csv":
            return self.body.count(b"\r\n") > 2
        return bool(self.body) and not any(nothing in self.body for nothing in NOTHING)


NOTHING = (b'"results":[]', b'"candidates":[]}]', b'{"result":[]}')
"""Stand in answers in which nobody is."""
Asking: TypeAlias = Generator[Request, "Answer | None", None]
"""Yields requests and is sent their answers, None for one that is left out."""


def ask(kind: str, path: str, /, **more: Any) -> Request:
    """``more``: fields of ``Request``; all others, and what ``params`` holds, are parameters of the query."""
    own = {name: more.pop(name) for name in ("method", "headers", "wanted", "needed", "sent", "media") if name in more}
    query = urlencode({**more.pop("params", {}), **more})
    return Request(kind=kind, path=f"/api/v1/{path}", query=query, **own)


@dataclass
class FrontDoor:
    """Asks as a client from outside does."""

    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(self, request: Request) -> Answer:
        """The answer, a stream read to its end."""
        headers = dict(request.headers)
        address = headers.pop("from", "127.0.0.1")
        response: Any = self.client.generic(
            request.method,
            request.path,
            request.sent,
            content_type=request.media,
            QUERY_STRING=request.query,
            headers=headers,
            REMOTE_ADDR=address,
        )
        body = b"".join(response.streaming_content) if response.streaming else response.content
        response.close()
        told = tuple(pair for pair in response.headers.items() if pair[0] not in MASKED)
        return Answer(status=response.status_code, headers=told, body=body)


def each(asking: Asking, door: FrontDoor, *, every: int) -> Iterator[tuple[Request, Answer]]:
    """Ask what is needed, what is not answered as wanted yet, and of the rest one of ``every``."""
    answered: set[str] = set()
    number, answer = 0, None
    while True:
        try:
            request = asking.send(answer)
        except StopIteration:
            return
        number, answer = number + 1, None
        if request.needed or request.kind not in answered or not number % every:
            answer = door.ask(request)
            if is_wanted(request, answer):
                answered.add(request.kind)
            yield request, answer


def is_wanted(request: Request, answer: Answer) -> bool:
    """Whether the answer shows what the request is there for."""
    if request.wanted is None:
        return True
    return answer.status == request.wanted and (answer.status != 200 or request.method == "HEAD" or answer.tells())
