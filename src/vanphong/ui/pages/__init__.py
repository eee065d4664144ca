"""Pages beside the modules: search, notices, option searches, background jobs, the gallery."""
