"""A client that a stranger generates from the saved document reads persons, with types, from a running server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as project
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler

from tests.proof.identities import World, make_world

SAVED = Path(project.BASE_DIR) / "docs" / "openapi.json"
NAME = "client_of_volia"
# The generator reads JSON and text; the snapshot is lines of JSON. Nothing is run over what it wrote.
CONFIGURED = "content_type_overrides: {application/x-ndjson: text/plain}\npost_hooks: []\n"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the generated package, which can be imported."""
    place = tmp_path_factory.mktemp("generated")
    (place / "config.yml").write_text(CONFIGURED, encoding="utf-8")
    options = ["--path", str(SAVED), "--config", "config.yml", "--meta", "none", "--output-path", NAME]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", *options, "--fail-on-warning"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(place))
    yield NAME
    sys.path.remove(str(place))
    for module in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[module]


@pytest.fixture
def world(committed_db: None) -> World:
    return make_world()


@pytest.fixture
def server(world: World) -> Iterator[str]:
    """The address of a server with a thread for each request, which reads over the reader's own login."""
    httpd = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    httpd.set_app(WSGIHandler())
    thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    # Waits for the threads of requests as well, each of which closes its connections.
    httpd.server_close()


def test_a_stranger_lists_persons_and_reads_one(generated: str, server: str) -> None:
    models = import_module(f"{generated}.models")
    with import_module(generated).Client(base_url=server) as client:
        page = call(generated, "persons.list_persons", client=client, limit=10)
        read = [call(generated, "persons.read_person", one.slug, client=client) for one in page.results]
    assert isinstance(page, models.PersonPage)
    assert page.position > 0
    assert page.next_ is None
    assert [type(one) for one in read] == [models.Person] * len(page.results)
    assert {(one.slug, one.name, one.status.value) for one in read} >= {
        ("alesia-vydumka", "Alesia Vydumka", models.StatusCode.DETAINED),
        ("mikola-kazka", "Mikola Kazka", models.StatusCode.RELEASED),
        ("taisia-prydumka", "Taisia Prydumka", models.StatusCode.RELEASED),
    }
    assert all(one in read for one in page.results)


def test_a_partner_reads_what_only_partners_may(generated: str, server: str, world: World) -> None:
    models = import_module(f"{generated}.models")
    token = world.identities["partner"]["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    with import_module(generated).AuthenticatedClient(base_url=server, token=token) as partner:
        page = call(generated, "persons.list_persons", client=partner, fields=[models.ListPersonsFieldsItem.SLUG])
    assert world.named["person_for_partners"] in {one.slug for one in page.results}


def test_a_refusal_is_typed_too(generated: str, server: str, world: World) -> None:
    models = import_module(f"{generated}.models")
    token = world.identities["revoked"]["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    with import_module(generated).AuthenticatedClient(base_url=server, token=token) as revoked:
        refused = call(generated, "persons.list_persons", client=revoked)
    assert isinstance(refused, models.Problem)
    assert (refused.status, refused.type_) == (401, "urn:volia:problem:key")


def call(generated: str, operation: str, *positional: Any, **named: Any) -> Any:
    """What an operation of the generated client returns."""
    return import_module(f"{generated}.api.{operation}").sync(*positional, **named)
