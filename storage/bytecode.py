"""Keep compiled templates between runs; refuses to know what is written with them."""

import os
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from storage.files import write_whole
from storage.settings import home


class KeptBytecode(BytecodeCache):
    """Compiled templates in the home's results; what was compiled of another text or by another jinja is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what was kept."""
        try:
            bucket.bytecode_from_string(_file_of(bucket).read_bytes())
            os.utime(_file_of(bucket))
        except (FileNotFoundError, EOFError, ValueError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        write_whole(_file_of(bucket), bucket.bytecode_to_string())


def _file_of(bucket: Bucket) -> Path:
    """Derive where a template's bytecode lies."""
    return home() / "results" / "templates" / bucket.key
