"""The pages: one file for each. They work out what is shown; templates decide nothing."""
