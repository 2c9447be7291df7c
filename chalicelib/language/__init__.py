"""The reader's language: translations, days, times, numbers, names. Knows nothing of mail, pages or storage."""
