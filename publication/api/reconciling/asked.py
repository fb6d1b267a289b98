"""A query of either version, as it is asked of the published: names, ids, what else is known, and what is demanded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from uuid import UUID

from people.naming.cases import parsings
from people.naming.parsed import Parsed
from people.naming.weighing import Besides
from publication.api.parameters import id_of
from publication.api.queries import CANDIDATES, MOST_CANDIDATES, MOST_NAMES
from publication.api.reconciling.values import countries_in, dates_in, names_in, texts
from publication.folding import folded
from sources.agreement import Agreement, compare_spans
from sources.dates import PartialDate

NOTHING = Besides()


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is published of a candidate, as far as it can be demanded. ``ids``: asked for, and led here."""

    ids: frozenset[UUID]
    names: Sequence[str]
    besides: Besides


Fits: TypeAlias = Callable[[Known, Any], bool]


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A condition without which nobody is a candidate: ``fits`` any, all or none of the values."""

    fits: Fits
    values: tuple[Any, ...]
    quantifier: str

    def met_by(self, known: Known) -> bool:
        """Whether it holds. Of values that are not understood none holds."""
        found = [self.fits(known, value) for value in self.values]
        if self.quantifier == "none":
            return not any(found)
        return bool(found) and (all if self.quantifier == "all" else any)(found)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody who is looked for. Ids are found as they are; names in any spelling."""

    names: tuple[Parsed, ...] = ()
    ids: tuple[UUID, ...] = ()
    besides: Besides = NOTHING
    limit: int = CANDIDATES
    demands: tuple[Demand, ...] = ()


def asked_02(query: dict[str, Any]) -> Asked:
    """A query of version 0.2."""
    asked = Asked(limit=_limit(query))
    if "query" in query:
        asked = _named(asked, [query["query"]])
    for one in query.get("properties", ()):
        asked = _refined(asked, one["pid"], one["v"])
    return asked


def asked_10(query: dict[str, Any]) -> Asked:
    """A query of the 1.0 draft."""
    asked = Asked(limit=_limit(query))
    for one in query["conditions"]:
        pid = one.get("propertyId", "") if one["matchType"] == "property" else one["matchType"]
        value, quantifier = one["propertyValue"], one.get("matchQuantifier", "any")
        if quantifier != "none":
            asked = _refined(asked, pid, value)
        # Whoever is found by names has one of them.
        if one.get("required") and (pid != "name" or quantifier == "none"):
            demand = Demand(fits=FITS.get(pid, _nobody), values=tuple(_values(pid, value)), quantifier=quantifier)
            asked = replace(asked, demands=(*asked.demands, demand))
    return asked


def _limit(query: dict[str, Any]) -> int:
    """More than there ever are is no fault: clients do not know how many there may be."""
    return min(int(query.get("limit", CANDIDATES)), MOST_CANDIDATES)


def _refined(asked: Asked, pid: str, value: Any) -> Asked:
    """The same with a property; one that is not known here refines nothing."""
    besides = asked.besides
    if pid in {"name", "id"}:
        return _named(asked, _values(pid, value))
    if pid == "born":
        born = next(iter(dates_in(value)), None)
        return replace(asked, besides=replace(besides, born=besides.born or born))
    if pid == "country":
        return replace(asked, besides=replace(besides, countries=besides.countries | {*countries_in(value)}))
    return asked


def _named(asked: Asked, found: Iterable[str | UUID]) -> Asked:
    """The same with more names; an id in the place of a name is an id."""
    ids, names = list(asked.ids), list(asked.names)
    for one in found:
        pk = id_of(one.strip()) if isinstance(one, str) else one
        if pk is not None:
            ids.append(pk)
        elif isinstance(one, str) and len(names) <= MOST_NAMES:
            names.extend(parsings(one))
    return replace(asked, ids=tuple(dict.fromkeys(ids))[: MOST_NAMES + 1], names=tuple(names))


def _values(pid: str, value: Any) -> list[Any]:
    """The values of a condition, as far as they are understood."""
    read: Callable[[Any], list[Any]] = READERS.get(pid, texts)
    return read(value)


def _ids_in(value: Any) -> list[UUID]:
    given = value if isinstance(value, list) else [value]
    keys = [one.get("id") if isinstance(one, dict) else one for one in given]
    return [pk for key in keys if isinstance(key, str) and (pk := id_of(key.strip()))]


def _born(known: Known, value: PartialDate) -> bool:
    born = known.besides.born
    return born is not None and compare_spans(value, born) is not Agreement.CONFLICT


def _nobody(_known: Known, _value: Any) -> bool:
    """A property that nobody has here."""
    return False


READERS: dict[str, Callable[[Any], list[Any]]] = {
    "name": names_in,
    "id": _ids_in,
    "born": dates_in,
    "country": countries_in,
}
FITS: dict[str, Fits] = {
    "name": lambda known, value: folded(value) in map(folded, known.names),
    "id": lambda known, value: value in known.ids,
    "born": _born,
    "country": lambda known, value: value in known.besides.countries,
}
