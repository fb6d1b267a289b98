"""Nothing that a log line says leads to a person: no query string, no value of a database error."""

import io
import logging
from contextlib import suppress

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils.log import log_response

from tracker.logs import NO_ROUTE, PathOnly, Plain


def logged(message: str, *arguments: object, error: BaseException | None = None) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(PathOnly())
    handler.setFormatter(Plain("%(levelname)s %(message)s"))
    raised = (type(error), error, None) if error else None
    handler.handle(logging.LogRecord("test", logging.ERROR, __file__, 1, message, arguments, raised))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("Internal Server Error: %s", ("/admin/people/person/?q=Zeno",)),
        ('"%s" %s', ("GET /api/v1/persons?q=Zeno&limit=5 HTTP/1.1", "200")),
        ("/x?q=Zeno", ()),
    ],
)
def test_query_strings_are_cut(message: str, arguments: tuple[str, ...]) -> None:
    line = logged(message, *arguments)
    assert "Zeno" not in line
    assert "/" in line


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/admin/people/person/Zeno/change/", "<path:object_id>"),
        ("/admin/people/person/Зено-Zeno/change/", "<path:object_id>"),
        ("/Zeno", NO_ROUTE),
    ],
)
def test_a_failing_page_is_told_by_its_route(address: str, told: str, caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get(address)
    with suppress(Resolver404):
        request.resolver_match = resolve(address)
    # Django's own logging, that escapes what it is given.
    with caplog.at_level(logging.ERROR, "django.request"):
        log_response("%s: %s", "Internal Server Error", address, response=HttpResponse(status=500), request=request)
    (record,) = caplog.records
    PathOnly().filter(record)
    line = record.getMessage()
    assert told in line
    assert "Zeno" not in line


def test_an_exception_is_told_by_its_class_without_its_text() -> None:
    line = logged("failed", error=ValueError("Key (text)=(Zeno) already exists"))
    assert line == "ERROR failed\nbuiltins.ValueError\n"


def failing() -> None:
    try:
        int("Zeno")
    except ValueError as error:
        raise RuntimeError("Zeno, too") from error


def test_the_cause_of_an_exception_is_told_where_it_arose() -> None:
    with pytest.raises(RuntimeError) as failure:
        failing()
    cause, place, outer, *_places = logged("failed", error=failure.value).splitlines()[1:]
    assert (cause, outer) == ("builtins.ValueError", "builtins.RuntimeError")
    assert place.endswith("in failing")


def test_causes_that_go_round_in_a_circle_are_told_once() -> None:
    error = ValueError("Zeno")
    error.__cause__ = RuntimeError("Zeno, too")
    error.__cause__.__cause__ = error
    assert logged("failed", error=error).splitlines()[1:] == ["builtins.RuntimeError", "builtins.ValueError"]
