"""Bring names back from the marks that some generations of account data write for letters; refuses to know what they name."""

import html
import re

import polars as pl

MARK = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_MARK = re.compile(MARK)


def clean(value: object) -> str | None:
    """Give a text without such marks and half letters, None for what is no text."""
    if isinstance(value, bool | int | float):
        return str(value)
    if not isinstance(value, str):
        return None
    text = _MARK.sub(_unescape, value) if "&" in value else value
    return text.encode("utf-8", "replace").decode()


def clean_column(texts: pl.Series) -> pl.Series:
    """Give a column without such marks."""
    if texts.null_count() == len(texts):
        return texts
    told = texts.filter(texts.str.contains("&", literal=True)).unique()
    marked = told.filter(told.str.contains(MARK))
    if marked.is_empty():
        return texts
    return texts.replace(marked, pl.Series([clean(text) for text in marked], dtype=pl.String))


def _unescape(mark: re.Match[str]) -> str:
    return html.unescape(mark.group())
