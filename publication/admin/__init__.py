"""The way out in the admin: preview, publish, withdraw, hold, lift; what waits; who did what and why."""

from django.apps import apps

# A process that serves the public alone has no admin to register with, yet loads the template tags that use us.
if apps.is_installed("django.contrib.admin"):
    from publication.admin import acts, records

    __all__ = ["acts", "records"]
