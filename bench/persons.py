"""One invented person: a record with five citations, and the sentences of two documents that these rest on.

Every value is stated by a sentence; the preferred name alone is a spelling that no document prints.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from bench.names import GIVEN_MEN, GIVEN_WOMEN, Spelling, family
from bench.world import (
    ABROAD,
    AFTER_ARRESTS,
    COUNTRY_NAMES,
    EVENTS,
    FIRST_ARREST,
    FIRST_RELEASE,
    LAST_ARREST,
    LAST_RELEASE,
    OTHERS,
    PUBLISHERS,
    Row,
    World,
    document_key,
    event_key,
    event_name,
    facility,
    organisation_key,
    partial_date,
    person_key,
)

AUDIENCES, AUDIENCE_WEIGHTS = ("public", "partner", "internal"), (80, 15, 5)
WAYS_OUT = {"pardon": "pardoned", "term_served": "let go at the end of the term", "early_release": "let go early"}


@dataclass(frozen=True, kw_only=True)
class Invented:
    """A person's record, and what the two documents print of them."""

    row: Row
    home: tuple[str, ...]
    echo: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Writes sentences about one person and hands back the ``cited`` entries that rest on them."""

    name: Spelling
    home_key: str
    echo_key: str
    random: Random
    home: list[str] = field(default_factory=list)
    echo: list[str] = field(default_factory=list)

    def tell(self, quote: str, **states: str) -> Row:
        """A sentence of the document that tells most; now and then it names somebody else as the one who says so."""
        self.home.append(f"{quote}.")
        spoken = {"by": organisation_key(PUBLISHERS + 1 + self.random.randrange(OTHERS))}
        return {self.home_key: quote, **states, **(spoken if self.random.random() < 0.1 else {})}

    def tell_again(self, quote: str, **states: str) -> Row:
        """A sentence of the second document."""
        self.echo.append(f"{quote}.")
        return {self.echo_key: quote, **states}


def invent(number: int, *, world: World) -> Invented:
    """The person with this number, counted from 1; the same for the same seed, however many others there are.

    Only the persons of the last document differ with a register's size: no document comes after it to name them.
    """
    random = world.random("person", number)
    woman = random.random() < 0.35
    given = random.choice(GIVEN_WOMEN if woman else GIVEN_MEN)
    surname = family(world.seed + number, woman=woman)
    teller = Teller(
        name=given + Spelling(" ", " ", " ") + surname,
        home_key=document_key(world.home(number)),
        echo_key=document_key(world.echo(number)),
        random=random,
    )
    story = random.choices(list(STORIES), weights=list(STORIES.values()))[0]
    row = {
        "person": person_key(number),
        "audience": random.choices(AUDIENCES, weights=AUDIENCE_WEIGHTS)[0],
        "sort_key": f"{surname.belarusian}, {given.belarusian}",
        "names": _names(teller),
        **story(teller),
    }
    if not teller.echo:
        teller.echo.append(f"{teller.name.cyrillic} is on this list too.")
    return Invented(row=row, home=tuple(teller.home), echo=tuple(teller.echo))


def _names(teller: Teller) -> list[Row]:
    return [
        {teller.name.belarusian: [], "preferred": "true", "language": "be-Latn"},
        {teller.name.russian: [teller.home_key], "language": "ru-Latn"},
        {teller.name.cyrillic: [teller.echo_key], "language": "ru", "script": "Cyrl"},
    ]


def _detention(teller: Teller, **more: object) -> Row:
    """An episode of which a document states the beginning."""
    began, words = partial_date(teller.random, FIRST_ARREST, LAST_ARREST)
    return {"began": began, **more, "cited": [teller.tell(f"{teller.name.russian} was detained {words}", began=began)]}


def _detention_again(teller: Teller, *, until: date) -> Row:
    """A second episode, later than any first one."""
    began, words = partial_date(teller.random, AFTER_ARRESTS, until)
    quote = f"{teller.name.russian} was detained a second time {words}"
    return {"key": "second", "began": began, "cited": [teller.tell(quote, began=began)]}


def _held_once(teller: Teller) -> Row:
    began, words = partial_date(teller.random, FIRST_ARREST, LAST_ARREST)
    place, place_name = facility(teller.random)
    days = teller.random.randrange(100, 1800)
    years = days // 365 + 2
    held, length = teller.random.choice(((f"{days}d", f"{days:,} days"), (f"{years}y", f"about {years} years")))
    name = teller.name.russian
    cited = [
        teller.tell(f"{name} was detained {words} and taken to {place_name}", began=began, place=place),
        teller.tell(f"{name} has been held for {length}", time_held=held),
    ]
    return {"detentions": [{"began": began, "time_held": held, "place": place, "cited": cited}]}


def _held_twice(teller: Teller) -> Row:
    place, place_name = facility(teller.random)
    detentions = [_detention(teller, key="first"), _detention_again(teller, until=LAST_RELEASE)]
    held_in = teller.tell(f"{teller.name.russian} is now held in {place_name}", place=place)
    detentions[1] = {**detentions[1], "place": place, "cited": [*detentions[1]["cited"], held_in]}
    return {"detentions": detentions}


def _freed_among_others(teller: Teller) -> Row:
    event = teller.random.randrange(1, EVENTS + 1)
    country = teller.random.choice(ABROAD)
    name = teller.name
    detention = _detention(teller)
    freed = teller.tell_again(f"{name.cyrillic} was freed in the {event_name(event)}", event=event_key(event))
    arrived = teller.tell(f"{name.russian} has since reached {COUNTRY_NAMES[country]}")
    leg = {"stage": "arrival", "progress": "reached", "place": country, "cited": [arrived]}
    if teller.random.random() < 0.5:
        leg = {**leg, "audience": "public"}
    return {
        "detentions": [detention],
        "releases": [{"event": event_key(event), "cited": [freed], "destinations": [leg]}],
    }


def _freed_alone(teller: Teller) -> Row:
    day, words = partial_date(teller.random, FIRST_RELEASE, LAST_RELEASE)
    mode, way = teller.random.choice(list(WAYS_OUT.items()))
    detention = _detention(teller)
    freed = teller.tell(f"{teller.name.russian} was {way} {words}", date=day, mode=mode)
    return {"detentions": [detention], "releases": [{"date": day, "mode": mode, "cited": [freed]}]}


def _freed_from_what_was_told(teller: Teller) -> Row:
    day, words = partial_date(teller.random, FIRST_RELEASE, LAST_RELEASE)
    detention = _detention(teller, key="first")
    freed = teller.tell_again(f"{teller.name.cyrillic} came out of it {words}", date=day, detention="first")
    return {"detentions": [detention], "releases": [{"date": day, "detention": "first", "cited": [freed]}]}


def _held_twice_and_freed(teller: Teller) -> Row:
    day, words = partial_date(teller.random, FIRST_RELEASE, LAST_RELEASE)
    detentions = [_detention(teller, key="first"), _detention_again(teller, until=FIRST_RELEASE)]
    freed = teller.tell(f"{teller.name.russian} came free {words}", date=day)
    return {"detentions": detentions, "releases": [{"date": day, "cited": [freed]}]}


STORIES: dict[Callable[[Teller], Row], int] = {
    _held_once: 28,
    _held_twice: 12,
    _freed_among_others: 30,
    _freed_alone: 10,
    _freed_from_what_was_told: 10,
    _held_twice_and_freed: 10,
}
"""What can have happened, and to how many of a hundred; each is five citations, two of them on names."""
