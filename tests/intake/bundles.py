"""A small bundle of invented people, and a way to change one line of it."""

from collections.abc import Mapping
from pathlib import Path

STORY = (
    "On 3 March 2031 two tellers of tales were set free at Fabelgrad.\n"
    "Mikola Kazka, held since 2027, reached Vydumia. Mikola Kazka said “I am glad”.\n"
    "His sister Alesia Vydumka waited at the border."
)
LEGEND = "Taisia Prydumka walked free on 4 March 2031, says the Fable League. Мікола Казка was with her."

DOCUMENTS = """\
document: story
file: story.txt
media_type: text/plain
audience: public
title: The tellers are free
publisher: daily-fable
cited:
- story: two tellers of tales were set free
  title: The tellers are free
  basis: implied
---
document: legend
file: legend.txt
media_type: text/plain
audience: public
derivations:
- origin: lost-paper
  kind: copy
  cited:
  - legend: says the Fable League
---
document: lost-paper
audience: public
"""
WORLD = """\
organisation: daily-fable
audience: public
name: The Daily Fable
kind: news
---
organisation: fable-league
name: Fable League
kind: ngo
---
place: vydumia
audience: public
name: Vydumia
kind: city
parent: BY
---
event: fabelgrad-2031
audience: public
name: Release at Fabelgrad
date: 2031-03-03
cited:
- story: On 3 March 2031
  date: 2031-03-03
tallies:
- key: all
  measure: released
  count: "2"
  cited:
  - story: two tellers of tales were set free
groups:
- key: others
  label: the others
  who: the others
  tally: all
"""
PEOPLE = """\
person: mikola-kazka
audience: public
names:
- Mikola Kazka: [story]
  preferred: true
- Мікола Казка: [legend]
  kind: official
detentions:
- key: first
  began: "2027"
  cited:
  - story: held since 2027
    began: "2027"
  conditions:
  - kind: solitary
releases:
- event: fabelgrad-2031
  detention: first
  cited:
  - story: two tellers of tales were set free
    event: fabelgrad-2031
  destinations:
  - stage: arrival
    place: vydumia
    audience: partner
    cited:
    - story: reached Vydumia
relationships:
- other: alesia-vydumka
  kind: sibling
  cited:
  - story: His sister Alesia Vydumka
---
person: alesia-vydumka
audience: public
names:
- Alesia Vydumka: [story]
nationalities:
- country: BY
---
person: taisia-prydumka
names:
- Taisia Prydumka: [legend]
releases:
- date: 2031-03-04
  audience: public
  cited:
  - legend: walked free on 4 March 2031
    date: 2031-03-04
    by: fable-league
  - legend: walked free
    by: people who were there
"""
FILES = {
    "documents/story.txt": STORY,
    "documents/legend.txt": LEGEND,
    "documents/documents.yaml": DOCUMENTS,
    "records/people.yaml": PEOPLE,
    "records/world.yaml": WORLD,
}


def write_bundle(folder: Path, changes: Mapping[str, str | bytes] = {}) -> Path:
    """Write the bundle ``tales`` below a folder; ``changes`` replaces or adds whole files."""
    bundle = folder / "tales"
    for name, content in {**FILES, **changes}.items():
        path = bundle / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return bundle


def replaced(file: str, old: str, new: str) -> dict[str, str | bytes]:
    """A file of the bundle with one text in it replaced, which must be there."""
    assert old in FILES[file], old
    return {file: FILES[file].replace(old, new, 1)}


def line_of(file: str, text: str, changes: Mapping[str, str | bytes] = {}) -> int:
    """The number of the first line of a file (or of its changed version) that holds a text."""
    content = {**FILES, **changes}[file]
    assert isinstance(content, str)
    return 1 + next(number for number, line in enumerate(content.split("\n")) if text in line)
