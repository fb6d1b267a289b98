"""Tokens and callers: strict in shape, keyed in storage."""

import hmac
import re
from hashlib import sha256

import pytest
from pytest_django.fixtures import Settings

from accounts.keys import caller_of, hash_of, new_id, new_secret, parse_token, token_of

GOOD = token_of("a" * 12, "b" * 56)


def test_a_token_comes_back_as_its_id_and_the_keyed_hash_of_its_secret(settings: Settings) -> None:
    key_id, secret = new_id(), new_secret()
    assert re.fullmatch("[a-z2-7]{12}", key_id)
    assert re.fullmatch("[a-z2-7]{56}", secret)
    keyed = hmac.new(settings.KEY_PEPPER, secret.encode(), sha256).digest()
    assert parse_token(token_of(key_id, secret)) == (key_id, keyed)


def test_no_two_keys_are_alike() -> None:
    assert len({new_id() for _ in range(500)}) == len({new_secret() for _ in range(500)}) == 500


def test_another_pepper_makes_another_hash_and_another_caller(settings: Settings) -> None:
    before = hash_of("b" * 56), caller_of("192.0.2.1")
    settings.KEY_PEPPER = b"another"
    after = hash_of("b" * 56), caller_of("192.0.2.1")
    assert before[0] != after[0]
    assert before[1] != after[1]


@pytest.mark.parametrize(
    "text",
    [
        *("", "volia_", GOOD[:-1], GOOD + "b", GOOD + "\n", " " + GOOD, GOOD.upper(), GOOD.replace("volia", "velia")),
        *(GOOD.replace("_", "-"), GOOD.replace("bbb", "b b"), GOOD.replace("bbb", "b0b"), GOOD.replace("bbb", "bбb")),
        *(GOOD.replace("aaa", "a\0a"), "Bearer " + GOOD),
    ],
)
def test_what_has_not_exactly_the_shape_of_a_token_is_none(text: str) -> None:
    assert parse_token(GOOD)
    assert parse_token(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("2001:db8:1:2::1", "2001:0DB8:1:2:0:0:0:1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::2"),
        ("", "not an address"),
    ],
)
def test_addresses_of_one_subscriber_are_one_caller(one: str, other: str) -> None:
    assert caller_of(one) == caller_of(other)
    assert len(caller_of(one)) == 16


def test_addresses_of_different_subscribers_are_different_callers() -> None:
    addresses = ["192.0.2.1", "192.0.2.2", "2001:db8:1:2::1", "2001:db8:1:3::1", "::1", "127.0.0.1", ""]
    assert len({caller_of(address) for address in addresses}) == len(addresses)
