"""All addresses of one process that serves staff and public."""

from tracker.urls_public import handler400, handler500
from tracker.urls_public import urlpatterns as public
from tracker.urls_staff import urlpatterns as staff

__all__ = ["handler400", "handler500", "urlpatterns"]

urlpatterns = [*public, *staff]
