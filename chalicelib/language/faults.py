"""Sentences for what is wrong with answers and definitions: what to do, with the numbers that matter.

`explain` has one for every code of `domain.errors.Fault`; a test looks for codes without. Sentences never
blame, and never repeat what somebody typed but the name of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.domain import times
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields.date import WEEKDAYS
from chalicelib.language import counts, patterns
from chalicelib.language.reader import Reader
from chalicelib.language.words import N_

_MOST_OPTIONS = 12

PLAIN: Mapping[str, str] = {
    # answers
    "addresses_differ": N_("The two addresses differ. Enter the same one twice."),
    "after_start": N_("The offer of a seat ends when the program starts. Choose an earlier day or time."),
    "alone_only": N_("Choose “{option}” alone, or leave it out."),
    "country_code": N_("Choose a country; in data by its two capital letters, like US or JP."),
    "date": N_("Enter a day that exists, as year-month-day: for example 2026-11-26."),
    "email": N_("Enter a complete e-mail address, like name@example.org."),
    "file_broken": N_(
        "This file can't be opened: it is damaged, or only a part of it has arrived. Please save it once "
        "more, and choose it again."
    ),
    "file_empty": N_("There is nothing in this file. Please choose another one."),
    "file_too_large": N_("This file is too large: {limit} MB at most are possible."),
    "file_type": N_("This is another type of file. Please choose one of these types: {types}."),
    "full": N_("All seats of this kind are taken, and there is no waitlist. Choose another one."),
    "forbidden_character": N_(
        "There is an invisible or special character here ({character}). Delete it, or type the text again."
    ),
    "in_the_past": N_("This is over already. Choose a later day or time."),
    "integer": N_("Enter a whole number."),
    "language_tag": N_("Choose a language; in data by its tag, like en, ja or zh-Hant."),
    "money": N_("Enter an amount like {example}."),
    "moment": N_(
        "Enter a day, a day and a time, or a length of time: for example 2027-03-01, 2027-03-01T17:00 or 7d."
    ),
    "must_be": N_("Only “{answer}” can be sent here."),
    "no_such_upload": N_("This file is not here any more. Please choose it again."),
    "not_kept_back": N_("No outcome of this step is kept back. Choose a step whose outcome is."),
    "not_later": N_("There is more time than that already. Choose a day or time after the present deadline."),
    "not_named": N_(
        "Nobody named in the answers is asked here. People in roles are changed in the program, and the "
        "applicant's address among the answers."
    ),
    "not_sent_back": N_(
        "This answer does not send the form back. Leave out what is to be changed, or choose an answer that "
        "does."
    ),
    "phone": N_(
        "Enter a complete telephone number without an extension. One from another country begins with + and "
        "the country's code, like +81 3 1234 5678."
    ),
    "postal_code": N_("Check the postal code ({country}): it is written like {example}."),
    "repeated": N_("This was named already. Choose something else, or leave it out."),
    "rows_changed": N_(
        "These entries have been changed in the meantime. Please look once more at what is filled in for "
        "each of them."
    ),
    "too_early": N_("Choose {limit} or a later day."),
    "too_large": N_("Enter {limit} or less."),
    "too_late": N_("Choose {limit} or an earlier day."),
    "too_many_pixels": N_(
        "This picture is too large: its longer side may have {limit} pixels. Please make it smaller."
    ),
    "too_many_uploads": N_("Too many files have come from here just now. Please send this one later."),
    "too_old": N_("This is for people who are at most {limit} old on {on}. Check the date."),
    "too_small": N_("Enter {limit} or more."),
    "too_young": N_("This is for people who are at least {limit} old on {on}. Check the date."),
    "unknown_field": N_("The form has no such field. Leave it out."),
    "upload_id": N_("Please choose the file again; in data, name an upload by its id."),
    "upload_taken": N_("This file belongs to another form already. Please choose it again."),
    "weekday": N_("Choose another day: {weekdays}."),
    # definitions
    "accepted_before_seat": N_(
        "This accepts before the step “{step}” has found a seat. Let it go on, and accept there or later."
    ),
    "alone": N_("Nothing stands beside this step. Write it without “together”, or add another one."),
    "applicant_only": N_("Only the applicant changes the form. Ask the applicant, or leave this out."),
    "before": N_("This is earlier than “{other}”. Choose the same day or a later one."),
    "below": N_("This is less than “{other}”. Make it {limit} or more."),
    "circle": N_("These look at one another in a circle: {options}. Let one of them look elsewhere."),
    "currency": N_(
        "“{name}” is no currency that is in use. Take its three capital letters, like USD or JPY."
    ),
    "confirm_first": N_(
        "“confirm” asks the applicant, and is the first step. Move it, or choose other answers."
    ),
    "confirm_takes": N_("A seat is wanted once the address is confirmed. Write “seat: take” here."),
    "duplicate": N_("“{name}” is used twice. Give each its own."),
    "has_a_seat": N_(
        "There is a seat already, by the step “{step}”. Who is to wait for one is decided before that step."
    ),
    "never_taken": N_(
        "No step takes the seats that are counted here. Give one of them “seat: take” or “seat: hold”."
    ),
    "no_waitlist": N_("There is no waitlist. Write “waitlist: true”, or choose another way on."),
    "not_given_back": N_(
        "Who doesn't answer would keep the seat. Let time release it, or let the step expire or decline."
    ),
    "seat_beside": N_("A step that wants a seat stands alone, not beside others. Move it out of “together”."),
    "seat_skipped": N_("Where this step is skipped, no seat is taken. Is that meant?"),
    "seat_twice": N_("The step “{step}” has a seat already. Leave “seat” out of all but one step."),
    "skipped_when_offered": N_(
        "Who is offered a seat from the waitlist skips this step, and goes on at “{step}”. Is that meant?"
    ),
    "counted_otherwise": N_(
        "People have seats that are counted by something else. Keep what they are counted by, and change the "
        "numbers; or publish another program."
    ),
    "endless": N_("From the step “{step}” no answer ever leads to an end. Let one accept or decline."),
    "field_type": N_("“{field}” is another type of field. Name a field of the type {expected}."),
    "json": N_("This is not JSON: {reason}. Mend the text and send it again."),
    "logic": N_(
        "This can't be worked out. Write each operation as an object with exactly one key, "
        "and at most {limit} of them within one another."
    ),
    "logic_name": N_(
        "Name the field that is looked at: all answers together, or a worked-out name, is not enough."
    ),
    "missing_language": N_("The text is missing in {language}. Add it."),
    "more_than_holders": N_(
        "This asks for more answers than the role “{role}” has holders today: {holders}."
    ),
    "more_than_asked": N_("This asks for more answers than people can be asked here: {most}."),
    "must_be_shown": N_("“{field}” is always asked for: nobody can be told without an address."),
    "must_be_required": N_("Say “required: true”: nobody can be told without an address."),
    "no_such_community": N_("There is no community “{community}”. Publish it first, or correct the name."),
    "no_such_field": N_("The form has no field “{field}”. Add it, or correct the name."),
    "no_such_partner": N_("The community has no partner “{partner}”. Add it there, or correct the name."),
    "no_such_option": N_("There is no option “{option}”. Add it, or correct the name."),
    "no_such_party": N_("There is nobody called “{party}”. Name a role, a step, or “applicant”."),
    "no_such_step": N_("There is no step “{step}”. Add it, or correct the name."),
    "nobody_to_ask": N_("Nobody holds the role “{role}”. Name at least one person under “roles”."),
    "not_amendable": N_("This is not changed here. Leave it as it is."),
    "not_asked": N_("No step asks the role “{role}”: nothing is shown to it. Leave the word out."),
    "not_comparable": N_(
        "Of “{field}” no two values can be compared. "
        "Name a field of the type email, phone, text, number, date or choice."
    ),
    "not_back": N_(
        "After the step “{step}”, nobody decides about what was changed. Let its answer lead to a step that "
        "asks somebody else than the applicant."
    ),
    "not_beside": N_("This can't stand beside “{other}”. Leave one of them out."),
    "not_shorter": N_("This is as long as “{other}”, or longer. Choose less."),
    "not_yet": N_(
        "What is answered at “{step}” is not known when this step begins. Look at earlier steps alone."
    ),
    "nothing_new": N_("There is nothing new to ask: name a field that only the newest version has."),
    "other_than_path": N_("The address says “{id}”. Use the same id in both places."),
    "regular_expression": N_("This is not a regular expression: {reason}."),
    "reserved": N_("“{name}” has a meaning of its own here. Choose another word."),
    "timezone": N_("“{name}” is not a time zone. Use a name like America/Denver or Asia/Tokyo."),
    "unknown_operation": N_("There is no operation “{name}”. Correct the name."),
    "unreachable": N_("No answer leads to the step “{step}”. Let one lead there, or remove it."),
    "wrong_keys": N_("Use exactly one of these: {options}."),
    "yaml": N_("This is not YAML that can be read, at line {line}, column {column}: {reason}."),
}
"""Sentences that are the same whatever the values are."""

EXPECTED: Mapping[str, str] = {
    "text": N_("Enter text here."),
    "word": N_("Enter one of the words that are offered here."),
    "number": N_("Enter a number, for example 12 or 3.5."),
    "integer": N_("Enter a whole number, for example 12."),
    "boolean": N_("Use true or false, without quotes."),
    "null": N_("Leave this empty."),
    "object": N_("Use a map of keys and values here."),
    "list": N_("Use a list here."),
    "amount": N_('Enter an amount as text with a decimal point, for example "12.50".'),
    "date": N_("Enter a day as year-month-day: for example 2026-11-26."),
    "upload": N_("Name one upload here, by its id."),
    "yes_no": N_("Choose yes or no."),
    "consent": N_("Tick the box if you agree; leave it empty if you don't."),
    "address": N_("Use one entry with the parts of the address."),
    "rows": N_("Use a list with one entry for each row."),
    "row": N_("Use one entry with the row's own fields."),
}
"""`wrong_type`: what is wanted instead."""

KINDS: Mapping[str, str] = {
    "text": N_("text"),
    "word": N_("one of the words that are offered"),
    "number": N_("a number"),
    "integer": N_("a whole number"),
    "boolean": N_("true or false"),
    "object": N_("a map of keys and values"),
    "list": N_("a list"),
}
"""The same within a sentence, where several are possible."""


def explain(fault: Fault, reader: Reader, label: str | None = None) -> str:
    """The sentence for a fault, in the reader's language. `label`: what the page calls the field.

    >>> explain(Fault("/answers/name", "too_long", {"limit": 120, "actual": 134}), reader("en", "UTC"))
    'Use at most 120 characters; there are 134 now.'
    """
    if "file" in fault.values:
        # Which of several files it is, the sender knows by its name alone.
        bare = replace(fault, values={key: each for key, each in fault.values.items() if key != "file"})
        named = {"label": fault.values["file"], "fault": explain(bare, reader, label)}
        return reader.gettext("“{label}”: {fault}").format_map(named)
    if fault.code in counts.COUNTED:
        return counts.COUNTED[fault.code](fault, reader)
    if fault.code in WORDED:
        return WORDED[fault.code](fault, reader, label)
    # A code without its sentence is a mistake of ours, which a test finds; people still get an answer.
    message = PLAIN.get(fault.code, N_("Please check this."))
    return reader.gettext(message).format_map(_written(fault, reader))


def _written(fault: Fault, reader: Reader) -> dict[str, str]:
    """The fault's values as the reader writes them."""
    currency = fault.values.get("currency")
    return {
        name: reader.money(Decimal(str(value)), str(currency))
        if currency is not None and name in ("limit", "example")
        else _value(name, value, reader)
        for name, value in fault.values.items()
    }


def _value(name: str, value: object, reader: Reader) -> str:
    match value:
        case bool():
            return reader.yes_no(value)
        case int() | float():
            return reader.number(value)
        case date():
            return reader.full_day(value)
        case list() | tuple() if name == "weekdays":
            return reader.listed([reader.weekday(WEEKDAYS.index(each)) for each in value], "or")
        case list() | tuple():
            shown = [str(each) for each in value[:_MOST_OPTIONS]]
            return reader.listed(shown + ["…"] * (len(value) > _MOST_OPTIONS), "or")
        case dict():  # what a definition calls something
            return reader.text(value)
        case str() if name == "country":
            return reader.country_name(value)
        case str() if name == "language":
            return reader.language_name(value)
        case _:
            return str(value)


def _required(_fault: Fault, reader: Reader, label: str | None) -> str:
    if label is None:
        return reader.gettext("Please answer this.")
    return reader.gettext("Please answer “{label}”.").format(label=label)


def _wrong_type(fault: Fault, reader: Reader, _label: str | None) -> str:
    expected = str(fault.values.get("expected", ""))
    if expected in EXPECTED:
        return reader.gettext(EXPECTED[expected])
    kinds = [reader.gettext(KINDS.get(each, each)) for each in expected.split(" | ")]
    return reader.gettext("Use one of these here: {kinds}.").format(kinds=reader.listed(kinds, "or"))


def _pattern(fault: Fault, reader: Reader, _label: str | None) -> str:
    pattern = fault.values.get("pattern")
    if pattern is None:
        return reader.gettext("Enter this in the form that is asked for.")
    if pattern in patterns.MEANINGS:
        return reader.gettext(patterns.MEANINGS[str(pattern)])
    return reader.gettext("This has to match {pattern}").format(pattern=pattern)


def _options(fault: Fault, reader: Reader, _label: str | None) -> str:
    options = _written(fault, reader).get("options")
    match fault.code, options:
        case "missing", None:
            return reader.gettext("This is missing. Add it.")
        case "missing", _:
            return reader.gettext("This is missing. Add one of these: {options}.").format(options=options)
        case "unknown_key", _:
            return reader.gettext("This key is not known here. Known are: {options}.").format(options=options)
        case _:
            return reader.gettext("Choose one of these: {options}.").format(options=options)


def _age(fault: Fault, reader: Reader, _label: str | None) -> str:
    values = _written(fault, reader) | {"limit": age(str(fault.values["limit"]), reader)}
    return reader.gettext(PLAIN[fault.code]).format_map(values)


def age(duration: str, reader: Reader) -> str:
    """`18y6m` as “18 years and 6 months”."""
    years, months = divmod(times.duration(duration).months, 12)
    parts = []
    if years or not months:
        parts.append(
            reader.ngettext("{years} year", "{years} years", years).format(years=reader.number(years))
        )
    if months:
        parts.append(reader.ngettext("{n} month", "{n} months", months).format(n=reader.number(months)))
    return reader.summed(parts)


def _rule(fault: Fault, reader: Reader, _label: str | None) -> str:
    """The definition's own words."""
    message: Any = fault.values["message"]
    return reader.text(message)


WORDED: Mapping[str, Callable[[Fault, Reader, str | None], str]] = {
    "missing": _options,
    "not_one_of": _options,
    "pattern": _pattern,
    "required": _required,
    "rule": _rule,
    "too_old": _age,
    "too_young": _age,
    "unknown_key": _options,
    "wrong_type": _wrong_type,
}
"""Sentences that depend on what the values are."""


def codes() -> frozenset[str]:
    """All codes that have a sentence."""
    return frozenset(PLAIN) | frozenset(counts.COUNTED) | frozenset(WORDED)
