"""Links for authors: those of a paper, and the claims that one shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from leaderboard.models import AuthorLink, Claim, Paper
from leaderboard.queries.claims import SHOWN, ClaimRow, rows_by_id

MOST = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim that an author is asked about: as pages show it, and when it last changed."""

    row: ClaimRow
    changed: datetime

    @property
    def now(self) -> dict[str, str]:
        """The fields that an author can correct, as text."""
        row: Any = self.row
        return {
            "value": str(row.value),
            "unit": row.unit or "",
            "kind": row.kind or "",
            "metric": row.metric.text,
            "benchmark": ", ".join(name.text for name in row.benchmarks),
            "system": ", ".join(name.text for name in row.systems),
        }


def paper(uid: UUID) -> Paper | None:
    """The paper with this uid; None where there is none."""
    return Paper.objects.defer("error").filter(uid=uid).first()


def of_paper(about: Paper) -> list[AuthorLink]:
    """The newest links of a paper."""
    return list(AuthorLink.objects.filter(paper=about).select_related("made_by").order_by("-pk")[:MOST])


def find(uid: UUID) -> AuthorLink | None:
    """The link with this uid and its paper; None where there is none."""
    return AuthorLink.objects.select_related("paper").filter(uid=uid).first()


def asked(about: Paper) -> list[Asked]:
    """The claims of a paper that pages show, in the order of the abstract; three queries."""
    ours = Claim.objects.filter(paper=about, state__in=SHOWN).order_by("start", "pk")
    changed = dict(ours.values_list("pk", "updated_at"))
    return [Asked(row, changed[row.pk]) for row in rows_by_id(list(changed))]
