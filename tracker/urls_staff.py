"""The addresses of the staff: the admin, and whether the process is well."""

from django.contrib import admin
from django.urls import path

from tracker.health import healthz, readyz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
]
