"""Records as JSON. Decimals are strings, so that no digit is lost; offsets count Unicode code points."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from leaderboard.queries.boards import Board, BoardRow
from leaderboard.queries.catalogue import BoardLine
from leaderboard.queries.records import ClaimRecord, PaperRecord


class DecimalText(serializers.Field[Any, Any, str, Any]):
    """A decimal as a string with the digits it was stored with, never with an exponent."""

    def to_representation(self, value: Any) -> str:
        """The digits."""
        return f"{value:f}"


class NameSerializer(serializers.Serializer[Any]):
    """A name and the slug of what it was linked to (null: nothing)."""

    name = serializers.CharField(source="text")
    slug = serializers.CharField(allow_null=True)


class ClaimSerializer(serializers.Serializer[Any]):
    """A claim with its provenance; `abstract[start:end] == quote` of the paper's abstract."""

    uid = serializers.UUIDField(source="row.uid")
    url = serializers.SerializerMethodField()
    permalink = serializers.SerializerMethodField()
    paper = serializers.UUIDField(source="row.paper.uid")
    paper_title = serializers.CharField(source="row.paper.title")
    published_on = serializers.DateField(source="row.paper.published_on", allow_null=True)
    start = serializers.IntegerField(source="row.start")
    end = serializers.IntegerField(source="row.end")
    quote = serializers.CharField(source="row.quote")
    sentence_start = serializers.IntegerField(source="provenance.sentence_start")
    sentence_end = serializers.IntegerField(source="provenance.sentence_end")
    sentence = serializers.CharField(source="provenance.sentence")
    value = DecimalText(source="row.value")
    value_high = DecimalText(source="row.value_high", allow_null=True)
    scaled = DecimalText(source="row.scaled", allow_null=True)
    scaled_unit = serializers.CharField(source="row.scale", allow_null=True)
    unit = serializers.CharField(source="row.unit", allow_null=True)
    kind = serializers.CharField(source="row.kind", allow_null=True)
    direction = serializers.CharField(source="row.direction", allow_null=True)
    role = serializers.CharField(source="row.role")
    bound = serializers.CharField(source="row.bound")
    metric = NameSerializer(source="row.metric")
    metric_direction = serializers.CharField(source="row.metric_direction", allow_null=True)
    metric_text = serializers.CharField(source="provenance.metric_text")
    benchmarks = NameSerializer(source="row.benchmarks", many=True)
    systems = NameSerializer(source="row.systems", many=True)
    system_text = serializers.CharField(source="provenance.system_text")
    baselines = NameSerializer(source="row.baselines", many=True)
    setting = serializers.CharField(source="row.setting")
    task = serializers.CharField(source="row.task")
    confidence = serializers.FloatField(source="row.confidence")
    state = serializers.CharField(source="row.state")
    engine_version = serializers.CharField(source="provenance.engine_version")
    decided_by = serializers.CharField(source="provenance.decided_by", allow_null=True)
    decided_at = serializers.DateTimeField(source="provenance.decided_at", allow_null=True)
    created_at = serializers.DateTimeField(source="provenance.created_at")
    updated_at = serializers.DateTimeField(source="provenance.updated_at")

    def get_url(self, record: ClaimRecord) -> str:
        """The claim's address here."""
        return self._absolute(reverse("api:claim", args=[record.row.uid]))

    def get_permalink(self, record: ClaimRecord) -> str:
        """The claim's place on the site, which does not change."""
        return self._absolute(reverse("claim", args=[record.row.uid]))

    def _absolute(self, path: str) -> str:
        return str(self.context["request"].build_absolute_uri(path))


class PaperSerializer(serializers.Serializer[Any]):
    """A paper with its abstract, exactly as given."""

    uid = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    permalink = serializers.SerializerMethodField()
    title = serializers.CharField()
    abstract = serializers.CharField()
    arxiv_id = serializers.CharField(allow_null=True)
    doi = serializers.CharField(allow_null=True)
    link = serializers.CharField(source="url")
    categories = serializers.ListField(child=serializers.CharField())
    authors = serializers.ListField(child=serializers.CharField())
    author_count = serializers.IntegerField(allow_null=True)
    published_on = serializers.DateField(allow_null=True)
    date_text = serializers.CharField()
    listed_on = serializers.DateField(allow_null=True)
    sources = serializers.ListField(child=serializers.CharField())
    is_summary = serializers.BooleanField()
    retracted_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()
    engine_version = serializers.CharField()
    extracted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_url(self, paper: PaperRecord) -> str:
        """The paper's address here."""
        return self._absolute(reverse("api:paper", args=[paper.uid]))

    def get_permalink(self, paper: PaperRecord) -> str:
        """The paper's page on the site."""
        return self._absolute(reverse("paper", args=[paper.uid]))

    def _absolute(self, path: str) -> str:
        return str(self.context["request"].build_absolute_uri(path))


class BoardLineSerializer(serializers.Serializer[Any]):
    """A board in the list of boards; `leader` is null where nobody is ranked."""

    benchmark = NameSerializer()
    metric = NameSerializer()
    task = NameSerializer()
    area = serializers.CharField()
    direction = serializers.CharField(allow_null=True)
    results = serializers.IntegerField()
    claims = serializers.IntegerField()
    leader = serializers.UUIDField(source="leader.uid", default=None)
    url = serializers.SerializerMethodField()

    def get_url(self, line: BoardLine) -> str:
        """The board's address here."""
        path = reverse("api:board", args=[line.benchmark.slug, line.metric.slug])
        return str(self.context["request"].build_absolute_uri(path))


class BoardSerializer(serializers.Serializer[Any]):
    """What a board is about; `direction` is null where it is unknown, and then nothing is ranked."""

    benchmark = serializers.SerializerMethodField()
    metric = serializers.SerializerMethodField()
    direction = serializers.CharField(source="metric.direction", allow_null=True)
    unit = serializers.CharField(source="metric.unit", allow_null=True)
    tabs = serializers.SerializerMethodField()

    def get_benchmark(self, board: Board) -> dict[str, Any]:
        """The benchmark's name and slug."""
        return {"name": board.benchmark.name, "slug": board.benchmark.slug}

    def get_metric(self, board: Board) -> dict[str, Any]:
        """The metric's name and slug."""
        return {"name": board.metric.name, "slug": board.metric.slug}

    def get_tabs(self, board: Board) -> dict[str, int]:
        """How many claims each tab holds."""
        return {tab.value: number for tab, number in board.counts.items()}


class BoardRowSerializer(serializers.Serializer[Any]):
    """A row's place; `rank` is null, with the reason in `unranked`, where it has none."""

    rank = serializers.IntegerField(allow_null=True)
    unranked = serializers.SerializerMethodField()

    def get_unranked(self, row: BoardRow) -> str | None:
        """Why the row has no rank."""
        return row.unranked.value if row.unranked else None
