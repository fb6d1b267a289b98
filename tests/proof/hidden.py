"""What only world B holds: fifty persons who may not be known of, and all that would betray them. Never published.

Their evidence stands in documents of their own, or in sentences of public documents that nobody else cites: a passage
that overlaps one about somebody held is withheld by design, so sharing a sentence would rightly change world A.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from people.models import Event, Person
from sources.history import acting
from sources.models import Document
from sources.vocabulary import Audience
from tests import factories as f
from tests.proof.invented import Tale, tale
from tests.proof.told import mentioned, paper, told
from tests.proof.visible import Visible

GIVEN = (("Zmora", "Latn"), ("Зміцер", "Cyrl"), ("שמעון", "Hebr"), ("سليمان", "Arab"), ("王明", "Hani"))
WAYS = 10
PERSONS = WAYS * len(GIVEN)
CANARY = "kanarek"
"""Stands in every text of theirs, in any letters."""
MERGED_INTERNAL = 37
"""One of those who are merged into somebody public is internal instead of held."""
HOMONYMS = 8
"""The way of those who are called exactly like somebody who is public."""


def secret(number: int) -> Tale:
    """The tale of a hidden person."""
    given, _script = GIVEN[number % len(GIVEN)]
    return Tale(
        number=1000 + number,
        slug=f"{CANARY}-{number:02}",
        name=tale(number).name if number // len(GIVEN) == HOMONYMS else f"{given} {CANARY} {number:02}",
        cyrillic=f"{given} {CANARY.upper()} {number:02}",
    )


SECRETS = [secret(number) for number in range(PERSONS)]
BESIDES = [secret_tale.says("aside") for secret_tale in SECRETS]
"""Sentences of public documents that only world B cites."""


@dataclass(kw_only=True)
class Hidden:
    """What was made, besides the visible world that it hides in."""

    world: Visible
    persons: list[Person] = field(default_factory=list)
    papers: dict[int, Document] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def public_paper(self) -> Document:
        """The public document that mentions every hidden person aside."""
        return self.world.documents["gazette"]


def tell_of_secrets(hidden: Hidden) -> None:
    """Before any visible person is written: documents, events under a hold, and the persons themselves."""
    press = f.OrganisationFactory.create(slug=f"{CANARY}-press", name=CANARY)
    for number, one in enumerate(SECRETS):
        values: dict[str, Any] = {"title": f"{CANARY} paper {number}", "author": CANARY, "publisher": press}
        if number % 3 == 0:
            values["audience"] = Audience.INTERNAL
        hidden.papers[number] = paper(f"{CANARY}-paper-{number:02}", [one], [f"{CANARY} {number}."], **values)
    for number in range(3):
        event = f.EventFactory.create(
            slug=f"{CANARY}-event-{number}", name=f"{CANARY} event", date="2025-08-08", country="BY", mode="pardon",
            circumstances=CANARY, leads_to=hidden.world.events["by-2025-11-30"],
        )  # fmt: skip
        f.HoldFactory.create(event=event, reason=CANARY)
        told(event, hidden.papers[number], SECRETS[number].says("release"), date="2025-08-08")
        told(
            f.TallyFactory.create(event=event, count="3"),
            hidden.papers[number],
            SECRETS[number].says("list"),
            count="3",
        )
        hidden.events.append(event)
    hidden.persons += [_person(hidden, number) for number in range(PERSONS)]


def _person(hidden: Hidden, number: int) -> Person:
    one, document = SECRETS[number], hidden.papers[number]
    internal = number // len(GIVEN) == 1 or number == MERGED_INTERNAL
    person: Person = f.PersonFactory.create(
        slug=one.slug, called=one.name, note=CANARY, gender="female", born="1960",
        audience=Audience.INTERNAL if internal else Audience.PUBLIC,
    )  # fmt: skip
    script = GIVEN[number % len(GIVEN)][1]
    told(
        f.NameFactory.create(person=person, text=one.cyrillic, script=script), document, one.printed, text=one.cyrillic
    )
    mentioned(person, "born", "1960", document, one.says("born"))
    told(f.NationalityFactory.create(person=person), document, one.says("citizen"))
    told(f.RoleFactory.create(person=person, title=CANARY), document, one.says("role"), title=CANARY)
    told(f.IdentifierFactory.create(person=person, value=CANARY), document, one.says("list"))
    detention = f.DetentionFactory.create(person=person, began="2021", ended="..", circumstances=CANARY)
    told(detention, document, one.says("arrest"), began="2021", ended="..", circumstances=CANARY)
    told(f.GroundFactory.create(detention=detention, text=CANARY), document, one.says("ground"), text=CANARY)
    told(f.RecognitionFactory.create(person=person, title=CANARY), document, one.says("prize"), title=CANARY)
    if number // len(GIVEN) not in UNDER_AN_EVENT and not internal:
        f.HoldFactory.create(person=person, reason=CANARY)
    # A person is told of aside in a public document, too.
    mentioned(person, "gender", "female", hidden.public_paper, one.says("aside"))
    return person


UNDER_AN_EVENT = (2, 6)
"""The ways of those who are under no hold of their own."""


def let_them_touch_the_world(hidden: Hidden) -> None:
    """After the visible persons are written: each in one of ten ways."""
    for number in range(PERSONS):
        WAY[number // len(GIVEN)](hidden, number)
    _what_is_internal(hidden)
    _what_is_told_of_others(hidden)


def _alone(hidden: Hidden, number: int) -> None:
    """Nothing but their own rows."""


def _released(hidden: Hidden, number: int, event: Event) -> None:
    one, document = SECRETS[number], hidden.papers[number]
    release = f.ReleaseFactory.create(person=hidden.persons[number], event=event, circumstances=CANARY)
    told(release, document, one.says("release"), event=event.pk, outcome="freed", circumstances=CANARY)
    leg = f.DestinationFactory.create(release=release, place=hidden.world.places["lithuania"])
    told(leg, document, one.says("leg"), place=hidden.world.places["lithuania"].pk)


def _in_a_held_event(hidden: Hidden, number: int) -> None:
    _released(hidden, number, hidden.events[number % 3])


def _in_a_public_event(hidden: Hidden, number: int) -> None:
    _released(hidden, number, _public_event(hidden, number))


def _in_both(hidden: Hidden, number: int) -> None:
    _in_a_held_event(hidden, number)
    _in_a_public_event(hidden, number)


def _public_event(hidden: Hidden, number: int) -> Event:
    return list(hidden.world.events.values())[number % 4]


def _taking_part(hidden: Hidden, number: int) -> None:
    one, document, event = SECRETS[number], hidden.papers[number], _public_event(hidden, number)
    part = f.EventPartFactory.create(
        event=event, organisation=None, person=hidden.persons[number], part="negotiator", remark=CANARY
    )
    told(part, document, one.says("role"), remark=CANARY)
    said = f.StatementFactory.create(
        event=event, speaker_person=hidden.persons[number], speaker_description="", wording=CANARY, occasion=CANARY
    )
    told(said, document, one.says("speech"), wording=CANARY)


def _related(hidden: Hidden, number: int) -> None:
    one, document = SECRETS[number], hidden.papers[number]
    mine, theirs = hidden.persons[number], hidden.world.persons[number]
    for person, other in ((mine, theirs), (theirs, mine), (mine, hidden.persons[number - 1])):
        kin = f.RelationshipFactory.create(person=person, other=other, remark=CANARY)
        told(kin, document, one.says("kin"), remark=CANARY)


def _merged(hidden: Hidden, number: int) -> None:
    """Into somebody public, or into somebody hidden."""
    survivor = hidden.world.persons[number] if number % 2 else hidden.persons[number - 20]
    f.MergeFactory.create(survivor=survivor, former=hidden.persons[number], reason=CANARY)


def _speaking_of_others(hidden: Hidden, number: int) -> None:
    """They are the voice behind what is told of somebody public."""
    one, other = SECRETS[number], hidden.world.persons[number % 60]
    for document, quote in ((hidden.papers[number], one.says("speech")), (hidden.public_paper, one.says("aside"))):
        mentioned(other, "gender", "female", document, quote, attributed_person=hidden.persons[number])
        event = _public_event(hidden, number)
        mentioned(event, "date", "2025-10-10", document, quote, attributed_person=hidden.persons[number])
        for detention in other.detentions.all():
            mentioned(detention, "began", "2019", document, quote, attributed_person=hidden.persons[number])


WAY: tuple[Callable[[Hidden, int], None], ...] = (
    *(_alone, _alone, _in_a_held_event, _in_a_public_event, _taking_part, _related, _in_both, _merged, _alone),
    _speaking_of_others,
)
assert len(WAY) == WAYS


def _what_is_internal(hidden: Hidden) -> None:
    """Internal rows of public records: a release that must not flip a status, a spelling, a place, a number."""
    world, secretly = hidden.world, {"audience": Audience.INTERNAL}
    for number in range(0, 30, 3):
        person, document, one = world.persons[number], hidden.papers[number], SECRETS[number]
        release = f.ReleaseFactory.create(person=person, date="2026-02-02", **secretly)
        told(release, world.documents["gazette"], one.says("aside"), date="2026-02-02")
        name = f.NameFactory.create(person=person, text=f"{CANARY} {number}", **secretly)
        told(name, document, one.says("list"), text=name.text)
        ended = f.DetentionFactory.create(person=person, began="2025-12-24", ended="..", **secretly)
        told(ended, world.documents["gazette"], one.says("aside"), began="2025-12-24", ended="..")
    event = world.events["by-2025-06-21"]
    inside = f.PlaceFactory.create(slug=f"{CANARY}-cell", name=CANARY, parent=world.places["tower"], **secretly)
    organisation = f.OrganisationFactory.create(slug=f"{CANARY}-office", name=CANARY, **secretly)
    for made in (
        f.TallyFactory.create(event=event, place=inside, count="77", **secretly),
        f.EventPartFactory.create(event=event, organisation=organisation, remark=CANARY),
        f.ConcessionFactory.create(event=event, party=organisation, target=CANARY, **secretly),
        f.EventGroupFactory.create(event=event, label=CANARY, who=CANARY, **secretly),
    ):
        told(made, hidden.papers[1], SECRETS[1].says("speech"))


def _what_is_told_of_others(hidden: Hidden) -> None:
    """Public people beside a held event or document: speaking of it, taking part in it, told of by it."""
    world, event = hidden.world, hidden.events[0]
    text = f"{CANARY} saw them all. {CANARY} wept."
    held = f.DocumentFactory.create(
        slug=f"{CANARY}-held", title=CANARY, text=text, publisher=hidden.papers[0].publisher
    )
    f.HoldFactory.create(document=held, reason=CANARY)
    f.DerivationFactory.create(document=held, origin=world.documents["paper-2"], kind="translation")
    f.DerivationFactory.create(document=world.documents["paper-3"], origin=held, kind="draws_on")
    for number in range(1, 40, 6):
        person = world.persons[number]
        mentioned(person, "gender", "other", held, f"{CANARY} saw them all")
        part = f.EventPartFactory.create(event=event, organisation=None, person=person, remark=CANARY)
        told(part, hidden.papers[4], SECRETS[4].says("prize"))
        said = f.StatementFactory.create(
            event=event, speaker_person=person, speaker_description="", wording=f"{CANARY} {number}"
        )
        told(said, hidden.papers[4], SECRETS[4].says("speech"), wording=said.wording)


def edit_the_secrets(hidden: Hidden) -> None:
    """They have a history, too: edits, a hold that was lifted and placed again, merges undone."""
    leading = hidden.world.events["by-2025-11-30"]
    mentioned(leading, "leads_to", str(hidden.events[1].pk), hidden.papers[7], SECRETS[7].says("speech"))
    with acting(actor=f.ACTOR, reason=CANARY):
        leading.leads_to = hidden.events[1]
        leading.save()
        for person in hidden.persons[:20]:
            person.note = f"{CANARY} again"
            person.save()
        for name in hidden.persons[3].names.all():
            name.text = f"{name.text} {CANARY}"
            name.save()
    f.HoldFactory.create(person=hidden.persons[12], reason=CANARY)
    told(f.RoleFactory.create(person=hidden.persons[5], title=CANARY), hidden.papers[5], SECRETS[5].says("kin"))
