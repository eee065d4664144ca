"""The journal: append-only, one entry a command, chained by hash in the database."""
