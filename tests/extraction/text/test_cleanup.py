"""Damaged text made readable: what every kind of damage becomes, and that offsets lead back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.claims import Span
from extraction.text import clean

CASES = [
    # symbols of LaTeX
    ("times in a formula", r"a $2.4\times$ speedup", "a 2.4× speedup"),
    ("times outside a formula", r"a 2.4\times speedup", "a 2.4× speedup"),
    ("percent", r"83\% of runs", "83% of runs"),
    ("ampersand", r"R\&D", "R&D"),
    ("underscore", r"top\_k", "top_k"),
    ("plus or minus", r"$1.8 \pm 0.1$ mm", "1.8 ± 0.1 mm"),
    ("at least", r"$\geq$ 7B", "≥ 7B"),
    ("at most", r"$\leq 30\%$", "≤ 30%"),
    ("about, approx", r"r $\approx$ -0.3", "r ~ -0.3"),
    ("about, sim", r"$\sim$ 38\%", "~ 38%"),
    ("about, sim with a negative space", r"$\sim\!0.04$ pts", "~0.04 pts"),
    ("about, textasciitilde", r"\textasciitilde 3 ms", "~ 3 ms"),
    ("arrow", r"$88\% \rightarrow 93\%$", "88% → 93%"),
    ("degree", r"$4.1^\circ$", "4.1°"),
    ("degree in braces", r"$4.1^{\circ}$", "4.1°"),
    ("degree as a command", r"0{\deg} and 90{\deg}", "0° and 90°"),
    ("fraction", r"$\frac{1}{8}$ of it", "1/8 of it"),
    ("text fraction", r"\tfrac{2}{3}", "2/3"),
    ("power in braces", r"p < $10^{-10}$", "p < 10^-10"),
    ("Greek letter", r"$\kappa = 0.7$", "κ = 0.7"),
    ("Unicode by number", r"pairs$\unicode{x2013}$less", "pairs–less"),
    ("quad is a blank", r"a\quad b", "a  b"),
    # LaTeX: type faces and structure
    ("bold", r"\textbf{1.36} gFID", "1.36 gFID"),
    ("bold in a formula", r"$\mathbf{83.5}$\%", "83.5%"),
    ("bold inside bold", r"\textbf{a \emph{b} c}", "a b c"),
    ("small capitals", r"\textsc{Foo}Net", "FooNet"),
    ("old type face", r"{\em Foo} is", " Foo is"),
    ("link loses its address", r"see \href{https://example.org/x1}{code} here", "see code here"),
    ("citation goes", r"as in \cite{smith2020}.", "as in ."),
    ("colour goes", r"\textcolor{red}{5.1\%}", "5.1%"),
    ("a macro keeps its name", r"\method reaches 5", "method reaches 5"),
    ("formula in round brackets", r"256\(\times\)256", "256×256"),
    ("an escaped space", r"vs.\ 52", "vs. 52"),
    ("an escaped blank in a name", r"et al.\ show", "et al. show"),
    ("accent goes", r"Erd\H{o}s", "ErdHos"),
    ("quotes", "``good''", '"good"'),
    ("en dash", "55--57", "55–57"),
    ("versus with two stops", "91% v.s. 88%", "91% vs. 88%"),
    ("a word break in a compound", r"LLaMA\-based", "LLaMA-based"),
    ("a word break in a word", r"gener\-ation", "generation"),
    ("em dash", "fast---and", "fast—and"),
    ("plus slash minus", "0.77+/-0.04", "0.77±0.04"),
    # ties and about
    ("a tie before a number is a blank", r"shows~5\% loss", "shows 5% loss"),
    ("a tie after a number is a blank", "25.63~dB", "25.63 dB"),
    ("a tie after a bracket", "Table~(2)", "Table (2)"),
    ("a tilde after a blank is about", "uses ~42 times", "uses ~42 times"),
    ("a tilde after an opening bracket is about", "(~5%)", "(~5%)"),
    ("a tilde at the start is about", "~10 ms", "~10 ms"),
    ("a tilde between numbers is a range", "10~20 ms", "10~20 ms"),
    ("a tilde between numbers with units is a range", "10X~20X", "10X~20X"),
    ("a tilde between decibels is a range", "0.8dB~2dB", "0.8dB~2dB"),
    ("an escaped tilde before a number", r"\~50\%", "~50%"),
    # money and formulas
    ("escaped dollar", r"costs \$500", "costs $500"),
    ("bare dollar", "costs $5 per run", "costs $5 per run"),
    ("two amounts are no formula", "from $3 to $5", "from $3 to $5"),
    ("amounts with words between", "pay $5 for two and 10$ for three", "pay $5 for two and 10 for three"),
    ("formula of a number", "yields $3.0$, $5.1$", "yields 3.0, 5.1"),
    ("formula before a number", r"achieving $\times$1.93", "achieving ×1.93"),
    ("plus in a formula before a number", "up to $+$5.03", "up to +5.03"),
    ("a stray dollar goes", r"up to 5.18\times$ latency", "up to 5.18× latency"),
    ("per kilometre", r"(\$247/km vs \$1000/km)", "($247/km vs $1000/km)"),
    # thousands
    ("thousands by a thin space command", r"10\,000 images", "10,000 images"),
    ("thousands by braces", r"$10{,}000\times$", "10,000×"),
    ("thousands by a thin space", "25\u2009077 images", "25,077 images"),
    ("a thin space before a unit is a blank", "25\u2009ms", "25 ms"),
    # lost backslashes
    ("lost times", "48times faster", "48× faster"),
    ("lost times before a range's dash", "1.18times-1.22times on", "1.18×-1.22× on"),
    ("lost times with a blank stays a word", "2.5 times faster", "2.5 times faster"),
    ("lost times between numbers", "256times256", "256×256"),
    ("lost sim", r"sim24\%", "~24%"),
    ("lost sim with a blank", "and sim 80%", "and ~80%"),
    ("lost leq", "using leq 30% of", "using ≤30% of"),
    ("lost geq", "geq 7B", "≥7B"),
    ("lost approx", "F1 approx 0.30", "F1 ~0.30"),
    ("approx with a full stop stays", "approx. 10%", "approx. 10%"),
    ("a word with sim stays", "sim24hours is no word, simple 24 is", "~24hours is no word, simple 24 is"),
    ("lost dash by number", "scratchx2013even", "scratch–even"),
    ("lost em dash by number", "modelsx2014a", "models—a"),
    ("a resolution is no lost dash", "8x2048", "8x2048"),
    ("a backslash before digits", r"only \1,890 spent", "only 1,890 spent"),
    # HTML
    ("less than", "p &lt; 0.05", "p < 0.05"),
    ("ampersand entity", "Q&amp;A", "Q&A"),
    ("number entity", "5&#37; more", "5% more"),
    ("an unknown entity stays", "a &foo; b", "a &foo; b"),
    # Unicode
    ("minus sign", "−0.14 ppm", "-0.14 ppm"),
    ("non-breaking hyphen", "top\u20115", "top-5"),
    ("non-breaking space", "5\u00a0ms", "5 ms"),
    ("line break", "5\nms", "5 ms"),
    ("full-width digits", "１２．５％", "12.5%"),
    ("almost equal", "≈3×", "~3×"),
    ("tilde operator", "∼3%", "~3%"),
    ("heavy times", "2✕", "2×"),
    ("one half", "½ of", "1/2 of"),
    ("superscript", "10⁻³", "10^-3"),
    ("square kilometres keep their sign", "km²", "km²"),
    ("ligature", "eﬃcient", "efficient"),
    ("zero-width space goes", "1\u200b000", "1000"),
    ("soft hyphen goes", "accu\u00adracy", "accuracy"),
    ("curly quotes", "“it’s”", '"it\'s"'),
    ("greater or slanted equal", "⩾ 5", "≥ 5"),
    # nothing to do
    ("plain text stays", "It reaches 81.5% on X.", "It reaches 81.5% on X."),
    ("braces of plain text stay", "the set {1, 2}", "the set {1, 2}"),
    ("times as a word stays", "at all times 5", "at all times 5"),
    ("empty", "", ""),
]


@pytest.mark.parametrize(("raw", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw).clean == expected


BACK = [
    ("a number in a formula", r"a $2.4\times$ gain", "2.4", "2.4"),
    ("a sign made of a command", r"a $2.4\times$ gain", "×", r"\times"),
    ("a bold number", r"\textbf{1.36} gFID", "1.36", "1.36"),
    ("thousands with a comma of their own", r"10{,}000 runs", "10,000", "10{,}000"),
    ("a percentage with its lost backslash", r"sim24\% more", "24", "24"),
    ("the sign before it", r"sim24\% more", "~", "sim"),
    ("a fraction maps to the whole command", r"\frac{1}{8} of", "1/8", r"\frac{1}{8}"),
    ("a range with its dashes", "91--95 here", "91–95", "91--95"),
    ("a number after a stray backslash", r"only \1,890 spent", "1,890", r"\1,890"),
]


@pytest.mark.parametrize(("raw", "part", "original"), [c[1:] for c in BACK], ids=[c[0] for c in BACK])
def test_clean_spans_lead_back_to_the_original(raw: str, part: str, original: str) -> None:
    text = clean(raw)
    start = text.clean.index(part)
    back = text.to_raw(Span(start, start + len(part)))
    assert raw[back.start : back.end] == original


PIECES = st.sampled_from(
    [
        "$",
        "\\",
        "{",
        "}",
        "~",
        "--",
        "``",
        "\\times",
        "\\textbf{",
        "5",
        "%",
        "x2013",
        "sim",
        " ",
        "é",
        "½",
        "\u200b",
        "a",
        "&lt;",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_cleaned_with_spans_inside_and_in_order(raw: str) -> None:
    text = clean(raw)
    assert len(text.starts) == len(text.ends) == len(text.clean)
    for start, end in zip(text.starts, text.ends, strict=True):
        assert 0 <= start <= end <= len(raw)
    assert all(a <= b for a, b in zip(text.starts, text.starts[1:], strict=False))


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="\\$~{}&-'`^"), max_size=200))
@settings(deadline=None)
def test_text_without_damage_maps_one_to_one(raw: str) -> None:
    text = clean(raw)
    if text.clean == raw:
        assert list(text.starts) == list(range(len(raw)))


@given(st.text(max_size=80))
@settings(deadline=None)
def test_the_whole_text_leads_back_to_all_that_it_was_made_from(raw: str) -> None:
    text = clean(raw)
    back = text.to_raw(Span(0, len(text.clean)))
    assert 0 <= back.start <= back.end <= len(raw)


def test_an_empty_span_stays_empty() -> None:
    text = clean(r"a $b$ c")
    assert text.to_raw(Span(2, 2)).start == text.to_raw(Span(2, 2)).end
    end = len(text.clean)
    assert text.to_raw(Span(end, end)) == Span(7, 7)
