"""Settings of the peer: the usual DRF as the usual advice has it, over the same database; nothing costs needlessly."""

import os

from tracker.database import database_settings

SECRET_KEY = "not a secret: no session, no cookie, this machine only"  # noqa: S105 - nothing is signed with it
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "rest_framework",
    "accounts",
    "sources",
    "people",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "bench.peer.urls"
AUTH_USER_MODEL = "accounts.User"
USE_TZ = True
TIME_ZONE = "UTC"
APPEND_SLASH = False

_DATABASE = database_settings(os.environ)
_OPTIONS = dict(_DATABASE.get("OPTIONS", {}))
# Django composes SET ROLE over a connection of the pool that it is filling, and waits for ever: the server sets it.
_ROLE = _OPTIONS.pop("assume_role", None)
DATABASES = {
    "default": {
        **_DATABASE,
        "CONN_MAX_AGE": 0,  # the pool keeps connections; Django refuses both at once
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {**_OPTIONS, "options": f"-c role={_ROLE}", "pool": {"min_size": 1, "max_size": 4}},
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["bench.peer.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
