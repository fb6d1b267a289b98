"""What clients of the reconciliation service ask of both worlds, with names and ids of the visible and the hidden."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson

from publication.api.reconciling.properties import PROPERTIES
from tests.proof.asking import Asking, Request, ask
from tests.proof.respelled import respelled

Headers = tuple[tuple[str, str], ...]
Known = Sequence[tuple[str, str]]
"""Names and ids."""
ROOT, DRAFT = "reconcile", "reconcile/1.0"
FORM = "application/x-www-form-urlencoded"
ALL = [{"id": one.id} for one in PROPERTIES]
WRONG: tuple[Any, ...] = (
    [],
    {"q0": {}},
    {"q0": {"query": ""}},
    {"q0": {"query": "a", "limit": 0}, "q1": {"nmae": "a"}},
)


def reconciled(visible: Known, hidden: Known, moved: Sequence[str], headers: Headers) -> Asking:
    """Queries of both versions, suggestions, extensions and previews."""
    for number, (text, key) in enumerate([*visible, *hidden]):
        who, wanted = ("of the visible", 200) if number < len(visible) else ("of the hidden", None)
        yield from _queries(who, text, key, headers, wanted)
        for below in (ROOT, DRAFT):
            for prefix in (text, text[:4], respelled(text)[0], key):
                params = {"prefix": prefix}
                yield ask(f"suggest {who}", f"{below}/suggest/entity", headers=headers, params=params, wanted=wanted)
            page = 404 if wanted is None else 200
            yield ask(f"preview {who}", f"{below}/preview", headers=headers, params={"id": key}, wanted=page)
    for key in moved:
        yield ask("preview of a former id", f"{ROOT}/preview", headers=headers, params={"id": key})
    keys = [*moved, *(key for _text, key in (*visible, *hidden))]
    for part in (keys[:100], keys[-100:], keys[:1]):
        yield from _sent("extend", {"extend": {"ids": part, "properties": ALL}}, headers)
        yield _draft("extend", {"ids": part, "properties": ALL}, headers)
    everybody = {f"q{number}": {"query": text} for number, (text, _key) in enumerate((*hidden, *visible))}
    yield from _sent("of many", {"queries": dict(list(everybody.items())[:100])}, headers, wanted=None, needed=True)
    for wrong in WRONG:
        yield from _sent("refused", {"queries": wrong}, headers, wanted=400)


def _queries(who: str, text: str, key: str, headers: Headers, wanted: int | None) -> Iterator[Request]:
    """One name, spelled in several ways; with more that is known; and the id in its place."""
    others = respelled(text)
    more: list[dict[str, Any]] = [
        {"pid": "born", "v": 1960},
        {"pid": "country", "v": ["BY", "Lithuania"]},
        {"pid": "name", "v": others},
    ]
    batch: dict[str, Any] = {f"q{number}": {"query": one, "limit": 20} for number, one in enumerate((text, *others))}
    batch |= {"more": {"query": text, "properties": more}, "id": {"query": key}}
    for asked in ({"q0": batch["q0"]}, {"id": batch["id"]}, batch):
        yield from _sent(who, {"queries": asked}, headers, wanted=wanted)
    conditions: list[dict[str, Any]] = [{"matchType": "name", "propertyValue": [text, *others]}]
    conditions += [{"matchType": "property", "propertyId": one["pid"], "propertyValue": one["v"]} for one in more]
    by_id = {"matchType": "id", "propertyValue": key}
    for condition in (conditions[:1], conditions, [*conditions, {**conditions[2], "required": True}], [by_id]):
        yield _draft("match", {"queries": [{"conditions": condition}]}, headers, wanted=None)
    yield _draft(f"match {who}", {"queries": [{"conditions": [by_id]}]}, headers, wanted=wanted)


def _sent(kind: str, fields: dict[str, Any], headers: Headers, **more: Any) -> Iterator[Request]:
    """As a form, and in the address."""
    form = {name: orjson.dumps(value).decode() for name, value in fields.items()}
    sent = urlencode(form).encode()
    yield ask(f"reconcile {kind}", ROOT, method="POST", headers=headers, sent=sent, media=FORM, **more)
    yield ask(f"reconcile {kind} by GET", ROOT, headers=headers, params=form, **more)


def _draft(kind: str, sent: Any, headers: Headers, **more: Any) -> Request:
    path = f"{DRAFT}/{kind.partition(' ')[0]}"
    return ask(f"reconcile draft {kind}", path, method="POST", headers=headers, sent=orjson.dumps(sent), **more)
