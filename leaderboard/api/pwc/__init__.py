"""The Papers with Code wire under /pwc/api/v1/: what `paperswithcode-client` 0.3.1 asks for."""
