"""Admin pages that show and never write: what changes a row is an action, not a form over its columns."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.cache import cache
from django.http import HttpRequest

if TYPE_CHECKING:  # generic for the type checker only
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline


class ViewOnly(ModelAdmin):
    """A table to look through, filter and search; nothing is added, edited or deleted in place."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: rows come from papers and from actions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never in place."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: nothing that was read or decided is lost."""
        return False


SECONDS = 600
"""How long the values of a column are kept; finding them reads the whole table."""


class ValuesFilter(admin.AllValuesFieldListFilter):
    """All values of a column, as of some minutes ago; the empty one has a name to be seen and read aloud."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        key = f"values:{self.field.model._meta.label}.{self.field.name}"
        found: Any = self.lookup_choices
        kept: Any = cache.get_or_set(key, lambda: list(found), SECONDS)
        self.lookup_choices = kept

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The values as links."""
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "none"}


class ViewOnlyInline(TabularInline):
    """Rows that belong to the one shown."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never in place."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never in place."""
        return False
