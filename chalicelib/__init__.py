"""Concord: applications and registrations for sister-city programs, asked, decided and told."""

__version__ = "0.1.0"
