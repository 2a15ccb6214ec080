"""Write folders of JSON files as the zips that a service sends, the same bytes each time; refuses to know what is in them."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MADE_AT = (2026, 11, 12, 0, 0, 0)


def write_zip(path: Path, folder: str, files: Mapping[str, Any]) -> Path:
    """Write a zip with one folder: texts and bytes as they are, everything else as JSON; with the leavings of a Mac."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(f"{folder}/{name}", MADE_AT), _bytes_of(content))
        packed.writestr(zipfile.ZipInfo(f"__MACOSX/{folder}/._{next(iter(files))}", MADE_AT), b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X")
    return path


def _bytes_of(content: Any) -> bytes:
    return content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, indent=2).encode()
