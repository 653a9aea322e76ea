"""The task and the setting around a number."""

import pytest

from extraction.linking import benchmarks, settings
from extraction.linking.features import known
from tests.extraction.measured import read


def circumstances(abstract: str) -> list[settings.Circumstances]:
    """What is found around each number."""
    context, readings = read(abstract)
    names = known(context)
    return settings.find(readings, context, benchmarks.link(readings, context, hits=names), names)


@pytest.mark.parametrize(
    ("abstract", "setting"),
    [
        ("It reaches {81.5}% on the ImageNet validation set.", "validation set"),
        ("It reaches {81.5}% zero-shot accuracy.", "zero-shot"),
        ("With 5-shot prompts it reaches {81.5}%.", "5-shot"),
        ("It runs at {30} FPS on a single NVIDIA A100 GPU.", "single NVIDIA A100 GPU"),
        ("It runs at {30} FPS on a Jetson Orin.", "Jetson Orin"),
        ("It reaches {81.5}% with ViT-B/16.", "ViT-B/16"),
        ("It reaches {44.5} mAP at 640×640.", "640×640"),
        (
            "It is training-free and reaches {44.5} mAP on the test-dev split.",
            "test-dev split; training-free",
        ),
        ("It reaches {81.5}% in unseen environments.", "unseen environments"),
        ("It reaches {81.5}%.", None),
        ("It reaches {81.5}%. A later test set is of no concern.", None),
    ],
)
def test_settings(abstract: str, setting: str | None) -> None:
    assert [each.setting for each in circumstances(abstract)] == [setting]


def test_a_setting_far_off_is_another_number_s() -> None:
    filler = "while being simple, robust, well understood and easy to maintain by everybody "
    assert circumstances(f"Zero-shot transfer works {filler}and it reaches {{81.5}}%.")[0].setting is None


@pytest.mark.parametrize(
    ("abstract", "task"),
    [
        ("For object detection, it reaches {44.5} mAP.", "object detection"),
        ("It reaches {81.5}% on ImageNet.", "Image classification"),
        ("It reaches {81.5}% on the Lumora dataset.", None),
        ("It reaches {81.5}%.", None),
    ],
)
def test_tasks(abstract: str, task: str | None) -> None:
    assert [each.task for each in circumstances(abstract)] == [task]
