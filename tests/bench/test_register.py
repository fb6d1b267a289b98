"""The invented registers keep docs/seed-format.md, and are the same bytes for the same seed whatever the machine."""

import json
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.names import FAMILIES, TOWNS, family, town
from bench.persons import STORIES
from bench.register import main, write_register
from bench.world import PERSONS_A_DOCUMENT, World, person_key
from people.vocabulary import Mode, PlaceKind, Script
from sources.dates import PartialDate
from sources.durations import DurationRange
from sources.vocabulary import Audience, OrganisationKind

PERSONS = 230
"""Not a whole number of documents."""
NO_VALUES = {"basis", "by", "at", "verdict", "why", "field", "states"}
"""Keys of a ``cited`` entry that are about the entry."""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    write_register(folder, World(persons=PERSONS))
    return folder


def _rows(bundle: Path, name: str) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in (bundle / "records" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def _all_rows(bundle: Path) -> list[dict[str, Any]]:
    return [
        row for name in ("organisations", "places", "events", "documents", "persons") for row in _rows(bundle, name)
    ]


def _texts(bundle: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (bundle / "documents").iterdir()}


def _below(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The row, and every row that hangs on it (names left out: their first key is their text)."""
    yield row
    for key, rows in row.items():
        if isinstance(rows, list) and key not in ("cited", "names"):
            for under in rows:
                if isinstance(under, dict):
                    yield from _below(under)


def _entries(row: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Document, quote and what is stated, of every ``cited`` entry of a row and of all below it."""
    for one in _below(row):
        for entry in one.get("cited", []):
            (document, quote), *states = entry.items()
            yield document, quote, {key: value for key, value in states if key not in NO_VALUES}


def test_the_same_seed_gives_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    write_register(tmp_path, World(persons=PERSONS))

    files = sorted(path.relative_to(bundle) for path in bundle.rglob("*.*"))
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    assert [(bundle / name).read_bytes() for name in files] == [(tmp_path / name).read_bytes() for name in files]


def test_another_seed_gives_another_register(bundle: Path, tmp_path: Path) -> None:
    write_register(tmp_path, World(persons=PERSONS, seed=2))

    pairs = zip(_rows(bundle, "persons"), _rows(tmp_path, "persons"), strict=True)
    assert [one for one, other in pairs if one["sort_key"] == other["sort_key"]] == []


def test_a_larger_register_begins_with_the_smaller_one(bundle: Path, tmp_path: Path) -> None:
    write_register(tmp_path, World(persons=2 * PERSONS))

    whole = PERSONS - PERSONS % PERSONS_A_DOCUMENT - PERSONS_A_DOCUMENT
    assert _rows(tmp_path, "persons")[:whole] == _rows(bundle, "persons")[:whole]
    assert len(_rows(tmp_path, "persons")) == 2 * PERSONS
    assert len(_texts(tmp_path)) == len(_rows(tmp_path, "documents")) == 2 * PERSONS / PERSONS_A_DOCUMENT + 0.8


def test_every_quote_stands_in_its_document_once(bundle: Path) -> None:
    texts = _texts(bundle)
    entries = [entry for row in _all_rows(bundle) for entry in _entries(row)]

    assert len(entries) > 3 * PERSONS
    assert [quote for document, quote, _ in entries if texts[document].count(quote) != 1] == []


def test_every_name_stands_in_the_documents_that_print_it(bundle: Path) -> None:
    texts = _texts(bundle)
    for person in _rows(bundle, "persons"):
        preferred, *printed = person["names"]
        assert list(preferred.values())[:2] == [[], "true"]
        for name in printed:
            text, documents = next(iter(name.items()))
            assert documents
            assert all(text in texts[document] for document in documents)


def test_three_names_and_five_citations_a_person(bundle: Path) -> None:
    for person in _rows(bundle, "persons"):
        assert len({next(iter(name)) for name in person["names"]}) == 3
        on_names = sum(len(next(iter(name.values()))) for name in person["names"])
        assert on_names + sum(len(states) or 1 for _, _, states in _entries(person)) == 5


def test_every_stated_value_is_the_record_s_own(bundle: Path) -> None:
    for row in _all_rows(bundle):
        for one in _below(row):
            for _, _, states in _entries({"cited": one.get("cited", [])}):
                assert {key: one[key] for key in states} == states


def test_every_dated_or_placed_value_is_cited(bundle: Path) -> None:
    cited_fields = {"began", "ended", "time_held", "event", "detention", "date", "mode"}
    for person in _rows(bundle, "persons"):
        for episode in person["detentions"] + person.get("releases", []):
            stated = {key for _, _, states in _entries({"cited": episode["cited"]}) for key in states}
            assert {key for key in episode if key in cited_fields} - stated == set()


def test_keys_are_counted_and_unique(bundle: Path) -> None:
    assert [row["person"] for row in _rows(bundle, "persons")] == [person_key(n) for n in range(1, PERSONS + 1)]
    keys = Counter(next(iter(row.items())) for row in _all_rows(bundle))
    assert keys.most_common(1)[0][1] == 1


def test_every_reference_leads_somewhere(bundle: Path) -> None:
    known = {next(iter(row.values())) for row in _all_rows(bundle)}
    for row in (below for top in _all_rows(bundle) for below in _below(top)):
        references = [row[key] for key in ("place", "parent", "event", "publisher", "origin") if key in row]
        references += [entry["by"] for entry in row.get("cited", []) if "by" in entry]
        assert [key for key in references if key not in known and not (len(key) == 2 and key.isupper())] == []
    for person in _rows(bundle, "persons"):
        episodes = {detention.get("key") for detention in person["detentions"]}
        assert {release["detention"] for release in person.get("releases", []) if "detention" in release} <= episodes


def test_values_are_of_their_kinds(bundle: Path) -> None:
    codes = {"mode": Mode.values, "script": Script.values, "audience": [level.name.lower() for level in Audience]}
    for row in (below for top in _all_rows(bundle) for below in _below(top)):
        assert [row[key] for key in codes if key in row and row[key] not in codes[key]] == []
        for key in ("began", "date", "published"):
            assert key not in row or PartialDate.parse(row[key]).earliest
        assert "time_held" not in row or DurationRange.parse(row["time_held"]).text.startswith("P")
    assert {row["kind"] for row in _rows(bundle, "places")} <= set(PlaceKind.values)
    assert {row["kind"] for row in _rows(bundle, "organisations")} <= set(OrganisationKind.values)


def test_all_values_are_texts(bundle: Path) -> None:
    """YAML is read as plain strings, and JSON Lines must not be another language."""
    for row in (below for top in _all_rows(bundle) for below in _below(top)):
        assert [value for value in row.values() if not isinstance(value, str | list)] == []


def test_family_names_differ_until_all_were_used() -> None:
    for spelling in range(3):
        for woman in (False, True):
            assert len({family(number, woman=woman)[spelling] for number in range(FAMILIES)}) == FAMILIES
    names = [family(number, woman=woman) for number in range(FAMILIES) for woman in (False, True)]
    assert [name for name in names if len(set(name)) != 3] == []
    assert len({town(number) for number in range(TOWNS)}) == TOWNS


def test_six_in_ten_are_released(tmp_path: Path) -> None:
    write_register(tmp_path, World(persons=2000))

    persons = _rows(tmp_path, "persons")
    assert sum(STORIES.values()) == 100
    assert 0.55 < sum("releases" in person for person in persons) / len(persons) < 0.65
    assert 0.15 < sum(len(person["detentions"]) == 2 for person in persons) / len(persons) < 0.30


def _peak(folder: Path, persons: int) -> int:
    tracemalloc.start()
    try:
        write_register(folder, World(persons=persons))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_register(tmp_path: Path) -> None:
    # The first run also pays for what Python makes once.
    _peak(tmp_path / "warm", 200)
    assert _peak(tmp_path / "large", 1600) < 1.3 * _peak(tmp_path / "small", 200)


def test_a_folder_in_use_is_left_alone(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([str(bundle), "--persons", "10"])
    assert left.value.code == 2
    assert "is there already; name an empty folder" in capsys.readouterr().err
