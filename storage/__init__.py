"""Doors to the outside; refuses to know what a cluster is."""

import os

# Tables come and go by the hundred: memory that polars gave back is kept for a moment instead of asked for anew.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:30000,muzzy_decay_ms:30000")
