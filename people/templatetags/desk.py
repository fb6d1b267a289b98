"""What the front page of the admin shows: what needs a look, what changed, and where the rooms are."""

from itertools import groupby, islice
from typing import Any

from django import template
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from people.attention import Attention, attention, is_large
from people.duplicates.queue import COUNTED, waiting
from people.models import Citation, Event, Person
from sources.admin_record import page_of
from sources.changes import Entry, entries
from sources.models import Document, History

register = template.Library()

MAIN = (
    *("Person", "Detention", "Release", "Event", "Document", "Organisation", "Place", "Statement", "Hold"),
    *("Partner", "User"),
)
"""The kinds that staff begin with, in this order; all others are parts of them."""
RECENT = 12
LOOKED_AT = 120
"""Changes looked at; what one hand did at once to rows of one kind is told as one."""

register.filter("page_of", page_of)


@register.simple_tag
def needing_attention() -> list[Attention]:
    """What staff should look at next."""
    return attention()


@register.simple_tag
def looked_through() -> bool:
    """Whether the register is small enough to be looked through for conflicts at every visit."""
    return not is_large()


@register.simple_tag
def recent_changes() -> list[tuple[Entry, int]]:
    """The newest changes, each with how many of its like were made in the same minute."""
    alike = groupby(entries(History.objects.order_by("-id")[:LOOKED_AT]), key=_hand)
    told = ((next(group), sum(1 for _ in group) + 1) for _hand_and_minute, group in alike)
    return list(islice(told, RECENT))


def _hand(entry: Entry) -> tuple[str, str, str, str]:
    return entry.actor, entry.kind, entry.operation, entry.at.isoformat(timespec="minutes")


@register.simple_tag
def sizes() -> dict[str, int]:
    """How much there is."""
    return {str(m._meta.verbose_name_plural): m._default_manager.count() for m in (Person, Event, Document, Citation)}


@register.simple_tag
def duplicates_waiting() -> dict[str, Any]:
    """How many pairs wait to be judged, and whether there are more."""
    found = waiting(most=COUNTED + 1)
    return {"count": len(found[:COUNTED]), "more": len(found) > COUNTED}


@register.filter
def percent(score: float) -> int:
    """A probability as staff read it; nothing is ever certain by names alone."""
    return min(round(score * 100), 99)


@register.filter
def history_page(entry: Entry) -> str:
    """The address of the history of the row that changed; empty where there is none."""
    model: type[Model] | None = entry.model
    if model is None:
        return ""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[entry.record])
    except NoReverseMatch:
        return ""


@register.simple_tag
def rooms(app_list: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The admin's kinds in two lists: ``main`` in the order of work, ``parts`` by name."""
    kinds = {model["object_name"]: model for app in app_list for model in app["models"]}
    main = [kinds[name] for name in MAIN if name in kinds]
    parts = sorted((kind for name, kind in kinds.items() if name not in MAIN), key=lambda kind: str(kind["name"]))
    return {"main": main, "parts": parts}
