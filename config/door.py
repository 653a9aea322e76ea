"""The admin's door: the site's own sign-in, and the second factor of staff."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


class Site(AdminSite):
    """Django's admin, whose sign-in and password pages are those of the site."""

    site_header = site_title = "Claimboard"
    index_title = "Curation"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """True for staff, with the second factor where the settings ask for one."""
        return super().has_permission(request) and not lacks_second_factor(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To what is lacking: the sign-in, or the second factor to set up."""
        wanted = request.GET.get("next") or reverse("admin:index")
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied("The curators' screens are for accounts that are marked as staff.")
        place = "two factor" if request.user.is_authenticated else "login"
        return redirect(f"{reverse(place)}?{urlencode({'next': wanted})}")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """To the site's own page for that."""
        return redirect("password")


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether somebody would have to give a second factor and did not."""
    verified = getattr(request.user, "is_verified", None)
    return settings.REQUIRE_TWO_FACTOR and not (verified is not None and verified())
