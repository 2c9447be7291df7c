"""What a control for files says of what it takes: to people in words, to scripts in attributes."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain import media
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import file
from chalicelib.domain.fields.file import File
from chalicelib.language import sentences
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.services import uploads


def most(each: File) -> int:
    """Bytes of a file that a page can send: those of its field, and of what Concord's own door lets in."""
    return min(file.most_bytes(each), uploads.MOST)


def megabytes(number: int) -> float:
    """Bytes as megabytes: a whole number where it is one."""
    return number // 1_000_000 if number % 1_000_000 == 0 else number / 1_000_000


def told(each: File, speech: Reader) -> str:
    """The types, the size, the pixels and the number, as sentences."""
    kinds = speech.listed(media.endings(file.accepted(each)), "or")
    said = [
        speech.gettext("{types}, at most {size} MB.").format(
            types=kinds, size=speech.number(megabytes(most(each)))
        )
    ]
    if each.max_pixels is not None:
        said.append(
            speech.gettext("The longer side of a picture may have {n} pixels.").format(
                n=speech.number(each.max_pixels)
            )
        )
    if each.count > 1:
        said.append(speech.gettext("You can choose up to {n} files.").format(n=speech.number(each.count)))
    if any(map(media.is_picture, file.accepted(each))):
        said.append(speech.gettext("We remove from pictures where and by whom they were taken."))
    return sentences.joined(tuple(said))


def attributes(each: File, speech: Reader) -> Mapping[str, str]:
    """What the browser offers to choose, and what a script may say at once."""
    taken = file.accepted(each)
    endings = [f".{ending}" for one in taken for ending in media.EXTENSIONS[one]]
    limits = {"limit": megabytes(most(each))}
    kinds = {"types": media.endings(taken)}
    found = {
        "accept": ",".join([*taken, *endings]),
        "data-accept": ",".join([*taken, *endings]),
        "data-max-mb": f"{megabytes(most(each)):g}",
        "data-count": str(each.count),
        "data-too-large": explain(Fault("", "file_too_large", limits), speech),
        "data-wrong-type": explain(Fault("", "file_type", kinds), speech),
        "data-too-many": speech.ngettext(
            "At most {n} file is possible here.", "At most {n} files are possible here.", each.count
        ).format(n=speech.number(each.count)),
    }
    if each.max_pixels is not None:
        found |= {
            "data-max-pixels": str(each.max_pixels),
            "data-too-many-pixels": explain(Fault("", "too_many_pixels", {"limit": each.max_pixels}), speech),
        }
    return {**found, "multiple": "multiple"} if each.count > 1 else found
