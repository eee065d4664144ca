"""Reads of outgoing documents, their series and their books."""
