"""Vigie, the lookout of local collectives."""
