"""The pages on which staff publish, withdraw, hold and lift: each shows what would happen, and does it when confirmed.

They answer GET, and POST for many records; only a POST with ``confirm`` acts. What the engine refuses is an exception
whose sentence is shown above a fresh look at what would happen now.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from publication.actions import lift_holds, place_hold, publish, withdraw
from publication.admin.asked import Asked
from publication.admin.box import own_holds, why_untouched
from publication.admin.foreseen import outlook
from publication.admin.forms import HoldForm, LiftForm, PublishForm, WithdrawForm
from publication.admin.page import actor_of, done, is_confirmed, page, with_asked
from publication.admin.permissions import acts_open_to, only_for
from publication.four_eyes import differs_in_passages_alone, last_editors
from publication.preview import Difference, Preview, preview
from publication.refusals import FourEyes, PublicationRefused
from publication.standing import members
from publication.subjects import Subject, by_kind
from publication.vocabulary import Kind
from sources.actors import names_of

shown_or_done = require_http_methods(["GET", "HEAD", "POST"])


@shown_or_done
@only_for("preview", to_write="publish")
@with_asked
def publishing(request: HttpRequest, asked: Sequence[Asked]) -> HttpResponse:
    """Preview, and publish what was previewed and nothing else."""
    form = PublishForm(request.POST if is_confirmed(request) else None)
    if not form.is_valid():
        return previewed(request, asked, form)
    try:
        outcome = publish(
            _subjects(asked),
            actor=actor_of(request),
            reason=form.cleaned_data["reason"],
            previewed=request.POST.get("token", ""),
        )
    except PublicationRefused as refused:
        return previewed(request, asked, form, notice=str(refused))
    return done(request, asked, _("Published."), outcome)


def previewed(
    request: HttpRequest, asked: Sequence[Asked], form: PublishForm | None = None, *, notice: str = ""
) -> HttpResponse:
    """What publishing would change for whom, who edited it last, and what cannot go out."""
    subjects = _subjects(asked)
    found = preview(subjects)
    changing = {Subject(d.kind, d.id): d.name for d in found.differences if d.after and not _only_follows(d)}
    editors = last_editors(changing)
    own = sorted(changing[subject] for subject, editor in editors.items() if editor == actor_of(request))
    called = names_of(editors.values())
    return page(
        request,
        "publish",
        asked,
        title=_("Preview"),
        verb=_("Publish this"),
        notice=notice,
        form=form or PublishForm(),
        outlook=outlook(found, subjects, editors={subject: called[editor] for subject, editor in editors.items()}),
        refusal=str(FourEyes(own)) if own and settings.FOUR_EYES else "",
        untouched=[(one, why_untouched(one.record)) for one in asked if not _is_in(one, found)],
    )


def _only_follows(one: Difference) -> bool:
    """Whether nobody need have edited it: a document of which others quote more, or less, than before."""
    known = one.kind == Kind.DOCUMENT and one.before is not None and one.after is not None
    return known and differs_in_passages_alone(one.before or {}, one.after or {})


@shown_or_done
@only_for("withdraw")
@with_asked
def withdrawing(request: HttpRequest, asked: Sequence[Asked]) -> HttpResponse:
    """Take what is out away from every audience, at once."""
    form = WithdrawForm(request.POST if is_confirmed(request) else None)
    if not form.is_valid():
        return withdrawal_shown(request, asked, form)
    try:
        outcome = withdraw(_subjects(asked), actor=actor_of(request), reason=form.cleaned_data["reason"])
    except PublicationRefused as refused:
        return withdrawal_shown(request, asked, form, notice=str(refused))
    return done(request, asked, _("Withdrawn."), outcome)


def withdrawal_shown(
    request: HttpRequest, asked: Sequence[Asked], form: WithdrawForm | None = None, *, notice: str = ""
) -> HttpResponse:
    """What withdrawing would take away, and what changes because it named who leaves."""
    subjects = _subjects(asked)
    return page(
        request,
        "withdraw",
        asked,
        title=_("Withdraw"),
        verb=_("Withdraw now"),
        notice=notice,
        form=form or WithdrawForm(),
        outlook=outlook(preview([], leaving=subjects), subjects),
    )


@shown_or_done
@only_for("hold")
@with_asked
def holding(request: HttpRequest, asked: Sequence[Asked]) -> HttpResponse:
    """Keep the records out of every new publication, and take back what is out."""
    form = _hold_form(request)
    if not form.is_valid():
        return hold_shown(request, asked, form)
    withdraws = form.cleaned_data.get("withdraw", False)
    try:
        outcome = place_hold(
            _subjects(asked),
            actor=actor_of(request),
            reason=form.cleaned_data["reason"],
            placed_by=request.user,
            withdraw_now=withdraws,
        )
    except PublicationRefused as refused:
        return hold_shown(request, asked, form, notice=str(refused))
    if withdraws:
        return done(request, asked, _("Held."), outcome)
    return done(request, asked, _("Held. What was out stays readable."))


def hold_shown(
    request: HttpRequest, asked: Sequence[Asked], form: HoldForm | None = None, *, notice: str = ""
) -> HttpResponse:
    """What a hold with its withdrawal would take away; one on an event covers the members."""
    held = set(_subjects(asked))
    held |= {Subject(Kind.PERSON, person) for person in members(by_kind(held)[Kind.EVENT])}
    return page(
        request,
        "hold",
        asked,
        title=_("Hold"),
        verb=_("Place the hold"),
        notice=notice,
        form=form or _hold_form(request),
        outlook=outlook(preview([], leaving=held), held),
    )


def _hold_form(request: HttpRequest) -> HoldForm:
    typed = request.POST if is_confirmed(request) else None
    return HoldForm(typed, may_withdraw=acts_open_to(request)["withdraw"])


@shown_or_done
@only_for("lift")
@with_asked
def lifting(request: HttpRequest, asked: Sequence[Asked]) -> HttpResponse:
    """Let the records be published again; nothing is published by that."""
    form = LiftForm(request.POST if is_confirmed(request) else None)
    if form.is_valid():
        count = lift_holds(
            _subjects(asked), actor=actor_of(request), reason=form.cleaned_data["reason"], lifted_by=request.user
        )
        return done(request, asked, _("Holds lifted: %d. Nothing was published by that.") % count)
    return lift_shown(request, asked)


def lift_shown(request: HttpRequest, asked: Sequence[Asked]) -> HttpResponse:
    """The holds that would be lifted."""
    return page(
        request,
        "lift",
        asked,
        title=_("Lift the hold"),
        verb=_("Lift"),
        form=LiftForm(),
        holds=own_holds(_subjects(asked)),
    )


def _subjects(asked: Sequence[Asked]) -> list[Subject]:
    return [one.subject for one in asked]


def _is_in(one: Asked, found: Preview) -> bool:
    return any(Subject(d.kind, d.id) == one.subject for d in found.differences)
