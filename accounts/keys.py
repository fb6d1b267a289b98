"""Tokens of partners, and callers, as the database knows them: keyed hashes (HMAC-SHA256, RFC 2104).

A token is ``volia_<id>_<secret>``: the prefix lets secret scanners find one that leaked, the id finds the row, the
secret (280 random bits) is in no table. Without the pepper a copy of the database tests no guess.
"""

import base64
import hmac
import re
import secrets
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings

ID_LENGTH = 12
SECRET_LENGTH = 56
CALLER_LENGTH = 16  # bytes; enough that two callers never share a budget by chance
TOKEN = re.compile(rf"volia_([a-z2-7]{{{ID_LENGTH}}})_([a-z2-7]{{{SECRET_LENGTH}}})")
UNREADABLE = ("?", b"")
"""Key id and hash to ask ``admit`` with when a token cannot be parsed: refused and counted like any wrong key."""


def new_id() -> str:
    """The public part of a new key: 12 characters of base32 (60 bits)."""
    return _random_base32(10)[:ID_LENGTH]


def new_secret() -> str:
    """The secret part of a new key: 35 random bytes as 56 characters of base32."""
    return _random_base32(35)


def token_of(key_id: str, secret: str) -> str:
    """What the partner is given."""
    return f"volia_{key_id}_{secret}"


def hash_of(secret: str) -> bytes:
    """The keyed hash of a secret, 32 bytes."""
    return hmac.digest(settings.KEY_PEPPER, secret.encode("ascii"), "sha256")


def parse_token(text: str) -> tuple[str, bytes] | None:
    """Key id and keyed hash of the secret; None for whatever does not have exactly the shape of a token."""
    found = TOKEN.fullmatch(text)
    return (found[1], hash_of(found[2])) if found else None


def caller_of(address: str) -> bytes:
    """Under which name requests from an IP address are counted: a keyed hash, 16 bytes; no address is stored.

    An IPv6 address counts with its /64, the least that one subscriber is given (RFC 6177); an IPv4 address written as
    IPv6 (RFC 4291, 2.5.5.2) counts as IPv4. What is no address (a socket's empty name) shares one budget.
    """
    return hmac.digest(settings.KEY_PEPPER, b"address\0" + _network_of(address).encode(), "sha256")[:CALLER_LENGTH]


def _network_of(address: str) -> str:
    try:
        known: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return "none"
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is None:
            return str(IPv6Network((int(known), 64), strict=False))
        known = known.ipv4_mapped
    return str(known)


def _random_base32(length: int) -> str:
    return base64.b32encode(secrets.token_bytes(length)).decode("ascii").rstrip("=").lower()
