"""The plan carried out set by set, those first that others refer to, each with what is remembered of its rows."""

from collections.abc import Callable
from datetime import datetime

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from intake.database import compose, fetch, listed, run
from intake.kinds import KINDS, Kind
from intake.planning import CITATION_VALUES, columns_of, compared, values_of
from intake.resolving import parts_of
from intake.shapes import CITATION
from people.models import TARGETS, Citation

BATCH = 100_000
"""Rows numbered so far apart are inserted by one statement: the server keeps in memory a check for each foreign key of
each row of a statement, and a citation has 27."""

INSERT = """
INSERT INTO {table} (id, version, {columns})
SELECT id, 1, {columns} FROM {plan} WHERE NOT known AND NOT blocked AND number >= {low} AND number < {high}
"""
UPDATE = """
UPDATE {table} t SET {assignments}
FROM changes c JOIN {table} o ON o.id = c.id CROSS JOIN LATERAL jsonb_populate_record(o, c.taken) n
WHERE c.kind = {kind} AND t.id = c.id AND c.taken <> '{{}}' AND {which}
"""
INSERT_PASSAGES = """
INSERT INTO sources_passage (id, version, audience, document_id, start, "end", quote)
SELECT id, 1, audience, document, start, "end", quote FROM passages WHERE NOT known
"""
WIDEN_PASSAGES = """
UPDATE sources_passage t SET audience = p.audience FROM passages p
WHERE t.id = p.id AND p.known AND p.audience > p.present
"""
INSERT_CITATIONS = """
INSERT INTO people_citation (id, version, audience, passage_id, field, states, basis, verdict, why, judged,
  attributed_person_id, attributed_organisation_id, attributed_description, {targets})
SELECT c.id, 1, c.audience, p.id, c.field, c.states, c.basis, c.verdict, c.why, {at},
  c.attributed_person_id, c.attributed_organisation_id, c.attributed_description, {chosen}
FROM plan_citation c JOIN passages p ON p.document = c.document AND p.start = c.start AND p."end" = c."end"
WHERE NOT c.known AND NOT c.blocked AND c.number >= {low} AND c.number < {high}
"""
REMEMBER = """
INSERT INTO intake_imported (bundle, kind, key, record, values, file, line, at)
SELECT {bundle}, {kind}, p.key, p.id, {values}, f.name, p.line, {at}
FROM {plan} p JOIN files f ON f.number = p.file WHERE NOT p.known AND NOT p.blocked
"""
REMEMBER_CHANGES = """
UPDATE intake_imported i SET values = c.remembered, at = {at}
FROM changes c WHERE i.bundle = {bundle} AND i.kind = c.kind AND i.key = c.key AND i.values <> c.remembered
"""
REMEMBER_PLACES = """
UPDATE intake_imported i SET file = f.name, line = p.line
FROM {plan} p JOIN files f ON f.number = p.file
WHERE p.known AND i.bundle = {bundle} AND i.kind = {kind} AND i.key = p.key AND (i.file, i.line) <> (f.name, p.line)
"""


def write_all(*, bundle: str, at: datetime, tell: Callable[[str], None]) -> None:
    """Write every planned row. Foreign keys are checked statement by statement, so that the checks do not pile up."""
    run(SQL("SET CONSTRAINTS ALL IMMEDIATE"))
    for kind in KINDS.values():
        tell(f"writing {kind.model._meta.verbose_name_plural}")
        _write(kind, bundle=bundle, at=at)
    tell("writing passages")
    run(SQL(INSERT_PASSAGES))
    run(SQL(WIDEN_PASSAGES))
    tell("writing citations")
    _write_citations(bundle=bundle, at=at)
    run(compose(REMEMBER_CHANGES, bundle=Literal(bundle), at=Literal(at)))
    run(SQL("SET CONSTRAINTS ALL DEFERRED"))


def _write(kind: Kind, *, bundle: str, at: datetime) -> None:
    parts = parts_of(kind, bundle) | {"at": Literal(at), "values": values_of(compared(kind), "p")}
    columns = columns_of(kind)
    if "preferred" in columns:
        # One preferred name a person holds row by row: who gives it up comes before who gets it.
        run(_update(kind, columns, SQL("c.taken @> '{\"preferred\": false}'")))
    insert = {**parts, "columns": listed([Identifier(c) for c in columns])}
    _in_batches(INSERT, insert, whole=_refers_to_itself(kind))
    run(_update(kind, columns, SQL("true")))
    run(compose(REMEMBER_PLACES, **parts))
    run(compose(REMEMBER, **parts))


def _update(kind: Kind, columns: tuple[str, ...], which: Composable) -> Composed:
    assignments = [compose("{c} = {n}", c=Identifier(c), n=Identifier("n", c)) for c in columns]
    return compose(
        UPDATE,
        table=Identifier(kind.table),
        kind=Literal(kind.name),
        which=which,
        assignments=listed(assignments),
    )


def _refers_to_itself(kind: Kind) -> bool:
    return any(reference.to == kind.name for reference in kind.references.values())


def _in_batches(template: str, parts: dict[str, Composable], *, whole: bool) -> None:
    found = fetch(compose("SELECT min(number), max(number) FROM {plan} WHERE NOT known AND NOT blocked", **parts))
    low, high = found[0]
    if low is None:
        return
    step = high - low + 1 if whole else BATCH
    for start in range(low, high + 1, step):
        run(compose(template, **parts, low=Literal(start), high=Literal(start + step)))


def _write_citations(*, bundle: str, at: datetime) -> None:
    parts: dict[str, Composable] = {
        "kind": Literal(CITATION),
        "plan": Identifier("plan_citation"),
        "bundle": Literal(bundle),
        "at": Literal(at),
        "values": values_of(CITATION_VALUES, "p"),
        "targets": listed([Identifier(field.attname) for field in Citation.target_fields()]),
        "chosen": listed([compose("CASE c.target_kind WHEN {t} THEN c.target END", t=Literal(t)) for t in TARGETS]),
    }
    _in_batches(INSERT_CITATIONS, parts, whole=False)
    columns = CITATION_VALUES
    assignments = listed([compose("{c} = {n}", c=Identifier(c), n=Identifier("n", c)) for c in columns])
    table = Identifier(Citation._meta.db_table)
    run(compose(UPDATE, table=table, kind=Literal(CITATION), which=SQL("true"), assignments=assignments))
    run(compose(REMEMBER_PLACES, **parts))
    run(compose(REMEMBER, **parts))
