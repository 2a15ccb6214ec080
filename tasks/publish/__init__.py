"""Publish a night, and say what came of it."""
