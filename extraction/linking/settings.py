"""The task and the setting that a number's sentence gives with it, in the words of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extraction.claims import Span
from extraction.context import Choice, Context, Reading
from extraction.finding import Hit
from extraction.linking import tasks


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was done and how, each None where the sentence does not say."""

    task: str | None = None
    setting: str | None = None


def find(
    readings: Sequence[Reading], context: Context, benchmarks: Sequence[Choice], hits: Sequence[Hit]
) -> list[Circumstances]:
    """The circumstances of each reading."""
    done = tasks.find(readings, context, benchmarks, hits)
    return [
        Circumstances(task=task, setting=_setting(reading, context))
        for reading, task in zip(readings, done, strict=True)
    ]


_SETTING = re.compile(
    r"""\b(?:
      (?i:
        (?:held-out\ |official\ |private\ |public\ )?
        (?:test-dev|test|validation|val|dev|minival|testing)[-\ ](?:set|split|subset)  # the split
      | test-clean | test-other | test-dev | test-std | minival
      | (?:zero|one|two|three|four|five|ten|few|many|\d+)[-\ ]shots?               # how much was shown
      | (?:fully\ |semi-|self-|un|weakly\ )?supervised | training-free | fine-tuned
      | (?:in|cross|out-of)-(?:domain|distribution|dataset|lingual|subject)
      | (?:un)?seen\ (?:environments?|classes|tasks)
      | (?:single\ |one\ |\d[\d,]*\ )?(?:NVIDIA\ )?                                     # hardware
        (?:[AHV]100|H200|A6000|RTX\ ?\d{4}(?:\ Ti)?|T4|Jetson(?:\ \w+){1,2}|Raspberry\ Pi\ \d)(?:\ GPUs?)?
      | \d{2,4}\ ?[×x]\ ?\d{2,4}                                                    # resolution
      )\b
    | (?:ResNet|ViT|Swin|ConvNeXt|BERT|RoBERTa|Llama|LLaMA|Qwen|Mistral|Gemma|DeiT|CLIP|DINO)  # backbone
      [\w.]*(?:[-/][\w.]*\w)*
    )""",
    re.VERBOSE,
)
_NEAR = 60  # characters from the number within which a setting is taken to be its own


def _setting(reading: Reading, context: Context) -> str | None:
    """The settings named close to the number within its sentence, nearest first."""
    start, end = reading.quantity.span.start, reading.quantity.span.end
    settings = _settings(context.text.clean, reading.sentence)
    found = [(max(span.start - end, start - span.end), name) for span, name in settings]
    names = [name.strip() for distance, name in sorted(found) if 0 <= distance <= _NEAR]
    return "; ".join(dict.fromkeys(names)) or None


@lru_cache(maxsize=256)
def _settings(clean: str, sentence: Span) -> list[tuple[Span, str]]:
    """The settings named in the sentence, kept for its other numbers."""
    matches = _SETTING.finditer(clean, sentence.start, sentence.end)
    return [(Span(*match.span()), match.group()) for match in matches]
