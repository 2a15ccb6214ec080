"""Decide which figures the pages show, and gather what they show."""
