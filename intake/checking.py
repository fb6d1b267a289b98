"""The database's own rules, asked of the planned rows before any is written, so that each breach has file and line."""

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from intake.database import compose, fetch, listed, run
from intake.kinds import KINDS, Kind
from intake.planning import columns_of
from intake.refusals import Refusals

DUE = """
-- The rows that would be written, as they would be then: new ones, and present ones with what is taken.
CREATE TEMPORARY VIEW {due} AS
SELECT number, file, line, sound, id, 1 AS version, {columns} FROM {plan} WHERE NOT known AND NOT blocked
UNION ALL
SELECT c.number, c.file, c.line, true, n.id, n.version, {n_columns}
FROM changes c JOIN {table} o ON o.id = c.id CROSS JOIN LATERAL jsonb_populate_record(o, c.taken) n
WHERE c.kind = {kind} AND c.taken <> '{{}}'
"""
RULES = """
SELECT conname, pg_get_expr(conbin, conrelid), NULL::text[] FROM pg_constraint
WHERE conrelid = {table}::regclass AND contype = 'c'
UNION ALL
SELECT c.relname, coalesce(pg_get_expr(i.indpred, i.indrelid), 'true'), ARRAY(
  SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY k(number, place)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number ORDER BY k.place)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = {table}::regclass AND i.indisunique AND NOT i.indisprimary
"""
BROKEN = """
SELECT f.name, d.line FROM (SELECT * FROM {due} WHERE sound AND NOT ({rule})) d JOIN files f ON f.number = d.file
"""
TWICE = """
SELECT f.name, d.line, ({columns})::text
FROM (SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY {columns} ORDER BY number) AS nth
                     FROM {due} WHERE sound AND ({rule})) counted WHERE nth > 1 AND ({columns}) IS NOT NULL) d
JOIN files f ON f.number = d.file
"""
TAKEN = """
-- Rows that stay as they are and have what a planned row wants.
SELECT f.name, d.line, ({d_columns})::text
FROM (SELECT * FROM {due} WHERE sound AND ({rule})) d
JOIN (SELECT * FROM {table} WHERE ({rule})) t ON ({t_columns}) = ({d_columns}) AND t.id <> d.id
JOIN files f ON f.number = d.file
WHERE NOT EXISTS (SELECT FROM {due} other WHERE other.id = t.id)
"""
IMMUTABLE = """
SELECT f.name, c.line, c.key FROM changes c JOIN files f ON f.number = c.file
WHERE c.kind = 'document' AND c.taken ?| ARRAY['sha256', 'media_type']
"""


def check_rules(refusals: Refusals) -> None:
    """Ask every check and uniqueness constraint of every kind's table, and whether a document's text would change."""
    for kind in KINDS.values():
        columns = {"id", "version", *columns_of(kind)}
        run(_due(kind))
        for name, rule, unique in fetch(compose(RULES, table=Literal(kind.table))):
            if unique is None:
                _refuse_broken(kind, name, rule, refusals)
            elif columns.issuperset(unique):
                _refuse_taken(kind, rule, unique, refusals)
    for file, line, key in fetch(SQL(IMMUTABLE)):
        message = f"file: document “{key}” was imported with another text or media type, and neither ever changes."
        refusals.add(file, line, f"{message} Expected a new document that supersedes it.")


def _due(kind: Kind) -> Composed:
    columns = columns_of(kind)
    return compose(
        DUE,
        **_named(kind),
        plan=Identifier(f"plan_{kind.name}"),
        kind=Literal(kind.name),
        columns=listed([Identifier(c) for c in columns]),
        n_columns=listed([Identifier("n", c) for c in columns]),
    )


def _named(kind: Kind) -> dict[str, Composable]:
    return {"due": Identifier(f"due_{kind.name}"), "table": Identifier(kind.table)}


def _refuse_broken(kind: Kind, name: str, rule: str, refusals: Refusals) -> None:
    for file, line in fetch(compose(BROKEN, due=_named(kind)["due"], rule=SQL(rule))):
        said = name.replace("_", " ")
        refusals.add(file, line, f"this {kind.name.replace('_', ' ')} breaks the rule “{said}”.")


def _refuse_taken(kind: Kind, rule: str, unique: list[str], refusals: Refusals) -> None:
    within = compose(TWICE, due=_named(kind)["due"], columns=_row(unique), rule=SQL(rule))
    outside = compose(TAKEN, **_named(kind), rule=SQL(rule), t_columns=_row(unique, "t"), d_columns=_row(unique, "d"))
    what = " and ".join(c.removesuffix("_id") for c in unique)
    for statement, whose in ((within, "another row of the bundle"), (outside, "a row that is there already")):
        for file, line, found in fetch(statement):
            message = f"{what} {found} is that of {whose}. Expected one of its own."
            refusals.add(file, line, f"{kind.name.replace('_', ' ')}: {message}")


def _row(columns: list[str], *alias: str) -> Composed:
    return listed([Identifier(*alias, c) for c in columns])
