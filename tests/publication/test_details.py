"""One record."""

import io, time, cProfile, pstats
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.db import connections
from tests.cast import make_cast
from tests.publication.publishing import publish_everything


def test_scratch(committed_db, settings) -> None:
    from tests.publication.published import put, person_body

    for i in range(60):
        put(b := person_body(f"mikola-{i}", statements=[{"x": "Мікола " * 20}] * 20))
    settings.PUBLISHED_ALIAS = "published"
    settings.ANONYMOUS_PER_MINUTE = 10_000_000
    handler = WSGIHandler()
    f = RequestFactory()

    def ask(path, **h):
        env = f.get(path, headers=h).environ

        def run():
            out = {}
            r = handler(dict(env, **{"wsgi.input": io.BytesIO()}), lambda s, hd, e=None: out.update(s=s, h=hd))
            b = b"".join(r)
            r.close()
            return out["s"], b, out["h"]

        return run

    etag = dict(ask("/api/v1/persons/mikola-1")()[2])["ETag"]
    ltag = dict(ask("/api/v1/persons")()[2])["ETag"]
    cases = [
        ("healthz", ask("/healthz")),
        ("detail slug", ask("/api/v1/persons/mikola-1")),
        ("detail id", ask(f"/api/v1/persons/{b['id']}")),
        ("304", ask("/api/v1/persons/mikola-1", **{"if-none-match": etag})),
        ("404", ask("/api/v1/persons/x")),
        ("list", ask("/api/v1/persons")),
        ("list filter", ask("/api/v1/persons?status=unknown&limit=50")),
        ("list brief", ask("/api/v1/persons?fields=brief")),
        ("list 304", ask("/api/v1/persons", **{"if-none-match": ltag})),
        ("changes", ask("/api/v1/changes?after=60")),
        ("stat", ask("/api/v1/statistics")),
        ("snapshot", ask("/api/v1/snapshot")),
        ("csv", ask("/api/v1/persons.csv")),
    ]
    from publication.api import problems

    old = problems.refusal_of
    import publication.api.door as d

    def dbg(e, p):
        print(p, repr(e)[:600]) if not isinstance(e, problems.Refusal) else None
        return old(e, p)

    d.refusal_of = dbg
    for name, run in cases:
        run()
        for _ in range(20):
            st = run()
        best = []
        for _ in range(50):
            t = time.perf_counter()
            for _ in range(10):
                run()
            best.append((time.perf_counter() - t) / 10 * 1e6)
        print(f"{name:12} {st[0]} {min(best):7.0f} us  {sorted(best)[2]:7.0f}")
    with connections["published"].cursor() as c:
        c.execute("SELECT * FROM admit('', ''::bytea, 'x'::bytea, 1, 100000)")
        for sql in ("SELECT 1", "SELECT * FROM admit('', ''::bytea, 'x'::bytea, 1, 10000000)"):
            for _ in range(20):
                c.execute(sql)
                c.fetchall()
            t = time.perf_counter()
            for _ in range(500):
                c.execute(sql)
                c.fetchall()
            print(sql, (time.perf_counter() - t) / 500 * 1e6)
    run = cases[1][1]
    p = cProfile.Profile()
    p.enable()
    for _ in range(300):
        run()
    p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(45)
    assert 0
