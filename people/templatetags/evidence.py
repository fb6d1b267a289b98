"""The evidence panel: what the values of a record and of all its rows rest on, from one corroboration."""

from typing import Any

from django import template

from people.evidence import evidence_of
from people.models import TARGET_OF, Citation
from sources.admin_record import may_see
from sources.record import Record
from sources.rows import rows_under

register = template.Library()


@register.inclusion_tag("admin/record/evidence.html", takes_context=True)
def evidence_panel(context: dict[str, Any], record: Record | None) -> dict[str, Any]:
    """The panel of a record's page; empty for what cannot be cited, and for staff who may not see citations."""
    request = context["request"]
    if record is None or type(record) not in TARGET_OF or not may_see(Citation, request):
        return {"evidence": []}
    found = evidence_of([record, *(row for row in rows_under(record) if may_see(type(row), request))])
    return {
        "evidence": found,
        "uncited": sum(one.uncited for one in found),
        "conflicting": sum(one.conflicting for one in found),
        "back": request.path,
    }
