"""Draw in a process of the pool: what it needs is loaded there and nowhere else."""

import polars as pl

from storage.schemas import Axis


def picture_elsewhere(members: pl.DataFrame, axes: tuple[Axis, Axis]) -> bytes:
    """Draw and write the scatter of one collection."""
    from tasks.plot.scatter import draw_clusters  # noqa: PLC0415 - half a second of loading that a quiet night is spared
    from tasks.plot.style import png_bytes  # noqa: PLC0415 - the same

    return png_bytes(draw_clusters(members, axes))


def get_ready() -> None:
    """Load what drawing needs."""
    import tasks.plot.scatter  # noqa: F401, PLC0415 - the same
