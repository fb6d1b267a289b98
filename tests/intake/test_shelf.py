"""Where quotes and names stand in texts, and which texts are kept in memory."""

from pathlib import Path

import pytest

from intake import shelf as module
from intake.cells import NotAccepted
from intake.shelf import Shelf

TEXT = "Ann and Anna met. “Anna”, said Ann-Marie, and Анна said it too. 🕊 Anna left."


def _shelf(folder: Path, **texts: str) -> Shelf:
    def earlier(key: str) -> str | None:
        return {"before": "an earlier text", "stub": None}[key]

    for key, text in texts.items():
        (folder / f"{key}.txt").write_text(text, encoding="utf-8")
    return Shelf(folder=folder, files={key: f"{key}.txt" for key in texts}, earlier=earlier)


@pytest.mark.parametrize(
    ("name", "start"), [("Ann", 0), ("Anna", 8), ("Marie", TEXT.index("Marie")), ("Анна", TEXT.index("Анна"))]
)
def test_a_name_is_found_where_it_first_stands_by_itself(name: str, start: int, tmp_path: Path) -> None:
    assert _shelf(tmp_path, text=TEXT).find_name("text", name) == (start, start + len(name))


@pytest.mark.parametrize("name", ["An", "arie", "Ivan", ""])
def test_a_name_inside_a_word_is_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotAccepted, match="stands nowhere by itself"):
        _shelf(tmp_path, text=TEXT).find_name("text", name)


def test_offsets_count_code_points(tmp_path: Path) -> None:
    assert _shelf(tmp_path, text=TEXT).find("text", "Anna left") == (TEXT.index("🕊") + 2, len(TEXT) - 1)


def test_a_quote_that_stands_twice_is_found_by_its_offset(tmp_path: Path) -> None:
    shelf = _shelf(tmp_path, text=TEXT)
    with pytest.raises(NotAccepted, match=r"Expected “at:” with one of the offsets 8, 19, 66"):
        shelf.find("text", "Anna")
    assert shelf.find("text", "Anna", at="19") == (19, 23)
    with pytest.raises(NotAccepted, match=r"does not stand at “20”.*Expected: 8, 19, 66"):
        shelf.find("text", "Anna", at="20")


def test_texts_of_earlier_imports_are_asked_for(tmp_path: Path) -> None:
    shelf = _shelf(tmp_path)
    assert shelf.find("before", "earlier") == (3, 10)
    with pytest.raises(NotAccepted, match="is a stub"):
        shelf.find("stub", "x")
    with pytest.raises(NotAccepted, match="is not the key of a document"):
        shelf.find("nowhere", "x")


def test_only_so_much_text_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 3000)
    texts = {f"t{n}": str(n) * 1000 for n in range(9)}
    shelf = _shelf(tmp_path, **texts)

    for key in (*texts, "t0"):
        assert shelf.find(key, texts[key])[0] == 0

    assert list(shelf._texts) == ["t8", "t0"]


def test_newlines_become_lf_and_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "mixed.txt").write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")
    assert _shelf(tmp_path).receive("mixed.txt").text == "a\nb\nc\n"
