"""The `linernotes` command: parses, calls a flow or a door, prints."""
