"""Tell in Prefect's interface what a night came to: a summary, what changed most, what was refused, and the picture of the clusters."""
