"""What the text says: a pure library from abstracts to claims, with no database and no settings."""
