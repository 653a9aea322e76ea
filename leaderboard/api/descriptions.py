"""What responses hold, for the OpenAPI schema alone: `shapes` makes them, without an object for every row."""

from typing import Any

from rest_framework import serializers

from leaderboard.domain.efficiency import NoPlace
from leaderboard.domain.ranking import UnrankedReason
from leaderboard.models import Claim, Metric, Origin, Paper

DECIMAL = r"^-?\d+(\.\d+)?$"


def words(**options: Any) -> serializers.CharField:
    """Any text."""
    return serializers.CharField(**options)


def maybe(**options: Any) -> serializers.CharField:
    """A text, or null where it is not known."""
    return serializers.CharField(allow_null=True, **options)


def digits(*, null: bool = False) -> serializers.RegexField:
    """A decimal as a string with the digits it was stored with, never with an exponent."""
    return serializers.RegexField(DECIMAL, allow_null=null, help_text="A decimal with all its digits.")


def choice(choices: Any, *, null: bool = False) -> serializers.ChoiceField:
    """One of a few words."""
    return serializers.ChoiceField(choices=choices, allow_null=null)


def day() -> serializers.DateField:
    """A date, or null where no full one is known."""
    return serializers.DateField(allow_null=True)


def time(*, null: bool = False) -> serializers.DateTimeField:
    """A time in UTC."""
    return serializers.DateTimeField(allow_null=null)


def by_policy() -> serializers.BooleanField:
    """Whether a policy accepted the claim."""
    return serializers.BooleanField(
        help_text="A rule of the site accepts what the machine is this sure of; no person has checked it."
    )


def read_by() -> serializers.ListField:
    """The rules that a claim was read by."""
    return serializers.ListField(
        child=serializers.CharField(),
        help_text="What number, metric, benchmark and system were read by, one code each, such as "
        "`metric:beside`; empty where it was not noted.",
    )


def proposals_open() -> serializers.IntegerField:
    """How many people said that something is wrong with the claim."""
    return serializers.IntegerField(
        min_value=0, help_text="Not settled yet; those of readers count once a curator has looked at them."
    )


class Problem(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    type = words()
    title = words()
    status = serializers.IntegerField()
    detail = words(help_text="What is wrong, where, and what to do.")
    instance = words(help_text="The path that was asked for.")
    errors = serializers.ListField(  # type: ignore[assignment]  # a member of problem documents, here
        child=serializers.DictField(child=serializers.CharField()),
        required=False,
        help_text="Each parameter or field that is wrong (`name`), and what is wrong with it (`detail`).",
    )


class Name(serializers.Serializer[Any]):
    """A name and the slug of what it was linked to (null: nothing)."""

    name = words()
    slug = maybe()


class ShortClaim(serializers.Serializer[Any]):
    """A claim beside others; all of it stands at its `url`."""

    uid = serializers.UUIDField()
    url = serializers.URLField()
    permalink = serializers.URLField()
    paper = serializers.UUIDField()
    paper_title = words()
    published_on = day()
    quote = words()
    value = digits()
    value_high = digits(null=True)
    scaled = digits(null=True)
    unit = maybe()
    kind = choice(Claim.Kind.choices, null=True)
    bound = choice(Claim.Bound.choices)
    metric = Name()
    benchmarks = Name(many=True)
    systems = Name(many=True)
    baselines = Name(many=True)
    setting = words()
    confidence = serializers.FloatField()
    state = choice(Claim.State.choices)
    accepted_by_policy = by_policy()
    open_disputes = proposals_open()
    open_corrections = proposals_open()


class Change(serializers.Serializer[Any]):
    """What happened to one thing; `actor` is a chosen name or a role, null for the machine and the public."""

    uid = serializers.UUIDField()
    at = time()
    action = words()
    subject = words()
    subject_uid = serializers.UUIDField()
    url = serializers.URLField(allow_null=True)
    actor = maybe()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    reason = words()


class OneClaim(serializers.Serializer[Any]):
    """A claim with its provenance; `abstract[start:end] == quote` of the paper's abstract.

    `paper` and `metric` are whole records where `expand` asks for them, and `history` is there.
    """

    uid = serializers.UUIDField()
    url = serializers.URLField()
    permalink = serializers.URLField(help_text="Its place on the site, which does not change.")
    paper = serializers.JSONField(help_text="The paper's uid; the paper itself with `expand=paper`.")
    paper_title = words()
    published_on = day()
    start = serializers.IntegerField(min_value=0, help_text="In code points of the abstract.")
    end = serializers.IntegerField(min_value=1)
    quote = words(help_text="The characters of the abstract that hold the number.")
    sentence_start = serializers.IntegerField(min_value=0)
    sentence_end = serializers.IntegerField(min_value=1)
    sentence = words()
    value = digits()
    value_high = digits(null=True)
    scaled = digits(null=True)
    scaled_unit = maybe()
    unit = maybe()
    kind = choice(Claim.Kind.choices, null=True)
    direction = choice(Claim.Direction.choices, null=True)
    role = choice(Claim.Role.choices)
    bound = choice(Claim.Bound.choices)
    metric = serializers.JSONField(help_text="Name and slug; the metric itself with `expand=metric`.")
    metric_direction = choice(Metric.Direction.choices, null=True)
    metric_text = words()
    benchmarks = Name(many=True)
    systems = Name(many=True)
    system_text = words()
    baselines = Name(many=True)
    setting = words()
    task = words()
    confidence = serializers.FloatField(min_value=0, max_value=1)
    state = choice(Claim.State.choices)
    accepted_by_policy = by_policy()
    open_disputes = proposals_open()
    open_corrections = proposals_open()
    engine = maybe()
    engine_version = words()
    rules = read_by()
    decided_by = maybe()
    decided_at = time(null=True)
    created_at = time()
    updated_at = time()
    history = Change(many=True, required=False)


class OnePaper(serializers.Serializer[Any]):
    """A paper with its abstract, exactly as given."""

    uid = serializers.UUIDField()
    url = serializers.URLField()
    permalink = serializers.URLField()
    link = words(help_text="Where the paper itself is; empty where that is not known.")
    title = words()
    abstract = words()
    arxiv_id = maybe()
    doi = maybe()
    categories = serializers.ListField(child=words())
    authors = serializers.ListField(child=words())
    author_count = serializers.IntegerField(allow_null=True)
    published_on = day()
    date_text = words(help_text="A date that is not a full one.")
    listed_on = day()
    sources = serializers.ListField(child=words())
    is_summary = serializers.BooleanField()
    retracted_on = day()
    retraction_reason = words(help_text="Empty unless it was retracted.")
    state = choice(Paper.State.choices)
    engine_version = words()
    extracted_at = time(null=True)
    created_at = time()
    updated_at = time()
    merged_into = serializers.UUIDField(
        allow_null=True, help_text="The paper that this one is the same work as; it holds the claims."
    )


class PaperWithClaims(OnePaper):
    """A paper and the claims that were read from it, in the order of the text."""

    claims = OneClaim(many=True)


class BoardLine(serializers.Serializer[Any]):
    """A board in a list; `leader` is the claim that leads it, null where nobody is ranked."""

    url = serializers.URLField()
    benchmark = Name()
    metric = Name()
    task = Name()
    area = words()
    direction = choice(Metric.Direction.choices, null=True)
    results = serializers.IntegerField()
    claims = serializers.IntegerField()
    leader = serializers.UUIDField(allow_null=True)


class BoardRow(serializers.Serializer[Any]):
    """A row's place and its claim; where `rank` is null, `unranked` says why."""

    rank = serializers.IntegerField(allow_null=True)
    unranked = choice([reason.value for reason in UnrankedReason], null=True)
    claim = OneClaim()


class OneBoard(serializers.Serializer[Any]):
    """A board with a page of one of its tabs; nothing is ranked where its metric's direction is not known."""

    url = serializers.URLField()
    benchmark = Name()
    metric = Name()
    direction = choice(Metric.Direction.choices, null=True)
    unit = maybe()
    tabs = serializers.DictField(child=serializers.IntegerField(), help_text="Claims on each tab.")
    tab = words()
    count = serializers.IntegerField(required=False)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = BoardRow(many=True)


class LeanRow(serializers.Serializer[Any]):
    """A row; where `rank` is null, `unranked` says why. `provenance` is there if `expand` asks for it."""

    rank = serializers.IntegerField(allow_null=True, required=False)
    unranked = choice([reason.value for reason in UnrankedReason], null=True)
    uid = serializers.UUIDField()
    url = serializers.URLField()
    permalink = serializers.URLField()
    value = digits()
    value_high = digits(null=True)
    scaled = digits(null=True)
    unit = maybe()
    kind = choice(Claim.Kind.choices, null=True)
    direction = choice(Claim.Direction.choices, null=True)
    role = choice(Claim.Role.choices)
    bound = choice(Claim.Bound.choices)
    quote = words()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    systems = Name(many=True)
    baselines = Name(many=True)
    setting = words()
    task = words()
    confidence = serializers.FloatField()
    state = choice(Claim.State.choices)
    accepted_by_policy = by_policy()
    open_disputes = proposals_open()
    open_corrections = proposals_open()
    paper = serializers.UUIDField()
    paper_title = words()
    published_on = day()
    provenance = serializers.JSONField(required=False)


class Thing(serializers.Serializer[Any]):
    """A thing with a name and a slug that never changes."""

    uid = serializers.UUIDField()
    slug = words()
    url = serializers.URLField()
    permalink = serializers.URLField()
    name = words()
    description = words()
    origin = choice(Origin.choices)
    claims = serializers.IntegerField(help_text="Claims that mention it, as counted a little while ago.")
    created_at = time()
    updated_at = time()
    aliases = serializers.ListField(
        child=words(), required=False, help_text="Other spellings; of a single thing only."
    )


class SystemThing(Thing):
    """A method or model that numbers are about."""


class BenchmarkThing(Thing):
    """What something was measured on; `task` is a slug, null while it is not known."""

    task = maybe()


class MetricThing(Thing):
    """What is measured; one of unknown direction is never ranked."""

    direction = choice(Metric.Direction.choices, null=True)
    family = maybe()
    unit = maybe()
    percentage = serializers.BooleanField(allow_null=True)


class TaskThing(Thing):
    """What is being done, within an area; the area is empty while nobody has said it."""

    area = words()


class Dispute(serializers.Serializer[Any]):
    """Two claims about the same thing that can't both be true, the lower number first.

    `certain` where both state the same setting; `claims` counts those that were compared.
    """

    benchmark = Name()
    metric = Name()
    system = Name()
    certain = serializers.BooleanField()
    claims = serializers.IntegerField()
    low = ShortClaim()
    high = ShortClaim()


class SearchResult(serializers.Serializer[Any]):
    """What was found: a paper, a claim, a board or a thing with a name, as `kind` says."""

    kind = words()
    found = serializers.JSONField()


class EfficiencyRow(serializers.Serializer[Any]):
    """A claim about speed or cost and its place; where there is none, `unplaced` says why."""

    rank = serializers.IntegerField(allow_null=True)
    unplaced = choice([reason.value for reason in NoPlace], null=True)
    amount = digits(null=True)
    hardware = serializers.ListField(child=words())
    claim = ShortClaim()
    quality = ShortClaim(allow_null=True, help_text="What the same paper says of quality.")


class EfficiencyBoard(serializers.Serializer[Any]):
    """A board of efficiency: how many claims each of its tables holds, and the units of amounts."""

    family = words()
    url = serializers.URLField()
    tabs = serializers.DictField(child=serializers.IntegerField())
    units = serializers.DictField(child=serializers.IntegerField())


class EfficiencyPage(EfficiencyBoard):
    """A board of efficiency with a page of one of its tables."""

    tab = words()
    unit = maybe(help_text="The unit of amounts, null for other tables.")
    count = serializers.IntegerField(required=False)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EfficiencyRow(many=True)


class ParetoPoint(serializers.Serializer[Any]):
    """Two numbers of one system; `best`: no other point beats it in both (null: not known)."""

    x = ShortClaim()
    y = ShortClaim()
    best = serializers.BooleanField(allow_null=True)


class ParetoPicture(serializers.Serializer[Any]):
    """Pairs of values; `front`: both directions are known; `more`: some pairs are left out."""

    x = Name()
    y = Name()
    benchmark = Name(allow_null=True)
    front = serializers.BooleanField()
    more = serializers.BooleanField()
    results = ParetoPoint(many=True)


_PAGES: dict[str, type[serializers.Serializer[Any]]] = {}


def page(of: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """A page of rows of this shape, with the addresses of its neighbours (null: there is none)."""
    name = f"{of.__name__}Page"
    if name not in _PAGES:
        fields = {
            "__doc__": f"A page of a list ({of.__name__}); `count` is there if it was asked for.",
            "count": serializers.IntegerField(required=False),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": of(many=True),
        }
        _PAGES[name] = type(name, (serializers.Serializer,), fields)
    return _PAGES[name]


def fields_of(shape: type[serializers.Serializer[Any]]) -> tuple[str, ...]:
    """The names of a row's fields, in their order."""
    return tuple(shape().fields)
