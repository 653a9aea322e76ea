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
        ("It reaches {81.5}% on 2,048 A100 GPUs.", "2,048 A100 GPUs"),
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


TASKS = [
    (
        "{61.3} mAP in object detection and an instance segmentation accuracy of {53.0} mAP.",
        ["object detection", "instance segmentation"],
    ),
    (
        "The box accuracy reaches {61.3} mAP and the instance segmentation accuracy reaches {53.0} mAP.",
        [None, "instance segmentation"],
    ),
    (
        "On ImageNet {85.3}%, {47.9} AP on COCO object detection, {40.8} mIoU in semantic segmentation.",
        ["Image classification", "object detection", "semantic segmentation"],
    ),
    (
        "For object detection and semantic segmentation, it reaches {47.9} mAP and {40.8} mIoU.",
        ["object detection", "semantic segmentation"],
    ),
    (
        "It reaches {47.9} mAP (object detection) and {40.8} mIoU (semantic segmentation).",
        ["object detection", "semantic segmentation"],
    ),
    ("It reaches {47.9}/{51.2} AP on object detection.", ["object detection"] * 2),
    ("For object detection, it reaches {47.9} AP here and {40.2} AP there.", ["object detection"] * 2),
    ("It reaches {47.9} AP and also {40.2} mIoU in semantic segmentation.", [None, "semantic segmentation"]),
]


@pytest.mark.parametrize(("abstract", "tasks"), TASKS, ids=[case[0] for case in TASKS])
def test_tasks_of_own_clauses(abstract: str, tasks: list[str | None]) -> None:
    assert [each.task for each in circumstances(abstract)] == tasks
