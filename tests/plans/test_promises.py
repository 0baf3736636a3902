"""Promises kept and broken by the plans of a real server."""

import pytest

KEPT = {
    "an index by an index only scan": "expect: index people_town_idx | integer | "
    "select born from people where town = $1",
    "an index by a bitmap scan": "expect: index people_town_idx | integer | "
    "select * from people where town = $1",
    "an index by an index scan": "expect: index people_pkey | integer | "
    "select * from people where id = $1",
    "index only": "expect: index only people_town_idx | integer | "
    "select born from people where town = $1",
    "bitmap": "expect: bitmap people_town_idx | integer | select * from people where town = $1",
    "a name with its schema": "expect: index public.people_pkey | integer | "
    "select * from people where id = $1",
    "another schema's index": "expect: index other.people_pkey | integer | "
    "select * from other.people where id = $1",
    "a name in capitals": "expect: index PEOPLE_PKEY | integer | "
    "select * from people where id = $1",
    "the index of a partitioned table": "expect: index visits_person_id_idx | integer | "
    "select * from visits where person_id = $1",
    "the index of one partition": "expect: index visits_2024_person_id_idx | integer | "
    "select * from visits where person_id = $1",
    "a node in any case": "expect: node AGGREGATE | | select count(*) from people",
    "a node as text has it": "expect: node HashAggregate | | "
    "select town, count(*) from people group by town",
    "a sort": "expect: sort | | select * from people order by state",
    "a read of the whole table": "expect: seq scan on people | | select * from people",
    "no read of the whole table": "forbid: seq scan on people | integer | "
    "select * from people where id = $1",
    "no read of another table": "forbid: seq scan on other.people | | select * from people",
    "no sort": "forbid: sort | integer | select * from people where id = $1",
    "no node": "forbid: node Hash Join | integer | select * from people where id = $1",
    "a custom plan for its values": "expect: index people_born_where_open_idx | date, text | "
    "select * from people where born = $1 and state = $2 | date '2000-05-05', 'open'",
}


def test_kept_promises(judged, contract) -> None:
    """Every kind of promise is kept by a plan that is so, on every version."""
    verdicts = judged(*map(contract, KEPT.values()))
    told = {name: one.findings for name, one in zip(KEPT, verdicts, strict=True)}
    assert told == dict.fromkeys(KEPT, ())
    assert verdicts[-1].kept
    assert verdicts[-1].plan
    assert [one.kind for one in verdicts].count("custom") == 1


BROKEN = {
    "expect: index people_born_where_open_idx | date | select * from people where born = $1": (
        "contract/index",
        "promises index people_born_where_open_idx, but the plan has `whole read of people",
        "is partial: the query must say (state = 'open'::text) itself",
    ),
    "expect: index people_pkey | integer | select * from people where town = $1": (
        "contract/index",
        "promises index people_pkey, but the plan has `bitmap of people_town_idx where town = $1",
        "The index is: CREATE UNIQUE INDEX people_pkey",
    ),
    "expect: index people_pkey | | select 1": (
        "contract/index",
        "promises index people_pkey, but the plan has none",
        "The index is: CREATE UNIQUE INDEX people_pkey",
    ),
    "expect: index only people_town_idx | integer | select * from people where town = $1": (
        "contract/index",
        "promises index only scan people_town_idx, but the plan has `bitmap of people_town_idx",
        "Every column that the query reads must be in the index",
    ),
    "expect: bitmap people_pkey | integer | select * from people where id = $1": (
        "contract/index",
        "promises bitmap scan people_pkey, but the plan has `index scan of people by people_pkey",
        "`-- expect: index people_pkey` takes any use of it",
    ),
    "expect: index small_pkey | integer | select * from small where id = $1": (
        "contract/index",
        "promises index small_pkey, but the plan has `whole read of small",
        "small has 20 rows here, too few for an index to pay",
    ),
    "expect: index people_twon_idx | integer | select * from people where town = $1": (
        "contract/name",
        "there is no index people_twon_idx",
        "Did you mean people_town_idx?",
    ),
    "expect: index zzzzzz | integer | select * from people where town = $1": (
        "contract/name",
        "there is no index zzzzzz",
        "Known: ",
    ),
    "forbid: seq scan on peopel | | select * from people": (
        "contract/name",
        "there is no table peopel",
        "Did you mean people?",
    ),
    "forbid: seq scan on open_people | | select * from open_people": (
        "contract/name",
        "open_people is a view, which no plan scans",
        "Name the tables that the view reads.",
    ),
    "forbid: node Hsah Join | | select * from people": (
        "contract/name",
        "there is no node type Hsah Join",
        "Did you mean hash join?",
    ),
    "forbid: seq scan on people | | select * from people where state = 'x'": (
        "contract/seq-scan",
        "`whole read of people, keeping rows where state = 'x'::text",
        "No index serves state = 'x'::text here",
    ),
    "forbid: seq scan | | select * from people": (
        "contract/seq-scan",
        "forbids seq scan, but the plan has `whole read of people",
        "asks for every row of it",
    ),
    "forbid: seq scan on guessed | | select * from guessed": (
        "contract/seq-scan",
        "forbids seq scan on guessed, but the plan has `whole read of guessed",
        "guessed was never analyzed, so the planner guesses: `analyze public.guessed`.",
    ),
    "forbid: seq scan on visits | | select * from visits": (
        "contract/seq-scan",
        "`whole read of visits_2024 (about 26.3k rows)` and `whole read of visits_2025",
        "asks for every row of it",
    ),
    "forbid: seq scan on visits_2025 | | select * from visits": (
        "contract/seq-scan",
        "but the plan has `whole read of visits_2025",
        "asks for every row of it",
    ),
    "forbid: seq scan on animals | | select * from old_animals": (
        "contract/seq-scan",
        "forbids seq scan on animals, but the plan has `whole read of old_animals",
        "was never analyzed",
    ),
    "forbid: sort | | select * from people order by state": (
        "contract/sort",
        "forbids sort, but the plan has `sort by people.state",
        "in this order (people.state)",
    ),
    "expect: sort | integer | select * from people where id = $1": (
        "contract/sort",
        "promises sort, but the plan has none",
        "Correct the promise, or the query.",
    ),
    "forbid: node Seq Scan | | select * from people": (
        "contract/node",
        "forbids node Seq Scan, but the plan has `whole read of people",
        "Change the query or its indexes",
    ),
    "expect: node Merge Join | | select * from people": (
        "contract/node",
        "promises node Merge Join, but the plan has none",
        "Correct the promise, or the query.",
    ),
    "expect: seq scan on people | integer | select * from people where id = $1": (
        "contract/seq-scan",
        "promises seq scan on people, but the plan has `index scan of people by people_pkey",
        "Correct the promise, or the query.",
    ),
}


@pytest.mark.parametrize("line", BROKEN)
def test_broken_promises(judged, line, contract) -> None:
    """Every kind of broken promise is told with what the plan has instead and what to do."""
    rule, message, hint = BROKEN[line]
    (verdict,) = judged(contract(line))
    (finding,) = verdict.findings
    assert (finding.rule, finding.object) == (rule, "c00")
    assert (finding.file, finding.line) == ("sql/plans/c00.sql", 1)
    assert message in finding.message
    assert hint in finding.hint
