"""What the command does with a bundle: bring it, bring what changed, and leave alone what staff changed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from intake.models import Imported
from people.models import (
    Citation,
    Condition,
    Destination,
    Detention,
    Event,
    EventGroup,
    Name,
    Person,
    Place,
    Relationship,
    Release,
)
from people.vocabulary import Script
from sources.history import acting
from sources.models import Document, History, Organisation, Passage
from sources.vocabulary import Audience
from tests.intake.bundles import LEGEND, PEOPLE, STORY, WORLD, line_of, replaced, write_bundle
from tests.intake.conftest import Import

pytestmark = pytest.mark.django_db


def test_a_bundle_becomes_a_cited_record(tmp_path: Path, import_seeds: Import) -> None:
    said = import_seeds(write_bundle(tmp_path))

    mikola = Person.objects.get(slug="mikola-kazka")
    detention, release = mikola.detentions.get(), mikola.releases.get()
    assert str(detention.began) == "2027"
    assert (release.event, release.detention) == (Event.objects.get(slug="fabelgrad-2031"), detention)
    citation = detention.citations.get()
    assert (citation.field, citation.states, citation.basis) == ("began", "2027", "stated")
    start = STORY.index("held since 2027")
    assert (citation.passage.document.slug, citation.passage.start) == ("story", start)
    assert EventGroup.objects.get().tally == Event.objects.get().tallies.get()
    assert "0 unchanged" not in said
    assert "conflicting" in said.splitlines()[0]


def test_documents_come_with_bytes_text_and_hash(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path, {"documents/legend.txt": LEGEND.replace(". ", ".\r\n").encode()}))

    legend = Document.objects.get(slug="legend")
    assert legend.text == LEGEND.replace(". ", ".\n")
    assert bytes(legend.original or b"") == LEGEND.replace(". ", ".\r\n").encode()
    assert Document.objects.get(slug="lost-paper").is_stub
    assert legend.derivations.get().origin.slug == "lost-paper"


@pytest.mark.parametrize("said", ["", "media_type: ''\n"])
def test_a_file_of_which_nothing_is_said_is_plain_text(said: str, tmp_path: Path, import_seeds: Import) -> None:
    silent = replaced(
        "documents/documents.yaml", "file: story.txt\nmedia_type: text/plain\n", f"file: story.txt\n{said}"
    )
    import_seeds(write_bundle(tmp_path, silent))

    assert Document.objects.get(slug="story").media_type == "text/plain"


def test_names_are_cited_where_documents_print_them(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))

    printed = Name.objects.get(text="Мікола Казка")
    assert printed.script == Script.CYRILLIC
    citation = printed.citations.get()
    assert (citation.field, citation.states, citation.passage.quote) == ("text", "Мікола Казка", "Мікола Казка")
    assert Name.objects.get(text="Mikola Kazka").preferred
    assert Person.objects.get(slug="mikola-kazka").sort_key == "kazka mikola"


def test_two_capital_letters_are_a_country(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))

    belarus = Place.objects.get(slug="by")
    assert (belarus.kind, belarus.country.code, belarus.name) == ("country", "BY", "Belarus")
    assert Place.objects.get(slug="vydumia").parent == belarus


def test_a_country_that_is_there_already_is_the_one_meant(tmp_path: Path, import_seeds: Import) -> None:
    with acting(actor="test:staff"):
        present = Place.objects.create(slug="belarus", name="Belarus", kind="country", country="BY")

    import_seeds(write_bundle(tmp_path))

    assert Place.objects.get(slug="vydumia").parent == present
    assert not Place.objects.filter(slug="by").exists()


def test_voices_are_organisations_or_words(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))

    stated, described = Citation.objects.filter(release__person__slug="taisia-prydumka").order_by("-field", "-states")
    assert {stated.attributed_organisation, described.attributed_organisation} == {
        Organisation.objects.get(slug="fable-league"),
        None,
    }
    assert {stated.attributed_description, described.attributed_description} == {"", "people who were there"}


def test_a_row_in_a_list_inherits_its_audience_but_not_what_may_harm(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))

    def audience(found: Any) -> int:
        return int(found.get().audience)

    mikola = {"person__slug": "mikola-kazka"}
    assert audience(Detention.objects.filter(**mikola)) == Audience.PUBLIC
    assert audience(Condition.objects.all()) == Audience.INTERNAL
    assert audience(Relationship.objects.all()) == Audience.INTERNAL
    assert audience(Destination.objects.all()) == Audience.PARTNER
    assert audience(Citation.objects.filter(destination__isnull=False)) == Audience.PARTNER
    assert audience(Citation.objects.filter(relationship__isnull=False)) == Audience.INTERNAL
    assert audience(Person.objects.filter(slug="taisia-prydumka")) == Audience.INTERNAL
    assert audience(Release.objects.filter(person__slug="taisia-prydumka")) == Audience.PUBLIC


def test_twice_changes_nothing_and_leaves_no_history(tmp_path: Path, import_seeds: Import) -> None:
    bundle = write_bundle(tmp_path)
    import_seeds(bundle)
    before = History.objects.count()

    said = import_seeds(bundle)

    assert "tales: 0 changes written" in said
    assert History.objects.count() == before


def test_every_row_leaves_one_history_row_of_the_import(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))

    written = Imported.objects.count() + Passage.objects.count()
    assert History.objects.filter(operation="I").count() == History.objects.count() == written
    assert set(History.objects.values_list("actor", flat=True)) == {"import:tales"}


def test_a_changed_row_is_updated_with_its_span(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))

    said = import_seeds(
        write_bundle(tmp_path, replaced("records/world.yaml", "date: 2031-03-03\ncited", "date: 2031-03\ncited"))
    )

    event = Event.objects.get(slug="fabelgrad-2031")
    assert (str(event.date), event.version) == ("2031-03", 2)
    assert Event.objects.filter(date_span__contains=date(2031, 3, 31)).exists()
    assert "tales: 1 change written" in said


def test_a_changed_judgement_updates_its_citation(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))
    before = Citation.objects.get(detention__isnull=False).pk

    noted = replaced(
        "records/people.yaml", '    began: "2027"\n  cond', '    began: "2027"\n    verdict: noted\n  cond'
    )
    import_seeds(write_bundle(tmp_path, noted))

    citation = Citation.objects.get(detention__isnull=False)
    assert (citation.pk, citation.verdict) == (before, "noted")


def _staff_sets(name: str) -> None:
    with acting(actor="user:1"):
        event = Event.objects.get(slug="fabelgrad-2031")
        event.name = name
        event.save()


def test_what_staff_changed_stays_when_the_bundle_did_not(tmp_path: Path, import_seeds: Import) -> None:
    bundle = write_bundle(tmp_path)
    import_seeds(bundle)
    _staff_sets("By staff")

    said = import_seeds(bundle)

    assert Event.objects.get().name == "By staff"
    assert "tales: 0 changes written" in said
    assert "not overwritten" not in said


def test_what_both_changed_is_a_conflict_each_time_and_the_rest_is_taken(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))
    _staff_sets("By staff")
    changed = WORLD.replace("Release at Fabelgrad", "By the bundle").replace(
        "date: 2031-03-03\ncited", "date: 2031\ncited"
    )
    bundle = write_bundle(tmp_path, {"records/world.yaml": changed})

    for written in ("1 change ", "0 changes "):
        said = import_seeds(bundle)
        assert f"tales: {written}written" in said
        at = f"records/world.yaml:{line_of('records/world.yaml', 'event: fabelgrad')}"
        assert f'{at}: event fabelgrad-2031: name was imported as "Release at Fabelgrad"' in said
        assert 'now "By staff" in the record and "By the bundle" in the bundle' in said

    event = Event.objects.get()
    assert (event.name, str(event.date), event.version) == ("By staff", "2031", 3)


def test_a_row_that_staff_removed_is_not_brought_again(tmp_path: Path, import_seeds: Import) -> None:
    bundle = write_bundle(tmp_path)
    import_seeds(bundle)
    with acting(actor="user:1"):
        Condition.objects.get().delete()

    said = import_seeds(bundle)

    assert "condition mikola-kazka/detentions/first/conditions/1: staff removed this record" in said
    assert not Condition.objects.exists()


def test_new_rows_below_a_removed_one_are_told_and_not_written(tmp_path: Path, import_seeds: Import) -> None:
    without = PEOPLE.replace("  - kind: solitary\n", "").replace("  conditions:\n", "")
    alone = without[: without.index("releases:")] + without[without.index("---") :]
    import_seeds(write_bundle(tmp_path, {"records/people.yaml": alone}))
    with acting(actor="user:1"):
        detention = Detention.objects.get()
        detention.citations.all().delete()
        detention.delete()

    said = import_seeds(write_bundle(tmp_path))

    assert "conditions/1: it hangs on (or refers to) a record that staff removed" in said
    assert not Condition.objects.exists()
    assert not Release.objects.filter(person__slug="mikola-kazka").exists()


def test_what_the_bundle_no_longer_holds_stays_and_is_told(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))

    said = import_seeds(write_bundle(tmp_path, replaced("records/people.yaml", "nationalities:\n- country: BY\n", "")))

    assert "nationality alesia-vydumka/nationalities/1 (last in records/people.yaml:" in said
    assert Person.objects.get(slug="alesia-vydumka").nationalities.count() == 1
    assert "tales: 0 changes written" in said


def test_a_key_of_an_earlier_import_may_still_be_referred_to(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))
    (tmp_path / "tales" / "records" / "world.yaml").unlink()

    assert "0 changes written" in import_seeds(tmp_path / "tales")


def test_the_preferred_name_may_pass_to_another(tmp_path: Path, import_seeds: Import) -> None:
    import_seeds(write_bundle(tmp_path))
    passed = PEOPLE.replace("  preferred: true\n", "").replace(
        "  kind: official", "  kind: official\n  preferred: true"
    )

    import_seeds(write_bundle(tmp_path, {"records/people.yaml": passed}))
    assert Name.objects.get(preferred=True).text == "Мікола Казка"

    import_seeds(write_bundle(tmp_path))
    assert Name.objects.get(preferred=True).text == "Mikola Kazka"


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path, import_seeds: Import) -> None:
    bundle = write_bundle(tmp_path)

    planned = import_seeds(bundle, "--dry-run")

    assert not Person.objects.exists()
    assert not Imported.objects.exists()
    assert not History.objects.exists()
    assert "dry run: nothing was" in planned
    assert planned.splitlines()[:-1] == import_seeds(bundle).splitlines()[:-1]


def _as_json_lines(text: str) -> str:
    records = yaml.load_all(text, Loader=yaml.BaseLoader)
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_json_lines_say_the_same_as_yaml(tmp_path: Path, import_seeds: Import) -> None:
    bundle = write_bundle(tmp_path)
    import_seeds(bundle)
    for name, text in (("people", PEOPLE), ("world", WORLD)):
        (bundle / "records" / f"{name}.yaml").unlink()
        (bundle / "records" / f"{name}.jsonl").write_text(_as_json_lines(text), encoding="utf-8")

    said = import_seeds(bundle)

    assert "tales: 0 changes written" in said
    assert "gone –" not in said


def test_a_folder_that_is_no_bundle_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no bundle"):
        call_command("import_seeds", str(tmp_path))
