"""Wait on 127.0.0.1 for the browser to come back from a login; refuses to know what the address says."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from storage.errors import Failed, Refused
from storage.login import CALLBACK

LOOPBACK = "127.0.0.1"
SECONDS_TO_AGREE = 300.0
SECONDS_PER_LOOK = 0.5
DONE = "<!doctype html><title>linernotes</title><p>You are logged in. This window can be closed."
NOT_DONE = "<!doctype html><title>linernotes</title><p>This did not log you in: look at the terminal."


class Waiting(HTTPServer):
    """A server that takes one answer; others are turned away and it goes on waiting."""

    def __init__(self, port: int) -> None:
        """Listen on this port, or on a free one."""
        super().__init__((LOOPBACK, port), Visit)
        self.timeout = SECONDS_PER_LOOK
        self.read: Callable[[str], str] | None = None
        self.code: str | None = None
        self.refusal: Refused | None = None

    @property
    def redirect(self) -> str:
        """Give the address to which the browser comes back."""
        return f"http://{LOOPBACK}:{self.server_port}{CALLBACK}"

    def wait(self, read: Callable[[str], str]) -> str:
        """Give what `read` makes of the address that the browser comes back to."""
        self.read = read
        until = time.monotonic() + SECONDS_TO_AGREE
        while self.code is None:
            self.handle_request()
            if self.refusal is not None:
                raise self.refusal
            if time.monotonic() > until:
                raise Failed("nobody agreed within five minutes: run `linernotes login` again, with --paste if the browser is on another machine")
        return self.code


class Visit(BaseHTTPRequestHandler):
    """One request of a browser."""

    server: Waiting
    timeout = 5

    def answer(self) -> None:
        """Take the answer of the login; whatever else is asked for is not there."""
        if not self.path.startswith(f"{CALLBACK}?") or self.server.read is None:
            self._say(404, NOT_DONE)
            return
        try:
            self.server.code = self.server.read(self.path)
        except Refused as refused:
            if "state=" in self.path and "error=" in self.path:
                self.server.refusal = refused
            self._say(400, NOT_DONE)
        else:
            self._say(200, DONE)

    do_GET = answer  # noqa: N815 - the name is the library's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing: the address holds the code."""

    def _say(self, status: int, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def waiting(port: int) -> Iterator[Waiting]:
    """Listen for the time of a with block."""
    try:
        server = Waiting(port)
    except OSError as taken:
        raise Failed(f"port {port} on {LOOPBACK} cannot be used ({taken.strerror}): set login_port to another one, or 0 for a free one") from None
    try:
        yield server
    finally:
        server.server_close()
