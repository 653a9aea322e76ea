"""Numbers that stand before the paper's own work are what others had."""

import pytest

from extraction.claims import Document
from extraction.pipeline import extract

CASES = [
    (
        "A linear probe on Tern yields 76.5% accuracy on ImageNet. In this work, we propose Gull.",
        "",
        "reference",
    ),
    (
        "A linear probe on Tern yields 76.5% accuracy on ImageNet. We introduce Gull, a probe.",
        "",
        "reference",
    ),
    ("Tern reaches 76.5% accuracy on ImageNet. This paper presents Gull.", "", "reference"),
    ("Gull reaches 76.5% accuracy on ImageNet. In this work, we propose Gull.", "Gull: Birds", "result"),
    ("Our probe yields 76.5% accuracy on ImageNet. We propose to use it.", "", "result"),
    ("The proposed probe yields 76.5% accuracy on ImageNet. We present details.", "", "result"),
    ("Gull reaches 76.5% accuracy on ImageNet. Code is available.", "", "result"),
    ("Gull reaches 76.5% accuracy on ImageNet. We release our code.", "", "result"),
    ("We propose Gull. It reaches 76.5% accuracy on ImageNet.", "", "result"),
]


@pytest.mark.parametrize(("abstract", "title", "role"), CASES)
def test_role(abstract: str, title: str, role: str) -> None:
    assert [claim.role.value for claim in extract(Document("x", title, abstract)).claims] == [role]
