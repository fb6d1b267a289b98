"""Whether the process lives (/healthz) and whether it can do its work (/readyz)."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tracker.checks import failed_checks


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks no database."""
    return _unstored(HttpResponse("ok\n", content_type="text/plain"))


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 ``{"ready": true}``, or 503 with the reasons in words; never a connection string or a value."""
    reasons = _reasons()
    body = {"ready": not reasons, "reasons": reasons}
    return _unstored(JsonResponse(body, status=503 if reasons else 200))


def _reasons() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["Migrations are missing."]
        return [str(error.msg) for error in failed_checks(connection)]
    except DatabaseError:
        return ["The database does not answer."]


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
