"""A crowd of invented people with names as common as real ones, among whom a search must find the right person.

Given names, families and fathers recur as they do in life, a few of them very often; no two people share a given
name, a father and a family. Cyrillic is put into Latin letters as in Belarus (2007), in the English press, in Ukraine
(2010); Belarusian and Ukrainian families are made from Russian stems by rule, which is near enough for a crowd.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import NamedTuple

from bench.errors import NotMeasuredError
from bench.namesake_words import ELSEWHERE, ENDINGS, FATHERS, MEN, STEMS, WOMEN, Word

PEOPLE = 100_000
COUNTRIES = ("BY", "RU", "UA", "")
SHARES = (50, 25, 17, 8)
"""How many of a hundred come from each; the last are from elsewhere."""
MOST_TRIES = 50
RELATIVES = 12
"""How many of the crowd bear the family of one who is sought."""
BE, RU, UK = range(3)
_SAME = "абвдзклмнопрстуфіыэи", "abvdzklmnoprstufiyei"
_LATIN = (
    dict(zip(_SAME[0], _SAME[1], strict=True))
    | {"г": "h", "ж": "zh", "й": "i", "ў": "u", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "ь": "", "'": ""},
    dict(zip(_SAME[0], _SAME[1], strict=True))
    | {"г": "g", "ж": "zh", "й": "y", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ъ": ""},
    dict(zip(_SAME[0], _SAME[1], strict=True))
    | {"г": "h", "ж": "zh", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "'": ""}
    | {"и": "y", "е": "e", "є": "ie", "ї": "i", "ґ": "g"},
)
_SOFT = (
    {"е": ("ye", "e"), "ё": ("yo", "io"), "ю": ("yu", "iu"), "я": ("ya", "ia")},
    {"е": ("ye", "e"), "ё": ("yo", "yo"), "ю": ("yu", "yu"), "я": ("ya", "ya")},
    {"є": ("ye", "ie"), "ї": ("yi", "i"), "ю": ("yu", "iu"), "я": ("ya", "ia"), "й": ("y", "i")},
)
_TO_BELARUSIAN = (
    *(("щ", "шч"), ("ри", "ры"), ("ре", "рэ"), ("ти", "ці"), ("те", "це"), ("ди", "дзі"), ("де", "дзе"), ("жи", "жы")),
    *(("ши", "шы"), ("чи", "чы"), ("че", "чэ"), ("ше", "шэ"), ("же", "жэ"), ("ци", "цы"), ("це", "цэ"), ("и", "і")),
    *(("о", "а"), ("О", "А"), ("Ти", "Ці"), ("Те", "Це"), ("Ди", "Дзі"), ("Де", "Дзе"), ("Ре", "Рэ"), ("Че", "Чэ")),
    *(("Ше", "Шэ"), ("Ши", "Шы"), ("Чи", "Чы"), ("Щ", "Шч"), ("И", "І"), ("Жи", "Жы"), ("Ци", "Цы")),
)
_TO_UKRAINIAN = (("ы", "и"), ("э", "е"), ("ё", "ьо"), ("И", "І"), ("Е", "Є"), ("ъ", "'"))
_FEMALE = (
    *(("аў", "ава"), ("ов", "ова"), ("ін", "іна"), ("ин", "ина"), ("скі", "ская"), ("ский", "ская"), ("ський", "ська")),
)


@dataclass(frozen=True, kw_only=True)
class Namesake:
    """One person: one to three spellings, a birth date (YYYY-MM-DD), a country (ISO 3166); either may be empty."""

    person: str
    names: tuple[str, ...]
    born: str
    country: str


class Part(NamedTuple):
    """One name in six spellings: Belarusian, Russian, Ukrainian, in Cyrillic and in Latin letters."""

    cyrillic: Word
    latin: Word


def _latin(word: str, language: int) -> str:
    letters, soft = _LATIN[language], _SOFT[language]
    text, before = "", ""
    if language != UK:
        word = re.sub("[иы]й$", "ы", word)
    for letter in word.lower():
        if letter in soft:
            text += soft[letter][bool(before) and (language == UK or before not in "аеёиоуыэюяіўьъй'")]
        else:
            text += letters.get(letter, letter)
        before = letter
    return text.capitalize()


def _part(word: Word) -> Part:
    return Part(word, Word(*(_latin(text, language) for language, text in enumerate(word))))


def _replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def _female(word: str) -> str:
    return next((word.removesuffix(man) + woman for man, woman in _FEMALE if word.endswith(man)), word)


def _families() -> list[tuple[Part, Part]]:
    """All families, of men and of women."""
    made = []
    for stem in STEMS:
        for ending in ENDINGS:
            soft = stem.rstrip("ьй")
            be, uk = _replaced(soft, _TO_BELARUSIAN), _replaced(soft, _TO_UKRAINIAN)
            man = Word(be + ending.be, soft + ending.ru, uk + ending.uk)
            made.append((_part(man), _part(Word(*map(_female, man)))))
    return made


def _fathers() -> list[tuple[Part, Part]]:
    ends = (Word("авіч", "ович", "ович"), Word("аўна", "овна", "івна"))
    man, woman = ([_part(Word(*map("".join, zip(stem, end, strict=True)))) for stem in FATHERS] for end in ends)
    return list(zip(man, woman, strict=True))


class _Besides:
    """The names that nobody of the crowd may bear: which of them have a given name and a family in any spelling."""

    def __init__(self, names: Iterable[str]) -> None:
        self.having: dict[str, set[int]] = defaultdict(set)
        for number, name in enumerate(names):
            for word in re.findall(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*", name.casefold()):
                self.having[word].add(number)
        self.known: dict[Part, set[int]] = {}

    def _names_with(self, part: Part) -> set[int]:
        if part not in self.known:
            words = {text.casefold() for text in (*part.cyrillic, *part.latin)}
            self.known[part] = set().union(*(self.having.get(word, ()) for word in words))
        return self.known[part]

    def bar(self, given: Part, family: Part) -> bool:
        """Whether one of them has both."""
        return not self._names_with(given).isdisjoint(self._names_with(family))

    def bar_bearer(self, given: Part, family: str) -> bool:
        """The same for a family in one spelling."""
        return not self._names_with(given).isdisjoint(self.having.get(family.casefold(), ()))

    def bar_words(self, given: str, family: str) -> bool:
        """The same for names in one spelling, which may be several words each."""
        found = [self.having.get(word, set()) for word in re.findall(r"[^\W\d_]+", f"{given} {family}".casefold())]
        return bool(set.intersection(*found))


class _Crowd:
    def __init__(self, seed: int, besides: Iterable[str]) -> None:
        self.random = Random(seed)  # noqa: S311 – the same crowd for the same seed
        self.besides = _Besides(besides)
        self.given = [[_part(word) for word in words] for words in (MEN, WOMEN)]
        self.fathers = _fathers()
        self.families = _families()
        self.random.shuffle(self.families)
        # The n-th of a list is met about 1/n as often as the first, as it is with names.
        self.given_weights = [list(accumulate(1 / (place + 6) for place in range(len(some)))) for some in self.given]
        self.family_weights = list(accumulate(1 / (place + 60) for place in range(len(self.families))))
        self.seen: set[object] = set()
        self.spelled = [(woman, script, language) for language in (BE, RU, UK) for script in (0, 1) for woman in (0, 1)]
        self.given_by = {
            (woman, script, language): {part[script][language] for part in self.given[woman]}
            for woman, script, language in self.spelled
        }

    def person(self, number: int) -> Namesake:
        """The next one. Raises NotMeasuredError when no new combination is found."""
        draw = self.random
        home = draw.choices(range(len(COUNTRIES)), SHARES)[0]
        for _ in range(MOST_TRIES):
            made = self._from_elsewhere() if COUNTRIES[home] == "" else (COUNTRIES[home], self._slavic(home))
            if made[1]:
                break
        else:
            raise NotMeasuredError(f"The words give no more than {number} different people.")
        return Namesake(person=f"o{number:06}", names=made[1], born=self._born(), country=made[0])

    def relatives(self, name: str, first: int) -> Iterator[Namesake]:
        """Others of the family of “given … family”, spelled alike; nobody where the given name is unknown."""
        words = name.split()
        own = next((place for place in self.spelled if words[0] in self.given_by[place]), None)
        if own is None:
            return
        woman, script, language = own
        others = [part for part in self.given[woman] if not self.besides.bar_bearer(part, words[-1])]
        for part in self.random.sample(others, min(RELATIVES, len(others))):
            relative = f"{part[script][language]} {words[-1]}"
            if relative not in self.seen:
                self.seen.add(relative)
                yield Namesake(person=f"o{first:06}", names=(relative,), born=self._born(), country="")
                first += 1

    def _born(self) -> str:
        draw = self.random
        return f"{draw.randrange(1950, 2006)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"

    def _slavic(self, home: int) -> tuple[str, ...]:
        draw, woman = self.random, self.random.random() < 0.4
        given = draw.choices(self.given[woman], cum_weights=self.given_weights[woman])[0]
        family = draw.choices(self.families, cum_weights=self.family_weights)[0][woman]
        father = draw.choice(self.fathers)[woman]
        key = (given.cyrillic.ru, father.cyrillic.ru, family.cyrillic.ru)
        if key in self.seen or self.besides.bar(given, family):
            return ()
        self.seen.add(key)
        own = (given.latin[home], father.latin[home] if draw.random() < 0.5 else "", family.latin[home])
        names = [own, tuple(part.cyrillic[home] for part in (given, father, family))]
        if draw.random() < 0.5:
            names.append(tuple(part.latin[RU if home != RU else BE] for part in (given, family)))
        return tuple(dict.fromkeys(" ".join(filter(None, name)) for name in names))

    def _from_elsewhere(self) -> tuple[str, tuple[str, ...]]:
        draw = self.random
        country = draw.choice(list(ELSEWHERE))
        givens, fathers, families = ELSEWHERE[country]
        given, family = draw.choice(givens), draw.choice(families)
        # Where fathers are not named, given names have two syllables or more.
        middle = f" {draw.choice(fathers)}" if fathers else draw.choice(givens).lower()
        second = f" {draw.choice(families)}" if fathers and draw.random() < 0.5 else ""
        key = (given, middle, family, second)
        if key in self.seen or self.besides.bar_words(given, family):
            return country, ()
        self.seen.add(key)
        whole = f"{given}{middle} {family}{second}"
        return country, (whole, f"{family}{second} {given}{middle}")


def namesakes(
    count: int = PEOPLE, *, seed: int = 1, besides: Iterable[str] = (), families_of: Iterable[str] = ()
) -> Iterator[Namesake]:
    """So many different people, the same for the same arguments.

    :param besides: names (in any script) whose bearers are sought: nobody of the crowd has both a given name and a
        family of one of them, in any of our spellings.
    :param families_of: names, the given name first and the family last, whose families recur in the crowd with other
        given names, as far as ``count`` goes.
    :raises NotMeasuredError: when the words do not suffice for so many.
    """
    crowd, made = _Crowd(seed, besides), 0
    for name in families_of:
        for relative in crowd.relatives(name, made):
            if made < count:
                yield relative
                made += 1
    for number in range(made, count):
        yield crowd.person(number)
