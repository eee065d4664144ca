"""Files: original bytes first, addressed by SHA-256, never altered; renditions beside them."""
