"""Authors confirm or correct what was read from their paper."""
