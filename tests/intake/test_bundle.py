"""The name of a bundle, by which an import knows its rows again."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from intake.models import Imported
from tests.intake.bundles import write_bundle
from tests.intake.conftest import Import

pytestmark = pytest.mark.django_db


def test_a_copy_of_a_bundle_that_says_its_name_is_the_same_bundle(tmp_path: Path, import_seeds: Import) -> None:
    here = write_bundle(tmp_path, {"bundle.yaml": b"bundle: fables\n"})
    import_seeds(here)
    assert "0 changes" in import_seeds(here.rename(tmp_path / "there"))
    assert set(Imported.objects.values_list("bundle", flat=True)) == {"fables"}


@pytest.mark.parametrize("said", [b"", b"bundle: Two Words\n", b"name: fables\n", b"\xff"])
def test_a_name_that_cannot_be_read_is_refused(tmp_path: Path, said: bytes) -> None:
    with pytest.raises(CommandError, match=r"bundle\.yaml: Expected one line"):
        call_command("import_seeds", str(write_bundle(tmp_path, {"bundle.yaml": said})))
