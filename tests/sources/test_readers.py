"""Bytes become text, or a sentence that says why not."""

import pytest

from sources.readers import MAX_BYTES, NotReadable, read
from sources.readers.plain import clean

READ = [
    (b"plain", "plain"),
    ("Волья".encode(), "Волья"),
    (b"\xef\xbb\xbfmarked", "marked"),
    (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
    ("left\u200fright\u200b".encode(), "left\u200fright\u200b"),
]
REFUSED = [
    (b"good\nb\xe9d", "text/plain", "Byte 6 (0xE9, line 2) is not UTF-8"),
    (b"\xef\xbb\xbfgood\n\xff", "text/plain", "Byte 8 (0xFF, line 2)"),
    (b"a\r\nb\0", "text/plain", "Character 4 (line 2) is NUL"),
    ("utf-16".encode("utf-16"), "text/plain", "is not UTF-8"),
    (b"\xed\xa0\x80", "text/plain", "is not UTF-8"),
    (b" \r\n\t", "text/plain", "no text in it"),
    (b"%PDF", "application/pdf", "No reader knows “application/pdf”. Known: text/plain."),
    (b"x" * (MAX_BYTES + 1), "text/plain", "at most 20,971,520"),
]


@pytest.mark.parametrize(("original", "text"), READ)
def test_text_is_read_with_lf_newlines_and_without_a_byte_order_mark(original: bytes, text: str) -> None:
    assert read(original, media_type="text/plain; charset=utf-8") == text


@pytest.mark.parametrize(("original", "media_type", "sentence"), REFUSED)
def test_what_is_no_text_is_refused_with_the_place(original: bytes, media_type: str, sentence: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read(original, media_type=media_type)
    assert sentence in str(refused.value)


def test_half_a_surrogate_pair_in_a_pasted_text_is_refused_with_the_place() -> None:
    with pytest.raises(NotReadable, match=r"Character 3 \(line 2\) is half of a UTF-16 pair"):
        clean("ab\n\ud800")
