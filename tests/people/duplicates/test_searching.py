"""``./manage.py find_duplicates``: pairs whose names resemble each other, found once, and again when renamed."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.duplicates import searching
from people.duplicates.searching import search
from people.models import ComparedPerson, Person, SuspectedPair
from people.naming.keys import KEYS_VERSION
from sources.history import acting
from tests import factories as f

pytestmark = pytest.mark.django_db


def person(called: str, **values: Any) -> Person:
    made: Person = f.PersonFactory.create(called=called, **values)
    return made


def pairs() -> set[frozenset[str]]:
    found = SuspectedPair.objects.select_related("one", "other")
    return {frozenset((pair.one.slug, pair.other.slug)) for pair in found}


def renamed(one: Person, text: str) -> None:
    with acting(actor=f.ACTOR):
        name = one.names.get()
        name.text = text
        name.save()


def test_two_spellings_of_one_name_are_a_pair_with_reasons_and_namesakes_of_other_fathers_are_none() -> None:
    person("Siarhei Vydumka", slug="a")
    person("Сергей Выдумка", slug="b")
    person("Ihar Vydumka", slug="c")
    person("Aliaksandr Ivanavich Kazka", slug="d")
    person("Aliaksandr Piatrovich Kazka", slug="e")
    assert search().persons == 5
    assert pairs() == {frozenset("ab")}
    pair = SuspectedPair.objects.get()
    assert pair.score > 0.9
    assert any("the same given name" in reason for reason in pair.reasons)


def test_any_of_their_names_makes_a_pair_whoever_was_there_first() -> None:
    for slug, preferred in (("a", "Siarhei Vydumka"), ("b", "Jan Nichto")):
        one = person(preferred, slug=slug)
        f.NameFactory.create(person=one, text="Zmicier Kazka")
    search()
    assert pairs() == {frozenset("ab")}


def test_a_surname_that_papers_print_alone_makes_no_pair() -> None:
    for slug, preferred in (("a", "Iryna Vydumka"), ("b", "Vera Vydumka")):
        f.NameFactory.create(person=person(preferred, slug=slug), text="Vydumka")
    search()
    assert pairs() == set()


def test_a_contradicting_date_of_birth_parts_namesakes() -> None:
    for slug, born in (("a", "1960"), ("b", "1990")):
        person("Siarhei Vydumka", slug=slug, born=born)
    search()
    assert pairs() == set()


def test_a_second_search_compares_nobody_and_writes_nothing() -> None:
    person("Siarhei Vydumka", slug="a")
    person("Sergey Vydumka", slug="b")
    search()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert search().persons == 0
    assert not any(query["sql"].startswith(("INSERT", "UPDATE")) for query in asked.captured_queries)


def test_whoever_is_renamed_is_looked_at_again_and_nobody_else() -> None:
    one = person("Siarhei Vydumka", slug="a")
    person("Sergey Vydumka", slug="b")
    person("Jan Nichto", slug="c")
    search()
    renamed(one, "Ян Ничто")
    assert search().persons == 1
    assert pairs() == {frozenset("ac")}


def test_a_corrected_date_of_birth_is_a_reason_to_look_again() -> None:
    one = person("Siarhei Vydumka", slug="a", born="1960")
    person("Siarhei Vydumka", slug="b", born="1990")
    search()
    with acting(actor=f.ACTOR):
        one.refresh_from_db()
        one.born = "1990"
        one.save()
    assert search().persons == 1
    assert pairs() == {frozenset("ab")}


def test_other_tables_of_names_are_a_reason_to_look_at_everybody_again(monkeypatch: pytest.MonkeyPatch) -> None:
    person("Siarhei Vydumka")
    search()
    monkeypatch.setattr(searching, "KEYS_VERSION", KEYS_VERSION + 1)
    assert search().persons == 1


def test_whoever_was_merged_away_is_in_no_pair() -> None:
    kept, gone = person("Siarhei Vydumka", slug="a"), person("Sergey Vydumka", slug="b")
    f.MergeFactory.create(survivor=kept, former=gone)
    search()
    assert pairs() == set()


def test_a_search_that_was_interrupted_goes_on_where_it_stopped() -> None:
    for slug in "abcde":
        person("Siarhei Vydumka", slug=slug)

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(batch=2, tell=stop)
    assert ComparedPerson.objects.count() == 2
    assert search(batch=2).persons == 3
    assert len(pairs()) == 10


def test_of_a_very_common_name_so_many_are_kept_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "KEPT", 2)
    for _ in range(8):
        person("Siarhei Vydumka")
    search()
    assert SuspectedPair.objects.count() <= 8 * 2


def test_the_command_tells_what_it_did_and_refuses_nonsense() -> None:
    person("Siarhei Vydumka")
    person("Sergey Vydumka")
    told = [StringIO(), StringIO()]
    for out in told:
        call_command("find_duplicates", stdout=out)
    assert "Compared: 2. Pairs that resemble each other: 1." in told[0].getvalue()
    assert "nothing to compare" in told[1].getvalue()
    with pytest.raises(CommandError, match="at least 1, not 0"):
        call_command("find_duplicates", "--batch", "0")
