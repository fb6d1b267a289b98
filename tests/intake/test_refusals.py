"""What is refused is refused with file and line, all at once, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from intake.models import Imported
from people.models import Name, Person
from sources.history import acting
from sources.models import History
from tests.intake.bundles import FILES, PEOPLE, line_of, replaced, write_bundle
from tests.intake.conftest import Import

pytestmark = pytest.mark.django_db
Refused = Callable[[Path], str]
WORLD, DOCUMENTS, ALL = "records/world.yaml", "documents/documents.yaml", "records/people.yaml"

Case = tuple[str, str, str, str, str]
"""The file, what stands there, what stands there instead, a text on the line that is named, what is said."""

CASES: dict[str, Case] = {
    "quote": (ALL, "story: held since", "story: kept since", "kept since", "does not stand in document “story”"),
    "near quote": (ALL, "held since 2027\n", "Held since 2027\n", "Held since", "differs in quotation marks"),
    "ambiguous quote": (
        ALL,
        "story: reached Vydumia",
        "story: Mikola Kazka",
        "story: Mikola Kazka",
        "stands more than once",
    ),
    "wrong at": (ALL, "held since 2027\n", "held since 2027\n    at: 7\n", "held since 2027", "does not stand at “7”"),
    "unknown document": (
        ALL,
        "story: held since",
        "tale: held since",
        "tale: held",
        "“tale” is not the key of a document",
    ),
    "quote from a stub": (DOCUMENTS, "- legend: says", "- lost-paper: says", "lost-paper: says", "is a stub"),
    "date": (ALL, 'began: "2027"\n  cited', 'began: "2027-13"\n  cited', "2027-13", "is not a date"),
    "stated date": (
        ALL,
        'began: "2027"\n  conditions',
        "began: 27\n  conditions",
        "story: held since",
        "began: “27” is not a date",
    ),
    "country": (ALL, "- country: BY", "- country: XX", "country: XX", "“XX” is not a country"),
    "country as a place": (WORLD, "parent: BY", "parent: XY", "parent: XY", "“XY” is not a country"),
    "count": (WORLD, 'count: "2"', "count: two", "count: two", "“two” is not a count"),
    "choice": (ALL, "kind: official", "kind: secret", "kind: secret", "Expected one of: official, birth"),
    "audience": (
        ALL,
        "audience: partner",
        "audience: friends",
        "audience: friends",
        "Expected internal, partner or public",
    ),
    "boolean": (ALL, "  preferred: true", "  preferred: yes", "preferred: yes", "neither true nor false"),
    "unknown key": (WORLD, "name: Vydumia", "nmae: Vydumia", "nmae", "Did you mean “name”?"),
    "missing value": (WORLD, "name: Vydumia\n", "", "place: vydumia", "name is missing"),
    "unknown kind": (WORLD, "place: vydumia", "palace: vydumia", "palace", "“palace” is not a kind"),
    "several rows without keys": (
        ALL,
        "  - kind: solitary",
        "  - kind: no_calls\n  - kind: solitary",
        "kind: no_calls",
        "Expected “key:” in each row of a list with several",
    ),
    "unknown list": (ALL, "nationalities:", "nationality:", "nationality:", "is not a key of a person"),
    "unknown place": (ALL, "place: vydumia", "place: vidumia", "place: vidumia", "Did you mean “vydumia”?"),
    "unknown detention": (
        ALL,
        "detention: first",
        "detention: last",
        "detention: last",
        "is not the key of any detention",
    ),
    "unknown event": (
        ALL,
        "event: fabelgrad-2031\n  det",
        "event: nowhere\n  det",
        "event: nowhere",
        "is not the key of any event",
    ),
    "stated reference": (
        ALL,
        "event: fabelgrad-2031\n  dest",
        "event: nowhere\n  dest",
        "two tellers",
        "event: “nowhere” is not",
    ),
    "unknown voice": (ALL, "by: fable-league", "by: fable-legue", "by: fable-legue", "Did you mean “fable-league”?"),
    "flow map in cited": (ALL, "story: reached Vydumia", "{story: reached Vydumia}", "{story", "flow map"),
    "repeated key": (
        ALL,
        "person: alesia-vydumka",
        "person: mikola-kazka",
        "---",
        "stands in records/people.yaml:1 already",
    ),
    "repeated mapping key": (
        ALL,
        "kind: sibling",
        "kind: sibling\n  kind: friend",
        "kind: friend",
        "“kind” stands twice",
    ),
    "no key": (
        ALL,
        "person: alesia-vydumka",
        "person: Alesia Vydumka",
        "person: Alesia",
        "is not a key. Expected letters",
    ),
    "two preferred names": (ALL, "kind: official", "preferred: true", "Мікола Казка", "Expected one preferred name"),
    "name that no document prints": (
        ALL,
        "[legend]\n  kind",
        "[story]\n  kind",
        "Мікола Казка",
        "stands nowhere by itself",
    ),
    "relationship to oneself": (
        ALL,
        "other: alesia-vydumka",
        "other: mikola-kazka",
        "other: mikola-kazka",
        "relationship of two",
    ),
    "impossible order": (
        ALL,
        'began: "2027"\n  cited',
        'began: "2027"\n  ended: "2026"\n  cited',
        "key: first",
        "detention possible order",
    ),
    "missing file": (DOCUMENTS, "file: story.txt", "file: tale.txt", "file: tale.txt", "there is no file “tale.txt”"),
    "media type without a reader": (
        DOCUMENTS,
        "file: story.txt\nmedia_type: text/plain",
        "file: story.txt\nmedia_type: image/png",
        "file: story.txt",
        "No reader knows “image/png”",
    ),
    "file outside": (DOCUMENTS, "file: story.txt", "file: ../records/people.yaml", "file: ..", "there is no file"),
    "NUL": (WORLD, "name: Vydumia", 'name: "Vydu\\0mia"', "Vydu", "U+0000"),
    "file with too long a name": (DOCUMENTS, "story.txt", "s" * 300, "file: s", "there is no file"),
    "offset of too many digits": (
        ALL,
        "- story: reached Vydumia",
        f"- story: reached Vydumia\n      at: {'1' * 5000}",
        "- story: reached Vydumia",
        "does not stand at",
    ),
    "lists in lists": (WORLD, "name: Vydumia", f"name: {'[' * 60}{']' * 60}", "name: [[", "more than 50 levels"),
    "lists without an end": (WORLD, "name: Vydumia", f"name: {'[' * 200_000}", "name: [[", "more than 50 levels"),
    "half of a surrogate pair": (WORLD, "name: Vydumia", 'name: "Vydu\\uD800mia"', "Vydu", "not YAML"),
    "list for a text": (WORLD, "name: Vydumia", "name: [Vydumia]", "[Vydumia]", "Expected a plain text"),
}


@pytest.mark.parametrize(("file", "old", "new", "at", "message"), CASES.values(), ids=CASES.keys())
def test_one_fault_is_named_with_file_and_line(
    file: str, old: str, new: str, at: str, message: str, tmp_path: Path, refused: Refused
) -> None:
    changes = replaced(file, old, new)

    said = refused(write_bundle(tmp_path, changes))

    assert message in said
    line = next(line for line in said.splitlines() if message in line)
    expected = line_of(file, at, changes) + (at == "---")
    assert line.startswith(f"{file}:{expected}: "), line
    assert "nothing was written" in said


def test_all_faults_are_told_at_once_and_nothing_is_written(tmp_path: Path, refused: Refused) -> None:
    people = PEOPLE.replace("held since", "kept since").replace("country: BY", "country: XX")
    world = FILES[WORLD].replace("date: 2031-03-03\ncited", "date: 2031-3-3\ncited").replace("kind: ngo", "kind: club")
    more = "place: nowhere\nname: Nowhere\nkind: city\nparent: somewhere\n"

    said = refused(write_bundle(tmp_path, {ALL: people, WORLD: world, "records/zz.yaml": more}))

    for message in ("kept since", "“XX”", "2031-3-3", "“club”", "“somewhere”"):
        assert message in said
    assert "tales: 5 refused, so nothing was written." in said
    assert not Person.objects.exists()
    assert not Imported.objects.exists()
    assert not History.objects.exists()


def test_text_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path, refused: Refused) -> None:
    world = FILES[WORLD].encode().replace(b"name: Vydumia", b"name: Vydumi\xe4")
    said = refused(write_bundle(tmp_path, {WORLD: world, "documents/legend.txt": b"One line\nno \xff text"}))

    assert f"{WORLD}:{line_of(WORLD, 'name: Vydumia')}: byte " in said
    assert "the file “legend.txt”: Byte 12 (0xFF, line 2) is not UTF-8" in said


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"place": "x", "name": "X", "kind": "city", "kind": "border"}', "“kind” stands twice"),
        ('{"place": "x", "name": "X", "kind": "city"', "not JSON"),
        ('["place"]', "Expected one record a line"),
        ('{"place": "x", "name": "X\\u0000", "kind": "city"}', "U+0000"),
        ('{"place": "x", "name": "X\\ud800", "kind": "city"}', "U+D800"),
        ('{"place": "x", "name": null, "kind": "city"}', "Expected a plain text"),
        (f'{{"place": {"[" * 100_000}', "nested too deep"),
        ('{"place": "x", "name": "X", "kind": "city", "cited": [{}]}', "Expected a list of “document: quote”"),
        ('{"place": "x", "name": "X", "kind": "moon"}', "“moon” is not one of the choices"),
        ('{"place": "x", "name": "X", "kind": "city", "parent": "y"}', "“y” is not the key of any place"),
    ],
)
def test_json_lines_are_refused_by_line(line: str, message: str, tmp_path: Path, refused: Refused) -> None:
    fine = '{"place": "fine", "name": "Fine", "kind": "city"}'

    said = refused(write_bundle(tmp_path, {"records/places.jsonl": f"{fine}\n\n{line}\n"}))

    assert any(told.startswith("records/places.jsonl:3: ") and message in told for told in said.splitlines()), said


@pytest.mark.parametrize("text", [b"", b"\xef\xbb\xbf \n"])
def test_a_document_that_says_nothing_is_refused(text: bytes, tmp_path: Path, refused: Refused) -> None:
    said = refused(write_bundle(tmp_path, {"documents/legend.txt": text}))

    assert "the file “legend.txt”: There is no text in it: nothing but blanks." in said


def test_a_link_that_leads_to_itself_is_no_file(tmp_path: Path, refused: Refused) -> None:
    bundle = write_bundle(tmp_path, replaced(DOCUMENTS, "file: story.txt", "file: loop.txt"))
    (bundle / "documents" / "loop.txt").symlink_to("loop.txt")

    assert "there is no file “loop.txt”" in refused(bundle)


def test_json_lines_that_are_not_utf_8_are_refused_by_line(tmp_path: Path, refused: Refused) -> None:
    said = refused(write_bundle(tmp_path, {"records/places.jsonl": b'\n{"place": "\xff"}\n'}))

    assert "records/places.jsonl:2: byte 12 of this line is not UTF-8" in said


def test_a_changed_text_of_a_document_is_refused(tmp_path: Path, import_seeds: Import, refused: Refused) -> None:
    import_seeds(write_bundle(tmp_path))

    said = refused(write_bundle(tmp_path, {"documents/legend.txt": FILES["documents/legend.txt"] + " More."}))

    assert f"{DOCUMENTS}:{line_of(DOCUMENTS, 'document: legend')}: " in said
    assert "Expected a new document that supersedes it" in said


def test_a_slug_that_somebody_else_has_is_refused(tmp_path: Path, refused: Refused) -> None:
    with acting(actor="user:1"):
        Person.objects.create(slug="alesia-vydumka")

    said = refused(write_bundle(tmp_path))

    line = line_of(ALL, "person: alesia-vydumka")
    assert f"{ALL}:{line}: person: slug alesia-vydumka is that of a row that is there already" in said


def test_a_second_preferred_name_beside_one_of_staff_is_refused(
    tmp_path: Path, import_seeds: Import, refused: Refused
) -> None:
    import_seeds(write_bundle(tmp_path))
    with acting(actor="user:1"):
        Name.objects.create(person=Person.objects.get(slug="alesia-vydumka"), text="Alesia", preferred=True)

    said = refused(write_bundle(tmp_path, replaced(ALL, "Vydumka: [story]", "Vydumka: [story]\n  preferred: true")))

    assert f"{ALL}:{line_of(ALL, '- Alesia Vydumka: [story]')}: name: person" in said
