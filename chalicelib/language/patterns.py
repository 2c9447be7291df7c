"""What the spellings of a definition mean, in words: regular expressions are no answer to a coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_type_hints

from msgspec import Meta

from chalicelib.domain import definitions
from chalicelib.domain.fields import date, field, money, options
from chalicelib.language.words import N_


def _spelling(annotated: Any) -> str:
    """The pattern of an annotated type."""
    return next(
        str(meta.pattern) for meta in get_args(annotated)[1:] if isinstance(meta, Meta) and meta.pattern
    )


def _member(struct: type, name: str) -> str:
    return _spelling(get_type_hints(struct, include_extras=True)[name])


MEANINGS: Mapping[str, str] = {
    _spelling(definitions.Slug): N_(
        "Use a small letter, then small letters, digits and hyphens: at most 60 in all."
    ),
    _spelling(definitions.Name): N_(
        "Use a small letter, then small letters, digits and underscores: at most 40 in all."
    ),
    _spelling(definitions.Language): N_("Use a language tag like en, ja or zh-Hant."),
    _spelling(definitions.Duration): N_("Use a length of time like 14d, 2w, 6m or 18y6m."),
    _spelling(definitions.Moment): N_("Use a date like 2027-01-31, 2027-01-31T23:59, today or today+28d."),
    _spelling(definitions.Due): N_(
        "Use a length of time like 14d or 12h, or a date like 2027-02-15, 2027-02-15T12:00 or today+60d."
    ),
    _spelling(definitions.Score): N_("Use the name of a step, a dot, and a field of its form: review.score."),
    _spelling(definitions.Country): N_("Use a country's two capital letters, like US or JP."),
    _spelling(definitions.Month): N_("Use a year or a month, like 1962 or 1962-02."),
    _spelling(definitions.Address): N_("Enter a complete e-mail address, like name@example.org."),
    _spelling(definitions.Line): N_("Write this on one line, without control characters."),
    _member(definitions.Look, "accent"): N_("Use a color like #1b5e8c."),
    _spelling(options.Id): N_(
        "Use a letter or a digit, then letters, digits, underscores and hyphens: at most 40 in all."
    ),
    _spelling(money.Amount): N_('Write an amount as a number, or as text like "12.50".'),
    _spelling(money.Currency): N_("Use a currency's three capital letters, like USD or JPY."),
    _spelling(date.Moment): N_("Use a date like 2027-01-31, today or today+28d."),
    _spelling(date.Age): N_("Use an age like 18y or 15y6m."),
    _spelling(field.Id): N_(
        "Use a small letter, then small letters, digits and underscores: at most 40 in all."
    ),
}
"""By the pattern that `walker` names."""
