"""How programs of the private PostgreSQL are started."""

import os
from pathlib import Path

import pytest

from tracker.cluster.account import Account


def test_a_link_in_the_place_of_the_log_is_not_followed(tmp_path: Path) -> None:
    target, log = tmp_path / "target", tmp_path / "server.log"
    target.write_text("as it was", encoding="utf-8")
    log.symlink_to(target)
    account = Account(uid=os.geteuid(), gid=os.getegid(), switch=False)
    with pytest.raises(OSError, match="symbolic links"):
        account.start(["true"], log)
    assert target.read_text(encoding="utf-8") == "as it was"
