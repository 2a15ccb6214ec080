"""Parse a command of `linernotes`, carry it out, and end with the exit status that the contract names."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from flows.cli import login, look, run, sample, sweep, up
from flows.cli.streams import outlive_readers
from flows.cli.words import tell_obstacle
from storage.errors import Failed, Refused
from storage.settings import home

FAILED, USAGE = 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Carry out one command and give its exit status."""
    outlive_readers()
    wanted = parser().parse_args(words)
    if wanted.home:
        os.environ["LINERNOTES_HOME"] = str(Path(wanted.home).absolute())
    if not wanted.verbose:
        sys.excepthook = _one_sentence
    try:
        _check_home()
        return int(wanted.carry_out(wanted))
    except Refused as refused:
        return _say(str(refused), USAGE)
    except Failed as failed:
        return _say(str(failed), FAILED)
    except ValidationError as wrong:
        return _say(_setting_sentence(wrong), USAGE)
    except OSError as wrong:
        return _say(_file_sentence(wrong), FAILED)
    except KeyboardInterrupt:
        return _say("stopped; what was published before is still in place", FAILED)


def parser() -> argparse.ArgumentParser:
    """Give the parser of every command."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", metavar="DIR", help="folder that holds everything (default ./home, or LINERNOTES_HOME)")
    how_much = common.add_mutually_exclusive_group()
    how_much.add_argument("--quiet", action="store_true", help="print errors only")
    how_much.add_argument("--verbose", action="store_true", help="print every step, and tracebacks")
    top = argparse.ArgumentParser(prog="linernotes", description="Turn a music library into a DuckDB warehouse and a tree of linked reports.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for add in (run.add_to, up.add_to, login.add_to, look.add_to, sweep.add_to, sample.add_to):
        add(commands, common)
    return top


def _check_home() -> None:
    """Refuse a home that is a file or lies below one, whatever the command wants of it."""
    obstacle = tell_obstacle(home())
    if obstacle:
        raise Refused(f"{obstacle}, and the home {home()} must be a folder: name another with --home or LINERNOTES_HOME")


def _say(sentence: str, status: int) -> int:
    """Tell what went wrong in one line."""
    print(f"linernotes: {' '.join(sentence.split())}", file=sys.stderr)
    return status


def _setting_sentence(wrong: ValidationError) -> str:
    """Say which setting is wrong."""
    first = wrong.errors()[0]
    return f"setting {'.'.join(str(part) for part in first['loc'])} is wrong ({first['msg']}): mend it in linernotes.toml or in the environment"


def _file_sentence(wrong: OSError) -> str:
    """Say which file could not be used."""
    reason = wrong.strerror or str(wrong)
    what = f"{wrong.filename}: {reason}: make the home" if wrong.filename else f"{reason}: make the output and the home"
    return f"{what} writable with room to spare and run again; what was published before is still in place"


def _one_sentence(kind: type[BaseException], wrong: BaseException, _trace: TracebackType | None) -> None:
    """Tell of an error that nobody foresaw, without its traceback."""
    _say(f"stopped by {kind.__name__}: {wrong}; what was published before is still in place, --verbose shows where it happened", FAILED)


if __name__ == "__main__":
    sys.exit(main())
