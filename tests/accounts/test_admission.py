"""The SQL function ``admit``: a key counts at once or not at all, and exactly as many requests pass as are allowed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import psycopg
import pytest
from django.utils import timezone
from psycopg import Connection
from psycopg.rows import TupleRow

from accounts.actions import issue_key, revoke_key
from accounts.keys import UNREADABLE, caller_of, parse_token
from accounts.models import Partner, PartnerKey, Throttle
from accounts.vocabulary import KeyAudience
from publication.models import Counter
from tests.accounts.conftest import HOME, Admission, Login, admit, make_partner, make_user

Reader = Connection[TupleRow]
AWAY = b"B" * 16

pytestmark = pytest.mark.usefixtures("committed_db")


def _key(
    per_minute: int = 3, name: str = "Friends of the Fable", **given: object
) -> tuple[PartnerKey, tuple[str, bytes]]:
    options: dict[str, object] = {"per_minute": per_minute, "label": name, **given}
    key, token = issue_key(partner=make_partner(name), actor=make_user(name), **options)  # type: ignore[arg-type] # a test's own words
    asked = parse_token(token)
    assert asked
    return key, asked


def _refused(answer: Admission) -> None:
    assert (answer.refusal, answer.audience, answer.position, answer.scopes) == ("key", 0, 0, [])


def test_anybody_reads_what_is_public_as_often_as_is_allowed_and_no_more(reader_connection: Reader) -> None:
    Counter.objects.create(audience=2, position=17)
    answers = [admit(reader_connection, anonymous=3) for _ in range(5)]
    assert [one.refusal for one in answers] == ["", "", "", "busy", "busy"]
    assert [one.remaining for one in answers] == [2, 1, 0, 0, 0]
    assert [one.position for one in answers] == [17, 17, 17, 0, 0]
    assert [one.audience for one in answers] == [2, 2, 2, 0, 0]
    assert {one.allowed for one in answers} == {3}
    assert all(55 <= one.reset <= 60 for one in answers)


def test_another_caller_does_not_notice(reader_connection: Reader) -> None:
    _key_row, key = _key(per_minute=1)
    for _ in range(3):
        admit(reader_connection, anonymous=2)
    assert admit(reader_connection, anonymous=2).refusal == "busy"
    assert admit(reader_connection, address=AWAY, anonymous=2).refusal == ""
    assert admit(reader_connection, key, anonymous=2).refusal == ""


def test_a_key_reads_its_own_audience_within_its_own_budget(reader_connection: Reader) -> None:
    Counter.objects.create(audience=1, position=5)
    Counter.objects.create(audience=2, position=17)
    _row, partner = _key(per_minute=2)
    _row, public = _key(per_minute=9, name="Readers of Legends", audience=KeyAudience.PUBLIC, scopes=["read"])
    first, second, third = (admit(reader_connection, partner) for _ in range(3))
    assert (first.audience, first.position, first.allowed, first.remaining) == (1, 5, 2, 1)
    assert (second.refusal, second.remaining, third.refusal) == ("", 0, "busy")
    assert first.scopes == ["read", "sync"]
    other = admit(reader_connection, public)
    assert (other.audience, other.position, other.allowed, other.scopes) == (2, 17, 9, ["read"])


def test_a_key_reads_position_0_where_nothing_was_ever_published(reader_connection: Reader) -> None:
    assert admit(reader_connection, _key()[1]).position == 0


def _expired(key: PartnerKey) -> None:
    PartnerKey.objects.update(expires=timezone.now() - timedelta(milliseconds=1))


def _revoked(key: PartnerKey) -> None:
    revoke_key(key, actor=key.created_by, reason="")


def _partner_inactive(key: PartnerKey) -> None:
    Partner.objects.update(active=False)


@pytest.mark.parametrize("end", [_expired, _revoked, _partner_inactive])
def test_a_key_that_ends_is_refused_at_the_very_next_request(
    reader_connection: Reader, end: Callable[[PartnerKey], None]
) -> None:
    row, key = _key(per_minute=100)
    assert admit(reader_connection, key).refusal == ""
    end(row)
    _refused(admit(reader_connection, key))


def test_wrong_unknown_and_unreadable_keys_are_refused_alike(reader_connection: Reader) -> None:
    _row, (key_id, key_hash) = _key()
    wrong = [(key_id, b"x" * 32), (key_id, b""), ("a" * 12, key_hash), UNREADABLE, (key_id.upper(), key_hash)]
    answers = [admit(reader_connection, key, address=bytes([n]) * 16) for n, key in enumerate(wrong)]
    for answer in answers:
        _refused(answer)
    assert len({repr(answer) for answer in answers}) == 1


def test_a_refused_key_counts_on_its_address_and_runs_into_busy(reader_connection: Reader) -> None:
    _row, (key_id, _hash) = _key(per_minute=100)
    guesses = [admit(reader_connection, (key_id, bytes([n]) * 32), anonymous=3) for n in range(5)]
    assert [one.refusal for one in guesses] == ["key", "key", "key", "busy", "busy"]
    assert admit(reader_connection, anonymous=3).refusal == "busy"
    assert list(Throttle.objects.values_list("used", flat=True)) == [3]


def test_a_good_key_is_not_hindered_by_its_address_nor_the_address_by_the_key(reader_connection: Reader) -> None:
    _row, key = _key(per_minute=3)
    for _ in range(9):
        admit(reader_connection, UNREADABLE, anonymous=2)
    assert [admit(reader_connection, key, address=HOME).refusal for _ in range(4)] == ["", "", "", "busy"]
    assert admit(reader_connection, key, address=AWAY).refusal == "busy"
    assert admit(reader_connection, address=AWAY, anonymous=1).refusal == ""


def test_a_dear_request_costs_more_and_one_that_is_refused_costs_nothing(reader_connection: Reader) -> None:
    assert admit(reader_connection, cost=4).remaining == 1
    assert admit(reader_connection, cost=2).refusal == "busy"
    assert admit(reader_connection, cost=1).refusal == ""
    assert admit(reader_connection, cost=6, address=AWAY).refusal == "busy"
    assert not Throttle.objects.filter(caller=AWAY).exists()


@pytest.mark.parametrize("cost", [0, -100])
def test_no_request_is_free_or_gives_back(reader_connection: Reader, cost: int) -> None:
    assert [admit(reader_connection, cost=cost).remaining for _ in range(3)] == [4, 3, 2]


def test_a_new_minute_is_a_new_budget_and_not_a_moment_sooner(reader_connection: Reader) -> None:
    admit(reader_connection, anonymous=1)
    Throttle.objects.update(since=timezone.now() - timedelta(seconds=50))
    late = admit(reader_connection, anonymous=1)
    assert late.refusal == "busy"
    assert 9 <= late.reset <= 10
    Throttle.objects.update(since=timezone.now() - timedelta(seconds=60))
    again = admit(reader_connection, anonymous=1)
    assert (again.refusal, again.remaining, again.reset) == ("", 0, 60)
    assert admit(reader_connection, anonymous=1).refusal == "busy"


def test_the_counting_is_exact_however_many_ask_at_once(reader_login: Login) -> None:
    _row, key = _key(per_minute=100)
    connections = [reader_login() for _ in range(4)]
    together = Barrier(len(connections))

    def ask(reader: Reader) -> list[str]:
        together.wait()
        return [admit(reader, key).refusal for _ in range(40)]

    with ThreadPoolExecutor(len(connections)) as pool:
        answers = [refusal for part in pool.map(ask, connections) for refusal in part]
    assert (answers.count(""), answers.count("busy")) == (100, 60)
    assert Throttle.objects.get().used == 100


def test_windows_that_ended_long_ago_are_cleared_away_a_few_at_a_time(reader_connection: Reader) -> None:
    old = timezone.now() - timedelta(minutes=11)
    Throttle.objects.bulk_create(Throttle(caller=n.to_bytes(16), since=old, used=1) for n in range(70))
    Throttle.objects.create(caller=AWAY, since=timezone.now() - timedelta(minutes=9), used=1)
    admit(reader_connection)
    assert Throttle.objects.count() == 22
    admit(reader_connection)
    assert Throttle.objects.count() == 22
    admit(reader_connection, address=b"C" * 16)
    assert {bytes(caller) for caller in Throttle.objects.values_list("caller", flat=True)} == {HOME, AWAY, b"C" * 16}


def test_the_last_use_is_written_once_an_hour(reader_connection: Reader) -> None:
    row, key = _key(per_minute=100)
    admit(reader_connection, (row.id, b"x" * 32))
    assert PartnerKey.objects.get().last_used is None
    admit(reader_connection, key)
    first = PartnerKey.objects.get().last_used
    assert first
    assert abs(timezone.now() - first) < timedelta(minutes=1)
    admit(reader_connection, key)
    assert PartnerKey.objects.get().last_used == first
    PartnerKey.objects.update(last_used=first - timedelta(minutes=61))
    admit(reader_connection, key)
    assert PartnerKey.objects.get().last_used > first  # type: ignore[operator] # it was just written


def test_a_key_that_the_staff_is_at_work_on_keeps_nobody_waiting(
    reader_connection: Reader, owner_connection: Reader
) -> None:
    _row, key = _key()
    reader_connection.execute("SET statement_timeout = '2s'")
    with owner_connection.transaction():
        owner_connection.execute("SELECT FROM accounts_partnerkey FOR UPDATE")
        assert admit(reader_connection, key).refusal == ""


def test_what_is_counted_names_no_address(reader_connection: Reader) -> None:
    admit(reader_connection, address=caller_of("192.0.2.77"))
    row, key = _key()
    admit(reader_connection, key, address=caller_of("192.0.2.77"))
    stored = {bytes(caller) for caller in Throttle.objects.values_list("caller", flat=True)}
    assert stored == {caller_of("192.0.2.77"), row.id.encode()}


@pytest.mark.parametrize("table", ["accounts_partner", "accounts_partnerkey", "accounts_throttle", "accounts_user"])
@pytest.mark.parametrize("verb", ["SELECT 1 FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"])
def test_the_reader_reaches_keys_and_counts_by_this_function_alone(
    reader_connection: Reader, table: str, verb: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader_connection.execute(verb.format(table).encode())


def test_the_right_to_ask_is_given_to_the_reader_alone(owner_connection: Reader) -> None:
    found = owner_connection.execute(
        """SELECT grantee::regrole::text FROM pg_proc, aclexplode(proacl)
           WHERE proname = 'admit' AND pronamespace = 'public'::regnamespace ORDER BY 1"""
    ).fetchall()
    assert found == [("volia_owner",), ("volia_reader",)]


def test_counts_are_kept_without_write_ahead_log(owner_connection: Reader) -> None:
    found = owner_connection.execute(
        "SELECT relpersistence, reloptions FROM pg_class WHERE relname = 'accounts_throttle'"
    ).fetchone()
    assert found == ("u", ["fillfactor=50"])
