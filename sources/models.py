"""How we know: who publishes, what was published, what came out of what, and which passage of it is meant."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from sources.fields import PartialDateField
from sources.record import Declared, Record
from sources.vocabulary import DerivationKind, DocumentKind, OrganisationKind


class Organisation(Record):
    """One table for publishers and for organisations that act or speak: a news agency is both."""

    declared = Declared(
        breath=("name", "kind", "country"),
        cited=("name", "kind", "country"),
        editorial=("slug",),
    )

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=32, choices=OrganisationKind, default=OrganisationKind.OTHER)
    country = CountryField(blank=True, help_text=_("Where it belongs; empty if unknown or none."))

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Document(Record):
    """A text as it was received. A stub (no bytes, no text) is known only because another document names it."""

    declared = Declared(
        cited=("publisher", "carrier", "title", "author", "language", "original_language", "published", "kind"),
        editorial=(
            *("slug", "url", "archived_url", "accessed", "media_type", "corrections", "retracted", "supersedes"),
            *("original", "sha256", "text"),
        ),
        computed=("published_span",),
        lists=("derivations",),
    )

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="published_documents"
    )
    carrier = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_documents",
        help_text=_("Who passed it on, where that is not the publisher."),
    )
    author = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=32, choices=DocumentKind, default=DocumentKind.ARTICLE)
    url = models.URLField(max_length=1000, blank=True)
    archived_url = models.URLField(max_length=1000, blank=True)
    language = models.CharField(max_length=35, blank=True, help_text=_("BCP 47, for example en or be-Latn."))
    original_language = models.CharField(
        max_length=35, blank=True, help_text=_("BCP 47; only where the text is a translation.")
    )
    published = PartialDateField(help_text=_("What the text itself shows."))
    accessed = models.DateField(null=True, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    original = models.BinaryField(null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    text = models.TextField(null=True, blank=True, editable=False)  # noqa: DJ001 - NULL is a stub, '' an empty text
    corrections = models.TextField(blank=True)
    retracted = models.DateField(
        null=True, blank=True, help_text=_("The day its publisher took it back; it then supports nothing.")
    )
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        help_text=_("The document of which this is a better reading."),
    )

    class Meta:
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_bytes_text_and_hash_together",
                condition=models.Q(original__isnull=True, text__isnull=True, sha256="")
                | models.Q(original__isnull=False, text__isnull=False) & ~models.Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def is_stub(self) -> bool:
        """Known only because another document names it."""
        return self.text is None


class Derivation(Record):
    """One document came out of another; a document may have several origins."""

    declared = Declared(
        breath=("origin", "kind"),
        parents=("document",),
        cited=("origin", "kind"),
    )

    document = models.ForeignKey(Document, models.PROTECT, related_name="derivations")
    origin = models.ForeignKey(Document, models.PROTECT, related_name="derived")
    kind = models.CharField(max_length=32, choices=DerivationKind)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="derivation_once", fields=["document", "origin"]),
            models.CheckConstraint(name="derivation_not_of_itself", condition=~models.Q(document=models.F("origin"))),
        ]

    def __str__(self) -> str:
        return f"{self.document} – {self.get_kind_display()} – {self.origin}"


class Passage(Record):
    """A stretch of a document's text. The database refuses a quote that is not ``text[start:end]`` in code points."""

    declared = Declared(parents=("document",), editorial=("start", "end", "quote"))

    document = models.ForeignKey(Document, models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()

    class Meta:
        ordering: ClassVar = ["document", "start", "end"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="passage_once", fields=["document", "start", "end"]),
            models.CheckConstraint(name="passage_not_empty", condition=models.Q(end__gt=models.F("start"))),
        ]

    def __str__(self) -> str:
        return f"“{self.quote}”"


class History(models.Model):
    """One change of one row, written by the trigger ``record_history`` alone; nobody else may write it.

    The id is a number because the order of changes matters here and never leaves the house (docs/decisions).
    """

    class Operation(models.TextChoices):
        INSERT = "I", _("added")
        UPDATE = "U", _("changed")
        DELETE = "D", _("removed")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    table = models.CharField(max_length=63)
    record = models.UUIDField()
    operation = models.CharField(max_length=1, choices=Operation)
    row = models.JSONField(help_text=_("The row after the change; before it, where it was removed."))
    actor = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    request = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = _("history")
        indexes: ClassVar = [models.Index(name="history_of_record", fields=["record", "id"])]

    def __str__(self) -> str:
        return f"{self.get_operation_display()} {self.table} {self.record} – {self.actor}"
