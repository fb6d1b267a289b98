"""Why nothing was published: each error is a sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence


class PublicationRefused(Exception):
    """Nothing was published or withdrawn."""


class FourEyes(PublicationRefused):
    """The publisher was the last to edit what would go out."""

    def __init__(self, names: Sequence[str]) -> None:
        told = ", ".join(f"“{name}”" for name in names[:5]) + (" and others" if len(names) > 5 else "")
        super().__init__(
            f"You were the last to edit {told}. Somebody else has to publish it (four eyes; an office of one person "
            "switches that off with VOLIA_FOUR_EYES=0)."
        )
        self.names = list(names)


class PlanChanged(PublicationRefused):
    """The record was changed between the preview and now; look at the new preview."""


class DocumentsFollow(PublicationRefused):
    """A document is not withdrawn by itself: it leaves with the last body that quotes it. To silence it, hold it."""


class CannotBeMade(Exception):
    """A body cannot be made from what the record says; the cause is a fault of ours and tells where."""


class StillBeingEdited(PublicationRefused):
    """The record is being changed at this very moment. Nothing was published; try again."""
