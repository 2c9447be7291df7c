"""What a field wants, told before it is typed: how long, how many, from when to when. In a few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day
from decimal import Decimal

from chalicelib.domain import times
from chalicelib.domain.fields import money
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.date import WEEKDAYS, Date
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.money import Money
from chalicelib.domain.fields.number import Number
from chalicelib.domain.fields.phone import Phone
from chalicelib.domain.fields.ranking import Ranking
from chalicelib.domain.fields.text import LongText, Written, longest
from chalicelib.language import labels, sentences
from chalicelib.language.faults import age
from chalicelib.language.reader import Reader
from chalicelib.web import uploading

_TIGHT = 60
"""A line may well have more characters than that, so that who writes is told of the limit."""


def of(each: Field, speech: Reader, today: Day) -> str:
    """The sentences for a field's constraints; empty where they go without saying."""
    match each:
        case Written():
            return _written(each, speech)
        case Date():
            return sentences.joined(
                (_ages(each, speech, today), _days(each, speech, today), _week(each, speech))
            )
        case Number():
            low, high = (None if one is None else speech.number(one) for one in (each.min, each.max))
            return _range(None if each.min == 0 and high is None else low, high, speech)
        case Money():
            bounds = money.bounds(each)
            low, high = (None if one is None else _amount(each, one, speech) for one in bounds)
            return _range(None if bounds[0] == 0 and high is None else low, high, speech)
        case Choices():
            return _choices(each, speech)
        case Ranking():
            return speech.gettext("The first place is the highest. Fill in each, and nothing twice.")
        case File():
            return uploading.told(each, speech)
        case Phone():
            return speech.gettext("A number from another country begins with + and its code.")
        case _:
            return ""


def _written(each: Written, speech: Reader) -> str:
    words = each.min_words is not None or each.max_words is not None
    told = each.max_length is not None if words else isinstance(each, LongText)
    tight = each.max_length is not None and each.max_length <= _TIGHT
    most = longest(each) if told or tight else None
    return sentences.joined((_words(each, speech), _characters(each.min_length or 0, most, speech)))


def _words(each: Written, speech: Reader) -> str:
    low, high, many = each.min_words or 0, each.max_words, speech.ngettext
    match low, high:
        case 0, None:
            return ""
        case _, None:
            return many("At least {n} word.", "At least {n} words.", low).format(n=speech.number(low))
        case 0 | 1, int():
            return many("At most {n} word.", "At most {n} words.", high).format(n=speech.number(high))
        case _:
            return speech.gettext("From {low} to {high} words.").format(
                low=speech.number(low), high=speech.number(high or 0)
            )


def _characters(low: int, high: int | None, speech: Reader) -> str:
    many = speech.ngettext
    match low, high:
        case 0 | 1, None:
            return ""
        case _, None:
            return many("At least {n} character.", "At least {n} characters.", low).format(
                n=speech.number(low)
            )
        case 0 | 1, int():
            return many("At most {n} character.", "At most {n} characters.", high).format(
                n=speech.number(high)
            )
        case _ if low == high:
            return many("Exactly {n} character.", "Exactly {n} characters.", low).format(n=speech.number(low))
        case _:
            return speech.gettext("From {low} to {high} characters.").format(
                low=speech.number(low), high=speech.number(high or 0)
            )


def _amount(each: Money, amount: Decimal, speech: Reader) -> str:
    return speech.money(Decimal(money.written(each, amount)), each.currency)


def _range(low: str | None, high: str | None, speech: Reader) -> str:
    match low, high:
        case str(), str():
            return speech.gettext("From {low} to {high}.").format(low=low, high=high)
        case str(), None:
            return speech.gettext("{low} or more.").format(low=low)
        case None, str():
            return speech.gettext("{high} or less.").format(high=high)
        case _:
            return ""


def _ages(each: Date, speech: Reader, today: Day) -> str:
    day = speech.day(times.day_of(each.age_on, today) if each.age_on else today)
    low, high = (None if one is None else age(one, speech) for one in (each.min_age, each.max_age))
    match low, high:
        case str(), str():
            return speech.gettext("At least {low} and at most {high} old on {day}.").format(
                low=low, high=high, day=day
            )
        case str(), None:
            return speech.gettext("At least {low} old on {day}.").format(low=low, day=day)
        case None, str():
            return speech.gettext("At most {high} old on {day}.").format(high=high, day=day)
        case _:
            return ""


def _days(each: Date, speech: Reader, today: Day) -> str:
    low, high = (
        None if one is None else speech.day(times.day_of(one, today)) for one in (each.min, each.max)
    )
    match low, high:
        case str(), str():
            return speech.gettext("From {low} to {high}.").format(low=low, high=high)
        case str(), None:
            return speech.gettext("{low} or later.").format(low=low)
        case None, str():
            return speech.gettext("{high} or earlier.").format(high=high)
        case _:
            return ""


def _week(each: Date, speech: Reader) -> str:
    numbers = sorted({WEEKDAYS.index(one) for one in each.weekdays or ()})
    names = [speech.weekday(number) for number in numbers]
    if not numbers or len(numbers) == len(WEEKDAYS):
        return ""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return speech.gettext("Only days from {first} to {last}.").format(first=names[0], last=names[-1])
    return speech.gettext("Only a {weekdays}.").format(weekdays=speech.listed(names, "or"))


def _choices(each: Choices, speech: Reader) -> str:
    alone = [
        labels.quoted(speech.text(one.label), speech) for one in each.options if one.id in each.exclusive
    ]
    return sentences.joined((_many(each, speech), _alone(alone, speech)))


def _many(each: Choices, speech: Reader) -> str:
    low, high = each.min_choices or 0, each.max_choices
    match low, high:
        case 0 | 1, None:
            return speech.gettext("Choose all that apply.")
        case _, None:
            return speech.gettext("Choose at least {n}.").format(n=speech.number(low))
        case 0 | 1, int():
            return speech.gettext("Choose at most {n}.").format(n=speech.number(high))
        case _ if low == high:
            return speech.gettext("Choose exactly {n}.").format(n=speech.number(low))
        case _:
            return speech.gettext("Choose from {low} to {high}.").format(
                low=speech.number(low), high=speech.number(high or 0)
            )


def _alone(names: Sequence[str], speech: Reader) -> str:
    if not names:
        return ""
    return speech.gettext("Choose {options} only without any other.").format(
        options=speech.listed(names, "or")
    )
