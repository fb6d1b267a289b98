"""Who is meant: every staged row gets its record's id, every reference the id of the row that it names."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from django.utils import translation
from django_countries import countries
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from intake.cells import shown
from intake.database import compose, fetch, run
from intake.kinds import KINDS, REFERRED, TOP, Kind
from intake.refusals import Refusals
from intake.shapes import Row, Shape
from intake.staging import Staging
from people.vocabulary import PlaceKind
from sources.vocabulary import Audience

GUESSES = 100
"""For so many unknown keys a near one is looked for."""

IDS = """
CREATE TEMPORARY TABLE ids (number bigint, kind text, key text, id uuid, known boolean, alive boolean) ON COMMIT DROP
"""

REPEATED = """
SELECT f.name, again.line, again.key, first_file.name, first_row.line
FROM (SELECT key, min(number) AS number FROM {raw} GROUP BY key HAVING count(*) > 1) repeated
JOIN {raw} first_row ON first_row.number = repeated.number
JOIN {raw} again ON again.key = repeated.key AND again.number <> repeated.number
JOIN files f ON f.number = again.file JOIN files first_file ON first_file.number = first_row.file
"""
DROP_REPEATED = """
DELETE FROM {raw} r USING (SELECT key, min(number) AS number FROM {raw} GROUP BY key HAVING count(*) > 1) repeated
WHERE r.key = repeated.key AND r.number <> repeated.number
"""

WANTED_COUNTRIES = """
-- Countries meant as places that have no row yet, or only the one that this bundle brought.
SELECT code FROM unnest({codes}::text[]) AS code
WHERE NOT EXISTS (SELECT FROM raw_place r WHERE r.key = code OR r.kind = 'country' AND r.country = code)
  AND NOT EXISTS (
    SELECT FROM people_place p WHERE p.kind = 'country' AND p.country = code AND NOT EXISTS (
      SELECT FROM intake_imported i
      WHERE i.bundle = {bundle} AND i.kind = 'place' AND i.key = code AND i.record = p.id))
"""

GIVE_IDS = """
INSERT INTO ids
SELECT r.number, {kind}, r.key, coalesce(i.record, gen_random_uuid()), i.record IS NOT NULL,
       i.record IS NULL OR EXISTS (SELECT FROM {table} t WHERE t.id = i.record)
FROM {raw} r LEFT JOIN intake_imported i ON i.bundle = {bundle} AND i.kind = {kind} AND i.key = r.key
"""
EARLIER_IDS = """
-- Rows of earlier imports that the bundle no longer holds may still be referred to.
INSERT INTO ids
SELECT NULL, i.kind, i.key, i.record, true, EXISTS (SELECT FROM {table} t WHERE t.id = i.record)
FROM intake_imported i
WHERE i.bundle = {bundle} AND i.kind = {kind} AND NOT EXISTS (SELECT FROM {raw} r WHERE r.key = i.key)
"""
COUNTRY_IDS = """
INSERT INTO ids
SELECT NULL, 'place', code, coalesce(staged.id, present.id), true, true
FROM unnest({codes}::text[]) AS code
LEFT JOIN LATERAL (
  SELECT k.id FROM raw_place r JOIN ids k ON k.number = r.number
  WHERE r.kind = 'country' AND r.country = code ORDER BY r.number LIMIT 1) staged ON true
LEFT JOIN LATERAL (
  SELECT p.id FROM people_place p WHERE p.kind = 'country' AND p.country = code ORDER BY p.created, p.id LIMIT 1
) present ON true
WHERE NOT EXISTS (SELECT FROM ids k WHERE k.kind = 'place' AND k.key = code)
"""

UNKNOWN = """
SELECT f.name, coalesce((r.lines ->> {label})::integer, r.line), r.number, {reference}
FROM {raw} r JOIN files f ON f.number = r.file
WHERE {reference} IS NOT NULL AND NOT EXISTS (SELECT FROM ids k WHERE k.kind = {to} AND k.key = {reference})
"""
UNKNOWN_VOICE = """
SELECT f.name, coalesce((r.lines ->> 'by')::integer, r.line), r.by_ref, found.times
FROM raw_citation r JOIN files f ON f.number = r.file
CROSS JOIN LATERAL (
  SELECT count(*) AS times FROM ids k WHERE k.kind IN ('person', 'organisation') AND k.key = r.by_ref) found
WHERE r.by_ref IN (SELECT by_ref FROM (SELECT DISTINCT by_ref FROM raw_citation WHERE by_ref IS NOT NULL) voices
  WHERE (SELECT count(*) FROM ids k WHERE k.kind IN ('person', 'organisation') AND k.key = voices.by_ref) <> 1)
"""
UNKNOWN_STATED = """
SELECT f.name, r.line, r.field, r.states_kind, r.states_ref
FROM raw_citation r JOIN files f ON f.number = r.file
WHERE r.states_ref IS NOT NULL AND NOT EXISTS (SELECT FROM ids k WHERE k.kind = r.states_kind AND k.key = r.states_ref)
"""


def parts_of(kind: Kind, bundle: str) -> dict[str, Composable]:
    """What most statements name."""
    return {
        "kind": Literal(kind.name),
        "table": Identifier(kind.table),
        "raw": Identifier(f"raw_{kind.name}"),
        "plan": Identifier(f"plan_{kind.name}"),
        "bundle": Literal(bundle),
    }


def refuse_repeated(refusals: Refusals) -> None:
    """Two rows of one kind with one key: the second is refused, and left out of what follows."""
    for kind in TOP:
        raw = Identifier(f"raw_{kind}")
        for file, line, key, other, other_line in fetch(compose(REPEATED, raw=raw)):
            message = f"the {kind} {shown(key)} stands in {other}:{other_line} already. Expected each key once."
            refusals.add(file, line, message)
            run(compose(DROP_REPEATED, raw=raw))


def stage_countries(
    staging: Staging, wanted: Mapping[str, tuple[int, int]], *, shape: Shape, numbers: Iterable[int], bundle: str
) -> None:
    """Stage a row for each country that is meant as a place and has none."""
    codes = fetch(compose(WANTED_COUNTRIES, codes=Literal(list(wanted)), bundle=Literal(bundle)))
    for (code,), number in zip(codes, numbers, strict=False):
        cells = shape.blank.copy()
        cells[shape.audience] = str(int(Audience.PUBLIC))
        with translation.override("en"):
            name = str(countries.name(code))
        values = {"slug": code.lower(), "name": name, "kind": PlaceKind.COUNTRY.value, "country": code}
        for key, value in values.items():
            cells[shape.slots[key].at] = value
        kind, file, line = shape.kind.name, *wanted[code]
        row = Row(kind=kind, number=number, key=code, file=file, line=line, lines=None, sound=True, cells=tuple(cells))
        staging.add(row)
    staging.fill(())


def give_ids(codes: Iterable[str], *, bundle: str) -> None:
    """Fill ``ids``: new rows get a random id, rows imported before theirs."""
    run(SQL(IDS))
    for kind in KINDS.values():
        run(compose(GIVE_IDS, **parts_of(kind, bundle)))
        if kind.name in REFERRED:
            run(compose(EARLIER_IDS, **parts_of(kind, bundle)))
    run(SQL("ANALYZE ids"))
    run(compose(COUNTRY_IDS, codes=Literal(list(codes))))


def refuse_unknown(refusals: Refusals) -> None:
    """References, voices and stated references that lead nowhere."""
    keys = _Keys()
    for kind in KINDS.values():
        unsound: list[int] = []
        for key, reference in kind.references.items():
            column = Identifier("r", reference.column)
            asked = compose(
                UNKNOWN,
                label=Literal(key),
                reference=column,
                raw=Identifier(f"raw_{kind.name}"),
                to=Literal(reference.to),
            )
            for file, line, number, found in fetch(asked):
                refusals.add(file, line, f"{key}: {keys.without(found, reference.to)}")
                unsound.append(number)
        if unsound:
            run(_unsound(kind, unsound))
    for file, line, found, times in fetch(SQL(UNKNOWN_VOICE)):
        refusals.add(file, line, keys.without_voice(found, times))
    for file, line, field, to, found in fetch(SQL(UNKNOWN_STATED)):
        refusals.add(file, line, f"{field}: {keys.without(found, to)}")


def _unsound(kind: Kind, numbers: list[int]) -> Composed:
    return compose(
        "UPDATE {raw} SET sound = false WHERE number = ANY({numbers})",
        raw=Identifier(f"raw_{kind.name}"),
        numbers=Literal(numbers),
    )


class _Keys:
    """The keys that a misspelt one may have meant: asked for once a kind, and only for the first refusals."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], list[str]] = {}
        self._guesses = 0

    def without(self, found: str, *kinds: str) -> str:
        """A sentence that says that a key is none of these kinds."""
        sentence = f"{shown(found)} is not the key of any {' or '.join(kinds)} in the bundle."
        self._guesses += 1
        if self._guesses > GUESSES:
            return sentence
        if kinds not in self._known:
            self._known[kinds] = [key for (key,) in fetch(_some_keys(kinds))]
        near = get_close_matches(found, self._known[kinds], n=1)
        return f"{sentence} Did you mean {shown(near[0])}?" if near else sentence

    def without_voice(self, found: str, times: int) -> str:
        """The same of a voice, which may also be the key of two."""
        if times > 1:
            return f"by: {shown(found)} is the key of a person and of an organisation. Expected a key of one only."
        return f"by: {self.without(found, 'person', 'organisation')} Whom no key names is described in several words."


def _some_keys(kinds: Iterable[str]) -> Composed:
    return compose("SELECT key FROM ids WHERE kind = ANY({kinds}) LIMIT 5000", kinds=Literal(list(kinds)))
