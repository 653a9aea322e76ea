"""Text as LaTeX: a table of what is escaped how, and braces that are always balanced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.latex import latex


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, 3.5 (of 4)", "plain words, 3.5 (of 4)"),
        ("50% of R&D", r"50\% of R\&D"),
        ("$5 #1 a_b", r"\$5 \#1 a\_b"),
        ("{a}", r"\textbraceleft{}a\textbraceright{}"),
        (r"\alpha", r"\textbackslash{}alpha"),
        ("~x^2", r"\textasciitilde{}x\textasciicircum{}2"),
        ("a<b>c|d", r"a\textless{}b\textgreater{}c\textbar{}d"),
        ("é è ê ë", r"{\'{e}} {\`{e}} {\^{e}} {\"{e}}"),
        ("ñ ã ç š ő ů", r"{\~{n}} {\~{a}} {\c{c}} {\v{s}} {\H{o}} {\r{u}}"),
        ("í ï", r"{\'{\i}} {\"{\i}}"),
        ("ß ø Å Ł æ Œ", r"{\ss} {\o} {\r{A}} {\L} {\ae} {\OE}"),
        ("e\u0301", r"{\'{e}}"),
        ("α–β, Ω — ∞", r"$\alpha$--$\beta$, $\Omega$ --- $\infty$"),
        ("“x” ‘y’", "``x'' `y'"),
        ("2× ± −1", r"2$\times$ $\pm$ $-$1"),
        ("Nguyễn 你好 Иван 😀", "Nguyễn 你好 Иван 😀"),
        ("", ""),
    ],
)
def test_characters_and_their_commands(text: str, expected: str) -> None:
    assert latex(text) == expected


@given(st.text())
def test_braces_are_balanced_and_specials_escaped(text: str) -> None:
    written = latex(text)
    depth = 0
    for character in written:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert not any(sign in written.replace("\\" + sign, "") for sign in "&%#_")
    assert written.replace(r"\$", "").count("$") % 2 == 0
