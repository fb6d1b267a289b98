"""``known_at``: which body stood where a moment before ``%(until)s``, for records that may still be read today.

Bodies do not outlive their rights, so what an audience may no longer read is not found here either (DESIGN.md §4).
"""

# ``r`` is the record as it is published today. Where that was so then already, the feed, which is pruned, is not asked.
VERSION_THEN = """SELECT t.hash, t.position, t.at FROM (
    SELECT r.hash, r.position, r.published_at AS at, true AS stood WHERE r.published_at < %(until)s
    UNION ALL
    (SELECT c.hash, c.position, c.at, c.operation IN ('upsert', 'unmerge') AS stood FROM publication_change c
     WHERE r.published_at >= %(until)s AND c.audience = r.audience AND c.record = r.id AND c.at < %(until)s
     ORDER BY c.position DESC LIMIT 1)
  ) AS t
  JOIN publication_publishedbody f ON f.hash = t.hash AND r.audience = ANY (f.audiences)
  WHERE t.stood"""
