"""The reader: a file becomes text with places, and text becomes header fields. Pure, no Django."""
