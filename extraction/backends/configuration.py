"""Where the language model is and how much of it may be used, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class ConfigurationError(ValueError):
    """A setting is missing or can't be used; the message names it and says what to set."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """An OpenAI-compatible server and the limits of its use; times are in seconds.

    `pause` comes before the second of `attempts`; later ones wait twice as long each, or as the server asks.
    `budget` is the number of tokens that one run may use in all (None: no limit), `cache` a folder of
    answers already given (None: none is kept).
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 60.0
    attempts: int = 5
    pause: float = 0.5
    concurrency: int = 4
    budget: int | None = None
    cache: Path | None = None


def from_environment(environment: Mapping[str, str] = os.environ) -> Configuration:
    """The configuration that LLM_BASE_URL, LLM_MODEL, LLM_API_KEY and the limits beside them ask for.

    Raises ConfigurationError, naming the variable, for one that is missing or no number.
    """
    cache = environment.get("LLM_CACHE", "")
    return Configuration(
        base_url=_required(environment, "LLM_BASE_URL", "http://127.0.0.1:8080/v1").rstrip("/"),
        model=_required(environment, "LLM_MODEL", "the name that the server gives to its model"),
        api_key=environment.get("LLM_API_KEY", ""),
        timeout=_number(environment, "LLM_TIMEOUT", 60.0),
        attempts=int(_number(environment, "LLM_ATTEMPTS", 5)),
        concurrency=int(_number(environment, "LLM_CONCURRENCY", 4)),
        budget=int(_number(environment, "LLM_TOKEN_BUDGET", 0)) or None,
        cache=Path(cache) if cache else None,
    )


def _required(environment: Mapping[str, str], name: str, example: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise ConfigurationError(f"{name} is not set; set it to {example}")
    return value


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    given = environment.get(name, "")
    try:
        value = float(given) if given else default
    except ValueError:
        raise ConfigurationError(f"{name} is {given!r}; set it to a number") from None
    if not 0 <= value < 1e12:
        raise ConfigurationError(f"{name} is {given!r}; set it to a number from 0 up")
    return value
