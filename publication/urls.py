"""The addresses under ``/api/``; every other one there is a problem document."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import path, re_path

from publication.api import views
from publication.api.changes import ChangesView
from publication.api.details import DetailView
from publication.api.door import not_there
from publication.api.kinds import DOCUMENTS, EVENTS, PERSONS
from publication.api.lists import OFFERED, ListView
from publication.api.matching import MatchView
from publication.api.negotiation import NDJSON
from publication.api.reconciling.addresses import addresses
from publication.api.snapshot import SnapshotView
from publication.api.statistics import StatisticsView

app_name = "publication"

# Swagger's own style sheet brings its small icons along as data: addresses; nothing is fetched for them.
docs = csp_update({"img-src": [SELF, "data:"]})(views.DocsView.as_view())

urlpatterns = [
    path("v1/persons/<str:key>", DetailView(PERSONS), name="person"),
    path("v1/persons", ListView(PERSONS), name="persons"),
    path("v1/events/<str:key>", DetailView(EVENTS), name="event"),
    path("v1/events", ListView(EVENTS), name="events"),
    path("v1/documents/<str:key>", DetailView(DOCUMENTS), name="document"),
    path("v1/documents", ListView(DOCUMENTS), name="documents"),
    *(
        path(f"v1/{served.name}.{offered.suffix}", ListView(served, offered.suffix))
        for served in (PERSONS, EVENTS, DOCUMENTS)
        for offered in OFFERED
    ),
    path("v1/changes", ChangesView.as_view(), name="changes"),
    path("v1/snapshot", SnapshotView(), name="snapshot"),
    path(f"v1/snapshot.{NDJSON.suffix}", SnapshotView(NDJSON.suffix)),
    path("v1/match", MatchView(), name="match"),
    *addresses,
    path("v1/statistics", StatisticsView.as_view(), name="statistics"),
    path("v1/schema", views.SchemaView.as_view(), name="schema"),
    path("v1/docs", docs, name="docs"),
    re_path(r"", not_there),
]
