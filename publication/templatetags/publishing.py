"""What pages of the admin show of the publication: a record's box, the count on the front page, words."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from publication.admin import circles as words
from publication.admin.box import holds_on, log_of, standings_of
from publication.admin.permissions import acts_open_to
from publication.admin.waiting import counted
from publication.subjects import MODELS, subject_of
from publication.vocabulary import Kind, Operation

LOGGED_IN_BOX = 2

register = template.Library()

register.filter("circle", words.circle)


@register.filter
def circles(audiences: Iterable[int]) -> str:
    """Several audiences, as they stand after “for”."""
    return words.circles(audiences)


@register.filter
def kind_name(kind: str) -> str:
    """What one record of a kind is called."""
    return str(Kind(kind).label)


@register.filter
def kinds_name(kind: str) -> str:
    """What many records of a kind are called."""
    return str(MODELS[Kind(kind)]._meta.verbose_name_plural)


@register.filter
def operation_name(operation: str) -> str:
    """What a line of the feed tells."""
    return str(Operation(operation).label)


@register.inclusion_tag("admin/publication/box.html", takes_context=True)
def publication_box(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """What is published of a record, what holds it back, and what may be done."""
    subject = subject_of(record)
    standings, holds = standings_of(record), holds_on(record)
    opts = record._meta
    return {
        "standings": standings,
        "is_out": any(one.since for one in standings),
        "holds": holds,
        "own_hold": any(getattr(hold, f"{subject.kind}_id") == record.pk for hold in holds),
        "log": log_of(record, most=LOGGED_IN_BOX),
        "history": reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[record.pk]),
        "key": f"{subject.kind}:{subject.id}",
        "may": acts_open_to(context["request"]),
    }


@register.simple_tag(takes_context=True)
def unpublished_changes(context: dict[str, Any]) -> dict[str, Any]:
    """How many persons and events wait to be published; nothing for who may not look at them."""
    request: HttpRequest = context["request"]
    if not acts_open_to(request)["preview"]:
        return {}
    count, more = counted()
    return {"count": count, "more": more}
