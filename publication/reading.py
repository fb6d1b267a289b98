"""The one connection of everything public: the database as its reader, who may read what was published.

A public view, page or export names this alias for every query; there is no falling back to the staff's connection.
"""

from django.conf import settings

READABLE = (
    "publication_alias",
    "publication_change",
    "publication_counter",
    "publication_publishedbody",
    "publication_publishedrecord",
)
"""The tables that the role ``volia_reader`` may SELECT from; it is granted these and no others."""

EXECUTABLE = ("admit",)
"""The functions of ours that the role may call; what PUBLIC may call (unaccent and other extensions) comes on top."""


class NotConfigured(Exception):
    """This process has no connection as the reader: PUBLISHED_DATABASE_URL is not set."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def alias() -> str:
    """The name of the reader's connection, for ``.using()`` and ``connections[]``.

    :raises NotConfigured: when there is none; public addresses then answer 503.
    """
    name: str = settings.PUBLISHED_ALIAS
    if name not in settings.DATABASES:
        raise NotConfigured
    return name
