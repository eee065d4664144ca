"""Background jobs in the same transaction as the write that asks for them."""
