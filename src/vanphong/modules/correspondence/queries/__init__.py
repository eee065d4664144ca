"""Reads of incoming documents."""
