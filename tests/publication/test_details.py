"""One record: its tag, the way from where it was, and nothing to be learnt from what is not there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from publication.models import Alias, PublishedRecord
from publication.vocabulary import Kind
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.publication.conftest import Get
from tests.publication.published import person_body, put
from tests.publication.publishing import PublicClient

PUBLIC = Audience.PUBLIC


@pytest.fixture
def reading(client: PublicClient, db: None) -> PublicClient:
    """A client that reads what stands in the tables of the publication."""
    client.publishing = False
    return client


def test_id_slug_and_capitals_lead_to_the_same_bytes(reading: Client) -> None:
    body = person_body("ala")
    put(body)
    answers = {reading.get(f"/api/v1/persons/{key}").content for key in ("ala", body["id"], body["id"].upper())}
    assert len(answers) == 1


def test_the_body_is_what_was_stored_and_two_members_more(reading: Client) -> None:
    body = person_body("ala", name='Ала "\\\n\t')
    position = put(body)
    served = reading.get("/api/v1/persons/ala").json()
    assert served == {**body, "position": position, "published_at": served["published_at"]}
    stored = PublishedRecord.objects.get().published_at
    assert served["published_at"] == f"{stored:%Y-%m-%dT%H:%M:%SZ}"


def test_who_holds_the_body_is_told_so_without_it(reading: Client) -> None:
    put(person_body("ala"))
    response = reading.get("/api/v1/persons/ala")
    tag = response["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = reading.get("/api/v1/persons/ala", headers={"if-none-match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag), known
        assert again["Cache-Control"] == response["Cache-Control"]
        assert again["Vary"] == response["Vary"]
    for unknown in ('"x"', tag.strip('"'), "", "x, y"):
        assert reading.get("/api/v1/persons/ala", headers={"if-none-match": unknown}).status_code == 200, unknown


def test_another_body_and_another_cut_have_another_tag(reading: Client) -> None:
    body = person_body("ala")
    put(body)
    addresses = ("persons/ala", "persons/ala?fields=name", "persons/ala?fields=name,slug")
    before = [reading.get(f"/api/v1/{address}")["ETag"] for address in addresses]
    put({**body, "name": "Ala"})
    after = [reading.get(f"/api/v1/{address}")["ETag"] for address in addresses]
    assert len({*before, *after}) == 6
    assert reading.get("/api/v1/persons/ala", headers={"if-none-match": before[0]}).status_code == 200


@pytest.mark.parametrize("key", ["was", "6f9619ff-8b86-4011-b42d-00cf4fc964ff", "6F9619FF-8B86-4011-B42D-00CF4FC964FF"])
def test_former_keys_lead_on_with_suffix_and_query(reading: Client, key: str) -> None:
    body = person_body("ala")
    put(body)
    Alias.objects.create(audience=PUBLIC, kind=Kind.PERSON, key=key.lower(), record=body["id"])
    response = reading.get(f"/api/v1/persons/{key}.json?fields=name")
    assert (response.status_code, response["Location"]) == (308, f"/api/v1/persons/{body['id']}.json?fields=name")
    assert response.content == b""
    assert reading.get(response["Location"]).json()["name"] == "ala"
    assert reading.get(f"/api/v1/events/{key}").status_code == 404


def test_former_keys_of_what_is_not_there_or_for_others_are_not_there(reading: Client) -> None:
    partners = person_body("partners")
    put(partners, audience=Audience.PARTNER)
    Alias.objects.create(audience=PUBLIC, kind=Kind.PERSON, key="gone", record=person_body("x")["id"])
    Alias.objects.create(audience=PUBLIC, kind=Kind.PERSON, key="hidden", record=partners["id"])
    Alias.objects.create(audience=Audience.PARTNER, kind=Kind.PERSON, key="theirs", record=partners["id"])
    assert {reading.get(f"/api/v1/persons/{key}").status_code for key in ("gone", "hidden", "theirs")} == {404}


def test_a_present_slug_wins_over_a_former_one_and_the_latest_over_others(reading: Client) -> None:
    first, second = person_body("ala", name="first"), person_body("ala", name="second")
    put(first)
    Alias.objects.create(audience=PUBLIC, kind=Kind.PERSON, key="ala", record=first["id"])
    assert reading.get("/api/v1/persons/ala").json()["name"] == "first"
    put(second)
    assert reading.get("/api/v1/persons/ala").json()["name"] == "second"


def test_without_a_key_nobody_reads_what_is_for_partners(reading: Client) -> None:
    body = person_body("ala")
    put(body, audience=Audience.PARTNER)
    assert reading.get("/api/v1/persons/ala").status_code == 404
    put({**body, "name": "for all"})
    assert reading.get("/api/v1/persons/ala").json()["name"] == "for all"


def test_the_cast_can_be_read_one_by_one(get: Get, cast: Cast) -> None:
    for kind in ("persons", "events", "documents"):
        for body in get(kind)["results"]:
            assert get(f"{kind}/{body['slug']}") == get(body["url"].removeprefix("/api/v1/")) == body


def test_moments_of_the_future_are_now(reading: Client) -> None:
    put(person_body("ala"))
    tomorrow = f"{timezone.now() + timedelta(days=1):%Y-%m-%d}"
    assert reading.get(f"/api/v1/persons/ala?known_at={tomorrow}").content == reading.get("/api/v1/persons/ala").content
