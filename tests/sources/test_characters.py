"""Characters that are not seen are told with their name, number and place."""

from sources.characters import unseen


def test_bidirectional_and_zero_width_characters_are_flagged_with_their_first_line() -> None:
    found = unseen("one\ntwo\u202e\u200b three\u202e")
    assert [str(one) for one in found] == [
        "U+202E RIGHT-TO-LEFT OVERRIDE, 2 times, first in line 2",
        "U+200B ZERO WIDTH SPACE, once, first in line 2",
    ]


def test_newlines_tabs_and_letters_of_any_script_are_not_flagged() -> None:
    assert unseen("Марыя\tКалеснікава\nمريم 山田") == ()


def test_control_codes_are_flagged() -> None:
    assert [one.character for one in unseen("a\x1bb\x0c")] == ["\x1b", "\x0c"]
