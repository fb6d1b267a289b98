"""A partner's copy of the register in plain Python: it begins with a snapshot and goes on with pages of changes.

Everything that the feed promises is checked on the way: positions without gaps and in their order, answers that say
where they end, a body that is missing only where a newer one is already on its way.
"""

from __future__ import annotations

import time
from typing import Any

import orjson
from django.test import Client

PATIENCE = 30.0  # seconds
BUSY = (429, 503)
"""Answers after which a partner asks again."""


class Follower:
    """One partner, by its key or, without one, by its address; ``limit`` is how many changes it takes at a time."""

    def __init__(self, *, token: str = "", address: str = "192.0.2.1", limit: int = 100) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = Client(headers=headers, REMOTE_ADDR=address)
        self.limit = limit
        self.bodies: dict[tuple[str, str], bytes] = {}
        self.redirects: dict[str, str] = {}
        self.waiting: set[tuple[str, str]] = set()
        self.position = 0
        self.snapshots = 0

    def begin(self) -> None:
        """Take everything anew."""
        lines = self.fresh().splitlines(keepends=True)
        *records, end = map(_exact, lines)
        assert end == {"end": True, "count": len(records), "position": end["position"]}
        self.bodies = {(one["kind"], one["body"]["id"]): orjson.dumps(one["body"]) for one in records}
        assert len(self.bodies) == len(records)
        self.redirects = {former: one["body"]["id"] for one in records for former in one["body"].get("former_ids", ())}
        self.waiting.clear()
        self.position = end["position"]
        self.snapshots += 1

    def step(self, *, wait: int = 0) -> bool:
        """Take one page, or a snapshot where the feed does not reach back that far; whether that was all."""
        status, text = self._ask(f"changes?after={self.position}&limit={self.limit}&wait={wait}")
        if status == 410:
            self.begin()
            return False
        assert status == 200, text
        page = _exact(text)
        changes = page["changes"]
        positions = [change["position"] for change in changes]
        assert positions == list(range(self.position + 1, self.position + 1 + len(positions)))
        assert len(positions) <= self.limit
        for change in changes:
            self._apply(change)
        self.position += len(positions)
        assert (page["next"], page["at_end"]) == (self.position, self.position == page["position"])
        assert positions or page["at_end"]
        assert not (page["at_end"] and self.waiting)
        return bool(page["at_end"])

    def follow(self) -> None:
        """Up to where the feed ends at the moment."""
        while not self.step():
            pass

    def fresh(self) -> bytes:
        """A snapshot of now, as it is sent."""
        status, text = self._ask("snapshot")
        assert status == 200, text
        return text

    def kept(self) -> bytes:
        """The copy, as a snapshot would be sent of it."""
        lines = [b'{"kind":"%b","body":%b}\n' % (key[0].encode(), body) for key, body in sorted(self.bodies.items())]
        end = {"end": True, "count": len(lines), "position": self.position}
        return b"".join([*lines, orjson.dumps(end), b"\n"])

    def is_right(self) -> None:
        """After following, the copy is what a fresh snapshot says, byte for byte, and former ids lead where it says."""
        self.follow()
        assert self.kept() == self.fresh()
        told = {key: orjson.loads(body).get("former_ids", ()) for key, body in self.bodies.items()}
        assert self.redirects == {former: pk for (_kind, pk), formers in told.items() for former in formers}

    def _ask(self, address: str) -> tuple[int, bytes]:
        give_up = time.monotonic() + PATIENCE
        while True:
            response: Any = self._client.get(f"/api/v1/{address}")
            text: bytes = response.getvalue()
            if response.status_code not in BUSY or time.monotonic() > give_up:
                return response.status_code, text
            time.sleep(0.05)

    def _apply(self, change: dict[str, Any]) -> None:
        key = (change["kind"], change["id"])
        if change["op"] in ("upsert", "unmerge") and "body" not in change:
            self.waiting.add(key)
            return
        self.waiting.discard(key)
        self.bodies.pop(key, None)
        self.redirects = {former: into for former, into in self.redirects.items() if change["id"] not in (former, into)}
        if change["op"] == "merge":
            self.redirects[change["id"]] = change["into"]
        elif change["op"] != "withdraw":
            body = change["body"]
            assert (body["id"], body["position"]) == (change["id"], change["position"])
            self.bodies[key] = orjson.dumps(body)
            self.redirects |= dict.fromkeys(body.get("former_ids", ()), body["id"])


def _exact(text: bytes) -> Any:
    """The JSON of a text; written out again it is the same, so that comparing what was read compares bytes."""
    found = orjson.loads(text)
    assert orjson.dumps(found) == text.rstrip(b"\n")
    return found
