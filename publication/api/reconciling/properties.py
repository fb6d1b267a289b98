"""What persons are asked by and what tables are extended with; and the one type that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from publication.api.reconciling.published import Person

TYPE = {"id": "Person", "name": "Person"}
Value = dict[str, str]
"""One value of a property: a text under ``str``, a moment under ``date``."""


@dataclass(frozen=True, kw_only=True)
class Property:
    """``values`` takes a person and our own address. ``refines``: queries can be refined by it."""

    id: str
    name: str
    description: str
    values: Callable[[Person, str], Iterable[Value]]
    refines: bool = False


def _texts(*values: str | None) -> list[Value]:
    return [{"str": value} for value in dict.fromkeys(values) if value]


def _told(told: Any) -> str | None:
    found: str | None = told and told["value"]
    return found


def _dates(person: Person) -> Iterator[str]:
    """What is published as a date of release, and every other one that a source gives."""
    for release in person.body["releases"]:
        date = release["date"]
        yield from [date["value"], *(claim["value"] for claim in date.get("claims", ()))] if date else ()


def _quoted(person: Person) -> Iterator[str]:
    """The ids of documents that say when and whether the person is free or held."""
    body = person.body
    labels = [*body["status"]["citations"]]
    labels += [label for release in body["releases"] if release["date"] for label in release["date"]["citations"]]
    return (body["citations"][label]["document"]["id"] for label in labels if label in body["citations"])


def _of_releases(person: Person, member: str) -> list[Value]:
    return _texts(*(_told(release[member]) for release in person.body["releases"]))


PROPERTIES = (
    Property(
        id="name",
        name="name",
        description="All published names and spellings.",
        values=lambda person, _here: _texts(*(name["text"] for name in person.body["names"])),
        refines=True,
    ),
    Property(
        id="born",
        name="date of birth",
        description="EDTF, such as 1982 or 1982-04-24.",
        values=lambda person, _here: _texts(_told(person.body["born"])),
        refines=True,
    ),
    Property(
        id="country",
        name="country",
        description="Nationality, where they were held, or the event's; ISO 3166-1, or an English name in queries.",
        values=lambda person, _here: _texts(*person.countries),
        refines=True,
    ),
    Property(
        id="nationality",
        name="nationality",
        description="ISO 3166-1.",
        values=lambda person, _here: _texts(*(one["country"] for one in person.body["nationalities"])),
    ),
    Property(
        id="status",
        name="status",
        description="Such as released, detained or last_known_detained.",
        values=lambda person, _here: _texts(person.body["status"]["value"]),
    ),
    Property(
        id="since",
        name="status since",
        description="The day from which the status holds.",
        values=lambda person, _here: _texts(person.body["status"]["since"]),
    ),
    Property(
        id="released",
        name="release date",
        description="What the editors think is right, for each release; EDTF.",
        values=lambda person, _here: _of_releases(person, "date"),
    ),
    Property(
        id="released_claims",
        name="release date, all sources",
        description="Every date of release that a source gives; more than one where sources disagree.",
        values=lambda person, _here: _texts(*_dates(person)),
    ),
    Property(
        id="mode",
        name="release mode",
        description="Such as pardon or exchange.",
        values=lambda person, _here: _of_releases(person, "mode"),
    ),
    Property(
        id="destination",
        name="destination",
        description="Countries on the way out; ISO 3166-1.",
        values=lambda person, _here: _texts(
            *(leg["country"] for release in person.body["releases"] for leg in release["destinations"])
        ),
    ),
    Property(
        id="citation",
        name="citation URL",
        description="The address to cite: the record, with the sentence behind every value.",
        values=lambda person, here: _texts(here + person.body["url"]),
    ),
    Property(
        id="sources",
        name="sources",
        description="Addresses of the documents that the status and the dates of release rest on.",
        values=lambda person, here: _texts(*(f"{here}/api/v1/documents/{pk}" for pk in _quoted(person))),
    ),
    Property(
        id="changed",
        name="last changed",
        description="When this was published.",
        values=lambda person, _here: [{"date": person.published_at}],
    ),
    Property(
        id="id",
        name="present id",
        description="Another id than yours where two records turned out to be one person's.",
        values=lambda person, _here: _texts(str(person.id)),
    ),
)
BY_ID = {one.id: one for one in PROPERTIES}
