"""A value kept in two columns: its text, and beside it the interval it spans, which only the value itself may write.

The span follows the text on every way that Django has into the database: ``save`` (also with ``update_fields`` or
deferred fields), ``bulk_create``, ``bulk_update``, ``update`` and ``update_or_create``. Fixtures carry both columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django import forms
from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.db import models

from sources.dates import PartialDate
from sources.durations import DurationRange
from sources.forms import StatedValueField
from sources.values import NotUnderstood

V = TypeVar("V", PartialDate, DurationRange)
M_co = TypeVar("M_co", bound=models.Model, covariant=True)

ORDER_OF_TEXTS = frozenset({"lt", "lte", "gt", "gte", "range"})
"""Lookups that would compare the texts letter by letter, which is not the order of the values."""

if TYPE_CHECKING:

    class _TextField(models.Field[str | V | None, V | None], Generic[V]):
        """What the attribute takes and gives, for the type checker."""

else:

    class _TextField(models.Field, Generic[V]):
        """Django's fields cannot be subscripted while the program runs."""


class SpanIsComputed(FieldError):
    """A span is made from the text beside it; write the text."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} cannot be written so. {self.__doc__}")


class SpannedField(_TextField[V]):
    """A nullable text column whose attribute is a value, with the column ``<name>_span`` made from it.

    Migrations name both columns: there the text's field says ``with_span=False`` and the span is an ordinary field.
    Ask about order and overlap on the span (``released_span__overlap``); the text knows only equality.
    """

    value_type: type[V]
    span_class: ClassVar[type[models.Field[Any, Any]]]
    form_class: ClassVar[type[StatedValueField[Any]]]
    empty_strings_allowed = False
    length: ClassVar[int] = 64

    def __init__(self, *args: Any, with_span: bool = True, **options: Any) -> None:
        self.with_span = with_span
        super().__init__(*args, **{"null": True, "blank": True, **options, "max_length": self.length})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Name the arguments of a copy that does not make a span of its own."""
        name, path, args, options = super().deconstruct()
        options = {**options, "null": self.null, "blank": self.blank, "with_span": False}
        for option, default in (("null", True), ("blank", True), ("max_length", self.length)):
            if options[option] == default:
                del options[option]
        return name, path, args, options

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **options: Any) -> None:
        """Join a model, and bring the span along unless the model states it itself."""
        super().contribute_to_class(cls, name, *args, **options)
        if self.with_span and self.span_name not in {field.name for field in cls._meta.local_fields}:
            cls.add_to_class(self.span_name, self.span_class(null=True, blank=True, editable=False))

    @property
    def span_name(self) -> str:
        """The name of the column beside."""
        return f"{self.name}_span"

    def get_internal_type(self) -> str:
        """Stored like a ``CharField``."""
        return "CharField"

    def from_db_value(self, value: str | None, *_: object) -> V | None:
        """Read what this field wrote."""
        return None if value is None else self.value_type.parse(value)

    def to_python(self, value: Any) -> V | None:
        """Make a value of a text. :raises ValidationError: with the sentence of the value type."""
        if value is None or isinstance(value, self.value_type):
            return value
        if hasattr(value, "resolve_expression"):
            raise SpanIsComputed(self.span_name)
        try:
            return self.value_type.parse(str(value)) if value != "" else None
        except NotUnderstood as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> str | None:
        """The canonical text, for storing and for lookups."""
        prepared = self.to_python(super().get_prep_value(value))
        return None if prepared is None else prepared.text

    def pre_save(self, model_instance: models.Model, add: bool) -> V | None:  # noqa: FBT001, ARG002 - Django's signature
        """Turn a text that was assigned into a value, and set the span beside it."""
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        setattr(model_instance, self.span_name, value and value.span)
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """The canonical text, for serialisers."""
        value = self.to_python(self.value_from_object(obj))
        return "" if value is None else value.text

    def get_lookup(self, lookup_name: str) -> type[models.Lookup[Any]] | None:
        """No order of texts; Django then names the lookup that it does not find."""
        return None if lookup_name in ORDER_OF_TEXTS else super().get_lookup(lookup_name)

    def formfield(self, **options: Any) -> forms.Field | None:
        """A text box with examples."""
        return super().formfield(**{"form_class": self.form_class, **options})

    def check(self, **options: Any) -> list[checks.CheckMessage]:
        """Also say when the model has a way past the span."""
        return [*super().check(**options), *self._check_ways_in()]

    def _check_ways_in(self) -> Iterable[checks.CheckMessage]:
        managers = self.model._meta.managers
        if not issubclass(self.model, SpannedModel):
            hint = "Let the model inherit from SpannedModel."
            yield checks.Error(f"save(update_fields=…) would leave {self.span_name} stale.", hint, self, "sources.E001")
        if not all(isinstance(manager.get_queryset(), SpannedQuerySet) for manager in managers):
            hint = "Make every manager of the model from a SpannedQuerySet."
            yield checks.Error(f"update() would leave {self.span_name} stale.", hint, self, "sources.E002")


class SpannedQuerySet(models.QuerySet[M_co]):
    """Bulk writes that take the spans along."""

    def update(self, **values: Any) -> int:
        """Update texts and their spans. :raises SpanIsComputed: when given a span, or an expression as a text."""
        for field in spanned_fields(self.model):
            if field.span_name in values:
                raise SpanIsComputed(field.span_name)
            if field.name in values:
                value = field.to_python(values[field.name])
                values[field.span_name] = value and value.span
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined] # how Django hides a method from templates

    def bulk_update(self, objs: Iterable[M_co], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Update many rows, each with its own values."""
        rows, names = list(objs), list(fields)
        for field in spanned_fields(self.model):
            if field.name in names or field.span_name in names:
                for row in rows:
                    field.pre_save(row, add=False)
        # Past our own update(), which would refuse the spans that stand in step here.
        routed = self._db, self._hints  # type: ignore[attr-defined] # the stubs leave out what is private to Django
        plain: models.QuerySet[M_co] = models.QuerySet(self.model, self.query.chain(), *routed)
        return plain.bulk_update(rows, sorted(with_spans(self.model, names)), batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M_co], batch_size: int | None = None, **options: Any) -> list[M_co]:  # type: ignore[override] # options by name only, as everybody gives them
        """Insert many rows; where one exists, update the named texts and their spans."""
        if options.get("update_fields") is not None:
            options["update_fields"] = sorted(with_spans(self.model, options["update_fields"]))
        return super().bulk_create(objs, batch_size, **options)

    bulk_create.alters_data = True  # type: ignore[attr-defined]


class SpannedModel(models.Model):
    """A model whose spans are saved whenever their texts are, whichever fields a caller names."""

    class Meta:
        abstract = True

    def save_base(self, *args: Any, **options: Any) -> None:
        """Write the row (Django's inner step of ``save``, which has by now left out the deferred fields)."""
        if options.get("update_fields") is not None:
            options["update_fields"] = frozenset(with_spans(type(self), options["update_fields"]))
        super().save_base(*args, **options)


def spanned_fields(model: type[models.Model]) -> list[SpannedField[Any]]:
    """The fields of a model that have a span beside them."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SpannedField)]


def with_spans(model: type[models.Model], names: Iterable[str]) -> set[str]:
    """The names, and for each text or span among them the other one too."""
    pairs = [{field.name, field.span_name} for field in spanned_fields(model)]
    return set(names).union(*(pair for pair in pairs if pair & set(names)))
