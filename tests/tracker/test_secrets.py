"""Secrets are made once, for us alone, and are the same for everybody who asks."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tracker.secrets import SecretClosedError, read_or_create


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_a_secret_is_made_once_and_for_us_alone(tmp_path: Path, mask: int) -> None:
    folder = tmp_path / "local" / "secrets"
    before = os.umask(mask)
    try:
        secret = read_or_create(folder, "key")
    finally:
        os.umask(before)
    assert len(secret) >= 50
    assert read_or_create(folder, "key") == secret
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "key").stat().st_mode & 0o777 == 0o600


def test_two_installations_have_different_secrets(tmp_path: Path) -> None:
    assert read_or_create(tmp_path / "one", "key") != read_or_create(tmp_path / "other", "key")


def test_many_who_ask_at_once_get_the_same_secret_and_leave_no_drafts(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        secrets = set(pool.map(lambda _: read_or_create(tmp_path / "secrets", "key"), range(64)))
    assert len(secrets) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["key"]


def test_a_closed_secret_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(SecretClosedError, match="belongs to another user"):
        read_or_create(tmp_path, "key")
