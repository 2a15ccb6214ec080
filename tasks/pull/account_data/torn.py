"""Read JSON as far as it goes; refuses to know what it tells."""

import json
import re
from typing import Any, NamedTuple

TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|[\[\]{}]', re.DOTALL)
CLOSING = {"{": "}", "[": "]"}
DEEPEST = 32


class NoJson(Exception):
    """The content cannot be read as JSON, not even in part; the text says where it breaks."""


class ReadJson(NamedTuple):
    """What was told, and whether the rest of it is missing."""

    value: Any
    is_torn: bool


def read_json(content: bytes) -> ReadJson:
    """Read a document; of one that breaks off, its complete items."""
    text = decode_json(content)
    try:
        return ReadJson(json.loads(text), is_torn=False)
    except json.JSONDecodeError as error:
        line = error.lineno
    except RecursionError:
        raise NoJson("its JSON is nested too deeply") from None
    try:
        return ReadJson(json.loads(_close(text)), is_torn=True)
    except (json.JSONDecodeError, RecursionError):
        raise NoJson(f"its JSON is damaged at line {line:,}: ask for it again") from None


def decode_json(content: bytes) -> str:
    """Give the text of a document in any encoding that JSON may have."""
    return content.decode(json.detect_encoding(content), errors="replace").removeprefix("\ufeff")


def _close(text: str) -> str:
    """Cut a document behind the last complete element of a list, and close what is open there."""
    open_marks: list[str] = []
    end, closing = 0, ""
    for token in TOKEN.finditer(text):
        mark = token.group()
        if mark in CLOSING:
            open_marks.append(mark)
        elif mark in CLOSING.values() and open_marks:
            open_marks.pop()
            if open_marks[-1:] == ["["]:
                end, closing = token.end(), "".join(CLOSING[one] for one in reversed(open_marks))
        if len(open_marks) > DEEPEST:
            break
    return text[:end] + closing
