"""What the tests of accounts share: somebody of the staff, a partner, and how the reader asks to be let in."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection
from psycopg import Connection
from psycopg.rows import TupleRow, class_row

from accounts.models import Partner, User


@dataclass(frozen=True, kw_only=True)
class Admission:
    """The answer of ``admit``."""

    audience: int
    position: int
    refusal: str
    scopes: list[str]
    allowed: int
    remaining: int
    reset: int


Login = Callable[[], Connection[TupleRow]]
ANYBODY = ("", b"")
HOME = b"A" * 16


def admit(
    reader: Connection[TupleRow],
    key: tuple[str, bytes] = ANYBODY,
    *,
    address: bytes = HOME,
    cost: int = 1,
    anonymous: int = 5,
) -> Admission:
    """Ask as the reader, who alone may."""
    with reader.cursor(row_factory=class_row(Admission)) as cursor:
        cursor.execute("SELECT * FROM admit(%s, %s, %s, %s, %s)", [*key, address, cost, anonymous])
        answer = cursor.fetchone()
    assert answer
    return answer


def make_user(name: str = "vera") -> User:
    return User.objects.create_user(username=name, password="not a secret here", is_staff=True)


def make_partner(name: str = "Friends of the Fable") -> Partner:
    return Partner.objects.create(name=name)


@pytest.fixture
def user(db: None) -> User:
    return make_user()


@pytest.fixture
def partner(db: None) -> Partner:
    return make_partner()


@pytest.fixture
def reader_login(django_db_setup: None) -> Iterator[Login]:
    """More connections to the test database with the reader's own login."""
    with ExitStack() as stack:
        url, database = os.environ["PUBLISHED_DATABASE_URL"], connection.settings_dict["NAME"]
        yield lambda: stack.enter_context(psycopg.connect(url, autocommit=True, dbname=database))
