"""Numbers of people, from the published columns of one audience alone. People are counted, never their detentions."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.db import connections
from django.forms import ChoiceField
from django.http import HttpResponse
from rest_framework.request import Request

from accounts.vocabulary import Scope
from people.vocabulary import Status
from publication.api.asking import fault, understood
from publication.api.conditional import is_known, known_tags, tag_of
from publication.api.door import not_modified
from publication.api.filters import COUNTRIES
from publication.api.frames import FramedView
from publication.api.parameters import DayField
from publication.api.problems import NotUnderstood
from publication.columns import ALWAYS
from publication.reading import alias

HELD = (Status.DETAINED.value, Status.LAST_KNOWN_DETAINED.value)
FIELDS = {
    "country": ChoiceField(choices=COUNTRIES, help_text="Only persons and events of this country; ISO 3166-1."),
    "from": DayField(help_text="The first day of “by_day”."),
    "to": DayField(help_text="The last day of “by_day”."),
}
MOST_KEPT = 64

# ``moves`` are the days on which somebody's status changed, with what that adds and takes away; days before the first
# one asked for count as that one, so that sums run on from there.
STATISTICS = """
WITH people AS NOT MATERIALIZED (
  SELECT * FROM publication_publishedrecord
  WHERE audience = %(audience)s AND kind = 'person'
    AND (%(country)s::text IS NULL OR countries @> ARRAY[%(country)s::text])
), moves AS (
  SELECT greatest(one.day, %(from)s::date) AS day,
    sum((one.status = ANY (%(held)s))::int - coalesce(p.standings[one.place - 1] = ANY (%(held)s), false)::int) AS held,
    sum((one.status = 'released')::int - coalesce(p.standings[one.place - 1] = 'released', false)::int) AS released
  FROM people p, unnest(p.standing_days, p.standings) WITH ORDINALITY AS one(day, status, place)
  WHERE %(to)s::date IS NULL OR one.day <= %(to)s::date
  GROUP BY 1
), days AS (
  SELECT day, sum(held) OVER (ORDER BY day) AS held, sum(released) OVER (ORDER BY day) AS released
  FROM moves WHERE held <> 0 OR released <> 0
)
SELECT c.position, json_build_object(
  'persons', (SELECT count(*) FROM people),
  'by_status', (SELECT coalesce(json_object_agg(status, n ORDER BY status), '{}')
    FROM (SELECT status, count(*) AS n FROM people GROUP BY 1) AS one),
  'by_mode', (SELECT coalesce(json_object_agg(mode, n ORDER BY mode), '{}')
    FROM (SELECT mode, count(*) AS n FROM people, unnest(modes) AS mode GROUP BY 1) AS one),
  'by_destination', (SELECT coalesce(json_object_agg(country, n ORDER BY country), '{}')
    FROM (SELECT country, count(*) AS n FROM people, unnest(destinations) AS country GROUP BY 1) AS one),
  'by_day', (SELECT coalesce(json_agg(
      json_build_object('day', nullif(day, %(always)s), 'held', held, 'released', released) ORDER BY day), '[]')
    FROM days),
  'events', (SELECT coalesce(json_agg(json_build_object(
        'id', id, 'slug', slug, 'name', name, 'url', '/api/v1/events/' || id, 'named', named, 'claimed', claimed)
      ORDER BY released_first, id), '[]')
    FROM publication_publishedrecord WHERE audience = %(audience)s AND kind = 'event'
      AND (%(country)s::text IS NULL OR countries @> ARRAY[%(country)s::text])),
  'position', c.position)::text
FROM (SELECT coalesce(max(position), 0) AS position FROM publication_counter WHERE audience = %(audience)s) AS c
"""
LAST_ACT = "SELECT act FROM publication_change WHERE audience = %s AND position = %s"


class Kept:
    """Answers of this process, the latest asked ones, each for its audience, position and question."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: OrderedDict[tuple[Any, ...], str] = OrderedDict()

    def answer(self, audience: int, position: int, asked: dict[str, Any]) -> tuple[int, str]:
        """The position that the numbers are of, and the numbers as JSON. One is worked out at a time."""
        with self._lock:
            key = (audience, last_act(audience, position), position, *sorted(asked.items()))
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return position, known
            found, text = work_out(audience, asked)
            if found != position:
                return found, text
            self._answers[key] = text
            if len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
            return position, text


KEPT = Kept()


class StatisticsView(FramedView):
    """Held and released day by day, by status, mode and destination, and what is claimed of events."""

    schema = None
    scope = Scope.READ

    def get(self, request: Request) -> HttpResponse:
        """The numbers; 304 where the client holds them."""
        asked = understood(self.visit.request, FIELDS)
        if "from" in asked and "to" in asked and asked["to"] < asked["from"]:
            raise NotUnderstood(faults=[fault("to", "range", "Expected a day that is not before “from”.")])
        known = known_tags(request.META.get("HTTP_IF_NONE_MATCH"))
        tag = _tag(asked, self.admission.audience, self.admission.position)
        if is_known(tag, known):
            return not_modified(tag)
        position, text = KEPT.answer(self.admission.audience, self.admission.position, asked)
        tag = _tag(asked, self.admission.audience, position)
        return HttpResponse(text.encode(), content_type="application/json", headers={"ETag": f'"{tag}"'})


def last_act(audience: int, position: int) -> Any:
    """By which act a position came to be. A database that was put back may come to the same position by another."""
    with connections[alias()].cursor() as cursor:
        cursor.execute(LAST_ACT, [audience, position])
        found = cursor.fetchone()
    return found and found[0]


def work_out(audience: int, asked: dict[str, Any]) -> tuple[int, str]:
    """The position that the numbers are of, and the numbers as JSON, in one statement."""
    parameters = {
        **dict.fromkeys(FIELDS),
        **asked,
        "audience": audience,
        "held": list(HELD),
        "always": ALWAYS,
    }
    with connections[alias()].cursor() as cursor:
        cursor.execute(STATISTICS, parameters)
        position, text = cursor.fetchone()
    return position, text


def _tag(asked: dict[str, Any], audience: int, position: int) -> str:
    return tag_of("statistics", sorted(asked.items()), audience, position)
