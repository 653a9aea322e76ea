"""Asking a Claimboard from elsewhere: a client of its public API, a command line, a server for models."""

VERSION = "0.1.0"
