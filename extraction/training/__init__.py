"""Commands that fit the engine's weights from annotated abstracts; nothing here runs in production."""
