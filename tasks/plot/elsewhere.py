"""Draw in a process of the pool: what it needs is loaded there and nowhere else."""

import polars as pl

from storage.pool import Patience
from storage.schemas import Axis

PATIENCE = Patience(seconds=600)


def picture_elsewhere(members: pl.DataFrame, axes: tuple[Axis, Axis]) -> bytes:
    """Draw and write the scatter of one collection."""
    from tasks.plot.scatter import draw_clusters  # noqa: PLC0415 - half a second of loading that a quiet night is spared
    from tasks.plot.style import png_bytes  # noqa: PLC0415 - the same

    return png_bytes(draw_clusters(members, axes))


def picture_sheet_elsewhere(facts: list[str]) -> list[bytes]:
    """Draw and write the figures of one sheet, told in JSON."""
    from tasks.plot.pictures import draw_picture  # noqa: PLC0415 - the same
    from tasks.plot.style import png_bytes  # noqa: PLC0415 - the same
    from tasks.shared_pictures import PICTURE  # noqa: PLC0415 - the same

    return [png_bytes(draw_picture(PICTURE.validate_json(told))) for told in facts]


def get_ready() -> None:
    """Load what drawing needs."""
    import tasks.plot.pictures  # noqa: PLC0415 - the same
    import tasks.plot.scatter  # noqa: F401, PLC0415 - the same
