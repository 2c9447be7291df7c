"""The rules of Concord as functions of data: no clock, no storage, no randomness."""
