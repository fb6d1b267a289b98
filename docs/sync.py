"""Keep a copy of a Volia register in one SQLite file, and keep it current. Standard library only, Python 3.9 or newer.

The first run takes everything (a snapshot), after that only what changed. Stop it whenever you like: the file always
holds whole pages of changes, and the next run goes on from there. What is withdrawn is erased from the file at once.
Exit codes: 0 done, 1 given up for now (try again later), 2 wrong usage, 3 refused (look at the address and the key).
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TABLES = """
CREATE TABLE IF NOT EXISTS records (  -- stale = 1: a newer body is on its way, do not show this one as current
    kind TEXT, id TEXT, body TEXT NOT NULL, stale INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS redirects (former TEXT PRIMARY KEY, survivor TEXT NOT NULL);  -- ids of merged records
CREATE TABLE IF NOT EXISTS state (source TEXT NOT NULL, position INTEGER NOT NULL);  -- one row
CREATE TABLE IF NOT EXISTS staging (kind TEXT, id TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, id));
PRAGMA secure_delete = ON; DELETE FROM staging;  -- what is deleted is overwritten with zeros, not only forgotten
"""
SWAP = """DELETE FROM records; INSERT INTO records (kind, id, body) SELECT kind, id, body FROM staging;
DELETE FROM redirects; INSERT OR REPLACE INTO redirects
    SELECT former.value, records.id FROM records, json_each(records.body, '$.former_ids') AS former;
DELETE FROM staging; DELETE FROM state"""
BATCH, WAIT, TIMEOUT = 500, 30, 90  # changes in a page; seconds the server may wait for one; seconds of silence
TRIES, LONGEST_PAUSE = 5, 300  # how often --once tries; seconds between tries, unless the server asks for more
log = logging.getLogger("sync")


class Refused(Exception):
    """Trying again would not help."""


class Later(Exception):
    """Trying again is right: after ``pause`` seconds if the server says so, with a snapshot if we are ``too_old``."""

    pause: float = 0
    too_old: bool = False


class Server:
    """The API at one address, as the holder of one key (or of none) sees it."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self.key = address.rstrip("/"), key
        # Another key may see another world, with other positions. The first two parts of a key are not secret.
        self.source = f"{self.address} {'_'.join(key.split('_')[:2])}"
        if not address.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise Refused("the address must begin with https://, or others could read your key and plant records")

    @contextmanager
    def ask(self, path: str, **values: object) -> Iterator[IO[bytes]]:
        """The answer, to be read inside the block; whatever breaks while it is read means Later."""
        request = Request(f"{self.address}/{path}?{urlencode(values)}")  # noqa: S310 - the scheme was checked
        if self.key:
            request.add_unredirected_header("Authorization", f"Bearer {self.key}")
        try:
            with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - the scheme was checked
                if answer.url != request.full_url:
                    raise Refused(f"the server has moved to {answer.url}")
                yield answer
        except HTTPError as error:
            raise meaning_of(error) from error
        except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
            raise Later(f"no whole answer from the server: {type(error).__name__}: {error}") from error


def meaning_of(error: HTTPError) -> Exception:
    """What an answer that is not 200 means for us."""
    try:
        why = f"the server answers {error.code}: {json.loads(error.read(100_000))['detail']}"
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        why = f"the server answers {error.code} {error.reason}"
    if error.code not in (408, 410, 429) and error.code < 500:
        return Refused(why)
    later, asked = Later(why), error.headers.get("Retry-After", "")
    later.pause, later.too_old = float(asked) if asked.isdecimal() else 0, error.code == 410
    return later


def row_of(kind: str, body: dict[str, Any]) -> list[str]:
    """A row for ``records``; the body is written as the server writes it."""
    return [kind, body["id"], json.dumps(body, ensure_ascii=False, separators=(",", ":"))]


def take_snapshot(db: sqlite3.Connection, server: Server) -> int:
    """Everything, put beside what we have and swapped in when it is complete; gives its position."""
    end: dict[str, Any] = {}
    db.executescript("DELETE FROM staging")
    with server.ask("snapshot") as lines:
        while not end:
            found = [json.loads(line) for line in islice(lines, BATCH)]
            if not found:
                raise Later("the snapshot broke off before its last line")
            end = found.pop() if "end" in found[-1] else {}
            rows = [row_of(record["kind"], record["body"]) for record in found]
            with db:
                db.executemany("INSERT OR REPLACE INTO staging VALUES (?, ?, ?)", rows)
        position, expected = int(end["position"]), int(end["count"])
    if (count := db.execute("SELECT count(*) FROM staging").fetchone()[0]) != expected:
        raise Later(f"the snapshot has {count} records and should have {expected}")
    with db:
        for statement in SWAP.split(";"):
            db.execute(statement)
        db.execute("INSERT INTO state VALUES (?, ?)", [server.source, position])
    log.info("snapshot: %s records, at position %s", count, position)
    return position


def take_page(db: sqlite3.Connection, server: Server, position: int, wait: int) -> bool:
    """The changes after a position and the new position, together or not at all; gives whether there are no more."""
    with server.ask("changes", after=position, limit=BATCH, wait=wait) as answer, db:
        page = json.load(answer)
        changes, upto, at_end = page["changes"], int(page["next"]), bool(page["at_end"])
        for change in changes:
            apply(db, change, change.get("body") if change["op"] in ("upsert", "unmerge") else None)
        db.execute("UPDATE state SET position = ?", [upto])
    log.info("%s changes, now at position %s", len(changes), upto)
    time.sleep(5 if wait and not changes else 0)  # a server too busy to wait is not asked again at once
    return at_end


def apply(db: sqlite3.Connection, change: dict[str, Any], body: dict[str, Any] | None) -> None:
    """One change. A body that is missing was replaced since: a later change brings the newer one, or the withdrawal."""
    operation, kind, key = change["op"], change["kind"], change["id"]
    if operation not in ("upsert", "unmerge", "withdraw", "merge"):
        raise Refused(f"the server tells of a change that this script does not know: {operation}")
    if operation in ("upsert", "unmerge") and body is None:
        db.execute("UPDATE records SET stale = 1 WHERE kind = ? AND id = ?", [kind, key])
        return
    db.execute("DELETE FROM records WHERE kind = ? AND id = ?", [kind, key])
    db.execute("DELETE FROM redirects WHERE ? IN (former, survivor)", [key])
    redirects = [(key, change["into"])] if operation == "merge" else []
    if body is not None:
        db.execute("INSERT INTO records (kind, id, body) VALUES (?, ?, ?)", row_of(kind, body))
        redirects = [(former, key) for former in body.get("former_ids", [])]
    db.executemany("INSERT OR REPLACE INTO redirects VALUES (?, ?)", redirects)


def follow(db: sqlite3.Connection, server: Server, *, once: bool) -> None:
    """Take what is missing; with ``once`` until nothing is, otherwise for ever."""
    failed, ready = 0, False
    while not (once and ready):
        try:
            known = db.execute("SELECT position FROM state WHERE source = ?", [server.source]).fetchone()
            position = known[0] if known else take_snapshot(db, server)
            ready, failed = take_page(db, server, position, 0 if once else WAIT), 0
        except Later as error:
            failed += 1
            if error.too_old:
                db.executescript("DELETE FROM state")
            if once and failed == TRIES:
                raise
            pause = error.pause or min(2**failed, LONGEST_PAUSE) * random.uniform(0.25, 0.5)  # noqa: S311 - no secret
            log.warning("%s; next try in %.0f s", error, pause)
            time.sleep(pause)


def main() -> int:
    """Read the command line, run, say in one line what went wrong."""
    parser = argparse.ArgumentParser(description="Keep a copy of a Volia register in one SQLite file.")
    parser.add_argument("address", help="of the API, for example https://example.org/api/v1")
    parser.add_argument("file", help="the SQLite file; made when it is not there")
    parser.add_argument("--key-file", type=Path, help="a file with your key (else: environment variable VOLIA_KEY)")
    parser.add_argument("--once", action="store_true", help="stop when everything is there, instead of following on")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    os.umask(0o077)  # the file is for your eyes until you decide otherwise
    try:
        key = asked.key_file.read_text() if asked.key_file else os.environ.get("VOLIA_KEY", "")
        server = Server(asked.address, "".join(key.split()[:1]))
        with closing(sqlite3.connect(f"{asked.file}.lock", timeout=0)) as lock:
            lock.execute("BEGIN EXCLUSIVE")  # two runs on one file would step on each other's feet
            with closing(sqlite3.connect(asked.file, timeout=60, isolation_level="IMMEDIATE")) as db:
                db.executescript(TABLES)
                follow(db, server, once=asked.once)
    except (Later, Refused, sqlite3.Error, OSError, ValueError, KeyboardInterrupt) as error:
        log.error("%s", str(error) or "stopped")  # noqa: TRY400 - one line, no traceback
        return 3 if isinstance(error, (Refused, OSError, ValueError)) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
