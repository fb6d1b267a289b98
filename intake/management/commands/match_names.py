"""``./manage.py match_names FILE.tsv [--top N]``: who in the record may be meant by the names of a list."""

import csv
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from intake.models import Imported
from people.naming.finding import find
from people.naming.indexing import make_marked_keys
from people.naming.ranking import Match
from sources.dates import PartialDate
from sources.values import NotUnderstood

HELP = """Say who in the record may be meant by each name of a list.

FILE is tab-separated, without a line of headings: name, then optionally date of birth (EDTF: 1982-04-24, 1982) and
country (two letters, ISO 3166). "-" reads from standard input. Printed, tab-separated, for each name and candidate:

  query  rank  id  import key  name  score  reasons

The score says how likely the candidate is meant: of ten with 0.9, nine are. A name for which nobody is found gets one
line with rank 0. Nothing is written, and nobody is merged by this. Unpublished persons are found as well: what is
printed is for colleagues.
"""
COLUMNS = ("name", "date of birth", "country")


@dataclass(frozen=True, slots=True)
class Query:
    """One line of the list."""

    name: str
    born: PartialDate | None
    country: str


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        """Django's parser, with the help's own line breaks."""
        parser = super().create_parser(prog_name, subcommand, **options)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the list; - for standard input")
        parser.add_argument("--top", type=int, default=5, metavar="N", help="candidates for each name (default 5)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["top"] < 1:
            message = f"--top must be at least 1, not {options['top']}."
            raise CommandError(message)
        make_marked_keys()
        # Everything is read before anything is asked: a fault in the last line is told before the first answer.
        queries = _read(options["file"])
        table = csv.writer(self.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        for query in queries:
            matches = find(query.name, born=query.born, country=query.country, limit=options["top"])
            table.writerows(_lines(query, matches))


def _read(file: str) -> list[Query]:
    if file == "-":
        return list(_queries(sys.stdin, "standard input"))
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as lines:
            return list(_queries(lines, file))
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}."
        raise CommandError(message) from error
    except UnicodeDecodeError as error:
        message = f"{file} is not UTF-8 (at byte {error.start})."
        raise CommandError(message) from error


def _queries(lines: TextIO, file: str) -> Iterator[Query]:
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.rstrip("\r\n").split("\t")]
        if not any(cells):
            continue
        where = f"{file}, line {number}"
        if len(cells) > len(COLUMNS):
            message = f"{where}: {len(cells)} columns; expected {', '.join(COLUMNS)}, with tabs between."
            raise CommandError(message)
        name, born, country = (*cells, "", "")[:3]
        if not name:
            message = f"{where}: the name is empty."
            raise CommandError(message)
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            message = f"{where}: “{country}” is no country of two letters (ISO 3166)."
            raise CommandError(message)
        yield Query(name, _date(born, where), country)


def _date(text: str, where: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except NotUnderstood as error:
        message = f"{where}: “{text}” is no date; expected for example 1982-04-24, 1982-04 or 1982."
        raise CommandError(message) from error


def _lines(query: Query, matches: list[Match]) -> Iterator[tuple[str, ...]]:
    keys = _import_keys([match.person for match in matches])
    if not matches:
        yield query.name, "0", "", "", "", "", ""
    for rank, match in enumerate(matches, start=1):
        reasons = " ".join(reason.text for reason in match.reasons)
        yield (
            *(query.name, str(rank), str(match.person), keys.get(match.person, "")),
            *(match.name, f"{match.score:.3f}", reasons),
        )


def _import_keys(persons: list[UUID]) -> dict[UUID, str]:
    """What bundles call the persons."""
    rows = Imported.objects.filter(kind="person", record__in=persons).order_by("-bundle", "-key")
    return dict(rows.values_list("record", "key"))
