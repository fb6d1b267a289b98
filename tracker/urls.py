"""All addresses of one process."""

from django.contrib import admin
from django.urls import path

from tracker.health import healthz, readyz

urlpatterns = [
    path("admin/", admin.site.urls),
    # The way out: path("api/", include("publication.urls")) goes here.
    path("healthz", healthz),
    path("readyz", readyz),
]
