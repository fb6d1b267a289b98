"""One record."""
from tests.cast import Cast
from tests.publication.publishing import PublicClient

def test_scratch(client: PublicClient, cast: Cast) -> None:
    r = client.get("/api/v1/persons/mikola-kazka")
    assert r.status_code == 200
    client.publishing = False
    for a in ["changes", "changes?after=7&limit=1", "changes?after=10", "changes?after=9&wait=2", "snapshot", "snapshot.ndjson?kind=event","statistics","statistics?from=2021-01-01&country=BY","statistics?to=2020-01-01"]:
        r = client.get("/api/v1/" + a)
        print("==", a, r.status_code)
        print((b"".join(r) if r.streaming else r.content).decode()[:1700])
    assert 0
