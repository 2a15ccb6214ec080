"""Record a night: what its sources told goes to the ledger, then its manifest is written."""
