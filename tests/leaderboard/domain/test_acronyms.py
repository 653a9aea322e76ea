"""The rule of acronyms, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.acronyms import initials, is_acronym

YES = [
    ("MMLU", "Massive Multitask Language Understanding"),
    ("GSM8K", "Grade School Math 8K"),
    ("mAP", "mean Average Precision"),
    ("IoU", "Intersection over Union"),
    ("RMSE", "Root-Mean-Square Error"),
    ("LLMs", "Large Language Model"),
    ("QOQA", "Questions on the Quality of Answers"),
    ("QQA", "Questions on the Quality of Answers"),
    ("AUROC", "Area Under ROC"),
]
NO = [
    ("MMLU", "Massive Multitask Understanding"),
    ("MMLU", "MMLU"),
    ("moss", "meadow of small stones"),
    ("A", "Accuracy of all"),
    ("", "Nothing at all"),
    ("ABCDEFGHIJKLM", "A B C D E F G H I J K L M"),
    ("AP", "Accuracy"),
    ("BLEU", "Bilingual Evaluation of Language Units"),
    ("COCO", "Common Objects"),
]


@pytest.mark.parametrize(("short", "long"), YES)
def test_acronyms(short: str, long: str) -> None:
    assert is_acronym(short, long=long)


@pytest.mark.parametrize(("short", "long"), NO)
def test_no_acronyms(short: str, long: str) -> None:
    assert not is_acronym(short, long=long)


@given(st.lists(st.text("abcxyz", min_size=2, max_size=6).map(str.capitalize), min_size=2, max_size=10))
def test_first_letters_are_an_acronym_and_are_looked_for(words: list[str]) -> None:
    short = "".join(word[0] for word in words)
    assert is_acronym(short, long=" ".join(words))
    assert short.casefold() in initials(" ".join(words))


@given(st.text(max_size=15), st.text(max_size=80))
def test_any_text_has_an_answer(short: str, long: str) -> None:
    assert is_acronym(short, long=long) in (True, False)
    assert all(initials(long))
