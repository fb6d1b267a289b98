"""Variables become values, or are refused in a sentence that does not repeat them."""

import pytest

from tracker.environment import WrongEnvironmentError, choice, flag, header, number, secret


@pytest.mark.parametrize(
    ("value", "default", "found"), [(None, False, False), (None, True, True), ("1", False, True), ("0", True, False)]
)
def test_a_switch_is_0_or_1(monkeypatch: pytest.MonkeyPatch, value: str | None, default: bool, found: bool) -> None:
    if value is not None:
        monkeypatch.setenv("SWITCH", value)
    assert flag("SWITCH", default=default) is found


@pytest.mark.parametrize(("value", "found"), [(None, 5), ("0", 0), ("007", 7), ("120", 120)])
def test_a_number_is_read(monkeypatch: pytest.MonkeyPatch, value: str | None, found: int) -> None:
    if value is not None:
        monkeypatch.setenv("NUMBER", value)
    assert number("NUMBER", default=5) == found


def test_a_secret_is_none_or_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert secret("PEPPER", least=4) == ""
    monkeypatch.setenv("PEPPER", "abcd")
    assert secret("PEPPER", least=4) == "abcd"


@pytest.mark.parametrize("value", ["yes", "", "true", "2", "-1", "1_0", " 7", "٣", "1.5"])
def test_what_is_of_no_use_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("VARIABLE", value)
    with pytest.raises(WrongEnvironmentError, match=r"^VARIABLE must be 0 or 1\.$"):
        flag("VARIABLE")
    with pytest.raises(WrongEnvironmentError, match=r"^VARIABLE must be one of staff, public, or not set\.$"):
        choice("VARIABLE", ("staff", "public"), default="staff")
    if value != "2":
        with pytest.raises(WrongEnvironmentError, match=r"^VARIABLE must be a whole number, 0 or more\.$"):
            number("VARIABLE", default=1)


def test_a_secret_that_could_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEPPER", "abc")
    with pytest.raises(WrongEnvironmentError, match=r"^PEPPER must have 4 characters or more\.$"):
        secret("PEPPER", least=4)


def test_a_number_has_a_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBER", "2")
    with pytest.raises(WrongEnvironmentError, match="3 or more"):
        number("NUMBER", default=4, least=3)


@pytest.mark.parametrize(
    ("value", "found"),
    [(None, "HTTP_X_FORWARDED_FOR"), ("x-real-ip", "HTTP_X_REAL_IP"), ("Volia-7f3a", "HTTP_VOLIA_7F3A")],
)
def test_a_header_is_called_as_the_web_server_does(
    monkeypatch: pytest.MonkeyPatch, value: str | None, found: str
) -> None:
    if value is not None:
        monkeypatch.setenv("HEADER", value)
    assert header("HEADER", default="X-Forwarded-For") == found


@pytest.mark.parametrize("value", ["", "X_Forwarded_For", "-X", "X-", "X--Y", "X Y", "X:", "Ж", "4711"])
def test_what_is_no_header_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HEADER", value)
    with pytest.raises(
        WrongEnvironmentError, match=r"^HEADER must be the name of a header: letters, digits and hyphens\.$"
    ):
        header("HEADER", default="X-Forwarded-For")
