"""What a figure shows, as values that can be written down; refuses to know how it is drawn and which page shows it."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from storage.schemas import Axis, Frozen


class Bar(Frozen):
    """A named group of tracks: how many, and how many of them are liked."""

    name: str
    count: int
    liked_count: int


class Bars(Frozen):
    """Groups of tracks, the largest first, at most thirty."""

    kind: Literal["bars"] = "bars"
    bars: tuple[Bar, ...]


class Years(Frozen):
    """Tracks by year of release, first year first, years without tracks left out."""

    kind: Literal["years"] = "years"
    bars: tuple[Bar, ...]


class Line(Frozen):
    """The place of one thing at dates (days since 1970), first date first."""

    name: str
    days: tuple[int, ...]
    places: tuple[int, ...]


class Lines(Frozen):
    """Places over time, 1 on top; worse places than the lowest shown are cut off."""

    kind: Literal["lines"] = "lines"
    what: Literal["rank", "place"]
    lines: tuple[Line, ...]
    lowest_place: int


class Group(Frozen):
    """Tracks of one name at their places on the two principal axes."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]


class Comparison(Frozen):
    """The most frequent groups of a page's tracks, the largest first, at most ten."""

    kind: Literal["comparison"] = "comparison"
    groups: tuple[Group, ...]
    axes: tuple[Axis, Axis]


class Distribution(Frozen):
    """How the tracks of a page and the liked tracks spread over one feature: counts in equal bins from low to high."""

    kind: Literal["distribution"] = "distribution"
    label: str
    low: float
    high: float
    counts: tuple[int, ...]
    liked_counts: tuple[int, ...]


Picture = Annotated[Bars | Years | Lines | Comparison | Distribution, Field(discriminator="kind")]
PICTURE: TypeAdapter[Picture] = TypeAdapter(Picture)
