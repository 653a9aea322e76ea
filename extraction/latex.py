"""What LaTeX commands, HTML entities and unusual characters stand for in plain text."""

from extraction.vocabulary import words

ABOUT = "~"
THIN = "\u2009"

SINGLE = str.maketrans(
    {
        **dict.fromkeys("\n\r\t\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2007\u3000", " "),
        **dict.fromkeys("\u2006\u2008\u200a\u202f\u205f", THIN),
        **dict.fromkeys("\u2212\u2010\u2011\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2012", "–"),
        **dict.fromkeys("\u2015", "—"),
        **dict.fromkeys("\u2018\u2019\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201f\u2033", '"'),
        **dict.fromkeys("✕✖⨯╳", "×"),
        **dict.fromkeys("≈≃≅∼⩬", "≈"),
        **dict.fromkeys("⩾≧≳⪆", "≥"),
        **dict.fromkeys("⩽≦≲⪅", "≤"),
        "⁄": "/",
        "∕": "/",
        "µ": "μ",
        "˚": "°",
        "º": "°",
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5E) if code != 0xFF0D},
        "～": "≈",
    }
)
"""Characters with a plain form of the same length, so that offsets stay."""

SPLIT = {
    "≈": ABOUT,
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅛": "1/8",
}
"""Characters whose plain form is longer, or must not be taken for what it looks like (a tie)."""

COMMANDS = {
    "times": "×",
    "cdot": "·",
    "pm": "±",
    "mp": "±",
    "ge": "≥",
    "geq": "≥",
    "geqslant": "≥",
    "gtrsim": "≥",
    "le": "≤",
    "leq": "≤",
    "leqslant": "≤",
    "lesssim": "≤",
    "gt": ">",
    "lt": "<",
    "gg": ">",
    "ll": "<",
    "approx": ABOUT,
    "sim": ABOUT,
    "simeq": ABOUT,
    "textasciitilde": ABOUT,
    "rightarrow": "→",
    "to": "→",
    "longrightarrow": "→",
    "leftarrow": "←",
    "uparrow": "↑",
    "downarrow": "↓",
    "percent": "%",
    "textdegree": "°",
    "degree": "°",
    "circ": "°",
    "deg": "°",
    "dollar": "$",
    "textdollar": "$",
    "textemdash": "—",
    "textendash": "–",
    "textless": "<",
    "textgreater": ">",
    "ldots": "…",
    "dots": "…",
    "mu": "μ",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "Delta": "Δ",
    "epsilon": "ε",
    "varepsilon": "ε",
    "kappa": "κ",
    "lambda": "λ",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "theta": "θ",
    "pi": "π",
    "eta": "η",
    "ell": "l",
    "infty": "∞",
    "quad": " ",
    "qquad": " ",
    "item": " ",
    "newline": " ",
    "par": " ",
    "eg": "e.g.",
    "ie": "i.e.",
}

UNWRAPPED = words(
    """text textbf textit textsc texttt textrm textsf textup textmd emph em bf it rm tt sc sf mathbf mathit
    mathrm mathsf mathtt mathcal mathbb mathfrak boldsymbol bm boldmath underline uline mbox hbox
    operatorname left right bigl bigr big Big small large footnotesize textsuperscript textsubscript
    ensuremath SI num footnote url displaystyle xspace nolinebreak noindent begin end"""
)
"""Commands that only set a type face or a size: what they hold stays, they go."""

ENTITIES = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "nbsp": " ",
    "quot": '"',
    "apos": "'",
    "times": "×",
    "ge": "≥",
    "le": "≤",
    "plusmn": "±",
    "deg": "°",
    "ndash": "–",
    "mdash": "—",
}
