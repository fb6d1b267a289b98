"""An import from the first byte to the commit: read, stage, resolve, plan, check, write – or refuse all of it.

One transaction, one writer at a time. Killed at any moment it leaves all or nothing.
"""

from collections.abc import Callable
from pathlib import Path

from django.utils import timezone
from psycopg.sql import SQL, Literal

from intake.bundle import Bundle
from intake.checking import check_rules
from intake.database import compose, fetch, run
from intake.planning import plan_all
from intake.refusals import Refusals
from intake.report import Report
from intake.resolving import give_ids, refuse_repeated, refuse_unknown, stage_countries
from intake.shapes import shapes
from intake.shelf import Shelf
from intake.staging import Staging, drop_all
from intake.unfold import Unfolder
from intake.verdicts import conflicts, counts, gone
from intake.writing import write_all
from sources.history import acting

LOCK = 0x766F6C6961
"""The advisory lock that imports take, so that two never plan against the same record."""

EARLIER_TEXT = """
SELECT d.text FROM intake_imported i JOIN sources_document d ON d.id = i.record
WHERE i.bundle = {bundle} AND i.kind = 'document' AND i.key = {key}
"""


def import_bundle(folder: Path, *, dry_run: bool = False, tell: Callable[[str], None] = lambda _: None) -> Report:
    """Bring a bundle's rows into the record; nothing is written when anything is refused, or in a dry run.

    :param tell: told in a few words what is being done.
    :raises NotABundle: when the folder is none.
    """
    bundle = Bundle(folder=folder)
    refusals = Refusals()
    with acting(actor=f"import:{bundle.name}"):
        _make_ready(tell)
        _stage(bundle, refusals, tell)
        tell("comparing")
        plan_all(shapes(), bundle=bundle.name)
        check_rules(refusals)
        report = _report(bundle, refusals, dry_run=dry_run)
        if not refusals and not dry_run:
            write_all(bundle=bundle.name, at=timezone.now(), tell=tell)
        drop_all()
    return report


def _make_ready(tell: Callable[[str], None]) -> None:
    if not fetch(compose("SELECT pg_try_advisory_xact_lock({lock})", lock=Literal(LOCK)))[0][0]:
        tell("waiting for another import")
        run(compose("SELECT pg_advisory_xact_lock({lock})", lock=Literal(LOCK)))
    # Whole sets are joined. Of rows that this very transaction wrote the planner knows nothing, takes them for few and
    # would join them row by row: a minute became an hour. Compiling the statements takes longer than most imports.
    for setting in ("work_mem = '64MB'", "enable_nestloop = off", "jit = off"):
        run(SQL("SET LOCAL " + setting))


def _stage(bundle: Bundle, refusals: Refusals, tell: Callable[[str], None]) -> None:
    """Read everything into temporary tables and resolve who is meant by what."""

    def earlier(key: str) -> str | None:
        found = fetch(compose(EARLIER_TEXT, bundle=Literal(bundle.name), key=Literal(key)))
        if not found:
            raise KeyError(key)
        text: str | None = found[0][0]
        return text

    tell("reading")
    shelf = Shelf(folder=bundle.documents, files=bundle.document_files(), earlier=earlier)
    unfolder = Unfolder(shelf=shelf, refusals=refusals)
    staging = Staging(tell=tell)
    staging.create([bundle.named(file) for file in bundle.files()])
    staging.fill(unfolder.rows(bundle.entries(refusals)))
    tell("resolving references")
    refuse_repeated(refusals)
    places = shapes()["place"]
    stage_countries(staging, unfolder.countries, shape=places, numbers=unfolder.numbers, bundle=bundle.name)
    give_ids(unfolder.countries, bundle=bundle.name)
    if not refusals.unread:
        # What refers to a record that could not be read is not to blame.
        refuse_unknown(refusals)


def _report(bundle: Bundle, refusals: Refusals, *, dry_run: bool) -> Report:
    return Report(
        bundle=bundle.name,
        counts=counts(bundle.name),
        refused=len(refusals),
        refusals=tuple(refusals),
        conflicts=conflicts(),
        gone=gone(bundle.name),
        dry_run=dry_run,
    )
