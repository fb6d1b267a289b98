"""A small world that is edited, published, held and withdrawn in any order, and what should be readable of it.

Every edit writes a new canary into every text of a record and takes back what was said before, so that exactly the
canaries of what is published may be read. ``Expected`` knows that without looking at the program.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from people.models import Citation, Event, Person
from people.vocabulary import Verdict
from publication.models import PublishedRecord
from publication.reading import READABLE
from publication.vocabulary import AUDIENCES
from sources.history import acting
from sources.vocabulary import Audience
from tests import factories as f
from tests.publication.publishing import as_reader

PERSONS, EVENTS = 4, 2
RELEASED_IN = {0: 0, 1: 0, 2: 1}
"""Which person was released in which event."""


@dataclass(eq=False)
class Being:
    """A person or an event with the rows that carry its texts, as field names by row; ``names``: is renamed, too."""

    record: Any
    mark: str
    rows: list[tuple[Any, tuple[str, ...]]]
    names: bool = False
    dates: bool = False
    version: int = 0

    @property
    def canary(self) -> str:
        """What stands in every text of the draft."""
        return self.canary_of(self.version)

    def canary_of(self, version: int) -> str:
        """What stood in every text at that version."""
        return f"{self.mark}v{version}z"

    def edit(self) -> None:
        """Write the next canary everywhere, cited from a document of its own; what was cited before is rejected."""
        self.version += 1
        title, never = self.canary, f"{self.canary}never"
        document = f.DocumentFactory.create(
            slug=f"paper-{title}", title=title, author=title, publisher=None,
            # Each row is told of by a sentence of its own, lest a hold on somebody else silence them all.
            text=" ".join([*(f"{title} {number}." for number in range(len(self.rows) + 1)), never]),
        )  # fmt: skip
        with acting(actor=f.ACTOR):
            self._name(title, never)
            for number, (row, fields) in enumerate(self.rows):
                for cited in Citation.objects.filter(pk__in=row.citations.values("pk")):
                    cited.verdict = Verdict.REJECTED
                    cited.save()
                row.refresh_from_db()
                for name in fields:
                    setattr(row, name, title)
                row.save()
                for name in ("exists", *fields):
                    f.cite(row, name, "" if name == "exists" else title, document=document, quote=f"{title} {number}.")
            if self.dates:
                f.cite(self.record, "date", "2025-12-13", document=document, quote=f"{title} {len(self.rows)}.")

    def _name(self, title: str, never: str) -> None:
        self.record.refresh_from_db()
        if isinstance(self.record, Person):
            self.record.note = never
            self.record.save()
        if not self.names:
            return
        self.record.slug = title
        if isinstance(self.record, Event):
            self.record.name = title
        else:
            called = self.record.names.get(preferred=True)
            called.text = title
            called.save()
        self.record.save()


@dataclass
class World:
    """Four persons and two events. 0 and 1 are related and were released together; 3 is related to 0, and took part."""

    persons: list[Being] = field(default_factory=list)
    events: list[Being] = field(default_factory=list)

    @property
    def beings(self) -> list[Being]:
        """All of them."""
        return [*self.persons, *self.events]


def make_world(*, names: bool, dates: bool) -> World:
    """Everything is public, and nothing is published.

    ``names``: edits rename as well, in the bodies of others too. ``dates``: edits of events give new evidence for their
    dates, which the releases of their members inherit.
    """
    events = [f.EventFactory.create(date="2025-12-13") for _number in range(EVENTS)]
    persons = [f.PersonFactory.create() for _number in range(PERSONS)]
    related = {0: persons[1], 3: persons[0]}
    world = World()
    for number, person in enumerate(persons):
        rows = [*_rows(person, events[RELEASED_IN[number]] if number in RELEASED_IN else None)]
        if number in related:
            rows.append((f.RelationshipFactory.create(person=person, other=related[number]), ("remark",)))
        if number == 3:
            part = f.EventPartFactory.create(event=events[0], organisation=None, person=person)
            rows.append((part, ("remark",)))
        world.persons.append(Being(record=person, mark=f"qp{number}", rows=rows, names=names))
    for number, event in enumerate(events):
        group = f.EventGroupFactory.create(event=event)
        rows = [(event, ("circumstances", "stated_reason")), (group, ("who",))]
        world.events.append(Being(record=event, mark=f"qe{number}", rows=rows, names=names, dates=dates))
    for being in world.beings:
        being.edit()
    return world


def _rows(person: Person, event: Event | None) -> Iterator[tuple[Any, tuple[str, ...]]]:
    yield f.RoleFactory.create(person=person), ("title", "remark")
    detention = f.DetentionFactory.create(person=person)
    yield detention, ("circumstances",)
    yield f.GroundFactory.create(detention=detention), ("text",)
    yield f.SentenceFactory.create(detention=detention, length=""), ("court", "remark")
    yield f.StatementFactory.create(speaker_person=person, speaker_description=""), ("wording", "occasion")
    if event:
        yield f.ReleaseFactory.create(person=person, event=event), ("circumstances",)


@dataclass
class Expected:
    """Which version of whom each audience reads, by the rules of DESIGN.md alone."""

    world: World
    audience: dict[Being, Audience] = field(default_factory=dict)
    held: set[Being] = field(default_factory=set)
    merged: dict[Being, Being] = field(default_factory=dict)
    published: dict[Audience, dict[Being, int]] = field(default_factory=lambda: {a: {} for a in AUDIENCES})
    dated: dict[Being, set[int]] = field(default_factory=dict)
    """Versions in which events were published: their dates may stand with members who are not yet published again."""
    slugs: dict[Audience, dict[Being, set[int]]] = field(default_factory=lambda: {a: {} for a in AUDIENCES})

    def event_of(self, being: Being) -> Being | None:
        """The event that a person was released in."""
        number = self.world.persons.index(being) if being in self.world.persons else None
        return self.world.events[RELEASED_IN[number]] if number in RELEASED_IN else None

    def members(self, being: Being) -> list[Being]:
        """The persons who were released in an event."""
        return [person for person in self.world.persons if self.event_of(person) is being]

    def may_be_seen(self, being: Being, audience: Audience) -> bool:
        """By its audience, holds and merges."""
        wide = self.audience.get(being, Audience.PUBLIC) >= audience
        return wide and being not in self.merged and not {being, self.event_of(being)} & self.held

    def publish(self, being: Being) -> None:
        """The being with whoever is merged with it, and an event's members; who may not be seen leaves.

        A person whose release would show an event's drafts takes the event along, as decision 0006 has it.
        """
        wanted = {being}
        while more := {one for pair in self.merged.items() if set(pair) & wanted for one in pair} - wanted:
            wanted |= more
        wanted |= set(self.members(being))
        wanted |= {event for one in wanted if (event := self.event_of(one)) and self._shows_drafts_of(event, one)}
        for audience in AUDIENCES:
            for one in wanted:
                if self.may_be_seen(one, audience):
                    self.published[audience][one] = one.version
                    if one.dates:
                        self.dated.setdefault(one, set()).add(one.version)
                    self.slugs[audience].setdefault(one, set()).add(one.version)
                elif one in self.merged:
                    self.published[audience].pop(one, None)
                else:
                    self.leave(one, audience)

    def _shows_drafts_of(self, event: Being, member: Being) -> bool:
        """Whether a member's release would show a date whose evidence changed since the event was published."""
        return event.dates and any(
            self.published[audience].get(event, event.version) != event.version
            and self.may_be_seen(event, audience)
            and self.may_be_seen(member, audience)
            for audience in AUDIENCES
        )

    def leave(self, being: Being, *audiences: Audience) -> None:
        """Is published no more."""
        for audience in audiences or AUDIENCES:
            self.published[audience].pop(being, None)
            self.slugs[audience].pop(being, None)

    def answers(self, being: Being, audience: Audience) -> bool:
        """Whether the keys that somebody was known by still lead anywhere."""
        while being in self.merged:
            being = self.merged[being]
        return being in self.published[audience]


def readable() -> dict[str, str]:
    """All that the reader's role can read, as text by table."""
    found = {}
    with as_reader(), connection.cursor() as cursor:
        for table in READABLE:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return found


def published_ids(audience: Audience) -> set[Any]:
    """Of persons and events."""
    rows = PublishedRecord.objects.filter(audience=audience).exclude(kind="document")
    return set(rows.values_list("id", flat=True))
