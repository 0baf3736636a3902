"""Any edits of object files: always proved, and files = migrations afterwards."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refdb import db
from refdb.throwaway import install_cron_stand_in
from servers import fresh_database
from workbench import Bench

_FUNCTION = """create or replace function public.f({arguments}) returns {result}
language {language} {labels} as $$ {body} $$;{comment}"""
_FUNCTIONS = st.builds(
    _FUNCTION.format,
    arguments=st.sampled_from(["n integer", "k integer", "n integer, m text default 'x'"]),
    result=st.sampled_from(["integer", "bigint", "text"]),
    language=st.just("sql"),
    labels=st.sampled_from(["immutable", "stable strict", "volatile security definer"]),
    body=st.sampled_from(["select 1", "select 2 -- zwei, ü", "select  1"]),
    comment=st.sampled_from(["", "\ncomment on function public.f is 'F.';"]),
)
_ONE = st.sampled_from(
    [
        "create or replace view public.one as select id, name from public.pupil;",
        "create or replace view public.one as select id, name, points from public.pupil;",
        "create or replace view public.one as select id, public.f(id) as f from public.pupil;",
        (
            "create or replace view public.one as select id from public.pupil;\n"
            "comment on view public.one is 'Ö.';\ngrant select on public.one to public;"
        ),
    ]
)
_TWO = st.sampled_from(
    [
        "create or replace view public.two as select id from public.one;",
        "create or replace view public.two as select count(*) as n from public.one;",
    ]
)
_TOTALS = st.sampled_from(
    [
        "create materialized view public.totals as select id from public.one;",
        (
            "create materialized view public.totals as select id, 'ß' as s from public.one;\n"
            "create unique index totals_id_idx on public.totals (id);"
        ),
        (
            "create materialized view public.totals as select id from public.pupil;\n"
            "create index totals_id_idx on public.totals (id);\n"
            "comment on index public.totals_id_idx is 'I.';"
        ),
    ]
)
_TRIGGER = st.builds(
    """create or replace function public.note() returns trigger
language plpgsql as $$ begin {} return new; end $$;
create or replace trigger note {} on public.pupil
for each row execute function public.note();""".format,
    st.sampled_from(["", "perform 1;"]),
    st.sampled_from(["before insert", "after update", "before insert or update"]),
)
_JOB = st.builds(
    "select cron.schedule('tidy', '{} 3 * * *', 'select 1');".format, st.integers(0, 9)
)
# What a view needs is there whenever the view is.
_FILES = st.fixed_dictionaries(
    {"functions/f": _FUNCTIONS, "views/one": _ONE},
    optional={
        "views/two": _TWO,
        "views/totals": _TOTALS,
        "triggers/note": _TRIGGER,
        "schedules/tidy": _JOB,
    },
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(states=st.lists(_FILES, min_size=2, max_size=4))
def test_any_edits(server, states) -> None:
    """Each edit's pair goes up, down and up exactly, and then there is nothing to make."""
    url = fresh_database(server(18))
    install_cron_stand_in(url)
    with tempfile.TemporaryDirectory() as folder, db.connect(url) as conn:
        bench = Bench(conn, Path(folder))
        there: set[str] = set()
        for files in states:
            bench.edit({name: files.get(name) for name in there | files.keys()})
            there = set(files)
            pair = bench.make()
            if pair:
                bench.run_there_and_back(pair)
            assert bench.make() is None
