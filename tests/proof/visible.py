"""World A: what is published in both worlds, with a life of its own – edits, merges, holds that were lifted.

Every sixth person is for partners only, so that the two audiences read different worlds.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from people.models import Event, Person, Place
from people.vocabulary import Mode, Progress, RecognitionKind, Stage
from sources.history import acting
from sources.models import Document, Organisation
from sources.vocabulary import Audience
from tests import factories as f
from tests.proof.invented import Tale, tale
from tests.proof.told import mentioned, paper, told

PERSONS = 60
A_PAPER = 12
EVENTS = {
    "by-2024-05-01": ("2024-05-01", Mode.PARDON),
    "by-2025-06-21": ("2025-06-21", Mode.DEAL),
    "by-2025-11-30": ("2025-11-30", Mode.EXCHANGE),
    "by-2025-12-20": ("2025-12-20", Mode.AMNESTY),
}
PARTNERS_EVENT = "by-2025-12-20"


def event_sentence(slug: str, what: str) -> str:
    """What the gazette says of an event."""
    return f"Of {slug} it is reported: {what}."


@dataclass(kw_only=True)
class Visible:
    """What was made, by slug or number."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    persons: list[Person] = field(default_factory=list)

    def paper_of(self, number: int) -> Document:
        """The document that tells of a person."""
        return self.documents[f"paper-{number // A_PAPER}"]


def tell_of_the_world(world: Visible, *, besides: list[str]) -> None:
    """Organisations, places, documents and events. ``besides``: sentences of papers that nobody of this world cites."""
    for slug, kind in (
        ("daily-fable", "news"),
        ("fable-agency", "agency"),
        ("tellers-aid", "ngo"),
        ("court", "state_body"),
    ):
        world.organisations[slug] = f.OrganisationFactory.create(slug=slug, kind=kind, country="BY")
    _places(world)
    tales = [tale(number) for number in range(PERSONS)]
    for number in range(PERSONS // A_PAPER):
        world.documents[f"paper-{number}"] = paper(
            f"paper-{number}",
            tales[number * A_PAPER : (number + 1) * A_PAPER],
            besides[number :: PERSONS // A_PAPER],
            publisher=list(world.organisations.values())[number % 3],
            language=("en", "be", "ru")[number % 3],
            published=f"2025-0{number + 1}-15",
            kind=("article", "list", "post")[number % 3],
        )
    for document in world.documents.values():
        _metadata(document, str(document.text).partition(". ")[0])
    echoed = [one.says(topic) for one in tales[::3] for topic in ("release", "second day")]
    agency = world.organisations["fable-agency"]
    world.documents["echo"] = f.DocumentFactory.create(
        slug="echo", text=" ".join(echoed), language="be-Latn", publisher=agency
    )
    for origin, kind in (("paper-0", "translation"), ("paper-1", "draws_on")):
        f.DerivationFactory.create(document=world.documents["echo"], origin=world.documents[origin], kind=kind)
    _events(world, besides)


def _metadata(document: Document, quote: str) -> None:
    """A document is quoted on itself for what lists can be asked by."""
    for name, value in (("publisher", document.publisher_id), ("language", document.language), ("kind", document.kind)):
        mentioned(document, name, str(value), document, quote)


def _places(world: Visible) -> None:
    for slug, kind, country, parent in (
        *(("belarus", "country", "BY", None), ("ukraine", "country", "UA", None), ("lithuania", "country", "LT", None)),
        *(
            ("fabelgrad", "city", "BY", "belarus"),
            ("tower", "facility", "BY", "fabelgrad"),
            ("vilna", "city", "LT", "lithuania"),
        ),
    ):
        above = world.places[parent] if parent else None
        world.places[slug] = f.PlaceFactory.create(slug=slug, kind=kind, country=country, parent=above)


def _events(world: Visible, besides: list[str]) -> None:
    sentences = [
        event_sentence(slug, what)
        for slug in EVENTS
        for what in ("it", "date", "mode", "tally", "part", "price", "who", "leg")
    ]
    gazette = f.DocumentFactory.create(
        slug="gazette",
        text=" ".join([*sentences, *besides]),
        published="2026-01",
        publisher=world.organisations["court"],
    )
    world.documents["gazette"] = gazette
    for slug, (day, mode) in EVENTS.items():
        audience = Audience.PARTNER if slug == PARTNERS_EVENT else Audience.PUBLIC
        event = f.EventFactory.create(
            slug=slug, date=day, mode=mode, country="BY", audience=audience, state="completed"
        )
        world.events[slug] = event
        told(event, gazette, event_sentence(slug, "it"), kind="release", country="BY", state="completed")
        mentioned(event, "date", day, gazette, event_sentence(slug, "date"))
        mentioned(event, "mode", mode, gazette, event_sentence(slug, "mode"))
        tally = f.TallyFactory.create(event=event, count="15..20")
        mentioned(tally, "count", "15..20", gazette, event_sentence(slug, "tally"))
        part = f.EventPartFactory.create(event=event, organisation=world.organisations["tellers-aid"])
        told(part, gazette, event_sentence(slug, "part"))
        concession = f.ConcessionFactory.create(event=event, party=world.organisations["court"], reason="for nothing")
        told(concession, gazette, event_sentence(slug, "price"), reason="for nothing")
        group = f.EventGroupFactory.create(event=event, tally=tally)
        told(group, gazette, event_sentence(slug, "who"), who="the others")
        leg = f.DestinationFactory.create(group=group, release=None, place=world.places["ukraine"])
        told(leg, gazette, event_sentence(slug, "leg"), place=world.places["ukraine"].pk)
    talks = f.EventFactory.create(slug="talks-2025", kind="talks", leads_to=world.events["by-2025-11-30"])
    sentence = event_sentence("by-2025-11-30", "part")
    told(talks, gazette, sentence, kind="talks", leads_to=world.events["by-2025-11-30"].pk)
    world.events["talks-2025"] = talks


def tell_of_persons(world: Visible) -> None:
    """Sixty persons, held, released, disputed, related."""
    for number in range(PERSONS):
        world.persons.append(_person(world, tale(number)))
    for number in range(0, PERSONS, 4):
        one, other = world.persons[number], world.persons[(number * 7 + 1) % PERSONS]
        told(f.RelationshipFactory.create(person=one, other=other), world.paper_of(number), tale(number).says("kin"))
        part = f.EventPartFactory.create(
            event=list(world.events.values())[number % 4], organisation=None, person=one, part="negotiator"
        )
        told(part, world.paper_of(number), tale(number).says("role"))


def _person(world: Visible, one: Tale) -> Person:
    paper_, number = world.paper_of(one.number), one.number
    audience = Audience.PARTNER if number % 6 == 5 else Audience.PUBLIC
    person: Person = f.PersonFactory.create(
        slug=one.slug,
        called=one.name,
        audience=audience,
        gender=("male", "female")[number % 2],
        born=str(1950 + number),
    )
    mentioned(person.names.get(), "text", one.name, paper_, one.printed)
    cyrillic = f.NameFactory.create(person=person, text=one.cyrillic, script="Cyrl", language="ru")
    mentioned(cyrillic, "text", one.cyrillic, paper_, one.printed)
    mentioned(person, "gender", person.gender, paper_, one.says("gender"))
    mentioned(person, "born", str(1950 + number), paper_, one.says("born"))
    _what_they_are(person, one, paper_)
    if number % 5 != 4:
        _held(world, person, one, paper_)
    if number % 3:
        _out(world, person, one, paper_)
    if number % 10 == 7:
        f.HoldFactory.create(person=person, lifted=timezone.now())
    return person


def _what_they_are(person: Person, one: Tale, paper_: Document) -> None:
    number = one.number
    told(f.NationalityFactory.create(person=person, country=("BY", "LT")[number % 7 == 0]), paper_, one.says("citizen"))
    if number % 4 == 1:
        told(f.RoleFactory.create(person=person), paper_, one.says("role"), title="teller of tales")
        told(f.IdentifierFactory.create(person=person, value=f"f{number}"), paper_, one.says("list"))
    if number % 4 == 2:
        prize = f.RecognitionFactory.create(person=person, kind=RecognitionKind.POLITICAL_PRISONER, title="")
        told(prize, paper_, one.says("prize"))
    if number % 8 == 3:
        said = f.StatementFactory.create(speaker_person=person, speaker_description="", wording=f"What a day {number}.")
        told(said, paper_, one.says("speech"), wording=f"What a day {number}.")


def _held(world: Visible, person: Person, one: Tale, paper_: Document) -> None:
    number = one.number
    began, ended = f"202{number % 4}-0{number % 9 + 1}", "" if number % 3 else ".."
    place = world.places["tower"]
    detention = f.DetentionFactory.create(person=person, began=began, ended=ended, place=place, form="prison")
    told(detention, paper_, one.says("arrest"), began=began, place=place.pk, form="prison")
    if ended:
        mentioned(detention, "ended", ended, paper_, one.says("end"))
    told(f.GroundFactory.create(detention=detention), paper_, one.says("ground"))
    told(f.SentenceFactory.create(detention=detention), paper_, one.says("sentence"), length="P7Y")
    condition = f.ConditionFactory.create(detention=detention, audience=Audience.PARTNER)
    told(condition, paper_, one.says("condition"))


def _out(world: Visible, person: Person, one: Tale, paper_: Document) -> None:
    number = one.number
    event = list(world.events.values())[number % 4]
    release = f.ReleaseFactory.create(person=person, event=event)
    told(release, paper_, one.says("release"), event=event.pk, outcome="freed")
    if number % 9 == 1:
        mentioned(release, "date", "2026-01-02", paper_, one.says("second day"))
    if number % 3 == 0:
        told(release, world.documents["echo"], one.says("release"))
    place = world.places[("ukraine", "lithuania", "vilna")[number % 3]]
    leg = f.DestinationFactory.create(
        release=release, place=place, stage=Stage.ARRIVAL, progress=Progress.REACHED,
        audience=Audience.PARTNER if number % 5 == 0 else Audience.PUBLIC,
    )  # fmt: skip
    told(leg, paper_, one.says("leg"), place=place.pk)


def edit_the_world(world: Visible) -> None:
    """The second chapter of the published life: renamed, merged, narrowed, put differently, taken out."""
    with acting(actor=f.ACTOR, reason="the second chapter"):
        _change(world.persons[2], slug=f"{world.persons[2].slug}-renamed")
        _change(world.persons[8], audience=Audience.PARTNER)
        _change(world.persons[10], audience=Audience.INTERNAL)
        _change(world.events["by-2024-05-01"], date="2024-05-02")
        _change(
            world.persons[13].names.get(preferred=True), text=world.persons[13].names.get(script="Cyrl").text + " III"
        )
    f.MergeFactory.create(survivor=world.persons[20], former=world.persons[22])
    f.MergeFactory.create(survivor=world.persons[25], former=world.persons[26], audience=Audience.PUBLIC)


def _change(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
