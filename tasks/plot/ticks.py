"""Choose the values that an axis names, round ones and as many as have room; refuses to know what is measured."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

ROUND_STEPS: Final = (1, 2, 5)
MONTHS_APART: Final = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
MONTHS_A_YEAR: Final = 12
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # no matter which language is set
FIRST_DAY: Final = dt.date(1970, 1, 1)

Span = tuple[float, float]


def round_step(reach: float, at_most: int) -> int:
    """Give the smallest of 1, 2, 5, 10, 20, ... that goes into a reach at most so often."""
    step, power = 1, 0
    while reach / step > at_most:
        power += 1
        step = ROUND_STEPS[power % 3] * 10 ** (power // 3)
    return step


def apart(spans: Sequence[Span], gap: float) -> list[int]:
    """Choose from spans, those that matter most first, the ones that stand apart from all chosen before; give their places."""
    chosen: list[int] = []
    for place, (left, right) in enumerate(spans):
        if all(right + gap <= spans[other][0] or left >= spans[other][1] + gap for other in chosen):
            chosen.append(place)
    return chosen


def month_days(first: int, last: int, at_most: int) -> Iterator[tuple[int, str]]:
    """Give the first days of months or years between two days, at most about so many, each with its name."""
    low, high = _month(first), _month(last)
    step = next((step for step in MONTHS_APART if (high - low) / step <= at_most), MONTHS_APART[-1])
    for month in range(low + step - low % step, high + 1, step):
        year, number = divmod(month, MONTHS_A_YEAR)
        day = (dt.date(year, number + 1, 1) - FIRST_DAY).days
        yield day, str(year) if step % MONTHS_A_YEAR == 0 else f"{MONTHS[number]} {year}"


def date_name(day: int) -> str:
    """Name a day since 1970."""
    date = FIRST_DAY + dt.timedelta(days=day)
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _month(day: int) -> int:
    """Count months from the year 0 to a day's."""
    date = FIRST_DAY + dt.timedelta(days=day)
    return date.year * MONTHS_A_YEAR + date.month - 1
