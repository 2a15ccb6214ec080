"""Order: flows chain the steps and refuse to know what a step thinks."""
