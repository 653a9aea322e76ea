"""Numbers that are no claims: each is dropped with the reason that fits it."""

import pytest

from extraction import quantities, readings, sentences
from extraction.claims import Reason
from extraction.text import clean


def dropped(raw: str) -> dict[str, Reason]:
    """The reason of each dropped number by its characters."""
    text = clean(raw)
    _, rejected = readings.read(quantities.find(text), sentences.split(text), text.clean)
    return {text.clean[item.span.start : item.span.end]: item.reason for item in rejected}


CASES = [
    ("a year", "We took part in the 2023 challenge on parsing.", "2023", Reason.YEAR),
    ("years of data", "We use market data of the years 2020-2023.", "2020-2023", Reason.YEAR),
    ("a citation", "As others have shown [12], this is hard.", "12", Reason.CITATION),
    ("a version", "We build it on version 3.11.4 of the tool.", "4", Reason.VERSION),
    ("a version of a name", "Osprey 2.0 100x faster than before is our aim.", "2.0", Reason.VERSION),
    ("an enumeration", "We propose (1) a model and (2) a loss.", "1", Reason.ENUMERATION),
    ("its second item", "We propose (1) a model and (2) a loss.", "2", Reason.ENUMERATION),
    ("a name with digits", "We compare it to GPT-4 on this task.", "4", Reason.PART_OF_NAME),
    ("a name without a hyphen", "We train YOLOv11 on it.", "11", Reason.PART_OF_NAME),
    ("a name with a blank", "We use Llama 3 for this.", "3", Reason.PART_OF_NAME),
    ("three dimensions", "We study 3D shapes.", "3", Reason.PART_OF_NAME),
    ("a model's size", "We fine-tune a model with 7B parameters.", "7", Reason.MODEL_SIZE),
    ("the size of a model", "We fine-tune 70B models on it.", "70", Reason.MODEL_SIZE),
    ("a data set's size", "The dataset comprises 12,500 questions.", "12,500", Reason.DATA_SIZE),
    ("a count", "We test it on 15 datasets.", "15", Reason.COUNT),
    ("a resolution", "We generate images at 256x256 pixels.", "256", Reason.RESOLUTION),
    ("shots", "In the 5-shot setting it works.", "5", Reason.SHOTS),
    (
        "a hyper-parameter",
        "We set the learning rate to 0.001 and the temperature to 0.7.",
        "0.001",
        Reason.HYPERPARAMETER,
    ),
    ("a deviation", "It reaches an accuracy of 81.2 ± 0.4% on it.", "0.4", Reason.STATISTIC),
    ("a confidence level", "It reaches 81.2% (95% CI: 80.1 to 82.3).", "95", Reason.STATISTIC),
    ("folds", "We use 10-fold cross-validation here.", "10", Reason.SETUP),
    ("a rank", "Our system is ranked 2nd in the challenge.", "2", Reason.RANK),
    ("the top share", "We keep the top 10% of the samples.", "10", Reason.RANK),
    ("an exponent", "It needs O(n^2) steps.", "2", Reason.FORMULA),
    ("an address", "The code is at https://example.org/lab42/tool.", "42", Reason.URL),
    ("GPUs", "We train on 8 GPUs.", "8", Reason.COUNT),
    ("the memory of a device", "It fits large models on 40 GB consumer GPUs.", "40", Reason.SETUP),
    ("a turn", "Models confuse 90-degree rotations.", "90", Reason.SETUP),
    ("a disturbance", "Accuracy holds under 50% input noise.", "50", Reason.SETUP),
    ("recordings", "We train it on 5,000 hours of untranscribed speech.", "5,000", Reason.DATA_SIZE),
    ("a grid", "Maps at 0.5 mm resolution are made.", "0.5", Reason.RESOLUTION),
    ("a forecast", "Waste is expected to increase by 70% by 2050.", "70", Reason.BACKGROUND),
]


@pytest.mark.parametrize(("text", "core", "reason"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_dropped(text: str, core: str, reason: Reason) -> None:
    assert dropped(text).get(core) == reason


def test_every_number_is_a_claim_or_dropped() -> None:
    text = clean("In 2024 we trained GPT-4 on 8 GPUs to 83.5% accuracy [1], 3x faster.")
    founds = quantities.find(text)
    claims, rejected = readings.read(founds, sentences.split(text), text.clean)
    spans = sorted([claim.quantity.span for claim in claims] + [item.span for item in rejected])
    assert spans == [found.quantity.span for found in founds]
