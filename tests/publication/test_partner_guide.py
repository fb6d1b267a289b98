"""The partner guide and the README are true: every example in them is asked of the API, on the published seeds."""

import csv
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from accounts.actions import issue_key
from accounts.models import LONGEST_LIFE, USUAL_LIFE, Partner, PartnerKey, User
from accounts.vocabulary import Scope
from people.vocabulary import Basis, Status
from publication.api import dear
from publication.api.changes import LONGEST_WAIT
from publication.api.listing import MOST_RANKED
from publication.api.parameters import LARGEST, LIMIT
from publication.api.problems import Refusal
from publication.api.queries import CANDIDATES, MOST_CANDIDATES, MOST_NAMES, MOST_QUERIES
from publication.api.reconciling.candidates import SURE, UNLIKELY
from publication.api.reconciling.properties import PROPERTIES
from publication.api.sent import LARGEST_BODY
from publication.api.streams import FOR_EACH, LONGEST
from publication.vocabulary import Operation
from tests.publication.publishing import PublicClient, publish_everything

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)
GUIDE = (ROOT / "docs" / "partners.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDRESS = re.compile(r"`(/(?:persons|events|documents|statistics|snapshot|changes|schema|docs)\b[^`]*)`")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
IN_WORDS = {2: "two", 3_000: "three seconds", 365: "a year", 730: "two years", 600.0: "ten minutes"}
STATUS = re.compile(r"#\s*(\d{3})\b")
SPECIAL = {"/api/v1/docs": "text/html", "/api/v1/schema": "application/vnd.oai.openapi+json"}
WITH_ARGUMENT = {"-H", "-X", "-d", "--data-urlencode", "--etag-save", "--etag-compare"}


@dataclass(kw_only=True)
class Example:
    """A request as ``curl`` would make it, and the status that the comment behind it promises."""

    address: str
    status: int = 200
    method: str = "GET"
    follow: bool = False
    conditional: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    keyed: bool = False
    sent: str = ""

    @property
    def media_type(self) -> str:
        path = self.address.partition("?")[0]
        if self.status >= 400:
            return "application/problem+json"
        if path.endswith(("/snapshot", ".ndjson")):
            return "application/x-ndjson"
        if path in SPECIAL:
            return SPECIAL[path]
        return "text/csv" if path.endswith(".csv") else self.headers.get("Accept", "application/json")


def example_of(line: str) -> Example:
    """A line of shell that calls ``curl``. :raises AssertionError: when it uses what is not known here."""
    command, _, comment = line.partition("  #")
    promised = STATUS.match(f"#{comment}")
    example = Example(address="", status=int(promised[1]) if promised else 200)
    words = iter(shlex.split(command)[1:])
    for word in words:
        value = next(words) if word in WITH_ARGUMENT else ""
        if word == "-H" and value == "@auth.txt":
            example.keyed = True
        elif word == "-H":
            name, _, text = value.partition(": ")
            example.headers[name] = text
        elif word == "-X":
            example.method = value
        elif word == "-d":
            example.method, example.sent = "POST", value
        elif word == "--data-urlencode":
            name, _, text = value.partition("=")
            example.method, example.sent = "POST", f"{name}={quote_plus(text)}"
        elif word.startswith("--etag"):
            example.conditional = True
        elif word == "-L":
            example.follow = True
        else:
            assert not word.startswith("-"), f"an option that this test does not know: {line}"
            example.address = "/api/v1" + word.replace("$API", "/api/v1").partition("/api/v1")[2]
    return example


def examples(text: str) -> list[Example]:
    """All of them, those in the shell and the addresses in the text."""
    shell = [line for language, block in BLOCK.findall(text) if language == "sh" for line in block.splitlines()]
    called = [example_of(line) for line in shell if line.startswith("curl")]
    return called + [Example(address=f"/api/v1{address}") for address in ADDRESS.findall(BLOCK.sub("", text))]


@pytest.fixture(scope="module", autouse=True)
def _seeds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The seeds, published once for all tests of this module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_seeds", str(ROOT / "seeds"), stdout=StringIO())
        publish_everything()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client() -> PublicClient:
    client = PublicClient()
    client.publishing = False
    return client


def ask(client: PublicClient, example: Example, **headers: str) -> Any:
    sent = {**example.headers, **headers}
    if example.keyed:
        staff = User.objects.create_user("keeper")
        _key, token = issue_key(partner=Partner.objects.create(name="Friends"), label="sync", actor=staff)
        sent["Authorization"] = f"Bearer {token}"
    kind = sent.pop("Content-Type", "application/x-www-form-urlencoded")
    return client.generic(
        example.method, example.address, example.sent, content_type=kind, headers=sent, follow=example.follow
    )


@pytest.mark.parametrize("example", examples(README) + examples(GUIDE), ids=lambda example: example.address[7:])
def test_every_example_is_answered_as_it_says(client: PublicClient, example: Example) -> None:
    headers = {"If-None-Match": ask(client, example)["ETag"]} if example.status == 304 else {}
    response = ask(client, example, **headers)
    assert response.status_code == example.status, response.content
    if example.conditional:
        assert response["ETag"]
    if example.status != 304:
        assert response["Content-Type"].partition(";")[0] == example.media_type
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert_it_tells_something(example, content.decode())


def assert_it_tells_something(example: Example, text: str) -> None:
    if example.media_type == "application/x-ndjson":
        *records, end = map(json.loads, text.splitlines())
        assert end["count"] == len(records) > 0
    elif example.media_type == "text/csv":
        _head, *rows, end_row = csv.reader(StringIO(text))
        assert end_row[:2] == ["#end", str(len(rows))]
        assert rows
    elif example.media_type != "text/html":
        told = json.loads(text)
        assert told.get("results", told)
        assert told.get("changes", told)


def test_there_are_examples_of_everything() -> None:
    asked = {example.address.partition("?")[0].removeprefix("/api/v1") for example in examples(GUIDE)}
    assert {
        "/persons",
        "/events",
        "/documents",
        "/statistics",
        "/snapshot",
        "/changes",
        "/schema",
        "/docs",
        "/match",
        "/reconcile",
        "/reconcile/1.0/match",
    } <= asked
    assert {200, 304, 400, 401, 404, 405, 406, 415} == {example.status for example in examples(GUIDE)}
    assert len([line for line in ten_lines() if line.startswith("curl")]) <= 10


def ten_lines() -> list[str]:
    return README.partition("ten lines of curl")[2].partition("\n## ")[0].splitlines()


def test_the_value_that_is_shown_is_the_one_that_is_served(client: PublicClient) -> None:
    shown, _match = shown_json()
    served = client.get("/api/v1/persons/maria-kalesnikava").json()["releases"][0]["date"]
    assert without_labels(shown) == without_labels(served)


def test_the_match_that_is_shown_is_the_one_that_is_served(client: PublicClient) -> None:
    (example,) = [one for one in examples(GUIDE) if one.address == "/api/v1/match" and one.status == 200]
    served = ask(client, example).json()
    _value, shown = shown_json()
    best = served["results"][0]["candidates"][0]
    best |= {"id": "…", "url": "/api/v1/persons/…"}
    assert {**served, "position": shown["position"]} == shown


def shown_json() -> list[Any]:
    return [json.loads(block) for language, block in BLOCK.findall(GUIDE) if language == "json"]


def without_labels(told: Any) -> Any:
    """Labels and their number are cut in the example."""
    if isinstance(told, dict):
        return {name: without_labels(value) for name, value in told.items() if name != "citations"}
    return [without_labels(one) for one in told] if isinstance(told, list) else told


def test_the_table_of_errors_is_complete() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d{3}) \|", GUIDE, re.MULTILINE)}
    assert told == {304, 308} | {int(kind.status) for kind in kinds_of(Refusal)}


def kinds_of(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds_of(one)


def test_every_code_that_is_explained_exists_and_none_is_missing() -> None:
    _, _, about_status = GUIDE.partition("- **`status`** is one of")
    assert set(Status.values) == set(re.findall(r"`(\w+)`", about_status.partition("`status.timeline`")[0]))
    _, _, about_changes = GUIDE.partition("| `op` |")
    assert set(Operation.values) == set(re.findall(r"^\| `(\w+)` \|", about_changes, re.MULTILINE))
    _, _, about_tables = GUIDE.partition("- **Extend**")
    assert {one.id for one in PROPERTIES} == set(re.findall(r"`(\w+)`", about_tables.partition("Former ids")[0]))
    assert {f"`{basis}`" for basis in Basis.values} <= set(re.findall(r"`\w+`", GUIDE))
    assert {f"`{scope}` (" for scope in Scope.values} <= set(re.findall(r"`\w+` \(", GUIDE))


@pytest.mark.parametrize(
    "sentence",
    [
        f"gives {LIMIT} records, or `limit` of them (at most {LARGEST})",
        f"at most {LONGEST_WAIT} seconds",
        f"{settings.ANONYMOUS_PER_MINUTE} a minute without a key",
        f"{PartnerKey._meta.get_field('per_minute').get_default()} with a key",
        f"ends after {IN_WORDS[USUAL_LIFE.days]} unless we agreed otherwise ({IN_WORDS[LONGEST_LIFE.days]} at most)",
        f"At most {IN_WORDS[FOR_EACH]} streams",
        f"a stream ends after {IN_WORDS[LONGEST]}",
        f"takes longer than {IN_WORDS[dear.LONGEST]}",
        f"At most {MOST_RANKED} persons are given",
        f"up to {MOST_QUERIES} queries",
        f"`names`: up to {MOST_NAMES} other",
        f"how many candidates you want, {CANDIDATES} if you do not say, at most {MOST_CANDIDATES}",
        f"at most {LARGEST_BODY // 1024} KiB",
        f"has at least {SURE:.0%} and every other one is below {UNLIKELY:.0%}".replace("%", ""),
        f"At most {MOST_QUERIES} queries or ids at once",
    ],
)
def test_numbers_are_those_of_the_program(sentence: str) -> None:
    assert sentence in " ".join(GUIDE.split())


def test_the_public_cache_lags_as_long_as_the_guide_says(client: PublicClient) -> None:
    assert client.get("/api/v1/persons")["Cache-Control"] in GUIDE


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", GUIDE):
        assert (ROOT / "docs" / target).exists(), target
    assert "(docs/partners.md)" in README
