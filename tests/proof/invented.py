"""Invented persons and what is told of them, the same for the same number; every fact is a sentence of its own."""

from dataclasses import dataclass

from bench.names import GIVEN_MEN, GIVEN_WOMEN, Spelling, family


@dataclass(frozen=True, kw_only=True)
class Tale:
    """What the papers say of one person. The sentences of two persons never overlap."""

    number: int
    slug: str
    name: str
    cyrillic: str

    def says(self, what: str) -> str:
        """The sentence about one thing."""
        return f"Of {self.name} number {self.number} it is told: {what}."

    @property
    def printed(self) -> str:
        """The sentence that prints both spellings."""
        return f"Number {self.number} is {self.name}, that is {self.cyrillic}."


def tale(number: int) -> Tale:
    """The tale of the person with this number."""
    woman = bool(number % 2)
    given = (GIVEN_WOMEN if woman else GIVEN_MEN)[number % 20]
    called: Spelling = given + Spelling(" ", " ", " ") + family(number, woman=woman)
    return Tale(
        number=number,
        slug="-".join(called.belarusian.lower().split()),
        name=called.belarusian,
        cyrillic=called.cyrillic,
    )
