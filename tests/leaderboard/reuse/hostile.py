"""A board whose every text is as bad as a paper's text can be."""

from leaderboard.models import Benchmark, Claim, ClaimBaseline, Metric, System
from tests.leaderboard import collection

BAD = (
    "=1+1</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\x01\x0b\u202eolleh\ufffe 😀"
)
BOARD = "/boards/bad/bad/"
ADDRESSES = ("table.csv", "table.json", "feed/", "records/feed/")


def build() -> Claim:
    """The board's one claim, ranked and dated; its paper has an author and a title of the same kind."""
    metric = Metric.objects.create(slug="bad", name=BAD, direction="higher")
    bench = Benchmark.objects.create(slug="bad", name=BAD)
    system = System.objects.create(slug="bad", name=BAD)
    paper = collection.paper(
        f"{BAD} has 7 {BAD}", title=BAD * 5, authors=[BAD], published_on="2026-02-03", doi="10.1/{x}\\"
    )
    claim = collection.claim(paper, "7", on=bench, metric=metric, system=system, setting=BAD, unit=BAD)
    ClaimBaseline.objects.create(claim=claim, system=None, text="@" + BAD, position=0)
    return claim
