"""Say how far the work is; whoever shows it listens to the logger `linernotes`."""

import logging

log = logging.getLogger("linernotes")


def say(sentence: str) -> None:
    """Tell that something is done."""
    log.info(sentence)


def count(what: str, done: int, total: int) -> None:
    """Tell how many of several things are done."""
    log.info("%s %d of %d", what, done, total, extra={"what": what, "done": done, "total": total})
