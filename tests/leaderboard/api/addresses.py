"""Every address of the API that can be read, on the small site of the pages' tests."""

from leaderboard.models import Claim, Paper


def readable() -> dict[str, str]:
    """Paths under /api/v1/ by what they show."""
    paper, claim = Paper.objects.earliest("pk"), Claim.objects.earliest("pk")
    rows = "boards/mathquest/accuracy/rows/"
    return {
        "root": "",
        "papers": "papers/?text=newnet&order=-published",
        "paper": f"papers/{paper.uid}/",
        "claims": "claims/",
        "claims narrowed": "claims/?benchmark=mathquest&metric=accuracy&min=80&order=-value&system=newnet-0",
        "claims counted": "claims/?count=exact",
        "claims estimated": "claims/?count=estimate&text=newnet",
        "claims in whole": "claims/?expand=paper,metric,history",
        "claim": f"claims/{claim.uid}/?expand=paper,metric,history",
        "boards": "boards/",
        "boards of a task": "boards/?task=reasoning&count=exact",
        "board": "boards/mathquest/accuracy/",
        "rows": f"{rows}?page_size=2",
        "rows within bounds": f"{rows}?min=60&max=86&page_size=2",
        "rows narrowed": f"{rows}?year=2026&page_size=1",
        "rows of gains": f"{rows}?tab=gains&sort=-value&expand=provenance",
        "pareto": "pareto/?x=latency&y=accuracy",
        "pareto of a benchmark": "pareto/?x=latency&y=accuracy&benchmark=mathquest&best=true",
        "boards of efficiency": "efficiency/",
        "board of efficiency": "efficiency/speed/?sort=-date&baseline=oldnet",
        "systems": "systems/?q=newnet&order=-slug",
        "system": "systems/oldnet/",
        "benchmarks": "benchmarks/?task=reasoning",
        "benchmark": "benchmarks/mathquest/",
        "metrics": "metrics/?direction=higher&count=exact",
        "metric": "metrics/accuracy/",
        "tasks": "tasks/",
        "task": "tasks/reasoning/",
        "contradictions": "contradictions/?benchmark=mathquest&certain=true",
        "search": "search/?q=newnet",
        "search for claims": "search/?q=newnet+accuracy&kind=claims",
        "search for boards": "search/?q=mathquest&kind=boards",
        "search for systems": "search/?q=newnet&kind=systems",
        "changes": "changes/?since=2020-01-01T00:00:00Z",
    }
