"""Words that tell what a number does: rising and falling, measures, costs, set-up, things counted."""

_CLASSES = {
    "upnoun": """improvement improvements increase increases gain gains boost boosts speedup speedups speed-up speed-ups
        acceleration accelerations growth rise uplift lifts advantage margin margins jump enhancement enhancements lift
        advantages increment lead leads surge uplifts advancement""",
    "upverb": """improve improves improved improving increased increasing boosted boosting raise raises raised raising
        enhance enhances enhanced enhancing lifts lifted lifting accelerates accelerate accelerated accelerating speeds speeding speed grows grow
        rises rising rose jumps grew climbs climbed extends extend amplifies gaining gained exhibit exhibits""",
    "upcomp": """higher better greater faster larger more longer stronger quicker above bigger ahead extra additional
        richer deeper broader""",
    "downnoun": """reduction reductions decrease decreases drop drops savings saving loss losses degradation decline declines cut
        deterioration gap gaps shortfall overhead slowdown slow-down slowdowns regression disparity""",
    "downverb": """reduce reduces reduced reducing decreased decreasing lowers lowering lowered dropped dropping cuts
        cutting save saves saved shrink shrinks shrinking degrade degrades degraded degrading declined fall falls falling fell declining lag
        lags lagging lagged compress compresses compressing minimize minimizes minimizing lost lose loses losing mitigate
        mitigates mitigating eliminate eliminates eliminating remove removes removing removed pruning prune prunes suppresses suppress
        deteriorates underperforms underperform underperforming slashes slashing shortens shortening halve avoids""",
    "downcomp": "lower fewer less worse smaller slower shorter cheaper lighter below behind narrower",
    "beat": """outperform outperforms outperforming outperformed surpass surpasses surpassing surpassed exceed exceeds
        exceeding exceeded beat beats beating outscored outscores outscore""",
    "reach": """achieve achieves achieved achieving reach reaches reached reaching attain attains attained attaining obtain
        obtains obtained obtaining score scores scored scoring yield yields yielding yielded deliver delivers delivering
        delivered record records recorded report reports reported hits hitting peaks peaking provides providing provide
        demonstrates demonstrate demonstrating shows show showing registers""",
    "retain": """retain retains retaining retained preserve preserves preserving preserved maintain maintains maintaining keeps
        keeping recover recovers recovering recovered sustains retention""",
    "use": """use uses using used require requires requiring required needs needing need utilizing utilizes utilize consumes
        consuming consume costs costing takes taking take trained train training adding adds introduces incurring incurs
        incur runs running operating operates""",
    "only": "only just merely mere solely",
    "than": "than compared relative versus vs against baseline baselines sota state-of-the-art competitor counterparts",
    "pct": """accuracy accuracies precision recall f1 f1-score f1-scores auc auroc auprc roc-auc map miou iou dice acc ap em
        success winrate win-rate win top-1 top-5 pass specificity sensitivity rate rates kappa mcc macro-f1 micro-f1
        recall@1 agreement f-score f-measure macro-averaged mrr ndcg hits coverage faithfulness correctness
        utilization exact match purity probability confidence asr detection completion pass@1 map50 hota mota
        idf1 pq nds compliance""",
    "pctdown": "wer cer eer fpr fnr der misclassification hallucination hallucinations refusal refusals forgetting inconsistency",
    "scoremetric": """psnr ssim bleu rouge chrf meteor cider spearman pearson correlation reward return returns lddt
        tm-score clip qwk r r2 rouge-l bleu-4 ms-ssim mos""",
    "scoredown": """fid fvd lpips perplexity ppl mae rmse mse mape nrmse kid mpjpe rmsd ece nll ade fde gfid rfid chamfer
        regret mcd""",
    "vague": """performance quality robustness generalization results efficiency scores score metrics metric consistency
        capability alignment stability reliability fairness similarity""",
    "error": "error errors collisions collision violations deviation bias disparity disparities distortion noise risk",
    "speed": "throughput fps speed speeds bandwidth tps qps",
    "cost": """latency memory parameters parameter params flops flop macs computation compute computational cost costs time times
        runtime energy power tokens token storage size overheads footprint vram communication consumption usage steps
        inference gpu calls complexity budget cache traffic area wall-clock convergence
        iterations gpu-hours cpu prefill decoding rendering training emissions memory-usage delay duration gflops tflops
        mflops macs""",
    "material": """data sample samples annotation annotations labels label images examples demonstrations tokens frames pixels
        corpus pretraining pre-training supervision traces episodes interactions weights neurons""",
    "setup": """layers layer heads dimension dimensional dimensions channels bits bit gpus epochs epoch batch window hidden
        k seed seeds threshold thresholds temperature learning shot shots way fold resolution hz mhz ghz nm node
        version v level levels alpha lambda rank dim parameter-model""",
    "thing": """images image videos video samples sample questions question pairs pair datasets dataset tasks task benchmarks
        benchmark models model languages language domains domain documents sentences papers categories category classes
        class participants users patients subjects hours scenes scenarios instances examples annotations records clips
        trajectories problems prompts queries articles tweets reviews methods experts annotators
        countries subtasks environments robots objects types speakers utterances words entries cases studies
        responses dialogues conversations frames nodes agents experiments trials episodes sequences genes
        cells proteins molecules repositories functions files commits developers students teams tables
        settings sources topics days weeks months years items stages modules components factors features
        texts books tools websites apps sites cities regions attacks configurations architectures algorithms""",
    "statistic": "p ci confidence interval significance significant std deviation iqr variance pm ±",
    "data": """contains contain containing comprises comprising comprise consists consisting includes including spanning covers
        covering collected annotated curated corpus""",
    "average": "average mean median averaged averaging overall total",
    "share": "percent percentage fraction proportion portion share third half quarter",
    "relative": "relative relatively",
    "absolute": "absolute",
}
_CLASS_OF = {word: name for name, words in reversed(_CLASSES.items()) for word in words.split()}
CHANGES = frozenset({"upnoun", "upverb", "upcomp", "downnoun", "downverb", "downcomp", "beat"})
"""Classes of words that say that something moved or differs."""
MEASURES = frozenset({"pct", "pctdown", "scoremetric", "scoredown", "vague", "error", "speed", "cost"})
"""Classes of words that name what is measured."""
LOWER_IS_BETTER = frozenset({"pctdown", "scoredown", "error", "cost"})
"""Measures that an improvement lowers."""
BETTERMENT = frozenset(
    """improvement improvements improve improves improved improving gain gains boost boosts boosted boosting better enhancement
    enhancements enhance enhances enhanced enhancing advantage advantages outperform outperforms outperforming outperformed
    surpass surpasses surpassing surpassed beat beats beating margin uplift optimization efficiency""".split()
)
"""Words that say that something got better, whichever way it moved."""
WORSENING = frozenset(
    """worse degradation degrade degrades degraded degrading deterioration deteriorates regression underperforms
    underperform underperforming""".split()
)
"""Words that say that something got worse, whichever way it moved."""


def word_class(word: str) -> str | None:
    """The class of the lower-case word, that of its last part for a compound; None for an ordinary one."""
    return _CLASS_OF.get(word) or ("-" in word and _CLASS_OF.get(word.rpartition("-")[2])) or None
