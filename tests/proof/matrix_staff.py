"""The staff's side of the matrix: every page of the admin, for strangers and for each role.

What browsers do not send is refused before anybody is asked who they are; ``rest`` is what is left of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.proof import matrix
from tests.proof.identities import IDENTITIES
from tests.proof.matrix import METHODS, Case, Told

KNOWN = ("GET", "HEAD", "OPTIONS", "POST")
UNKNOWN = tuple(method for method in METHODS if method not in KNOWN)


def table(text: str) -> Told:
    """The cells of a table, and that every other method is refused to everybody."""
    return {**matrix.table(text), **{(method, who): "405" for method in UNKNOWN for who in IDENTITIES}}


EVERY_ROLE = table("""
              stranger  viewer  editor  publisher  administrator
    rest      login     200     200     200        200
""")
FROM_EDITORS = table("""
              stranger  viewer  editor  publisher  administrator
    rest      login     403     200     200        200
""")
FOR_ADMINISTRATORS = table("""
              stranger  viewer  editor  publisher  administrator
    rest      login     403     403     403        200
""")
REFUSED = table("""
              stranger  viewer  editor  publisher  administrator
    rest      login     403     403     403        403
""")
WRITTEN_BY_EDITORS = table("""
              stranger  viewer  editor  publisher  administrator
    POST      login     403     200     200        200
    rest      login     200     200     200        200
""")
WRITTEN_BY_PUBLISHERS = table("""
              stranger  viewer  editor  publisher  administrator
    POST      login     403     403     200        200
    rest      login     200     200     200        200
""")
ONLY_READ = table("""
              stranger  viewer  editor  publisher  administrator
    POST      login     403     403     403        403
    rest      login     200     200     200        200
""")
ONLY_READ_BY_ADMINISTRATORS = table("""
              stranger  viewer  editor  publisher  administrator
    POST      login     403     403     403        403
    rest      login     403     403     403        200
""")
TO_THE_PAGE = table("""
              stranger  viewer  editor  publisher  administrator
    rest      login     302     302     302        302
""")


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The pages that Django's admin has for every model. Nothing is ever deleted there."""

    list: Told
    add: Told
    change: Told
    history: Told

    def cases(self, model: str) -> Iterator[Case]:
        """All pages of a model, such as ``people/person``, with an existing row of it."""
        above, one = f"admin/{model}/", f"admin/{model}/<path:object_id>/"
        yield Case(route=above, address=above, told=self.list)
        yield Case(route=f"{above}add/", address=f"{above}add/", told=self.add)
        for tail, told in (("", TO_THE_PAGE), ("change/", self.change), ("history/", self.history)):
            yield Case(route=one + tail, address=f"{above}{{{model}}}/{tail}", told=told)
        yield Case(route=f"{one}delete/", address=f"{above}{{{model}}}/delete/", told=REFUSED)


RECORD = Pages(list=EVERY_ROLE, add=FROM_EDITORS, change=WRITTEN_BY_EDITORS, history=EVERY_ROLE)
HOLDS = Pages(list=EVERY_ROLE, add=FROM_EDITORS, change=WRITTEN_BY_PUBLISHERS, history=EVERY_ROLE)
# Without a document to cite from the page only says where to begin.
CITATIONS = Pages(list=EVERY_ROLE, add=EVERY_ROLE, change=WRITTEN_BY_EDITORS, history=EVERY_ROLE)
LOGS = Pages(list=EVERY_ROLE, add=REFUSED, change=ONLY_READ, history=EVERY_ROLE)
ACCOUNTS = Pages(list=FOR_ADMINISTRATORS, add=FOR_ADMINISTRATORS, change=FOR_ADMINISTRATORS, history=FOR_ADMINISTRATORS)
ISSUED = Pages(
    list=FOR_ADMINISTRATORS, add=FOR_ADMINISTRATORS, change=ONLY_READ_BY_ADMINISTRATORS, history=FOR_ADMINISTRATORS
)
ROLES = Pages(list=FOR_ADMINISTRATORS, add=REFUSED, change=ONLY_READ_BY_ADMINISTRATORS, history=FOR_ADMINISTRATORS)

MODELS = {
    **{f"sources/{model}": RECORD for model in ("organisation", "document", "derivation")},
    **{
        f"people/{model}": RECORD
        for model in (
            *("person", "name", "identifier", "nationality", "role", "relationship", "recognition", "place"),
            *("detention", "ground", "sentence", "condition", "release", "destination", "statement"),
            *("event", "eventpart", "concession", "tally", "eventgroup"),
        )
    },
    "people/citation": CITATIONS,
    "people/hold": HOLDS,
    **dict.fromkeys(
        ("sources/passage", "sources/history", "people/merge", "people/judgement", "intake/imported"), LOGS
    ),
    "publication/act": LOGS,
    **dict.fromkeys(("accounts/user", "accounts/partner"), ACCOUNTS),
    "accounts/partnerkey": ISSUED,
    "auth/group": ROLES,
}

# --- pages of their own

FRONT_DOOR = table("""
                     stranger  viewer  editor  publisher  administrator
    GET              200       302     302     302        302
    rest             200       200     200     200        200
""")
WAY_OUT = table("""
                     stranger  viewer  editor  publisher  administrator
    OPTIONS POST     302       200     200     200        200
    rest             302       405     405     405        405
""")
OWN_PASSWORD = table("""
                             stranger  viewer  editor  publisher  administrator
    rest                     login     200     200     200        200
""")
LOOKED_UP = table("""
                             stranger  viewer  editor  publisher  administrator
    GET HEAD OPTIONS         login     200     200     200        200
    rest                     login     405     405     405        405
""")
LOOKED_UP_BY_ADMINISTRATORS = table("""
                             stranger  viewer  editor  publisher  administrator
    GET HEAD                 login     403     403     403        200
    OPTIONS                  login     200     200     200        200
    rest                     login     405     405     405        405
""")
NO_PAGE = table("""
              stranger  viewer  editor  publisher  administrator
    rest      login     404     404     404        404
""")
NO_PAGE_BUT_FOR_ADMINISTRATORS = table("""
              stranger  viewer  editor  publisher  administrator
    rest      login     404     404     404        200
""")
REVOKING = table("""
              stranger  viewer  editor  publisher  administrator
    POST      login     403     403     403        302
    rest      login     405     405     405        405
""")

# --- the way out. What a POST shows is a question; only one that confirms it does something, and leads back.

WAITING = table("""
                    stranger  viewer  editor  publisher  administrator
    GET HEAD        login     200     200     200        200
    rest            login     405     405     405        405
""")
PREVIEW = table("""
                    stranger  viewer  editor  publisher  administrator
    GET HEAD POST   login     200     200     200        200
    rest            login     405     405     405        405
""")
PUBLISHING = table("""
                    stranger  viewer  editor  publisher  administrator
    POST            login     403     403     302        302
""")
ASKED_BY_EDITORS = table("""
                    stranger  viewer  editor  publisher  administrator
    GET HEAD POST   login     403     200     200        200
    rest            login     405     405     405        405
""")
DONE_BY_EDITORS = table("""
                    stranger  viewer  editor  publisher  administrator
    POST            login     403     302     302        302
""")
JUDGED_BY_EDITORS = table("""
                    stranger  viewer  editor  publisher  administrator
    POST            login     403     302     302        302
    rest            login     405     405     405        405
""")
ASKED_BY_PUBLISHERS = table("""
                    stranger  viewer  editor  publisher  administrator
    GET HEAD POST   login     403     403     200        200
    rest            login     405     405     405        405
""")
DONE_BY_PUBLISHERS = table("""
                    stranger  viewer  editor  publisher  administrator
    POST            login     403     403     302        302
""")

ACT = "admin/publication/act/"
ACTS = (
    ("publish", "waiting", PREVIEW, PUBLISHING, "&token={token}"),
    ("withdraw", "person", ASKED_BY_EDITORS, DONE_BY_EDITORS, "&reason=asked"),
    ("hold", "person", ASKED_BY_EDITORS, DONE_BY_EDITORS, "&reason=asked&withdraw=on"),
    ("lift", "held", ASKED_BY_PUBLISHERS, DONE_BY_PUBLISHERS, ""),
)


def acts() -> Iterator[Case]:
    """The pages of the acts: each is asked what it would do, and then confirmed."""
    for name, whom, asked, confirmed, typed in ACTS:
        named = f"record=person:{{{whom}}}"
        yield Case(route=f"{ACT}{name}/", address=f"{ACT}{name}/?{named}", typed=named, told=asked)
        yield Case(route=f"{ACT}{name}/", address=f"{ACT}{name}/", typed=f"{named}&confirm=1{typed}", told=confirmed)


def merging() -> Iterator[Case]:
    """Two records become one, and two again: each is asked first, and then confirmed."""
    person, trace = "admin/people/person/<uuid:person>/merge/", "admin/people/merge/<uuid:merge>/undo/"
    for_waiting, undo = "admin/people/person/{waiting}/merge/", "admin/people/merge/{people/merge}/undo/"
    confirmed = "confirm=1&reason=asked"
    yield Case(route=person, address=for_waiting, told=ASKED_BY_EDITORS)
    yield Case(route=person, address=f"{for_waiting}?into={{person}}", typed="into={person}", told=ASKED_BY_EDITORS)
    yield Case(route=person, address=for_waiting, typed=f"into={{person}}&{confirmed}", told=DONE_BY_EDITORS)
    yield Case(route=trace, address=undo, told=ASKED_BY_EDITORS)
    yield Case(route=trace, address=undo, typed=confirmed, told=DONE_BY_EDITORS)


def judging() -> Iterator[Case]:
    """The queue of duplicates is looked at; a judgement is made, and taken back."""
    above = "admin/people/judgement/"
    yield Case(route=f"{above}duplicates/", address=f"{above}duplicates/", told=WAITING)
    typed = "one={person}&other={waiting}&verdict=different"
    yield Case(route=f"{above}judge/", address=f"{above}judge/", typed=typed, told=JUDGED_BY_EDITORS)
    one = f"{above}{{people/judgement}}/take-back/"
    yield Case(route=f"{above}<uuid:judgement>/take-back/", address=one, told=JUDGED_BY_EDITORS)


ONE_ACCOUNT = "admin/accounts/user/<path:object_id>/"
APP_LIST = "admin/^(?P<app_label>intake|auth|accounts|sources|people|publication)/$"
CHOICES = "admin/autocomplete/?app_label={}&model_name={}&field_name={}"

OTHERS = (
    Case(route="admin/", address="admin/", told=EVERY_ROLE),
    Case(route="admin/login/", address="admin/login/", told=FRONT_DOOR),
    Case(route="admin/logout/", address="admin/logout/", told=WAY_OUT),
    Case(route="admin/password_change/", address="admin/password_change/", told=OWN_PASSWORD),
    Case(route="admin/password_change/done/", address="admin/password_change/done/", told=LOOKED_UP),
    Case(route="admin/jsi18n/", address="admin/jsi18n/", told=LOOKED_UP),
    Case(route="admin/autocomplete/", address=CHOICES.format("people", "name", "person"), told=LOOKED_UP),
    Case(
        route="admin/autocomplete/",
        address=CHOICES.format("accounts", "partnerkey", "partner"),
        told=LOOKED_UP_BY_ADMINISTRATORS,
    ),
    Case(
        route="admin/r/<path:content_type_id>/<path:object_id>/",
        address="admin/r/{type_of_persons}/{person}/",
        told=NO_PAGE,
    ),
    *(Case(route=APP_LIST, address=f"admin/{app}/", told=EVERY_ROLE) for app in ("sources", "people", "publication")),
    Case(route=APP_LIST, address="admin/intake/", told=EVERY_ROLE),
    *(
        Case(route=APP_LIST, address=f"admin/{app}/", told=NO_PAGE_BUT_FOR_ADMINISTRATORS)
        for app in ("accounts", "auth")
    ),
    Case(route="admin/(?P<url>.*)$", address="admin/nothing", told=NO_PAGE),
    Case(
        route="admin/people/citation/add/",
        address="admin/people/citation/add/?{citing}",
        told=FROM_EDITORS,
    ),
    Case(
        route="admin/accounts/user/<id>/password/",
        address="admin/accounts/user/{accounts/user}/password/",
        told=FOR_ADMINISTRATORS,
    ),
    Case(route="admin/accounts/user/<id>/password/", address="admin/accounts/user/{superuser}/password/", told=REFUSED),
    Case(
        route=f"{ONE_ACCOUNT}change/",
        address="admin/accounts/user/{superuser}/change/",
        told=ONLY_READ_BY_ADMINISTRATORS,
    ),
    Case(
        route="admin/accounts/partnerkey/<str:key_id>/revoke/",
        address="admin/accounts/partnerkey/{accounts/partnerkey}/revoke/",
        typed="reason=lost",
        told=REVOKING,
    ),
    Case(route=f"{ACT}pending/", address=f"{ACT}pending/", told=WAITING),
    Case(
        route="admin/people/person/<path:object_id>/change/",
        address="admin/people/person/{merged}/change/",
        told=ONLY_READ,
    ),
)
CASES = (
    *(case for model, pages in MODELS.items() for case in pages.cases(model)),
    *OTHERS,
    *acts(),
    *merging(),
    *judging(),
)
