"""Ways in: what each channel does before and around `receive_document`."""
