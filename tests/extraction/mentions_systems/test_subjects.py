"""Who governs a verb."""

import pytest

from extraction.linking.clauses import analyse
from extraction.mentions import subjects

GOVERNED = [
    ("our method improves accuracy", "improves", "own", "method"),
    ("the proposed model achieves 5", "achieves", "own", "model"),
    ("our novel model family achieves 5", "achieves", "own", "model family"),
    ("the model reaches 5", "reaches", "own", "model"),
    ("we achieve 5", "achieve", "we", "we"),
    ("it also reduces cost", "reduces", "it", "it"),
    ("DeltaNet achieves 5", "achieves", "phrase", "DeltaNet"),
    ("DeltaNet (ours) achieves 5", "achieves", "phrase", "DeltaNet"),
    ("DeltaNet, trained on noise, achieves 5", "achieves", "phrase", "DeltaNet"),
    ("DeltaNet consistently and significantly outperforms it", "outperforms", "phrase", "DeltaNet"),
    ("the ranking-aware model achieves 5", "achieves", "phrase", "ranking-aware model"),
    ("extensive experiments demonstrate gains", "demonstrate", "meta", "extensive experiments"),
    ("experiments on the COCO dataset show gains", "show", "meta", "experiments"),
    ("existing methods achieve 5", "achieve", "others", "existing methods"),
    ("with the strongest model reaching 56%", "reaching", "others", "model"),
    ("with DeltaNet achieving 48%", "achieving", "phrase", "DeltaNet"),
    ("the accuracy drops by 3", "drops", "measure", "accuracy"),
    ("policies trained with DeltaNet reach 5", "reach", "phrase", "policies"),
    ("43.5 AP is achieved by DeltaNet", "achieved", "phrase", "DeltaNet"),
    ("an agent trained with LOOP outperforms it", "outperforms", "phrase", "agent"),
    ("the best model, DeltaNet, achieves 5", "achieves", "phrase", "DeltaNet"),
]


@pytest.mark.parametrize(("text", "verb", "kind", "words"), GOVERNED)
def test_governed(text: str, verb: str, kind: str, words: str) -> None:
    sentence = analyse(text)
    found = {sentence.words[s.verb]: s for s in subjects.find(sentence, subjects.letters_of(sentence))}
    subject = found[verb]
    assert (subject.kind.value, " ".join(sentence.words[subject.first : subject.head])) == (kind, words)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("accuracy gains of 3 points", id="a noun of change"),
        pytest.param("Improves accuracy", id="nobody before the verb"),
        pytest.param("a faster and cheaper way", id="comparatives"),
    ],
)
def test_not_governed(text: str) -> None:
    sentence = analyse(text)
    assert subjects.find(sentence, subjects.letters_of(sentence)) == []
