"""Which way the named measure moves where the words say that it got better or worse."""

import pytest

from extraction.claims import Direction, Document
from extraction.pipeline import extract

UP, DOWN = Direction.UP, Direction.DOWN
CASES = [
    ("Our kernel achieves 7.3x better latency than the baseline.", DOWN),
    ("Osprey delivers a 1.9x run-time speedup over Falcon.", DOWN),
    ("Osprey improves latency by 113% compared with Falcon.", DOWN),
    ("Osprey improves runtime by 581% over Falcon.", DOWN),
    ("Osprey gives 55% FLOPs acceleration on ImageNet.", DOWN),
    ("Osprey has 30% worse latency than Falcon.", UP),
    ("Osprey improves perplexity by 12% over Falcon.", DOWN),
    ("Osprey achieves 2.4x better throughput than Falcon.", UP),
    ("Osprey improves accuracy by 3% over Falcon.", UP),
    ("Osprey is 3x faster than Falcon.", UP),
    ("Osprey has a 3x faster inference time than Falcon.", UP),
    ("Osprey keeps the training time and is 3x faster at inference than Falcon.", UP),
    ("For tokens per GPU-second, Osprey achieves a 3.8x improvement over Falcon.", UP),
    ("Osprey has 3x lower latency than Falcon.", DOWN),
    ("Osprey has 2x higher throughput than Falcon.", UP),
]


@pytest.mark.parametrize(("abstract", "direction"), CASES, ids=[case[0] for case in CASES])
def test_direction(abstract: str, direction: Direction) -> None:
    assert [claim.direction for claim in extract(Document("1", "", abstract)).claims] == [direction]
