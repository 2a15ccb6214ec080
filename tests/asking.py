"""Asks a Prefect server in tests; one whose database is busy says so and wants to be asked again."""

import time

import httpx

SECONDS_OF_PATIENCE = 60
PAUSE_SECONDS = 0.3


class Patient(httpx.HTTPTransport):
    """Asks again while the server is busy."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        until = time.monotonic() + SECONDS_OF_PATIENCE
        while (answer := super().handle_request(request)).status_code == httpx.codes.SERVICE_UNAVAILABLE and time.monotonic() < until:
            answer.close()
            time.sleep(PAUSE_SECONDS)
        return answer


def client_of(api_url: str) -> httpx.Client:
    """Give a client of the server at this address."""
    return httpx.Client(base_url=api_url, transport=Patient(), timeout=30)
