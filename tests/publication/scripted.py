"""A server on this machine that answers a program as a test has written down, one request after the other."""

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 20.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """``missing``: how many more bytes are promised than sent. ``hangs``: say nothing more after that."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    hangs: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came in, at ``at`` seconds of the monotonic clock."""

    path: str
    authorization: str | None
    at: float


class Scripted:
    """``asked`` is what was asked so far; when the written answers are used up, the last of them is given again."""

    def __init__(self, answers: Sequence[Answer], address: str) -> None:
        self.answers = list(answers)
        self.address = address
        self.asked: list[Asked] = []
        self.ended = threading.Event()
        self._news = threading.Condition()

    def next_answer(self, asked: Asked) -> Answer:
        """The answer to a request."""
        with self._news:
            self.asked.append(asked)
            self._news.notify_all()
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def wait_for(self, count: int) -> None:
        """Until so many requests have come in. :raises AssertionError: when they do not come."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.asked) >= count, PATIENCE), self.asked

    @property
    def paths(self) -> list[str]:
        """What was asked, without the address of the server."""
        return [asked.path for asked in self.asked]


@contextmanager
def scripted(*answers: Answer) -> Iterator[Scripted]:
    """The server while it runs."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server = Scripted(answers, f"http://127.0.0.1:{httpd.server_port}/api/v1")
    httpd.script = server  # type: ignore[attr-defined]  # how the handlers find what they are to say
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        script: Scripted = self.server.script  # type: ignore[attr-defined]  # see above
        asked = Asked(
            path=self.path.removeprefix("/api/v1"), authorization=self.headers["Authorization"], at=time.monotonic()
        )
        answer = script.next_answer(asked)
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body) + answer.missing), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()
        if answer.hangs:
            script.ended.wait(PATIENCE)
        self.close_connection = answer.missing > 0 or answer.hangs

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def body(key: str, **members: Any) -> dict[str, Any]:
    """The body of an invented person."""
    return {"id": key, "name": "Мікола Казка", **members}


def snapshot(*bodies: dict[str, Any], position: int, count: int | None = None, end: bool = True) -> bytes:
    """What ``/snapshot`` answers; without ``end`` it lacks its last line."""
    lines: list[dict[str, Any]] = [{"kind": "person", "body": one} for one in bodies]
    lines += [{"end": True, "count": len(bodies) if count is None else count, "position": position}] if end else []
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def page(*changes: dict[str, Any], upto: int, at_end: bool = True) -> bytes:
    """What ``/changes`` answers."""
    return json.dumps({"changes": changes, "next": upto, "at_end": at_end}).encode()


def change(op: str, key: str, **members: Any) -> dict[str, Any]:
    """One change of an invented person."""
    return {"op": op, "kind": "person", "id": key, "into": None, "at": "2026-01-01T00:00:00Z", **members}


def problem(status: int, **headers: str) -> Answer:
    """A refusal."""
    told = {"type": "about:blank", "title": "No", "status": status, "detail": "Not like this."}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, body=json.dumps(told).encode(), headers=named)
