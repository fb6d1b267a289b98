"""What two records say that cannot both be true: some of it a human must settle first, some is only worth a look."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from django.utils.translation import gettext as _

from people.corroboration import UNKNOWN_CODES, comparison
from people.merging.refusals import EndsContradict, ReleasesContradict
from people.models import Detention, Hold, Identifier, Judgement, Person, Relationship, Release
from people.stated import model_field, own_value
from people.vocabulary import Sameness
from sources.agreement import Agreement, compare_spans
from sources.record import Record
from sources.vocabulary import Audience

_OF_A_WAY_OUT = ("date", "mode", "outcome", "forced_exile")
_OF_A_PERSON = ("gender", "born", "died")


def refuse_contradictions(*, survivor: Person, former: Person) -> None:
    """:raises ReleasesContradict, EndsContradict: when the record would say two things of one moment."""
    for ours, theirs in _releases_in_one_event(survivor, former):
        if fields := contradicting(ours, theirs, _OF_A_WAY_OUT):
            raise ReleasesContradict(ours, theirs, fields)
    episodes = product(Detention.objects.filter(person=survivor), Detention.objects.filter(person=former))
    for one, other in episodes:
        ended = one.ended is not None and other.ended is not None
        if one.began is None or one.began != other.began or not ended:
            continue
        if compare_spans(one.ended, other.ended) is Agreement.CONFLICT:  # type: ignore[arg-type] # neither is None
            raise EndsContradict(one, other)


def contradicting(one: Record, other: Record, fields: tuple[str, ...]) -> list[str]:
    """The fields, in words, whose values cannot both be true."""
    found = []
    for name in fields:
        values = own_value(one, name), own_value(other, name)
        if UNKNOWN_CODES.isdisjoint(values) and comparison(type(one), name, {})(*values) is Agreement.CONFLICT:
            found.append(str(model_field(type(one), name).verbose_name))
    return found


def warnings(*, survivor: Person, former: Person) -> list[str]:
    """What speaks against the two being one person, and what merging them will silence; nothing of it forbids it."""
    return [
        *_differing(survivor, former),
        *_judged(survivor, former),
        *_relatives(survivor, former),
        *_silenced(survivor, former),
    ]


def _differing(survivor: Person, former: Person) -> Iterator[str]:
    for field in contradicting(survivor, former, _OF_A_PERSON):
        yield (_("They contradict each other: %s. The survivor's value stays, with the sources of both.") % field)
    known = dict(Identifier.objects.filter(person=survivor).values_list("scheme", "value"))
    for scheme, value in Identifier.objects.filter(person=former).values_list("scheme", "value"):
        if known.get(scheme, value) != value:
            told = _("Another list tells two persons apart: %(scheme)s has %(one)s and %(other)s.")
            yield told % {"scheme": scheme, "one": known[scheme], "other": value}


def _judged(survivor: Person, former: Person) -> Iterator[str]:
    both = (survivor, former)
    known = Judgement.objects.filter(one__in=both, other__in=both, undone=None, verdict=Sameness.DIFFERENT)
    for judgement in known.select_related("judged_by"):
        told = _("They were judged to be two persons (by %(who)s, %(when)s UTC). %(note)s")
        when = f"{judgement.created:%Y-%m-%d %H:%M}"
        yield (told % {"who": judgement.judged_by or "–", "when": when, "note": judgement.note}).strip()


def _relatives(survivor: Person, former: Person) -> Iterator[str]:
    both = (survivor, former)
    for relation in Relationship.objects.filter(person__in=both, other__in=both):
        told = _("They are recorded as relatives of each other (%s): two people? The relation stays with them, unseen.")
        yield told % relation.get_kind_display()


def _silenced(survivor: Person, former: Person) -> Iterator[str]:
    if Hold.objects.active().filter(person=former).exists():
        yield _("The record that goes is held: the hold will be on the survivor too, until a person lifts it.")
    if former.audience < survivor.audience:
        told = _("Whatever comes from the record that goes will be narrowed to its audience: %s.")
        yield told % Audience(former.audience).label
    if survivor.audience < former.audience:
        told = _("The survivor is for fewer (%s) than the record that goes: the others will read of neither any more.")
        yield told % Audience(survivor.audience).label
    for ours, _theirs in _releases_in_one_event(survivor, former):
        yield _("Both have a release in “%s”: one is kept, with the evidence and the places of both.") % ours.event


def _releases_in_one_event(survivor: Person, former: Person) -> list[tuple[Release, Release]]:
    theirs = {r.event_id: r for r in Release.objects.filter(person=former, event__isnull=False)}
    ours = Release.objects.filter(person=survivor, event__in=theirs).select_related("event")
    return [(release, theirs[release.event_id]) for release in ours]
