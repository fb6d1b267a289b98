"""A factory for every model of the record, public unless told otherwise; each writes as ``test:cast`` under history.

Append here what a new model needs. ``cite`` gives a record its evidence.
"""

from hashlib import sha256
from typing import Any, TypeVar

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from people import models
from people.vocabulary import (
    ConcessionAction,
    ConditionKind,
    GroundSide,
    Measure,
    Part,
    PlaceKind,
    RecognitionKind,
    RelationshipKind,
    RoleKind,
    Stage,
)
from sources.history import acting
from sources.models import Derivation, Document, Organisation, Passage
from sources.record import Record
from sources.vocabulary import Audience, DerivationKind, OrganisationKind

R = TypeVar("R", bound=Record)
ACTOR = "test:cast"


class RecordFactory(DjangoModelFactory[R]):
    """Writes one row inside ``acting``."""

    class Meta:
        abstract = True

    audience = Audience.PUBLIC

    @classmethod
    def _create(cls, model_class: type[R], *args: Any, **values: Any) -> R:
        with acting(actor=ACTOR):
            made: R = super()._create(model_class, *args, **values)  # type: ignore[no-untyped-call]  # factory-boy's
            return made


class OrganisationFactory(RecordFactory[Organisation]):
    class Meta:
        model = Organisation

    slug = Sequence(lambda n: f"organisation-{n}")
    name = LazyAttribute(lambda made: made.slug.replace("-", " ").capitalize())
    kind = OrganisationKind.NEWS


class DocumentFactory(RecordFactory[Document]):
    """``text=None`` makes a stub."""

    class Meta:
        model = Document

    slug = Sequence(lambda n: f"document-{n}")
    title = LazyAttribute(lambda made: made.slug.replace("-", " ").capitalize())
    publisher = SubFactory(OrganisationFactory)
    language = "en"
    text = Sequence(lambda n: f"Nothing happened on day {n}.")
    media_type = LazyAttribute(lambda made: "" if made.text is None else "text/plain")
    original = LazyAttribute(lambda made: None if made.text is None else made.text.encode())
    sha256 = LazyAttribute(lambda made: "" if made.original is None else sha256(made.original).hexdigest())


class DerivationFactory(RecordFactory[Derivation]):
    class Meta:
        model = Derivation

    document = SubFactory(DocumentFactory)
    origin = SubFactory(DocumentFactory)
    kind = DerivationKind.TRANSLATION


class PassageFactory(RecordFactory[Passage]):
    """``quote`` is looked up in the document's text; without one it is the whole text."""

    class Meta:
        model = Passage

    document = SubFactory(DocumentFactory)
    quote = LazyAttribute(lambda made: made.document.text)
    start = LazyAttribute(lambda made: made.document.text.index(made.quote))
    end = LazyAttribute(lambda made: made.start + len(made.quote))


class PersonFactory(RecordFactory[models.Person]):
    """``called="…"`` gives the preferred name (no citation); ``called=""`` leaves the person without one."""

    class Meta:
        model = models.Person
        skip_postgeneration_save = True

    slug = Sequence(lambda n: f"person-{n}")

    @post_generation  # type: ignore[untyped-decorator]  # factory-boy types half of itself
    def called(self, create: bool, text: str | None, **_: Any) -> None:
        if create and text != "":
            person: Any = self
            name = text or person.slug.replace("-", " ").title()
            NameFactory.create(person=person, text=name, preferred=True, audience=person.audience)


class NameFactory(RecordFactory[models.Name]):
    class Meta:
        model = models.Name

    person = SubFactory(PersonFactory)
    text = Sequence(lambda n: f"Spelling {n}")


class IdentifierFactory(RecordFactory[models.Identifier]):
    class Meta:
        model = models.Identifier

    person = SubFactory(PersonFactory)
    scheme = "list"
    value = Sequence(str)


class NationalityFactory(RecordFactory[models.Nationality]):
    class Meta:
        model = models.Nationality

    person = SubFactory(PersonFactory)
    country = "BY"


class RoleFactory(RecordFactory[models.Role]):
    class Meta:
        model = models.Role

    person = SubFactory(PersonFactory)
    kind = RoleKind.OCCUPATION
    title = "teller of tales"


class RelationshipFactory(RecordFactory[models.Relationship]):
    class Meta:
        model = models.Relationship

    person = SubFactory(PersonFactory)
    other = SubFactory(PersonFactory)
    kind = RelationshipKind.SIBLING


class RecognitionFactory(RecordFactory[models.Recognition]):
    class Meta:
        model = models.Recognition

    person = SubFactory(PersonFactory)
    kind = RecognitionKind.AWARD
    title = "Prize for Fables"


class PlaceFactory(RecordFactory[models.Place]):
    class Meta:
        model = models.Place

    slug = Sequence(lambda n: f"place-{n}")
    name = LazyAttribute(lambda made: made.slug.replace("-", " ").capitalize())
    kind = PlaceKind.CITY


class EventFactory(RecordFactory[models.Event]):
    class Meta:
        model = models.Event

    slug = Sequence(lambda n: f"event-{n}")
    name = LazyAttribute(lambda made: made.slug.replace("-", " ").capitalize())


class EventPartFactory(RecordFactory[models.EventPart]):
    class Meta:
        model = models.EventPart

    event = SubFactory(EventFactory)
    organisation = SubFactory(OrganisationFactory)
    part = Part.MEDIATOR


class ConcessionFactory(RecordFactory[models.Concession]):
    class Meta:
        model = models.Concession

    event = SubFactory(EventFactory)
    party = SubFactory(OrganisationFactory)
    target = "exports of fables"
    action = ConcessionAction.LIFTED


class TallyFactory(RecordFactory[models.Tally]):
    class Meta:
        model = models.Tally

    event = SubFactory(EventFactory)
    measure = Measure.RELEASED


class EventGroupFactory(RecordFactory[models.EventGroup]):
    class Meta:
        model = models.EventGroup

    event = SubFactory(EventFactory)
    label = "the others"
    who = "the others"


class DetentionFactory(RecordFactory[models.Detention]):
    class Meta:
        model = models.Detention

    person = SubFactory(PersonFactory)


class GroundFactory(RecordFactory[models.Ground]):
    """Of a detention; give ``detention=None, group=…`` for a group's."""

    class Meta:
        model = models.Ground

    detention = SubFactory(DetentionFactory)
    side = GroundSide.AUTHORITIES
    text = "telling a fable"


class SentenceFactory(RecordFactory[models.Sentence]):
    class Meta:
        model = models.Sentence

    detention = SubFactory(DetentionFactory)
    length = "P7Y"


class ConditionFactory(RecordFactory[models.Condition]):
    class Meta:
        model = models.Condition

    detention = SubFactory(DetentionFactory)
    kind = ConditionKind.SOLITARY


class ReleaseFactory(RecordFactory[models.Release]):
    class Meta:
        model = models.Release

    person = SubFactory(PersonFactory)


class DestinationFactory(RecordFactory[models.Destination]):
    """Of a release; give ``release=None, group=…`` for a group's."""

    class Meta:
        model = models.Destination

    release = SubFactory(ReleaseFactory)
    stage = Stage.ARRIVAL
    place = SubFactory(PlaceFactory)


class StatementFactory(RecordFactory[models.Statement]):
    class Meta:
        model = models.Statement

    speaker_description = "a passer-by"
    wording = "What a day."


class HoldFactory(RecordFactory[models.Hold]):
    """Give one of ``event``, ``document``, ``person``."""

    class Meta:
        model = models.Hold

    reason = "not everybody is across the border"


class MergeFactory(RecordFactory[models.Merge]):
    class Meta:
        model = models.Merge

    survivor = SubFactory(PersonFactory)
    former = SubFactory(PersonFactory)


class JudgementFactory(DjangoModelFactory[models.Judgement]):
    """Two new persons judged to be different ones; no record, and so without an audience."""

    class Meta:
        model = models.Judgement

    verdict = "different"

    @classmethod
    def _create(cls, model_class: type[models.Judgement], *args: Any, **values: Any) -> models.Judgement:
        pair = values.pop("of", None) or (PersonFactory.create(), PersonFactory.create())
        one, other = sorted(pair, key=lambda person: person.pk)
        with acting(actor=ACTOR):
            made: models.Judgement = super()._create(model_class, *args, one=one, other=other, **values)  # type: ignore[no-untyped-call]  # factory-boy's
            return made


def cite(
    record: Record,
    field: str = "exists",
    states: str = "",
    *,
    document: Document | None = None,
    quote: str = "",
    **more: Any,
) -> models.Citation:
    """Let a document say something about a field of a record.

    Without a document a new one is made that consists of the quote; without a quote the whole text is quoted.
    ``more``: audience, basis, verdict, why, attributed_person, attributed_organisation, attributed_description.
    """
    if document is None:
        document = DocumentFactory.create(text=quote) if quote else DocumentFactory.create()
    text = document.text or ""
    quote = quote or text
    start = text.index(quote)
    passage = Passage.objects.filter(document=document, start=start, end=start + len(quote)).first()
    passage = passage or PassageFactory.create(document=document, quote=quote)
    values = {"audience": Audience.PUBLIC, "field": field, "states": states, **more}
    with acting(actor=ACTOR):
        return models.Citation.objects.create(passage=passage, **{models.TARGET_OF[type(record)]: record, **values})
