"""Who of the published may be meant by names, the likeliest first: for ``/match`` and for reconciliation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from time import monotonic
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.db.backends.utils import CursorWrapper

from people.naming.parsed import Parsed
from people.naming.ranking import Match, ranked
from people.naming.weighing import Besides
from publication.api.kinds import PERSONS
from publication.api.problems import TakeTooLong
from publication.api.rows import filtered
from publication.api.seeking import candidates
from sources.dates import PartialDate

LONGEST = 10.0  # seconds, for all queries together
READ = ("name_texts", "countries", "brief")
AskedT = TypeVar("AskedT")


class Row:
    """What is published of somebody, as far as it takes part in a match."""

    def __init__(self, names: list[str], countries: list[str], brief: str) -> None:
        self.names = names
        self.countries = countries
        self._brief = brief

    @cached_property
    def brief(self) -> dict[str, Any]:
        """The small members of the body."""
        found: dict[str, Any] = orjson.loads(self._brief)
        return found

    @cached_property
    def besides(self) -> Besides:
        """What the published body says besides names."""
        told = self.brief["born"]
        born = PartialDate.parse(told["value"]) if told and told["value"] else None
        return Besides(born=None if born and born.is_none else born, countries=frozenset(self.countries))


def likely(cursor: CursorWrapper, names: Sequence[Parsed], besides: Besides, audience: int) -> list[tuple[Match, Row]]:
    """All candidates who are likely at all; ``names`` are spellings of the one who is looked for."""
    inner, parameters = filtered(PERSONS, (), ("name_keys", *READ[:2]))
    steps, keys, every = candidates(names, inner, ", ".join(READ))
    cursor.execute(f"WITH {steps} SELECT * FROM {every}", {**parameters, **keys, "audience": audience})  # noqa: S608 - constants
    rows: dict[UUID, Row] = {pk: Row(*told) for pk, *told in cursor.fetchall()}
    known = {pk: row.besides for pk, row in rows.items()} if besides.born or besides.countries else {}
    found = ranked(names, {pk: row.names for pk, row in rows.items()}, besides=besides, known=known)
    return [(match, rows[match.person]) for match in found if match.score > 0]


def in_time(queries: Iterable[AskedT]) -> Iterator[AskedT]:
    """Each of the queries, while there is time. :raises TakeTooLong: when they take too long together."""
    until = monotonic() + LONGEST
    for query in queries:
        if monotonic() > until:
            raise TakeTooLong
        yield query
