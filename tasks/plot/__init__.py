"""Figures: facts in, matplotlib Figure out; refuses to know where a figure is kept or shown."""
