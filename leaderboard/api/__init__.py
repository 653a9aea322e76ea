"""The read API for programs: what the site shows, as JSON with its provenance."""
