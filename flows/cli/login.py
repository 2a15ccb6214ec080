"""`linernotes login` and `logout`: begin and end what opens Spotify's Web API, without Prefect."""

import argparse
import os
import sys
import webbrowser
from typing import TYPE_CHECKING

from storage import forget, lock, tokens
from storage.clock import Clock
from storage.prefect_server import is_configured
from storage.settings import settings

if TYPE_CHECKING:  # the door itself costs a tenth of a second that other commands need not spend
    from storage.login import Attempt

PORT_OF_A_PASTED_LOGIN = 8888


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    begin = commands.add_parser("login", parents=[common], help="log in at Spotify, for `linernotes run --spotify`")
    begin.add_argument("--paste", action="store_true", help="paste the address that the browser ends at: for a machine without a browser")
    begin.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")
    begin.set_defaults(carry_out=log_in)
    end = commands.add_parser("logout", parents=[common], help="forget the login at Spotify")
    end.add_argument("--forget", action="store_true", help="also delete everything in this home that came from the Web API")
    end.set_defaults(carry_out=log_out)


def log_in(wanted: argparse.Namespace) -> int:
    """Log in, by a browser that comes back to this machine or by an address that is pasted."""
    from storage import login

    login.client_id()
    attempt, code = _paste() if wanted.paste else _listen(opens_browser=not wanted.no_browser)
    made = login.finish(attempt, code, Clock())
    if not wanted.quiet:
        print(f"logged in until {made.ends_on:%Y-%m-%d}; the login lies in {tokens.place()}")
        print("next: `linernotes run --spotify`")
    return 0


def log_out(wanted: argparse.Namespace) -> int:
    """Drop the login, and with --forget all that it brought."""
    had_login = tokens.forget()
    said = ["logged out" if had_login else "nobody was logged in"]
    if wanted.forget:
        with lock.working_alone():
            forget.forget_told_runs()
            told = forget.forget_service()
        said.append(
            f"forgot what came from Spotify: {told.files} files of {told.nights} nights, {told.rows} rows of facts and history; "
            "reports and warehouse are made anew by `linernotes run`"
        )
        said += [f"left to you: {what}" for what in _out_of_reach()]
    if not wanted.quiet:
        print("\n".join(said))
    return 0


def _out_of_reach() -> list[str]:
    """Name what was told elsewhere and cannot be taken back from here."""
    chosen = settings()
    copied = f"the commits in {chosen.publish_to} that earlier nights made" if chosen.publish_to else ""
    kept = f"the runs that the Prefect server at {os.environ['PREFECT_API_URL']} keeps" if is_configured() else ""
    return [what for what in (copied, kept) if what]


def _listen(*, opens_browser: bool) -> "tuple[Attempt, str]":
    """Wait for the browser to come back."""
    from storage import login, loopback

    with loopback.waiting(settings().login_port) as server:
        attempt = login.Attempt(server.redirect)
        print(f"Agree on this page, here or in any browser on this machine:\n\n{attempt.address}\n", flush=True)
        if opens_browser:
            webbrowser.open(attempt.address)
        return attempt, server.wait(attempt.read_code)


def _paste() -> "tuple[Attempt, str]":
    """Read the address that a browser elsewhere ended at."""
    from storage import login, loopback

    port = settings().login_port or PORT_OF_A_PASTED_LOGIN
    attempt = login.Attempt(f"http://{loopback.LOOPBACK}:{port}{login.CALLBACK}")
    print(f"Agree on this page in any browser:\n\n{attempt.address}\n")
    print("The browser then ends at an address that it cannot open. Copy that whole address, paste it here and press Enter:", flush=True)
    return attempt, attempt.read_code(sys.stdin.readline())
