"""What a text's script counts against: how many words and characters there may be, with the words for it.

The hint says the limits too, so that nobody depends on a script to know them.
"""

from __future__ import annotations

from chalicelib.domain.fields.text import Written
from chalicelib.language.reader import Reader


def of(each: Written, speech: Reader) -> dict[str, str]:
    """Attributes of a text's control; none where the definition sets no limit."""
    say, found = speech.gettext, dict[str, str]()
    if each.max_words is not None:
        found |= {
            "data-most-words": str(each.max_words),
            "data-words-left": say("Words left: {n}"),
            "data-words-over": say("Words too many: {n}"),
        }
    if each.max_length is not None:
        found |= {
            "data-most-characters": str(each.max_length),
            "data-characters-left": say("Characters left: {n}"),
            "data-characters-over": say("Characters too many: {n}"),
        }
    return found
