"""Ask the git command of the machine about one folder; never answers a question of git's, and lets it ask nobody.

An agent or a credential helper of the user's own may still ask where there is a display: for that, as for all else, git gets its time and no more.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from storage.errors import Failed

SECONDS = 600
MOST_LETTERS = 300
ANSWERS_NOTHING = "true"  # a program that is asked for a password and says nothing
NEVER_ASKING = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": ANSWERS_NOTHING, "SSH_ASKPASS": ANSWERS_NOTHING, "SSH_ASKPASS_REQUIRE": "never"}
AS_WE_READ_IT = {"GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
OF_ANOTHER_REPOSITORY = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX")


class GitFailed(Failed):
    """Git did not do what it was asked; the message is what it says."""


def ask(folder: Path, *words: str, told: str = "") -> str:
    """Run one command of git in a folder and give what it prints; `told` is what it reads."""
    program = shutil.which("git")
    if program is None:
        raise GitFailed("the command git is not installed")
    kept = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_REPOSITORY}
    running = subprocess.Popen(  # noqa: S603 - the words are our own, and none is read by a shell
        [program, "-C", str(folder), *words],
        env={**kept, **NEVER_ASKING, **AS_WE_READ_IT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that nothing below it finds a terminal to ask at, and all of it can be ended
    )
    with running:
        try:
            said, complained = running.communicate(told.encode("utf-8", "surrogateescape"), timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise GitFailed(f"git {words[0]} took longer than {SECONDS} seconds") from None
    if running.returncode:
        raise GitFailed(f"git {words[0]}: {_last_words(complained, said) or f'ended with {running.returncode}'}")
    return said.decode("utf-8", "surrogateescape")


def _last_words(complained: bytes, said: bytes) -> str:
    """Give what git says of its failure, in one line and not at length."""
    text = " ".join((complained.strip() or said.strip()).decode("utf-8", "replace").split())
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
