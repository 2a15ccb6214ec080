"""The two kinds of error that are told to the user as one sentence, and what may be told of any other where it is kept or sent."""


class Refused(ValueError):
    """What was asked for cannot be used as it is; nothing was changed."""


class Failed(ValueError):
    """The work could not be finished; what was published before stays."""


def reason_of(wrong: Exception) -> str:
    """Give our own sentences whole, of a file what the system says without its name, of others the kind alone, since they may hold anything."""
    if isinstance(wrong, Failed | Refused):
        return str(wrong)
    told = wrong.strerror if isinstance(wrong, OSError) else None
    return told or type(wrong).__name__
