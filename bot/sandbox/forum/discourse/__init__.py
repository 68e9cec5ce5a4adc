"""A forum that answers as Discourse does, read-only over HTTP."""
