"""Who is let in, to what, and how often."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.actions import issue_key, revoke_key
from accounts.keys import caller_of
from accounts.models import PartnerKey, User
from accounts.vocabulary import KeyAudience
from publication.api import admission, budgets
from publication.api.admission import Admission, Asker, counted_here
from publication.api.budgets import LocalBudgets
from sources.vocabulary import Audience
from tests.accounts.conftest import make_partner, make_user
from tests.publication.published import person_body, put

DETAIL, LIST, STREAM = "persons/ala", "persons", "persons.ndjson"
MALFORMED = [
    "",
    "Bearer",
    "Bearer volia_x_y",
    "Basic dm9saWE6eA==",
    "volia",
    "Bearer  ",
    "Token {token}",
    "Bearer {token}x",
]
MALFORMED += ["Bearer {token},{token}", "Bearer {TOKEN}", "Bearer ключ"]


@pytest.fixture
def client(committed_db: None, settings: Settings) -> Client:
    """Asks over the reader's own connection; one record is public, and another body of it is for partners."""
    settings.PUBLISHED_ALIAS = "published"
    settings.ANONYMOUS_PER_MINUTE = 3
    body = person_body("ala", name="public")
    put(body)
    put({**body, "name": "partner"}, audience=Audience.PARTNER)
    return Client()


@pytest.fixture
def user(committed_db: None) -> User:
    return make_user()


def key_of(user: User, name: str = "Friends of the Fable", **options: Any) -> tuple[PartnerKey, dict[str, str]]:
    key, token = issue_key(partner=make_partner(name), label="a", actor=user, **options)
    return key, {"authorization": f"Bearer {token}"}


def ask(client: Client, address: str, headers: dict[str, str] | None = None) -> Any:
    """The answer. An unread stream is closed, as servers do: it holds the connection of its thread until then."""
    response = client.get(f"/api/v1/{address}", headers=headers)
    response.close()
    return response


def test_a_key_reads_the_world_that_it_is_for(client: Client, user: User) -> None:
    _, partner = key_of(user)
    _, public = key_of(user, "Others", audience=KeyAudience.PUBLIC)
    assert [ask(client, DETAIL, one).json()["name"] for one in (None, partner, public)] == [
        "public",
        "partner",
        "public",
    ]
    assert ask(client, LIST, partner).json()["results"][0]["name"] == "partner"


def test_answers_to_a_key_are_for_nobody_else(client: Client, user: User) -> None:
    _, partner = key_of(user)
    for address in (DETAIL, LIST, "changes", "statistics"):
        response = ask(client, address, partner)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-cache"
        assert response["Vary"] == "Authorization, Accept"
        assert "Access-Control-Allow-Origin" not in response
    tags = [ask(client, address, partner)["ETag"] for address in (DETAIL, LIST)]
    assert tags != [ask(client, address)["ETag"] for address in (DETAIL, LIST)]


@pytest.mark.parametrize("header", MALFORMED)
def test_what_is_no_key_of_ours_is_refused_like_a_wrong_one(client: Client, user: User, header: str) -> None:
    token = key_of(user)[1]["authorization"].removeprefix("Bearer ")
    response = ask(client, DETAIL, {"authorization": header.format(token=token, TOKEN=token.upper())})
    wrong = ask(client, DETAIL, {"authorization": "Bearer volia_" + 12 * "a" + "_" + 56 * "a"})
    assert response.status_code == wrong.status_code == 401
    assert response["WWW-Authenticate"] == wrong["WWW-Authenticate"] == 'Bearer realm="Volia", error="invalid_token"'
    assert response.content == wrong.content
    assert response["Cache-Control"] == "no-store"
    assert "ala" not in response.json()["detail"]


def test_a_key_counts_with_any_case_of_its_scheme(client: Client, user: User) -> None:
    _, partner = key_of(user)
    headers = {"authorization": partner["authorization"].replace("Bearer", "bearer")}
    assert ask(client, DETAIL, headers).json()["name"] == "partner"


def test_expired_and_revoked_keys_are_refused_at_once(client: Client, user: User) -> None:
    key, headers = key_of(user)
    assert ask(client, DETAIL, headers).status_code == 200
    revoke_key(key, actor=user, reason="lost")
    assert ask(client, DETAIL, headers).status_code == 401
    key, headers = key_of(user, "Others")
    PartnerKey.objects.filter(pk=key.pk).update(expires=timezone.now() - timedelta(seconds=1))
    assert [ask(client, address, headers).status_code for address in (LIST, "changes")] == [401] * 2


def test_a_key_does_only_what_it_is_for(client: Client, user: User) -> None:
    _, read = key_of(user, scopes=["read"])
    _, sync = key_of(user, "Others", scopes=["sync"])
    for address in (DETAIL, LIST, "statistics"):
        assert (ask(client, address, read).status_code, ask(client, address, sync).status_code) == (200, 403)
    for address in (STREAM, "persons.csv", "changes", "snapshot"):
        assert (ask(client, address, read).status_code, ask(client, address, sync).status_code) == (403, 200)
    response = ask(client, "changes", read)
    assert response.json()["type"] == "urn:volia:problem:scope"
    assert response["WWW-Authenticate"] == 'Bearer realm="Volia", error="insufficient_scope", scope="sync"'


def test_one_request_too_many_is_told_when_to_come_again(client: Client) -> None:
    answers = [ask(client, address) for address in (DETAIL, LIST, "persons?x=1", DETAIL, "changes", "persons?x=1")]
    assert [one.status_code for one in answers] == [200, 200, 400, 429, 429, 429]
    assert [one["RateLimit"].split(";")[1] for one in answers] == ["r=2", "r=1", "r=0", "r=0", "r=0", "r=0"]
    assert answers[0]["RateLimit-Policy"] == '"requests";q=3;w=60'
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert answers[3].json()["type"] == "urn:volia:problem:busy"
    assert [ask(client, address).status_code for address in ("schema", "docs", "nowhere")] == [200, 200, 404]
    assert client.options("/api/v1/persons").status_code == 204
    assert client.post("/api/v1/persons").status_code == 405


def test_a_key_has_a_budget_of_its_own(client: Client, user: User) -> None:
    _, partner = key_of(user, per_minute=2)
    while ask(client, DETAIL).status_code == 200:
        pass
    assert [ask(client, DETAIL, partner).status_code for _ in range(3)] == [200, 200, 429]
    _, other = key_of(user, "Others")
    assert ask(client, DETAIL, other).status_code == 200


def test_conditional_requests_count_like_others(client: Client) -> None:
    tag = ask(client, DETAIL)["ETag"]
    assert [ask(client, DETAIL, {"if-none-match": tag}).status_code for _ in range(3)] == [304, 304, 429]


@pytest.mark.parametrize(
    ("proxies", "passed", "expected"),
    [
        (0, "192.0.2.1", "10.0.0.9"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.7, 192.0.2.1", "192.0.2.1"),
        (2, "198.51.100.7, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "192.0.2.1", "10.0.0.9"),
        (1, None, "10.0.0.9"),
        (1, "192.0.2.1:4711", "192.0.2.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "192.0.2.1, unknown", "unknown"),
    ],
)
def test_the_address_is_the_one_that_our_own_proxy_saw(
    rf: Any, settings: Settings, proxies: int, passed: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": passed} if passed else {}
    request = rf.get("/", headers=headers, REMOTE_ADDR="10.0.0.9")
    assert admission.asker_of(request).address == caller_of(expected)


def test_the_address_comes_in_the_header_that_was_agreed_upon(rf: Any, settings: Settings) -> None:
    settings.TRUSTED_PROXIES, settings.CLIENT_HEADER = 1, "HTTP_X_OURS_4711"
    headers = {"x-forwarded-for": "198.51.100.7", "x-ours-4711": "192.0.2.1"}
    assert admission.asker_of(rf.get("/", headers=headers)).address == caller_of("192.0.2.1")


def replica(refusal: str = "", allowed: int = 2) -> Admission:
    """The answer of ``admit`` where nothing can be counted."""
    return Admission(2, 7, refusal, [], allowed, allowed, 60)


def test_a_replica_leaves_counting_to_its_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "LOCAL", LocalBudgets())
    one, other, key = Asker("", b"", b"one"), Asker("", b"", b"other"), Asker("k", b"h", b"one")
    assert [counted_here(one, replica()).refusal for _ in range(4)] == ["", "", "busy", "busy"]
    assert counted_here(other, replica()).remaining == 1
    assert [counted_here(key, replica()).remaining for _ in range(2)] == [1, 0]
    assert counted_here(other, replica("key")).refusal == "key"
    assert counted_here(other, replica("key")).refusal == "busy"
    counted = replica()._replace(remaining=1)
    assert counted_here(one, counted) is counted


def test_a_window_of_a_process_ends_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(budgets, "monotonic", lambda: now)
    local = LocalBudgets()
    assert [local.take(b"a", 1) for _ in range(2)] == [(0, 60), (None, 60)]
    now += 59.5
    assert local.take(b"a", 1) == (None, 1)
    now += 0.5
    assert local.take(b"a", 1) == (0, 60)


def test_callers_of_past_windows_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(budgets, "monotonic", lambda: now)
    monkeypatch.setattr(budgets, "MOST_KNOWN", 3)
    local = LocalBudgets()
    for name in (b"a", b"b", b"c"):
        local.take(name, 1)
    now += 61
    local.take(b"d", 1)
    assert set(local._known) == {b"d"}
