"""All that is done to outgoing documents."""
