"""Pages and the JSON API: parse, call a service, answer. Knows services and language, never a table."""
