"""Answer what the library's tables say of collections, ranks and coverage, one SQL file per table."""
