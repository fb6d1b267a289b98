"""Who did it, in words: ``user:<id>`` of the history becomes the name of the account."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth import get_user_model

_USER = "user:"


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """For each actor of the history what to call it; one query. Whoever is no account is called as written."""
    asked = set(actors)
    ids = {actor: actor.removeprefix(_USER) for actor in asked if actor.startswith(_USER)}
    users = get_user_model().objects.filter(pk__in=[one for one in ids.values() if _is_id(one)])
    called = {str(user.pk): user.get_username() for user in users} if ids else {}
    return {actor: called.get(ids.get(actor, ""), actor) for actor in asked}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
