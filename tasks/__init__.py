"""Thought: each step is pure functions and one thin task; refuses to know where anything is stored."""
