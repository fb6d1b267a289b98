"""A closed loop of HTTP/1.1 requests over kept connections: each asks again as soon as it was answered.

One thread over raw sockets, so that the load itself takes little of the machine that it measures; how little is told.
"""

import select
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median

from bench.errors import NotMeasuredError

Address = tuple[str, int]
BLOCK = 1 << 18
END_OF_HEAD, LAST_CHUNK = b"\r\n\r\n", b"0\r\n\r\n"
LONGEST_WAIT = 60.0


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A request as it goes over the wire, and what its answer must have: the status, and some bytes somewhere."""

    message: bytes
    status: int = 200
    contains: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What one run told: answers a second, milliseconds of the median and of the 99th percentile, KiB of an answer.

    ``cost`` are the microseconds of processor time that the load itself took for a request.
    """

    rate: float
    p50: float
    p99: float
    kib: float = 0.0
    cost: float = 0.0


@dataclass(kw_only=True)
class _Line:
    """One connection, and what of the answer has come."""

    socket: socket.socket
    ask: Ask
    began: float = 0.0
    answer: bytearray = field(default_factory=bytearray)
    wanted: int = -1

    def send(self, ask: Ask) -> None:
        self.ask = ask
        self.answer.clear()
        self.wanted = -1
        self.began = time.perf_counter()
        self.socket.sendall(ask.message)

    def is_answered(self) -> bool:
        """Read what is there; whether the answer is whole. Raises NotMeasuredError."""
        block = self.socket.recv(BLOCK)
        if not block:
            raise NotMeasuredError(f"The server hung up: {_first_line(self.ask.message)}")
        self.answer += block
        if self.wanted < 0:
            self.wanted = wanted_bytes(self.answer)
        return is_whole(self.answer, self.wanted)

    def check(self) -> None:
        """Compare the answer with what was asked for. Raises NotMeasuredError."""
        if int(self.answer[9:12]) != self.ask.status or self.ask.contains not in self.answer:
            raise NotMeasuredError(f"{_first_line(self.ask.message)} was answered by\n{bytes(self.answer[:2000])!r}")


def request(path: str, headers: Mapping[str, str] | None = None, *, body: bytes = b"") -> bytes:
    """The bytes of a GET, or of a POST where there is a body, which is JSON."""
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii") + body


def wanted_bytes(answer: bytes | bytearray) -> int:
    """How long the whole answer is; -1 as long as its head is not whole, 0 where it comes in chunks."""
    end = answer.find(END_OF_HEAD)
    if end < 0:
        return -1
    head = bytes(answer[:end]).lower()
    start = head.find(b"\r\ncontent-length:")
    if start >= 0:
        return end + len(END_OF_HEAD) + int(head[start + 17 :].split(b"\r\n", 1)[0])
    return 0 if b"\r\ntransfer-encoding: chunked" in head else end + len(END_OF_HEAD)


def is_whole(answer: bytes | bytearray, wanted: int) -> bool:
    """Whether all of an answer has come, no other answer being under way on the same connection."""
    return answer.endswith(LAST_CHUNK) if wanted == 0 else 0 < wanted <= len(answer)


def put_under_load(address: Address, asks: Sequence[Ask], *, connections: int, seconds: float) -> Figure:
    """Ask for so many seconds, over so many connections, and start again when all was asked.

    Raises NotMeasuredError on the first answer that is not what was asked for.
    """
    following = cycle(asks)
    with ExitStack() as opened:
        lines = {}
        for _ in range(connections):
            plug = opened.enter_context(socket.create_connection(address, timeout=LONGEST_WAIT))
            plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            lines[plug.fileno()] = _Line(socket=plug, ask=asks[0])
        processor, began = time.process_time(), time.perf_counter()
        took, size = _loop(lines, following, until=began + seconds)
        passed = time.perf_counter() - began
    cost = (time.process_time() - processor) / len(took) * 1e6
    return figure(took, seconds=passed, kib=size / len(took) / 1024, cost=cost)


def _loop(lines: dict[int, _Line], following: Iterator[Ask], *, until: float) -> tuple[list[float], int]:
    """The seconds that each answer took, and the bytes of all."""
    ready = select.poll()
    took, size, under_way = [], 0, len(lines)
    for number, line in lines.items():
        ready.register(number, select.POLLIN)
        line.send(next(following))
    while under_way:
        answering = ready.poll(LONGEST_WAIT * 1000)
        if not answering:
            raise NotMeasuredError(f"No answer came within {LONGEST_WAIT:.0f} seconds.")
        for number, _ in answering:
            line = lines[number]
            if not line.is_answered():
                continue
            now = time.perf_counter()
            took.append(now - line.began)
            size += len(line.answer)
            line.check()
            if now < until:
                line.send(next(following))
            else:
                ready.unregister(number)
                under_way -= 1
    return took, size


def figure(took: Sequence[float], *, seconds: float, kib: float = 0.0, cost: float = 0.0) -> Figure:
    """The figure of a run from the seconds that each answer took. Raises NotMeasuredError when there is none."""
    if not took:
        raise NotMeasuredError("Nothing was answered.")
    ordered = sorted(took)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return Figure(rate=len(took) / seconds, p50=median(ordered) * 1000, p99=last * 1000, kib=kib, cost=cost)


def _first_line(message: bytes) -> str:
    return message.split(b"\r\n", 1)[0].decode("ascii")
