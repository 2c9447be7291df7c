"""The description of the JSON API, OpenAPI 3.1: made of the route table, the models and what is said here."""
