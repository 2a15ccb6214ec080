"""Takes what is posted to an address on this machine, as a webhook would."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MOST_SECONDS = 30


class Receiver(ThreadingHTTPServer):
    """Keeps what it takes and answers with one status, at once or when it may."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.taken: list[dict[str, Any]] = []
        self.status = 204
        self.may_answer = threading.Event()
        self.may_answer.set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?token=s3cret"


class Visit(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append(json.loads(told) if isinstance(told, str) else told)
        self.server.may_answer.wait(MOST_SECONDS)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Take what is posted until the block ends."""
    with Receiver() as listening:
        serving = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            yield listening
        finally:
            listening.may_answer.set()
            listening.shutdown()
            serving.join()
