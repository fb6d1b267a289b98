"""The evidence panel: what the values of a record and of all its rows rest on, from one corroboration."""

from typing import Any

from django import template

from people.evidence import evidence_of
from people.models import TARGET_OF
from sources.record import Record
from sources.rows import rows_under

register = template.Library()


@register.inclusion_tag("admin/record/evidence.html", takes_context=True)
def evidence_panel(context: dict[str, Any], record: Record | None) -> dict[str, Any]:
    """The panel of a record's page; empty for what cannot be cited."""
    if record is None or type(record) not in TARGET_OF:
        return {"evidence": []}
    found = evidence_of([record, *rows_under(record)])
    return {
        "evidence": found,
        "uncited": sum(one.uncited for one in found),
        "conflicting": sum(one.conflicting for one in found),
        "back": context["request"].path,
    }
