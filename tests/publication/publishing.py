"""Publishing as the tests need it, and a client that asks the API with the reader's rights."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

from publication.runs import Tally, Tell, publish_all
from publication.vocabulary import Kind
from tracker.roles import READER, STAFF

ACTOR = "test:publisher"


def publish_everything(tell: Tell = lambda _what, _count: None) -> Tally:
    """Let every audience read what the record says now; ``tell`` is told of each batch."""
    return publish_all(kinds=list(Kind), actor=ACTOR, reason="", tell=tell)


@contextmanager
def as_reader() -> Iterator[None]:
    """Whatever is asked inside is asked with the reader's rights, in the transaction of the test."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {READER}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {STAFF}")


class PublicClient(Client):
    """Asks addresses under ``/api/`` as the reader, after publishing everything unless ``publishing`` is False."""

    publishing = True

    def request(self, **request: Any) -> Any:
        """The answer; a stream is read to its end with the reader's rights."""
        if not request["PATH_INFO"].startswith("/api/"):
            return super().request(**request)
        if self.publishing:
            publish_everything()
        with as_reader():
            response = super().request(**request)
            if response.streaming:
                stream: Any = response
                stream.streaming_content = [b"".join(stream.streaming_content)]
        return response
