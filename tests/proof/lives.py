"""A small world that is edited, published, held and withdrawn in any order, and what should be readable of it.

Every edit writes a new canary into every text of a record and takes back what was said before, so that exactly the
canaries of what is published may be read. ``Expected`` knows that without looking at the program.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from people.models import Citation, Event, Person
from people.vocabulary import Verdict
from publication.models import PublishedRecord
from publication.reading import READABLE
from publication.vocabulary import AUDIENCES
from sources.history import acting
from sources.models import Document
from sources.vocabulary import Audience
from tests import factories as f
from tests.publication.publishing import as_reader

PERSONS, EVENTS = 4, 2
RELEASED_IN = {0: 0, 1: 0, 2: 1}
"""Which person was released in which event."""
NAMES = {0: {1, 4}, 1: {4}, 2: {5}, 3: {0, 4}, 4: {0, 1, 3}, 5: {2}}
"""Whose bodies name whom; events come after the persons."""


@dataclass(eq=False)
class Being:
    """A person or an event with the rows that carry its texts, as field names by row; ``names``: is renamed, too.

    ``shared``: rows that bodies of others show as well (a member, a part, a relation); they have canaries of their own.
    """

    record: Any
    mark: str
    rows: list[tuple[Any, tuple[str, ...]]]
    shared: list[tuple[Any, tuple[str, ...]]] = field(default_factory=list)
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

    def shared_canary_of(self, version: int) -> str:
        """What stood in the texts of the shared rows at that version."""
        return f"{self.mark}sv{version}z"

    def edit(self) -> None:
        """Write the next canary everywhere, cited from a document of its own; what was cited before is rejected."""
        self.version += 1
        title, never = self.canary, f"{self.canary}never"
        with acting(actor=f.ACTOR):
            self._name(title, never)
            document = self._write(self.rows, title, never)
            self._write(self.shared, self.shared_canary_of(self.version), never)
            if self.dates:
                f.cite(self.record, "date", "2025-12-13", document=document, quote=f"{title} {len(self.rows)}.")

    def _write(self, rows: list[tuple[Any, tuple[str, ...]]], title: str, never: str) -> Document:
        document = f.DocumentFactory.create(
            slug=f"paper-{title}", title=title, author=title, publisher=None,
            # Each row is told of by a sentence of its own, lest a hold on somebody else silence them all.
            text=" ".join([*(f"{title} {number}." for number in range(len(rows) + 1)), never]),
        )  # fmt: skip
        for number, (row, fields) in enumerate(rows):
            for cited in Citation.objects.filter(pk__in=row.citations.values("pk")):
                cited.verdict = Verdict.REJECTED
                cited.save()
            row.refresh_from_db()
            for name in fields:
                setattr(row, name, title)
            row.save()
            for name in ("exists", *fields):
                f.cite(row, name, "" if name == "exists" else title, document=document, quote=f"{title} {number}.")
        return document

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
        shared: list[tuple[Any, tuple[str, ...]]] = []
        if number in RELEASED_IN:
            release = f.ReleaseFactory.create(person=person, event=events[RELEASED_IN[number]])
            shared.append((release, ("circumstances",)))
        if number in related:
            shared.append((f.RelationshipFactory.create(person=person, other=related[number]), ("remark",)))
        if number == 3:
            part = f.EventPartFactory.create(event=events[0], organisation=None, person=person)
            shared.append((part, ("remark",)))
        rows = [*_rows(person)]
        world.persons.append(Being(record=person, mark=f"qp{number}", rows=rows, shared=shared, names=names))
    for number, event in enumerate(events):
        group = f.EventGroupFactory.create(event=event)
        rows = [(event, ("circumstances", "stated_reason")), (group, ("who",))]
        world.events.append(Being(record=event, mark=f"qe{number}", rows=rows, names=names, dates=dates))
    for being in world.beings:
        being.edit()
    return world


def _rows(person: Person) -> Iterator[tuple[Any, tuple[str, ...]]]:
    yield f.RoleFactory.create(person=person), ("title", "remark")
    detention = f.DetentionFactory.create(person=person)
    yield detention, ("circumstances",)
    yield f.GroundFactory.create(detention=detention), ("text",)
    yield f.SentenceFactory.create(detention=detention, length=""), ("court", "remark")
    yield f.StatementFactory.create(speaker_person=person, speaker_description=""), ("wording", "occasion")


@dataclass
class Expected:
    """Which version of whom each audience reads, by the rules of DESIGN.md and of decision 0006 alone."""

    world: World
    audience: dict[Being, Audience] = field(default_factory=dict)
    held: set[Being] = field(default_factory=set)
    merged: dict[Being, Being] = field(default_factory=dict)
    published: dict[Audience, dict[Being, int]] = field(default_factory=lambda: {a: {} for a in AUDIENCES})
    dated: dict[Being, set[int]] = field(default_factory=dict)
    """Versions in which events were published: their dates may stand with members who are not yet published again."""
    slugs: dict[Audience, dict[Being, set[int]]] = field(default_factory=lambda: {a: {} for a in AUDIENCES})
    tells: dict[Audience, dict[Being, dict[Being, int]]] = field(default_factory=lambda: {a: {} for a in AUDIENCES})
    """What the shared rows of others were when a body was made: it shows that until it is published again itself."""
    now: int = 0
    touched: dict[Being, set[int]] = field(default_factory=lambda: defaultdict(set))
    """When somebody was edited, held, narrowed or merged, came or went."""
    made: dict[Being, int] = field(default_factory=dict)
    """When a body was last looked at by whoever published it."""
    left: dict[Audience, set[Being]] = field(default_factory=lambda: defaultdict(set))
    """Who leaves in the present step."""
    holding: bool = False

    def begin(self, *beings: Being, holding: bool = False) -> None:
        """The next step, which happens to these."""
        self.now += 1
        self.holding = holding
        self.left.clear()
        for being in beings:
            self.touched[being].add(self.now)

    def naming(self, being: Being) -> list[Being]:
        """Whose bodies could tell of somebody, or of an event's members: a hold silences such sentences there."""
        told = {being, *self.members(being)}
        return [one for one in self.world.beings if self._named_in(one) & told]

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
        holds = {being, self.event_of(being)} & self.held
        return wide and being not in self.merged and not holds

    def publish(self, being: Being) -> None:
        """The being with whoever is merged with it, and an event's members; who may not be seen leaves.

        A person whose release would show an event's drafts takes the event along, as decision 0006 has it.
        """
        wanted = self._one_person(being) | set(self.members(being))
        wanted |= {event for one in wanted if (event := self.event_of(one)) and self._shows_drafts_of(event, one)}
        for audience in AUDIENCES:
            for one in wanted:
                if self.may_be_seen(one, audience):
                    self._let_out(one, audience)
                else:
                    self.leave(one, audience, known=one in self.merged)
            for one in wanted & set(self.published[audience]):
                self.tells[audience][one] = self._told_by(one, audience)

    def take_back(self, *beings: Being) -> None:
        """Withdrawn or held; former records that are still out under their own ids tell of their last survivor."""
        leaving = {*beings, *(former for former in self.merged if self.survivor(former) in beings)}
        for audience in AUDIENCES:
            for being in leaving:
                self.leave(being, audience)
            # The held may still be among somebody's former ids.
            self.left[audience] |= leaving if self.holding else set()

    def leave(self, being: Being, audience: Audience, *, known: bool = False) -> None:
        """Is published no more; ``known``: what it was called may still lead to a survivor."""
        if self.published[audience].pop(being, None) is not None:
            self.left[audience].add(being)
            self.touched[being].add(self.now)
        if not known:
            self.slugs[audience].pop(being, None)

    def follow(self, audience: Audience, found: Collection[Being]) -> None:
        """Let those go, too, who are not found any more and could not be told of without those who leave."""
        while fallen := [b for b in self.published[audience] if b not in found and self._may_fall(b, audience)]:
            for being in fallen:
                self.leave(being, audience)

    def survivor(self, being: Being) -> Being:
        """The last one, or the being itself."""
        while being in self.merged:
            being = self.merged[being]
        return being

    def said(self, audience: Audience) -> set[str]:
        """The canaries of what is published, and of rows of others that published bodies show."""
        published = self.published[audience]
        told = [pair for one in published for pair in self.tells[audience][one].items()]
        shared = {being.shared_canary_of(version) for being, version in (*published.items(), *told)}
        return {being.canary_of(version) for being, version in published.items()} | shared

    def answers(self, being: Being, audience: Audience) -> bool:
        """Whether the keys that somebody was known by still lead anywhere."""
        return self.survivor(being) in self.published[audience]

    def _let_out(self, being: Being, audience: Audience) -> None:
        if being not in self.published[audience]:
            self.touched[being].add(self.now)
        self.published[audience][being] = being.version
        self.made[being] = self.now
        if being.dates:
            self.dated.setdefault(being, set()).add(being.version)
        self.slugs[audience].setdefault(being, set()).add(being.version)

    def _told_by(self, being: Being, audience: Audience) -> dict[Being, int]:
        return {one: one.version for one in self.published[audience] if one in self._named_in(being)}

    def _one_person(self, being: Being) -> set[Being]:
        return {one for one in self.world.beings if self.survivor(one) is self.survivor(being)}

    def _shows_drafts_of(self, event: Being, member: Being) -> bool:
        """Whether a member's release would show a date whose evidence changed since the event was published."""
        return event.dates and any(
            self.published[audience].get(event, event.version) != event.version
            and self.may_be_seen(event, audience)
            and self.may_be_seen(member, audience)
            for audience in AUDIENCES
        )

    def _may_fall(self, being: Being, audience: Audience) -> bool:
        """Whether there is a reason for a body to leave with those it names; it need not, as it may be cut instead."""
        left = self.left[audience]
        if not self._named_in(being) & left:
            return False
        if not self.may_be_seen(being, audience):
            return True
        # A hold also silences the sentences that tell of both, and those are no entries that could be cut.
        rests = self.holding or self.event_of(being) in left or self._one_person(being) & left
        return bool(rests) and self._may_have_drafts(being, besides=left)

    def _may_have_drafts(self, being: Being, *, besides: Collection[Being]) -> bool:
        """Whether a body could say something else that nobody has looked at yet."""
        read = {being, *self._named_in(being)}.difference(besides)
        return any(self.made[being] < at < self.now for one in read for at in self.touched[one])

    def _named_in(self, being: Being) -> set[Being]:
        """Whom a body could name, under whichever id."""
        beings = self.world.beings
        named = [being, *(beings[number] for number in NAMES[beings.index(being)])]
        return set().union(*map(self._one_person, named)) - {being}


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
