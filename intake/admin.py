"""What imports brought, to be looked at: which row of which file a record came from, and with which values."""

from typing import TYPE_CHECKING

from django.contrib import admin

from intake.models import Imported

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Imported]
else:
    # Django's own cannot be subscripted while the program runs.
    _ModelAdmin = admin.ModelAdmin


@admin.register(Imported)
class ImportedAdmin(_ModelAdmin):
    list_display = ("bundle", "kind", "key", "file", "line", "at")
    list_filter = ("bundle", "kind")
    search_fields = ("key__startswith", "record__exact")
    ordering = ("bundle", "kind", "key")
    show_full_result_count = False

    def has_add_permission(self, *_: object, **__: object) -> bool:
        """The import alone writes these."""
        return False

    def has_change_permission(self, *_: object, **__: object) -> bool:
        """The import alone writes these."""
        return False

    def has_delete_permission(self, *_: object, **__: object) -> bool:
        """Without its row the next import would bring a record twice."""
        return False
