"""Settings, read from the environment; every wrong value fails loudly at start."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from tracker.database import NO_DATABASE, PUBLISHED, database_settings, published_settings
from tracker.environment import DOORS, choice, flag, header, number, secret
from tracker.secrets import read_or_create

BASE_DIR = Path(__file__).resolve().parent.parent


# Which doors this process opens (docs/running.md). The public one alone holds nothing of the staff's: no connection to
# the record, no sessions, no signing key of theirs.
SERVE = choice("VOLIA_SERVE", DOORS, default="both")
FOR_STAFF = SERVE != "public"

SECRETS = BASE_DIR / ".local" / "secrets"
SECRET_KEY = os.environ.get("SECRET_KEY") or read_or_create(SECRETS, "secret_key" if FOR_STAFF else "public_secret_key")
# What API keys are hashed with: the same for every process that makes or checks them.
KEY_PEPPER = (secret("VOLIA_KEY_PEPPER", least=32) or read_or_create(SECRETS, "key_pepper")).encode()
DEBUG = flag("VOLIA_DEBUG")
# Behind a proxy that ends TLS: cookies only over https.
HTTPS = flag("VOLIA_HTTPS")
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")]
# How many proxies stand before us, each of which adds to this header; the addresses before those prove nothing.
TRUSTED_PROXIES = number("VOLIA_PROXIES", default=0)
CLIENT_HEADER = header("VOLIA_CLIENT_HEADER", default="X-Forwarded-For")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "tracker",
    *(["django.contrib.admin", "django.contrib.sessions", "django.contrib.messages", "intake"] if FOR_STAFF else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "accounts",
    "sources",
    "people",
    "publication",
]

MIDDLEWARE = [
    "tracker.doors.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.doors.ContentPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracker.doors.PageAddresses",
]
if FOR_STAFF:
    MIDDLEWARE += [
        "tracker.doors.StaffMethods",
        "tracker.doors.StaffSession",
        "tracker.doors.StaffCsrf",
        "tracker.doors.StaffAuthentication",
        "tracker.doors.StaffMessages",
        # Last: it calls the view itself, inside the transaction that carries who acts.
        "tracker.acting.ActingMiddleware",
    ]

ROOT_URLCONF = {"both": "tracker.urls", "staff": "tracker.urls_staff", "public": "tracker.urls_public"}[SERVE]
WSGI_APPLICATION = "tracker.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

DATABASES = {"default": database_settings(os.environ) if FOR_STAFF else NO_DATABASE}
# The connection of everything public. Without it public addresses answer 503, never over the staff's.
PUBLISHED_ALIAS = PUBLISHED
if published := published_settings(os.environ, needed=not FOR_STAFF):
    DATABASES[PUBLISHED_ALIAS] = published
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STAFF_CONTEXT = [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *(STAFF_CONTEXT if FOR_STAFF else []),
            ],
        },
    },
]

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "tracker.formats"

STATIC_URL = "static/"
# Served from where the apps keep them: no collectstatic step that could be forgotten.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# No 'unsafe-inline' anywhere: the staff of this register are targets.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# A record's form may hold many inline rows, each with many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Whoever publishes is not the last who edited; an office of one person may switch this off.
FOUR_EYES = flag("VOLIA_FOUR_EYES", default=True)
LEAST_DISK = number("VOLIA_LEAST_DISK", default=200_000_000)  # bytes free below which /readyz says no
# Requests a minute from one address without a key.
ANONYMOUS_PER_MINUTE = number("VOLIA_ANONYMOUS_PER_MINUTE", default=120)

# The API knows no sessions and no users; every refusal is a problem document.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["publication.api.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "publication.api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Volia",
    "DESCRIPTION": "People who were detained and what became of them; every value leads to the sentence that says it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": ["publication.api.openapi.add_shapes"],
    "SERVE_AUTHENTICATION": [],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "tracker.logs.PathOnly"}},
    "formatters": {"plain": {"()": "tracker.logs.Plain", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["quiet"], "formatter": "plain"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would write what the filter takes out.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What follows tells what strangers typed, and a slug is a name: addresses, hosts, what was not found or forged.
        # Only failures of ours are kept.
        "django.server": {"handlers": [], "level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "django.request": {"level": "ERROR"},
    },
}
