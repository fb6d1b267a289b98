"""Every route of the API, found in its urls, with every method, identity, header and fault that a stranger may try."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode

import orjson
from django.urls import URLPattern
from django.urls.resolvers import RoutePattern

from publication.urls import urlpatterns
from tests.proof.asking import Request, ask
from tests.proof.worlds import Keys

Headers = tuple[tuple[str, str], ...]
METHODS = {"HEAD": 200, "OPTIONS": 204, "POST": 405, "PUT": 405, "PATCH": 405, "DELETE": 405, "TRACE": 405, "BREW": 405}
METHODS_SENT = {**dict.fromkeys(METHODS, 405), "GET": 405, "OPTIONS": 204, "POST": 200}
METHODS_OF_BOTH = {**METHODS, "POST": 415}
ACCEPTS = (
    *("*/*", "application/*", "text/*", "image/png", "application/json;q=0", "application/json;q=0.1, text/csv;q=0.9"),
    *("application/x-ndjson, */*;q=0.1", "text/csv;q=2", "text/html", ",,;;q=", "application/json;q=0.5, */*;q=0.5"),
)
FAULTS = (
    *(
        "nothing=1",
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=1&limit=2",
        "cursor=x",
        "fields=secret",
        "fields=",
        "q=%20",
    ),
    *(
        "status=",
        "status=free",
        "status_on=2025-01-01",
        "status_on=2025-13-01&status=released",
        "country=XX",
        "ids=1,2",
    ),
    *("conflicting=maybe", "changed_since=-1", "changed_since=99999999999999999", "total=1", "known_at=yesterday"),
    *(
        "known_at=2026-03-01&status=released",
        "after=-1",
        "after=x",
        "wait=31",
        "wait=x",
        "kind=nobody",
        "from=x",
        "to=0000-00-00",
    ),
    *(
        "q=%00",
        "q=%ff%fe",
        "q=" + "x" * 201,
        "event=no%20slug",
        "language=%25",
        "publisher=..%2f",
        "known_at=9999-12-31T23:59:59-23:59",
    ),
    *(
        "from=2026-01-02&to=2026-01-01",
        "format=json",
        "%F0%9F%98%80=1",
        "volia_key=volia_abc_def",
        "released_after=31.12.2025",
    ),
)
KEYS = (
    *(
        "nobody",
        "x" * 120,
        "x" * 121,
        "a b",
        "%2e%2e",
        "№",
        "00000000-0000-4000-8000-000000000000",
        "a.json",
        ".json",
        "a.csv",
    ),
    *("%00", "a%0d%0ab", "'; --", "{}", "volia_" + "a" * 12 + "_" + "b" * 56),
)
ELSEWHERE = (
    "",
    "/",
    "v1",
    "v1/",
    "v1/persons/",
    "v1/nothing",
    "v2/persons",
    "v1/persons/a/b",
    "v1/changes.json",
    "v1/match.json",
    "v1/reconcile/",
    "v1/reconcile/1.0/",
    "v1/reconcile/suggest",
    "v1/reconcile/match",
    "v1/reconcile/1.1",
)
SENT = ("match", "reconcile/1.0/match", "reconcile/1.0/extend")
"""The routes that JSON is sent to."""
BOTH = "reconcile"
"""The one that is read, and that forms are sent to."""


@dataclass(frozen=True, kw_only=True)
class Samples:
    """Records that are there: by kind the slug of one, and the id of a person."""

    slugs: Mapping[str, str]
    person: str

    @property
    def name(self) -> str:
        """Nearly the person's name."""
        return self.slugs["persons"].replace("-", " ")


def routes(samples: Samples) -> list[str]:
    """The paths of all routes, with a sample key of its kind where one is asked for.

    :raises KeyError: when a route asks for a key of a kind without sample.
    """
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if isinstance(pattern.pattern, RoutePattern):
            path = str(pattern.pattern).removeprefix("v1/")
            found.append(path.replace("<str:key>", samples.slugs[path.partition("/")[0]]) if "<" in path else path)
    assert not any("<" in path for path in found)
    return found


def on_every_route(samples: Samples, who: Mapping[str, Headers], keys: Keys) -> Iterator[Request]:
    """All of it."""
    for path, headers in product(routes(samples), who.values()):
        usual = _usual(path, samples)
        yield ask(f"route {path}", path, headers=headers, **usual)
        for method, wanted in _methods(path).items():
            yield ask(f"{method} {path}", path, headers=headers, **{**usual, "method": method}, wanted=wanted)
        for accept in ACCEPTS:
            yield ask("accept", path, headers=(*headers, ("Accept", accept)), **usual)
        for name, value in (("Origin", "https://elsewhere.example"), ("Cookie", "sessionid=x"), ("Range", "bytes=0-9")):
            yield ask(f"header {name}", path, headers=(*headers, (name, value)), **usual)
        for fault in FAULTS:
            params = usual.get("params", {})
            query = f"{urlencode(params)}&{fault}" if params else fault
            sent = {name: usual[name] for name in ("method", "sent") if name in usual}
            yield Request(kind="fault", path=f"/api/v1/{path}", query=query, headers=headers, **sent, wanted=400)
    yield from _identities(samples, keys)
    for kind, key, headers in product(samples.slugs, KEYS, who.values()):
        yield Request(kind="key of nobody", path=f"/api/v1/{kind}/{key}", headers=headers, wanted=404)
    for path, headers, method in product(ELSEWHERE, who.values(), ("GET", "HEAD", "OPTIONS", "POST")):
        yield Request(kind="elsewhere", path=f"/api/{path}", headers=headers, method=method, wanted=404)


def _methods(path: str) -> Mapping[str, int]:
    return METHODS_SENT if path in SENT else METHODS_OF_BOTH if path == BOTH else METHODS


def _usual(path: str, samples: Samples) -> dict[str, Any]:
    """How a route is asked: with GET, and what it needs to be asked, or by sending it something of a sample."""
    if path in SENT:
        sent = {
            "match": {"queries": [{"name": samples.name}]},
            "reconcile/1.0/match": {
                "queries": [{"conditions": [{"matchType": "name", "propertyValue": samples.name}]}]
            },
            "reconcile/1.0/extend": {"ids": [samples.person], "properties": [{"id": "name"}, {"id": "status"}]},
        }
        return {"method": "POST", "sent": orjson.dumps(sent[path])}
    needed = {"entity": {"prefix": samples.name}, "property": {"prefix": ""}, "type": {"prefix": ""}}
    needed["preview"] = {"id": samples.person}
    last = path.rpartition("/")[2]
    return {"params": needed[last]} if path.startswith(f"{BOTH}/") and last in needed else {}


def _identities(samples: Samples, keys: Keys) -> Iterator[Request]:
    """Every header ``Authorization`` that somebody may come with, on every route."""
    good = asdict(keys)
    wrong = keys.partner[:-1] + "a"
    headers = {
        **{name: f"Bearer {token}" for name, token in good.items()},
        "wrong": f"Bearer {wrong}",
        "bare": keys.partner,
        "basic": "Basic YTpi",
        "empty": "",
        "long": "Bearer " + "x" * 5000,
    }
    wanted = {"partner": 200, "public": 200, "reading": 200, "syncing": 200, "once": 429, "missing": 200}
    for path, (name, header) in product(routes(samples), headers.items()):
        expected = wanted.get(name, 401)
        usual = _usual(path, samples)
        yield ask(f"as {name}", path, headers=(("Authorization", header),), **usual, wanted=expected)
    for path in routes(samples):
        preflight = (("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "GET"))
        yield ask("preflight", path, method="OPTIONS", headers=preflight, wanted=204)
        yield ask("strange host", path, headers=(("Host", "elsewhere.example"),), **_usual(path, samples), wanted=400)
