"""The demonstration's driver: an engine, its scripted members, what is told of it live, and the closing table."""
