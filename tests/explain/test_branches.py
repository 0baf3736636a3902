"""A plan drawn as a tree: every node is in one line."""

from hypothesis import given
from hypothesis import strategies as st

from refdb.explain import Node, Plan, branches

TYPES = ("Hash Join", "Hash", "Seq Scan", "Bitmap Heap Scan", "Bitmap Index Scan", "Sort")
NODES = st.recursive(
    st.builds(Node, st.sampled_from(TYPES)),
    lambda inner: st.builds(
        lambda kind, children: Node(kind, children=tuple(children)),
        st.sampled_from(TYPES),
        st.lists(inner, max_size=3),
    ),
)


@given(NODES)
def test_each_node_stands_in_one_line(root) -> None:
    """No node of a plan is lost or told twice, whichever need no line of their own."""
    plan = Plan(root)
    places = [place for branch in branches(plan) for place in branch.positions]
    assert sorted(places) == list(range(len(plan.nodes)))


@given(NODES)
def test_each_line_tells_of_its_node(root) -> None:
    """A line's first place is where its own node stands."""
    plan = Plan(root)
    assert all(plan.nodes[one.positions[0]] == one.node for one in branches(plan))


def test_the_tree_is_drawn() -> None:
    """Children hang below the node that takes their rows; a hash has no line of its own."""
    scan = Node("Seq Scan", relation="b", filter="(x = 1)")
    join = Node(
        "Hash Join", children=(Node("Seq Scan", relation="a"), Node("Hash", children=(scan,)))
    )
    drawn = branches(Plan(Node("Sort", sort_keys=("a.x",), children=(join,))))
    assert [f"{one.guide}{one.head}" for one in drawn] == [
        "sort by a.x",
        "└─ hash join",
        "   ├─ whole read of a",
        "   └─ whole read of b",
    ]
    assert drawn[-1].positions == (4, 3)
    assert drawn[-1].details == ("keeping rows where x = 1",)
