"""Doors to the outside; refuses to know what a cluster is."""
