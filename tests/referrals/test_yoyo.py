"""yoyo's own command line on the tree that refdb ships with."""

import subprocess
import sys
from pathlib import Path

_YOYO = Path(sys.executable).with_name("yoyo")


def _yoyo(site, verb, *options):
    url = site.url.replace("postgresql://", "postgresql+psycopg://")
    folder = site.project.tree.migrations_folder
    done = subprocess.run(
        [_YOYO, verb, "--no-config-file", "--batch", "--database", url, *options, folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_yoyo_applies_and_rolls_back_the_whole_tree(site) -> None:
    """Yoyo takes the schema up as refdb does, and down to nothing again."""
    before = site.dump()
    site.project.apply()
    by_refdb = site.dump()
    site.project.rollback(steps=None)
    _yoyo(site, "apply")
    assert site.dump() == by_refdb
    assert {one.state for one in site.project.status().states} == {"applied"}
    _yoyo(site, "rollback", "--revision", site.project.tree.migrations[0].id)
    assert {one.state for one in site.project.status().states} == {"pending"}
    assert site.dump() == before
