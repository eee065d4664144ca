"""Outgoing documents: taken in signed, numbered, issued, and followed until each recipient has them."""
