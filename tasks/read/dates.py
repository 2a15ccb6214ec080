"""Read dates and moments in every spelling; refuses to guess which number is the day where a file does not show it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Literal

import polars as pl

from tasks.read.distinct import map_texts

Order = Literal["day", "month", "unknown"]
ReadByOrder = Callable[[str, Order], date | str | None]
ORDERS: tuple[Order, ...] = ("day", "month", "unknown")
ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
NUMBERS = r"^(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})(?:$|\D)"
THREE_NUMBERS = re.compile(NUMBERS)
WORDED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([A-Za-z]{3,9})\.?,?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})(?!\d)")
DAY_NUMBER = re.compile(r"\d{5}(?:\.\d+)?$")
CLOCK = re.compile(r"(?:^|[T ,])(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp]\.?[Mm])?")
EPOCH = re.compile(r"\d{9,10}$|\d{12,13}$")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS_IN_YEAR = 12
FIRST_YEAR, LAST_YEAR = 1860, 2100
SPREADSHEET_ZERO = date(1899, 12, 30)
FIRST_YEAR_OF_TWO_DIGITS = 1930
UNKNOWN_UNTIL = datetime(1970, 1, 2)  # noqa: DTZ001  # moments are kept in UTC without a zone
MILLISECONDS_FROM = 100_000_000_000
USUAL_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
MOMENT = pl.Datetime("us")


def tell_order(texts: pl.Expr) -> pl.Expr:
    """Say whether a file's dates in numbers begin with the day or the month: a number above 12 shows it, or points between them."""
    first, second = texts.str.extract(NUMBERS, 1).cast(pl.Int64).max(), texts.str.extract(NUMBERS, 3).cast(pl.Int64).max()
    has_points = (texts.str.extract(NUMBERS, 2) == ".").any()
    return (
        pl.when((first > MONTHS_IN_YEAR) & (second > MONTHS_IN_YEAR))
        .then(pl.lit("unknown"))
        .when((first > MONTHS_IN_YEAR) | has_points)
        .then(pl.lit("day"))
        .when(second > MONTHS_IN_YEAR)
        .then(pl.lit("month"))
        .otherwise(pl.lit("unknown"))
    )


def spell_dates(texts: pl.Series, orders: pl.Series) -> pl.Series:
    """Give YYYY, YYYY-MM or YYYY-MM-DD for each text."""
    return _map_by_order(texts, orders, spell_date, pl.String())


def read_moments(texts: pl.Series, orders: pl.Series) -> pl.Series:
    """Give the moment in UTC for each text; the beginning of 1970 means that it is unknown."""
    usual = texts.str.to_datetime(USUAL_MOMENT, time_unit="us", strict=False)
    odd = texts.is_not_null() & usual.is_null()
    if odd.any():
        usual = usual.zip_with(~odd, _map_by_order(texts.zip_with(odd, texts.clear(len(texts))), orders, read_moment, MOMENT))
    return usual.zip_with(usual >= UNKNOWN_UNTIL, usual.clear(len(usual)))


def spell_date(text: str, order: Order) -> str | None:
    """Give the date that a text means, as precise as it is certain."""
    iso = ISO.match(text)
    if iso:
        return _join(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0))
    numbers = THREE_NUMBERS.match(text)
    if numbers:
        year, first, second = _whole_year(numbers[4]), int(numbers[1]), int(numbers[3])
        month, day = {"day": (second, first), "month": (first, second), "unknown": (0, 0)}[order]
        return _join(year, month, day)
    worded = WORDED.match(text)
    if worded and worded[2][:3].lower() in MONTHS:
        return _join(int(worded[4]), MONTHS.index(worded[2][:3].lower()) + 1, int(worded[1] or worded[3] or 0))
    if DAY_NUMBER.match(text):
        counted = SPREADSHEET_ZERO + timedelta(days=int(float(text)))
        return _join(counted.year, counted.month, counted.day)
    return None


def read_moment(text: str, order: Order) -> datetime | None:
    """Give the moment that a text means; a date alone means its beginning, less than a date means none."""
    if EPOCH.match(text):
        seconds = int(text) / 1000 if int(text) >= MILLISECONDS_FROM else int(text)
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC"))
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        day = spell_date(text, order)
    if day is None or len(day) < len("YYYY-MM-DD"):
        return None
    return datetime.fromisoformat(day) + _read_clock(text)


def _read_clock(text: str) -> timedelta:
    clock = CLOCK.search(text)
    if not clock:
        return timedelta()
    hour = int(clock[1]) % 12 + 12 * (clock[4][0] in "Pp") if clock[4] else int(clock[1])
    return timedelta(hours=hour % 24, minutes=int(clock[2]) % 60, seconds=int(clock[3] or 0) % 60)


def _join(year: int, month: int, day: int) -> str | None:
    """Write as much of a date as exists."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if not 1 <= month <= MONTHS_IN_YEAR:
        return f"{year:04}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}" if day == 0 else f"{year:04}"


def _whole_year(digits: str) -> int:
    if len(digits) == len("YYYY"):
        return int(digits)
    century = FIRST_YEAR_OF_TWO_DIGITS // 100 * 100
    return century + int(digits) + 100 * (century + int(digits) < FIRST_YEAR_OF_TWO_DIGITS)


def _swap(read: ReadByOrder, order: Order, text: str) -> date | str | None:
    return read(text, order)


def _map_by_order(texts: pl.Series, orders: pl.Series, read: ReadByOrder, dtype: pl.DataType) -> pl.Series:
    """Read each distinct text once for each order of day and month that its files have."""
    whole = pl.Series(texts.name, [None], dtype).new_from_index(0, len(texts))
    missing = texts.clear(len(texts))
    for order in ORDERS:
        is_met = orders == order
        if is_met.any():
            whole = whole.zip_with(~is_met, map_texts(texts.zip_with(is_met, missing), partial(_swap, read, order), dtype))
    return whole
