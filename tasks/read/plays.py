"""Read the plays of all sources; refuses to know whether a play was told before."""

import polars as pl

from tasks.read.gather import Gathered, lay_together
from tasks.read.plain import read_plays
from tasks.read.rejects import FILE
from tasks.read.split import Sorted
from tasks.read.streams import read_streams
from tasks.shared_cells import LINE


def read_all_plays(gathered: Gathered) -> Sorted:
    """Give every play, in order of time, with the source that told it."""
    told = (read_plays(lay_together(gathered.of("plays"))), read_streams(gathered.of("streams"), gathered.files))
    accepted = pl.concat([one.accepted for one in told]).sort("played_at", FILE, LINE)
    sources = pl.Series("source", [file.source for file in gathered.files], pl.String)
    return Sorted(accepted.with_columns(sources[accepted[FILE]]), pl.concat([one.refused for one in told]))
