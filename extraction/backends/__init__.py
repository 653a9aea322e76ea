"""The engine's contract from elsewhere: readers that turn a document into an extraction."""
