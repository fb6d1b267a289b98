"""Whether the process lives (/healthz) and whether it can do its work (/readyz)."""

import shutil
from collections.abc import Iterator
from functools import lru_cache
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tracker.checks import failed_checks
from tracker.database import PUBLISHED

KEPT_FOR = 2.0  # seconds


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks no database."""
    return _unstored(HttpResponse("ok\n", content_type="text/plain"))


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 ``{"ready": true}``, or 503 with the reasons in words; never a connection string or a value."""
    reasons = _reasons(int(monotonic() / KEPT_FOR))
    body = {"ready": not reasons, "reasons": reasons}
    return _unstored(JsonResponse(body, status=503 if reasons else 200))


@lru_cache(maxsize=1)
def _reasons(_when: int) -> list[str]:
    """Why not; the same answer for whoever asks at the same time, for strangers may ask as often as they like."""
    return list(dict.fromkeys([*_record(), *_publication(), *_disk()]))


def _record() -> Iterator[str]:
    """Where the process serves staff: whether their database answers, is migrated and betrays nobody."""
    if not settings.FOR_STAFF:
        return
    connection = connections["default"]
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield "Migrations are missing."
        else:
            yield from (str(error.msg) for error in failed_checks(connection))
    except DatabaseError:
        yield "The database does not answer."


def _publication() -> Iterator[str]:
    """Where the process serves the public: whether it reads what was published, and nothing else."""
    if settings.SERVE == "staff":
        return
    if PUBLISHED not in settings.DATABASES:
        yield "Nothing public can be read: PUBLISHED_DATABASE_URL is not set."
        return
    try:
        yield from (str(error.msg) for error in failed_checks(connections[PUBLISHED]))
    except DatabaseError:
        yield "The published connection does not answer."


def _disk() -> Iterator[str]:
    if shutil.disk_usage(settings.BASE_DIR).free < settings.LEAST_DISK:
        yield "The disk is nearly full."


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
