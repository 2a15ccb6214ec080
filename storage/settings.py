"""Where things live and what the user chose; one frozen value, no side effects."""

import os
import re
import tomllib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from cronsim import CronSim, CronSimError
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from storage.errors import Refused

PREFIX = "LINERNOTES_"
HOME_VARIABLE = f"{PREFIX}HOME"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
HOME_FORMAT = 2
DAYS_AT_MOST = 36_500
HOST = r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*"
RankingColumn = Literal["rank", "score", "none"]


class Settings(BaseSettings):
    """Settings of one home: environment first, then `linernotes.toml` in the home, then these defaults."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    home: Path = Field(default=Path("home"), description="folder that holds everything of one library")
    ranking_column: RankingColumn = Field(default="rank", description="what the tracks tables show: rank, score or none")
    cores: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="processes that fit and draw")
    sample_tracks: int = Field(default=1500, ge=50, le=1_000_000, description="tracks of the built-in sample library")
    sample_playlists: int = Field(default=25, ge=1, description="playlists of the built-in sample library")
    sample_seed: int = Field(default=1, ge=0, description="seed of the built-in sample library")
    nightly_cron: str = Field(default="0 3 * * *", description="when `linernotes up` runs the night, as a cron expression")
    nightly_zone: str | None = Field(default=None, description="time zone of that clock, such as Europe/Berlin; left out, the machine's")
    cache_days: int = Field(default=14, ge=1, le=DAYS_AT_MOST, description="days after which what no night used goes from the cache")
    ui_port: int = Field(default=4200, ge=1, le=65535, description="port of the interface that `linernotes up` serves; another one where it is taken")
    ui_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="names under which a browser reaches that interface through a proxy, beside this machine's own; *.example.org for all below",
    )
    reports_url: str = Field(default="", description="where a browser can read the reports, such as a repository's page; `up` serves them itself")
    wait_for_lock: bool = Field(default=False, description="wait for a run in progress instead of refusing to start")
    publish_to: Path | None = Field(
        default=None,
        description="git working copy of yours that each published night's reports are committed to; relative to the home",
    )
    publish_folder: str = Field(default="linernotes", description="folder inside it that takes them")
    publish_push: bool = Field(default=False, description="also push that commit, as plain `git push` does")
    webhook_url: SecretStr = Field(
        default=SecretStr(""), description="address that is told, as JSON, of a night that failed or in which something failed"
    )
    spotify_client_id: str = Field(default="", description="client id of your own app at developer.spotify.com; no secret is needed")
    spotify_api_url: str = Field(default="https://api.spotify.com/v1", description="where the Web API answers")
    spotify_accounts_url: str = Field(default="https://accounts.spotify.com", description="where Spotify logs people in")
    spotify_requests_a_day: int = Field(default=400, ge=1, description="requests to one kind of resource within any 24 hours")
    spotify_pace: float = Field(default=1.0, gt=0, description="requests a second at most")
    spotify_secret_block: str = Field(default="", description="Prefect Secret block that holds the login, instead of a file")
    login_port: int = Field(default=0, ge=0, le=65535, description="port on 127.0.0.1 that a login comes back to; 0 takes a free one")

    @field_validator("publish_to", mode="before")
    @classmethod
    def name_nothing(cls, told: object) -> object:
        """Take an empty word for none, as of every other setting."""
        return told or None

    @field_validator("ui_hosts", mode="before")
    @classmethod
    def part_hosts(cls, told: object) -> object:
        """Take several hosts in one text, as the environment tells them."""
        return told.replace(",", " ").split() if isinstance(told, str) else told

    @field_validator("ui_hosts")
    @classmethod
    def know_hosts(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what no browser sends as the name of a host."""
        for name in names:
            if not re.fullmatch(HOST, name, re.IGNORECASE):
                message = f"{name!r} names no host, such as music.example.org, without scheme and port"
                raise ValueError(message)
        return names

    @field_validator("nightly_zone")
    @classmethod
    def know_zone(cls, name: str | None) -> str | None:
        """Refuse a time zone that nobody knows."""
        if name and name not in available_timezones():
            message = f"{name!r} names no time zone, such as Europe/Berlin"
            raise ValueError(message)
        return name

    @field_validator("nightly_cron")
    @classmethod
    def know_cron(cls, expression: str) -> str:
        """Refuse what is no cron expression."""
        try:
            CronSim(expression, datetime(2000, 1, 1))  # noqa: DTZ001 - only its form is looked at
        except CronSimError as wrong:
            message = f"{expression!r} names no moments as cron does, such as 0 3 * * *: {wrong}"
            raise ValueError(message) from wrong
        return expression

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - a home has a file of its own instead
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment, then the home's own file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, home() / "linernotes.toml")


def settings() -> Settings:
    """Give the settings as the environment and the home's file say now."""
    file = home() / "linernotes.toml"
    stamp = file.stat().st_mtime_ns if file.exists() else 0
    chosen = tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith(PREFIX)))
    return _read(home(), stamp, chosen)


@lru_cache(maxsize=8)
def _read(here: Path, _stamp: int, _chosen: tuple[tuple[str, str], ...]) -> Settings:
    """Read once per state of the environment and the file."""
    try:
        return Settings(home=here)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        message = f"{here / 'linernotes.toml'} is no TOML in UTF-8 without a byte order mark ({wrong}): mend it"
        raise Refused(message) from wrong


def home() -> Path:
    """Give the home as an absolute path."""
    return _absolute(os.environ.get(HOME_VARIABLE) or "home")


@lru_cache(maxsize=8)
def _absolute(folder: str) -> Path:
    """Make a path absolute once: it is asked for thousands of times a night."""
    return Path(folder).absolute()


def config_folder() -> Path:
    """Give the user's own folder of what belongs to no home: the login."""
    chosen = os.environ.get(CONFIG_VARIABLE)
    return Path(chosen) if chosen else Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "linernotes"
