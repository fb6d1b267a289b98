"""Letting a request in: who asks, what that key may read, and how much of its budget is left (RFC 6750)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from accounts.keys import UNREADABLE, caller_of, parse_token
from accounts.vocabulary import Scope
from publication.api.budgets import LocalBudgets
from publication.api.problems import NoSuchKey, OutOfScope, TooMany
from publication.reading import alias

ADMIT = "admit(%(key_id)s::text, %(key_hash)s::bytea, %(address)s::bytea, %(cost)s::int, %(anonymous)s)"
ADMITTED = "a.audience, a.position, a.refusal, a.scopes, a.allowed, a.remaining, a.reset"
"""The call that checks and counts a request, and its columns, with which the row of every statement begins."""
ALONE = f"""SELECT {ADMITTED}, extract(epoch FROM h.at)::text FROM {ADMIT} AS a
LEFT JOIN publication_change h ON h.audience = a.audience AND h.position = a.position"""  # noqa: S608 - two constants
BEARER = 'Bearer realm="Volia"'
LOCAL = LocalBudgets()
WITH_PORT = re.compile(r"\[([^\]]+)\](?::[0-9]+)?|([0-9.]+):[0-9]+")
"""How some proxies write an address (RFC 7239, 6): with a port, and one of IPv6 in brackets then."""


class Asker(NamedTuple):
    """Who asks: a key's id and the keyed hash of its secret, both empty without a key, and a hash of the address."""

    key_id: str
    key_hash: bytes
    address: bytes

    @property
    def name(self) -> bytes:
        """Under which name slots are held."""
        return self.key_id.encode() or self.address


class Admission(NamedTuple):
    """The answer of ``admit``: what the asker reads, the last position of that, and the state of the budget.

    ``last`` tells when that position was reached, where it was asked for and that change is not forgotten: a database
    that was put back comes to the same positions again, but not at the same times.
    """

    audience: int
    position: int
    refusal: str
    scopes: list[str]
    allowed: int
    remaining: int
    reset: int
    last: str | None = None


def asker_of(request: HttpRequest) -> Asker:
    """Who asks. A header that is not a bearer token of ours names a key that does not exist."""
    header = request.META.get("HTTP_AUTHORIZATION")
    address = caller_of(_address_of(request))
    if header is None:
        return Asker("", b"", address)
    scheme, _, token = header.partition(" ")
    known = parse_token(token.strip()) if scheme.lower() == "bearer" else None
    return Asker(*(known or UNREADABLE), address)


def admit_parameters(asker: Asker, cost: int = 1) -> dict[str, Any]:
    """What ``ADMIT`` is called with."""
    return {**asker._asdict(), "cost": cost, "anonymous": settings.ANONYMOUS_PER_MINUTE}


def ask_admission(asker: Asker, cost: int = 1) -> Admission:
    """Check and count a request, as ``cost`` of them, in one statement."""
    with connections[alias()].cursor() as cursor:
        cursor.execute(ALONE, admit_parameters(asker, cost))
        return Admission(*cursor.fetchone())


def counted_here(asker: Asker, admission: Admission, cost: int = 1) -> Admission:
    """The admission with the budget of this process where the database, a replica, could not count."""
    # Where it counts, at least this request is gone from what remains.
    if admission.remaining < admission.allowed or admission.refusal == "busy":
        return admission
    keyed = asker.key_id and not admission.refusal
    left, reset = LOCAL.take(asker.key_id.encode() if keyed else asker.address, admission.allowed, cost)
    if left is None:
        return admission._replace(refusal="busy", remaining=0, reset=reset)
    return admission._replace(remaining=left, reset=reset)


def check(asker: Asker, admission: Admission, scope: Scope) -> None:
    """Whether the asker may go on.

    :raises NoSuchKey: when the key is not accepted, whatever the reason.
    :raises TooMany: when the budget is used up.
    :raises OutOfScope: when the key is not for this.
    """
    if admission.refusal == "busy":
        raise TooMany(headers={"Retry-After": str(admission.reset)})
    if admission.refusal:
        raise NoSuchKey(headers={"WWW-Authenticate": f'{BEARER}, error="invalid_token"'})
    if asker.key_id and scope not in admission.scopes:
        wanted = f'{BEARER}, error="insufficient_scope", scope="{scope.value}"'
        raise OutOfScope(headers={"WWW-Authenticate": wanted})


def _address_of(request: HttpRequest) -> str:
    """The address of whoever asks, as the outermost of our own proxies saw it."""
    trusted = settings.TRUSTED_PROXIES
    if trusted:
        passed = [part.strip() for part in request.META.get(settings.CLIENT_HEADER, "").split(",")]
        if len(passed) >= trusted and passed[-trusted]:
            return _without_port(passed[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def _without_port(address: str) -> str:
    found = WITH_PORT.fullmatch(address)
    return str(found[1] or found[2]) if found else address
