"""What happened: the nouns of the record."""

from people.models.citation import TARGET_OF, TARGETS, Citation
from people.models.detention import Condition, Detention, Ground, Sentence
from people.models.event import Concession, Event, EventGroup, EventPart, Tally
from people.models.hold import Hold
from people.models.judgement import ComparedPerson, Judgement, SuspectedPair
from people.models.merge import Merge
from people.models.naming import NameKeys, RenamedPerson
from people.models.person import Identifier, Name, Nationality, Person, Recognition, Relationship, Role
from people.models.place import Place
from people.models.release import Destination, Release
from people.models.statement import Statement

__all__ = [
    "TARGETS",
    "TARGET_OF",
    "Citation",
    "ComparedPerson",
    "Concession",
    "Condition",
    "Destination",
    "Detention",
    "Event",
    "EventGroup",
    "EventPart",
    "Ground",
    "Hold",
    "Identifier",
    "Judgement",
    "Merge",
    "Name",
    "NameKeys",
    "Nationality",
    "Person",
    "Place",
    "Recognition",
    "Relationship",
    "Release",
    "RenamedPerson",
    "Role",
    "Sentence",
    "Statement",
    "SuspectedPair",
    "Tally",
]
