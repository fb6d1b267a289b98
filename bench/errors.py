"""What can stop a measurement, as sentences for the person who started it."""


class BenchError(Exception):
    """A measurement can not go on."""


class NoServerError(BenchError):
    """No database server is named: start this with script/bench, or set DATABASE_URL and OWNER_DATABASE_URL."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class CommandFailedError(BenchError):
    """A command of ours, run as its users run it, ended with an error."""

    def __init__(self, command: str, code: int, output: str) -> None:
        super().__init__(f"“{command}” ended with code {code}:\n{output[-4000:]}")


class NotMeasuredError(BenchError):
    """The work was not done, so the time that it took means nothing."""
