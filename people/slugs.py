"""Short names in addresses. A homonym's ends in six hex digits of its id, never in a counter (DESIGN.md §4)."""

from uuid import UUID

from people.romanising import romanised

LONGEST = 100


def slug_of(name: str, *, of_what: str = "person") -> str:
    """The slug that a name asks for, such as ``maria-kalesnikava``; ``of_what`` where no letter of it is known."""
    return "-".join(romanised(name).replace("-", " ").split())[:LONGEST].strip("-") or of_what


def free_slug(name: str, *, id: UUID, taken: bool, of_what: str = "person") -> str:  # noqa: A002 - the record's id
    """The slug itself, or that of a homonym: when it is taken, or when it says nothing about the name."""
    wanted = slug_of(name, of_what=of_what)
    return f"{wanted}-{id.hex[:6]}" if taken or wanted == of_what else wanted
