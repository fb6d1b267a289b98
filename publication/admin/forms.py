"""What is typed before an act: why, and whether a hold also takes back what is out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 2_000


def _reason(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Reason") if required else _("Reason (may stay empty)"),
        required=required,
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why; it stands in the log.")},
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80, "class": "vLargeTextField"}),
        help_text=_("For staff only: it stands in the log and is never published."),
    )


class PublishForm(forms.Form):
    reason = _reason(required=False)


class WithdrawForm(forms.Form):
    reason = _reason(required=True)


def withdrawing_too() -> forms.BooleanField:
    """The offer that comes with a hold."""
    return forms.BooleanField(
        label=_("Withdraw at once what is already out"),
        required=False,
        initial=True,
        help_text=_("Of an event this takes its members along. Without the mark all stays readable as it is."),
    )


class HoldForm(forms.Form):
    """``may_withdraw``: whether the offer to withdraw is made."""

    reason = _reason(required=True)
    withdraw = withdrawing_too()

    def __init__(self, *args: Any, may_withdraw: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_withdraw:
            del self.fields["withdraw"]


class LiftForm(forms.Form):
    reason = _reason(required=False)
