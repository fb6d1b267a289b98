"""Measuring with a finder that knows only equal names: places, shares, thresholds and bins are counted right."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

import bench.namesakes
from bench.errors import NotMeasuredError
from bench.name_quality import (
    ALL,
    OTHERS,
    SLAVIC,
    Finder,
    ask,
    calibration,
    off_by,
    population,
    samples,
    shares,
    tell_apart,
)
from bench.name_report import calibrated, found, told_apart
from bench.name_tables import Different, Pair, read_pairs
from bench.namesakes import RELATIVES, Namesake, namesakes


def pair(person: str, query: str, *known: str, kind: str = "order") -> Pair:
    return Pair(person=person, kind=kind, query=query, known=known, born="", country="", comment="")


def naive(people: Iterable[Namesake]) -> Finder:
    """Finds equal names, whatever their case, best the persons that came first."""
    having: dict[str, list[str]] = {}
    for one in people:
        for name in one.names:
            having.setdefault(name.casefold(), []).append(one.person)
    return lambda query, _born, _country: [(person, 1.0) for person in having.get(query.casefold(), [])]


def equal(query: str, known: Sequence[str]) -> float:
    return float(query.casefold() in {name.casefold() for name in known})


PAIRS = [
    pair("a", "IHAR STANISVET", "Ihar Stanisvet"),
    pair("a", "Igor Stanisvet", "Ihar Stanisvet", kind="be_ru_latin"),
    pair("b", "LI BORAN", "Li Boran", kind="chinese"),
]


def test_who_is_first_and_who_among_ten_is_counted_by_kind() -> None:
    asked = ask(naive(population(PAIRS, others=50)), PAIRS)

    told = {one.kind: (one.queries, one.first, one.among) for one in shares(asked)}
    assert told == {
        "order": (1, 1, 1),
        "be_ru_latin": (1, 0, 0),
        "chinese": (1, 1, 1),
        SLAVIC: (2, 1, 1),
        OTHERS: (1, 1, 1),
        ALL: (3, 2, 2),
    }


def test_the_right_person_behind_nine_others_counts_among_ten_and_the_eleventh_does_not() -> None:
    def answers(wrong: int) -> Finder:
        return lambda _query, _born, _country: [(f"o{n}", 0.5) for n in range(wrong)] + [("a", 0.5)]

    assert [ask(answers(wrong), PAIRS[:1])[0].place for wrong in (0, 9, 10)] == [1, 10, 0]


def test_birth_date_and_country_are_handed_on() -> None:
    heard = []

    def find(query: str, born: str, country: str) -> Sequence[tuple[str, float]]:
        heard.append((query, born, country))
        return []

    ask(find, [Pair(person="a", kind="uk", query="q", known=("k",), born="1970-01-02", country="UA", comment="")])

    assert heard == [("q", "1970-01-02", "UA")]


def test_every_failure_is_told_with_who_came_first() -> None:
    def find(query: str, _born: str, _country: str) -> Sequence[tuple[str, float]]:
        return [("o1", 0.75), ("a", 0.5)] if query.startswith("Igor") else []

    text = found(ask(find, PAIRS[:2]), {"o1": "Igor Stanisvetau"})

    assert "Igor Stanisvet → Ihar Stanisvet [a]: place 2; first Igor Stanisvetau (0.75)\n" in text
    assert "IHAR STANISVET → Ihar Stanisvet [a]: not found\n" in text


def test_a_person_told_in_two_ways_is_refused() -> None:
    with pytest.raises(NotMeasuredError, match="b is told in two ways"):
        list(population([pair("b", "x", "Known"), pair("b", "y", "Known Otherwise")], others=1))


def test_the_threshold_accepts_nineteen_of_twenty_pairs_and_tells_whom_it_takes_for_one() -> None:
    pairs = [pair(f"p{n}", f"{n}", "known") for n in range(1, 21)]
    two = [Different(kind="surname", one=one, other=other, comment="") for one, other in (("2", "1"), ("1", "0"))]

    result = tell_apart(lambda query, _known: int(query) / 20, pairs, two)

    assert result.threshold == 0.1
    assert [one.query for one, _score in result.refused] == ["1"]
    assert [(one.one, score) for one, score in result.taken] == [("2", 0.1)]
    assert "1 of 2 pairs of different people are accepted (50.00%)" in told_apart(result)


def test_different_people_count_with_the_higher_score_of_both_ways() -> None:
    two = Different(kind="surname", one="A", other="B", comment="")

    result = tell_apart(lambda query, _known: float(query != "A"), [pair("p", "x", "y")], [two])

    assert result.taken == ((two, 1.0),)


def test_without_pairs_there_is_no_threshold() -> None:
    with pytest.raises(NotMeasuredError, match="no threshold"):
        tell_apart(equal, [], [])


def test_bins_tell_the_share_that_was_right() -> None:
    bins = calibration([(0.0, False), (0.91, True), (0.95, False), (1.0, True)])

    assert [(one.low, one.high, one.samples, one.right) for one in bins] == [(0.0, 0.1, 1, 0), (0.9, 1.0, 3, 2)]
    assert bins[1].mean == pytest.approx(0.9533, abs=1e-4)
    assert off_by(bins) == pytest.approx((2.86 - 2) / 4)
    assert "0.90–1.00        3   0.953   0.667" in calibrated(bins)


def test_only_first_answers_are_samples() -> None:
    asked = ask(naive(population(PAIRS, others=5)), PAIRS)

    assert samples(asked) == [(1.0, True), (1.0, True)]


def test_a_score_beyond_one_is_refused() -> None:
    with pytest.raises(NotMeasuredError, match=r"1\.5 is no score"):
        calibration([(1.5, True)])


def test_the_crowd_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert list(namesakes(200)) == list(namesakes(200))
    assert list(namesakes(200)) != list(namesakes(200, seed=2))
    assert list(namesakes(100)) == list(namesakes(200))[:100]


def test_names_of_the_crowd_recur_but_nobody_comes_twice() -> None:
    crowd = list(namesakes(5000))

    assert len({one.names for one in crowd}) == len({one.person for one in crowd}) == 5000
    assert {len(one.names) for one in crowd} <= {1, 2, 3}
    assert sum(len(one.names) > 1 for one in crowd) == 5000
    assert Counter(one.names[0].split()[0] for one in crowd).most_common(1)[0][1] > 50
    assert Counter(one.names[0].split()[-1] for one in crowd).most_common(1)[0][1] > 5


def test_nobody_of_the_crowd_has_given_name_and_family_of_a_person_who_is_sought() -> None:
    # Asked in Belarusian Latin, avoided in every spelling.
    sought = [" ".join(one.names[0].split()[:: len(one.names[0].split()) - 1]) for one in namesakes(300)]
    crowd = list(namesakes(300, besides=sought))

    words = [set(name.casefold().split()) for name in sought]
    met = [one for one in crowd for name in one.names if any(some <= set(name.casefold().split()) for some in words)]
    assert met == []


def test_families_of_those_who_are_sought_recur_with_other_given_names() -> None:
    sought = [pair("a", "Сергей Кузьняр", "Siarhei Kuzniar")]

    people = [one for one in population(sought, others=40) if one.person != "a"]

    of_the_family = [one.names[0] for one in people if one.names[0].endswith(" Kuzniar")]
    assert len(set(of_the_family)) == RELATIVES
    assert "Siarhei Kuzniar" not in of_the_family
    assert len({one.person for one in people}) == 40


def test_a_person_of_an_unknown_given_name_has_no_relatives() -> None:
    people = list(population([pair("b", "Y", "Xq Kuzniar")], others=40))

    assert [one.person for one in people if one.names[0].endswith(" Kuzniar")] == ["b"]


def test_a_crowd_larger_than_the_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MEN", "WOMEN", "FATHERS", "STEMS", "ENDINGS"):
        monkeypatch.setattr(bench.namesakes, name, getattr(bench.namesakes, name)[:1])

    with pytest.raises(NotMeasuredError, match="no more than"):
        list(namesakes(4000))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", r"pairs\.tsv has not the columns"),
        ("kind\tone\n", "has not the columns"),
        ("person\tkind\tquery\tknown\tborn\tcountry\tcomment\nt1\tuk\n", "a row of 2 cells"),
    ],
)
def test_a_table_with_other_columns_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(NotMeasuredError, match=sentence):
        read_pairs(path)


def test_comments_and_known_spellings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(
        '# of whom\nperson\tkind\tquery\tknown\tborn\tcountry\tcomment\nt1\tuk\tq\tone | two\t\tUA\t"so\n',
        encoding="utf-8",
    )

    (read,) = read_pairs(path)
    assert (read.known, read.country, read.comment) == (("one", "two"), "UA", '"so')
