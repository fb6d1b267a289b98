"""In which media type to answer: the address's suffix decides, else the header Accept (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_RANGES = 50
"""Longer lists of media ranges are read no further."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One media type that we write, and the suffix of addresses that ask for it."""

    suffix: str
    media_type: str
    content_type: str


JSON = Format(suffix="json", media_type="application/json", content_type="application/json")
NDJSON = Format(suffix="ndjson", media_type="application/x-ndjson", content_type="application/x-ndjson")
CSV = Format(suffix="csv", media_type="text/csv", content_type="text/csv; charset=utf-8; header=present")
HTML = Format(suffix="html", media_type="text/html", content_type="text/html; charset=utf-8")


def negotiated(accept: str | None, offered: Sequence[Format], suffix: str = "") -> Format | None:
    """The format to answer in, None when nothing that is offered is acceptable.

    Of equal weights the type that is named more closely wins, then the one that is offered first.
    """
    if suffix:
        return next((one for one in offered if one.suffix == suffix), None)
    first = offered[0]
    if accept is None or accept in {"*/*", "", first.media_type}:
        return first
    ranges = [_range(part) for part in accept.split(",")[:MOST_RANGES]]
    weighed = [(_weight(one.media_type, ranges), -place, one) for place, one in enumerate(offered)]
    (weight, _closeness), _place, best = max(weighed, key=lambda found: found[:2])
    return best if weight > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            return name, _quality(value.strip())
    return name, 1.0


def _quality(value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        return 0.0
    return found if 0 <= found <= 1 else 0.0


def _weight(media_type: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """The weight of a media type, and how closely the range that decides names it."""
    kinds = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    closest = [(2 - kinds.index(name), quality) for name, quality in ranges if name in kinds]
    if not closest:
        return 0.0, 0
    closeness, quality = max(closest)
    return quality, closeness
