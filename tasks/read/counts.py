"""Count what became of every file's rows, and say how old its words are; refuses to know what the rows say."""

import polars as pl

from storage.schemas import TABLES, LandedFile
from tasks.read.gather import CutFile, Gathered
from tasks.read.rejects import FILE

MOMENT = pl.Datetime("us")
OF_ACCOUNT_DATA = pl.col("source") == "account_data"
OF_A_FILE = {
    FILE: pl.UInt32(),
    "file_name": pl.String(),
    "source": pl.String(),
    "file_kind": pl.String(),
    "content_digest": pl.String(),
    "row_count": pl.Int64(),
    "landed_at": MOMENT,
    "owner_name": pl.String(),
    "doubt": pl.String(),
}


def count_files(gathered: Gathered, accepted: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """Count for each file what became of its rows; every row must be somewhere."""
    dated = accepted.select(FILE, newest_entry=_moments(accepted, "added_at"), newest_play=_moments(accepted, "played_at"))
    counted = dated.group_by(FILE).agg(pl.len().alias("accepted_count"), pl.col("newest_entry", "newest_play").max())
    told = [_tell_file(*one) for one in enumerate(zip(gathered.files, gathered.cut, strict=True))]
    counts = (
        pl.DataFrame(told, OF_A_FILE, orient="row")
        .join(counted, on=FILE, how="left")
        .join(refused.group_by(FILE).agg(pl.len().alias("reject_count")), on=FILE, how="left")
        .with_columns(pl.col("accepted_count", "reject_count").fill_null(0).cast(pl.Int64))
        .with_columns(pl.coalesce("landed_at", "newest_entry").alias("newest_added_at"))
        .with_columns(told_at=pl.when(OF_ACCOUNT_DATA).then(pl.coalesce("newest_added_at", "newest_play")).otherwise("newest_added_at"))
    )
    lost = counts.filter(pl.col("accepted_count") + pl.col("reject_count") != pl.col("row_count"))
    assert lost.is_empty(), f"rows of {lost['file_name'].to_list()} are neither accepted nor refused"
    spec = TABLES["step.source_files"]
    return counts.select(*spec.dtypes).cast(pl.Schema(spec.dtypes)).sort(spec.key)


def date_files(counts: pl.DataFrame) -> pl.DataFrame:
    """Say how old the words of all files of a night are.

    Account data's files were written together: the newest entry or play of a folder dates those that hold no entry with a date.
    """
    newest, folder = pl.col("newest_added_at"), pl.col("file_name").str.replace(r"[^/]*$", "")
    age = pl.when(OF_ACCOUNT_DATA).then(pl.coalesce(newest, pl.col("told_at").max().over("source", folder))).otherwise(newest)
    return counts.with_columns(age.alias("told_at")).sort(TABLES["step.source_files"].key)


def _tell_file(place: int, told: tuple[LandedFile, CutFile]) -> tuple[object, ...]:
    """Give what a file says of itself; the person of a profile owns it."""
    file, cut = told
    names = cut.rows["owner_name"].drop_nulls() if file.kind == "profile" else pl.Series(dtype=pl.String)
    landed_at = file.landed_at.replace(tzinfo=None) if file.landed_at else None
    owner = names[0] if len(names) else file.owner_name
    return place, file.name, file.source, file.kind, file.blob.partition(".")[0], cut.row_count, landed_at, owner, file.doubt


def _moments(accepted: pl.DataFrame, column: str) -> pl.Expr:
    """Give the moments of a table that has them."""
    return pl.col(column) if column in accepted.columns else pl.lit(None, MOMENT)
