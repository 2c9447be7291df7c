"""What holds for all tests: a random example that fails prints what repeats it, and none has to be quick."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("concord", deadline=None, print_blob=True)
settings.load_profile("concord")
