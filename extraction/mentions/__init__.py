"""Mentions: names of metrics, benchmarks and systems in the text, known or not."""
