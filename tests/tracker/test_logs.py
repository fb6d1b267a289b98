"""Nothing that a log line says leads to a person: no query string, no value of a database error."""

import io
import logging

import pytest

from tracker.logs import PathOnly, Plain


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


def test_an_exception_is_told_by_its_class_without_its_text() -> None:
    line = logged("failed", error=ValueError("Key (text)=(Zeno) already exists"))
    assert line == "ERROR failed\nbuiltins.ValueError\n"
