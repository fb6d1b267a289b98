"""A server that answers every request with the same bytes: against it the load measures itself."""

from __future__ import annotations

import select
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from bench.load import BLOCK, END_OF_HEAD, Address

BODY = b'{"id":"' + b"0" * 3000 + b'"}'


def answer(body: bytes = BODY, status: str = "200 OK") -> bytes:
    """A whole answer as it goes over the wire."""
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


def serve(listening: socket.socket, answers: Sequence[bytes]) -> None:
    """Answer whole requests with these answers in turn, until the listening socket is shut down."""
    ready, given = select.poll(), 0
    plugs: dict[int, socket.socket] = {}
    ready.register(listening, select.POLLIN)
    with ExitStack() as opened:
        while True:
            for number, event in ready.poll():
                if number != listening.fileno():
                    given += _answer_one(plugs[number], answers[given % len(answers)], ready)
                elif event & select.POLLHUP:
                    return
                else:
                    plug = opened.enter_context(listening.accept()[0])
                    plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    plugs[plug.fileno()] = plug
                    ready.register(plug, select.POLLIN)


def _answer_one(plug: socket.socket, text: bytes, ready: select.poll) -> bool:
    """Whether there was a request; a connection that was hung up is listened to no more."""
    try:
        asked = plug.recv(BLOCK)
        if asked.endswith(END_OF_HEAD):
            plug.sendall(text)
            return True
    except ConnectionError:
        asked = b""
    if not asked:
        ready.unregister(plug)
    return False


def main(arguments: Sequence[str]) -> None:
    """``python -m bench.trivial ADDRESS PORT``; serves until it is stopped."""
    address: Address = (arguments[0], int(arguments[1]))
    with socket.create_server(address) as listening:
        serve(listening, [answer()])


if __name__ == "__main__":
    main(sys.argv[1:])
