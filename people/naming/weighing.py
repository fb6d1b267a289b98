"""What birth dates and countries add to the likeness of names, and how the whole is told as a probability.

``PROBABILITY`` was read off our own tables of pairs (``bench/README.md``): its second numbers are the share of
candidates of such a likeness that are right.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from people.naming.comparing import Comparison, Reason
from sources.agreement import Agreement, compare_spans
from sources.dates import PartialDate

PROBABILITY = ((0.0, 0.0), (0.5, 0.05), (0.7, 0.3), (0.8, 0.6), (0.9, 0.85), (0.96, 0.95), (1.0, 0.99))
BORN = {Agreement.AGREE: 0.5, Agreement.REFINE: 0.7, Agreement.OVERLAP: 0.9}
"""What is left of the doubt where birth dates go together."""
OTHER_BIRTH = 0.3
OTHER_COUNTRY = 0.93


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What is known of somebody besides the names: date of birth (or nothing) and countries (ISO 3166)."""

    born: PartialDate | None = None
    countries: frozenset[str] = frozenset()


def weighed(compared: Comparison, asked: Besides, known: Besides) -> tuple[float, tuple[Reason, ...]]:
    """The probability that the same person is meant, with all reasons."""
    likeness, reasons = compared.likeness, list(compared.reasons)
    if asked.born and known.born:
        agreement = compare_spans(asked.born, known.born)
        if agreement is Agreement.CONFLICT:
            likeness *= OTHER_BIRTH
            reasons.insert(0, Reason("other_birth", "The dates of birth contradict each other."))
        else:
            likeness = 1 - (1 - likeness) * BORN[agreement]
            reasons.append(Reason("same_birth", "The dates of birth go together."))
    if asked.countries and known.countries:
        if asked.countries & known.countries:
            reasons.append(Reason("same_country", "The same country."))
        else:
            likeness *= OTHER_COUNTRY
            reasons.append(Reason("other_country", "Other countries."))
    return probability(likeness), tuple(reasons)


def probability(likeness: float) -> float:
    """How often candidates of such a likeness are right."""
    at = min(max(bisect_right(PROBABILITY, (likeness, 1.0)), 1), len(PROBABILITY) - 1)
    (low, least), (high, most) = PROBABILITY[at - 1], PROBABILITY[at]
    return round(least + (most - least) * (likeness - low) / (high - low), 4)
