"""The page “Duplicates”: pairs that may be one person, side by side, to be judged; and what was judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people.admin.sides import Side, may_compare, sides
from people.duplicates.judging import JudgedAlready, TakenBackAlready, judge, take_back
from people.duplicates.queue import judged, unmerged, unsure_of, waiting
from people.models import Judgement, Person, SuspectedPair
from people.vocabulary import Sameness
from sources.admin_record import visible

SHOWN = 20
"""Pairs on a page."""
DEEPEST = 50
"""As many pages can be turned; whoever judged these comes to the others."""
LONGEST_NOTE = 2_000
VIEW, JUDGE, TAKE_BACK = "people.view_judgement", "people.add_judgement", "people.change_judgement"

View = Callable[..., HttpResponse]


class Show(models.TextChoices):
    """What the page shows."""

    WAITING = "waiting", gettext_lazy("to be judged")
    UNMERGED = "unmerged", gettext_lazy("same person, not merged yet")
    JUDGED = "judged", gettext_lazy("judged")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two persons side by side; ``suspected`` where the program found them, ``judgement`` where somebody judged."""

    one: Side
    other: Side
    suspected: SuspectedPair | None = None
    judgement: Judgement | None = None

    @property
    def merge(self) -> str:
        """The address of the page that merges the younger record into the older one."""
        return _merging_of([self.one.person, self.other.person])


class JudgingForm(forms.Form):
    one = forms.UUIDField()
    other = forms.UUIDField()
    verdict = forms.ChoiceField(choices=Sameness.choices)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)


def only_with(right: str) -> Callable[[View], View]:
    """A view for whoever has a right and sees persons with their names. :raises PermissionDenied: for all others."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            if not (request.user.has_perm(right) and may_compare(request)):
                raise PermissionDenied
            return view(request, *args, **options)

        return guarded

    return guard


@require_safe
@only_with(VIEW)
def duplicates(request: HttpRequest) -> HttpResponse:
    """A page of pairs."""
    asked, number = request.GET.get("show", ""), _page_number(request.GET.get("page", ""))
    show = Show(asked) if asked in Show.values else Show.WAITING
    found, more = _pairs(request, show, number)
    return TemplateResponse(
        request,
        "admin/people/duplicates/queue.html",
        {
            **admin.site.each_context(request),
            "title": _("Duplicates"),
            "pairs": found,
            "show": show,
            "shows": list(Show),
            "page": number,
            "earlier": number - 1,
            "later": number + 1 if more and number < DEEPEST else 0,
            "may_judge": request.user.has_perm(JUDGE),
            "may_take_back": request.user.has_perm(TAKE_BACK),
        },
    )


def _pairs(request: HttpRequest, show: Show, page: int) -> tuple[list[Pair], bool]:
    """The pairs of a page (the first is 1), and whether there is another; a fixed number of queries."""
    span = {"most": SHOWN + 1, "after": (page - 1) * SHOWN}
    if show is Show.WAITING:
        suspected = waiting(**span)
        unsure = unsure_of(suspected)
        rows: Sequence[Any] = [(one, unsure.get((one.one_id, one.other_id))) for one in suspected]
    else:
        rows = [(None, one) for one in (unmerged(**span) if show is Show.UNMERGED else judged(**span))]
    known = sides(request, {pk for row in rows[:SHOWN] for pk in _ids(*row)})
    found = [
        Pair(one=known[one], other=known[other], suspected=suspected_pair, judgement=judgement)
        for suspected_pair, judgement in rows[:SHOWN]
        for one, other in [_ids(suspected_pair, judgement)]
    ]
    return found, len(rows) > SHOWN


def _ids(pair: SuspectedPair | None, judgement: Judgement | None) -> tuple[UUID, UUID]:
    row: Any = pair or judgement
    return row.one_id, row.other_id


@require_POST
@only_with(JUDGE)
def judging(request: HttpRequest) -> HttpResponse:
    """Keep what somebody judged; whoever are the same person go on to be merged."""
    form = JudgingForm(request.POST)
    if not form.is_valid():
        raise Http404
    one, other, verdict = form.cleaned_data["one"], form.cleaned_data["other"], Sameness(form.cleaned_data["verdict"])
    found = {person.pk: person for person in visible(Person, request).filter(pk__in=[one, other])}
    if len(found) < 2:
        raise Http404
    try:
        judge(one, other, verdict, by=request.user, note=form.cleaned_data["note"])
    except JudgedAlready as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(_address(request))
    told = _("Judged: “%(one)s” and “%(other)s” – %(verdict)s. It can be taken back under “judged”.")
    messages.success(request, told % {"one": found[one], "other": found[other], "verdict": verdict.label})
    if verdict is Sameness.SAME:
        return HttpResponseRedirect(_merging_of(found.values()))
    return HttpResponseRedirect(_address(request))


@require_POST
@only_with(TAKE_BACK)
def taking_back(request: HttpRequest, judgement: UUID) -> HttpResponse:
    """Let two be asked about again."""
    known = Judgement.objects.filter(pk=judgement).first()
    if known is None:
        raise Http404
    try:
        take_back(known)
    except TakenBackAlready as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken back. If the two resemble each other, they are to be judged again."))
    return HttpResponseRedirect(_address(request))


def _merging_of(both: Iterable[Person]) -> str:
    older, younger = sorted(both, key=lambda person: (person.created, person.pk))
    return f"{reverse('admin:people_person_merge', args=[younger.pk])}?into={older.pk}"


def _address(request: HttpRequest) -> str:
    """The page that was posted from."""
    show = request.POST.get("show", "")
    address = reverse("admin:people_judgement_duplicates")
    return f"{address}?show={show}" if show in Show.values and show != Show.WAITING else address


def _page_number(text: str) -> int:
    return min(max(int(text), 1), DEEPEST) if text.isdecimal() and len(text) < len(str(DEEPEST)) + 1 else 1
