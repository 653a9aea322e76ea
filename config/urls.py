"""Addresses of the site: pages, API, admin, health."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include("leaderboard.admin.urls")),
    path("admin/", include("leaderboard.admin.people_urls")),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("api/v1/", include("leaderboard.api.urls")),
    path("pwc/api/v1/", include("leaderboard.api.pwc.urls")),
    path("", include("leaderboard.urls")),
]
handler400 = "leaderboard.views.errors.bad_request"
handler403 = "leaderboard.views.errors.forbidden"
handler404 = "leaderboard.views.errors.not_found"
handler500 = "leaderboard.views.errors.server_error"
