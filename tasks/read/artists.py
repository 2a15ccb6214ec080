"""Part the artists of a row as its file parts them; refuses to invent an artist: what cannot be decided stays one name."""

import ast
import re
from collections.abc import Iterable

import polars as pl

from tasks.read.rejects import FILE

ESCAPED_COMMA = "\\,"
UNESCAPED = re.compile(r"(?<!\\), ?")
COMMA = re.compile(r", ?")
ID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{22}(?![0-9A-Za-z])")
ARTIST_URI = "spotify:artist:"
PIECES_AT_MOST = 40
PARTED_BY_LIST, PARTED_BY_COMMA, PARTED_BY_SEMICOLON, COUNTED_BY_IDS, UNSURE = "list", "comma", "semicolon", "ids", "unsure"
Split = tuple[list[str], list[str] | None]


def split_artists(rows: pl.DataFrame) -> pl.DataFrame:
    """Give lists `artist_names` and `artist_uris` for rows of `file`, `names`, `uris`, in their order."""
    judged = rows.join(_tell_separators(rows), on=FILE, how="left", maintain_order="left").drop(FILE)
    named = judged.with_columns(pl.when(pl.col("uris").is_null()).then("separator").otherwise(pl.lit(COUNTED_BY_IDS)).alias("separator"))
    distinct = named.unique().drop_nulls("names")
    first = [_split_decided(*row) for row in distinct.iter_rows()]
    known = _tell_known(one for one in first if one is not None)
    split = [_split_unsure(names, known) if one is None else one for one, names in zip(first, distinct["names"], strict=True)]
    lists = {"artist_names": pl.List(pl.String), "artist_uris": pl.List(pl.String)}
    whole = distinct.with_columns(pl.DataFrame(split, lists, orient="row"))
    return named.join(whole, on=named.columns, how="left", maintain_order="left", nulls_equal=True).select(*lists)


def _tell_separators(rows: pl.DataFrame) -> pl.DataFrame:
    """Say for each file how it parts artists where no ids stand beside the names."""
    names = pl.col("names")
    is_list = (names.str.starts_with("[") & names.str.ends_with("]")).drop_nulls()
    return rows.group_by(FILE).agg(
        pl.when(is_list.all() & is_list.any())
        .then(pl.lit(PARTED_BY_LIST))
        .when(names.str.contains(ESCAPED_COMMA, literal=True).any())
        .then(pl.lit(PARTED_BY_COMMA))
        .when(names.str.contains(";", literal=True).any())
        .then(pl.lit(PARTED_BY_SEMICOLON))
        .otherwise(pl.lit(UNSURE))
        .alias("separator")
    )


def _split_decided(names: str, uris: str | None, separator: str) -> Split | None:
    """Split where file or ids decide it; None where they do not."""
    if separator == PARTED_BY_LIST or (names.startswith("['") and names.endswith("']")):
        pieces = _read_list(names)
        return pieces, _match_uris(pieces, uris)
    if uris is not None:
        fitting = (pieces for pieces in _ways(names) if _match_uris(pieces, uris) is not None)
        best = next(fitting, None)
        return None if best is None else (best, _match_uris(best, uris))
    if separator == PARTED_BY_SEMICOLON:
        return _clean(names.split(";")), None
    if separator == PARTED_BY_COMMA:
        return _clean(UNESCAPED.split(names)), None
    return None if "," in names else (_clean([names]), None)


def _ways(names: str) -> Iterable[list[str]]:
    """Give the ways in which exporters part names, whole first."""
    yield _clean([names])
    if ";" in names:
        yield _clean(names.split(";"))
    if "," in names:
        yield _clean(UNESCAPED.split(names))


def _clean(pieces: Iterable[str]) -> list[str]:
    return [piece for piece in (piece.replace(ESCAPED_COMMA, ",").strip() for piece in pieces) if piece]


def _match_uris(pieces: list[str], uris: str | None) -> list[str] | None:
    """Give the URIs of the pieces, None where there are not as many."""
    ids = ID.findall(uris or "")
    return [ARTIST_URI + one for one in ids] if ids and len(ids) == len(pieces) else None


def _read_list(names: str) -> list[str]:
    """Read names that were written as a list of a programming language."""
    try:
        told = ast.literal_eval(names)
    except (ValueError, SyntaxError):
        return [names]
    return _clean(str(name) for name in told) if isinstance(told, list) else [names]


def _tell_known(split: Iterable[Split]) -> frozenset[str]:
    """Give the names that are met alone or in rows that were decided."""
    return frozenset(name for names, _ in split for name in names)


def _split_unsure(names: str, known: frozenset[str]) -> Split:
    """Split at commas only if every piece is an artist met elsewhere, into as few as possible; otherwise keep one name."""
    cuts = [(0, 0), *(match.span() for match in COMMA.finditer(names)), (len(names), len(names))]
    if len(cuts) > PIECES_AT_MOST:
        return _clean([names]), None
    best: list[list[str] | None] = [[]]
    for end in range(1, len(cuts)):
        found = None
        for start in range(end):
            before, piece = best[start], names[cuts[start][1] : cuts[end][0]].strip()
            if before is not None and piece in known and (found is None or len(before) + 1 < len(found)):
                found = [*before, piece]
        best.append(found)
    return best[-1] or _clean([names]), None
