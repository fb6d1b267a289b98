"""What the database refuses, whichever way the write comes: through models, plain SQL, bulk statements or COPY."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg import Connection
from psycopg.rows import TupleRow

from people.models import Citation, Detention, Name, Person
from sources.history import acting
from sources.models import Document, History, Organisation, Passage
from sources.record import StaleVersion

TEXT = "Свободу! Nadzieja 🙂 was freed at dawn."


@pytest.fixture
def actor(db: None) -> Iterator[None]:
    with acting(actor="user:test", reason="a test", request_id="r1"):
        yield


@pytest.fixture
def document(actor: None) -> Document:
    original = TEXT.encode()
    return Document.objects.create(
        slug="dawn",
        media_type="text/plain",
        original=original,
        text=TEXT,
        sha256=hashlib.sha256(original).hexdigest(),
    )


def refused(sqlstate: str, write: Any) -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        write()
    assert getattr(caught.value.__cause__, "sqlstate", None) == sqlstate, caught.value


def history_of(record: Any) -> list[tuple[str, str]]:
    return list(History.objects.filter(record=record.pk).order_by("id").values_list("operation", "actor"))


def sql(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


class TestHistory:
    @pytest.mark.usefixtures("db")
    def test_a_write_without_an_actor_is_refused(self) -> None:
        refused("23V03", lambda: Person.objects.create(slug="nobody"))

    @pytest.mark.usefixtures("db")
    def test_a_statement_that_writes_no_row_needs_no_actor(self) -> None:
        assert Person.objects.filter(slug="nobody").update(note="x") == 0

    @pytest.mark.usefixtures("actor")
    def test_each_change_leaves_one_row_with_actor_reason_and_request(self) -> None:
        person = Person.objects.create(slug="one")
        person.note = "changed"
        person.save()
        last = History.objects.filter(record=person.pk).first()
        assert history_of(person) == [("I", "user:test"), ("U", "user:test")]
        assert last is not None
        assert (last.reason, last.request, last.row["note"], last.row["version"]) == ("a test", "r1", "changed", 2)

    @pytest.mark.usefixtures("actor")
    def test_a_save_that_changes_nothing_leaves_no_trace(self) -> None:
        person = Person.objects.create(slug="one")
        person.save()
        assert (person.version, len(history_of(person))) == (1, 1)

    @pytest.mark.usefixtures("actor")
    def test_bulk_writes_leave_one_row_each(self) -> None:
        Person.objects.bulk_create([Person(slug=f"p{n}") for n in range(5)])
        Person.objects.update(note="all")
        assert History.objects.filter(table="people_person").count() == 10

    @pytest.mark.usefixtures("actor")
    def test_copy_leaves_one_row_each(self) -> None:
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY people_person (id, audience, version, slug, sort_key, gender, note) FROM STDIN") as copy,
        ):
            copy.write("8d1c62b0-6c43-4f0e-9d34-0a5d0c7f0001\t0\t1\tcopied\t\t\t\n")
        assert History.objects.filter(table="people_person", operation="I").count() == 1

    @pytest.mark.usefixtures("actor")
    def test_a_removed_row_is_kept_as_it_was(self) -> None:
        person = Person.objects.create(slug="gone", note="last words")
        key = person.pk
        sql("DELETE FROM people_person WHERE id = %s", key)
        assert History.objects.get(record=key, operation="D").row["note"] == "last words"

    def test_bytes_and_text_of_documents_stay_out_of_the_image(self, document: Document) -> None:
        assert not {"original", "text"} & set(History.objects.get(record=document.pk).row)

    @pytest.mark.usefixtures("actor")
    def test_staff_can_neither_write_nor_remove_it(self) -> None:
        Person.objects.create(slug="one")
        refused("42501", lambda: sql("DELETE FROM sources_history"))
        refused("42501", lambda: sql("UPDATE sources_history SET actor = 'x'"))
        refused("42501", lambda: sql("TRUNCATE sources_history"))
        refused("42501", lambda: sql("TRUNCATE people_person CASCADE"))
        refused("42501", lambda: sql("ALTER TABLE people_person DISABLE TRIGGER ALL"))

    @pytest.mark.usefixtures("actor")
    def test_the_actor_of_an_outer_block_is_back_after_an_inner_one(self) -> None:
        with acting(actor="import:test"):
            pass
        assert history_of(Person.objects.create(slug="after")) == [("I", "user:test")]

    def test_replication_mode_does_not_switch_it_off(self, owner_connection: Connection[TupleRow]) -> None:
        modes = owner_connection.execute(
            "SELECT DISTINCT tgenabled FROM pg_trigger WHERE tgname IN ('guard_version', 'history_insert')"
        ).fetchall()
        assert modes == [("A",)]


class TestVersion:
    @pytest.mark.usefixtures("actor")
    def test_a_stale_save_is_refused_and_nothing_is_lost(self) -> None:
        mine = Person.objects.create(slug="one")
        theirs = Person.objects.get(pk=mine.pk)
        theirs.note = "theirs"
        theirs.save()
        mine.note = "mine"
        with pytest.raises(StaleVersion), transaction.atomic():
            mine.save()
        assert Person.objects.get(pk=mine.pk).note == "theirs"

    @pytest.mark.usefixtures("actor")
    def test_a_saved_row_can_be_saved_again(self) -> None:
        person = Person.objects.create(slug="one")
        for note in ("a", "b", "c"):
            person.note = note
            person.save()
        assert person.version == 4

    @pytest.mark.usefixtures("actor")
    def test_plain_sql_with_an_old_version_is_refused(self) -> None:
        person = Person.objects.create(slug="one")
        Person.objects.filter(pk=person.pk).update(note="newer")
        refused("23V01", lambda: sql("UPDATE people_person SET note = 'older', version = 1 WHERE id = %s", person.pk))

    @pytest.mark.usefixtures("actor")
    def test_ids_never_change(self) -> None:
        person = Person.objects.create(slug="one")
        refused("23V05", lambda: sql("UPDATE people_person SET id = gen_random_uuid() WHERE id = %s", person.pk))


class TestDocument:
    @pytest.mark.parametrize("change", [{"text": "x"}, {"original": b"x"}, {"sha256": "0" * 64}, {"media_type": "x/y"}])
    def test_what_was_received_never_changes(self, document: Document, change: dict[str, Any]) -> None:
        refused("23V04", lambda: Document.objects.filter(pk=document.pk).update(**change))

    def test_its_description_may(self, document: Document) -> None:
        assert Document.objects.filter(pk=document.pk).update(title="Dawn") == 1

    @pytest.mark.usefixtures("actor")
    def test_a_hash_of_other_bytes_is_refused(self) -> None:
        wrong = {"original": b"x", "text": "x", "sha256": "0" * 64}
        refused("23514", lambda: Document.objects.create(slug="wrong", **wrong))

    @pytest.mark.usefixtures("actor")
    def test_bytes_without_text_are_refused(self) -> None:
        hashed = hashlib.sha256(b"x").hexdigest()
        refused("23514", lambda: Document.objects.create(slug="half", original=b"x", sha256=hashed))


class TestPassage:
    @pytest.mark.parametrize(("start", "end"), [(0, 8), (9, 19), (18, 20), (0, len(TEXT))])
    def test_a_true_quote_counts_code_points(self, document: Document, start: int, end: int) -> None:
        passage = Passage.objects.create(document=document, start=start, end=end, quote=TEXT[start:end])
        assert passage.version == 1

    @pytest.mark.parametrize(
        ("start", "end", "quote"),
        [(0, 8, "Свободу?"), (1, 9, "Свободу!"), (0, 7, "Свободу!"), (30, 99, TEXT[30:]), (500, 501, "x")],
    )
    def test_anything_else_is_refused(self, document: Document, start: int, end: int, quote: str) -> None:
        refused("23V02", lambda: Passage.objects.create(document=document, start=start, end=end, quote=quote))

    def test_a_quote_cannot_be_changed_into_a_false_one(self, document: Document) -> None:
        passage = Passage.objects.create(document=document, start=0, end=8, quote=TEXT[:8])
        refused("23V02", lambda: Passage.objects.filter(pk=passage.pk).update(start=1))

    def test_one_false_quote_refuses_the_whole_statement(self, document: Document) -> None:
        true = Passage(document=document, start=0, end=8, quote=TEXT[:8])
        false = Passage(document=document, start=1, end=8, quote=TEXT[:8])
        refused("23V02", lambda: Passage.objects.bulk_create([true, false]))
        assert not Passage.objects.exists()

    @pytest.mark.usefixtures("actor")
    def test_a_stub_cannot_be_quoted(self) -> None:
        stub = Document.objects.create(slug="stub")
        refused("23V02", lambda: Passage.objects.create(document=stub, start=0, end=1, quote="x"))


class TestRecord:
    def test_a_citation_is_about_exactly_one_record(self, document: Document) -> None:
        passage = Passage.objects.create(document=document, start=0, end=8, quote=TEXT[:8])
        person, publisher = Person.objects.create(slug="one"), Organisation.objects.create(slug="o", name="O")
        refused("23514", lambda: Citation.objects.create(passage=passage))
        refused("23514", lambda: Citation.objects.create(passage=passage, person=person, organisation=publisher))
        assert Citation.objects.create(passage=passage, person=person).target == person

    @pytest.mark.usefixtures("actor")
    def test_a_person_has_one_preferred_name(self) -> None:
        person = Person.objects.create(slug="one")
        Name.objects.create(person=person, text="A", preferred=True)
        with pytest.raises(IntegrityError, match="one_preferred_name_a_person"), transaction.atomic():
            Name.objects.create(person=person, text="B", preferred=True)

    @pytest.mark.usefixtures("actor")
    @pytest.mark.parametrize(
        ("began", "ended"),
        [("2021", "2020"), ("2021-05-02", "2021-05-01"), ("2021-06", "2021-05"), ("2021-05~", "2021-03")],
    )
    def test_an_impossible_order_is_refused(self, began: str, ended: str) -> None:
        person = Person.objects.create(slug="one")
        with pytest.raises(IntegrityError, match="detention_possible_order"), transaction.atomic():
            Detention.objects.create(person=person, began=began, ended=ended)

    @pytest.mark.usefixtures("actor")
    @pytest.mark.parametrize(
        ("began", "ended"),
        [
            ("2021", "2021-05"),
            ("2021-05", "2021"),
            ("2020", None),
            (None, "2020"),
            ("2020", ".."),
            ("2021-05~", "2021-04"),
        ],
    )
    def test_a_possible_order_stands(self, began: str | None, ended: str | None) -> None:
        person = Person.objects.create(slug="one")
        detention = Detention.objects.create(person=person, began=began, ended=ended)
        assert detention.version == 1


class TestWaysAround:
    @pytest.mark.usefixtures("actor")
    def test_history_cannot_be_forged_through_a_table_of_the_same_name(self) -> None:
        sql("CREATE TEMPORARY TABLE people_person (id uuid, version integer)")
        refused(
            "42501",
            lambda: sql(
                "CREATE TRIGGER forge AFTER INSERT ON pg_temp.people_person REFERENCING NEW TABLE AS new_rows"
                " FOR EACH STATEMENT EXECUTE FUNCTION public.record_history()"
            ),
        )

    def test_a_quoted_document_cannot_be_swapped_for_another(self, document: Document) -> None:
        Passage.objects.create(document=document, start=0, end=8, quote=TEXT[:8])
        refused("23V04", lambda: sql("DELETE FROM sources_document WHERE id = %s", document.pk))

    @pytest.mark.usefixtures("actor")
    def test_nothing_is_quoted_from_a_document_that_comes_later(self) -> None:
        refused(
            "23V02",
            lambda: sql(
                'INSERT INTO sources_passage (id, audience, version, document_id, start, "end", quote)'
                " VALUES (gen_random_uuid(), 0, 1, gen_random_uuid(), 0, 4, 'lies')"
            ),
        )

    def test_no_version_at_all_is_a_stale_one(self, document: Document) -> None:
        refused(
            "23V01", lambda: sql("UPDATE sources_document SET version = NULL, slug = 'x' WHERE id = %s", document.pk)
        )
