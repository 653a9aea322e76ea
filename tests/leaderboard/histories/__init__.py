"""The history of claims and boards."""
