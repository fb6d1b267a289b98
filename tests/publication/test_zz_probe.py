from publication import runs
from publication.planning import plan
from tests.publication.test_runs import *


def test_probe(kin, small, monkeypatch):
    run()
    edited(kin.held, audience=PARTNER)
    edited(kin.event, slug="by-another-name")
    PersonFactory.create(slug="somebody-new")
    MergeFactory.create(survivor=kin.released, former=kin.disputed)
    names = {p.pk: p.slug for p in [kin.held, kin.released, kin.disputed, kin.event, kin.fable, kin.legend]}
    for kind in (Kind.EVENT, Kind.PERSON):
        for b in runs._batches(runs.everything(kind), 1):
            for s in plan(b, with_members=False, joining=[Kind.EVENT, Kind.PERSON]).steps:
                if s.audience == 2: print("DRY", names.get(b[0].id), "->", s.operation, names.get(s.subject.id))
    last = Change.objects.filter(audience=2).count()
    run()
    for c in Change.objects.filter(audience=2, position__gt=last).order_by("position"): print("REAL", c.operation, names.get(c.record))
