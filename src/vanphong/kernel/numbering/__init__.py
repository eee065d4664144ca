"""Strict numbers: a counter row locked in the issuing transaction, and a unique constraint."""
