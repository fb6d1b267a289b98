"""What invented persons share: the size of a register, its keys, and its places, organisations, events and days."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.names import town

Row = dict[str, Any]
"""One record of a bundle, as docs/seed-format.md spells it."""

PERSONS_A_DOCUMENT = 50
CITIES, FACILITIES, BORDERS = 60, 230, 10
PUBLISHERS, OTHERS = 20, 20
EVENTS = 200
ABROAD = ("LT", "PL", "UA", "DE", "GE")
COUNTRY_NAMES = {"LT": "Lithuania", "PL": "Poland", "UA": "Ukraine", "DE": "Germany", "GE": "Georgia"}
EVENT_MODES = {"pardon": "by pardon", "amnesty": "by amnesty", "deal": "in a deal between states"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FIRST_ARREST, LAST_ARREST, AFTER_ARRESTS = date(2020, 8, 1), date(2022, 12, 31), date(2023, 1, 1)
FIRST_RELEASE, LAST_RELEASE = date(2024, 1, 1), date(2025, 12, 31)


@dataclass(frozen=True, kw_only=True)
class World:
    """A register of ``persons`` invented persons; the same seed gives the same person whatever the size."""

    persons: int
    seed: int = 1

    @property
    def documents(self) -> int:
        """How many documents tell of these persons."""
        return -(-self.persons // PERSONS_A_DOCUMENT)

    def home(self, person: int) -> int:
        """The number of the document that tells most of a person (persons and documents count from 1)."""
        return (person - 1) // PERSONS_A_DOCUMENT + 1

    def echo(self, person: int) -> int:
        """The number of the second document that names a person: the next one, as far as there is one."""
        return min(self.home(person) + 1, self.documents)

    def random(self, *about: object) -> Random:
        """Chance for one thing, the same in every run and in every order of making."""
        return Random("/".join(map(str, (self.seed, *about))))  # noqa: S311 - invented data, nothing secret


def person_key(number: int) -> str:
    """``p-000001`` is the first person."""
    return f"p-{number:06}"


def document_key(number: int) -> str:
    """``d-00001`` is the first document."""
    return f"d-{number:05}"


def event_key(number: int) -> str:
    """``e-001`` is the first event."""
    return f"e-{number:03}"


def place_key(number: int) -> str:
    """``pl-001`` is the first place: cities, then facilities, then borders."""
    return f"pl-{number:03}"


def organisation_key(number: int) -> str:
    """``o-01`` is the first organisation: publishers, then others."""
    return f"o-{number:02}"


def in_words(day: date) -> str:
    """As an article writes it: 3 May 2021."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def some_day(random: Random, first: date, last: date) -> date:
    """A day between two, both included."""
    return first + timedelta(days=random.randrange((last - first).days + 1))


def partial_date(random: Random, first: date, last: date) -> tuple[str, str]:
    """EDTF, and the words that state it; mostly a day, sometimes a month or a year, sometimes *about*."""
    day = some_day(random, first, last)
    chance = random.random()
    if chance < 0.70:
        return day.isoformat(), f"on {in_words(day)}"
    if chance < 0.85:
        return f"{day:%Y-%m}", f"in {MONTHS[day.month - 1]} {day.year}"
    if chance < 0.95:
        return f"{day.year}", f"in {day.year}"
    return f"{day.isoformat()}~", f"around {in_words(day)}"


def facility(random: Random) -> tuple[str, str]:
    """The key of a place where people are held, and its name."""
    number = CITIES + 1 + random.randrange(FACILITIES)
    return place_key(number), facility_name(number)


def facility_name(number: int) -> str:
    """What the facility with this place number is called."""
    kind = ("Penal Colony", "Prison", "Detention Centre")[number % 3]
    return f"{kind} No. {number} of {town(number % CITIES + 1)}"


def publisher_name(number: int) -> str:
    """What the organisation with this number, a publisher, is called."""
    return f"The {town(1000 + number)} Courier"


def event_name(number: int) -> str:
    """No event's name begins another's."""
    return f"{town(number % CITIES + 1)} release No. {number:03}"


def event_day(world: World, number: int) -> date:
    """When an event took place."""
    return some_day(world.random("event", number), FIRST_RELEASE, LAST_RELEASE)


def places() -> list[Row]:
    """All places: cities in a country, facilities in a city, borders in none."""
    cities = [
        {"place": place_key(n), "audience": "public", "name": town(n), "kind": "city", "parent": "BY", "country": "BY"}
        | {"latitude": f"{52 + n / 20:.5f}", "longitude": f"{24 + n / 10:.5f}"}
        for n in range(1, CITIES + 1)
    ]
    facilities = [
        {"place": place_key(n), "audience": "public", "name": facility_name(n), "kind": "facility", "country": "BY"}
        | {"parent": place_key(n % CITIES + 1)}
        for n in range(CITIES + 1, CITIES + FACILITIES + 1)
    ]
    borders = [
        {"place": place_key(n), "audience": "public", "name": f"The crossing at {town(n)}", "kind": "border"}
        for n in range(CITIES + FACILITIES + 1, CITIES + FACILITIES + BORDERS + 1)
    ]
    return [*cities, *facilities, *borders]


def organisations() -> list[Row]:
    """Publishers first, then those who are quoted."""
    publishers = [
        {"organisation": organisation_key(n), "audience": "public", "name": publisher_name(n), "kind": "news"}
        for n in range(1, PUBLISHERS + 1)
    ]
    others = [
        {"organisation": organisation_key(n), "audience": "public", "name": f"The Watch of {town(n)}", "kind": "ngo"}
        for n in range(PUBLISHERS + 1, PUBLISHERS + OTHERS + 1)
    ]
    return [*publishers, *others]
