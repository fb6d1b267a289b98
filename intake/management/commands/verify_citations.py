"""``manage.py verify_citations``: is every quote still true, and does every value still rest on one?"""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.verification import Weight, verify


class Command(BaseCommand):
    help = (
        "Re-reads every document, passage and citation and compares every value with what its sources state. "
        "Faults (exit code 1) are what must be mended; notices are conflicts, uncited internal values and documents "
        "that nobody cites."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="print faults and the closing line only")

    def handle(self, *args: Any, **options: Any) -> None:
        found: Counter[Weight] = Counter()
        for finding in verify():
            found[finding.weight] += 1
            if finding.weight is Weight.FAULT:
                self.stderr.write(self.style.ERROR(f"fault   {finding}"))
            elif not options["quiet"]:
                self.stdout.write(f"notice  {finding}")
        self.stdout.write(f"{found[Weight.FAULT]} faults, {found[Weight.NOTICE]} notices")
        if found[Weight.FAULT]:
            message = "the evidence has faults; nothing was changed"
            raise CommandError(message)
