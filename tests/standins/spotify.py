"""Serve a stand-in of Spotify over real HTTP on 127.0.0.1: `python -m tests.standins.spotify`."""

import argparse
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, get_args
from urllib.parse import parse_qsl, urlsplit

from .answers import Answer, Asked
from .behaviour import Behaviour
from .library import Library
from .objects import Shape
from .person import Wishes, invent_library
from .standin import Sent, Standin

HTML = b"<!doctype html><title>Upstream</title><p>The upstream server is taking a break."
TOLD_TO_THE_DEMO = """A stand-in of Spotify answers at {standin.address} until you press Ctrl+C. In another terminal:

export LINERNOTES_SPOTIFY_API_URL={standin.api_url}
export LINERNOTES_SPOTIFY_ACCOUNTS_URL={standin.accounts_url}
export LINERNOTES_SPOTIFY_CLIENT_ID={standin.behaviour.client_id}
linernotes login && linernotes run --spotify
"""
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Server(ThreadingHTTPServer):
    """A server that ends its own connections when it stops."""

    daemon_threads = False  # so that stopping waits for them

    def __init__(self, port: int, standin: Standin) -> None:
        super().__init__(("127.0.0.1", port), Connection)
        self.standin = standin
        self.open: set[socket.socket] = set()

    def stop(self) -> None:
        """Stop listening and end every connection."""
        self.shutdown()
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self.server_close()


class Connection(BaseHTTPRequestHandler):
    """One connection of a client: reads requests, sends answers, spoils those that are to be spoiled."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        """Let the server know of the connection."""
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        """Let the server forget the connection."""
        self.server.open.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""

    def handle_any(self) -> None:
        """Answer one request; a client that went away meanwhile is no news."""
        address = urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        query, form = dict(parse_qsl(address.query)), dict(parse_qsl(content))
        standin = self.server.standin
        time.sleep(standin.behaviour.latency_seconds)
        sent = standin.answer(Asked(self.command, address.path, query, form, self.headers.get("Authorization", "")))
        try:
            self._send(sent, standin.behaviour.slow_seconds)
        except ConnectionError:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - the names are the library's

    def _send(self, sent: Sent, slow_seconds: float) -> None:
        body = sent.answer.body
        if sent.fault == "reset":
            self._reset()
        elif sent.fault == "slow_body":
            self.connection.sendall(_head(sent.answer, len(body)) + body[: len(body) // 2])
            time.sleep(slow_seconds)
            self.connection.sendall(body[len(body) // 2 :])
        elif sent.fault == "cut_body":
            self.connection.sendall(_head(sent.answer, len(body)) + body[: len(body) // 2])
            self.close_connection = True
        elif sent.fault == "truncated_json":
            self.connection.sendall(_head(sent.answer, len(body) // 2) + body[: len(body) // 2])
        elif sent.fault == "non_json":
            self.connection.sendall(_head(Answer(200, HTML, {"Content-Type": "text/html"}), len(HTML)) + HTML)
        else:
            self.connection.sendall(_head(sent.answer, len(body)) + body)

    def _reset(self) -> None:
        """End the connection without an answer, the hard way."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        self.rfile.close()
        self.connection.close()


def _head(answer: Answer, length: int) -> bytes:
    named = {**answer.headers, "Content-Length": str(length), "Cache-Control": "private, max-age=0"}
    return "\r\n".join(
        [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    ).encode("latin-1")


@contextmanager
def serving(library: Library, behaviour: Behaviour | None = None, port: int = 0) -> Iterator[Standin]:
    """Serve a library for the time of a with block."""
    standin = Standin(library, behaviour or Behaviour())
    server = Server(port, standin)
    standin.address = f"http://127.0.0.1:{server.server_address[1]}"
    standin.behave()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield standin
    finally:
        server.stop()
        thread.join()


def main() -> None:
    """Serve an invented library until interrupted, and say how to point linernotes at it."""
    parser = argparse.ArgumentParser(prog="python -m tests.standins.spotify", description=__doc__)
    for name, usual in (("port", 8899), ("tracks", 600), ("saved", 300), ("playlists", 20), ("length", 40), ("plays", 1000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--latency", type=float, default=0, help="seconds before each answer")
    parser.add_argument("--shape", choices=get_args(Shape), default="development")
    wanted = parser.parse_args()
    wishes = Wishes(wanted.tracks, wanted.saved, wanted.playlists, wanted.length, plays=wanted.plays)
    behaviour = Behaviour(shape=wanted.shape, latency_seconds=wanted.latency)
    with serving(invent_library(wishes, wanted.seed), behaviour, wanted.port) as standin:
        print(TOLD_TO_THE_DEMO.format(standin=standin), flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
