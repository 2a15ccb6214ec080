"""Remember many small answers of a step in one file, where a file each would cost more than the answers; refuses to know what they say."""

import os
from typing import Generic, Self, TypeVar

from pydantic import TypeAdapter, ValidationError

from storage import artifacts
from storage.cache import is_computing_anew, step_digest, tickets_in
from storage.files import write_whole
from storage.settings import home

R = TypeVar("R")


class Answers(Generic[R]):
    """The answers of one step by what they rest on, those that were asked for last; a context, which keeps them when it is left in peace."""

    def __init__(self, name: str, answer: type[R], module: str, *, is_partial: bool = False) -> None:
        """Name them and the module whose step gives them; in a partial night those that nobody asks for stay too."""
        self._file = home() / "results" / name / "answers.json"
        self._adapter = TypeAdapter(tuple[str, dict[str, answer]])  # type: ignore[valid-type] # a type that is known when it runs
        self._step = step_digest(module)
        self._is_partial = is_partial

    def __enter__(self) -> Self:
        """Read what was remembered by the same step."""
        self._known: dict[str, R] = {} if is_computing_anew() else self._read()
        self._asked: dict[str, R] = {}
        return self

    def __exit__(self, wrong: type[BaseException] | None, *_: object) -> None:
        """Keep what was asked for; a night that broke off changes nothing."""
        if wrong is not None:
            return
        kept = {**self._known, **self._asked} if self._is_partial else self._asked
        if kept == self._known and self._file.exists():
            os.utime(self._file)
        else:
            write_whole(self._file, self._adapter.dump_json((self._step, kept)))

    def recall(self, key: str) -> R | None:
        """Give an answer, if it is known and every artifact of it is whole."""
        answer = self._known.get(key)
        if answer is None or not artifacts.are_whole(tickets_in(answer)):
            return None
        self._asked[key] = answer
        return answer

    def remember(self, key: str, answer: R) -> R:
        """Keep an answer."""
        self._asked[key] = answer
        return answer

    def _read(self) -> dict[str, R]:
        """Read the file; one that is missing, damaged or of another step tells nothing."""
        try:
            step, answers = self._adapter.validate_json(self._file.read_bytes())
        except (FileNotFoundError, ValidationError):
            return {}
        return answers if step == self._step else {}
