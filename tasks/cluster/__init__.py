"""Group the tracks of a collection by likeness."""
