"""What can go wrong with the private PostgreSQL; each class carries the sentence that is shown."""


class ClusterError(Exception):
    """The private PostgreSQL cannot be used."""


class NoBinariesError(ClusterError):
    """No usable PostgreSQL program was found."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why} Install PostgreSQL 15 or newer (Debian: apt install postgresql), run script/bootstrap for the "
            "bundled one, or set DATABASE_URL to a server of your own."
        )


class OtherMajorError(ClusterError):
    """The data folder belongs to a major version of which no programs are here."""

    def __init__(self, folder: str, found: str, present: str) -> None:
        super().__init__(
            f"The data in {folder} was made by PostgreSQL {found}, but only PostgreSQL {present} is here. "
            f"Install PostgreSQL {found}, or move the folder aside to begin with an empty database."
        )


class UnknownChoiceError(ClusterError):
    """VOLIA_POSTGRES holds a word we do not know."""

    def __init__(self, value: str) -> None:
        super().__init__(f"VOLIA_POSTGRES is {value!r}; it must be 'system', 'wheel' or not set.")


class NoAccountError(ClusterError):
    """Root has no account to which it could hand PostgreSQL."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL refuses to run as root, and no account 'postgres' or 'nobody' exists to run it as."
        )


class ForeignFolderError(ClusterError):
    """The folder belongs to somebody else."""

    def __init__(self, folder: str, owner: str) -> None:
        super().__init__(f"{folder} belongs to {owner}. Run as {owner} (or root), or use a checkout of your own.")


class ToolFailedError(ClusterError):
    """One of PostgreSQL's programs failed."""

    def __init__(self, tool: str, code: int, output: str) -> None:
        super().__init__(f"{tool} failed with code {code}:\n{output.strip()}")


class DidNotStartError(ClusterError):
    """The server did not come up."""

    def __init__(self, log: str, tail: str) -> None:
        super().__init__(f"PostgreSQL did not start; the end of {log} says:\n{tail.strip()}")


class UnreachableDataError(ClusterError):
    """The data are where the server's account cannot go (the checkout was moved, or a parent was locked)."""

    def __init__(self, folder: str, uid: int) -> None:
        super().__init__(
            f"The data in {folder} belong to user {uid}, who may not enter that folder. Open its parents for "
            f"that user (chmod o+x), move the checkout to where the user may go, or move the data folder aside."
        )
