"""Files and groups of targets: what they mean, and what is said of those that are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import refdb
from refdb import config
from refdb.errors import BadRequestError
from refdb.fleet import read_members
from refdb.fleet.members import parse
from trees import ONE_TABLE, write_tree

_TARGETS = {f"school_{one}": f"postgresql://refdb@db/school_{one}" for one in "abc"} | {
    "staging": "service=staging"
}
_NAMES = st.from_regex(r"[a-z][a-z0-9_.-]{0,9}", fullmatch=True).filter(lambda one: one != "dev")
_COMMENTS = st.sampled_from(["", "# note", "   # postgresql://nobody@h/none", "#"])


@given(st.dictionaries(_NAMES, st.integers(), max_size=8), st.data())
def test_every_file_reads_back(named, data) -> None:
    """Names and URLs come back in order with their lines, whatever blanks and comments."""
    lines, expected = [], []
    for place, name in enumerate(named):
        lines += data.draw(st.lists(_COMMENTS, max_size=2))
        url = f"postgresql://u:s%23x@h/db{place}"
        gap = data.draw(st.sampled_from(["=", " = ", "  =\t"]))
        lines.append(f"{data.draw(st.sampled_from(['', '  ']))}{name}{gap}{url}  # tail")
        expected.append((name, url, len(lines)))
    ends = data.draw(st.sampled_from(["\n", "\r\n"]))
    if not named:
        lines = ["# nothing"]
        with pytest.raises(BadRequestError, match="has no targets"):
            parse(ends.join(lines), "f.txt", {})
        return
    found = parse(ends.join(lines), "f.txt", {})
    assert [(one.name, one.url, one.line) for one in found] == expected


def _problems(text):
    try:
        parse(text, "f.txt", {})
    except BadRequestError as error:
        return [error, *error.also]
    return []


_MEANINGFUL = st.text(alphabet="ab=:/@#\n' postgresqlhd", max_size=60)


@given(st.text(max_size=60) | _MEANINGFUL)
def test_no_text_crashes_the_parser_or_is_repeated(text) -> None:
    """Any text is targets or errors, and a line that is no target is told in the same words."""
    (example,) = _problems("?")
    for one in _problems(text):
        assert one.file == "f.txt"
        if "neither" in one.message:
            assert one.line is not None
            assert (one.message, one.hint) == (example.message, example.hint)


def test_kinds_of_lines() -> None:
    """A URL, a libpq string, a target's name and a named one of either are targets."""
    text = (
        "postgresql://u@h:5433/one\nhost=h dbname=two\nschool_a\n"
        "three = host=h dbname=three\npostgresql+psycopg://u@h/four\n"
    )
    found = parse(text, "f.txt", _TARGETS)
    assert [one.name for one in found] == [
        "one on h:5433",
        "two on h",
        "school_a",
        "three",
        "four on h",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("school_d", "neither a connection URL nor the name of a target"),
        ("admin:hunter2@h/db", "neither"),
        ("pass word = hunter2", "neither"),
        ("x = hunter2", "neither"),
        ("postgresql://u:hunter2@x@h/db", "neither"),
        ("postgresql://u:hunter2@h:port/db", "neither"),
        ("postgresql://u:hunter2", "neither"),
        ("hunter2", "neither"),
        ("dev", "dev belongs to no fleet"),
        ("dev = postgresql://h/x", "dev belongs to no fleet"),
        ("postgresql://u:hunter2@h/one", "one on h is the same database as line 1"),
        ("n = postgresql://v:hunter2@h:5432/one", "n is the same database as line 1"),
    ],
)
def test_wrong_lines_are_told_with_their_number_and_no_password(line, message) -> None:
    """Each wrong line is an error with file and line, and shows nothing that may be a password."""
    with pytest.raises(BadRequestError, match=message) as raised:
        parse(f"postgresql://u@h/one\n# note\n{line}\n", "f.txt", _TARGETS)
    assert (raised.value.file, raised.value.line) == ("f.txt", 3)
    assert "hunter2" not in str(raised.value) + raised.value.hint


def test_all_wrong_lines_are_told_at_once() -> None:
    """Several wrong lines are one error with the others beside it."""
    with pytest.raises(BadRequestError) as raised:
        parse("what\n\nis this\n", "f.txt", {})
    assert [one.line for one in (raised.value, *raised.value.also)] == [1, 3]


def test_a_name_never_shows_a_password() -> None:
    """A whole URL in the place of a database's name is shown without its password."""
    (found,) = parse("dbname='postgresql://u:hunter2@h/db'", "f.txt", {})
    assert "hunter2" not in found.name


def test_same_name_for_two_databases() -> None:
    """One name for two databases is refused: nobody could tell their lines apart."""
    with pytest.raises(BadRequestError, match="n has the same name as line 1"):
        parse("n = postgresql://h/a\nn = postgresql://h/b", "f.txt", {})


def _configured(tmp_path, groups):
    targets = "".join(f'{name} = "{url}"\n' for name, url in _TARGETS.items())
    (tmp_path / "refdb.toml").write_text(f"[targets]\n{targets}\n[groups]\n{groups}\n")
    return config.load(tmp_path / "refdb.toml", {})


@pytest.mark.parametrize(
    ("groups", "names"),
    [
        ('g = "school_*"', ["school_a", "school_b", "school_c"]),
        ('g = ["school_c", "school_*"]', ["school_c", "school_a", "school_b"]),
        ('g = ["staging", "school_[ab]"]', ["staging", "school_a", "school_b"]),
    ],
)
def test_groups(tmp_path, groups, names) -> None:
    """A group is names and patterns, in its own order and then that of the targets."""
    found = read_members(_configured(tmp_path, groups), "g")
    assert [one.name for one in found] == names
    assert [one.url for one in found] == [_TARGETS[name] for name in names]


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ('g = ["school_d"]', "group g: no target is called school_d"),
        ('g = "x*"', "group g: no target is called x"),
        ("g = []", "group g has no targets"),
    ],
)
def test_groups_without_targets(tmp_path, groups, message) -> None:
    """An entry that names no target, and a group without any, are refused."""
    with pytest.raises(BadRequestError, match=message):
        read_members(_configured(tmp_path, groups), "g")


@pytest.mark.parametrize("wrong", ["g = 3", "g = [1]", "[groups.g]"])
def test_groups_of_a_wrong_kind_are_told_with_their_line(tmp_path, wrong) -> None:
    """A group that is no list of names is an error of the configuration."""
    with pytest.raises(BadRequestError, match="group g must be a list of targets") as raised:
        _configured(tmp_path, wrong)
    assert raised.value.file == "refdb.toml"


def test_two_targets_of_a_group_with_one_database(tmp_path) -> None:
    """Two names for one database in a group are told."""
    (tmp_path / "refdb.toml").write_text(
        '[targets]\na = "postgresql://u@h/x"\nb = "postgresql://v@h:5432/x"\n[groups]\ng = "*"\n'
    )
    with pytest.raises(BadRequestError, match="b is the same database as a"):
        read_members(config.load(tmp_path / "refdb.toml", {}), "g")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--targets", "nothing"], "no group or file nothing"),
        (["--targets", "postgresql://u:hunter2@h/x"], "no group or file"),
        (["--targets", "."], "cannot be read"),
        (["--targets", "f.txt", "--target", "x"], "contradict each other"),
        (["--canary", "2"], "--canary is for many targets"),
        (["--targets", "f.txt", "--parallel", "0"], "--parallel: 0 is too few"),
        (["--targets", "f.txt", "--resume-at"], "--resume-at is a decision about one target"),
    ],
)
def test_wrong_options(tmp_path, arguments, message) -> None:
    """Options that cannot be met end with exit code 2 before anything is connected to."""
    write_tree(tmp_path, ONE_TABLE)
    (tmp_path / "f.txt").write_text("postgresql://u@nowhere.invalid/x\n")
    ran = refdb(tmp_path, "apply", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert "hunter2" not in ran.err
