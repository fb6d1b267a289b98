"""Work on many rows makes small things and no circles among them: looking for circles took two fifths of its time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_paused() -> Iterator[None]:
    """Leave the collector of circles alone for a block; what is no longer needed goes at once all the same.

    May be nested, and in several threads: whoever found it at work lets it work again.
    """
    found_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if found_at_work:
            gc.enable()
