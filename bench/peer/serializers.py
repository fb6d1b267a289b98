"""Nested serializers that tell the facts of the limit (``bench.statements``), each row with its citations."""

from typing import Any

from rest_framework import serializers

from people.models import Citation, Destination, Detention, Event, Name, Person, Place, Release
from sources.models import Document


class DocumentSerializer(serializers.ModelSerializer[Document]):
    publisher = serializers.CharField(source="publisher.name", default=None)

    class Meta:
        model = Document
        fields = ("id", "slug", "title", "publisher")


class CitationSerializer(serializers.ModelSerializer[Citation]):
    quote = serializers.CharField(source="passage.quote")
    start = serializers.IntegerField(source="passage.start")
    end = serializers.IntegerField(source="passage.end")
    attributed_to = serializers.CharField(source="attributed_organisation.name", default=None)
    document = DocumentSerializer(source="passage.document")

    class Meta:
        model = Citation
        fields = ("field", "states", "quote", "start", "end", "basis", "verdict", "attributed_to", "document")


class PlaceSerializer(serializers.ModelSerializer[Place]):
    country = serializers.CharField()

    class Meta:
        model = Place
        fields = ("id", "slug", "name", "kind", "country")


class NameSerializer(serializers.ModelSerializer[Name]):
    citations = CitationSerializer(many=True)

    class Meta:
        model = Name
        fields = ("text", "language", "script", "romanisation", "kind", "preferred", "citations")


class DetentionSerializer(serializers.ModelSerializer[Detention]):
    began = serializers.CharField()
    ended = serializers.CharField()
    time_held = serializers.CharField()
    place = PlaceSerializer()
    citations = CitationSerializer(many=True)

    class Meta:
        model = Detention
        fields = ("id", "began", "ended", "time_held", "form", "circumstances", "place", "citations")


class DestinationSerializer(serializers.ModelSerializer[Destination]):
    date = serializers.CharField()
    place = PlaceSerializer()
    citations = CitationSerializer(many=True)

    class Meta:
        model = Destination
        fields = ("stage", "progress", "date", "place", "citations")


class EventSerializer(serializers.ModelSerializer[Event]):
    country = serializers.CharField()
    date = serializers.CharField()
    citations = CitationSerializer(many=True)

    class Meta:
        model = Event
        fields = ("id", "slug", "name", "country", "date", "mode", "citations")


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    date = serializers.CharField()
    event = EventSerializer()
    destinations = DestinationSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = Release
        fields = (
            *("date", "mode", "outcome", "detention", "circumstances"),
            *("event", "destinations", "citations"),
        )


class FlatSerializer(serializers.ModelSerializer[Person]):
    """The small members. Names are prefetched: the preferred ones alone, or all of them."""

    url = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    status = serializers.JSONField()
    born = serializers.CharField()
    died = serializers.CharField()

    class Meta:
        model = Person
        fields: tuple[str, ...] = ("id", "slug", "url", "name", "status", "gender", "born", "died")

    def get_url(self, person: Person) -> str:
        """Relative."""
        return f"/api/v1/persons/{person.pk}"

    def get_name(self, person: Person) -> Any:
        """The preferred spelling."""
        return next((name.text for name in person.names.all() if name.preferred), None)


class PersonSerializer(FlatSerializer):
    """A person, whole."""

    names = NameSerializer(many=True)
    detentions = DetentionSerializer(many=True)
    releases = ReleaseSerializer(many=True)

    class Meta(FlatSerializer.Meta):
        fields = (*FlatSerializer.Meta.fields, "names", "detentions", "releases")
