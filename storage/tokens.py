"""Keep the login: in a file that only its owner can read, or in a Prefect Secret block; refuses to know how a login is got."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock
from pydantic import SecretStr, ValidationError, field_serializer

from storage.errors import Refused
from storage.files import settle
from storage.schemas import Frozen
from storage.settings import config_folder, settings

NO_LOGIN = "nobody is logged in at Spotify: run `linernotes login`"
ONLY_OWNER = 0o600
ONLY_OWNERS_FOLDER = 0o700
MONTHS_OF_A_LOGIN = 6
MONTHS_OF_A_YEAR = 12
DAYS_OF_EVERY_MONTH = 28


class Tokens(Frozen):
    """A login: what opens the Web API, since when, and whether Spotify has ended it."""

    client_id: str
    access_token: SecretStr
    refresh_token: SecretStr
    expires_at: datetime
    authorised_at: datetime
    has_ended: bool = False

    @field_serializer("access_token", "refresh_token", when_used="json")
    def tell_secret(self, value: SecretStr) -> str:
        """Write a secret where it is kept, and nowhere else."""
        return value.get_secret_value()

    @property
    def ends_on(self) -> datetime:
        """Give the moment six months after the authorisation: refreshing does not extend it."""
        months = self.authorised_at.month - 1 + MONTHS_OF_A_LOGIN
        day = min(self.authorised_at.day, DAYS_OF_EVERY_MONTH)
        return self.authorised_at.replace(year=self.authorised_at.year + months // MONTHS_OF_A_YEAR, month=months % MONTHS_OF_A_YEAR + 1, day=day)

    def days_left(self, moment: datetime) -> int:
        """Give the whole days until the login ends; none where it has ended."""
        return 0 if self.has_ended else max((self.ends_on - moment).days, 0)


def read() -> Tokens | None:
    """Give the login, if there is one."""
    block = settings().spotify_secret_block
    told = _read_block(block) if block else _read_file()
    if told is None:
        return None
    try:
        return Tokens.model_validate(json.loads(told))
    except (ValueError, ValidationError):
        raise Refused(f"the login in {place()} cannot be read: log in again with `linernotes login`") from None


def write(tokens: Tokens) -> None:
    """Keep a login in place of the one before."""
    block, told = settings().spotify_secret_block, tokens.model_dump_json()
    if block:
        _block_class()(value=told).save(block, overwrite=True, _sync=True)
    else:
        _write_file(told.encode())


def forget() -> bool:
    """Drop the login; tell whether there was one."""
    block = settings().spotify_secret_block
    if block:
        return _forget_block(block)
    was_there = _file().exists()
    _file().unlink(missing_ok=True)
    return was_there


def place() -> str:
    """Say where the login is kept."""
    block = settings().spotify_secret_block
    return f"the Prefect Secret block {block}" if block else str(_file())


@contextmanager
def changing_alone() -> Iterator[None]:
    """Let one run at a time renew the login, for a renewal may make the old one worthless."""
    _make_folder()
    with FileLock(_file().with_name(".spotify.lock")):
        yield


def moment_from(told: Any, now: datetime) -> datetime:
    """Give the moment that many seconds from now; an hour where nothing usable is told."""
    seconds = told if isinstance(told, int | float) and told > 0 else 3600
    return datetime.fromtimestamp(now.timestamp() + seconds, UTC)


def _file() -> Path:
    """Where the login lies."""
    return config_folder() / "spotify.json"


def check_place() -> None:
    """Refuse a block that lies on no server."""
    if settings().spotify_secret_block and not os.environ.get("PREFECT_API_URL"):
        raise Refused("spotify_secret_block is set, but PREFECT_API_URL is not: the block lies on a Prefect server, name it")


def _make_folder() -> None:
    config_folder().mkdir(mode=ONLY_OWNERS_FOLDER, parents=True, exist_ok=True)


def _read_file() -> str | None:
    try:
        return _file().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _write_file(content: bytes) -> None:
    """Put the login in place in one step; nobody else can read it at any moment."""
    _make_folder()
    private = _file().with_name(f".spotify.{os.getpid()}")
    private.unlink(missing_ok=True)
    handle = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        private.replace(_file())
    except OSError:
        private.unlink(missing_ok=True)
        raise
    settle(_file().parent)


def _block_class() -> Any:
    """Give Prefect's class of secrets; loaded only where one is used."""
    from prefect.blocks.system import Secret  # noqa: PLC0415 - a second of imports

    check_place()
    return Secret


def _read_block(block: str) -> str | None:
    try:
        told = _block_class().load(block, _sync=True).get()
    except ValueError as wrong:
        if isinstance(wrong, Refused):
            raise
        return None
    return told if isinstance(told, str) else json.dumps(told)


def _forget_block(block: str) -> bool:
    """Delete the block."""
    if _read_block(block) is None:
        return False
    _block_class().delete(block, _sync=True)
    return True
