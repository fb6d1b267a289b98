"""Names of China, Korea and Vietnam, syllable by syllable: Zhang Guorui, Chang Kuo-jui and Чжан Гожуй are one.

Their syllables, and the surnames by which such a name is known, stand in ``tables/chinese.tsv``, ``tables/korean.tsv``
and ``tables/eastern_surnames.tsv``, with the authorities. What is pinyin is not also read as Wade-Giles.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, product

from people.naming.sounds import CYRILLIC, REMEMBERED
from people.naming.tables import rows_of

Spelled = Mapping[str, tuple[str, ...]]
"""What a syllable of letters may be, in signs that no other words are told in."""
MOST_FORMS = 16
MOST_SYLLABLES = {"zh": 3, "ko": 2}
"""Of one word; one less where given names are written as two."""
LONGEST = 7
"""Letters of a syllable."""
LONGEST_SURNAME = 10
WORDS = range(2, 5)
MARKED = "南"
"""So begins what Vietnamese writes with its marks."""
VIETNAMESE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|r|s|t|th|tr|v|x)?[aeiou]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)
VIETNAMESE_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
NOTHING = frozenset[str]()
NO_LETTER = "-"
APOSTROPHES = dict.fromkeys(map(ord, "'’ʼʹ`´‘ъ"))
TONES = re.compile("[\u0300\u0301\u0304\u030c]")
BREVES = str.maketrans({"ŏ": "o", "ŭ": "u", "ü": "u"})


def syllables_of(words: Sequence[str], *, hyphened: bool = False) -> tuple[frozenset[str], ...]:
    """What each word may be in Chinese, Korean and Vietnamese syllables; nothing where the name looks like none.

    :param words: in lower case, without initials.
    :param hyphened: whether a hyphen parts syllables, as hardly anybody writes pinyin.
    """
    if len(words) not in WORDS:
        return ()
    if not (_is_surname(words[0]) or _is_surname(words[-1])):
        return ()
    plain = [_plain(word) for word in words]
    read = (*_chinese_words(plain, hyphened=hyphened), _korean_words(plain), _vietnamese(words))
    found = [one for one in read if one]
    return tuple(NOTHING.union(*(one[at] for one in found)) for at in range(len(words))) if found else ()


def _is_surname(word: str) -> bool:
    return len(word) <= LONGEST_SURNAME and (word if word.isascii() else _plain(word)) in _surnames()


def same_syllables(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two words may be the same; where both have the marks of Vietnamese, with these."""
    marked, its_marked = ({syllables for syllables in word if syllables[0] == MARKED} for word in (one, other))
    if marked and its_marked:
        return not marked.isdisjoint(its_marked)
    return not one.isdisjoint(other)


def _chinese_words(words: Sequence[str], *, hyphened: bool) -> list[list[frozenset[str]]]:
    """By pinyin, or by Wade-Giles where it is no pinyin; in Cyrillic letters as Palladius has it."""
    if _is_cyrillic(words):
        return [_read(words, "zh", _chinese(2))]
    pinyin = _read(words, "zh", _chinese(0))
    return [pinyin] if pinyin and not hyphened else [pinyin, _read(words, "zh", _chinese(1))]


def _korean_words(words: Sequence[str]) -> list[frozenset[str]]:
    if _is_cyrillic(words):
        return _read(words, "ko", _korean(3))
    return _read([word.translate(APOSTROPHES) for word in words], "ko", _korean(2))


def _vietnamese(words: Sequence[str]) -> list[frozenset[str]]:
    """Each word without its marks, and with them where the name has any."""
    plain = [_without_marks(word) for word in words]
    ends = {one[:1] for word in (words[0], words[-1]) for one in _surnames().get(_without_marks(word), ())}
    if _SIGN["vi"] not in ends or not all(map(VIETNAMESE.fullmatch, plain)):
        return []
    has_marks = any(_bare(word) != word for word in words)
    return [
        frozenset({_SIGN["vi"] + one, MARKED + _tone_last(word)} if has_marks else {_SIGN["vi"] + one})
        for word, one in zip(words, plain, strict=True)
    ]


def _without_marks(word: str) -> str:
    return _bare(word).replace("y", "i")


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _tone_last(word: str) -> str:
    """The tone is written on one vowel or another: hoà, hòa."""
    letters = unicodedata.normalize("NFD", word)
    return VIETNAMESE_TONES.sub("", letters).replace("y", "i") + "".join(VIETNAMESE_TONES.findall(letters))


def _is_cyrillic(words: Sequence[str]) -> bool:
    return any(CYRILLIC.search(word) for word in words)


def joined(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Two words as one."""
    both = (a + b[1:] for a, b in product(sorted(one), sorted(other)) if a[0] == b[0])
    return frozenset(islice(both, MOST_FORMS))


def _read(words: Sequence[str], language: str, table: Spelled) -> list[frozenset[str]]:
    """Every word in one language and way of writing, or nothing."""
    sign, last = _SIGN[language], len(words) - 1
    families = {at: {one for one in _surnames().get(words[at], ()) if one[0] == sign} for at in (0, last)}
    if language == "zh":
        families = {at: names.intersection(_split(words[at], table, sign, 2)) for at, names in families.items()}
    most = MOST_SYLLABLES[language] - (len(words) > 2)
    ends = [at for at, names in families.items() if names]
    found = [
        frozenset(families[at])
        if ends == [at]
        else frozenset(islice(sorted(_split(word, table, sign, most)), MOST_FORMS)) | families.get(at, NOTHING)
        for at, word in enumerate(words)
    ]
    return found if ends and all(found) else []


_SIGN = {"zh": "漢", "ko": "韓", "vi": "越"}


def _split(word: str, table: Spelled, told: str, most: int) -> Iterator[str]:
    """Every way in which a word falls into ``most`` so many syllables."""
    if not word:
        yield told
        return
    if not most:
        return
    for length in range(1, min(LONGEST, len(word)) + 1):
        for one in table.get(word[:length], ()):
            yield from _split(word[length:], table, told + one, most - 1)


@lru_cache(REMEMBERED)
def _plain(word: str) -> str:
    if CYRILLIC.search(word):
        return word.translate(APOSTROPHES).replace("э", "е").replace("і", "и")
    plain = TONES.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", plain).replace("’", "'").replace("lyu", "lü").replace("nyu", "nü")


@cache
def _chinese(column: int) -> Spelled:
    """By pinyin (0), Wade-Giles (1) or Palladius (2)."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for pinyin, *others in rows_of("chinese"):
        for spelling in (pinyin, *others)[column].split():
            for form in {_plain(spelling), spelling.translate(APOSTROPHES), spelling.translate(APOSTROPHES | BREVES)}:
                found[form].add(pinyin)
    return {form: tuple(sorted(syllables)) for form, syllables in found.items()}


@cache
def _korean(column: int) -> Spelled:
    """By Latin (2) or Cyrillic letters (3)."""
    parts: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for part, sound, *spelled in rows_of("korean"):
        for spelling in spelled[column - 2].split():
            parts[part].append((sound, "" if spelling == NO_LETTER else _plain(spelling)))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in product(parts["initial"], parts["vowel"], parts["final"]):
        sound, letters = ("".join(some) for some in zip(*one, strict=True))
        found[letters].add(sound)
    return {form: tuple(sorted(syllables)) for form, syllables in found.items()}


@cache
def _surnames() -> Spelled:
    """By every spelling, in the signs of their languages."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for language, name, *spelled in rows_of("eastern_surnames"):
        told = _SIGN[language] + name.replace("-", "")
        for spelling in "".join(spelled).split():
            found[_plain(spelling)].add(told)
        if language == "vi":
            for form in {name, _plain(name), _bare(name), _without_marks(name)}:
                found[form].add(told)
        if language == "zh":
            for by_syllable in _spellings_of_syllables():
                for parts in product(*(by_syllable[one] for one in name.split("-"))):
                    found["".join(parts)].add(told)
    return {form: tuple(sorted(names)) for form, names in found.items()}


@cache
def _spellings_of_syllables() -> tuple[Mapping[str, list[str]], ...]:
    tables: list[dict[str, list[str]]] = []
    for column in range(3):
        found: defaultdict[str, list[str]] = defaultdict(list)
        for form, syllables in _chinese(column).items():
            for syllable in syllables:
                found[syllable].append(form)
        tables.append(found)
    return tuple(tables)
