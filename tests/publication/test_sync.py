"""docs/sync.py, run as partners run it, against a server that misbehaves in every way that servers do."""

import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.publication.partner import SYNC, command, environment, rows, sync
from tests.publication.scripted import Answer, Scripted, body, change, page, problem, scripted, snapshot

KEY = "volia_abcdefghijkl_" + "s" * 56


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


@contextmanager
def following(server: Scripted, file: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The script while it runs; killed at the end as the power would."""
    with subprocess.Popen(command(server.address, file), env=environment(), stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def known(file: Path) -> list[str]:
    return rows(file, "SELECT id FROM records ORDER BY id")


def position(file: Path) -> int:
    (found,) = rows(file, "SELECT position FROM state")
    assert isinstance(found, int)
    return found


def filled(file: Path, *keys: str, upto: int = 5) -> None:
    """A file that a first run has filled; positions go on from there."""
    bodies = [body(key) for key in keys]
    with scripted(Answer(body=snapshot(*bodies, position=upto)), Answer(body=page(upto=upto))) as server:
        again = sync(server.address, file)
    assert again.returncode == 0, again.stderr


def filled_for(server: Scripted, file: Path) -> None:
    """Says that the file was filled from this very server, whose port is another one."""
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE state SET source = ?", [f"{server.address} "])


def test_the_first_run_takes_everything_and_the_second_goes_on(file: Path) -> None:
    first = Answer(body=snapshot(body("a"), body("b"), position=7))
    then = Answer(body=page(change("upsert", "c", body=body("c")), upto=8))
    with scripted(first, Answer(body=page(upto=7)), then) as server:
        assert sync(server.address, file).returncode == 0
        assert known(file) == ["a", "b"]
        assert sync(server.address, file).returncode == 0
        assert server.paths == ["/snapshot?", *[f"/changes?after=7&limit=500&wait={wait}" for wait in (0, 0)]]
    assert known(file) == ["a", "b", "c"]
    assert position(file) == 8


def test_page_follows_page_until_the_end(file: Path) -> None:
    pages = [page(change("upsert", str(n), body=body(str(n))), upto=n, at_end=n == 3) for n in (1, 2, 3)]
    with scripted(Answer(body=snapshot(position=0)), *[Answer(body=one) for one in pages]) as server:
        assert sync(server.address, file).returncode == 0
        assert [path.split("&")[0] for path in server.paths[1:]] == [f"/changes?after={n}" for n in (0, 1, 2)]
    assert known(file) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "cut",
    [
        Answer(body=snapshot(body("new"), position=9, end=False)),
        Answer(body=snapshot(body("new"), position=9)[:-20]),
        Answer(body=snapshot(body("new"), position=9)[:40], missing=100),
        Answer(body=snapshot(body("new"), position=9, count=2)),
        Answer(body=snapshot(body("new"), body("new"), position=9)),
    ],
    ids=["no trailer", "half a trailer", "broken connection", "wrong count", "a record twice"],
)
def test_a_truncated_snapshot_changes_nothing_and_is_taken_again(file: Path, cut: Answer) -> None:
    filled(file, "old")
    again = Answer(body=b" ", missing=1, hangs=True)
    with scripted(problem(410), cut, again) as server:
        filled_for(server, file)
        with following(server, file):
            server.wait_for(3)
            assert server.paths[1:] == ["/snapshot?", "/snapshot?"]
            assert known(file) == ["old"]
    with scripted(Answer(body=snapshot(body("new"), position=9)), Answer(body=page(upto=9))) as server:
        assert sync(server.address, file).returncode == 0
    assert known(file) == ["new"]
    assert rows(file, "SELECT count(*) FROM staging") == [0]


def test_a_run_killed_within_a_page_goes_on_where_the_last_whole_page_ended(file: Path) -> None:
    filled(file, "a")
    whole = page(change("withdraw", "a"), change("upsert", "b", body=body("b")), upto=7)
    with scripted(Answer(body=whole[:-5], missing=5, hangs=True), Answer(body=whole)) as server:
        filled_for(server, file)
        with following(server, file):
            server.wait_for(1)
            time.sleep(0.3)
        assert (known(file), position(file)) == (["a"], 5)
        assert sync(server.address, file).returncode == 0
        assert server.paths[0].split("&")[0] == server.paths[1].split("&")[0] == "/changes?after=5"
    assert (known(file), position(file)) == (["b"], 7)


def test_wherever_it_is_killed_position_and_records_belong_together(file: Path) -> None:
    """Change n brings body n: whatever is in the file, it is that of the file's position."""
    pages = [page(change("upsert", "a", body=body("a", n=n)), upto=n, at_end=False) for n in range(1, 20_000)]
    dice = random.Random(3)  # noqa: S311 - when to kill, not a secret
    with scripted(Answer(body=snapshot(body("a", n=0), position=0)), *[Answer(body=one) for one in pages]) as server:
        for _kill in range(6):
            with following(server, file):
                time.sleep(dice.uniform(0.2, 0.6))
            if file.exists() and rows(file, "SELECT 1 FROM sqlite_master WHERE name = 'state'"):
                at = rows(file, "SELECT position, json_extract(body, '$.n') FROM state, records")
                assert all(upto == n for upto, n in at)
    assert position(file) > 0


def test_a_position_that_is_too_old_means_everything_again(file: Path) -> None:
    filled(file, "gone", "stays")
    fresh = Answer(body=snapshot(body("stays"), body("new"), position=90))
    with scripted(problem(410), fresh, Answer(body=page(upto=90))) as server:
        filled_for(server, file)
        assert sync(server.address, file).returncode == 0
    assert (known(file), position(file)) == (["new", "stays"], 90)


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_as_long_as_the_server_asks(file: Path, status: int) -> None:
    with scripted(
        problem(status, Retry_After="2"), Answer(body=snapshot(position=1)), Answer(body=page(upto=1))
    ) as server:
        assert sync(server.address, file).returncode == 0
        first, second, _third = (asked.at for asked in server.asked)
    assert 1.9 < second - first < 5


def test_once_gives_up_after_five_tries_and_says_so_in_one_line(file: Path) -> None:
    with scripted(problem(503, Retry_After="1")) as server:
        done = sync(server.address, file)
        assert len(server.asked) == 5
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].endswith("the server answers 503: Not like this.")


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404])
def test_a_refusal_ends_it_in_one_line_and_changes_nothing(file: Path, status: int) -> None:
    filled(file, "a")
    with scripted(problem(status)) as server:
        filled_for(server, file)
        done = sync(server.address, file)
        assert len(server.asked) == 1
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert (known(file), position(file)) == (["a"], 5)


def test_a_body_that_was_replaced_leaves_what_is_there_and_marks_it(file: Path) -> None:
    filled(file, "a")
    brings = page(change("upsert", "a", body=body("a", n=2)), upto=7)
    lacks = page(change("upsert", "a"), change("upsert", "unheard-of"), upto=6, at_end=True)
    with scripted(Answer(body=lacks), Answer(body=brings)) as server:
        filled_for(server, file)
        assert sync(server.address, file).returncode == 0
        assert rows(file, "SELECT id, stale FROM records") == [("a", 1)]
        assert sync(server.address, file).returncode == 0
    assert rows(file, "SELECT stale, json_extract(body, '$.n') FROM records") == [(0, 2)]


def test_what_is_withdrawn_is_in_no_byte_of_the_file(file: Path) -> None:
    secret = "Zmicier Utajeny " * 2000
    first = snapshot(body("a", text=secret), body("b", text=secret), body("c"), position=1)
    fresh = snapshot(body("c"), position=9)
    withdrawn = page(change("withdraw", "a"), upto=2)
    with scripted(*[Answer(body=one) for one in (first, page(upto=1), withdrawn)], problem(410)) as server:
        assert sync(server.address, file).returncode == 0
        assert b"Zmicier" in file.read_bytes()
        assert sync(server.address, file).returncode == 0
        assert known(file) == ["b", "c"]
        server.answers[:] = [problem(410), Answer(body=fresh), Answer(body=page(upto=9))]
        assert sync(server.address, file).returncode == 0
    assert known(file) == ["c"]
    assert [one.name for one in file.parent.iterdir() if b"Zmicier" in one.read_bytes()] == []


def test_merged_ids_lead_to_the_survivor_until_they_are_unmerged(file: Path) -> None:
    filled(file, "a", "b", "c")
    changes = [
        change("merge", "a", into="b"),
        change("upsert", "b", body=body("b", former_ids=["a"])),
        change("merge", "b", into="c"),
        change("upsert", "c", body=body("c", former_ids=["a", "b"])),
    ]
    parted = [
        change("upsert", "c", body=body("c", former_ids=["a"])),
        change("unmerge", "b", body=body("b")),
    ]
    pages = [page(*changes, upto=9), page(*parted, upto=11), page(change("withdraw", "c"), upto=12)]
    with scripted(*[Answer(body=one) for one in pages]) as server:
        filled_for(server, file)
        assert sync(server.address, file).returncode == 0
        assert known(file) == ["c"]
        assert rows(file, "SELECT * FROM redirects ORDER BY 1") == [("a", "c"), ("b", "c")]
        assert sync(server.address, file).returncode == 0
        assert known(file) == ["b", "c"]
        assert rows(file, "SELECT * FROM redirects") == [("a", "c")]
        assert sync(server.address, file).returncode == 0
    assert rows(file, "SELECT * FROM redirects") == []


def test_a_snapshot_brings_the_former_ids_too(file: Path) -> None:
    fresh = snapshot(body("b", former_ids=["a"]), body("c"), position=3)
    with scripted(Answer(body=fresh), Answer(body=page(upto=3))) as server:
        assert sync(server.address, file).returncode == 0
    assert rows(file, "SELECT * FROM redirects") == [("a", "b")]


def test_a_change_that_it_does_not_know_stops_it_before_that_page(file: Path) -> None:
    filled(file, "a")
    with scripted(Answer(body=page(change("withdraw", "a"), change("explode", "b"), upto=7))) as server:
        filled_for(server, file)
        assert sync(server.address, file).returncode == 3
    assert (known(file), position(file)) == (["a"], 5)


def test_the_key_comes_from_a_file_or_the_environment_and_is_never_told(file: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    with scripted(problem(401)) as server:
        told = sync(server.address, file, "--key-file", str(tmp_path / "key")), sync(server.address, file, key=KEY)
        assert [asked.authorization for asked in server.asked] == [f"Bearer {KEY}"] * 2
        assert not any(KEY in path for path in server.paths)
    assert not any("ssss" in done.stdout + done.stderr for done in told)
    assert b"ssss" not in file.read_bytes()


def test_a_key_goes_to_no_other_server_and_over_no_open_line(file: Path) -> None:
    with scripted(Answer(body=snapshot(position=1))) as elsewhere:
        moved = Answer(status=302, headers={"Location": f"{elsewhere.address}/snapshot?"})
        with scripted(moved) as server:
            assert sync(server.address, file, key=KEY).returncode == 3
        assert [asked.authorization for asked in elsewhere.asked] == [None]
    assert sync("http://register.invalid/api/v1", file, key=KEY).returncode == 3
    assert rows(file, "SELECT count(*) FROM state") == [0]


def test_another_key_begins_anew(file: Path) -> None:
    """Its audience may be another one, whose positions have nothing to do with ours."""
    filled(file, "a")
    with scripted(Answer(body=snapshot(body("b"), position=2)), Answer(body=page(upto=2))) as server:
        filled_for(server, file)
        assert sync(server.address, file, key=KEY).returncode == 0
        assert server.paths[0] == "/snapshot?"
    assert (known(file), position(file)) == (["b"], 2)


def test_without_once_it_waits_for_changes_at_the_server(file: Path) -> None:
    filled(file, "a")
    with scripted(
        Answer(body=page(change("withdraw", "a"), upto=6)), Answer(body=b" ", missing=1, hangs=True)
    ) as server:
        filled_for(server, file)
        with following(server, file) as process:
            server.wait_for(2)
            assert server.paths == [f"/changes?after={n}&limit=500&wait=30" for n in (5, 6)]
            assert known(file) == []
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 1


def test_a_second_run_on_the_same_file_ends_at_once(file: Path) -> None:
    with scripted(Answer(body=b" ", missing=1, hangs=True)) as server, following(server, file):
        server.wait_for(1)
        done = sync(server.address, file)
        assert len(server.asked) == 1
    assert done.returncode == 1
    assert "locked" in done.stderr


def test_the_file_is_for_its_owner_only(file: Path) -> None:
    filled(file, "a")
    assert file.stat().st_mode & 0o077 == 0


def test_the_script_stays_short() -> None:
    assert len(SYNC.read_text(encoding="utf-8").splitlines()) <= 200
