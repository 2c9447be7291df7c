"""The reader's language: translations, days, times, numbers. Knows nothing of mail, pages or storage."""
