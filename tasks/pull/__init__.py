"""One module per source of a library."""
