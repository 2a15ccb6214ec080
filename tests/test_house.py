"""The laws of the house that imports cannot see; each reads the project's own files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.settings import Settings, home

ROOT = Path(__file__).parent.parent
ROOMS = ("flows", "tasks", "storage")
MODULES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
TEXTS = sorted(
    file
    for pattern in ("*.md", "*.py", "*.sql", "*.j2", "*.toml", "*.yaml", "Makefile", "*.lock", ".ci/run")
    for file in ROOT.rglob(pattern)
    if not {".venv", ".git", ".hypothesis"} & set(file.relative_to(ROOT).parts) and not file.relative_to(ROOT).parts[0].startswith("home")
)
ACCOUNT_DATA = "account_data"  # what Spotify calls it: the one name that may hold a banned word
BANNED_WORDS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "process", "data", "do"}
LINES_IN_A_MODULE, LINES_IN_A_FUNCTION, PARAMETERS, LINES_IN_A_FLOW = 250, 50, 6, 40
SQL_WORDS = re.compile(r"\b(SELECT|INSERT|CREATE|UPDATE|DELETE|DROP|COPY|ATTACH)\b\s")


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def calls(file: Path, names: set[str]) -> list[str]:
    found = [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)]
    return [ast.unparse(node.func) for node in found if ast.unparse(node.func).split(".")[-1] in names]


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_every_module_begins_by_saying_what_it_does(file: Path) -> None:
    assert ast.get_docstring(tree_of(file)), f"{named(file)} has no docstring"


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_modules_and_functions_stay_small(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= LINES_IN_A_MODULE, f"{named(file)} has {lines} lines: split it"
    for function in functions(file):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        assert length <= LINES_IN_A_FUNCTION, f"{named(file)}:{function.lineno} {function.name} is {length} lines long"
        count = len(function.args.args) + len(function.args.kwonlyargs)
        assert count <= PARAMETERS, f"{named(file)}:{function.lineno} {function.name} takes {count} parameters: a model is missing"


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_names_explain_themselves(file: Path) -> None:
    names = {file.stem, *(function.name for function in functions(file))}
    words = {word for name in names for word in name.lower().replace(ACCOUNT_DATA, "").strip("_").split("_")}
    assert not words & BANNED_WORDS, f"{named(file)} uses a banned word: {words & BANNED_WORDS}"


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_no_error_is_caught_broadly(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{named(file)}:{node.lineno} catches everything"
            assert not {"Exception", "BaseException"} & {ast.unparse(node.type)}, f"{named(file)}:{node.lineno} catches everything"


@pytest.mark.parametrize("file", [file for file in MODULES if "cli" not in file.parts], ids=named)
def test_only_the_command_prints(file: Path) -> None:
    assert not calls(file, {"print", "pprint"}), f"{named(file)} prints"


@pytest.mark.parametrize("file", [file for file in MODULES if file.relative_to(ROOT).parts[0] != "storage"], ids=named)
def test_only_doors_touch_files_of_tables(file: Path) -> None:
    allowed = {"storage", "sample", "publish_night.py"} & set(file.parts)
    touched = calls(file, {"read_parquet", "scan_parquet", "write_parquet", "write_csv", "write_bytes", "write_text", "savefig"})
    if "cli" in file.parts:
        touched = [call for call in touched if not call.startswith(("rows.write_csv", "("))]
    assert allowed or not touched, f"{named(file)} opens a door itself: {touched}"


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_no_sql_is_put_together_from_pieces(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.JoinedStr):
            assert not SQL_WORDS.search(ast.unparse(node)), f"{named(file)}:{node.lineno} builds SQL"


@pytest.mark.parametrize("file", [file for file in MODULES if file.relative_to(ROOT).parts[0] == "tasks"], ids=named)
def test_steps_do_not_read_settings(file: Path) -> None:
    doors = {"tasks/pull/land.py", "tasks/publish/publish_night.py"}
    imports = [ast.unparse(node) for node in ast.walk(tree_of(file)) if isinstance(node, ast.ImportFrom) and node.module == "storage.settings"]
    if named(file) not in doors:
        assert not [line for line in imports if "HOME_FORMAT" not in line], f"{named(file)} reads settings"


@pytest.mark.parametrize("file", sorted((ROOT / "flows").glob("*.py")), ids=named)
def test_a_flow_is_short_and_decides_nothing(file: Path) -> None:
    for function in functions(file):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        assert length <= LINES_IN_A_FLOW
        assert not [node for node in ast.walk(function) if isinstance(node, ast.If)], f"{named(file)}: {function.name} decides"
    assert "from __future__ import annotations" not in file.read_text(encoding="utf-8")


def test_every_sql_file_says_its_grain_and_has_one_statement() -> None:
    files = sorted(ROOT.glob("tasks/**/*.sql"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith("-- one row per "), named(file)
        statement = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
        assert statement.rstrip().rstrip(";").count(";") == 0, named(file)


@pytest.mark.parametrize("file", TEXTS, ids=named)
def test_nothing_is_unfinished_and_nothing_tells_of_where_it_was_made(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    unfinished = re.search(r"\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + r"CK)\b", text)
    assert not unfinished, f"{named(file)}: {unfinished}"
    machine = re.search(r"(?<![\w.])/(?:wo" + r"rk|fa" + r"rm)/|index-u" + r"rl|find-li" + r"nks|pythonhost" + "ed|pypi\\.o" + "rg", text)
    assert not machine, f"{named(file)}: {machine}"


@pytest.fixture(scope="module")
def home_of_a_file() -> Path:
    """Give the home of what is made once for a file of tests."""
    return home()


def test_tests_leave_nothing_in_a_home_of_the_checkout(home_of_a_file: Path) -> None:
    assert not home_of_a_file.is_relative_to(ROOT)
    assert not home().is_relative_to(ROOT)


def test_no_file_shadows_a_room_or_a_library() -> None:
    taken = {"flows", "tasks", "storage", "prefect", "polars", "duckdb", "typing", "logging", "json"}
    assert not [named(file) for file in (ROOT / "flows").rglob("*.py") if file.stem in taken]
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_lock_pins_every_package_by_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert "==" in block.splitlines()[0], block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_readme_names_every_setting_once() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## The command")[2].partition("\n## ")[0]
    assert {name: text.count(f"`{name}`") for name in Settings.model_fields} == dict.fromkeys(Settings.model_fields, 1)
