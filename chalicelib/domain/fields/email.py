"""`email`: an address that mail can be sent to."""

from __future__ import annotations

from chalicelib.domain import words
from chalicelib.domain.fields.field import NO_WORDS, Checked, Context, Field, PageForm, Speech, fault, first

_LONGEST = 254  # RFC 5321 §4.5.3.1.3 and its erratum 1690


class Email(Field, kw_only=True, frozen=True, tag="email"):
    """An address that mail can be sent to. In JSON: a string.

    Attributes:
        confirm: whether the page asks for it twice
    """

    confirm: bool = False


def from_page(field: Email, form: PageForm, name: str) -> object:
    """The address; with `confirm` the two spellings as a list where they differ, which `check` refuses."""
    address = first(form, name).strip()
    if field.confirm and address:
        again = first(form, f"{name}_again").strip()
        if again.casefold() != address.casefold():
            return [address, again]
    return address or None


def check(field: Email, answer: object, pointer: str, _context: Context) -> Checked:
    """The address with its host in lower case and in ASCII (IDNA 2008)."""
    if field.confirm and isinstance(answer, list):
        return fault(f"{pointer}_again", "addresses_differ")
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    text = words.clean(answer)
    if not text:
        return Checked()
    address = normalised(text)
    return fault(pointer, "email") if address is None else Checked(address)


def normalised(text: str) -> str | None:
    """The address as it is written to, or None where it is none: no quotes, comments, lists or groups."""
    if len(text) > _LONGEST or any(character in text for character in '",;:<>()[]\\ \t\n'):
        return None
    local, _, host = text.rpartition("@")
    plain = local.isascii() and host.isascii() and host.count(".") and _plain(local, host)
    if plain:
        return f"{local}@{host.lower()}"
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            text,
            check_deliverability=False,
            allow_smtputf8=False,
            allow_quoted_local=False,
            allow_domain_literal=False,
            strict=True,  # a local part has 64 characters at most (RFC 5321 §4.5.3.1.1)
            test_environment=True,
        )
    except EmailNotValidError:
        return None
    return f"{found.local_part}@{found.ascii_domain.lower()}" if found.ascii_domain else None


def _plain(local: str, host: str) -> bool:
    """Whether the address is of the everyday kind, for which no library has to be loaded."""
    labels = host.split(".")
    return (
        0 < len(local) <= 64
        and all(
            part and all(character.isalnum() or character in "_+-" for character in part)
            for part in local.split(".")
        )
        and all(
            0 < len(label) <= 63
            and label.replace("-", "a").isalnum()
            and label[0] != "-"
            and label[-1] != "-"
            and label[2:4] != "--"
            for label in labels
        )
        and labels[-1].isalpha()
        and len(labels[-1]) > 1
    )


def schema(_field: Email, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    return {"type": "string", "format": "email", "minLength": 3, "maxLength": _LONGEST}


BLANK = NO_WORDS
"""JSON Schema of what is no answer, beside null."""


def shown(_field: Email, answer: object, _speech: Speech) -> str:
    """The address itself."""
    return str(answer)
