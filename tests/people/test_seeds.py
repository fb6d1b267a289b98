"""The five articles: what the register makes of them, with numbers worked out by hand from the texts.

Voices: BBC (000 digests and 004 copies one article of it), Infobae (003 translates one), 001 and 002 for themselves,
and whoever a sentence holds responsible. Implied is never counted.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from intake.models import Imported
from people.corroboration import Corroboration, corroborate
from people.models import TARGETS, Citation, Name, Person
from people.status import status_on
from sources.models import Document, History
from sources.record import Record
from sources.vocabulary import Audience
from tests.desk import editor

SEEDS: Path = settings.BASE_DIR / "seeds"
HASHES = {
    "000": "e9368ff455250ee3d2fc113c6110b104f8f94c0f043b63174b6e139fce8bc1e0",
    "001": "6953e865f7172971c54cb6afbc21c733cf738636a2a54c848e84b48d091077c0",
    "002": "49da437004e99f4adf716401d4dd399655b5cfade5fb3c1312892a2edb208120",
    "003": "9d43cfb6340469fc56ea3859efdb9bbd21f5e35b32bf8adcef1c0da49afbad33",
    "004": "d3b6fd9ae3d2fc61643f68fa638b41f7e2aab867a3d0dc6297d7981c6bdb71a6",
}
RELEASE = ("event", "by-2025-12-13")
TALLY = "by-2025-12-13/tallies/"


@pytest.fixture(scope="module", autouse=True)
def seeds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The seeds, imported once for all tests of this module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_seeds", str(SEEDS), stdout=StringIO())
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def imported(kind: str, key: str) -> Record:
    row = Imported.objects.get(bundle="seeds", kind=kind, key=key)
    found: Record = TARGETS[kind]._default_manager.get(pk=row.record)
    return found


def said(kind: str, key: str, field: str) -> Corroboration:
    record = imported(kind, key)
    return corroborate([record], audience=Audience.PUBLIC)[record.pk, field]


def test_the_articles_are_byte_for_byte_what_was_received() -> None:
    found = {path.name[:3]: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.glob("documents/*.txt")}
    assert found == HASHES
    assert set(Document.objects.exclude(sha256="").values_list("sha256", flat=True)) == set(HASHES.values())


def test_importing_them_again_changes_nothing() -> None:
    before = History.objects.count()
    out = StringIO()
    call_command("import_seeds", str(SEEDS), stdout=out)
    assert "0 changes" in out.getvalue()
    assert History.objects.count() == before


def test_their_evidence_has_no_fault_and_five_conflicts() -> None:
    out = StringIO()
    call_command("verify_citations", stdout=out)
    conflicts = [line for line in out.getvalue().splitlines() if "conflict" in line]
    assert out.getvalue().splitlines()[-1].startswith("0 faults")
    assert len(conflicts) == 5


def test_every_row_is_public_on_purpose() -> None:
    records: list[type[Record]] = [Citation, *(model for name, model in TARGETS.items() if name != "place")]
    assert not [model for model in records if model._default_manager.exclude(audience=Audience.PUBLIC).exists()]


def test_no_document_is_left_uncited() -> None:
    assert not Document.objects.filter(text__isnull=False, passages__citations__isnull=True).exists()


NUMBERS = {
    "day": (*RELEASE, "date", {"2025-12-13": 1, "2025-12-14": 1}, 2, True),
    "day of the announcement": (*RELEASE, "announced", {"2025-12-13": 1}, 1, False),
    "mode": (*RELEASE, "mode", {"deal": 3, "pardon": 1}, 4, True),
    "forced exile": (*RELEASE, "forced_exile", {"yes": 1}, 1, False),
    "released": ("tally", TALLY + "released", "count", {"123": 6, "12..": 1}, 6, False),
    "foreigners released": ("tally", TALLY + "released-foreign", "count", {"7..": 1, "1..": 0}, 1, False),
    "to Ukraine": ("tally", TALLY + "arrived-ukraine", "count", {"114": 2, "109": 1, "115": 1}, 4, True),
    "to Lithuania": ("tally", TALLY + "arrived-lithuania", "count", {"8": 1, "9": 1}, 2, True),
    "still held": ("tally", TALLY + "still-held", "count", {"100..": 2, "1101..": 1, "1201..": 1}, 4, False),
    "order of the sanctions": (
        "concession",
        "by-2025-12-13/concessions/potash",
        "order",
        {"before": 1, "after": 1},
        2,
        True,
    ),
}


@pytest.mark.parametrize("row", NUMBERS.values(), ids=NUMBERS.keys())
def test_claims_and_independent_voices(row: tuple[str, str, str, dict[str, int], int, bool]) -> None:
    kind, key, field, claims, voices, conflict = row
    found = said(kind, key, field)
    assert {claim.value: claim.independent for claim in found.claims} == claims
    assert (found.independent, found.conflicting) == (voices, conflict)


@pytest.mark.parametrize(
    ("person", "voices"),
    [
        ("maria-kalesnikava", 4),
        ("ales-bialiatski", 4),
        ("viktar-babaryka", 2),
        ("marina-zolotova", 1),
        ("maksim-znak", 0),
    ],
)
def test_who_was_among_the_released(person: str, voices: int) -> None:
    release = Person.objects.get(slug=person).releases.get(event__slug="by-2025-12-13")
    found = corroborate([release], audience=Audience.PUBLIC)[release.pk, "event"]
    assert (found.independent, found.conflicting) == (voices, False)


def test_time_held_as_days_as_years_and_as_more_than_a_year_do_not_conflict() -> None:
    detention = Person.objects.get(slug="ales-bialiatski").detentions.get(time_held="P1613D")
    found = corroborate([detention], audience=Audience.PUBLIC)[detention.pk, "time_held"]
    assert {claim.value for claim in found.claims} == {"P1613D", "P4Y", "P1Y.."}
    assert not found.conflicting


@pytest.mark.parametrize(
    ("person", "day", "expected"),
    [
        ("maria-kalesnikava", date(2025, 12, 12), "last_known_detained"),
        ("maria-kalesnikava", date(2025, 12, 13), "released"),
        ("ales-bialiatski", date(2021, 7, 1), "unknown"),
        ("sergei-tikhanovsky", date(2025, 12, 1), "released"),
        ("svetlana-tikhanovskaya", date(2025, 12, 14), "unknown"),
        ("john-coale", date(2025, 12, 14), "unknown"),
    ],
)
def test_status(person: str, day: date, expected: str) -> None:
    found = Person.objects.annotate(status=status_on(day, Audience.PUBLIC)).values_list("status", flat=True)
    assert found.get(slug=person)["value"] == expected


def test_her_names_in_all_spellings_of_the_five_documents() -> None:
    names = set(Name.objects.filter(person__slug="maria-kalesnikava").values_list("text", flat=True))
    assert names == {
        "Maria Kalesnikava",
        "Maria Kolesnikova",
        "Kalesnikava",
        "Kolesnikova",
        "Masha",
        "Masha Kolesnikova",
    }


def test_tikhanovskaya_and_tikhanovsky_are_two_and_photographers_are_none() -> None:
    names = Name.objects.values_list("text", flat=True)
    assert Person.objects.filter(slug__in=["svetlana-tikhanovskaya", "sergei-tikhanovsky"]).count() == 2
    assert not {"Thilo Schmuelgen", "Alexey Nikolskiy", "Alexander Kazakov", "badely"} & set(names)


@pytest.mark.parametrize("term", ["Колесникова", "Kaleśnikava", "Masha Kolesnikova", "kalesnikova maria"])
def test_staff_find_maria_kalesnikava_first_by_every_spelling(term: str) -> None:
    her = imported("person", "maria-kalesnikava")
    listed = editor().get(reverse("admin:people_person_changelist"), {"q": term})
    assert listed.context["cl"].result_list[0].pk == her.pk
    box = {"app_label": "people", "model_name": "release", "field_name": "person", "term": term}
    assert editor().get(reverse("admin:autocomplete"), box).json()["results"][0]["id"] == str(her.pk)
