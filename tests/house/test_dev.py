"""`./dev` starts from nothing but a POSIX shell, and does again only what has changed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.rules import ROOT

DEV = ROOT / "dev"
PROMISED = {"demo", "test", "run", "lint", "bench", "docs", "translations", "shell"}
TOOLS = ("sh", "env", "cat", "cksum", "date", "dirname", "grep", "rm", "sleep", "uname")


def run(place: Path, *arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = None if path is None else {"PATH": path, "HOME": str(place)}
    return subprocess.run(
        [place / "dev", *arguments],
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # it may lead to the machine's own
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout on a machine with a few tools and no package manager."""
    shutil.copy(DEV, tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / "bin" / tool).symlink_to(found)
    script(tmp_path / "bin" / "id", "echo 1000")
    return tmp_path


@pytest.fixture
def installed(bare: Path) -> Path:
    """A checkout whose .venv writes down what it is asked, with all system packages there."""
    engine = "${NETKHATA_TEST_ENGINE:+$NETKHATA_TEST_ENGINE }"
    script(bare / ".venv" / "bin" / "python", f'echo "{engine}$*" >>"{bare}/asked"')
    for tool in ("uv", "lint-imports"):
        script(bare / ".venv" / "bin" / tool, f'echo "{tool} $*" >>"{bare}/asked"')
    script(bare / "bin" / "python3", "exit 0")
    return bare


def asked(place: Path) -> list[str]:
    """What the .venv was asked since the last look, without the questions for its version."""
    lines = (place / "asked").read_text().splitlines()
    (place / "asked").write_text("")
    return [line for line in lines if not line.startswith(("-c ", "import "))]


@pytest.mark.parametrize("shell", ["sh", "dash"])
@pytest.mark.parametrize("text", ["dev", ".ci/run"])
def test_the_shell_understands_it(shell: str, text: str) -> None:
    interpreter = shutil.which(shell) or "sh"
    if text == ".ci/run":
        interpreter = "bash"

    done = subprocess.run([interpreter, "-n", ROOT / text], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_broken_shell_is_caught(tmp_path: Path) -> None:
    (tmp_path / "dev").write_text(DEV.read_text().replace("\nesac\n", "\n"))

    done = subprocess.run(["sh", "-n", tmp_path / "dev"], capture_output=True)

    assert done.returncode != 0


def test_alone_it_lists_each_command_in_a_line() -> None:
    said = run(ROOT)
    listed = re.findall(r"^\./dev (\w+) .*  \w", said.stdout, re.MULTILINE)

    assert said.returncode == 0
    assert len(listed) == len(said.stdout.splitlines())
    assert set(listed) >= PROMISED


def test_every_command_that_is_listed_exists_and_the_other_way_round() -> None:
    arms = re.findall(r"^    ([a-z |]+)\)$", DEV.read_text(), re.MULTILINE)
    known = {name for arm in arms for name in arm.split(" | ")}
    listed = set(re.findall(r"^\./dev (\w+)", run(ROOT).stdout, re.MULTILINE))

    assert listed == known


def test_an_unknown_command_is_wrong_use() -> None:
    done = run(ROOT, "tset")

    assert done.returncode == 2
    assert '"tset"' in done.stderr
    assert "./dev test" in done.stderr
    assert done.stdout == ""


def test_both_files_may_be_executed() -> None:
    assert DEV.stat().st_mode & 0o111
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_ci_runs_what_developers_run() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec ./dev test"


def test_without_a_python_it_says_which_is_needed(bare: Path) -> None:
    script(bare / "bin" / "python3.13", 'echo "no such version" >&2; exit 127')
    script(bare / "bin" / "python3", "exit 1")

    done = run(bare, "demo", path=str(bare / "bin"))

    assert done.returncode == 1
    assert "Python 3.11 to 3.14" in done.stderr


def test_what_the_system_lacks_is_named_with_its_reason(bare: Path) -> None:
    answers = 'case "$2" in *CDLL*) exit 1 ;; esac; exit 0'
    script(bare / "bin" / "python3.12", answers)

    done = run(bare, "demo", path=str(bare / "bin"))

    assert done.returncode == 1
    assert re.search(r"^  \S*pango\S*: \w+", done.stderr, re.MULTILINE)
    assert "install the above by hand" in done.stderr


def test_without_a_way_to_become_root_the_whole_command_for_root_is_named(bare: Path) -> None:
    script(bare / "bin" / "python3.12", 'case "$2" in *CDLL*) exit 1 ;; esac; exit 0')
    script(bare / "bin" / "apt-get", "exit 0")

    done = run(bare, "demo", path=str(bare / "bin"))

    assert done.returncode == 1
    asked_for = re.search(r"^  (apt-get update && apt-get install .*)$", done.stderr, re.MULTILINE)
    assert asked_for is not None
    named = re.findall(r"^  (\S+): \w+", done.stderr, re.MULTILINE)
    assert named
    assert set(named) <= set(asked_for[1].split())


def test_what_sudo_is_refused_is_named_for_root_too(bare: Path) -> None:
    script(bare / "bin" / "python3.12", 'case "$2" in *CDLL*) exit 1 ;; esac; exit 0')
    script(bare / "bin" / "apt-get", "exit 0")
    script(bare / "bin" / "sudo", 'echo "not in the sudoers file" >&2; exit 1')

    done = run(bare, "demo", path=str(bare / "bin"))

    assert done.returncode == 1
    assert re.search(r"^  apt-get update && apt-get install .*pango", done.stderr, re.MULTILINE)


def test_what_takes_long_says_how_much_it_is_and_that_it_goes_on(installed: Path) -> None:
    script(installed / "bin" / "sleep", "[ -e begun ] || { : >begun; exit 0; }; : >ticked; exit 1")
    waits = "while [ ! -e ticked ]; do :; done; echo uv >>asked"
    script(installed / ".venv" / "bin" / "uv", waits)

    done = run(installed, "run", "web", path=str(installed / "bin"))

    assert re.search(r"Installing \d+ Python packages", done.stderr)
    assert "still at it after" in done.stderr


def test_a_first_run_installs_by_hash_and_a_second_goes_straight_on(installed: Path) -> None:
    path = str(installed / "bin")

    run(installed, "run", "web", path=path)
    first = asked(installed)
    run(installed, "run", "web", path=path)

    assert [line for line in first if "installer.lock" in line and "--require-hashes" in line]
    assert [line for line in first if "run.lock" in line and "--require-hashes" in line]
    assert first[-1] == "-m bot run web"
    assert asked(installed) == ["-m bot run web"]


def test_a_changed_lock_is_installed(installed: Path) -> None:
    path = str(installed / "bin")
    run(installed, "run", path=path)
    asked(installed)

    with (installed / "requirements" / "run.lock").open("a") as lock:
        lock.write("\n")
    run(installed, "run", path=path)

    assert [line for line in asked(installed) if "run.lock" in line]


def test_running_contents_itself_with_what_the_tests_installed(installed: Path) -> None:
    path = str(installed / "bin")
    run(installed, "bench", path=path)
    assert [line for line in asked(installed) if "dev.lock" in line]

    run(installed, "demo", "--port", "8080", path=path)

    assert asked(installed) == ["-m bot demo --port 8080"]


def test_the_world_is_played_as_it_is_told(installed: Path) -> None:
    path = str(installed / "bin")
    run(installed, "world", path=path)
    asked(installed)

    run(installed, "world", "20", "--engine", "postgres", path=path)

    assert asked(installed) == ["-m tests.world 20 --engine postgres"]


def test_the_whole_suite_is_linted_and_ends_with_the_longer_run(installed: Path) -> None:
    path = str(installed / "bin")
    run(installed, "lint", path=path)
    asked(installed)

    run(installed, "test", path=path)

    *lint, postgres, sqlite = asked(installed)
    tools = [line.removeprefix("-m ").split()[0] for line in lint]
    assert tools == ["ruff", "ruff", "mypy", "lint-imports", "tests.squawk", "bot.translations"]
    assert postgres.startswith("postgres -m pytest ")
    assert postgres.endswith(" -m both_engines")
    assert sqlite.startswith("sqlite -m pytest ")
    assert "both_engines" not in sqlite


def test_what_pytest_is_told_runs_alone(installed: Path) -> None:
    run(installed, "test", "tests/house", "-k", "two words", path=str(installed / "bin"))

    runs = [line for line in asked(installed) if "pytest" in line]
    assert runs == ["-m pytest tests/house -k two words"]


@pytest.mark.parametrize("fault", ["ruff check", "ruff format", "mypy", "both_engines"])
def test_the_first_fault_ends_it(installed: Path, fault: str) -> None:
    python = installed / ".venv" / "bin" / "python"
    script(python, f'echo "$*" >>"{installed}/asked"; case "$*" in *"{fault}"*) exit 3 ;; esac')

    done = run(installed, "test", path=str(installed / "bin"))

    assert done.returncode == 3
    assert fault in asked(installed)[-1]


def test_pip_steps_in_where_uv_fails(installed: Path) -> None:
    script(installed / ".venv" / "bin" / "uv", "exit 1")

    run(installed, "run", path=str(installed / "bin"))

    by_pip = [line for line in asked(installed) if "pip install" in line and "run.lock" in line]
    assert by_pip
    assert "--require-hashes" in by_pip[0]


def test_a_failed_installation_is_not_taken_for_done(installed: Path) -> None:
    python = installed / ".venv" / "bin" / "python"
    noting = python.read_text()
    script(python, f'case "$*" in *"-e ."*) exit 1 ;; esac; echo "$*" >>"{installed}/asked"')
    path = str(installed / "bin")

    assert run(installed, "run", path=path).returncode == 1
    assert "-m bot run" not in asked(installed)

    python.write_text(noting)
    run(installed, "run", path=path)
    assert [line for line in asked(installed) if "run.lock" in line]
