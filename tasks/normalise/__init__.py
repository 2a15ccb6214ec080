"""Turn a night's rows and the ledger into the library's own tables."""
