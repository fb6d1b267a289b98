"""Variables of the environment turned into values; a wrong one is refused and not repeated, for it may be secret."""

import os
import re
from collections.abc import Collection

DOORS = ("both", "staff", "public")
"""What VOLIA_SERVE may be: which doors a process opens."""

# Without underscores, which a web server takes for hyphens: anybody could send the same header by another name.
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")


class WrongEnvironmentError(Exception):
    """A variable of the environment is of no use."""


def flag(name: str, *, default: bool = False) -> bool:
    """Whether a variable is ``1``; ``0`` means no. :raises WrongEnvironmentError: at anything else."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        message = f"{name} must be 0 or 1."
        raise WrongEnvironmentError(message)
    return value == "1"


def number(name: str, *, default: int, least: int = 0) -> int:
    """A whole number in decimal digits. :raises WrongEnvironmentError: at anything else, or below ``least``."""
    value = os.environ.get(name, str(default))
    # ASCII digits alone: int() would take "1_0", " 7" and digits of every script.
    if not (value.isascii() and value.isdecimal() and int(value) >= least):
        message = f"{name} must be a whole number, {least} or more."
        raise WrongEnvironmentError(message)
    return int(value)


def choice(name: str, words: Collection[str], *, default: str) -> str:
    """One of some words. :raises WrongEnvironmentError: at anything else."""
    value = os.environ.get(name, default)
    if value not in words:
        message = f"{name} must be one of {', '.join(words)}, or not set."
        raise WrongEnvironmentError(message)
    return value


def header(name: str, *, default: str) -> str:
    """The name of a request's header, as WSGI calls it (PEP 3333). :raises WrongEnvironmentError: at anything else."""
    value = os.environ.get(name, default)
    if not HEADER_NAME.fullmatch(value):
        message = f"{name} must be the name of a header: letters, digits and hyphens."
        raise WrongEnvironmentError(message)
    return f"HTTP_{value.upper().replace('-', '_')}"


def secret(name: str, *, least: int) -> str:
    """A secret of at least so many characters, empty when not set. :raises WrongEnvironmentError: at a shorter one."""
    value = os.environ.get(name, "")
    if value and len(value) < least:
        message = f"{name} must have {least} characters or more."
        raise WrongEnvironmentError(message)
    return value
