"""What read each part of a claim: every rule by a sentence of its own, one rule a part in any text."""

import ast
import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import rules
from extraction.claims import Document
from extraction.linking import system_rules, systems
from extraction.pipeline import extract
from extraction.rules import Part, Rule
from tests.extraction.pipeline.test_pipeline import PIECES

OURS = "We propose Heron. "
STUDY = "We study planners. "
RULED = [
    (OURS + "Heron reaches an accuracy of {92.5}% on ImageNet.", "percent beside known subject"),
    (OURS + "Heron reaches an F1 score of {0.92} on ImageNet.", "bare beside known subject"),
    (OURS + "Heron improves the accuracy by {3.1} points on ImageNet.", "points beside known subject"),
    (OURS + "Heron is {2.5}x faster than Osprey.", "factor implied none subject"),
    (OURS + "Heron has a latency of {12} ms.", "unit beside none subject"),
    (
        OURS + "Heron improves accuracy by {16} and 21 points on CIFAR-10 and ImageNet, respectively.",
        "lent beside listed subject",
    ),
    (OURS + "Heron improves accuracy by {3 to 5}% on ImageNet.", "range beside known subject"),
    (OURS + "Heron raises accuracy from {61.2}% to 64.5% on ImageNet.", "move beside known none"),
    (OURS + "Heron raises accuracy from 61.2% to {64.5}% on ImageNet.", "move beside known subject"),
    (OURS + "Heron needs only {1/8} of the memory of Osprey.", "ratio beside none subject"),
    (OURS + "Heron cuts the latency by a factor of {two}.", "words beside none subject"),
    (
        OURS + "Heron and Osprey differ: IS and FID are {70.6} and 17.4, respectively.",
        "bare listed none own",
    ),
    (OURS + "Heron reduces redundant searches by {37}%.", "percent words none subject"),
    (
        OURS + "On CIFAR-10, Heron reaches an accuracy of 92.5%. On ImageNet, it reaches {81.5}%.",
        "percent carried known own",
    ),
    (OURS + "Heron outperforms Osprey by {3.4}%.", "percent none none subject"),
    (OURS + "Heron reaches an accuracy of {92.5}% on LakeBench.", "percent beside form subject"),
    (
        OURS + "Heron reaches an average accuracy of {92.5}% on CIFAR-10 and ImageNet.",
        "percent beside several subject",
    ),
    (
        "We propose Heron and evaluate it on the ImageNet dataset. It reaches an accuracy of {92.5}%.",
        "percent beside carried own",
    ),
    (STUDY + "GPT-4 and LLaMA-2 achieve accuracies of at most {62.5}%.", "percent beside none group"),
    (
        STUDY + "The accuracies of CNN, LSTM and XGBoost were 85%, {83}% and 80%, respectively.",
        "percent sentence none listed",
    ),
    (STUDY + "The accuracy is {85}% for GPT-4.", "percent beside none owner"),
    (
        STUDY + "The models reach accuracies of {85}% (CNN), 83% (LSTM) and 80% (XGBoost).",
        "percent beside none label",
    ),
    (STUDY + "GPT-4 runs in 9 ms, and LLaMA-2 in {5} ms.", "unit unit none elliptic"),
    (OURS + "Heron improves the accuracy of Osprey from {61.2}% to 64.5%.", "move beside none compared"),
    (STUDY + "The best model is GPT-4, with an accuracy of {85}%.", "percent beside none presented"),
    (STUDY + "With GPT-4, the accuracy is {85}%.", "percent beside none presented"),
    (
        OURS + "Heron reaches an accuracy of 85%, far below the human accuracy of {97}%.",
        "percent beside none people",
    ),
    (STUDY + "The graph-based planner reaches an accuracy of {85}%.", "percent beside none phrase"),
    (OURS + "Our method reaches an accuracy of {85}%.", "percent beside none own"),
    ("We propose a planner. Our method reaches an accuracy of {85}%.", "percent beside none title"),
    (STUDY + "Most planners reach an accuracy of {85}%.", "percent beside none none"),
]


@pytest.mark.parametrize(("marked", "expected"), RULED)
def test_a_claim_says_by_which_rules_it_was_read(marked: str, expected: str) -> None:
    assert _rules(marked) == [f"{part}:{rule}" for part, rule in zip(Part, expected.split(), strict=True)]


def _rules(marked: str) -> list[str]:
    """The rules of the number in braces."""
    start, abstract = marked.index("{"), marked.replace("{", "").replace("}", "")
    title = "A Study of Planners" if marked.startswith(STUDY) else "Heron: A Planner for Lakes"
    (claim,) = (
        each for each in extract(Document("1", title, abstract)).claims if each.quantity.span.start == start
    )
    return list(claim.rules)


def test_every_rule_of_the_grammar_and_the_linkers_has_a_sentence() -> None:
    shown = {
        f"{part}:{rule}" for _, expected in RULED for part, rule in zip(Part, expected.split(), strict=True)
    }
    models = {rule for rule in Rule if rule.value.endswith(":model")}
    assert shown == set(Rule) - models - {Rule.SYSTEM_WEIGHED}


def test_what_learned_weights_choose_against_the_rules_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_rules, "decide", lambda s: ((), "none"))
    abstract = OURS + "Heron reaches an accuracy of 85%."
    (claim,) = extract(Document("1", "Heron: A Planner for Lakes", abstract)).claims
    assert [each.text for each in claim.systems] == ["Heron"]
    assert claim.rules[-1] is Rule.SYSTEM_WEIGHED


def test_every_verdict_that_names_a_system_has_its_rule() -> None:
    assert _verdicts() | {"own", "own-described"} == systems.VERDICTS.keys()


def _verdicts() -> set[str]:
    """The names of the rules in the source: each stands behind the candidates that it chose."""
    pairs = (
        node.elts
        for node in ast.walk(ast.parse(inspect.getsource(system_rules)))
        if isinstance(node, ast.Tuple) and len(node.elts) == 2
    )
    return {
        name.value
        for chosen, name in pairs
        if isinstance(name, ast.Constant)
        and isinstance(name.value, str)
        and (isinstance(chosen, ast.Name) or (isinstance(chosen, ast.Tuple) and chosen.elts))
    }


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_claim_has_exactly_one_rule_a_part(abstract: str) -> None:
    for claim in extract(Document("1", "Heron: A Planner for Lakes", abstract)).claims:
        assert [rule.part for rule in claim.rules] == list(Part)


def test_nothing_named_is_said_to_be_none_and_the_other_way_round() -> None:
    for marked, _ in RULED:
        abstract = marked.replace("{", "").replace("}", "")
        for claim in extract(Document("1", "Heron: A Planner for Lakes", abstract)).claims:
            named = (claim.metric, claim.benchmarks, claim.systems)
            none = (Rule.METRIC_NONE, Rule.BENCHMARK_NONE, Rule.SYSTEM_NONE)
            assert [not each for each in named] == [
                rule is no for rule, no in zip(claim.rules[1:], none, strict=True)
            ]


def test_every_rule_is_in_the_table_in_plain_words() -> None:
    assert list(rules.MEANINGS) == list(Rule)
    words = [(rule.part, rule.words) for rule in Rule]
    assert len(set(words)) == len(words)


def test_rules_of_a_part() -> None:
    assert [rule for part in Part for rule in rules.of_part(part)] == list(Rule)


def test_codes_that_no_rule_has_are_left_out() -> None:
    assert rules.known(["metric:none", "metric:guessed"]) == (Rule.METRIC_NONE,)
