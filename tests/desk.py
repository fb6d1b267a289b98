"""What a browser does with a form of the admin: it sends back all that the page held and what was typed over it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client


def editor(name: str = "vera") -> Client:
    """The browser of a signed-in member of staff who may do everything."""
    users: Any = get_user_model()._default_manager
    user = users.filter(username=name).first() or users.create_superuser(username=name, password="not a secret here")
    client = Client()
    client.force_login(user)
    return client


def held_by(response: Any, **typed: Any) -> dict[str, Any]:
    """All that the form of a page holds, as a browser sends it; ``typed`` replaces values by their names there."""
    held: dict[str, Any] = _values(response.context["adminform"].form)
    for rows in response.context["inline_admin_formsets"]:
        held |= _values(rows.formset.management_form)
        for form in rows.formset.forms:
            held |= _values(form)
    held |= {name.replace("__", "-"): value for name, value in typed.items()}
    return {name: value for name, value in held.items() if value is not None and value is not False}


def errors_of(response: Any) -> str:
    """All sentences with which a form was refused."""
    return " ".join(str(one) for one in response.context["errors"])


def _values(form: Any) -> dict[str, Any]:
    found = {}
    for box in form:
        value = box.value()
        found[box.html_name] = "" if value is None else box.field.prepare_value(value)
    return found
