"""Members of staff by role, and what they do on the pages of the publication."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.vocabulary import RoleName
from publication.subjects import subject_of
from sources.record import Record


class Desk(Client):
    """The browser of a member of staff who has one role, signed in."""

    def __init__(self, role: RoleName) -> None:
        super().__init__()
        self.user = User.objects.create_user(role.value, is_staff=True)
        self.user.groups.add(Group.objects.get(name=role.value))
        self.force_login(self.user)

    def look(self, act: str, *records: Record) -> Any:
        """The page of an act for some records."""
        return self.get(page_of_act(act), {"record": [key(record) for record in records]})

    def do(self, act: str, *records: Record, **typed: str) -> Any:
        """Post the form of an act as it would be sent from its page."""
        named = {"record": [key(record) for record in records], "confirm": "yes"}
        return self.post(page_of_act(act), {**named, **typed})

    def publish(self, *records: Record, reason: str = "") -> Any:
        """Look at the preview and confirm what it showed."""
        token = self.look("publish", *records).context["outlook"].fingerprint
        return self.do("publish", *records, token=token, reason=reason)


def page_of_act(act: str) -> str:
    """Its address."""
    return reverse(f"admin:publication_{act}")


def key(record: Record) -> str:
    """A record as forms name it."""
    subject = subject_of(record)
    return f"{subject.kind}:{subject.id}"


def told(response: Any) -> str:
    """The text of a page, or the sentence that the next page will show."""
    if response.status_code == 302:
        return " ".join(str(message) for message in response.wsgi_request._messages)
    text: str = response.content.decode()
    return text
