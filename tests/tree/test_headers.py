"""Headers: keys, slips, continuation."""

import pytest

from refdb.errors import BadTreeError
from refdb.tree.headers import KEYS, read_header


def test_value_goes_on_in_indented_comment_lines() -> None:
    """A value continues on comment lines indented by two spaces or more."""
    header = read_header("-- why: one\n--   two\n-- depends: a b\nselect 1;", "migration", "f")
    assert header.get("why") == "one two"
    assert header.get("depends") == "a b"


def test_key_is_found_below_a_blank_line() -> None:
    """A key counts wherever yoyo would see it: anywhere before the first statement."""
    header = read_header("-- prose\n\n-- transactional: false\nselect 1;", "migration", "f")
    assert header.get("transactional") == "false"


def test_key_below_the_first_statement_is_a_comment() -> None:
    """After the first statement nothing is a header."""
    assert "why" not in read_header("select 1;\n-- why: late\n", "migration", "f")


def test_repeated_key_keeps_every_value() -> None:
    """A key that stands twice has both values."""
    header = read_header("-- expect: index a\n-- expect: index b\n", "contract", "f")
    assert header.all("expect") == ("index a", "index b")


@pytest.mark.parametrize("key", ["transactionnal", "depend", "Depends", "lock-timeout", "whys"])
def test_slip_of_a_key_is_an_error_with_a_suggestion(key: str) -> None:
    """A key one slip away from a known one is never a comment."""
    with pytest.raises(BadTreeError, match="unknown header key") as caught:
        read_header(f"-- why: x\n-- {key}: false\n", "migration", "m.sql")
    assert caught.value.place == "m.sql:2"
    assert "Did you mean" in caught.value.hint


@pytest.mark.parametrize("key", ["holds_to", "holds to"])
def test_a_blank_in_a_key_is_an_underscore(key: str) -> None:
    """A key of two words may be written as people say it."""
    header = read_header(f"-- {key}: 1B\nselect 1;", "contract", "f")
    assert header.get("holds_to") == "1B"


@pytest.mark.parametrize("key", ["hold to", "max costs", "row within"])
def test_slip_of_a_key_of_two_words_is_told(key: str) -> None:
    """A slip is no comment for having a blank in it, where it is one slip away."""
    with pytest.raises(BadTreeError, match=f"unknown header key {key}") as caught:
        read_header(f"-- {key}: 3\nselect 1;", "contract", "f")
    assert "Did you mean" in caught.value.hint


@pytest.mark.parametrize(
    "line", ["-- author: someone", "-- Created by: x", "-- http://x.example", "-- The rows: few."]
)
def test_prose_with_a_colon_is_a_comment(line: str) -> None:
    """A comment whose first word is no slip of a key stays a comment."""
    assert not read_header(f"{line}\nselect 1;", "migration", "f").entries


def test_key_without_a_value_is_an_error() -> None:
    """`-- why:` alone is told with its line."""
    with pytest.raises(BadTreeError, match="has no value") as caught:
        read_header("\n-- why:\nselect 1;", "migration", "m.sql")
    assert caught.value.line == 2


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_every_key_is_read_back(kind: str) -> None:
    """Each documented key of each kind of file is known."""
    text = "".join(f"-- {key}: value\n" for key in KEYS[kind])
    assert [one.key for one in read_header(text, kind, "f").entries] == list(KEYS[kind])
