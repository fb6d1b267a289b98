"""The peer's two addresses."""

from django.urls import path

from bench.peer.views import PersonViewSet

urlpatterns = [
    path("persons", PersonViewSet.as_view({"get": "list"})),
    path("persons/<uuid:pk>", PersonViewSet.as_view({"get": "retrieve"})),
]
