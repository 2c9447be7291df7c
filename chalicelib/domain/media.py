"""The types of files that Concord can look into, and how a definition may name them. Knows no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_OPENXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    f"{_OPENXML}.wordprocessingml.document": ("docx",),
    f"{_OPENXML}.spreadsheetml.sheet": ("xlsx",),
    f"{_OPENXML}.presentationml.presentation": ("pptx",),
    f"{_ODF}.text": ("odt",),
    f"{_ODF}.spreadsheet": ("ods",),
    f"{_ODF}.presentation": ("odp",),
    "audio/mpeg": ("mp3",),
    "video/mp4": ("mp4",),
}
"""Each media type with the endings of its files, the usual one first."""

USUAL = ("application/pdf", "image/jpeg", "image/png", "image/webp")
"""What a field takes that says nothing."""


def types(words: Iterable[str]) -> tuple[str, ...]:
    """The media types that these words name: types, endings with or without a point, or `image/*`.

    In the order of the table; words that name none are left out.

    >>> types(["image/*", ".pdf"])
    ('application/pdf', 'image/jpeg', 'image/png', 'image/webp')
    """
    meant = {media for word in words for media in named(word)}
    return tuple(media for media in EXTENSIONS if media in meant)


def named(word: str) -> frozenset[str]:
    """The media types that a word names; none where it names none."""
    plain = word.strip().casefold()
    kind, _, rest = plain.partition("/")
    return frozenset(
        media
        for media, endings in EXTENSIONS.items()
        if plain == media
        or (rest == "*" and media.startswith(f"{kind}/"))
        or (not rest and plain.removeprefix(".") in endings)
    )


def endings(media_types: Iterable[str]) -> list[str]:
    """The usual ending of each type, as people know it: `PDF`, `JPG`."""
    return [EXTENSIONS[media][0].upper() for media in media_types]


def is_picture(media: str) -> bool:
    """Whether its pixels are counted, and what it says of its maker removed."""
    return media.startswith("image/")
