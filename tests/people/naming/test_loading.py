"""The tables of names are read before the first question, and not by it."""

import subprocess
import sys

from tests.tracker.checkouts import REPOSITORY

# Who opens a file is told by Python itself; a process of its own, for here the tables were read long ago.
ASKING = """
import sys
from bench.name_tables import FOLDER, read_pairs
from people.naming.cases import parsings
from people.naming.keys import keys_of
from people.naming.loading import load_tables
from people.naming.parsed import parse
from people.naming.questions import questions
from people.naming.ranking import ranked
from uuid import UUID

pairs = read_pairs(FOLDER / "tuning.tsv")
if "early" in sys.argv:
    load_tables()
opened = set()
sys.addaudithook(lambda event, told: opened.add(str(told[0])) if event == "open" else None)
for pair in pairs:
    asked = parsings(pair.query)
    for one in asked:
        list(questions(one))
    keys_of(pair.known)
    ranked(asked, {UUID(int=0): pair.known})
print(*sorted({name.rpartition("/")[2] for name in opened if name.endswith(".tsv")}))
"""


def opened(*arguments: str) -> set[str]:
    """The tables that are opened while names are looked for and compared."""
    command = [sys.executable, "-c", ASKING, *arguments]
    return set(subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout.split())


def test_whoever_asks_first_waits_for_no_table() -> None:
    tables = {path.name for path in (REPOSITORY / "people/naming/tables").glob("*.tsv")}
    assert opened() == tables
    assert opened("early") == set()
