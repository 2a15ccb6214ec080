"""One night, or a part of it, timed in a process of its own against a standing server; loads nothing in the processes of the pool."""

import sys

if __name__ == "__main__":
    from storage.pool import pool

    from .fresh import tell
    from .night_bodies import time_night

    seconds = time_night(sys.argv[1], tuple(sys.argv[2:]))
    pool.close()
    tell(seconds)
