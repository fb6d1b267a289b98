"""All addresses of one process."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from tracker.health import healthz, readyz

urlpatterns = [
    # Until there are public pages the front door leads to the staff's.
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    # The way out: path("api/", include("publication.urls")) goes here.
    path("healthz", healthz),
    path("readyz", readyz),
]
