"""Who works here and who may read by key, in the admin: for administrators, and nothing is ever deleted.

What is done here is told in Django's own log; the record's history is another one.
"""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from accounts.actions import KeyRefusedError, check_may_issue, issue_key, revoke_key
from accounts.models import LONGEST_REASON, Partner, PartnerKey, User, usual_expiry
from accounts.vocabulary import RoleName, Scope

admin.site.unregister(Group)


class _Kept:
    """Nothing of this room is deleted: what somebody did must keep pointing at somebody."""

    actions: Any = None

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        return False


@admin.register(Group)
class RoleAdmin(_Kept, admin.ModelAdmin):  # type: ignore[type-arg] # Django's class cannot be subscripted at run time
    """The roles, to read: what each may do is written in ``accounts.roles`` and made anew by every migrate."""

    list_display = ("name",)
    fields = ("name", "permissions")

    def has_add_permission(self, *_: Any, **__: Any) -> bool:
        """Made by migrate."""
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        """Made by migrate."""
        return False


@admin.register(User)
class StaffAdmin(_Kept, UserAdmin):  # type: ignore[type-arg] # Django's class cannot be subscripted at run time
    """Staff and their roles. Rights come from roles alone; only a superuser touches a superuser's account."""

    list_display = ("username", "first_name", "last_name", "roles", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "groups")
    readonly_fields = ("last_login", "date_joined")
    _who: ClassVar = (None, {"fields": ("username", "password")})
    _about: ClassVar = (_("About"), {"fields": ("first_name", "last_name", "email", "last_login", "date_joined")})
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Role"), {"fields": ("is_staff", "groups")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """An account's page; who is a superuser is for superusers to say."""
        if obj is None:
            return self.add_fieldsets
        may = ("is_active", "is_staff", "groups", *(("is_superuser",) if request.user.is_superuser else ()))
        return (self._who, self._about, (_("Role"), {"fields": may}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Accounts with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Or an administrator could take over the account that may do everything, by its password."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Roles to tick."""
        if db_field.name == "groups":
            options["queryset"] = Group.objects.filter(name__in=RoleName.values).order_by("pk")
            options["widget"] = forms.CheckboxSelectMultiple
        field: Any = super().formfield_for_manytomany(db_field, request, **options)
        if db_field.name == "groups":
            field.label, field.help_text = _("Roles"), _("Each may do what those before it may.")
        return field

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        """The names of the roles, for the list."""
        return ", ".join(group.name for group in user.groups.all()) or "–"


@admin.register(Partner)
class PartnerAdmin(_Kept, admin.ModelAdmin):  # type: ignore[type-arg] # Django's class cannot be subscripted at run time
    """Partners, each with its keys below."""

    change_form_template = "admin/accounts/partner/change_form.html"
    list_display = ("name", "contact", "email", "active")
    list_filter = ("active",)
    search_fields = ("name", "contact", "email")
    fields = ("name", ("contact", "email"), "remark", "active")

    def render_change_form(self, request: HttpRequest, context: Any, *others: Any, **options: Any) -> Any:
        """The form, and below it the keys."""
        partner: Partner | None = options.get("obj")
        if partner is not None and request.user.has_perm("accounts.view_partnerkey"):
            context["keys"] = partner.keys.select_related("partner")
            context["may_issue"] = partner.active and request.user.has_perm("accounts.add_partnerkey")
        return super().render_change_form(request, context, *others, **options)


def usual_last_day() -> date:
    """The last day of a key issued today unless somebody says otherwise."""
    return usual_expiry().date()


class IssuingForm(forms.ModelForm):  # type: ignore[type-arg] # Django's class cannot be subscripted at run time
    """A new key, as somebody asks for it."""

    scopes = forms.MultipleChoiceField(
        label=_("May be used for"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=Scope.values
    )

    expires = forms.DateField(
        label=_("Last day"), widget=AdminDateWidget, initial=usual_last_day, help_text=_("Until midnight, UTC.")
    )

    class Meta:
        model = PartnerKey
        fields = ("partner", "label", "audience", "scopes", "per_minute", "expires")

    def clean_expires(self) -> datetime:
        """The last second of the day."""
        return datetime.combine(self.cleaned_data["expires"], time(23, 59, 59), UTC)

    def clean(self) -> dict[str, Any]:
        """Refused where the action would refuse."""
        asked = super().clean() or self.cleaned_data
        if asked.get("partner") and asked.get("expires"):
            try:
                check_may_issue(asked["partner"], asked["expires"])
            except KeyRefusedError as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return asked


@admin.register(PartnerKey)
class PartnerKeyAdmin(_Kept, admin.ModelAdmin):  # type: ignore[type-arg] # Django's class cannot be subscripted at run time
    """Keys are issued, looked at and revoked; their token is on one page, once."""

    form = IssuingForm
    change_form_template = "admin/accounts/partnerkey/change_form.html"
    list_display = ("label", "partner", "audience", "standing", "expires", "last_used")
    list_filter = ("audience",)
    list_select_related = ("partner",)
    search_fields = ("=id", "label", "partner__name")
    _asked: ClassVar = ("partner", "label", "audience", "scopes", "per_minute", "expires")
    _known: ClassVar = (
        *("id", "standing", "partner", "label", "audience", "scopes", "per_minute", "expires", "created", "created_by"),
        *("last_used", "revoked", "revoked_by", "revoked_why"),
    )

    def get_fields(self, _request: HttpRequest, obj: PartnerKey | None = None) -> Any:
        """What is asked of a new key, and all that is known of an old one but its hash."""
        return self._asked if obj is None else self._known

    def get_readonly_fields(self, _request: HttpRequest, obj: PartnerKey | None = None) -> Any:
        """An issued key does not change."""
        return () if obj is None else self._known

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        """Revoking has a button of its own."""
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form for a new key."""
        return super().add_view(request, form_url, {"title": _("Issue a key"), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        """The pages of Django's, and the way to revoke."""
        revoke = self.admin_site.admin_view(require_POST(self.revoke))
        return [path("<str:key_id>/revoke/", revoke, name="accounts_partnerkey_revoke"), *super().get_urls()]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Only active partners are given keys."""
        if db_field.name == "partner":
            options["queryset"] = Partner.objects.filter(active=True)
        return super().formfield_for_foreignkey(db_field, request, **options)

    @sensitive_variables("token")
    def save_model(self, request: HttpRequest, obj: PartnerKey, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 - Django's
        """Issue it. The token rides on this object to the answer of this request and nowhere else."""
        actor: Any = request.user
        key, token = issue_key(actor=actor, **{name: form.cleaned_data[name] for name in self._asked})
        obj.pk, obj.created, obj.created_by = key.pk, key.created, actor
        vars(obj)["token"] = token

    @sensitive_variables("token")
    def response_add(self, request: HttpRequest, obj: PartnerKey, post_url_continue: str | None = None) -> HttpResponse:  # noqa: ARG002 - Django's
        """The page that shows the token: an answer to the form itself, so that no session or cookie ever holds it."""
        token = vars(obj).pop("token")
        context = {
            **self.admin_site.each_context(request),
            "title": _("The key was issued"),
            "opts": self.opts,
            "key": obj,
            "token": token,
        }
        return TemplateResponse(request, "admin/accounts/partnerkey/issued.html", context)

    def render_change_form(self, request: HttpRequest, context: Any, *others: Any, **options: Any) -> Any:
        """The form with its one button, or a key's page with the button that ends it."""
        key: PartnerKey | None = options.get("obj")
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        context["may_revoke"] = key is not None and key.revoked is None and self._may_revoke(request)
        return super().render_change_form(request, context, *others, **options)

    def revoke(self, request: HttpRequest, key_id: str) -> HttpResponse:
        """End a key; the page that comes back says so."""
        if not self._may_revoke(request):
            raise PermissionDenied
        key = get_object_or_404(PartnerKey, pk=key_id)
        actor: Any = request.user
        page = HttpResponseRedirect(reverse("admin:accounts_partnerkey_change", args=[key.pk]))
        reason = request.POST.get("reason", "").strip()
        if not reason or len(reason) > LONGEST_REASON:
            messages.error(request, _("Say in a few words why; nothing was revoked."))
            return page
        revoke_key(key, actor=actor, reason=reason)
        self.log_change(request, key, f"Revoked: {reason}")
        messages.success(request, _("Revoked. It is refused from the next request on."))
        return page

    def _may_revoke(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_partnerkey")

    @admin.display(description=_("state"))
    def standing(self, key: PartnerKey) -> str:
        """Whether it is accepted now."""
        return key.state()
