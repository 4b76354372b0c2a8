"""A throw-away PostgreSQL server; `python -m tests.postgres` prints where its programs are.

Nothing outside its own temporary directory is touched, and no service has to run. The server ends
with the process that started it, however that ends.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROLE = "postgres"
START_SECONDS = 90.0
ROOM = 4 * 2**30
# Told a signal, the shell ends the server with it. Our end of its input closes when we die, however
# that happens, and then it removes the directory as well.
WATCHER = """
exec 3<&0
"$0" -D "$1/data" -p "$2" </dev/null >>"$1/log" 2>&1 &
server=$!
if read -r signal <&3; then
    kill -"$signal" "$server"
    wait "$server"
else
    kill -QUIT "$server"
    wait "$server"
    rm -rf "$1"
fi
"""
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 64MB
fsync = off
full_page_writes = off
"""


# For databases that are used again and again: rows stay where they were written, in that order.
QUIET = "autovacuum = off\n"


def programs() -> Path | None:
    """The directory of the newest PostgreSQL server's programs here, if there is one."""
    places = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
        *Path("/usr/local/opt").glob("postgresql@*/bin"),
        *Path("/usr").glob("pgsql-*/bin"),
    ]
    whole = [place for place in places if (place / "initdb").exists() and _has_client(place)]
    if whole:
        return max(whole, key=_version)
    on_path = shutil.which("initdb")
    if on_path is None:
        return None
    place = Path(on_path).resolve().parent
    return place if _has_client(place) else None


def _has_client(place: Path) -> bool:
    return (place / "postgres").exists() and (place / "psql").exists()


def _version(place: Path) -> int:
    digits = "".join(letter for letter in place.parent.name if letter.isdigit())
    return int(digits or 0)


def memory() -> Path | None:
    """Where files lie in memory, with room for the servers of a whole suite; None for nowhere.

    A database is hundreds of small files: to make one there takes a fourth of the time.
    """
    place = Path("/dev/shm")
    if not os.access(place, os.W_OK) or shutil.disk_usage(place).free < ROOM:
        return None
    return place


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _plain_environment() -> dict[str, str]:
    """Ours without what PostgreSQL's programs would take from it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


class LocalPostgres:
    """One server of its own, on 127.0.0.1 behind a password made for it.

    `start` raises LookupError where no PostgreSQL is installed, and RuntimeError with the server's
    log when it does not come up.
    """

    def __init__(self, place: Path | None = None, more: str = "") -> None:
        self._place = place  # of its temporary directory; None is the usual one
        self._settings = SETTINGS + more
        self._home: Path | None = None
        self._port = 0
        self._password = secrets.token_hex(16)
        self._watcher: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root; its package made an account for it.
        self._account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None

    def start(self) -> str:
        """Make the cluster, start it, and give the address of its `postgres` database."""
        self._program("postgres")
        self._home = Path(tempfile.mkdtemp(prefix="netkhata-postgres-", dir=self._place))
        try:
            self._initialise()
            self._launch_on_a_free_port()
        except BaseException:
            self.stop()
            raise
        return self.url("postgres")

    def url(self, database: str) -> str:
        """The address of one database, as Tortoise and asyncpg take it."""
        return f"postgres://{ROLE}:{self._password}@127.0.0.1:{self._port}/{database}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, empty or as a copy of another, and give its address.

        Nobody may be connected to the template meanwhile.
        """
        copied = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
        self.execute(f'CREATE DATABASE "{name}"{copied}')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str, database: str = "postgres") -> str:
        """Run one statement outside any transaction; its rows as psql prints them, unaligned."""
        server = ["-h", "127.0.0.1", "-p", str(self._port), "-U", ROLE, "-d", database]
        done = subprocess.run(
            [self._program("psql"), "-XqAtw", *server, "-c", statement],
            env=_plain_environment() | {"PGPASSWORD": self._password},
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def halt(self, *, crash: bool = False) -> None:
        """Break every connection and refuse new ones until `resume`.

        After a crash the server recovers from its log, as after a power cut.
        """
        self._end(b"QUIT" if crash else b"INT")

    def resume(self) -> None:
        """Come back after `halt`, on the same port, with everything committed."""
        self._launch()

    def restart(self, *, crash: bool = False) -> None:
        """`halt` and `resume`."""
        self.halt(crash=crash)
        self.resume()

    def stop(self) -> None:
        """End the server and remove all that it wrote; harmless when repeated."""
        self._end(b"QUIT")
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    def _program(self, name: str) -> str:
        place = programs()
        if place is None:
            raise LookupError("no PostgreSQL server here; ./dev test installs one")
        return str(place / name)

    def _initialise(self) -> None:
        assert self._home is not None
        word = self._home / "password"
        word.write_text(self._password)
        if self._account is not None:
            for path in (self._home, word):
                os.chown(path, self._account.pw_uid, self._account.pw_gid)
        locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        access = ["-U", ROLE, "-A", "password", "--pwfile", str(word)]
        letters = ["-E", "UTF8", f"--locale={locale}"]
        where = ["-D", str(self._home / "data"), "--no-sync"]
        done = self._spawn([self._program("initdb"), *where, *access, *letters])
        _, complaint = done.communicate()
        if done.returncode != 0:
            raise RuntimeError(complaint.decode())
        word.unlink()
        with (self._home / "data" / "postgresql.conf").open("a") as configuration:
            configuration.write(self._settings)

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Start a program as whoever may run PostgreSQL, out of reach of the terminal's Ctrl-C."""
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self._home,
            env=_plain_environment(),
            user=self._account and self._account.pw_uid,
            group=self._account and self._account.pw_gid,
            extra_groups=None if self._account is None else [],
            start_new_session=True,
        )

    def _launch_on_a_free_port(self) -> None:
        for _ in range(5):
            self._port = _free_port()
            try:
                return self._launch()
            except RuntimeError as failure:
                if "TCP/IP sockets" not in str(failure):
                    raise
        raise RuntimeError("every port that was free a moment ago is taken")

    def _launch(self) -> None:
        assert self._home is not None
        log = self._home / "log"
        log.unlink(missing_ok=True)
        self._watcher = self._spawn(
            ["sh", "-c", WATCHER, self._program("postgres"), str(self._home), str(self._port)]
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.execute("SELECT 1")
                return
            except RuntimeError:
                said = log.read_text() if log.exists() else ""
                if "TCP/IP sockets" in said or time.monotonic() > deadline:
                    self._end(b"QUIT")
                    raise RuntimeError(said) from None
            time.sleep(0.05)

    def _end(self, signal: bytes) -> None:
        if self._watcher is not None:
            self._watcher.communicate(signal + b"\n")
            self._watcher = None


if __name__ == "__main__":
    found = programs()
    if found is None:
        sys.exit("no PostgreSQL server found")
    sys.stdout.write(f"{found}\n")
