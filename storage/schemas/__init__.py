"""The vocabulary: every table once (columns, dtypes, key, comments) and the values steps hand each other."""

from collections.abc import Mapping

from storage.schemas.columns import TOLD_OF_A_TRACK, Table
from storage.schemas.history_tables import HISTORY_TABLES
from storage.schemas.library_tables import LIBRARY_TABLES
from storage.schemas.mart_tables import MARTS
from storage.schemas.reading_tables import READING_TABLES
from storage.schemas.study_tables import STUDY_TABLES
from storage.schemas.values import (
    Artifact,
    Axis,
    Clustering,
    Collection,
    Frozen,
    LandedFile,
    Landing,
    Sheet,
    SkippedFile,
    Slice,
    Snapshot,
    size_of_clustering,
    size_of_collection,
    size_of_sheet,
)
from storage.schemas.views import WAREHOUSE_VIEWS
from storage.schemas.words import (
    DESCRIBED_TRACKS_OF_A_FEATURES_PAGE,
    DESCRIBING_FEATURES,
    FEATURES,
    LIBRARY_KIND,
    LIKED_KEY,
    PAGE_KINDS,
    PRODUCING_TYPES,
    TRACKS_OF_A_YEAR_PAGE,
    WAREHOUSE_VERSION,
    FileKind,
    Kind,
)

__all__ = [
    "CORE_TABLES",
    "DESCRIBED_TRACKS_OF_A_FEATURES_PAGE",
    "DESCRIBING_FEATURES",
    "FEATURES",
    "LIBRARY_KIND",
    "LIKED_KEY",
    "MART_TABLES",
    "PAGE_KINDS",
    "PRODUCING_TYPES",
    "TABLES",
    "TOLD_OF_A_TRACK",
    "TRACKS_OF_A_YEAR_PAGE",
    "VIEWS",
    "WAREHOUSE_VERSION",
    "Artifact",
    "Axis",
    "Clustering",
    "Collection",
    "FileKind",
    "Frozen",
    "Kind",
    "LandedFile",
    "Landing",
    "Sheet",
    "SkippedFile",
    "Slice",
    "Snapshot",
    "Table",
    "size_of_clustering",
    "size_of_collection",
    "size_of_sheet",
]

_TABLES = (*READING_TABLES, *LIBRARY_TABLES, *HISTORY_TABLES, *MARTS, *STUDY_TABLES)

TABLES: Mapping[str, Table] = {f"{table.schema}.{table.name}": table for table in _TABLES}
CORE_TABLES = tuple(name for name in TABLES if name.startswith("core."))
MART_TABLES = tuple(name for name in TABLES if name.startswith("mart."))
VIEWS: Mapping[str, Table] = {f"{view.schema}.{view.name}": view for view in WAREHOUSE_VIEWS}
