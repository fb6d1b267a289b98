"""The matrix: what every address answers to every method and everybody who may come, as people decided it.

The public's addresses are here, the staff's in ``matrix_staff``.

A table has one line for some methods and one column for each who comes. A cell is a status, or in words: ``public`` and
``partner`` are 200 with that audience's data, ``login`` is the way to the login page. The line ``rest`` holds for the
methods that no other line names. ``stranger`` stands for everybody without an account, whatever key they bring.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus

import orjson

from tests.proof.identities import COUNTRY_FOR_PARTNERS, FOR_PARTNERS, IDENTITIES, STAFF, STRANGERS

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
COLUMNS = {"stranger": STRANGERS, "staff": STAFF, "anybody": IDENTITIES}

MATCHED = orjson.dumps({"queries": [{"name": f"{FOR_PARTNERS} person"}]})
IDENTITY = "{id_for_partners}"
"""The place of the id of somebody whom partners alone may know of."""
RECONCILED = "queries=" + quote_plus(orjson.dumps({"q0": {"query": f"{FOR_PARTNERS} person"}}))
EXTENSION = orjson.dumps({"ids": [IDENTITY], "properties": [{"id": "name"}]})
EXTENDED = "extend=" + quote_plus(EXTENSION).replace(quote_plus(IDENTITY), IDENTITY)
CONDITIONS = orjson.dumps(
    {"queries": [{"conditions": [{"matchType": "name", "propertyValue": f"{FOR_PARTNERS} person"}]}]}
)
Told = Mapping[tuple[str, str], str]
"""A cell by method and identity."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One address that stands for a route, as the resolver spells it, and what it answers.

    ``typed`` is what a writing method sends along; ``{…}`` in both is filled in from the world. ``sent`` is sent in its
    place, as JSON, with ``IDENTITY`` filled in. ``asking``: data is asked for by POST. ``sign`` stands in answers with
    the partners' data and in no other.
    """

    route: str
    address: str
    told: Told
    typed: str = ""
    sent: bytes | None = None
    sign: str = FOR_PARTNERS
    asking: bool = False


def table(text: str) -> Told:
    """The cells of a table as it is written below."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    cells: dict[tuple[str, str], str] = {}
    for words in lines:
        methods, told = words[: -len(head)], words[-len(head) :]
        if methods == ["rest"]:
            methods = [method for method in METHODS if not any(named == method for named, _who in cells)]
        for column, cell in zip(head, told, strict=True):
            cells |= {(method, who): cell for method in methods for who in COLUMNS.get(column, (column,))}
    return cells


# A session of the staff changes nothing, a key that is not accepted gets nothing

DATA = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    GET                       public     partner  401      401      public  public  public     public
    HEAD                      200        200      401      401      200     200     200        200
    OPTIONS                   204        204      204      204      204     204     204        204
    POST PUT PATCH DELETE     405        405      405      405      405     405     405        405
    TRACE                     405        405      405      405      405     405     405        405
""")
FOR_PARTNERS_ALONE = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    GET                       404        partner  401      401      404     404     404        404
    HEAD                      404        200      401      401      404     404     404        404
    OPTIONS                   204        204      204      204      204     204     204        204
    POST PUT PATCH DELETE     405        405      405      405      405     405     405        405
    TRACE                     405        405      405      405      405     405     405        405
""")
FOR_NOBODY = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    GET HEAD                  404        404      401      401      404     404     404        404
    OPTIONS                   204        204      204      204      204     204     204        204
    POST PUT PATCH DELETE     405        405      405      405      405     405     405        405
    TRACE                     405        405      405      405      405     405     405        405
""")
MANUAL = table("""
                              anybody
    GET HEAD                  200
    OPTIONS                   204
    rest                      405
""")
NO_ADDRESS = table("""
                              anybody
    rest                      404
""")
PAGE = table("""
                              anybody
    GET HEAD                  200
    rest                      405
""")

SENT = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    POST                      public     partner  401      401      public  public  public     public
    OPTIONS                   204        204      204      204      204     204     204        204
    rest                      405        405      405      405      405     405     405        405
""")
SENT_AMISS = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    POST                      400        400      401      401      400     400     400        400
    OPTIONS                   204        204      204      204      204     204     204        204
    rest                      405        405      405      405      405     405     405        405
""")
SENT_AS_A_FORM = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    POST                      415        415      401      401      415     415     415        415
    OPTIONS                   204        204      204      204      204     204     204        204
    rest                      405        405      405      405      405     405     405        405
""")

SAME_FOR_ALL = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    GET HEAD                  200        200      401      401      200     200     200        200
    OPTIONS                   204        204      204      204      204     204     204        204
    rest                      405        405      405      405      405     405     405        405
""")
READ_OR_SENT = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    GET HEAD                  200        200      401      401      200     200     200        200
    POST                      public     partner  401      401      public  public  public     public
    OPTIONS                   204        204      204      204      204     204     204        204
    rest                      405        405      405      405      405     405     405        405
""")
READ_WITH_A_QUERY = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    GET                       public     partner  401      401      public  public  public     public
    HEAD                      200        200      401      401      200     200     200        200
    POST                      400        400      401      401      400     400     400        400
    OPTIONS                   204        204      204      204      204     204     204        204
    rest                      405        405      405      405      405     405     405        405
""")
SENT_AS_JSON = table("""
                              anonymous  partner  expired  revoked  viewer  editor  publisher  administrator
    GET HEAD                  200        200      401      401      200     200     200        200
    POST                      415        415      401      401      415     415     415        415
    OPTIONS                   204        204      204      204      204     204     204        204
    rest                      405        405      405      405      405     405     405        405
""")

RECONCILING = (
    Case(route="api/v1/reconcile", address="api/v1/reconcile", told=READ_OR_SENT, typed=RECONCILED, asking=True),
    Case(route="api/v1/reconcile", address="api/v1/reconcile", told=READ_OR_SENT, typed=EXTENDED, asking=True),
    Case(route="api/v1/reconcile", address=f"api/v1/reconcile?{RECONCILED}", told=READ_WITH_A_QUERY, typed=RECONCILED),
    Case(route="api/v1/reconcile", address=f"api/v1/reconcile?{EXTENDED}", told=READ_WITH_A_QUERY, typed=RECONCILED),
    Case(route="api/v1/reconcile", address="api/v1/reconcile", told=SENT_AS_JSON, sent=CONDITIONS),
    Case(route="api/v1/reconcile/1.0", address="api/v1/reconcile/1.0", told=SAME_FOR_ALL),
    *(
        Case(route=f"api/v1/reconcile/1.0/{name}", address=f"api/v1/reconcile/1.0/{name}", told=told, **more)
        for name, good in (("match", CONDITIONS), ("extend", EXTENSION))
        for told, more in (
            (SENT, {"sent": good, "asking": True}),
            (SENT_AMISS, {"sent": b"{}"}),
            (SENT_AS_A_FORM, {"typed": RECONCILED}),
        )
    ),
    *(
        Case(route=f"api/v1/{below}/{name}", address=f"api/v1/{below}/{name}?{query}", told=told)
        for below in ("reconcile", "reconcile/1.0")
        for name, query, told in (
            ("suggest/entity", f"prefix={FOR_PARTNERS}+person", DATA),
            ("suggest/property", "prefix=", SAME_FOR_ALL),
            ("suggest/type", "prefix=", SAME_FOR_ALL),
            ("extend/propose", "type=Person", SAME_FOR_ALL),
            ("preview", f"id={IDENTITY}", FOR_PARTNERS_ALONE),
            ("preview", "id={held}", FOR_NOBODY),
            ("preview", "id={person}", SAME_FOR_ALL),
        )
    ),
)
PUBLIC = (
    Case(route="", address="", told=PAGE),
    Case(route="healthz", address="healthz", told=PAGE),
    Case(route="readyz", address="readyz", told=PAGE),
    Case(route="api/v1/persons/<str:key>", address="api/v1/persons/{person}", told=DATA),
    Case(route="api/v1/persons/<str:key>", address="api/v1/persons/{person}.json", told=DATA),
    Case(route="api/v1/persons/<str:key>", address="api/v1/persons/{person_for_partners}", told=FOR_PARTNERS_ALONE),
    Case(route="api/v1/persons/<str:key>", address="api/v1/persons/{held}", told=FOR_NOBODY),
    Case(route="api/v1/persons/<str:key>", address="api/v1/persons/nobody", told=FOR_NOBODY),
    Case(route="api/v1/events/<str:key>", address="api/v1/events/{event}", told=DATA),
    Case(route="api/v1/events/<str:key>", address="api/v1/events/{event_for_partners}", told=FOR_PARTNERS_ALONE),
    Case(route="api/v1/documents/<str:key>", address="api/v1/documents/{document}", told=DATA),
    Case(
        route="api/v1/documents/<str:key>", address="api/v1/documents/{document_for_partners}", told=FOR_PARTNERS_ALONE
    ),
    *(
        Case(route=f"api/v1/{kind}{suffix}", address=f"api/v1/{kind}{suffix}", told=DATA)
        for kind in ("persons", "events", "documents")
        for suffix in ("", ".json", ".ndjson", ".csv")
    ),
    Case(route="api/v1/match", address="api/v1/match", told=SENT, sent=MATCHED, asking=True),
    Case(route="api/v1/match", address="api/v1/match", told=SENT_AMISS, sent=b'{"queries": [{}]}'),
    Case(route="api/v1/match", address="api/v1/match", told=SENT_AS_A_FORM, typed="queries=1"),
    *RECONCILING,
    Case(route="api/v1/changes", address="api/v1/changes", told=DATA),
    Case(route="api/v1/snapshot", address="api/v1/snapshot", told=DATA),
    Case(route="api/v1/snapshot.ndjson", address="api/v1/snapshot.ndjson", told=DATA),
    Case(route="api/v1/statistics", address="api/v1/statistics", told=DATA, sign=COUNTRY_FOR_PARTNERS),
    Case(route="api/v1/schema", address="api/v1/schema", told=MANUAL),
    Case(route="api/v1/docs", address="api/v1/docs", told=MANUAL),
    Case(route="api/", address="api/v1/nothing", told=NO_ADDRESS),
    Case(route="api/", address="api/v1/persons/", told=NO_ADDRESS),
)
