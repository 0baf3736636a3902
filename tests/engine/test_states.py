"""Random walks: whatever is applied and rolled back, ledger and tables agree."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refdb import catalog, config, db
from refdb.project import Project
from trees import write_tree

_NUMBERS = range(1, 6)
_MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("apply"), st.sampled_from([None, *map(str, _NUMBERS)])),
        st.tuples(st.just("rollback"), st.integers(1, 4)),
        st.tuples(st.just("redo"), st.integers(1, 3)),
    ),
    max_size=8,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=_MOVES)
def test_ledger_says_what_is_there(tmp_path, database, moves) -> None:
    """After any moves, the applied migrations are the tables that exist, a run from the first."""
    files = {}
    for number in _NUMBERS:
        files[f"000{number}_t.sql"] = f"create table t{number} ();\n"
        files[f"000{number}_t.rollback.sql"] = f"drop table t{number};\n"
    write_tree(tmp_path, files)
    project = Project(config.Config(root=tmp_path), target=database)
    project.rollback(steps=None)
    for verb, value in moves:
        if verb == "apply":
            project.apply(to=value)
        else:
            getattr(project, verb)(steps=value)
        states = [one.state for one in project.status().states]
        applied = states.count("applied")
        assert states == ["applied"] * applied + ["pending"] * (5 - applied)
        with db.connect(database) as conn:
            tables = {one.identity for one in catalog.read_entries(conn)}
        assert tables == {f"public.t{number}" for number in range(1, applied + 1)}
