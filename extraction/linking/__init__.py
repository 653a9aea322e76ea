"""Linkers: which metric, benchmarks, systems and baselines a number belongs to."""
