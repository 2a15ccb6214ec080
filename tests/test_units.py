"""The files in deploy/ that nothing here can start: what can be said of them without starting them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nights import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(file for kind in ("*.service", "*.timer") for file in DEPLOY.glob(kind))
COMMAND = "/opt/linernotes/.venv/bin/linernotes"


def pins_of(lock: Path) -> set[str]:
    """Give what a lock says, package by package, with its hashes; for which systems is left out."""
    return {re.sub(r" ; [^\\]*", " ", pin) for pin in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())}


def test_containers_get_the_versions_that_were_tested_and_no_others() -> None:
    assert pins_of(DEPLOY / "requirements.lock") < pins_of(ROOT / "requirements.lock")
    names = {pin.partition("==")[0] for pin in pins_of(DEPLOY / "requirements.lock")}
    assert {"prefect", "duckdb", "polars", "asyncpg"} <= names
    assert not {"pytest", "mypy", "ruff"} & names


def complaints_about(folder: Path) -> list[str]:
    """Give what systemd has to say against the units in a folder."""
    program = shutil.which("systemd-analyze")
    if program is None:
        assert not os.environ.get("LINERNOTES_TEST_ALL"), "systemd-analyze is missing, and LINERNOTES_TEST_ALL allows no test to be skipped"
        pytest.skip("systemd-analyze is not installed")
    named = [str(folder / unit.name) for unit in UNITS]
    verified = subprocess.run([program, "verify", "--man=no", *named], capture_output=True, text=True, check=False, timeout=60)
    complaints = [line for line in verified.stderr.splitlines() if "linernotes" in line]
    return complaints or ([verified.stderr] if verified.returncode else [])


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(COMMAND, sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    assert complaints_about(tmp_path) == []


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_the_command_of_a_unit_is_a_command_that_there_is(unit: Path) -> None:
    (started,) = re.findall(r"^ExecStart=(.*)$", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
    program, *words = started.split()
    assert program == COMMAND
    told = subprocess.run(
        [sys.executable, "-m", "flows.cli.main", *words, "--help"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_login_by_hand_goes_where_the_units_look_for_it(unit: Path) -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    (config,) = re.findall(r"^Environment=LINERNOTES_CONFIG=(.*)$", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (home,) = re.findall(r"^Environment=LINERNOTES_HOME=(.*)$", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert f"sudo -u linernotes LINERNOTES_CONFIG={config} {COMMAND} login --paste --home {home}\n" in text


def test_systemd_understands_how_a_working_copy_elsewhere_is_opened(tmp_path: Path) -> None:
    (opened,) = re.findall(r"^\[Service\]\nReadWritePaths=.*\n", (DEPLOY / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text(encoding="utf-8").replace(COMMAND, sys.executable), encoding="utf-8")
        if unit.suffix == ".service":
            (tmp_path / f"{unit.name}.d").mkdir()
            (tmp_path / f"{unit.name}.d" / "override.conf").write_text(opened, encoding="utf-8")
    assert complaints_about(tmp_path) == []


def test_every_file_of_the_folder_is_told_of() -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert not [file.name for file in DEPLOY.iterdir() if file.name not in text and file.name not in {"README.md", "Dockerfile.dockerignore"}]
