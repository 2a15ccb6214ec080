"""Cut a service's answer pages, one a line, into numbered items, however torn they are; refuses to know what the items mean."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

TORN_PAGE = "the page of answers it stands on is cut off or is no JSON"
ODD_PAGE = "the page of answers holds no list of items"
ODD_ITEM = "it is no JSON object"

FindItems = Callable[[Any], Sequence[Any] | None]


class Item(NamedTuple):
    """One item of all pages: its running number, what it says, and what is wrong with it; a page that cannot be read is one item."""

    number: int
    told: Any
    flaw: str | None


def cut_pages(content: bytes, find: FindItems) -> Iterator[Item]:
    """Give the items of all pages in their order."""
    number = 0
    for line in content.split(b"\n"):
        for told, flaw in _cut_page(line, find) if line.strip() else ():
            number += 1
            yield Item(number, told, flaw)


def show_items(content: bytes, find: FindItems) -> list[str]:
    """Give each item as it was written, a page that cannot be read as a whole."""
    shown = (item.told if isinstance(item.told, str) else json.dumps(item.told, ensure_ascii=False) for item in cut_pages(content, find))
    return [spell(text) or "" for text in shown]


def items_of(told: Any, *names: str) -> list[Any] | None:
    """Give the list under the first of these names that holds one, itself or inside a page."""
    for name in names:
        within = part_of(told, name)
        if isinstance(within, list):
            return within
        if isinstance(within, dict) and (inner := items_of(within, *names)) is not None:
            return inner
    return None


def part_of(told: Any, *names: str) -> Any:
    """Give what stands under these names, each inside the one before; None where something else stands there."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def spell(value: Any) -> str | None:
    """Give a plain value as text without what no table can hold; None where it is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return str(value) if isinstance(value, int | float) else None


def _cut_page(line: bytes, find: FindItems) -> Iterator[tuple[Any, str | None]]:
    """Give the items of one page."""
    try:
        page = json.loads(line)
    except (ValueError, RecursionError):
        yield line.decode("utf-8", "replace"), TORN_PAGE
        return
    items = find(page)
    if items is None:
        yield page, ODD_PAGE
        return
    for told in items:
        yield told, None if isinstance(told, dict) else ODD_ITEM
