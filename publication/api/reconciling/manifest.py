"""What the service says of itself, in the shape of each version; all addresses are those at which it was asked."""

from __future__ import annotations

from typing import Any

from publication.api.queries import MOST_QUERIES
from publication.api.reconciling.properties import TYPE

ROOT, DRAFT = "/api/v1/reconcile", "/api/v1/reconcile/1.0"
NAME = "Volia"
PREVIEW = {"width": 420, "height": 260}  # pixels
KINDS = ("entity", "property", "type")
"""What is suggested."""


def manifest_02(here: str) -> dict[str, Any]:
    """Version 0.2, served from the address ``here``."""
    return {
        "versions": ["0.2"],
        **_of_both(here),
        "identifierSpace": f"{here}/api/v1/persons/",
        "schemaSpace": f"{here}/api/v1/schema#/components/schemas/Person",
        "view": {"url": f"{here}/api/v1/persons/{{{{id}}}}"},
        "preview": {"url": f"{here}{ROOT}/preview?id={{{{id}}}}", **PREVIEW},
        "suggest": {kind: _service(here, f"{ROOT}/suggest/{kind}") for kind in KINDS},
        "extend": {"propose_properties": _service(here, f"{ROOT}/extend/propose"), "property_settings": []},
    }


def manifest_10(here: str) -> dict[str, Any]:
    """The 1.0 draft, likewise."""
    return {
        "versions": ["1.0-draft"],
        **_of_both(here),
        "view": {"url": f"{here}/api/v1/persons/{{id}}"},
        "preview": PREVIEW,
        "suggest": dict.fromkeys(KINDS, True),
        "extend": {"proposeProperties": True, "propertySettings": []},
        "standardizedScore": True,
        "lang": "en",
    }


def _of_both(here: str) -> dict[str, Any]:
    return {
        "name": NAME,
        "documentation": f"{here}/api/v1/docs",
        "defaultTypes": [TYPE],
        "batchSize": MOST_QUERIES,
    }


def _service(here: str, path: str) -> dict[str, str]:
    return {"service_url": here, "service_path": path}
