"""The addresses of the public: the front page, the API, and whether the process is well."""

from django.urls import include, path

from publication.pages import home
from tracker.health import healthz, readyz

handler400 = "publication.api.problems.bad_request"
handler500 = "publication.api.problems.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("api/", include("publication.urls")),
    path("healthz", healthz),
    path("readyz", readyz),
]
