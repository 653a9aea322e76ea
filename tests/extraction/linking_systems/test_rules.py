"""Which rule of the sentence answers, and what."""

import pytest

from extraction.linking import system_rules, systems
from tests.extraction.marked import read

OURS = "We propose Heron, a sparse decoder for graphs. "
STUDY = "We evaluate models of language. "
RULED = [
    # results
    (STUDY + "GPT-4o reaches {81.5}%.", "governs", ["GPT-4o"]),
    (STUDY + "GPT-4o and Llama-3 reach {85}% accuracy.", "group", ["GPT-4o", "Llama-3"]),
    (STUDY + "Both GPT-4o and Llama-3 reach over {85}% accuracy.", "group", ["GPT-4o", "Llama-3"]),
    (STUDY + "The best models (GPT-4o, Llama-3) reach {85}%.", "group", ["GPT-4o", "Llama-3"]),
    (STUDY + "Results show that the best model is DenseNet-121, with {85}%.", "named-best", ["DenseNet-121"]),
    (STUDY + "The strongest models reach {85}%.", "others", []),
    (STUDY + "LLMs reach {85}%.", "others", []),
    (STUDY + "GPT-4o: {85}%, Llama-3: 83%.", "labelled", ["GPT-4o"]),
    (STUDY + "With XGBoost, the accuracy was {85}%.", "means", ["XGBoost"]),
    (STUDY + "The top accuracy of {85}% was obtained using XGBoost.", "agent-behind", ["XGBoost"]),
    (STUDY + "An accuracy of {85}% for GPT-4o was seen.", "whose", ["GPT-4o"]),
    (STUDY + "XGBoost (accuracy {91}%) did well.", "bracket", ["XGBoost"]),
    (STUDY + "Existing LLMs do better, reaching {37}% (GPT-4o).", "bracket-behind", ["GPT-4o"]),
    (STUDY + "Existing LLMs reach {37}% CoER (GPT-4o).", "bracket-behind", ["GPT-4o"]),
    (STUDY + "LLMs reach {37}% on GPQA (GPT-4o).", "others", []),
    (STUDY + "GPT-4o runs in 29 ms, Llama-3 in {58} ms.", "elliptic", ["Llama-3"]),
    (STUDY + "GPT-4o reached 85%, followed by Llama-3 at {83}%.", "elliptic", ["Llama-3"]),
    (STUDY + "XGBoost reached 85%, followed by CatBoost ({83}%).", "bracket", ["CatBoost"]),
    (STUDY + "In our tests, the tree-based parser reaches {85}%.", "described", ["tree-based parser"]),
    (STUDY + "Tuning of ImageNet pretrained ResNet-50 backbones yields {85}%.", "governs", ["ResNet-50"]),
    (
        OURS + "We find that integrating Heron into GPT-4o and Llama-3 yields gains of {3|diff}%.",
        "governs",
        ["Heron"],
    ),
    (OURS + "Heron did well on NVOS (85%) and Spin-NeRF ({83}%).", "own", ["Heron"]),
    (OURS + "Heron beats strong GPT-4o ({+3|diff}%).", "governs", ["Heron"]),
    (OURS + "It helps its LLM side (e.g. by {3|diff}% on COCO).", "own", ["Heron"]),
    (OURS + "Our method reaches {85}%.", "own", ["Heron"]),
    (OURS + "The careful variation reaches {85}%.", "own-described", ["Heron"]),
    (OURS + "We show that the LLM reaches {85}%.", "own", ["Heron"]),
    (OURS + "Heron beats leading GPT-5 ({+3|diff}%).", "governs", ["Heron"]),
    (STUDY + "XGBoost (e.g. {91}%) did well.", "none", []),
    (STUDY + "We achieve {85}% accuracy.", "none", []),
    (STUDY + "The careful variation reaches {85}%.", "described", ["careful variation"]),
    (STUDY + "The graph-aware planner improves accuracy to {85}%.", "described", ["graph-aware planner"]),
    (STUDY + "The detection mAP reaches {85}%.", "none", []),
    (STUDY + "These interventions reach {85}%.", "none-described", []),
    # numbers of the thing compared with
    (OURS + "Heron reaches 85% versus {70|ref}% for Osprey-XL.", "owner-behind", ["Osprey-XL"]),
    (OURS + "Heron beats Osprey-XL ({70|ref}%).", "bracket", ["Osprey-XL"]),
    (OURS + "Heron is below the {82|ref}% attained by human experts.", "owner-behind", ["human experts"]),
    (OURS + "Heron is far below human performance of {82|ref}%.", "human", ["human"]),
    (OURS + "Heron is below the {82|ref}% which trained clinicians attain.", "human", ["clinicians"]),
    (OURS + "Heron reaches 85% while Osprey-XL reaches {70|ref}%.", "rival-governs", ["Osprey-XL"]),
    (OURS + "Osprey-XL drops to 3% from {70|ref}%.", "reference", []),
    (OURS + "Heron improves the accuracy of Osprey-XL from {70|ref}% to 75%.", "changed", ["Osprey-XL"]),
    (OURS + "Heron improves the accuracy of Osprey-XL (e.g., {70|ref}% → 75%).", "changed", ["Osprey-XL"]),
    (OURS + "The accuracy of Osprey-XL is {70|ref}% and falls from 80%.", "reference", []),
    (OURS + "The accuracy rises from {70|ref}% to 75%.", "reference", []),
    (OURS + "It helps, with average KoNR rising from {70|ref}% to 75%.", "reference", []),
    (OURS + "Thus Pick-Place improves from {70|ref}% to 75%.", "reference", []),
    (OURS + "Osprey-XL beats the {70|ref}% of before.", "reference", []),
    (OURS + "Heron outperforms Osprey-XL on all graphs (81 vs. {70|ref}).", "versus", ["Osprey-XL"]),
    (OURS + "Heron outperforms Osprey and Kestrel on large graphs (81 vs. {70|ref}).", "reference", []),
    (OURS + "Heron outperforms Osprey-XL on all graphs, up from {70|ref}%.", "reference", []),
    (STUDY + "Heron outperforms a keyword search ({70|ref}%).", "rival-described", ["keyword search"]),
    (STUDY + "It reaches 85% versus {70|ref}% for raw prompts.", "rival-described", ["raw prompts"]),
    (STUDY + "It reaches 85% versus {70|ref}% for image retrieval.", "reference", []),
    (STUDY + "Keyword search reaches {70|ref}% of it.", "described", ["Keyword search"]),
]


@pytest.mark.parametrize(("abstract", "rule", "names"), RULED)
def test_decide(abstract: str, rule: str, names: list[str]) -> None:
    context, readings = read(abstract)
    ((_, situation),) = systems.situations(readings, context)
    candidates, found = system_rules.decide(situation)
    assert (found, [situation.candidates[i].text for i in candidates]) == (rule, names)


ALIGNED = [
    "The accuracies of CNN, LSTM and XGBoost were {85}%, {83}% and {80}%, respectively.",
    "The models reach accuracies of {85}%, {83}% and {80}% (CNN, LSTM and XGBoost).",
    "The models reach accuracies of {85}% (CNN), {83}% (LSTM) and {80}% (XGBoost).",
    "CNN, LSTM and XGBoost reach {85}%, {83}% and {80}%.",
]


@pytest.mark.parametrize("abstract", ALIGNED)
def test_lists_of_one_length_go_together(abstract: str) -> None:
    context, readings = read(STUDY + abstract)
    verdicts = [system_rules.decide(s) for _, s in systems.situations(readings, context)]
    candidates = systems.situations(readings, context)[0][1].candidates
    assert [[candidates[i].text for i in found] for found, _ in verdicts] == [["CNN"], ["LSTM"], ["XGBoost"]]
