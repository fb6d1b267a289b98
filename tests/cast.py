"""A small cast of invented people with fixed roles: one held, one released, one disputed, one embargoed.

Two invented papers tell of the invented release of nobody from nowhere.
Their texts are below, so that a test can quote them.
"""

from dataclasses import dataclass

from people.models import Event, Hold, Person, Place
from people.vocabulary import Basis, Mode, Progress, Stage
from sources.models import Document
from tests.factories import (
    DestinationFactory,
    DetentionFactory,
    DocumentFactory,
    EventFactory,
    HoldFactory,
    NameFactory,
    NationalityFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    ReleaseFactory,
    TallyFactory,
    cite,
)

FABLE = (
    "On 3 March 2021 two tellers of tales were pardoned and set free at Fabelgrad. "
    "Mikola Kazka, held since 2017, reached Vydumia. Alesia Vydumka is still behind bars. "
    "Taisia Prydumka was set free too. Zmicier Utajeny was the last to come out."
)
LEGEND = "Taisia Prydumka walked free on 4 March 2021. Mikola Kaska, a citizen of Belarus, was with her, one of three."


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who is there. All of it is public; only the hold keeps the embargoed back."""

    held: Person
    released: Person
    disputed: Person
    embargoed: Person
    event: Event
    place: Place
    fable: Document
    legend: Document
    hold: Hold


def make_cast() -> Cast:
    """Write the cast into the database."""
    fable = DocumentFactory.create(
        slug="fable", title="The tellers are free", text=FABLE, publisher=OrganisationFactory.create(slug="daily-fable")
    )
    legend = DocumentFactory.create(slug="legend", title="A walk into spring", text=LEGEND)
    event = _event(fable)
    place = PlaceFactory.create(slug="vydumia", name="Vydumia", kind="country", country="UA")
    embargoed = _released("zmicier-utajeny", "Zmicier Utajeny", event, fable)
    return Cast(
        held=_held(fable),
        released=_well_out(event, place, fable, legend),
        disputed=_disputed(event, fable, legend),
        embargoed=embargoed,
        event=event,
        place=place,
        fable=fable,
        legend=legend,
        hold=HoldFactory.create(person=embargoed),
    )


def _event(fable: Document) -> Event:
    event = EventFactory.create(
        slug="by-2021-03-03", name="Release of 3 March 2021", country="BY", date="2021-03-03", mode=Mode.PARDON
    )
    sentence = "On 3 March 2021 two tellers of tales were pardoned"
    cite(event, document=fable, quote=sentence)
    cite(event, "date", "2021-03-03", document=fable, quote=sentence)
    cite(event, "mode", Mode.PARDON, document=fable, quote=sentence)
    cite(event, "country", "BY", document=fable, quote=sentence, basis=Basis.IMPLIED)
    tally = TallyFactory.create(event=event, count="2")
    cite(tally, "count", "2", document=fable, quote=sentence)
    return event


def _person(slug: str, name: str, document: Document) -> Person:
    person = PersonFactory.create(slug=slug, called=name, sort_key=" ".join(reversed(name.split())).lower())
    cite(person.names.get(), "text", name, document=document, quote=name)
    return person


def _released(slug: str, name: str, event: Event, document: Document) -> Person:
    person = _person(slug, name, document)
    release = ReleaseFactory.create(person=person, event=event)
    cite(release, document=document, quote=name)
    cite(release, "event", str(event.pk), document=document, quote=name)
    cite(release, "outcome", "freed", document=document, quote=name)
    return person


def _held(fable: Document) -> Person:
    person = _person("alesia-vydumka", "Alesia Vydumka", fable)
    detention = DetentionFactory.create(person=person, ended="..")
    sentence = "Alesia Vydumka is still behind bars"
    cite(detention, document=fable, quote=sentence)
    cite(detention, "ended", "..", document=fable, quote=sentence)
    return person


def _well_out(event: Event, place: Place, fable: Document, legend: Document) -> Person:
    person = _released("mikola-kazka", "Mikola Kazka", event, fable)
    misprint = NameFactory.create(person=person, text="Mikola Kaska")
    cite(misprint, "text", "Mikola Kaska", document=legend, quote="Mikola Kaska")
    nationality = NationalityFactory.create(person=person, country="BY")
    cite(nationality, "country", "BY", document=legend, quote="a citizen of Belarus")
    detention = DetentionFactory.create(person=person, began="2017")
    cite(detention, document=fable, quote="held since 2017")
    cite(detention, "began", "2017", document=fable, quote="held since 2017")
    leg = DestinationFactory.create(
        release=person.releases.get(), stage=Stage.ARRIVAL, progress=Progress.REACHED, place=place
    )
    cite(leg, "place", str(place.pk), document=fable, quote="reached Vydumia")
    return person


def _disputed(event: Event, fable: Document, legend: Document) -> Person:
    person = _released("taisia-prydumka", "Taisia Prydumka", event, fable)
    release = person.releases.get()
    cite(event, "date", "2021-03-04", document=legend, quote="walked free on 4 March 2021")
    cite(release, document=legend, quote="Taisia Prydumka walked free on 4 March 2021")
    return person
