"""What of a text is psql's own: rows below a copy, guards, and what only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdb import sqltext
from refdb.errors import BadTreeError

_DUMP = """\
\\restrict abc123
create table t (x integer, y text);
COPY public.t (x, y) FROM stdin;
1\ta;b
2\t\\N
\\.

select 'last' as word;
\\unrestrict abc123
"""


def test_rows_and_guards_are_taken_out_and_lines_stay() -> None:
    """The server sees three statements on the lines that they are on; the rows are kept."""
    found = sqltext.served(_DUMP)
    assert found.rows == {3: "1\ta;b\n2\t\\N\n"}
    assert found.sql.count("\n") == _DUMP.count("\n")
    assert [(one.line, one.first_word) for one in sqltext.split(_DUMP)] == [
        (2, "create"),
        (3, "copy"),
        (8, "select"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "select '\ncopy t from stdin;\n1\n\\.\n';",
        "do $$ begin\n\\restrict x\nend $$;",
        "create function f() returns text language sql as $$\nselect '\n\\unrestrict x\n' $$;",
        "/*\ncopy t from stdin;\n\\.\n*/ select 1;",
    ],
)
def test_what_only_looks_so_stays(text) -> None:
    """Inside a string, a body or a comment a line is nobody's command."""
    assert sqltext.served(text) == sqltext.Served(text, {})


def test_two_copies_have_their_own_rows() -> None:
    """Each copy is followed by its rows, an empty one by none."""
    text = "copy a from stdin;\n1\n\\.\ncopy b from stdin;\n\\.\ncopy c from stdin;\n2\n3\n\\.\n"
    assert sqltext.served(text).rows == {1: "1\n", 4: "", 6: "2\n3\n"}


@pytest.mark.parametrize("line", ["\\connect other", "\\i file.sql", "\\set x 1", "\\gexec"])
def test_other_backslash_commands_are_refused_with_their_line(line) -> None:
    """What refdb cannot do for psql is told, not passed over."""
    with pytest.raises(BadTreeError, match="backslash command") as caught:
        sqltext.split(f"select 1;\n{line}\n", "f.sql")
    assert caught.value.line == 2


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n")), max_size=5))
def test_rows_come_back_as_they_were(rows) -> None:
    """Whatever a row holds but the end mark, it is sent as it stands."""
    rows = [row for row in rows if row != "\\."]
    text = "copy t from stdin;\n" + "".join(f"{row}\n" for row in rows) + "\\.\nselect 1;\n"
    assert sqltext.served(text).rows == {1: "".join(f"{row}\n" for row in rows)}
