"""What the text says: a pure library from abstracts to claims, with no database and no settings."""

ENGINE_VERSION = "4"
"""Changes when the same text may give other claims; stored with every claim."""
