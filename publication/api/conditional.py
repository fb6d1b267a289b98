"""Entity tags and the requests that are conditional on them (RFC 9110, 8.8.3 and 13.1.2)."""

from __future__ import annotations

import re
from hashlib import blake2b

TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
ANY = "any tag"
"""What ``*`` stands for; no tag of anybody's has a blank."""


def known_tags(header: str | None) -> list[str]:
    """The tags, without quotes, in an ``If-None-Match``; ``ANY`` for ``*``. Compared weakly, as the rule is there."""
    if not header:
        return []
    return [ANY] if header.strip() == "*" else TAG.findall(header)


def is_known(tag: str, known: list[str]) -> bool:
    """Whether the client holds this very representation."""
    return bool(known) and (tag in known or known == [ANY])


def tag_of(*parts: object) -> str:
    """The tag of a representation that follows from these parts: 32 hexadecimal digits."""
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
