"""What is to be mended, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.errors import StatementFailedError
from refdb.findings import Finding
from refdb.prove.values import Proof, Verdict
from refdb.tree import ROLLBACK_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.prove.values import Chain
    from refdb.tree import Migration

_SHOWN = 3  # changes that a finding's sentence names


def rollback_file(proof: Proof) -> str:
    """Answers the name of a migration's rollback file, which need not be there."""
    rollback = proof.migration.rollback
    if rollback:
        return rollback.file
    return proof.migration.apply.file.removesuffix(".sql") + ROLLBACK_SUFFIX


def lines(proof: Proof) -> tuple[str, ...]:
    """Answers what was found out about a migration, besides its verdict, one thing a line."""
    return tuple(_lines(proof))


def _lines(proof: Proof) -> Iterator[str]:
    if proof.error and proof.verdict is Verdict.NOT_REVERSIBLE:
        yield f"applied again: {_said(proof)}"
    elif proof.error:
        yield f"{proof.when}: {_said(proof)}" if proof.when else _said(proof)
    yield from (change.line() for change in proof.changes)
    yield from (f"applied again: {change.line()}" for change in proof.again)
    yield from (loss.line() for loss in proof.losses)
    if proof.verdict is Verdict.IRREVERSIBLE:
        yield proof.migration.irreversible


def _said(proof: Proof) -> str:
    error = proof.error
    state = error.sqlstate if isinstance(error, StatementFailedError) else ""
    return f"{error} (SQLSTATE {state})" if state else str(error)


def findings(proofs: Iterable[Proof], chain: Chain) -> tuple[Finding, ...]:
    """Answers what is to be mended: of each migration, its long names, and of the chain."""
    proofs = tuple(proofs)
    found = [_finding(one) for one in proofs if not one.verdict.is_good]
    found += [name for one in proofs for name in _cut(one.migration)]
    if chain.left:
        found.append(_left(chain))
    return tuple(found)


def _finding(proof: Proof) -> Finding:
    error = proof.error
    return Finding(
        f"prove/{proof.verdict.value.replace(' ', '-')}",
        proof.migration.id,
        _message(proof),
        file=(error.file if error else "") or _file(proof),
        line=(error.line if error else None) or 0,
        hint=_hint(proof),
    )


def _cut(migration: Migration) -> Iterator[Finding]:
    """Names in a migration's files that Postgres makes others of."""
    for script in filter(None, (migration.apply, migration.rollback)):
        for one in sqltext.long_names(script.text):
            size = len(one.name.encode())
            yield Finding(
                "prove/long-name",
                migration.id,
                f"{one.name} has {size} bytes, and Postgres cuts it to {one.kept}",
                file=script.file,
                line=one.line,
                hint=f"Give it a name of at most {sqltext.LONGEST_NAME} bytes.",
            )


def _file(proof: Proof) -> str:
    is_apply = proof.verdict is Verdict.APPLY_FAILS
    return proof.migration.apply.file if is_apply else rollback_file(proof)


def _message(proof: Proof) -> str:
    said, verdict = lines(proof), proof.verdict
    if verdict is Verdict.NO_ROLLBACK:
        return "there is no rollback" if not proof.migration.rollback else "does nothing"
    more = f"; and {len(said) - _SHOWN} more" if len(said) > _SHOWN else ""
    return f"{_WORDS[verdict]}: {'; '.join(said[:_SHOWN])}{more}"


_WORDS = {
    Verdict.LOSES_DATA: "loses what its header does not name",
    Verdict.NOT_REVERSIBLE: "does not restore what was there before",
    Verdict.ROLLBACK_FAILS: "the rollback fails",
    Verdict.APPLY_FAILS: "the migration fails",
}


def _hint(proof: Proof) -> str:
    mended = f"then run `refdb prove --from {proof.migration.id}`."
    file = rollback_file(proof)
    if proof.verdict is Verdict.NO_ROLLBACK:
        return (
            f"Write {file}, or say why there can be none with the header `-- irreversible: reason`."
        )
    if proof.verdict is Verdict.APPLY_FAILS:
        return f"Mend {proof.migration.apply.file}, {mended}"
    if proof.verdict is Verdict.LOSES_DATA:
        names = ", ".join(dict.fromkeys(loss.names[0] for loss in proof.losses))
        return f"Keep it, or say so in {file}: `-- loses: {names}`; {mended}"
    return f"Mend {file}, {mended}"


def _left(chain: Chain) -> Finding:
    shown = "; ".join(one.line() for one in chain.left[:_SHOWN])
    more = f"; and {len(chain.left) - _SHOWN} more" if len(chain.left) > _SHOWN else ""
    return Finding(
        "prove/chain",
        "chain",
        f"rolled back from the top, the database is not as it was: {shown}{more}",
        hint="Each rollback restores alone: look for one that leans on what a later one leaves.",
    )
