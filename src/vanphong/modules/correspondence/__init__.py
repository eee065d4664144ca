"""Incoming documents: taken in, read, registered, submitted, endorsed, handled, concluded, filed."""
