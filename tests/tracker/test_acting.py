"""Writes of the staff carry who acts, in one transaction with what they write."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from accounts.models import User
from tracker.acting import ActingMiddleware
from tracker.doors import RequestId


def settings_seen(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('volia.actor', true), current_setting('volia.request', true)")
        return HttpResponse("|".join(word or "" for word in cursor.fetchone()))


def through(request: HttpRequest) -> HttpResponse:
    def respond(request: HttpRequest) -> HttpResponseBase:
        return middleware.process_view(request, settings_seen, [], {}) or HttpResponse()

    middleware = ActingMiddleware(respond)
    answer = RequestId(middleware)(request)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("editor", is_staff=True)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_writing_request_to_the_admin_carries_user_and_request(user: User, method: str) -> None:
    request = RequestFactory().generic(method, "/admin/people/person/add/")
    request.user = user
    answer = through(request)
    assert answer.content.decode() == f"user:{user.pk}|{answer.headers['X-Request-Id']}"


@pytest.mark.parametrize(
    ("method", "path", "signed_in"),
    [("GET", "/admin/", True), ("POST", "/admin/login/", False), ("POST", "/healthz", True)],
)
def test_other_requests_are_left_alone(user: User, method: str, path: str, signed_in: bool) -> None:
    request = RequestFactory().generic(method, path)
    request.user = user if signed_in else AnonymousUser()
    answer = through(request)
    assert answer.content == b""


def test_two_requests_have_different_ids(client: Client) -> None:
    assert client.get("/healthz").headers["X-Request-Id"] != client.get("/healthz").headers["X-Request-Id"]


def test_a_view_that_fails_leaves_nothing_behind(user: User) -> None:
    def write_and_fail(_request: HttpRequest) -> HttpResponse:
        User.objects.create_user("half")
        raise ZeroDivisionError

    request = RequestFactory().post("/admin/accounts/user/add/")
    request.user = user
    middleware = ActingMiddleware(settings_seen)
    request.META["volia.request_id"] = "r"
    with pytest.raises(ZeroDivisionError):
        middleware.process_view(request, write_and_fail, [], {})
    assert not User.objects.filter(username="half").exists()
