"""The verbs people use: load, decide, append. Time and randomness are made here and handed in."""
