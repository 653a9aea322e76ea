"""Names that stand where data sets do and are of another kind: models, and tasks in capitals."""

import re
from collections.abc import Sequence

from extraction.lexicon import Lexicon
from extraction.linking.clauses import Sentence
from extraction.mentions.acronyms import Definition
from extraction.mentions.data_cues import DATA_NOUN, shape
from extraction.vocabulary import words


def is_other_kind(
    named: tuple[int, int, str], sentence: Sentence, defined: Sequence[Definition], lexicon: Lexicon
) -> bool:
    """Whether the name (its tokens first to last, and its text) is a model's or a task's.

    A noun of data behind it says otherwise: "the Image Captioning dataset", "the Llama benchmark".
    """
    _, last, name = named
    after = _behind(sentence, last)
    if after in DATA_NOUN or shape(name) == "bench":
        return False
    return after in _MODELS or is_family(name) or _is_task(name, after, defined, lexicon)


def is_family(name: str) -> bool:
    """Whether the name is that of a well-known family of models, or of one of its members."""
    head = re.split(r"[-_ /]", name.casefold(), maxsplit=1)[0]
    return _VERSION.sub("", head) in _FAMILIES


def _behind(sentence: Sentence, last: int) -> str:
    """The word behind the name and its short form, or behind the bracket that it ends."""
    behind = sentence.lowers[last : last + 4]
    if behind[:1] == ("(",) and behind[2:3] == (")",):
        return behind[-1]
    return next((word for word in behind[:2] if word not in (")", "series")), "")


def _is_task(name: str, after: str, defined: Sequence[Definition], lexicon: Lexicon) -> bool:
    """Whether the name is a known task's, or short for words that end in one: "Document Parsing (DP)"."""
    long = next((each.long for each in defined if each.short == name), name)
    spelled = (long != name and name.isupper()) or (" " in name and after in ("task", "tasks"))
    return lexicon.task(name) is not None or (spelled and long.rpartition(" ")[2].lower() in _TASKS)


_VERSION = re.compile(r"[\d.]+[a-z]?$")
_MODELS = words("models families family backbones llms vlms mllms lmms vlas architectures checkpoints")
_FAMILIES = words(
    """gpt chatgpt gemini gemma claude llama codellama vicuna qwen qwq deepseek mistral mixtral ministral
    internlm internvl minicpm llava sdxl sd flux pixart stablediffusion cogvideox hunyuanvideo"""
)
_TASKS = words(
    """extraction detection classification segmentation recognition generation translation estimation
    prediction forecasting retrieval answering reasoning understanding captioning localization
    summarization parsing restoration completion reconstruction editing planning navigation modeling"""
)
