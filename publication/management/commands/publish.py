"""``./manage.py publish``: let partners and the public read what the record says now."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from publication.halving import Failed
from publication.models import Act
from publication.refusals import PublicationRefused
from publication.rendering.visible import visible_rows
from publication.runs import Tally, Tell, publish_all, publish_some
from publication.standing import is_id
from publication.subjects import MODELS, Subject
from publication.vocabulary import Kind, Verb
from sources.vocabulary import Audience

ACTOR = "command:publish"
FIRST, FIRST_DONE = "first start", "first start: everything is out"
"""One that was killed in the middle goes on with the next start; one that came to its end never runs again."""
PUBLISHABLE = (Kind.PERSON, Kind.EVENT)


class Command(BaseCommand):
    help = "Publish persons and events as they are now, each to the audiences that may read it; documents go along."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="KEY", help="ids or slugs of persons and events")
        parser.add_argument("--all", action="store_true", help="everything that some audience may read")
        parser.add_argument("--kind", choices=[kind.value for kind in PUBLISHABLE], help="with --all: only this kind")
        parser.add_argument("--first", action="store_true", help="like --all, if nothing was ever published")
        parser.add_argument("--reason", default="", help="kept with the act, for colleagues")
        parser.add_argument("--dry-run", action="store_true", help="count what would change and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        keys: list[str] = options["keys"]
        whole = options["all"] or options["first"]
        if bool(keys) == bool(whole):
            message = "Name persons and events by id or slug, or say --all."
            raise CommandError(message)
        if keys and options["kind"]:
            message = "--kind goes with --all; whoever is named is published whatever they are."
            raise CommandError(message)
        if options["first"] and Act.objects.exclude(reason=FIRST).exists():
            return
        reason = FIRST if options["first"] else options["reason"]
        how = {"actor": ACTOR, "reason": reason, "dry_run": options["dry_run"]}
        with _progress() as progress:
            try:
                tally = self._publish(keys, options["kind"], _teller(progress), how)
            except PublicationRefused as refusal:
                raise CommandError(str(refusal)) from refusal
        if options["first"] and not options["dry_run"]:
            Act.objects.create(verb=Verb.PUBLISH, actor=ACTOR, reason=FIRST_DONE)
        self.stdout.write("\n".join(_told(tally, dry_run=options["dry_run"])))
        if tally.failed:
            raise CommandError(_told_of_failed(tally.failed))

    def _publish(self, keys: list[str], kind: str | None, tell: Tell, how: dict[str, Any]) -> Tally:
        if keys:
            return publish_some(_subjects(keys), tell=tell, **how)
        return publish_all(kinds=[Kind(kind)] if kind else list(Kind), tell=tell, **how)


def _subjects(keys: list[str]) -> list[Subject]:
    found = {key: list(_named(key)) for key in keys}
    unknown = [key for key, subjects in found.items() if not subjects]
    if unknown:
        message = f"There is no person or event with the id or slug {', '.join(unknown)}."
        raise CommandError(message)
    return [subject for subjects in found.values() for subject in subjects]


def _named(key: str) -> Iterator[Subject]:
    wanted = Q(slug=key) | Q(pk=UUID(key)) if is_id(key) else Q(slug=key)
    for kind in PUBLISHABLE:
        yield from (Subject(kind, pk) for pk in MODELS[kind].objects.filter(wanted).values_list("pk", flat=True))


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _teller(progress: Progress) -> Tell:
    tasks: dict[str, Any] = {}

    def tell(what: str, count: int) -> None:
        if what not in tasks:
            kinds = {f"{kind.label}s": kind for kind in PUBLISHABLE}
            told = visible_rows(MODELS[kinds[what]], Audience.PARTNER) if what in kinds else None
            total = told.count() if told is not None else None
            tasks[what] = progress.add_task(what, total=total)
        progress.advance(tasks[what], count)

    return tell


def _told(tally: Tally, *, dry_run: bool) -> Iterator[str]:
    if not tally.counts and not tally.failed:
        yield "Nothing to publish: every audience reads what the record says."
    for (audience, operation), count in sorted(tally.counts.items()):
        will = "would be " if dry_run else ""
        yield f"{audience.name.lower()}: {count:,} {will}{operation.label}"


def _told_of_failed(failed: Failed) -> str:
    how_many = "1 record" if len(failed) == 1 else f"{len(failed)} records"
    listed = "".join(f"\n  {subject.kind} {subject.id}: {error}" for subject, error in failed.items())
    return (
        f"{how_many} could not be published:{listed}\n"
        "Audiences go on reading what was published of these before, if anything was: withdraw or hold what must not "
        "stay. “./manage.py publish” with one of the ids says in full what is wrong; once it is mended, run this again."
    )
