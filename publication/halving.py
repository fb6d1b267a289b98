"""Work on many records at once of which single ones may fail: these are found and left out, and all others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import Error as AnyDatabaseError

from publication.refusals import CannotBeMade, PublicationRefused
from publication.subjects import Subject

Failed = dict[Subject, str]
"""Whose bodies could not be made, and the class of the error."""


def in_parts(
    batch: Sequence[Subject], work: Callable[[list[Subject]], None], failed: Failed, *, most: int | None = None
) -> None:
    """Do the work on a batch; where a body of it cannot be made on its halves, down to those who fail by themselves.

    ``failed`` is told of these. :raises CannotBeMade: when there are more than ``most`` in it, for then something else
    is at fault.
    """
    todo = [list(batch)]
    while todo:
        part = todo.pop()
        middle = len(part) // 2
        try:
            work(part)
        except CannotBeMade as error:
            if middle:
                todo += [part[middle:], part[:middle]]
                continue
            failed[part[0]] = type(error.__cause__).__name__
            if most is not None and len(failed) > most:
                error.add_note(f"So it was with {len(failed)} records; the run ended at {_told(part[0])}.")
                raise
        except PublicationRefused:
            raise
        except Exception as error:
            error.add_note(f"This batch was not published: {_told(part[0])} to {_told(part[-1])}.")
            raise


@contextmanager
def making() -> Iterator[None]:
    """Tell what goes wrong with bodies (``CannotBeMade``) from what goes wrong with the database or the machine."""
    try:
        yield
    except (AnyDatabaseError, MemoryError, CannotBeMade):
        raise
    except Exception as error:
        raise CannotBeMade(CannotBeMade.__doc__) from error


def _told(subject: Subject) -> str:
    return f"{subject.kind} {subject.id}"
