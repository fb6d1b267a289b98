"""Numbers of people, from the published columns of one audience alone. People are counted, never their detentions."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import orjson
from django.forms import ChoiceField
from django.http import HttpResponse
from rest_framework.request import Request

from accounts.vocabulary import Scope
from people.vocabulary import Status
from publication.api.admission import Admission, Asker
from publication.api.asking import fault, understood
from publication.api.conditional import is_known, known_tags, tag_of
from publication.api.dear import dear_cursor
from publication.api.door import not_modified
from publication.api.filters import COUNTRIES
from publication.api.frames import FramedView
from publication.api.parameters import DayField
from publication.api.problems import NotUnderstood
from publication.api.rows import POSITION
from publication.columns import ALWAYS

HELD = (Status.DETAINED.value, Status.LAST_KNOWN_DETAINED.value)
FIELDS = {
    "country": ChoiceField(choices=COUNTRIES, help_text="Only persons and events of this country; ISO 3166-1."),
    "from": DayField(help_text="The first day of “by_day”."),
    "to": DayField(help_text="The last day of “by_day”."),
}
# ``moves`` are the days on which somebody's status changed, with what that adds and takes away.
STATISTICS = f"""
WITH people AS NOT MATERIALIZED (
  SELECT * FROM publication_publishedrecord
  WHERE audience = %(audience)s AND kind = 'person'
    AND (%(country)s::text IS NULL OR countries @> ARRAY[%(country)s::text])
), moves AS (
  SELECT one.day,
    sum((one.status = ANY (%(held)s))::int - coalesce(p.standings[one.place - 1] = ANY (%(held)s), false)::int) AS held,
    sum((one.status = 'released')::int - coalesce(p.standings[one.place - 1] = 'released', false)::int) AS released
  FROM people p, unnest(p.standing_days, p.standings) WITH ORDINALITY AS one(day, status, place)
  GROUP BY 1
), days AS (
  SELECT day, sum(held) OVER (ORDER BY day) AS held, sum(released) OVER (ORDER BY day) AS released
  FROM moves WHERE held <> 0 OR released <> 0
)
SELECT c.position, c.last, json_build_object(
  'persons', (SELECT count(*) FROM people),
  'by_status', (SELECT coalesce(json_object_agg(status, n ORDER BY status), '{{}}')
    FROM (SELECT status, count(*) AS n FROM people GROUP BY 1) AS one),
  'by_mode', (SELECT coalesce(json_object_agg(mode, n ORDER BY mode), '{{}}')
    FROM (SELECT mode, count(*) AS n FROM people, unnest(modes) AS mode GROUP BY 1) AS one),
  'by_destination', (SELECT coalesce(json_object_agg(country, n ORDER BY country), '{{}}')
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
FROM {POSITION} AS c"""  # noqa: S608 - a constant


class Numbers(NamedTuple):
    """All numbers of an audience, or of a country in it, and which position they are of; ``last`` as there."""

    position: int
    last: str | None
    told: dict[str, Any]


class Kept:
    """Numbers of this process, for each audience and country those of one position: there are only so many of them."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str | None], Numbers] = {}

    def numbers(self, admission: Admission, country: str | None, asker: Asker) -> Numbers:
        """The numbers as of now. :raises Crowded: when they must be worked out, and others are at such work."""
        key = (admission.audience, country)
        known = self._numbers.get(key)
        if known is None or known[:2] != (admission.position, admission.last):
            known = self._numbers[key] = work_out(admission.audience, country, asker)
        return known


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
        tag = _tag(asked, self.admission.audience, self.admission.position, self.admission.last)
        if is_known(tag, known):
            return not_modified(tag)
        numbers = KEPT.numbers(self.admission, asked.get("country"), self.visit.asker)
        tag = _tag(asked, self.admission.audience, numbers.position, numbers.last)
        told = {**numbers.told, "by_day": stretch(numbers.told["by_day"], asked.get("from"), asked.get("to"))}
        return HttpResponse(orjson.dumps(told), content_type="application/json", headers={"ETag": f'"{tag}"'})


def work_out(audience: int, country: str | None, asker: Asker) -> Numbers:
    """All numbers, in one statement. :raises Crowded: when others work out such things."""
    parameters = {"audience": audience, "country": country, "held": list(HELD), "always": ALWAYS}
    with dear_cursor(asker) as cursor:
        cursor.execute(STATISTICS, parameters)
        position, last, text = cursor.fetchone()
    return Numbers(position, last, orjson.loads(text))


def stretch(by_day: list[dict[str, Any]], first: date | None, last: date | None) -> list[dict[str, Any]]:
    """The totals from the first day to the last one; it begins with those of the day before, where there are any."""
    found = [one for one in by_day if last is None or _day_of(one) <= last]
    if first is None:
        return found
    before = [one for one in found if _day_of(one) <= first][-1:]
    day = first.isoformat() if first > ALWAYS else None
    begun = [{**one, "day": day} for one in before if one["held"] or one["released"]]
    return begun + [one for one in found if _day_of(one) > first]


def _day_of(one: dict[str, Any]) -> date:
    return date.fromisoformat(one["day"]) if one["day"] else ALWAYS


def _tag(asked: dict[str, Any], audience: int, position: int, last: str | None) -> str:
    return tag_of("statistics", sorted(asked.items()), audience, position, last)
