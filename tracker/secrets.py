"""Secrets of this installation: files in .local/secrets (folder 0700, files 0600), made at the first start."""

import os
import secrets
from pathlib import Path

LENGTH = 50  # bytes of randomness


class SecretClosedError(Exception):
    """The secrets of this checkout belong to another user."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} belongs to another user. Run as that user, or use a checkout of your own.")


def read_or_create(folder: Path, name: str) -> str:
    """The secret of that name; made when missing, and when two processes make it at once both get the same.

    Raises SecretClosedError.
    """
    path = folder / name
    try:
        return path.read_text(encoding="ascii")
    except PermissionError as refusal:
        raise SecretClosedError(path) from refusal
    except FileNotFoundError:
        pass
    folder.parent.mkdir(exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    draft = folder / f"{name}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(LENGTH))
    # A link is made whole or not at all and never replaces: nobody can read a half-written secret.
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii")
