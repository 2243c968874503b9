"""A user's own references: `formats` reads what is on disk, `measure` runs the service on it. Nothing is ever downloaded."""
