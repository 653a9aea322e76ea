"""Words by the part they play in a sentence about results; what is in no class carries content.

The classes are closed: function words, verbs that report, words of change and comparison, nouns that
head the name of a measure. Names of metrics and benchmarks are not here but in the lexicon.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

FUNCTION = frozenset(
    """a an the this that these those its their our we it they he she his her my your you i us them which who
    whom whose what when where how why there here such some any each every all both either neither no not
    nor only just merely even also still already often once then than as at by for from in into of off on
    onto out over per through throughout to toward towards under until upon up via with within without about
    above across after against along among amid around before behind below beneath beside besides between
    beyond despite down during except inside like near outside since unlike and or but if while whereas
    although though because whether unless so yet hence thus therefore however moreover furthermore
    additionally meanwhile consequently notably specifically particularly respectively versus vs vs. i.e.
    e.g. cf. be is are was were been being am do does did done doing has have had having can could may might
    must shall should will would more most much many few fewer less least very too quite rather almost
    nearly roughly approximately another other others same own itself themselves one's according due given
    based compared relative regarding including excluding depending using used use uses utilizing leveraging
    together instead alone further well new novel first second third one two three four five six seven eight
    nine ten eleven twelve little several multiple various different diverse numerous respective
    corresponding additional e.g i.e etc et al today now again ever never always usually typically generally
    especially mainly mostly largely slightly significantly substantially dramatically drastically
    considerably consistently greatly markedly remarkably effectively efficiently directly simultaneously
    jointly separately collectively empirically experimentally importantly interestingly surprisingly
    crucially finally highly strongly fully ~ ≈""".split()
)

# Words that say that a quantity changed; "accuracy improvement" names accuracy.
CHANGE_NOUN = frozenset(
    """improvement improvements gain gains boost boosts increase increases reduction reductions decrease
    decreases drop drops decline declines rise rises growth saving savings uplift lift lead advantage margin
    margins jump jumps fall enhancement enhancements change changes increment increments decrement
    difference differences advancement advancements surge deficit advantages""".split()
)
CHANGE_VERB = frozenset(
    """improve improves improved improving increase increased increasing increases reduce reduces reduced
    reducing decrease decreases decreased decreasing lower lowers lowered lowering raise raises raised
    raising boost boosts boosted boosting enhance enhances enhanced enhancing cut cuts cutting shrink
    shrinks shrinking shrunk save saves saved saving drop drops dropped dropping decline declines declined
    declining rise rises rose rising fall falls fell falling degrade degrades degraded degrading grow grows
    grew growing slash slashes slashed slashing diminish diminishes diminishing minimize minimizes
    minimizing maximize maximizes maximizing lift lifts lifted lifting elevate elevates elevating jump jumps
    jumped jumping climb climbs climbed climbing shorten shortens shortening double doubles doubled doubling
    triple triples tripled tripling halve halves halved halving quadruple quadrupling quadruples narrow
    narrows narrowed narrowing widen widens widening eliminate eliminates eliminating mitigate mitigates
    mitigating alleviate alleviates suppress suppresses suppressing compress compresses compressing expand
    expands expanded expanding remove removes removing strengthen strengthens recover recovers recovering
    advance advances advancing push pushes pushing bring brings bringing mitigated suppressed shift shifts
    moves moving collapse collapses collapsed collapsing trim trims trimming prune prunes amplify amplifies
    amplifying plummet plummets drive drives close closes closing""".split()
)
REPORT_VERB = frozenset(
    """achieve achieves achieved achieving reach reaches reached reaching attain attains attained attaining
    obtain obtains obtained obtaining yields yielded yielding yield deliver delivers delivered delivering
    scored scoring show shows showed shown showing demonstrate demonstrates demonstrated demonstrating
    report reports reported reporting outperform outperforms outperformed outperforming surpass surpasses
    surpassed surpassing exceed exceeds exceeded exceeding beat beats beating matches matched matching
    maintain maintains maintained maintaining retain retains retained retaining preserve preserves preserved
    preserving provide provides provided providing offer offers offered offering exhibit exhibits exhibited
    exhibiting produce produces produced producing require requires required requiring need needs needed
    needing lead leads led leading result resulted resulting represent represents represented representing
    correspond corresponds corresponded set sets setting establish establishes established establishing
    evaluate evaluates evaluated evaluating measure measured measuring compare compares comparing compared
    perform performs performed performing operate operates operated operating run ran running make makes
    made making enable enables enabled enabling allow allows allowed allowing find finds found finding
    observe observes observed observing indicate indicates indicated indicating reveal reveals revealed
    revealing suggest suggests suggesting confirm confirms confirmed confirming validate validates validated
    validating highlight highlights highlighting underscore underscores range ranges ranged ranging average
    averages averaging vary varies varying test tested apply applies applied applying trained consume
    consumes consumed consuming take takes took taken taking keep keeps kept keeping gain gained gaining
    give gives gave given giving peak peaks peaked peaking trail trails lag lags equal equals hit hits
    hitting wins winning remain remains remained remaining stay stays become becomes register registers
    registered record records recorded recording secure secures secured post posts posted correlate
    correlates correlated agree agrees agreed account accounts accounting cover covers covered covering
    contain contains containing comprise comprises comprising consist consists consisting introduce
    introduces introduced introducing propose proposes proposed proposing present presents presented
    presenting develop develops developed developing show-case showcase showcases showcasing translate
    translates translating generalize generalizes generalizing identify identifies identified identifying
    detect detects detected detecting predict predicts predicting processed processes solve solves solved solving
    answer answers answered complete completes completed succeed succeeds fail fails failed failing struggle
    struggles struggling relative ensure ensures ensuring sustain sustains sustaining approach approaching
    rival rivals rivaling incur incurs incurring sacrifice sacrificing sacrifices compromise compromising
    transmit transmitting costing driven serve serves serving get gets getting got see sees seen saw convert
    converts lose loses lost losing eclipse eclipses eclipsing overtake overtakes top tops topping spend
    accelerate accelerates accelerated accelerating""".split()
)
COMPARATIVE = frozenset(
    """higher lower better worse faster slower larger smaller greater stronger weaker cheaper lighter shorter
    longer quicker bigger superior inferior improved reduced increased decreased enhanced fewer less more
    best worst highest lowest fastest smallest largest greatest strongest""".split()
)
# Words that may stand before a measure's name without being a part of it.
LOOSE = frozenset(
    """average averaged overall absolute relative maximum minimum max min peak total final best
    state-of-the-art sota competitive strong comparable impressive remarkable notable significant
    substantial considerable superior consistent robust promising high low near-perfect near-optimal optimal
    excellent outstanding good additional extra net strict corresponding respective unprecedented
    exceptional modest clear large small marked dramatic drastic sizable up-to-date leading highest lowest
    approximate potential respectable estimated reported observed expected nominal percentage percent point
    points wide new record striking sharp solid favorable moderate slight minimal marginal negligible
    baseline original raw conventional standard pooled fast slow long short few initial bounded prohibitive
    tunable similar on-device per-gpu deployed achieved resulting second-lowest second-highest second-best""".split()
)
SPEED = frozenset(
    """faster speedup speedups speed-up speed-ups acceleration accelerations accelerate accelerates accelerated
    accelerating slower quicker slowdown speeding""".split()
)
UNIT = frozenset(
    """% x × percent percentage point points pp pts pps times fold -fold ms s sec second seconds minute minutes
    min hour hours h day days gb mb kb tb gib mib fps hz db mm cm m km mph w mw kw j mj kwh gpu-hours
    gpu-days px pixels degrees ° $ € bits bit bpp k b bn million billion thousand trillion ppm usd dollars
    cents mg kg t""".split()
)
NUMBER_WORD = frozenset(
    "zero half halves twice thrice one-third one-half two-thirds one-quarter dozens hundreds thousands".split()
)
# Nouns that head the name of a measure, by family.
_HEADS = {
    "quality": """accuracy accuracies acc precision recall sensitivity specificity score scores f1 f1-score f1-scores
    f-score f-measure auc auroc aucs auprc map miou iou dice bleu rouge meteor cider psnr ssim kappa
    correlation correlations coefficient r2 agreement success performance quality coverage consistency
    faithfulness factuality relevance relevancy completeness correctness fluency coherence diversity
    robustness fairness reliability effectiveness efficacy utility alignment fidelity similarity purity
    rating ratings return returns reward rewards win-rate win-rates preference following adherence
    controllability generalization accessibility calibration discrimination retention stability satisfaction
    helpfulness safety realism naturalness expressiveness overlap confidence validity resolution
    intelligibility adequacy steerability understanding compliance transferability interpretability accept
    acceptance success-rate rank sharpness likelihood probability competence capability yield utilization
    occupancy f1s detection intersection-over-union union""",
    "error": """error errors loss losses distance deviation fid fvd kid wer cer mae rmse mse mape perplexity
    hallucination hallucinations bias biases gap gaps disparity disparities variance failure failures
    violations violation leakage toxicity regret noise artifacts collisions collision divergence mismatch
    inconsistency uncertainty degradation penalty forgetting drift overfitting entropy risk
    misclassification misses harm deviations underestimation overestimation drop-off""",
    "latency": """latency latencies time runtime runtimes delay delays overhead duration convergence ttft
        time-to-first-token makespan""",
    "speed": "speed speeds throughput fps frequency bandwidth",
    "memory": "memory vram footprint cache storage ram bandwidth",
    "compute": "flops gflops tflops macs gmacs flop computation computations compute complexity operations calls nfe nfes evaluations",
    "size": "parameters parameter size sizes length lengths tokens token count counts dimensionality volume "
    "gaussians layers weights entries",
    "cost": "cost costs price expense expenses effort workload burden requirement requirements budget budgets",
    "energy": "energy power consumption emissions",
    "data": "data samples annotations labels examples demonstrations interactions episodes queries steps iterations epochs",
    "other": """rate rates ratio ratios efficiency metric metrics index value values usage use percentage fraction
        proportion number level levels frequency share range capacity traffic load""",
}
HEAD_FAMILY = {head: family for family, heads in _HEADS.items() for head in heads.split()}

# Heads that name a count and so stay in the plural: "parameters", "fewer tokens".
COUNTED = frozenset(
    """parameter token iteration step query image sample annotation label operation gaussian attempt violation
    flop mac gflop tflop gmac call round turn example demonstration interaction episode trace frame layer
    server access evaluation nfe weight bit byte gate neuron entry experiment trial node edge point spike
    primitive expert cycle page question rollout search instruction message pass patch hour day gpu-hour
    gpu-day""".split()
)
# Words that end in s and are no plurals, or are names in that form.
KEPT_PLURAL = frozenset(
    """flops gflops tflops macs gmacs fps tops mos pdms epdms nds robustness correctness tops/w dps qps rps tps
    iops mips status loss access progress series lens mass news physics analysis emphasis cross-entropy ms
    pps bps mbps gbps kbps sas metrics""".split()
)
IMPLIED_BY_ADJECTIVE = {
    "cheaper": "cost", "smaller": "size", "lighter": "size", "accurate": "accuracy", "shorter": "length",
    "larger": "size", "slower": "speedup", "efficient": "efficiency", "energy-efficient": "energy efficiency",
    "parameter-efficient": "parameter efficiency", "memory-efficient": "memory", "cost-effective": "cost",
    "cost-efficient": "cost efficiency", "data-efficient": "data efficiency", "sample-efficient": "sample efficiency",
}  # fmt: skip
IMPLIED_BY_UNIT = {
    "fps": "FPS", "frames per second": "FPS", "hz": "frequency", "khz": "frequency", "ms": "latency", "s": "time",
    "sec": "time", "second": "time", "seconds": "time", "minute": "time", "minutes": "time", "min": "time",
    "hour": "time", "hours": "time", "h": "time", "day": "time", "days": "time", "gpu hours": "GPU hours",
    "gpu-hours": "GPU hours", "gpu-days": "training time", "gpu days": "training time", "gb": "memory",
    "mb": "memory", "kb": "memory", "tb": "memory", "gib": "memory", "mib": "memory", "w": "power", "mw": "power",
    "kw": "power", "j": "energy", "mj": "energy", "kwh": "energy", "$": "cost", "usd": "cost", "dollars": "cost",
    "cents": "cost", "€": "cost", "bpp": "bpp", "mbps": "throughput", "gbps": "throughput", "kbps": "bitrate",
}  # fmt: skip
PEOPLE = frozenset(
    "cohen pearson spearman kendall fleiss krippendorff matthews cronbach jaccard moran sobel hedges cliff cramér lin "
    "student gwet youden sørensen bhattacharyya amdahl".split()
)

CODE_OF: dict[str, str] = {}


def _classes() -> None:
    for words, code in (
        (FUNCTION, "F"),
        (REPORT_VERB, "V"),
        (CHANGE_VERB, "K"),
        (CHANGE_NOUN, "C"),
        (COMPARATIVE, "J"),
        (SPEED, "S"),
        (LOOSE, "A"),
        (UNIT, "U"),
        (NUMBER_WORD, "N"),
    ):
        CODE_OF.update(dict.fromkeys(words, code))


_classes()
_NUMBER = re.compile(r"[+\-−]?\d[\d,.]*$")


def codes(lowers: Sequence[str]) -> str:
    """One letter for each lower-cased word; see `code`."""
    letters = "".join([CODE_OF.get(word) or code(word) for word in lowers])
    return _in_context(letters, lowers) if not _AMBIGUOUS.isdisjoint(lowers) else letters


_AMBIGUOUS = frozenset(["times", "scores"])


def _in_context(letters: str, lowers: Sequence[str]) -> str:
    """The classes with "times" as content where no number stands before it, "scores" as a verb before a number."""
    out = list(letters)
    for index, word in enumerate(lowers):
        if word == "times" and index and out[index - 1] == "W":
            out[index] = "W"
        elif word == "scores" and letters[index + 1 : index + 2] == "N":
            out[index] = "V"
    return "".join(out)


@lru_cache(maxsize=65536)
def code(word: str) -> str:
    """One letter for the lower-cased word's class: W for content, N for a number, P for punctuation."""
    known = CODE_OF.get(word)
    if known is not None:
        return known
    first = word[0]
    if first.isalpha():
        return "F" if word.endswith("ly") and len(word) > 5 and word != "family" else "W"
    if first.isdigit() or (len(word) > 1 and first in "+-−"):
        return "N" if _NUMBER.match(word) else "W"
    return "P"
