"""What is asked of both worlds: every route, filter, format, header, error and cursor, with the keys of the hidden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any
from uuid import UUID

import orjson

from publication.api.kinds import SERVED, Served
from publication.api.parameters import cursor_of
from tests.proof.asking import Answer, Asking, Request, ask
from tests.proof.reconciled import reconciled
from tests.proof.respelled import respelled
from tests.proof.routes import Samples, on_every_route
from tests.proof.worlds import Keys

LISTS = tuple(served.name for served in SERVED)
FORMATS = {"json": "application/json", "ndjson": "application/x-ndjson", "csv": "text/csv"}
VALUES: dict[str, tuple[str, ...]] = {
    "status": ("detained", "last_known_detained", "released", "unknown", "not_detained", "died_in_custody"),
    "country": ("BY", "LT", "UA", "CN"),
    "destination": ("UA", "LT", "PL"),
    "event": ("by-2025-11-30", "by-2025-12-20", "by-2025-06-21", "nowhere"),
    "document": ("gazette", "paper-1", "echo", "nothing"),
    "released_after": ("2024-01-01", "2025-11-30", "2026-02-02"),
    "released_before": ("2024-05-01", "2025-12-31", "2026-02-02"),
    "conflicting": ("true", "false"),
    "changed_since": ("0", "20", "80", "120", "9999"),
    "kind": ("release", "talks", "article", "list", "court"),
    "language": ("en", "BE", "be-Latn", "ka"),
    "publisher": ("daily-fable", "court", "nobody"),
}
"""Values for each filter besides those that come from the world: ``ids``, ``q``, and ``status_on`` with its status."""
DAYS = ("1999-01-01", "2020-06-01", "2021-12-31", "2023-03-05", "2025-08-08", "2025-12-24", "2026-02-28", "2027-01-01")
MOMENTS = (
    *("2026-02-01", "2026-03-01T12:00:00Z", "2026-03-01", "2026-03-03T00:00:00+02:00", "2026-03-04T12:00:00Z"),
    *("2026-03-07T11:59:59.5Z", "2026-03-07T12:00:00Z", "2030-01-01"),
)
WRONG: tuple[Any, ...] = (
    [],
    {"queries": []},
    {"queries": [{"name": ""}]},
    {"queries": [{"name": "a", "born": "x"}, {"nmae": "a"}]},
)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Whose names and keys are asked for. ``ids`` and ``slugs`` are of hidden records."""

    names: Sequence[str]
    ids: Sequence[UUID]
    slugs: Sequence[str]


@dataclass(kw_only=True)
class Corpus:
    """One conversation with a world, as somebody without a key and as a partner."""

    keys: Keys
    sought: Sought

    def __post_init__(self) -> None:
        self.who: dict[str, tuple[tuple[str, str], ...]] = {"anonymous": (), "partner": bearer(self.keys.partner)}
        self.found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        self.position = 0

    def everything(self) -> Asking:
        """All of it. What is published is read first, and asked for by its keys afterwards."""
        for name in self.who:
            yield from self.look_around(name)
        for name in self.who:
            for part in (self.lists, self.pages, self.details, self.names, self.hidden, self.feed, self.numbers):
                yield from part(name)
        slugs = {kind: self.found["anonymous", kind][0]["slug"] for kind in LISTS}
        samples = Samples(slugs=slugs, person=self.found["anonymous", "persons"][0]["id"])
        yield from on_every_route(samples, self.who, self.keys)

    def look_around(self, name: str) -> Asking:
        """Which records there are, and the last position."""
        for kind in LISTS:
            answer = yield ask("look around", kind, headers=self.who[name], needed=True, limit=1000)
            assert answer
            self.found[name, kind] = answer.json["results"]
            self.position = max(self.position, answer.json["position"])

    def lists(self, name: str) -> Asking:
        """Every filter with every value, alone and with every other one; in every format, cut and counted."""
        headers = self.who[name]
        for served in SERVED:
            asked = [(one, value) for one in self.alone(served) for value in self.values(name, served, one)]
            for (one, value), (form, media) in product(asked, FORMATS.items()):
                more = {"limit": 2} if form == "json" and one == "changed_since" else {}
                by_accept = (*headers, ("Accept", media))
                yield ask(f"{served.name} {one} {form}", served.name, headers=by_accept, params={one: value, **more})
            for number, ((one, value), (other, also)) in enumerate(combinations(asked, 2)):
                if one != other and "changed_since" not in {one, other} and number % 2:
                    counted = {} if served.name == "persons" and "q" in {one, other} else {"total": "exact"}
                    params = {one: value, other: also, "fields": "brief", **counted}
                    yield ask(f"{served.name} two filters", served.name, headers=headers, params=params)
            yield from self._formats(served, headers)

    def alone(self, served: Served) -> list[str]:
        """The filters of a list that can stand alone. :raises KeyError: for one that the corpus does not know."""
        return [one for one in served.filters if one != "status_on"]

    def values(self, name: str, served: Served, one: str) -> Sequence[str]:
        """Values for a filter that some record has, and some that none has."""
        found = self.found[name, served.name]
        if one == "ids":
            return (found[0]["id"], ",".join(body["id"] for body in found[::3]), str(self.sought.ids[0]))
        if one == "q":
            return ("a", found[1]["name"][2:5].upper())
        return VALUES[one]

    def _formats(self, served: Served, headers: tuple[tuple[str, str], ...]) -> Iterator[Request]:
        for form in FORMATS:
            kind = f"{served.name}.{form}"
            yield ask(kind, f"{served.name}.{form}", headers=headers)
            yield ask(f"{kind} limit", f"{served.name}.{form}", headers=headers, limit=3)
        for member in ("brief", *served.members):
            yield ask(f"{served.name} fields {member}", served.name, headers=headers, fields=member, limit=20)
            ndjson = (*headers, ("Accept", FORMATS["ndjson"]))
            yield ask(f"{served.name} fields {member} ndjson", served.name, headers=ndjson, fields=member)
        for moment in MOMENTS:
            yield ask(f"{served.name} known_at", served.name, headers=headers, known_at=moment)
            yield ask(
                f"{served.name} known_at fields", served.name, headers=headers, known_at=moment, fields="name,slug"
            )
        if "status_on" in served.filters:
            for day, status in product(DAYS, VALUES["status"]):
                params = {"status_on": day, "status": status, "total": "exact", "fields": "slug"}
                yield ask("status_on", served.name, headers=headers, params=params)

    def pages(self, name: str) -> Asking:
        """Every cursor of several walks, and cursors that nobody was given."""
        headers = self.who[name]
        for kind, limit in product(LISTS, (1, 2, 7, 20)):
            cursor: str | None = None
            for _page in range(100):
                params = {"limit": limit, "fields": "slug", **({"cursor": cursor} if cursor else {})}
                answer = yield ask(f"{kind} pages of {limit}", kind, headers=headers, params=params, needed=True)
                assert answer
                cursor = answer.json["next"]
                if not cursor:
                    break
        for kind, one in product(LISTS, self.sought.ids[::4]):
            params = {"cursor": cursor_of(one), "limit": 1, "fields": "slug"}
            yield ask("cursor of a hidden id", kind, headers=headers, params=params)

    def details(self, name: str) -> Asking:
        """Every record by id and slug: whole, cut, as it was, and conditionally."""
        headers = self.who[name]
        for kind in LISTS:
            for body in self.found[name, kind]:
                for key in (body["id"], body["slug"], f"{body['slug']}.json", body["id"].upper()):
                    answer = yield ask(f"{kind} detail", f"{kind}/{key}", headers=headers)
                    if answer:
                        yield from _conditionally(kind, f"{kind}/{key}", headers, answer)
                for cut in ("brief", "name,citations", "id"):
                    yield ask(f"{kind} detail fields", f"{kind}/{body['slug']}", headers=headers, fields=cut)
                for moment in MOMENTS[1::3]:
                    yield ask(f"{kind} detail known_at", f"{kind}/{body['id']}", headers=headers, known_at=moment)
        for key in self.moved(name):
            yield ask("moved", f"persons/{key}", headers=headers, wanted=308)

    def moved(self, name: str) -> list[str]:
        """Ids of persons who were merged into others."""
        return [former for body in self.found[name, "persons"] for former in body["former_ids"]]

    def names(self, name: str) -> Asking:
        """``q`` with every name of the hidden, whole and in parts, in any letters; and with those of the visible."""
        headers = self.who[name]
        for body in self.found[name, "persons"]:
            for text in (body["name"], body["name"].split()[-1].swapcase()):
                yield ask("q of the visible", "persons", headers=headers, q=text, fields="name")
            for text in respelled(body["name"]):
                yield ask("q respelled", "persons", headers=headers, q=text, fields="name,slug")
            yield ask("q as lines", "persons.ndjson", headers=headers, q=respelled(body["name"])[0], fields="slug")
        for sought in self.sought.names:
            for kind, text in product(LISTS, sorted({sought, sought.split()[0], sought.swapcase()[:6]})):
                counted = {} if kind == "persons" else {"total": "exact"}
                yield ask("q of the hidden", kind, headers=headers, limit=3, params={"q": text, **counted})
            for text in respelled(sought):
                yield ask("q of the hidden respelled", "persons", headers=headers, q=text, limit=100, wanted=None)
        yield from self.matches(name)
        visible = [(body["name"], body["id"]) for body in self.found[name, "persons"]]
        hidden = [(text, str(self.sought.ids[at % len(self.sought.ids)])) for at, text in enumerate(self.sought.names)]
        yield from reconciled(visible, hidden, self.moved(name), self.who[name])

    def matches(self, name: str) -> Asking:
        """``/match`` with the names of the visible and the hidden, alone and together, in any spelling, with more."""
        visible = [body["name"] for body in self.found[name, "persons"]]
        for number, text in enumerate([*visible, *self.sought.names]):
            others = respelled(text)
            queries: list[dict[str, Any]] = [{"name": one, "limit": 20} for one in (text, *others)]
            queries.append({"id": "of all", "name": text, "names": others, "born": "1960", "country": "BY"})
            for asked in ([queries[0]], queries):
                if number < len(visible):
                    yield self._match("of the visible", name, {"queries": asked})
                else:
                    yield self._match("of the hidden", name, {"queries": asked}, wanted=None)
        everybody = [{"name": text} for text in (*self.sought.names, *visible)]
        for page in (everybody[:100], everybody[-100:]):
            yield self._match("of many", name, {"queries": page}, wanted=None, needed=True)
        for wrong in WRONG:
            yield self._match("refused", name, wrong, wanted=400)

    def _match(self, kind: str, name: str, body: Any, **more: Any) -> Request:
        sent = orjson.dumps(body)
        return ask(f"match {kind}", "match", method="POST", headers=self.who[name], sent=sent, **more)

    def hidden(self, name: str) -> Asking:
        """The keys of the hidden, wherever a key can be given."""
        headers = self.who[name]
        star = (*headers, ("If-None-Match", "*"))
        keys = [*map(str, self.sought.ids), *self.sought.slugs]
        for number, (key, kind) in enumerate(product(keys, LISTS)):
            yield ask("hidden detail", f"{kind}/{key}", headers=headers, wanted=404)
            if not number % 4:
                yield ask("hidden detail.json", f"{kind}/{key}.json", headers=headers, wanted=404)
                yield ask("hidden detail then", f"{kind}/{key}", headers=star, known_at=MOMENTS[3], wanted=404)
        for key in keys[::3]:
            for kind, one in (
                ("persons", "event"),
                ("persons", "document"),
                ("events", "document"),
                ("documents", "publisher"),
            ):
                yield ask(
                    "hidden key in a filter", kind, headers=headers, params={one: key, "total": "exact"}, wanted=None
                )
        for hidden in self.sought.ids:
            yield ask(
                "hidden id among ids",
                "persons",
                headers=headers,
                ids=f"{hidden},{self.found[name, 'persons'][0]['id']}",
            )

    def feed(self, name: str) -> Asking:
        """The feed after every position, in pages of several lengths; what changed since every one; the snapshot."""
        headers = self.who[name]
        for after in range(self.position + 3):
            for limit in (1, 5, 1000) if not after % 10 else (1, 5):
                wanted = 200 if after <= self.position else 410
                yield ask(f"changes {wanted}", "changes", headers=headers, after=after, limit=limit, wanted=wanted)
            for kind in LISTS:
                params = {"changed_since": after, "fields": "slug", "total": "exact"}
                yield ask(f"{kind} changed_since", kind, headers=headers, params=params)
        for path, kind in product(("snapshot", "snapshot.ndjson"), ("", "person", "event", "document")):
            params = {"kind": kind} if kind else {}
            yield ask(f"{path} {kind}", path, headers=headers, params=params, needed=True)

    def numbers(self, name: str) -> Asking:
        """Statistics of every country, over days."""
        headers = self.who[name]
        for country, first, last in product(("", "BY", "LT", "UA", "CN"), ("", *DAYS[::2]), ("", *DAYS[1::2])):
            params = {one: value for one, value in (("country", country), ("from", first), ("to", last)) if value}
            answer = yield ask("statistics", "statistics", headers=headers, params=params)
            if answer and not params:
                yield from _conditionally("statistics", "statistics", headers, answer)


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    """The header of a key."""
    return (("Authorization", f"Bearer {token}"),)


def _conditionally(kind: str, path: str, headers: tuple[tuple[str, str], ...], answer: Answer) -> Iterator[Request]:
    """The same again for who holds it, and who holds something else."""
    if answer.status != 200:
        return
    tag = answer.header("ETag")
    for known in (tag, f"W/{tag}", "*", f'"other", {tag}'):
        yield ask(f"{kind} held", path, headers=(*headers, ("If-None-Match", known)), wanted=304)
    yield ask(f"{kind} held otherwise", path, headers=(*headers, ("If-None-Match", '"other"')))
