"""Choose the current value of each fact from all that sources told; refuses to know where the ledger lies."""

import os
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from storage.schemas import FEATURES, TABLES

TRUST = {"spotify": 4, "exports": 3, "account_data": 2, "reccobeats": 1}
TRUSTED = {trust: source for source, trust in TRUST.items()}
SERVICE = "spotify"
VALUE_SEPARATOR = "\n"
FEATURE_SEPARATOR = ","
COLUMNS = tuple(TABLES["step.facts"].dtypes)
GREATEST_FIRST = ("trust", "said_at", "recorded", "length")


def choose_current(told: pl.DataFrame) -> pl.DataFrame:
    """Give one row per subject and fact: the most trusted, then the newest value; a block of features fills its gaps from older ones."""
    kinds = told["fact"].unique().sort()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return pl.concat([told.clear().select(COLUMNS), *pool.map(lambda kind: _choose(told.filter(pl.col("fact") == kind)), kinds)])


def most_trusted() -> pl.Expr:
    """Give of the sources of a group the most trusted."""
    return pl.col("source").replace_strict(TRUST, return_dtype=pl.Int64).max().replace_strict(TRUSTED, return_dtype=pl.String)


def _choose(told: pl.DataFrame) -> pl.DataFrame:
    """Give the current value of each subject of one kind of fact."""
    subjects = told["subject"].hash().alias("hash")  # much faster to compare than texts
    is_disputed = subjects.is_duplicated()
    if not is_disputed.any():
        return told.select(COLUMNS)
    disputed = (
        told.with_columns(subjects)
        .filter(is_disputed)
        .with_columns(
            pl.col("source").replace_strict(TRUST, default=0, return_dtype=pl.Int64).alias("trust"),
            pl.col("value").str.len_bytes().alias("length"),
        )
    )
    best = disputed
    for name in (name for name in GREATEST_FIRST if disputed[name].n_unique() > 1):
        best = best.filter(pl.col(name).eq_missing(pl.col(name).max().over("hash")))
    is_tied = best["hash"].is_duplicated()
    smallest = best.filter(is_tied).sort("subject", "value").unique("subject", keep="first", maintain_order=True)
    settled = pl.concat([best.filter(~is_tied), smallest]).select(COLUMNS)
    return pl.concat([told.filter(~is_disputed).select(COLUMNS), _fill_features(disputed, settled)])


def is_of_files() -> pl.Expr:
    """Tell what files said from what a service did, which its owner may take back."""
    return pl.col("source").ne_missing(SERVICE)


def new_facts(known: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Give what the ledger must learn tonight: facts whose current value changes by it, among all sources or among files alone.

    What files say never rests on a service's word: a service is weighed also against what files alone have said until then.
    """
    of_files = _find_changing(known.filter(is_of_files()), told.filter(is_of_files()))
    if told.filter(~is_of_files()).is_empty():
        return of_files
    among_all = [_find_changing(known, told)]
    if of_files.height and known.height:
        page = pl.lit(_next_page(known), pl.Int64).alias("recorded")
        among_all.append(_find_changing(pl.concat([known, of_files.with_columns(page)], how="diagonal"), told))
    return pl.concat([of_files, *among_all]).unique(maintain_order=True)


def _find_changing(known: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Give the told facts that change a current value."""
    tonight = choose_current(told.with_columns(pl.lit(0, pl.Int64).alias("recorded")))
    if known.is_empty():
        return tonight
    now = choose_current(known)
    both = pl.concat([known, tonight.with_columns(pl.lit(_next_page(known), pl.Int64).alias("recorded"))], how="diagonal")
    after = choose_current(both.join(tonight.select("subject", "fact"), on=("subject", "fact"), how="semi"))
    changed = after.join(now, on=("subject", "fact", "value"), how="anti")
    return tonight.join(changed.select("subject", "fact"), on=("subject", "fact"), how="semi", maintain_order="left")


def _next_page(known: pl.DataFrame) -> int:
    """Give the number of the page that follows those of a ledger."""
    newest = known["recorded"].max()
    assert isinstance(newest, int), "rows of a ledger tell the page they are from"
    return newest + 1


def pack_features(columns: tuple[str, ...] = FEATURES) -> pl.Expr:
    """Write the features of a row as one text, unknown ones empty."""
    return pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in columns], separator=FEATURE_SEPARATOR)


def unpack_features(packed: pl.DataFrame) -> pl.DataFrame:
    """Read features back from their text in column `value`."""
    types = TABLES["core.track_features"].dtypes
    parts = pl.col("value").str.split_exact(FEATURE_SEPARATOR, len(FEATURES) - 1).struct.rename_fields(list(FEATURES))
    return (
        packed.with_columns(parts.alias("parts"))
        .unnest("parts")
        .with_columns(pl.col(name).replace("", None).cast(types[name]) for name in FEATURES)
        .drop("value")
    )


def _fill_features(disputed: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """Give the best block of features of each track, what it lacks taken from the blocks behind it; other facts as they are."""
    has_gap = (pl.col("fact") == "features") & pl.col("value").str.contains(r"(^|,)(,|$)")
    gapped = disputed.join(best.filter(has_gap), on="subject", how="semi").sort(
        *GREATEST_FIRST, "value", descending=(True, True, True, True, False), nulls_last=True
    )
    if gapped.is_empty():
        return best
    filled = (
        unpack_features(gapped.select(COLUMNS))
        .group_by("subject", maintain_order=True)
        .agg(pl.col(name).drop_nulls().first() for name in FEATURES)
        .select("subject", pack_features().alias("filled"))
    )
    joined = best.join(filled, on="subject", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("filled", "value").alias("value")).drop("filled")
