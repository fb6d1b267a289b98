"""Persons of the record are found by any spelling of their names, and only by names that they have now."""

from uuid import UUID

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from people.models import Name, NameKeys, RenamedPerson
from people.naming import finding, indexing
from people.naming.finding import find
from people.naming.indexing import KeysAtHand, make_marked_keys, mark_outdated
from people.naming.keys import KEYS_VERSION, keys_of
from sources.dates import PartialDate
from sources.history import acting
from tests import factories as f

pytestmark = pytest.mark.django_db
CROWD = (
    "Siarhei Kavalionak", "Ihar Kavalionak", "Maryna Kavalionak", "Siarhei Kavalenka", "Volha Palchuk", "Ala Palchuk",
    "Aliaksandr Vasilevich Petrau", "Aliaksandr Ivanavich Petrau", "Muhammad Nadir al-Zubaydi", "Xu Zhenglan",
)  # fmt: skip


@pytest.fixture
def crowd() -> dict[str, UUID]:
    """Ids by names."""
    found = {}
    for name in CROWD:
        person = f.PersonFactory.create(called=name)
        found[name] = person.pk
    return found


def first(text: str, **besides: object) -> str:
    """The name of whoever is found first."""
    matches = find(text, **besides)  # type: ignore[arg-type]  # as the test gives them
    return matches[0].name if matches else ""


def test_nobody_is_picked_out_of_very_many_by_one_part_of_a_name_that_has_others(
    crowd: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {match.name for match in find("Zmitser Kavalionak")} >= {"Siarhei Kavalionak", "Ihar Kavalionak"}
    monkeypatch.setattr(finding, "TOO_MANY", 3)
    assert find("Zmitser Kavalionak") == []
    assert first("Ihar Kavalionak") == "Ihar Kavalionak"
    assert len(find("Kavalionak")) >= 3


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Сергей Ковалёнок", "Siarhei Kavalionak"),
        ("Сяргей Кавалёнак", "Siarhei Kavalionak"),
        ("Kovalyonok Sergey", "Siarhei Kavalionak"),
        ("Siarhiej Kavalonak", "Siarhei Kavalionak"),
        ("Sergej Kowaljonok", "Siarhei Kavalionak"),
        ("Ковалёнок С.", "Siarhei Kavalionak"),
        ("Siarhei Kavalinoak", "Siarhei Kavalionak"),
        ("Оля Пальчук", "Volha Palchuk"),
        ("Palczuk Ala", "Ala Palchuk"),
        ("Саша Петров Васильевич", "Aliaksandr Vasilevich Petrau"),
        ("Mohamed Nader Alzubaydi", "Muhammad Nadir al-Zubaydi"),
        ("Zheng-lan Xu", "Xu Zhenglan"),
    ],
)
def test_the_person_who_is_meant_comes_first(crowd: dict[str, UUID], asked: str, meant: str) -> None:
    assert first(asked) == meant


@pytest.mark.parametrize("asked", ["", "  ", "-", "‎", "123", "A.", "王" * 200, "'; DROP TABLE", "\x00", "%", "ʼʼʼ"])
def test_nothing_that_is_asked_breaks_anything(crowd: dict[str, UUID], asked: str) -> None:
    assert all(0 <= match.score <= 1 for match in find(asked))


def test_reasons_are_told_in_words(crowd: dict[str, UUID]) -> None:
    (match, *_) = find("Сергей Ковалёнок")
    told = {reason.code: reason.text for reason in match.reasons}
    assert told == {
        "given": "сергей and siarhei: the same given name.",
        "spelling": "ковалёнок and kavalionak: two spellings of one name.",
    }
    other = next(match for match in find("Ала Пальчук") if match.name == "Volha Palchuk")
    assert other.reasons[0].text == "Other given names: ала is not volha."
    assert other.score < 0.5


def test_contradicting_patronymics_are_told_and_cost_much(crowd: dict[str, UUID]) -> None:
    right, wrong = find("Александр Васильевич Петров")[:2]
    assert (right.name, wrong.name) == ("Aliaksandr Vasilevich Petrau", "Aliaksandr Ivanavich Petrau")
    assert right.score > 0.9
    assert wrong.score < 0.5
    assert wrong.reasons[0].code == "other_father"


def test_birth_dates_decide_between_namesakes(crowd: dict[str, UUID]) -> None:
    for born in ("1971-02-03", "1984"):
        person = f.PersonFactory.create(born=born, called=f"Yan Zorka {born[:2]}")
        f.NameFactory.create(person=person, text="Yan Zorka")
        crowd[born] = person.pk
    assert find("Ян Зорка", born=PartialDate.parse("1984-05-06"))[0].person == crowd["1984"]
    assert find("Ян Зорка", born=PartialDate.parse("1971"))[0].person == crowd["1971-02-03"]


def test_whoever_is_renamed_is_found_by_the_new_name_alone(crowd: dict[str, UUID]) -> None:
    assert first("Волчек Тадеуш") == ""
    with acting(actor=f.ACTOR):
        name = NameKeys.objects.get(person=crowd["Ihar Kavalionak"]).person.names.get()
        name.text = "Tadevush Vauchok"
        name.save()
    assert RenamedPerson.objects.count() == 1
    assert first("Тадеуш Ваучок") == "Tadevush Vauchok"
    assert all(match.person != crowd["Ihar Kavalionak"] for match in find("Игорь Ковалёнок"))
    assert not RenamedPerson.objects.exists()


def test_keys_of_older_tables_are_made_again(crowd: dict[str, UUID]) -> None:
    make_marked_keys()
    NameKeys.objects.update(keys=[], keys_version=KEYS_VERSION - 1)
    assert first("Сергей Ковалёнок") == ""
    assert mark_outdated() == len(CROWD)
    assert make_marked_keys() == len(CROWD)
    assert first("Сергей Ковалёнок") == "Siarhei Kavalionak"


HANDS = "Siarhei Kavalionak", "Сергей Ковалёнок"
OURS = [-7]
"""No key of any name: whoever is told this was told what the record has."""


@pytest.fixture
def at_hand() -> UUID:
    """A person of two names whose keys in the record can be told from those that would be made anew."""
    person = f.PersonFactory.create(called=HANDS[0])
    f.NameFactory.create(person=person, text=HANDS[1])
    make_marked_keys()
    NameKeys.objects.update(keys=OURS)
    return UUID(str(person.pk))


def test_keys_that_the_record_has_of_the_same_names_are_not_made_again(at_hand: UUID) -> None:
    assert KeysAtHand([at_hand])(reversed(HANDS)) == OURS


def test_of_some_of_somebodys_names_no_key_of_the_others_is_taken(at_hand: UUID) -> None:
    assert KeysAtHand([at_hand])(HANDS[:1]) == keys_of(HANDS[:1])
    assert KeysAtHand([])(HANDS) == keys_of(HANDS)


def test_keys_of_names_that_changed_or_of_older_tables_are_made_again(at_hand: UUID) -> None:
    NameKeys.objects.update(keys_version=KEYS_VERSION - 1)
    assert KeysAtHand([at_hand])(HANDS) == keys_of(HANDS)

    NameKeys.objects.update(keys_version=KEYS_VERSION)
    with acting(actor="person:editor", reason=""):
        Name.objects.get(text=HANDS[1]).delete()
    assert KeysAtHand([at_hand])(HANDS[:1]) == keys_of(HANDS[:1])


@pytest.mark.parametrize("size", [3, 30])
def test_a_search_costs_the_same_queries_for_any_number(
    size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(size):
        f.PersonFactory.create(called=f"Siarhei Kavalionak {number}")
    make_marked_keys()
    # Fewer than enough are asked for by every step of questions, whose number is that of the parts of the name.
    with django_assert_max_num_queries(12):
        find("Сергей Ковалёнок")


def test_after_very_many_the_keys_are_put_in_their_place(
    crowd: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Searches read through whatever waits in an index; pages of it are counted by PostgreSQL."""
    monkeypatch.setattr(indexing, "BATCH", len(CROWD))
    assert make_marked_keys() == len(CROWD)
    with connection.cursor() as cursor:
        # It waits no more: of the same list nothing is left to be done.
        cursor.execute("SELECT settle_name_keys()")
        assert cursor.fetchone() == (0,)
