"""The two kinds of error that are told to the user as one sentence."""


class Refused(ValueError):
    """What was asked for cannot be used as it is; nothing was changed."""


class Failed(ValueError):
    """The work could not be finished; what was published before stays."""
