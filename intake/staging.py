"""Where rows wait: one temporary table a kind, filled by COPY in blocks of bounded size."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from psycopg.sql import SQL, Composable, Identifier

from intake.database import NULL, compose, copy_lines, listed, run
from intake.kinds import KINDS, Kind
from intake.shapes import CITATION, CITATION_COLUMNS, FIXED, Row, Shape, shapes

BLOCK_ROWS = 20_000
BLOCK_CHARACTERS = 4 * 2**20
"""A block is sent when it has so many rows or characters: memory stays flat."""

ESCAPES = (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r"))
SPECIAL = re.compile(r"[\\\t\n\r]")

FIXED_COLUMNS = (
    "NULL::bigint AS number, NULL::text AS key, NULL::integer AS file, NULL::integer AS line, NULL::jsonb AS lines, "
    "NULL::boolean AS sound"
)
RAW_CITATION = """
CREATE TEMPORARY TABLE raw_citation (
  number bigint, key text, file integer, line integer, lines jsonb, sound boolean,
  target_kind text, target bigint, field text, states text, states_kind text, states_ref text,
  document text, start integer, "end" integer, quote text, basis text, by_ref text, attributed_description text,
  verdict text, why text, audience smallint
) ON COMMIT DROP
"""


class Staging:
    """Temporary tables ``raw_<kind>``; use inside one transaction. ``tell`` is told how many rows were read."""

    def __init__(self, *, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._sent = 0
        self._shapes = shapes()
        self._waiting: defaultdict[str, list[str]] = defaultdict(list)
        self._rows = self._characters = 0

    def create(self, files: Sequence[str]) -> None:
        """Make the tables, empty, and the list of file names."""
        for shape in self._shapes.values():
            run(_raw_table(shape))
        run(SQL(RAW_CITATION))
        run(SQL("CREATE TEMPORARY TABLE files (number integer, name text) ON COMMIT DROP"))
        lines = "".join(f"{number}\t{_escaped(name)}\n" for number, name in enumerate(files))
        copy_lines("files", ("number", "name"), lines.encode())

    def fill(self, rows: Iterable[Row]) -> None:
        """Send all rows, block by block."""
        for row in rows:
            self.add(row)
        self._send()
        # Without knowing what stands in them, the planner would join these tables row by row.
        run(compose("ANALYZE {tables}", tables=listed([Identifier(f"raw_{kind}") for kind in (*KINDS, CITATION)])))

    def add(self, row: Row) -> None:
        """Let a row wait for the next block."""
        line = _line(row)
        self._waiting[row.kind].append(line)
        self._rows += 1
        self._characters += len(line)
        if self._rows >= BLOCK_ROWS or self._characters >= BLOCK_CHARACTERS:
            self._send()

    def _send(self) -> None:
        for kind, lines in self._waiting.items():
            columns = CITATION_COLUMNS if kind == CITATION else self._shapes[kind].columns
            copy_lines(f"raw_{kind}", (*FIXED, *columns), "".join(lines).encode())
        self._sent += self._rows
        self._tell(f"reading: {self._sent:,} rows")
        self._waiting.clear()
        self._rows = self._characters = 0


def drop_all() -> None:
    """Remove every temporary table of an import: its transaction may be part of a larger one."""
    tables = ["changes", "passages", "ids", "files", "raw_citation", "plan_citation"]
    for name in KINDS:
        tables += [f"raw_{name}", f"plan_{name}"]
    run(compose("DROP TABLE IF EXISTS {tables} CASCADE", tables=listed([Identifier("pg_temp", t) for t in tables])))


def _line(row: Row) -> str:
    cells = (str(row.number), row.key, str(row.file), str(row.line), row.lines, "t" if row.sound else "f", *row.cells)
    # NUL stands between cells first (no value holds it), because most rows have nothing to escape.
    line = "\0".join([NULL if cell is None else cell for cell in cells])
    if SPECIAL.search(line):
        line = _escaped(line)
    return line.replace("\0", "\t") + "\n"


def _escaped(text: str) -> str:
    # Four passes over a long text are eight times faster than one by str.translate.
    for character, escape in ESCAPES:
        text = text.replace(character, escape)
    return text


def _raw_table(shape: Shape) -> Composable:
    return compose(
        "CREATE TEMPORARY TABLE {raw} ON COMMIT DROP AS SELECT {fixed}, {columns} FROM {table} t WITH NO DATA",
        raw=Identifier(f"raw_{shape.kind.name}"),
        fixed=SQL(FIXED_COLUMNS),
        columns=listed([_column(shape.kind, column) for column in shape.columns]),
        table=Identifier(shape.kind.table),
    )


def _column(kind: Kind, column: str) -> Composable:
    """A staged column has the type of the record's own; parents' numbers and references have types of their own."""
    if column in {f"{parent}_number" for parent in kind.parents}:
        return compose("NULL::bigint AS {name}", name=Identifier(column))
    if column in {reference.column for reference in kind.references.values()}:
        return compose("NULL::text AS {name}", name=Identifier(column))
    return compose("t.{name}", name=Identifier(column))
