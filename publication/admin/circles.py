"""The audiences in the words of a sentence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sources.vocabulary import Audience


def circle(audience: int) -> str:
    """One audience, as it stands after “for”."""
    return {Audience.PARTNER: _("partners"), Audience.PUBLIC: _("the public")}[Audience(audience)]


def circles(audiences: Iterable[int]) -> str:
    """Several of them."""
    return _(" and ").join(circle(audience) for audience in audiences)
