import signal

# What a run inside this process is the first to import is forgotten after it: half of pglast, the
# one in C, would go on with classes that nobody else has.
import pglast.visitors  # noqa: F401
import pytest

pytest_plugins = ["pytester"]

SKIPPING = """
    import pytest

    @pytest.mark.needs("moon")
    def test_lands(): ...

    def test_stays(): ...
"""


@pytest.fixture
def machine(pytester, request, monkeypatch):
    """A folder of tests with refdb's own conftest and a part that no machine has."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    conftest = (request.config.rootpath / "tests" / "conftest.py").read_text()
    absent = '\nPARTS["moon"] = Part(lambda: False, "wait for the next one")\n'
    pytester.makeconftest(conftest + absent)
    pytester.makeini("[pytest]\naddopts = -ra\nmarkers =\n    needs(part): a part")
    return pytester


def test_missing_part_skips_and_says_what_to_do(machine, monkeypatch):
    """A test whose part is missing is skipped, and the summary names part and remedy."""
    monkeypatch.delenv("REFDB_STRICT", raising=False)
    machine.makepyfile(SKIPPING)
    result = machine.runpytest_inprocess()
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*needs moon: wait for the next one"])


def test_missing_part_fails_when_strict(machine, monkeypatch):
    """With REFDB_STRICT=1 the same test fails, and the failure names part and remedy."""
    monkeypatch.setenv("REFDB_STRICT", "1")
    machine.makepyfile(SKIPPING)
    result = machine.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*strict: needs moon: wait for the next one*"])


def test_tests_that_run_side_by_side_are_as_strict(machine, request, monkeypatch):
    """In a process of xdist a missing part fails its test, and a misspelt one is told."""
    monkeypatch.setenv("REFDB_STRICT", "1")
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath / "tests"))
    misspelt = "    @pytest.mark.needs('mon')\n    def test_flies(): ..."
    machine.makepyfile(SKIPPING + misspelt)
    result = machine.runpytest_subprocess("-p", "xdist.plugin", "--numprocesses=1")
    result.assert_outcomes(passed=1, errors=2)
    result.stdout.fnmatch_lines(["*strict: needs moon: wait for the next one*"])
    result.stdout.fnmatch_lines(["*UsageError: *test_flies needs 'mon'; parts are:*moon*"])


def test_skipped_file_fails_when_strict(machine, monkeypatch):
    """A file that skips itself at import is no way around REFDB_STRICT=1."""
    monkeypatch.setenv("REFDB_STRICT", "1")
    machine.makepyfile("import pytest\npytest.skip('not today', allow_module_level=True)")
    result = machine.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*strict: not today*"])


def test_unknown_part_is_an_error(machine):
    """A misspelt part stops the run: nobody would notice that it is never missing."""
    machine.makepyfile("import pytest\n@pytest.mark.needs('mon')\ndef test_lands(): ...")
    result = machine.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*test_lands needs 'mon'; parts are:*moon*"])


def test_header_names_python_and_servers(machine):
    """The first lines of a run say which Python and which PostgreSQL versions there are."""
    machine.makepyfile("def test_stays(): ...")
    machine.runpytest_inprocess().stdout.fnmatch_lines(["refdb: Python 3.*; PostgreSQL *"])


def test_background_run_hears_the_interrupt(machine):
    """A run that a shell put in the background does not pass an ignored interrupt to commands."""
    machine.makepyfile("""
        import signal

        def test_hears():
            assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    """)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        machine.runpytest_inprocess().assert_outcomes(passed=1)
    finally:
        signal.signal(signal.SIGINT, before)
