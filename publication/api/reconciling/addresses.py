"""The addresses of the service under ``/api/v1/``: version 0.2, and the 1.0 draft below an address of its own."""

from csp.decorators import csp
from django.urls import path

from publication.api.reconciling.manifest import KINDS
from publication.api.reconciling.previewing import POLICY, PreviewView
from publication.api.reconciling.service import ExtendView, ManifestView, MatchingView, ReconcileView
from publication.api.reconciling.suggesting import ProposeView, SuggestView

ROOT, DRAFT = "v1/reconcile", "v1/reconcile/1.0"
preview = csp(POLICY)(PreviewView())

addresses = [
    path(ROOT, ReconcileView(), name="reconcile"),
    path(DRAFT, ManifestView(), name="reconcile-draft"),
    path(f"{DRAFT}/match", MatchingView()),
    path(f"{DRAFT}/extend", ExtendView()),
    *(
        path(f"{below}/suggest/{kind}", SuggestView(kind, version))
        for below, version in ((ROOT, "0.2"), (DRAFT, "1.0"))
        for kind in KINDS
    ),
    *(path(f"{below}/extend/propose", ProposeView()) for below in (ROOT, DRAFT)),
    *(path(f"{below}/preview", preview) for below in (ROOT, DRAFT)),
]
