"""A small register that lives: what staff may do to it, by name and number, so that chance can drive it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone

from people.models import Hold, Merge, Person
from publication.actions import lift_holds, place_hold, publish, withdraw
from publication.refusals import StillBeingEdited
from publication.subjects import Subject, subject_of
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast, make_cast
from tests.factories import DocumentFactory, MergeFactory, PersonFactory, RelationshipFactory, ReleaseFactory, cite
from tests.publication.publishing import ACTOR, publish_everything

EDITOR = "test:editor"
CROWD = 6
TRIES = 20


class Act(NamedTuple):
    """``verb`` is one of ``ACTS``; ``who`` are numbers, taken modulo how many there are; ``how`` varies it."""

    verb: str
    who: tuple[int, ...]
    how: int


@dataclass(frozen=True, kw_only=True)
class Life:
    """Who lives: ``records`` are the event and all persons, related to one another and released together."""

    cast: Cast
    persons: list[Person]

    @property
    def records(self) -> list[Any]:
        return [self.cast.event, *self.persons]

    def subjects(self, who: Sequence[int]) -> list[Subject]:
        """Those of the numbers, each once."""
        return list(dict.fromkeys(subject_of(self.records[one % len(self.records)]) for one in who))

    def person(self, number: int) -> Person:
        """One of the persons."""
        return self.persons[number % len(self.persons)]

    def do(self, act: Act) -> None:
        """Carry an act out; where others edit at the same moment, once more."""
        for _try in range(TRIES):
            try:
                ACTS[act.verb](self, act)
            except StillBeingEdited:
                continue
            return
        raise StillBeingEdited(act.verb)


def begin_life() -> Life:
    """The cast, and a crowd beside it."""
    with acting(actor=EDITOR):
        cast = make_cast()
        names = [f"Kazachnik {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:CROWD]]
        roll = DocumentFactory.create(slug="roll", text=". ".join(f"{name} was among those set free" for name in names))
        crowd = [PersonFactory.create(slug=name.lower().replace(" ", "-"), called=name) for name in names]
        for name, person, next_one in zip(names, crowd, [*crowd[1:], crowd[0]], strict=True):
            release = ReleaseFactory.create(person=person, event=cast.event)
            kin = RelationshipFactory.create(person=person, other=next_one)
            cite(person.names.get(), "text", name, document=roll, quote=name)
            cite(release, "event", str(cast.event.pk), document=roll, quote=f"{name} was among those set free")
            cite(kin, "kind", kin.kind, document=roll, quote=f"{name} was among")
    return Life(cast=cast, persons=[cast.held, cast.released, cast.disputed, cast.embargoed, *crowd])


def _publish(life: Life, act: Act) -> None:
    publish(life.subjects(act.who), actor=ACTOR)


def _publish_everything(_life: Life, _act: Act) -> None:
    publish_everything()


def _withdraw(life: Life, act: Act) -> None:
    withdraw(life.subjects(act.who), actor=ACTOR, reason="asked to")


def _hold(life: Life, act: Act) -> None:
    place_hold(life.subjects(act.who), actor=ACTOR, reason="not yet", withdraw_now=act.how % 4 > 0)


def _lift(life: Life, act: Act) -> None:
    lift_holds(life.subjects(act.who), actor=ACTOR)


def _rename(life: Life, act: Act) -> None:
    person = life.person(act.who[0])
    with acting(actor=EDITOR):
        Person.objects.filter(pk=person.pk).update(slug=f"{person.slug}-{act.how % 3}")
        person.names.filter(preferred=True).update(text=f"Kazachnik {act.how}")


def _open_to(life: Life, act: Act) -> None:
    """To more or to fewer; sometimes only what is told of the release."""
    person, audience = life.person(act.who[0]), list(Audience)[act.how % 3]
    rows: Any = person.releases if act.how % 2 else Person.objects.filter(pk=person.pk)
    with acting(actor=EDITOR):
        rows.update(audience=audience)


def _merge(life: Life, act: Act) -> None:
    survivor, former = life.person(act.who[0]), life.person(act.who[-1])
    with acting(actor=EDITOR):
        known = Merge.objects.filter(undone__isnull=True)
        circle = known.filter(former=survivor).exists() or known.filter(former=former).exists()
        if survivor != former and not circle:
            MergeFactory.create(survivor=survivor, former=former)


def _part(life: Life, act: Act) -> None:
    with acting(actor=EDITOR):
        Merge.objects.filter(former=life.person(act.who[0]), undone__isnull=True).update(undone=timezone.now())


def _clear(_life: Life, _act: Act) -> None:
    """All holds end, and everything may be read by everybody."""
    with acting(actor=EDITOR):
        Hold.objects.active().update(lifted=timezone.now())
        Person.objects.exclude(audience=Audience.PUBLIC).update(audience=Audience.PUBLIC)
    publish_everything()


ACTS: dict[str, Callable[[Life, Act], None]] = {
    "publish": _publish,
    "publish everything": _publish_everything,
    "withdraw": _withdraw,
    "hold": _hold,
    "lift": _lift,
    "rename": _rename,
    "open to": _open_to,
    "merge": _merge,
    "part": _part,
    "clear": _clear,
}
