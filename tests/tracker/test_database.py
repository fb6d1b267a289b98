"""DATABASE_URL, OWNER_DATABASE_URL, PUBLISHED_DATABASE_URL and VOLIA_ROLE become Django's settings, or are refused."""

import pytest
from django.db import connections
from django.db.utils import OperationalError

from tracker.database import PLANNING, database_settings, published_settings
from tracker.environment import WrongEnvironmentError

SOCKET = "postgresql://volia_staff@%2Fsome%20where%2Fs:5432/volia"


def test_a_socket_folder_in_the_urls_host_is_decoded() -> None:
    found = database_settings({"DATABASE_URL": SOCKET})
    assert (found["HOST"], found["PORT"], found["USER"], found["NAME"]) == (
        "/some where/s",
        "5432",
        "volia_staff",
        "volia",
    )


@pytest.mark.parametrize("url", ["host=db dbname=volia sslmode=require", "postgresql://db/volia?sslmode=require"])
def test_libpqs_other_spellings_and_options_are_understood(url: str) -> None:
    found = database_settings({"DATABASE_URL": url})
    assert (found["HOST"], found["NAME"]) == ("db", "volia")
    assert found["OPTIONS"] == {"sslmode": "require", "assume_role": "volia_staff", "options": PLANNING}


@pytest.mark.parametrize(
    ("environment", "host", "role"),
    [
        ({}, "staff", "volia_staff"),
        ({"VOLIA_ROLE": "staff"}, "staff", "volia_staff"),
        ({"VOLIA_ROLE": "owner"}, "staff", "volia_owner"),
        ({"VOLIA_ROLE": "owner", "OWNER_DATABASE_URL": "host=owner dbname=d"}, "owner", "volia_owner"),
        ({"OWNER_DATABASE_URL": "host=owner dbname=d"}, "staff", "volia_staff"),
    ],
)
def test_the_role_decides_the_connection(environment: dict[str, str], host: str, role: str) -> None:
    found = database_settings({"DATABASE_URL": "host=staff dbname=d", **environment})
    assert (found["HOST"], found["OPTIONS"]["assume_role"]) == (host, role)


@pytest.mark.parametrize(
    "environment",
    [
        {"VOLIA_ROLE": "admin", "DATABASE_URL": SOCKET},
        {"VOLIA_ROLE": ""},
        {"DATABASE_URL": "mysql://secret@db/x"},
        {"DATABASE_URL": "postgresql://secret@db"},
    ],
)
def test_a_wrong_value_is_refused_and_not_repeated(environment: dict[str, str]) -> None:
    with pytest.raises(WrongEnvironmentError) as refusal:
        database_settings(environment)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("url", ["mysql://secret@db/x", "postgresql://secret@db"])
def test_a_wrong_address_of_the_publication_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(WrongEnvironmentError, match=r"^PUBLISHED_DATABASE_URL ") as refusal:
        published_settings({"PUBLISHED_DATABASE_URL": url})
    assert "secret" not in str(refusal.value)


def test_the_publication_is_read_by_login_and_never_by_an_assumed_role() -> None:
    found = published_settings(
        {"PUBLISHED_DATABASE_URL": "postgresql://volia_reader@db/volia?options=-c%20work_mem%3D8MB"}
    )
    assert found
    assert (found["USER"], found["HOST"]) == ("volia_reader", "db")
    assert "assume_role" not in found["OPTIONS"]
    # What the administrator asked for stays beside what we ask for.
    assert found["OPTIONS"]["options"].endswith("-c work_mem=8MB -c statement_timeout=15000")


def test_without_an_address_of_the_publication_there_is_no_connection_unless_it_is_needed() -> None:
    staff = {"DATABASE_URL": SOCKET}
    assert published_settings(staff) is None
    with pytest.raises(WrongEnvironmentError, match="needs PUBLISHED_DATABASE_URL"):
        published_settings(staff, needed=True)


def test_without_a_database_the_first_query_says_what_to_do() -> None:
    connections.databases["none"] = {**connections.databases["default"], **database_settings({})}
    try:
        with pytest.raises(OperationalError, match=r"DATABASE_URL is not set\. Start through \./manage\.py"):
            connections.create_connection("none").connect()
    finally:
        del connections.databases["none"]
