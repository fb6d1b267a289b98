"""Tables are extended with what is published of each id."""

from typing import Any

from django.core.management import call_command

from publication.api.reconciling.properties import PROPERTIES
from publication.models import Alias
from publication.vocabulary import Kind
from sources.vocabulary import Audience
from tests.accounts.conftest import make_user
from tests.cast import Cast
from tests.publication.conftest import Get
from tests.publication.published import put, withdraw
from tests.publication.publishing import PublicClient
from tests.publication.reconciling.service import ROOT, asked, held, person, posted
from tests.publication.test_throttling import key_of

ALL = [{"id": one.id} for one in PROPERTIES]
FORMER = "7b0b1b1e-0000-4000-8000-000000000001"


def rows(client: PublicClient, *ids: str, **more: Any) -> Any:
    """The rows, which both versions tell alike."""
    sent = {"ids": list(ids), "properties": ALL}
    old = held("0.2", "extension", posted(client, "extend", sent, **more))
    new = held("1.0-draft", "extension", asked(client, "extend", sent, **more))
    assert old["meta"] == new["meta"] == [{"id": one.id, "name": one.name} for one in PROPERTIES]
    again = {row["id"]: {one["id"]: one["values"] for one in row["properties"]} for row in new["rows"]}
    assert again == old["rows"]
    return old["rows"]


def test_what_is_published_of_the_seeds_is_told(client: PublicClient, get: Get, db: None) -> None:
    call_command("import_seeds", verbosity=0)
    client.publishing = True
    she = get("persons/maria-kalesnikava")
    client.publishing = False
    (told,) = rows(client, she["id"]).values()
    (release,) = she["releases"]
    assert told["status"] == [{"str": "released"}]
    assert told["released"] == [{"str": release["date"]["value"]}]
    assert {"str": "2025-12-14"} in told["released_claims"]
    assert told["mode"] == [{"str": release["mode"]["value"]}] if release["mode"] else []
    assert {one["str"] for one in told["destination"]} == {
        leg["country"] for leg in release["destinations"] if leg["country"]
    }
    assert told["citation"] == [{"str": f"http://testserver{she['url']}"}]
    assert told["changed"] == [{"date": she["published_at"]}]
    assert {"str": "Maria Kolesnikova"} in told["name"]
    assert told["sources"]
    for source in told["sources"]:
        assert client.get(source["str"]).status_code == 200


def test_of_whom_little_is_known_little_is_told(client: PublicClient, db: None) -> None:
    body = person("x", "Alesia Vydumka", born="1990~", country="BY")
    put(body, moment="2026-01-02T03:04:05Z")
    (told,) = rows(client, body["id"]).values()
    assert {pid: values for pid, values in told.items() if values} == {
        "name": [{"str": "Alesia Vydumka"}],
        "born": [{"str": "1990~"}],
        "country": [{"str": "BY"}],
        "nationality": [{"str": "BY"}],
        "status": [{"str": "unknown"}],
        "citation": [{"str": f"http://testserver{body['url']}"}],
        "changed": [{"date": "2026-01-02T03:04:05Z"}],
        "id": [{"str": body["id"]}],
    }


def test_former_ids_lead_to_the_survivor_and_others_to_nobody(client: PublicClient, db: None) -> None:
    body, gone = person("x", "Alesia Vydumka"), person("y", "Ihar Kazka")
    for one in (body, gone):
        put(one)
    withdraw(gone)
    Alias.objects.create(audience=Audience.PUBLIC, kind=Kind.PERSON, key=FORMER, record=body["id"], former=FORMER)
    told = rows(client, FORMER, gone["id"], "nobody", "", body["id"].upper())
    assert told[FORMER] == told[body["id"].upper()]
    assert told[FORMER]["id"] == [{"str": body["id"]}]
    nothing: dict[str, list[Any]] = {one.id: [] for one in PROPERTIES}
    assert told[gone["id"]] == told["nobody"] == told[""] == nothing


def test_each_audience_is_told_its_own(client: PublicClient, db: None) -> None:
    body = person("x", "Alesia Vydumka")
    put(body, audience=Audience.PARTNER)
    _key, headers = key_of(make_user())
    assert rows(client, body["id"])[body["id"]]["name"] == []
    assert rows(client, body["id"], headers=headers)[body["id"]]["name"] == [{"str": "Alesia Vydumka"}]


def test_rows_of_every_kind_can_be_told(client: PublicClient, get: Get, cast: Cast) -> None:
    client.publishing = True
    everybody = get("persons")["results"]
    client.publishing = False
    told = rows(client, *(one["id"] for one in everybody))
    assert all(told[one["id"]]["status"] == [{"str": one["status"]["value"]}] for one in everybody)


def test_properties_that_nobody_knows_are_refused(client: PublicClient, db: None) -> None:
    told = posted(client, "extend", {"ids": [], "properties": [{"id": "status"}, {"id": "P569"}]})
    assert told.status_code == 400
    assert [(one["pointer"], one["code"]) for one in told.json()["errors"]] == [
        ("/body/extend/properties/1/id", "invalid_choice")
    ]


def test_clients_send_more_along(client: PublicClient, db: None) -> None:
    sent = {"ids": [], "properties": [{"id": "status", "name": "status", "settings": {}}], "extra": 1}
    assert posted(client, "extend", sent).json() == {"meta": [{"id": "status", "name": "status"}], "rows": {}}


def test_properties_are_proposed(client: PublicClient, db: None) -> None:
    for below, version in ((ROOT, "0.2"), (f"{ROOT}/1.0", "1.0-draft")):
        told = held(version, "proposals", client.get(f"{below}/extend/propose?type=Person&limit=3"))
        assert [one["id"] for one in told["properties"]] == ["name", "born", "country"]
        assert (told["type"], told["limit"]) == ("Person", 3)
        whole = held(version, "proposals", client.get(f"{below}/extend/propose"))
        assert [{"id": one["id"]} for one in whole["properties"]] == ALL
        assert "limit" not in whole
    assert client.get(f"{ROOT}/extend/propose?limit=0").status_code == 400
