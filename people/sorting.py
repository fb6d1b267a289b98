"""Sort keys made from names: family name first, plain letters, so that every database sorts them alike."""

from people.romanising import romanised

PARTICLES = frozenset(
    {
        *("af", "al", "ap", "bar", "ben", "bin", "bint", "da", "dal", "de", "del", "della", "den", "der", "des", "di"),
        *("do", "dos", "du", "el", "ibn", "la", "le", "of", "ten", "ter", "van", "von", "zu"),
    }
)
"""Words in lower case that belong to the family name which follows them."""


def sort_key(name: str) -> str:
    """``kalesnikava maria`` of "Maria Kalesnikava"; "Kalesnikava, Maria" is taken as it stands."""
    if "," in name:
        return romanised(name)
    given, family = _parted(name.split())
    return romanised(" ".join([*family, *given]))


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    first = max(len(words) - 1, 0)
    while first > 1 and words[first - 1] in PARTICLES:
        first -= 1
    return words[:first], words[first:]
