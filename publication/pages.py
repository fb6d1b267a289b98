"""Pages for people rather than programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: what this is, and where to go."""
    return render(request, "publication/home.html")
