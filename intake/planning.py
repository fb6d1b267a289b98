"""What an import would do: each row resolved (``plan_<kind>``) and compared with what was imported (``changes``)."""

from collections.abc import Sequence

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal
from psycopg.types.json import Jsonb

from intake.database import compose, fetch, listed, run
from intake.kinds import KINDS, Kind
from intake.resolving import parts_of
from intake.shapes import CITATION, Shape
from people.models import Citation
from people.vocabulary import Verdict
from sources.models import Document

BOOKKEEPING = ("number", "file", "line", "sound")
CITATION_VALUES = ("audience", "field", "states", "basis", "verdict", "why")
"""What is compared of a citation; the rest of it makes its key."""

PLAN = """
-- ``blocked``: a row that hangs on, or refers to, a record that staff removed, or a row that is blocked itself.
CREATE TEMPORARY TABLE {plan} ON COMMIT DROP AS
SELECT r.number, r.key, r.file, r.line, r.sound, k.id, k.known, k.alive, NOT ({standing}) AS blocked,
       {columns}
FROM {raw} r JOIN ids k ON k.number = r.number AND k.kind = {kind} {joins}
"""
JOIN_PARENT = " LEFT JOIN ids {alias} ON {alias}.number = r.{column} AND {alias}.kind = {to}"
JOIN_REFERENCE = " LEFT JOIN ids {alias} ON {alias}.key = r.{column} AND {alias}.kind = {to}"

PLAN_CITATION = """
CREATE TEMPORARY TABLE plan_citation ON COMMIT DROP AS
SELECT r.number, r.key, r.file, r.line, r.sound,
       coalesce(i.record, gen_random_uuid()) AS id, i.record IS NOT NULL AS known,
       i.record IS NULL OR EXISTS (SELECT FROM people_citation c WHERE c.id = i.record) AS alive,
       NOT (t.alive AND d.alive AND coalesce(s.alive, true) AND coalesce(v.alive, true)) AS blocked,
       r.target_kind, t.id AS target, d.id AS document, r.start, r."end", r.quote, r.field,
       coalesce(s.id::text, r.states, '') AS states, r.basis, r.verdict, r.why, r.audience, r.attributed_description,
       CASE v.kind WHEN 'person' THEN v.id END AS attributed_person_id,
       CASE v.kind WHEN 'organisation' THEN v.id END AS attributed_organisation_id
FROM raw_citation r
JOIN ids t ON t.number = r.target
JOIN ids d ON d.kind = 'document' AND d.key = r.document
LEFT JOIN ids s ON s.kind = r.states_kind AND s.key = r.states_ref
LEFT JOIN ids v ON v.kind IN ('person', 'organisation') AND v.key = r.by_ref
LEFT JOIN intake_imported i ON i.bundle = {bundle} AND i.kind = 'citation' AND i.key = r.key
"""
PLAN_PASSAGES = """
-- Passages are values: one for each document, start and end, as wide as the widest citation that needs it.
CREATE TEMPORARY TABLE passages ON COMMIT DROP AS
SELECT c.document, c.start, c."end", c.quote, c.audience,
       coalesce(p.id, gen_random_uuid()) AS id, p.id IS NOT NULL AS known,
       p.audience AS present
FROM (
  SELECT document, start, "end", min(quote) AS quote, max(audience) AS audience
  FROM plan_citation WHERE NOT known AND NOT blocked GROUP BY document, start, "end") c
LEFT JOIN sources_passage p ON p.document_id = c.document AND p.start = c.start AND p."end" = c."end"
"""

BLOCKED = "SELECT EXISTS (SELECT FROM {plan} WHERE blocked)"
BLOCK = "UPDATE ids k SET alive = false FROM {plan} p WHERE p.blocked AND k.number = p.number"

CHANGES = """
CREATE TEMPORARY TABLE changes (
  kind text, number bigint, key text, file integer, line integer, id uuid,
  taken jsonb, conflicting jsonb, remembered jsonb
) ON COMMIT DROP
"""
COMPARE = """
-- The present rows are locked, so that nobody changes them between this comparison and the writing.
INSERT INTO changes
SELECT {kind}, p.number, p.key, p.file, p.line, p.id, w.taken || {spans}, w.conflicting, w.remembered
FROM {plan} p
JOIN intake_imported i ON i.bundle = {bundle} AND i.kind = {kind} AND i.key = p.key
JOIN {table} t ON t.id = p.id
CROSS JOIN LATERAL intake_three_way({defaults} || i.values, {present}, {staged}) w
WHERE p.known AND NOT p.blocked AND i.values IS DISTINCT FROM {staged}
FOR UPDATE OF t
"""
WITHDRAW = """
-- A citation that the bundle takes back, though it still holds the row that it was about, and that staff did not touch.
INSERT INTO changes
SELECT {kind}, NULL, i.key, NULL, NULL, i.record, {said}, '{{}}', i.values || {said}
FROM intake_imported i JOIN people_citation t ON t.id = i.record
JOIN ids k ON k.id = coalesce({targets}) AND k.number IS NOT NULL
WHERE i.bundle = {bundle} AND i.kind = {kind} AND i.values ->> 'verdict' <> {rejected} AND i.values = {present}
  AND NOT EXISTS (SELECT FROM plan_citation p WHERE p.key = i.key)
FOR UPDATE OF t
"""
DEFAULTS = "(SELECT {values} FROM jsonb_populate_record(NULL::{table}, {blank}) x)"


def plan_all(shapes: dict[str, Shape], *, bundle: str) -> None:
    """Make ``plan_<kind>`` for every kind, ``passages`` and ``changes``."""
    run(SQL(CHANGES))
    for kind in KINDS.values():
        run(_plan(kind, bundle))
        _block(kind, bundle)
        run(_compare(kind, _defaults(shapes[kind.name]), bundle))
    run(compose(PLAN_CITATION, bundle=Literal(bundle)))
    run(SQL("ANALYZE plan_citation"))
    run(SQL(PLAN_PASSAGES))
    run(_compare_citations(bundle))
    run(_withdraw(bundle))


def _withdraw(bundle: str) -> Composed:
    """Reject what the bundle no longer says of its rows; what it says again is compared with that, and so accepted."""
    return compose(
        WITHDRAW,
        kind=Literal(CITATION),
        bundle=Literal(bundle),
        said=Literal(Jsonb({"verdict": Verdict.REJECTED.value, "why": f"taken back by the bundle {bundle}"})),
        rejected=Literal(Verdict.REJECTED.value),
        targets=listed([Identifier("t", field.attname) for field in Citation.target_fields()]),
        present=values_of(CITATION_VALUES, "t"),
    )


def _block(kind: Kind, bundle: str) -> None:
    """Let what hangs on a blocked row be blocked too."""
    if fetch(compose(BLOCKED, **parts_of(kind, bundle)))[0][0]:
        run(compose(BLOCK, **parts_of(kind, bundle)))


def columns_of(kind: Kind) -> tuple[str, ...]:
    """The columns of the record's table that an import writes."""
    return (*kind.columns(), *kind.spans().values())


def values_of(columns: Sequence[str], alias: str) -> Composed:
    """The values of a row as one JSON object, without those that are NULL."""
    pairs = [compose("{name}, {value}", name=Literal(c), value=Identifier(alias, c)) for c in columns]
    return compose("jsonb_strip_nulls(jsonb_build_object({pairs}))", pairs=listed(pairs))


def compared(kind: Kind) -> tuple[str, ...]:
    """The columns that are compared: not the bytes and the text of a document, for which its hash stands."""
    return tuple(c for c in kind.columns() if kind.model is not Document or c not in ("original", "text"))


def _plan(kind: Kind, bundle: str) -> Composed:
    joins: list[Composable] = []
    sources: dict[str, list[Identifier]] = {}
    for name, column, to, template in _links(kind):
        alias = Identifier(f"{column}_ids")
        joins.append(compose(template, alias=alias, column=Identifier(column), to=Literal(to)))
        sources.setdefault(f"{name}_id", []).append(alias)
    plain = [c for c in columns_of(kind) if c not in sources]
    linked = [
        compose(
            "coalesce({ids}) AS {name}",
            ids=listed([compose("{alias}.id", alias=alias) for alias in aliases]),
            name=Identifier(column),
        )
        for column, aliases in sources.items()
    ]
    standing = [compose("coalesce({a}.alive, true)", a=alias) for found in sources.values() for alias in found]
    return compose(
        PLAN,
        **parts_of(kind, bundle) | {"bundle": SQL("")},
        standing=listed([SQL("true"), *standing], " AND "),
        columns=listed([*(Identifier("r", c) for c in plain), *linked]),
        joins=listed(joins, " "),
    )


def _links(kind: Kind) -> list[tuple[str, str, str, str]]:
    """Every way in which a staged row names another: field, staged column, kind, join."""
    parents = [(name, f"{name}_number", kind.of_parent(name), JOIN_PARENT) for name in kind.parents]
    return parents + [(key, r.column, r.to, JOIN_REFERENCE) for key, r in kind.references.items()]


def _defaults(shape: Shape) -> Composed:
    """What a row would say that says nothing, for fields that did not exist at its last import."""
    blank = {column: shape.blank[at] for at, column in enumerate(shape.columns) if at >= shape.audience}
    given = Literal(Jsonb({k: v for k, v in blank.items() if v is not None and not k.endswith("_ref")}))
    kind = shape.kind
    return compose(DEFAULTS, values=values_of(compared(kind), "x"), table=Identifier(kind.table), blank=given)


def _compare(kind: Kind, defaults: Composed, bundle: str) -> Composed:
    spans = [
        compose(
            "CASE WHEN w.taken ? {value} THEN jsonb_build_object({span}, p.{column}) ELSE '{{}}' END",
            value=Literal(value),
            span=Literal(span),
            column=Identifier(span),
        )
        for value, span in kind.spans().items()
    ]
    return compose(
        COMPARE,
        **{key: part for key, part in parts_of(kind, bundle).items() if key != "raw"},
        spans=listed([SQL("'{{}}'::jsonb").format(), *spans], " || "),
        defaults=defaults,
        present=values_of(compared(kind), "t"),
        staged=values_of(compared(kind), "p"),
    )


def _compare_citations(bundle: str) -> Composed:
    return compose(
        COMPARE,
        kind=Literal(CITATION),
        plan=Identifier("plan_citation"),
        table=Identifier(Citation._meta.db_table),
        bundle=Literal(bundle),
        spans=SQL("'{{}}'::jsonb").format(),
        defaults=SQL("'{{}}'::jsonb").format(),
        present=values_of(CITATION_VALUES, "t"),
        staged=values_of(CITATION_VALUES, "p"),
    )
