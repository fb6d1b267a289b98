"""The addresses under ``/api/``; every other one there is a problem document."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import path, re_path

from publication.api import views
from publication.api.answers import NotThere

app_name = "publication"

# Swagger's own style sheet brings its small icons along as data: addresses; nothing is fetched for them.
docs = csp_update({"img-src": [SELF, "data:"]})(views.DocsView.as_view())

urlpatterns = [
    path("v1/persons", views.PersonList.as_view(), name="persons"),
    path("v1/persons/<str:key>", views.PersonDetail.as_view(), name="person"),
    path("v1/events", views.EventList.as_view(), name="events"),
    path("v1/events/<str:key>", views.EventDetail.as_view(), name="event"),
    path("v1/documents", views.DocumentList.as_view(), name="documents"),
    path("v1/documents/<str:key>", views.DocumentDetail.as_view(), name="document"),
    path("v1/schema", views.SchemaView.as_view(), name="schema"),
    path("v1/docs", docs, name="docs"),
    re_path(r"", NotThere.as_view()),
]
