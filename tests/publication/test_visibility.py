"""Nothing leaves that may not: internal rows, citations and documents, holds, and whatever would betray them."""

import json
import re
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Person
from publication.rendering.naming import NAME_WITHHELD
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import (
    DocumentFactory,
    EventFactory,
    EventPartFactory,
    HoldFactory,
    NameFactory,
    OrganisationFactory,
    PersonFactory,
    RelationshipFactory,
    ReleaseFactory,
    StatementFactory,
    cite,
)
from tests.publication.conftest import Get, slugs
from tests.publication.whole import cite_all, rows_of_every_kind

CANARY = "Kanarejka"
YEARS = [str(year) for year in range(1987, 1997)]
NARROW = (Audience.INTERNAL, Audience.PARTNER)


def everything(client: Client) -> str:
    """All that the API tells, as one text."""
    told = []
    for kind in ("persons", "events", "documents"):
        bodies = client.get(f"/api/v1/{kind}?limit=1000").json()["results"]
        told += [json.dumps(client.get(f"/api/v1/{kind}/{body['id']}").json(), ensure_ascii=False) for body in bodies]
        told.append(json.dumps(bodies, ensure_ascii=False))
    return "\n".join(told)


def betrayed(client: Client) -> list[str]:
    told = everything(client)
    # A year at the beginning of a value, and all of its digits: a random id may hold any four digits.
    years = [year for year in YEARS if re.search(rf'"{year}["/~.?-]', told)]
    return [*(mark for mark in (CANARY, '"987"') if mark in told), *years]


def test_what_is_public_throughout_is_all_told(client: Client, cast: Cast) -> None:
    """Without this the tests below could pass because nothing is ever told."""
    rows = rows_of_every_kind(cast.released, cast.event, mark=CANARY, audience=Audience.PUBLIC)
    cite_all(rows, DocumentFactory.create(text="A fable."))
    told = everything(client)
    missing = {"name", "number", "role", "kin", "prize", "why", "court", "cell", "said", "out", "house", "town"}
    missing |= {"part", "ban", "port", "few", "some", "reason", "man", "board"}
    assert {word for word in missing if f"{CANARY} {word}" not in told} == set()
    assert [year for year in (*YEARS, "987") if year not in told] == []


@pytest.mark.parametrize("audience", NARROW)
def test_rows_of_a_narrower_audience_are_not_told(client: Client, cast: Cast, audience: Audience) -> None:
    rows = rows_of_every_kind(cast.released, cast.event, mark=CANARY, audience=audience)
    cite_all(rows, DocumentFactory.create(text=f"A fable of {CANARY}."))
    assert betrayed(client) == []


@pytest.mark.parametrize("audience", NARROW)
def test_values_that_rest_on_citations_of_a_narrower_audience_are_not_told(
    client: Client, cast: Cast, audience: Audience
) -> None:
    rows = rows_of_every_kind(cast.released, cast.event, mark=CANARY, audience=Audience.PUBLIC)
    cite_all(rows, DocumentFactory.create(text=f"A fable of {CANARY}."), audience)
    assert betrayed(client) == []


@pytest.mark.parametrize("way", [*NARROW, "held", "retracted"])
def test_values_that_rest_on_documents_that_may_not_be_named_are_not_told(
    client: Client, cast: Cast, way: Audience | str
) -> None:
    document = DocumentFactory.create(
        text=f"A fable of {CANARY}.",
        audience=way if isinstance(way, Audience) else Audience.PUBLIC,
        retracted=timezone.localdate() if way == "retracted" else None,
    )
    rows = rows_of_every_kind(cast.released, cast.event, mark=CANARY, audience=Audience.PUBLIC)
    cite_all(rows, document)
    if way == "held":
        HoldFactory.create(document=document)
    assert betrayed(client) == []
    # A document leads nowhere that no body quotes.
    assert document.slug not in slugs(client.get("/api/v1/documents?limit=1000").json())


def test_values_that_only_rejected_or_noted_citations_state_are_not_the_value(get: Get, cast: Cast) -> None:
    for verdict in ("rejected", "noted"):
        person = PersonFactory.create(slug=verdict, born="1987")
        cite(person, "born", "1987", verdict=verdict)
    assert get("persons/rejected")["born"] is None
    noted = get("persons/noted")["born"]
    assert noted["value"] is None
    assert [claim["value"] for claim in noted["claims"]] == ["1987"]


def test_a_value_beyond_what_public_sources_state_stays_unsaid(get: Get, cast: Cast) -> None:
    person = PersonFactory.create(slug="beyond", born="1987-06-05")
    cite(person, "born", "1987-06-05", audience=Audience.INTERNAL)
    cite(person, "born", "1987")
    born = get("persons/beyond")["born"]
    assert born["value"] is None
    assert [claim["value"] for claim in born["claims"]] == ["1987"]


def test_a_coarser_value_than_the_source_states_is_said(get: Get, cast: Cast) -> None:
    person = PersonFactory.create(slug="coarse", born="1987")
    cite(person, "born", "1987-06-05")
    assert get("persons/coarse")["born"]["value"] == "1987"


@pytest.mark.parametrize("audience", [*NARROW, "held", "in a held event"])
def test_a_hidden_person_is_named_nowhere(client: Client, cast: Cast, audience: Audience | str) -> None:
    own = audience if isinstance(audience, Audience) else Audience.PUBLIC
    hidden = PersonFactory.create(slug="kanarejka", called=CANARY, audience=own)
    public = cast.released
    document = DocumentFactory.create(text="Somebody was there.", publisher=OrganisationFactory.create())
    rows = [
        RelationshipFactory.create(person=public, other=hidden),
        EventPartFactory.create(event=cast.event, organisation=None, person=hidden),
        ReleaseFactory.create(person=hidden, event=cast.event),
        StatementFactory.create(event=cast.event, speaker_person=hidden, speaker_description="", wording=CANARY),
    ]
    cite_all(rows, document)
    cite(public, "born", "1987", document=DocumentFactory.create(text=CANARY), attributed_person=hidden)
    if audience == "held":
        HoldFactory.create(person=hidden)
    if audience == "in a held event":
        event = EventFactory.create(slug="secret", name=f"Release of {CANARY}")
        ReleaseFactory.create(person=hidden, event=event)
        HoldFactory.create(event=event)
    told = everything(client)
    assert CANARY not in told
    assert "kanarejka" not in told
    assert str(hidden.pk) not in told


@pytest.mark.parametrize("audience", [*NARROW, "held"])
def test_a_hidden_event_is_named_nowhere_and_its_release_tells_nothing(
    client: Client, get: Get, cast: Cast, audience: Audience | str
) -> None:
    own = audience if isinstance(audience, Audience) else Audience.PUBLIC
    event = EventFactory.create(slug="kanarejka", name=CANARY, audience=own, date="1987-02-03", country="LT")
    earlier = EventFactory.create(slug="talks", leads_to=event)
    part = EventPartFactory.create(event=event, organisation=None, person=cast.held)
    document = DocumentFactory.create(text="Something happened.")
    cite_all([event, earlier, part], document)
    person = PersonFactory.create(slug="in-it")
    cite_all([ReleaseFactory.create(person=person, event=event)], document)
    if audience == "held":
        HoldFactory.create(event=event)
    told = everything(client)
    assert all(word not in told for word in (CANARY, "kanarejka", "1987-02-03", str(event.pk)))
    assert get("events/talks")["leads_to"] is None
    assert ("in-it" in slugs(get("persons"))) is (audience != "held")


@pytest.mark.parametrize("audience", [*NARROW, "held"])
def test_words_about_a_hidden_event_are_not_told_of_their_speaker(
    get: Get, cast: Cast, audience: Audience | str
) -> None:
    own = audience if isinstance(audience, Audience) else Audience.PUBLIC
    event = EventFactory.create(slug="secret", audience=own)
    said = StatementFactory.create(
        event=event, speaker_person=cast.released, speaker_description="", wording=f"{CANARY} comes home."
    )
    cite(said, "wording", said.wording)
    if audience == "held":
        HoldFactory.create(event=event)
    assert get("persons/mikola-kazka")["statements"] == []


def test_lifting_a_hold_brings_everything_back(get: Get, cast: Cast) -> None:
    assert "zmicier-utajeny" not in slugs(get("persons"))
    with acting(actor="test:x"):
        cast.hold.lifted = timezone.now()
        cast.hold.save()
    assert "zmicier-utajeny" in slugs(get("persons"))
    members = [member["person"]["slug"] for member in get("events/by-2021-03-03")["members"]]
    assert members == ["mikola-kazka", "taisia-prydumka", "zmicier-utajeny"]


def test_passages_about_hidden_rows_are_not_quoted(get: Get, cast: Cast) -> None:
    quotes = [passage["quote"] for passage in get("documents/fable")["passages"]]
    assert "Mikola Kazka" in quotes
    assert "Zmicier Utajeny" not in quotes


def test_the_full_text_of_a_document_is_never_told(client: Client, cast: Cast) -> None:
    DocumentFactory.create(text=f"{CANARY} is told, and no more.")
    assert CANARY not in everything(client)


def test_a_hidden_preferred_name_gives_way_to_one_that_may_be_seen(get: Get, cast: Cast) -> None:
    person = PersonFactory.create(slug="two-names", called="")
    NameFactory.create(person=person, text=CANARY, preferred=True, audience=Audience.INTERNAL)
    assert get(f"persons/{person.pk}")["name"] == NAME_WITHHELD
    other = NameFactory.create(person=person, text="Other Name")
    cite(other, "text", "Other Name")
    assert get(f"persons/{person.pk}")["name"] == "Other Name"


def test_an_internal_release_does_not_change_a_public_status(get: Get, cast: Cast) -> None:
    release = ReleaseFactory.create(person=cast.held, date="2022", audience=Audience.INTERNAL)
    cite(release)
    assert get("persons/alesia-vydumka")["status"]["value"] == "detained"


def test_filters_do_not_find_what_bodies_do_not_say(get: Get, cast: Cast) -> None:
    document = DocumentFactory.create(slug="quiet", text=CANARY)
    for row, citation in product(NARROW, [Audience.PUBLIC]):
        cite_all(rows_of_every_kind(cast.released, cast.event, mark=CANARY, audience=row), document, citation)
    rows = rows_of_every_kind(cast.released, cast.event, mark=CANARY, audience=Audience.PUBLIC)
    cite_all(rows, document, Audience.INTERNAL)
    for asked in ("country=LT", "destination=LT", "document=quiet", "released_before=1995-01-01", f"q={CANARY}"):
        assert slugs(get(f"persons?{asked}")) == [], asked
    assert slugs(get(f"documents?q={CANARY}")) == []


def test_notes_for_colleagues_are_never_told(client: Client, cast: Cast) -> None:
    with acting(actor="test:x"):
        Person.objects.filter(pk=cast.released.pk).update(note=CANARY, sort_key=CANARY)
    assert CANARY not in everything(client)
