"""``match_names`` says who may be meant by the names of a list, and what is wrong with the list."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from intake.models import Imported
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    for name, born in (("Siarhei Kavalionak", "1971-02-03"), ("Ihar Kavalionak", ""), ("Volha Palchuk", "")):
        f.PersonFactory.create(called=name, born=born)


def matched(folder: Path, text: str, *options: str) -> list[list[str]]:
    """The lines that the command prints for a list, taken apart."""
    path, out = folder / "list.tsv", StringIO()
    path.write_text(text, encoding="utf-8")
    call_command("match_names", str(path), *options, stdout=out)
    return [line.split("\t") for line in out.getvalue().splitlines()]


def test_each_name_is_answered_with_rank_name_score_and_reasons(people: None, tmp_path: Path) -> None:
    lines = matched(tmp_path, "Сергей Ковалёнок\n\nОльга Пальчук\t1980\tBY\n", "--top", "1")
    assert [line[:2] for line in lines] == [["Сергей Ковалёнок", "1"], ["Ольга Пальчук", "1"]]
    assert [line[4] for line in lines] == ["Siarhei Kavalionak", "Volha Palchuk"]
    assert all(float(line[5]) > 0.9 for line in lines)
    assert "сергей and siarhei: the same given name." in lines[0][6]


def test_the_key_of_the_import_is_told(people: None, tmp_path: Path) -> None:
    (first, *_) = matched(tmp_path, "Ольга Пальчук")
    row = {"bundle": "list", "kind": "person", "values": {}, "file": "persons.yaml", "line": 1}
    Imported.objects.create(record=first[2], key="volha-palchuk", at="2026-01-01T00:00Z", **row)
    assert first[3] == ""
    assert matched(tmp_path, "Ольга Пальчук")[0][3] == "volha-palchuk"


def test_whoever_is_not_found_gets_a_line_all_the_same(people: None, tmp_path: Path) -> None:
    assert matched(tmp_path, "Zzyzx Qwrtp") == [["Zzyzx Qwrtp", "0", "", "", "", "", ""]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Volha Palchuk\nVolha\t31.12.1980",
            r"list\.tsv, line 2: “31\.12\.1980” is no date; expected for example 1982",
        ),
        ("Volha\t1980\tBelarus", r"line 1: “Belarus” is no country of two letters"),
        ("Volha\t1980\tBY\tx", r"line 1: 4 columns; expected name, date of birth, country"),
        ("\t1980", r"line 1: the name is empty"),
    ],
)
def test_a_fault_is_told_with_its_line_before_anything_is_answered(
    people: None, tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        matched(tmp_path, text)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        call_command("match_names", str(tmp_path / "nowhere.tsv"))
    (tmp_path / "list.tsv").write_bytes(b"Volha\xff")
    with pytest.raises(CommandError, match=r"is not UTF-8 \(at byte 5\)"):
        call_command("match_names", str(tmp_path / "list.tsv"))
    with pytest.raises(CommandError, match=r"--top must be at least 1, not 0"):
        matched(tmp_path, "Volha", "--top", "0")
