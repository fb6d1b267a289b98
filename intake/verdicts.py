"""The plan counted and told: how many rows of each kind are new, changed, unchanged, conflicting or gone.

A row of which one value is taken and another conflicts counts as both.
"""

from psycopg.sql import SQL, Identifier, Literal

from intake.database import compose, fetch, listed
from intake.kinds import KINDS
from intake.report import Conflict, Counts, Gone
from intake.shapes import CITATION

TOLD = 1000
"""How many conflicts and how many gone rows are told one by one."""

COUNT = """
SELECT {kind}, count(*) FILTER (WHERE NOT known AND NOT blocked),
  (SELECT count(*) FROM changes WHERE kind = {kind} AND taken <> '{{}}'),
  count(*) FILTER (WHERE known AND alive AND NOT blocked)
    - (SELECT count(*) FROM changes
       WHERE kind = {kind} AND number IS NOT NULL AND (taken <> '{{}}' OR conflicting <> '{{}}')),
  (SELECT count(*) FROM changes WHERE kind = {kind} AND conflicting <> '{{}}'),
  count(*) FILTER (WHERE blocked OR NOT alive),
  (SELECT count(*) FROM intake_imported i
   WHERE i.bundle = {bundle} AND i.kind = {kind} AND NOT EXISTS (SELECT FROM {plan} p WHERE p.key = i.key))
FROM {plan}
"""
PASSAGES = """
SELECT count(*) FILTER (WHERE NOT known), count(*) FILTER (WHERE known AND audience > present),
  count(*) FILTER (WHERE known AND audience <= present) FROM passages
"""
CONFLICTING = """
SELECT f.name, c.line, c.kind, c.key, e.key, e.value -> 0, e.value -> 1, e.value -> 2
FROM changes c JOIN files f ON f.number = c.file CROSS JOIN LATERAL jsonb_each(c.conflicting) e
ORDER BY c.file, c.line, e.key LIMIT {most}
"""
REMOVED = """
SELECT f.name, p.line, p.key, CASE WHEN p.blocked THEN 'it hangs on (or refers to) a record that staff removed'
  ELSE 'staff removed this record since it was imported' END
FROM {plan} p JOIN files f ON f.number = p.file
WHERE p.blocked OR NOT p.alive ORDER BY p.number LIMIT {most}
"""
GONE = """
SELECT i.file, i.line, i.kind,
  CASE i.kind WHEN 'citation' THEN concat_ws(' ', i.values ->> 'field', i.values ->> 'states') ELSE i.key END
FROM intake_imported i
WHERE i.bundle = {bundle} AND i.kind = {kind} AND NOT EXISTS (SELECT FROM {plan} p WHERE p.key = i.key)
ORDER BY i.file, i.line, i.key LIMIT {most}
"""
ALL_KINDS = (*KINDS, CITATION)


def counts(bundle: str) -> dict[str, Counts]:
    """By kind; passages are counted where they are new or seen more widely."""
    asked = [
        compose(COUNT, kind=Literal(kind), plan=Identifier(f"plan_{kind}"), bundle=Literal(bundle))
        for kind in ALL_KINDS
    ]
    found: dict[str, Counts] = {}
    for kind, new, changed, unchanged, disputed, removed, gone in fetch(listed(asked, " UNION ALL ")):
        found[kind] = Counts(
            new=new,
            changed=changed,
            unchanged=unchanged,
            conflicting=disputed + removed,
            gone=gone,
        )
    ((new, wider, _),) = fetch(SQL(PASSAGES))
    return {**found, "passage": Counts(new=new, changed=wider, unchanged=0, conflicting=0, gone=0)}


def conflicts() -> tuple[Conflict, ...]:
    """Values that staff and the bundle both changed, then rows that staff removed."""
    told = [_disputed(*row) for row in fetch(compose(CONFLICTING, most=Literal(TOLD)))]
    for kind in ALL_KINDS:
        asked = compose(REMOVED, plan=Identifier(f"plan_{kind}"), most=Literal(TOLD))
        told += [_removed(kind, *row) for row in fetch(asked)]
    return tuple(told[:TOLD])


def gone(bundle: str) -> tuple[Gone, ...]:
    """Rows that the bundle no longer holds."""
    told: list[Gone] = []
    for kind in ALL_KINDS:
        asked = compose(
            GONE, bundle=Literal(bundle), kind=Literal(kind), plan=Identifier(f"plan_{kind}"), most=Literal(TOLD)
        )
        told += [Gone(file=file, line=line, kind=name, key=key) for file, line, name, key in fetch(asked)]
    return tuple(told[:TOLD])


def _disputed(file: str, line: int, kind: str, key: str, field: str, *values: str) -> Conflict:
    last, present, new = values
    return Conflict(file=file, line=line, kind=kind, key=key, field=field, last=last, present=present, new=new)


def _removed(kind: str, file: str, line: int, key: str, because: str) -> Conflict:
    return Conflict(file=file, line=line, kind=kind, key=key, because=f"{because}; it is not written again.")
