"""The limit: the facts of a person's published body straight from the record, as one statement of PostgreSQL's JSON.

What it tells is what a body of this register has facts for: the person and the status; names, detentions and releases
with the values and places they have; the event behind a release with its country, date and mode; destinations; and
under each of them its citations with quote, offsets, basis, verdict, what it states, who is quoted, and the document
by title and publisher. Only rows that partners may see are told; the status is the one that staff see, for which no
evidence and no hold is looked at. No table that is empty here (roles, grounds …) is looked into, no independent
sources are counted and no claims weighed, all of which a body has: a limit, not a rival.
"""

from string import Template

from people.status import STATUS_SQL
from sources.vocabulary import Audience

SOME_PERSON = """\\set chance random(0, 4294967295)
"""
_FROM_HERE = "(lpad(to_hex(:chance::bigint), 8, '0') || '-0000-4000-8000-000000000000')::uuid"
"""Ids are random and evenly spread, so the next one after a random id is a random person."""

_CITATIONS = """(
  SELECT coalesce(json_agg(json_build_object(
    'field', c.field, 'states', c.states, 'quote', q.quote, 'start', q.start, 'end', q."end", 'basis', c.basis,
    'verdict', c.verdict, 'attributed_to', said.name, 'document', json_build_object(
      'id', d.id, 'slug', d.slug, 'title', d.title, 'publisher', publisher.name))), '[]')
  FROM people_citation c
  JOIN sources_passage q ON q.id = c.passage_id
  JOIN sources_document d ON d.id = q.document_id
  LEFT JOIN sources_organisation publisher ON publisher.id = d.publisher_id
  LEFT JOIN sources_organisation said ON said.id = c.attributed_organisation_id
  WHERE $about AND c.audience >= 1)"""

_PLACE = """CASE WHEN place.id IS NOT NULL THEN json_build_object(
      'id', place.id, 'slug', place.slug, 'name', place.name, 'kind', place.kind, 'country', place.country) END"""

_NAMES = """(
  SELECT coalesce(json_agg(json_build_object(
    'text', n.text, 'language', n.language, 'script', n.script, 'romanisation', n.romanisation, 'kind', n.kind,
    'preferred', n.preferred, 'citations', $citations) ORDER BY n.preferred DESC, n.text), '[]')
  FROM people_name n WHERE n.person_id = p.id AND n.audience >= 1)"""

_DETENTIONS = """(
  SELECT coalesce(json_agg(json_build_object(
    'id', held.id, 'began', held.began, 'ended', held.ended, 'time_held', held.time_held, 'form', held.form,
    'circumstances', held.circumstances, 'place', $place, 'citations', $citations) ORDER BY held.began_span), '[]')
  FROM people_detention held LEFT JOIN people_place place ON place.id = held.place_id
  WHERE held.person_id = p.id AND held.audience >= 1)"""

_DESTINATIONS = """(
    SELECT coalesce(json_agg(json_build_object(
      'stage', leg.stage, 'progress', leg.progress, 'date', leg.date, 'place', $place, 'citations', $citations)), '[]')
    FROM people_destination leg LEFT JOIN people_place place ON place.id = leg.place_id
    WHERE leg.release_id = freed.id AND leg.audience >= 1)"""

_RELEASES = """(
  SELECT coalesce(json_agg(json_build_object(
    'date', freed.date, 'mode', freed.mode, 'outcome', freed.outcome, 'detention', freed.detention_id,
    'circumstances', freed.circumstances, 'event', CASE WHEN event.id IS NOT NULL THEN json_build_object(
      'id', event.id, 'slug', event.slug, 'name', event.name, 'country', event.country, 'date', event.date,
      'mode', event.mode, 'citations', $event_citations) END,
    'destinations', $destinations, 'citations', $citations)), '[]')
  FROM people_release freed LEFT JOIN people_event event ON event.id = freed.event_id AND event.audience >= 1
  WHERE freed.person_id = p.id AND freed.audience >= 1)"""

_PERSON = """json_build_object(
  'id', p.id, 'slug', p.slug, 'url', '/api/v1/persons/' || p.id, 'name', $name, 'status', $status,
  'gender', p.gender, 'born', p.born, 'died', p.died,
  'names', $names, 'detentions', $detentions, 'releases', $releases)"""

_FLAT = """json_build_object(
  'id', p.id, 'slug', p.slug, 'url', '/api/v1/persons/' || p.id, 'name', $name, 'status', $status,
  'gender', p.gender, 'born', p.born, 'died', p.died)"""

_NAME = "(SELECT n.text FROM people_name n WHERE n.person_id = p.id AND n.preferred AND n.audience >= 1)"

_STATUS = STATUS_SQL % {"expressions": f"p.id, current_date, {Audience.INTERNAL:d}"}

_ONE = "SELECT $told FROM people_person p WHERE p.id >= $here AND p.audience >= 1 ORDER BY p.id LIMIT 1"
_PAGE = """SELECT json_agg($told) FROM (
  SELECT * FROM people_person WHERE id >= $here AND audience >= 1 ORDER BY id LIMIT 50) p"""
_BY_OFFSET = """SELECT json_agg($told) FROM (
  SELECT * FROM people_person WHERE audience >= 1 ORDER BY id OFFSET $deep LIMIT 50) p"""


def _fill(statement: str, **parts: str) -> str:
    return Template(statement).substitute(parts)


def _cited(about: str) -> str:
    return _fill(_CITATIONS, about=about)


def person(*, status: bool = True) -> str:
    """The expression for a person ``p``, whole."""
    destinations = _fill(_DESTINATIONS, place=_PLACE, citations=_cited("c.destination_id = leg.id"))
    releases = _fill(
        _RELEASES,
        event_citations=_cited("c.event_id = event.id AND c.field IN ('country', 'date', 'mode')"),
        destinations=destinations,
        citations=_cited("c.release_id = freed.id"),
    )
    return _fill(
        _PERSON,
        name=_NAME,
        status=_STATUS if status else "NULL",
        names=_fill(_NAMES, citations=_cited("c.name_id = n.id")),
        detentions=_fill(_DETENTIONS, place=_PLACE, citations=_cited("c.detention_id = held.id")),
        releases=releases,
    )


def flat(*, status: bool = True) -> str:
    """The expression for the small members of a person ``p``."""
    return _fill(_FLAT, name=_NAME, status=_STATUS if status else "NULL")


def one(told: str) -> str:
    """pgbench: some person; ``told`` is the expression for it."""
    return SOME_PERSON + _fill(_ONE, told=told, here=_FROM_HERE) + ";\n"


def page(told: str) -> str:
    """pgbench: fifty persons from some person on."""
    return SOME_PERSON + _fill(_PAGE, told=told, here=_FROM_HERE) + ";\n"


def page_by_offset(told: str, *, deep: int) -> str:
    """pgbench: fifty persons after so many, counted off as page numbers do."""
    return _fill(_BY_OFFSET, told=told, deep=str(deep)) + ";\n"


def these_persons() -> str:
    """psycopg: id and JSON text of the persons with the ids of the one parameter."""
    return _fill("SELECT p.id, ($told)::text FROM people_person p WHERE p.id = ANY (%s)", told=person())
