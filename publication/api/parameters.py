"""How single parameters are read. What is refused is refused with a sentence that says what is expected."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from publication.folding import folded

LIMIT, LARGEST = 50, 1000
LONGEST_TEXT = 200
MOST = 10**15
"""More than there will ever be of anything that is counted here, and within what PostgreSQL can count."""
KEY = re.compile(r"\A[-a-zA-Z0-9_]{1,120}\Z")
"""An id or a slug."""
LANGUAGE = re.compile(r"\A[a-zA-Z0-9]{1,8}(-[a-zA-Z0-9]{1,8})*\Z")
WHOLE_NUMBER = re.compile(r"\A[0-9]{1,16}\Z")
DAY = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
RFC_TIME = re.compile(
    r"\A(T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60))(?:\.[0-9]+)?(Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9])\Z"
)
SECOND = timedelta(seconds=1)
SOME_YEAR = "^(?!0000)"
"""Python's calendar begins with year 1."""
Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}


class Sought(NamedTuple):
    """A name that is looked for: as it was written, and folded."""

    text: str
    folded: str


def _pattern(python: re.Pattern[str]) -> str:
    """A pattern in the common part of Python's regular expressions and ECMAScript's."""
    return python.pattern.replace(r"\A", "^").replace(r"\Z", "$")


def _several(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


KEY_SCHEMA: Schema = {**TEXT, "pattern": _pattern(KEY)}


def cursor_of(record: UUID) -> str:
    """Where a page ends: opaque to readers, and the same whatever the filters are."""
    return base64.urlsafe_b64encode(record.bytes).rstrip(b"=").decode()


def id_of(key: str) -> UUID | None:
    """The id that a key is; None for a slug, and for other ways to write an id."""
    # A slug of 36 characters is rarer than an exception is dear.
    if len(key) != 36:
        return None
    try:
        found = UUID(key)
    except ValueError:
        return None
    return found if str(found) == key.lower() else None


class CursorField(forms.Field):
    """Reads what ``cursor_of`` wrote."""

    schema: Schema = {**TEXT, "pattern": "^[A-Za-z0-9_-]{21}[AQgw]$"}

    def to_python(self, value: Any) -> UUID:
        """The id after which the page begins. :raises ValidationError: for anything else than a cursor of ours."""
        try:
            found = UUID(bytes=base64.urlsafe_b64decode(f"{value}=="))
        except (binascii.Error, ValueError) as error:
            raise _not_a_cursor() from error
        if cursor_of(found) != value:
            raise _not_a_cursor()
        return found


class IdsField(forms.Field):
    """Ids, separated by commas."""

    schema: Schema = {**_several({**TEXT, "format": "uuid"}), "maxItems": LARGEST}

    def to_python(self, value: Any) -> tuple[UUID, ...]:
        """Each id once. :raises ValidationError: when one is none, or there are too many."""
        found = [id_of(part.strip()) for part in str(value).split(",")]
        if None in found:
            raise ValidationError("Expected ids, separated by commas.", code="ids")
        if len(found) > LARGEST:
            raise ValidationError(f"At most {LARGEST} ids may be asked for at once.", code="ids")
        return tuple(sorted({one for one in found if one is not None}))


class KeyField(forms.RegexField):
    """An id or a slug, as it stands in the columns."""

    schema = KEY_SCHEMA

    def __init__(self, **options: Any) -> None:
        super().__init__(KEY, **{"error_messages": {"invalid": "Expected an id or a slug."}, **options})

    def clean(self, value: Any) -> str:
        """Ids in small letters. :raises ValidationError: for what is neither."""
        key: str = super().clean(value)
        found = id_of(key)
        return str(found) if found else key


class LanguageField(forms.RegexField):
    """A language tag (BCP 47)."""

    schema: Schema = {**TEXT, "pattern": _pattern(LANGUAGE)}

    def __init__(self, **options: Any) -> None:
        super().__init__(LANGUAGE, **{"error_messages": {"invalid": "Expected a language such as en."}, **options})


class DayField(forms.Field):
    """A day, written in full."""

    schema: Schema = {**TEXT, "format": "date", "pattern": SOME_YEAR}

    def to_python(self, value: Any) -> date:
        """The day. :raises ValidationError: for anything else."""
        found = _day(str(value))
        if found is None:
            raise ValidationError("Expected a day such as 2025-12-13.", code="invalid")
        return found


class MomentField(forms.Field):
    """A moment (RFC 3339), or a day, which means its end in UTC."""

    schema: Schema = {**TEXT, "anyOf": [{"format": "date-time"}, {"format": "date"}], "pattern": SOME_YEAR}

    def to_python(self, value: Any) -> datetime:
        """The first moment after the second that is meant. :raises ValidationError: for anything else."""
        text = str(value)
        found = _moment(text)
        if found is None:
            message = "Expected a moment such as 2025-12-20T10:00:00Z, or a day such as 2025-12-20."
            raise ValidationError(message, code="invalid")
        return found


class WholeNumberField(forms.Field):
    """A whole number within bounds, in decimal digits."""

    def __init__(self, *, least: int = 0, most: int = MOST, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most
        self.schema: Schema = {"type": "integer", "minimum": least, "maximum": most}

    def to_python(self, value: Any) -> int:
        """The number. :raises ValidationError: for anything else, and outside of the bounds."""
        # ASCII digits alone: int() would take "1_0", " 7" and digits of every script.
        if not WHOLE_NUMBER.match(str(value)):
            raise ValidationError("Expected a whole number.", code="invalid")
        number = int(value)
        if not self.least <= number <= self.most:
            bounds = f"of at least {self.least}" if number < self.least else f"of at most {self.most}"
            raise ValidationError(f"Expected a number {bounds}.", code="range")
        return number


class TextField(forms.CharField):
    """A text to look for, folded as the texts are that it is looked for in."""

    def __init__(self, **options: Any) -> None:
        told = {"max_length": f"Expected at most {LONGEST_TEXT} characters."}
        super().__init__(max_length=LONGEST_TEXT, strip=False, **{"error_messages": told, **options})
        self.schema: Schema = {**TEXT, "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": r"^[^\u0000]*$"}

    def clean(self, value: Any) -> str:
        """The folded text. :raises ValidationError: when it is too long, has the character NUL, or nothing is left."""
        found = folded(super().clean(value))
        if not found:
            raise ValidationError("Expected a letter, a digit or a sign.", code="empty")
        return found


class NameField(TextField):
    """A name in any spelling, or a part of one."""

    def clean(self, value: Any) -> Sought:  # type: ignore[override]  # more than the text: folding loses letters
        """The name. :raises ValidationError: as for other texts."""
        return Sought(str(value), super().clean(value))


class NamesField(forms.Field):
    """Names of members of a body, separated by commas."""

    def __init__(self, *, known: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.known = known
        self.schema: Schema = _several({**TEXT, "enum": list(known)})

    def to_python(self, value: Any) -> tuple[str, ...]:
        """The names. :raises ValidationError: naming the known ones, when there is another one."""
        names = tuple(dict.fromkeys(part.strip() for part in str(value).split(",")))
        if not set(names) <= set(self.known):
            raise ValidationError(f"Expected names among: {', '.join(self.known)}.", code="fields")
        return names


def _not_a_cursor() -> ValidationError:
    return ValidationError("This is no cursor. Take it from “next” of the page before.", code="cursor")


def _day(text: str) -> date | None:
    # ASCII digits alone, all of them.
    if not DAY.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:  # such as 30 February
        return None


def _moment(text: str) -> datetime | None:
    """The first moment after the second, or the day, that a text names; those that no clock shows are at the ends."""
    day, clock = text[:10], text[10:].upper()
    if not clock:
        clock = "T23:59:59Z"
    if not RFC_TIME.match(clock) or _day(day) is None:
        return None
    # A leap second is told to the second before it, and a part of a second to its beginning.
    found = datetime.fromisoformat(day + RFC_TIME.sub(lambda part: part[1].replace(":60", ":59") + part[2], clock))
    try:
        return found.astimezone(UTC) + SECOND
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if found.year > 1 else datetime.min.replace(tzinfo=UTC)
