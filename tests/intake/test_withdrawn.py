"""Citations that a bundle takes back: a misreading that was mended must not stay published."""

from pathlib import Path

import pytest

from people.models import Citation
from sources.history import acting
from tests.intake.bundles import replaced, write_bundle
from tests.intake.conftest import Import

pytestmark = pytest.mark.django_db


def test_a_misreading_that_is_mended_does_not_stay_and_may_return(tmp_path: Path, import_seeds: Import) -> None:
    def verdicts() -> dict[str, str]:
        return dict(Citation.objects.filter(detention__isnull=False).values_list("states", "verdict"))

    mended = replaced("records/people.yaml", '    began: "2027"\n  cond', '    began: "2026"\n  cond')
    import_seeds(write_bundle(tmp_path))
    said = import_seeds(write_bundle(tmp_path, mended))
    assert verdicts() == {"2027": "rejected", "2026": "accepted"}
    assert "1 gone" in said
    assert "0 changes" in import_seeds(write_bundle(tmp_path, mended))
    import_seeds(write_bundle(tmp_path))
    assert verdicts() == {"2027": "accepted", "2026": "rejected"}


def test_what_staff_judged_and_what_hangs_on_rows_left_out_is_not_rejected(
    tmp_path: Path, import_seeds: Import
) -> None:
    bundle = write_bundle(tmp_path)
    import_seeds(bundle)
    with acting(actor="user:1"):
        Citation.objects.filter(detention__isnull=False).update(why="read twice")
    import_seeds(
        write_bundle(
            tmp_path, replaced("records/people.yaml", '    began: "2027"\n  cond', '    began: "2026"\n  cond')
        )
    )
    assert Citation.objects.get(states="2027", detention__isnull=False).verdict == "accepted"
    before = Citation.objects.filter(verdict="rejected").count()
    (bundle / "records" / "people.yaml").unlink()
    import_seeds(bundle)
    assert Citation.objects.filter(verdict="rejected").count() == before
