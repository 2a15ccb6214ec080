"""Part the artists of a row as its file parts them; refuses to invent an artist: what cannot be decided stays one name."""

import ast
import re
from collections.abc import Iterable, Sequence

import polars as pl

from tasks.read.distinct import number_rows
from tasks.read.manners import ESCAPED_COMMA, PARTED_BY_COMMA, PARTED_BY_LIST, PARTED_BY_SEMICOLON, PARTED_BY_UNIT, UNIT

UNESCAPED = re.compile(r"(?<!\\), ?")
COMMA = re.compile(r", ?")
ID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{22}(?![0-9A-Za-z])")
ARTIST_URI = "spotify:artist:"
PIECES_AT_MOST = 40
COUNTED_BY_IDS = "ids"
PLAIN_URIS = r"^(?:(?:spotify:artist:)?[0-9A-Za-z]{22}(?:[;,] ?|$))+$"
Split = tuple[list[str], list[str] | None]


def split_artists(rows: pl.DataFrame) -> pl.DataFrame:
    """Give lists `artist_names` and `artist_uris` for rows of `names`, `uris` and the `separator` of their file, in their order."""
    is_sure = pl.col("uris").is_null() | (pl.col("separator") == PARTED_BY_UNIT)
    named = rows.with_columns(pl.when(is_sure).then("separator").otherwise(pl.lit(COUNTED_BY_IDS)).alias("separator"))
    told = number_rows(named)
    distinct = _split_usual(named[told.first_places].with_row_index("number").drop_nulls("names"))
    usual, odd = distinct.filter(pl.col("artist_names").is_not_null()), distinct.filter(pl.col("artist_names").is_null())
    first = [_split_decided(*row) for row in odd.select("names", "uris", "separator").iter_rows()]
    known = _tell_known(one for one in first if one is not None) | frozenset(usual["artist_names"].explode().drop_nulls())
    split = [_split_unsure(names, known) if one is None else one for one, names in zip(first, odd["names"], strict=True)]
    rest = odd.with_columns(_as_lists("artist_names", [names for names, _ in split]), _as_lists("artist_uris", [uris for _, uris in split]))
    whole = pl.concat([usual, rest]).select("number", "artist_names", "artist_uris")
    every_number = pl.DataFrame({"number": range(len(told.first_places))}, {"number": pl.UInt32})
    return every_number.join(whole, on="number", how="left", maintain_order="left").drop("number")[told.numbers]


def _split_usual(rows: pl.DataFrame) -> pl.DataFrame:
    """Split where nothing is to be decided: in our own way, or as many names as there are plain ids; the others stay missing."""
    is_plain = ~pl.col("names").str.contains(r"^\[|\\|^\s*$")
    ids = pl.col("uris").str.extract_all("[0-9A-Za-z]{22}")
    trimmed = pl.col("names").str.strip_chars()
    pieces, between_commas = _pieces_between(";"), _pieces_between(",")
    counted = pl.when(pl.col("uris").str.contains(PLAIN_URIS)).then(ids.list.len())
    by_ids = (
        pl.when(counted == 1)
        .then(pl.concat_list(trimmed))
        .when(pieces.list.len() == counted)
        .then(pieces)
        .when(between_commas.list.len() == counted)
        .then(between_commas)
    )
    names = pl.when(pl.col("separator") == COUNTED_BY_IDS).then(by_ids).when(pl.col("separator") == PARTED_BY_SEMICOLON).then(pieces)
    is_ours = pl.col("separator") == PARTED_BY_UNIT
    ours = pl.col("names").str.split(UNIT)
    split = rows.with_columns(pl.when(is_ours).then(ours).when(is_plain).then(names).alias("artist_names"))
    uris = pl.when(is_ours).then(pl.col("uris").str.split(UNIT)).otherwise(ids.list.eval(pl.lit(ARTIST_URI) + pl.element()))
    return split.with_columns(pl.when(pl.col("artist_names").is_not_null() & pl.col("uris").is_not_null()).then(uris).alias("artist_uris"))


def _pieces_between(sign: str) -> pl.Expr:
    """Give what stands between signs, without what is empty."""
    return pl.col("names").str.split(sign).list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))


def _as_lists(name: str, lists: Sequence[list[str] | None]) -> pl.Series:
    return pl.Series(name, lists, pl.List(pl.String))


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
