import time
from django.db import connections, connection
from django.test import Client
from tests.publication.published import put, person_body
from publication.api.snapshot import SELECT, _line

def test_speed(committed_db, settings, owner_connection) -> None:
    put(b := person_body("mikola", statements=[{"wording": "He said so in words that nobody wrote down; Мікола сказаў.", "citations": ["c1"], "n": i} for i in range(40)]))
    with connection.cursor() as c:
        c.execute("""INSERT INTO publication_publishedbody (hash, record, body, audiences)
          SELECT sha256(i::text::bytea), gen_random_uuid(), replace(body, 'nobody', md5(i::text)), audiences FROM publication_publishedbody, generate_series(1, 40000) i WHERE i > 0""")
        c.execute("""INSERT INTO publication_publishedrecord SELECT (jsonb_populate_record(r, jsonb_build_object('id', b.record))).* FROM publication_publishedrecord r, publication_publishedbody b WHERE b.record <> r.id""")
        c.execute("""UPDATE publication_publishedrecord r SET hash = b.hash FROM publication_publishedbody b WHERE b.record = r.id""")
    settings.PUBLISHED_ALIAS = "published"
    with connection.cursor() as c:
        owner_connection.execute("ANALYZE")
    sub = "(SELECT b.body FROM publication_publishedbody b WHERE b.hash = r.hash)"
    qs = {
      "body": "SELECT body FROM publication_publishedbody",
      "join": "SELECT b.body FROM publication_publishedrecord r JOIN publication_publishedbody b USING (hash) WHERE r.audience = 2",
      "now": SELECT.replace("%(audience)s", "2").replace("%(kinds)s", "'{person}'"),
      "order": f"SELECT r.kind, r.position::text, (r.published_at AT TIME ZONE 'UTC')::text, {sub} FROM publication_publishedrecord r WHERE r.audience = 2 ORDER BY r.kind, r.id",
      "order join": f"SELECT r.kind, r.position::text, (r.published_at AT TIME ZONE 'UTC')::text, b.body FROM publication_publishedrecord r JOIN publication_publishedbody b USING (hash) WHERE r.audience = 2 ORDER BY r.kind, r.id",
      "order bytes": f"SELECT r.kind, r.position, r.published_at, {sub} FROM publication_publishedrecord r WHERE r.audience = 2 ORDER BY r.kind, r.id",
    }
    with connections["published"].cursor() as c:
        for fmt in ("text", "binary"):
          for name, q in qs.items():
            best = 9e9
            for _ in range(4):
                t = time.perf_counter(); n = 0
                with c.cursor.copy(f"COPY ({q}) TO STDOUT (FORMAT {fmt})") as copy:
                    for row in copy: n += 1
                best = min(best, time.perf_counter() - t)
            print(fmt, name, n, round(n / best), "rows/s")
        best = 9e9
        for _ in range(4):
            t = time.perf_counter(); size = 0; out = []
            with c.cursor.copy(f"COPY ({qs['order']}) TO STDOUT (FORMAT binary)") as copy:
                for kind, position, at, body in copy.rows():
                    out.append(b'{"kind":"%b","body":%b,"position":%b,"published_at":"%bT%bZ"}}' % (kind, body[:-1], position, at[:10], at[11:19]))
                    if len(out) > 12: size += len(b"".join(out)); out = []
            best = min(best, time.perf_counter() - t)
        print("python binary", round(40001 / best), "rows/s")
        c.execute("EXPLAIN ANALYZE " + qs["order"])
        print("\n".join(x[0] for x in c.fetchall()))
    assert 0
