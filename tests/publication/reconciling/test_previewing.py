"""The small page about a person: what it says, and that it can do nothing."""

import re

import pytest
from django.contrib.staticfiles import finders

from publication.models import Alias
from publication.rendering.naming import NAME_WITHHELD
from publication.vocabulary import Kind
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.publication.conftest import Get
from tests.publication.published import person_body, put, withdraw
from tests.publication.publishing import PublicClient
from tests.publication.reconciling.service import DRAFT, ROOT, person

FORMER = "7b0b1b1e-0000-4000-8000-000000000001"


@pytest.mark.parametrize("below", [ROOT, DRAFT])
def test_it_says_who_it_is_and_how_to_cite(client: PublicClient, get: Get, cast: Cast, below: str) -> None:
    client.publishing = True
    body = get("persons/mikola-kazka")
    client.publishing = False
    response = client.get(f"{below}/preview?id={body['id']}")
    page = response.content.decode()
    assert response["Content-Type"] == "text/html; charset=utf-8"
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert f"http://testserver{body['url']}, published {body['published_at'][:10]}" in text
    for said in (body["name"], "released", body["releases"][0]["date"]["value"]):
        assert said in text


def test_it_can_be_framed_and_can_do_nothing(client: PublicClient, db: None) -> None:
    body = person("x", "<script>alert(1)</script>")
    put(body)
    response = client.get(f"{ROOT}/preview?id={body['id']}")
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "*"
    assert "script-src" not in policy
    assert "X-Frame-Options" not in response
    page = response.content.decode()
    assert "<script" not in page
    assert not re.findall(r"\son\w+=|\sstyle=|javascript:", page)
    assert all(finders.find(path) for path in re.findall(r'href="/static/([^"]+)"', page))


def test_former_ids_show_the_survivor(client: PublicClient, db: None) -> None:
    body = person("x", "Alesia Vydumka")
    put(body)
    Alias.objects.create(audience=Audience.PUBLIC, kind=Kind.PERSON, key=FORMER, record=body["id"], former=FORMER)
    assert b"Alesia Vydumka" in client.get(f"{ROOT}/preview?id={FORMER}").content


def test_a_withheld_name_stays_withheld(client: PublicClient, db: None) -> None:
    body = person_body("x", name=NAME_WITHHELD)
    put(body)
    assert NAME_WITHHELD.encode() in client.get(f"{ROOT}/preview?id={body['id']}").content


def test_hidden_missing_and_malformed_ids_are_answered_alike(client: PublicClient, db: None) -> None:
    gone, other = person("x", "Alesia Vydumka"), person("y", "Ihar Kazka")
    put(gone)
    withdraw(gone)
    put(other, audience=Audience.PARTNER)
    keys = (gone["id"], other["id"], FORMER, "nobody", "x" * 100, "")
    responses = [client.get(f"{ROOT}/preview", {"id": key}) for key in keys]
    assert len({response.content for response in responses}) == 1
    assert {response.status_code for response in responses} == {404}


def test_an_id_is_needed_and_html_is_what_there_is(client: PublicClient, db: None) -> None:
    assert client.get(f"{ROOT}/preview").status_code == 400
    accept = {"accept": "application/json"}
    assert client.get(f"{ROOT}/preview?id={FORMER}", headers=accept).status_code == 406
