"""What happened, in the admin: one module for each room of it."""

from people.admin import citation, detention, event, hold, judgement, merging, person, place, release, statement

__all__ = ["citation", "detention", "event", "hold", "judgement", "merging", "person", "place", "release", "statement"]
