"""What stands on a page for each field: a control with its words, its value as it was typed, and its error.

Knows the field types, nothing of HTML: `templates/controls.html` has a shape for each kind.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain import typing_errors
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import address, computed, language, money, options, ranking, rating
from chalicelib.domain.fields.address import Address
from chalicelib.domain.fields.choice import Choice
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.consent import Consent
from chalicelib.domain.fields.country import Country
from chalicelib.domain.fields.date import Date, bounds
from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.field import Field, first
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group, least
from chalicelib.domain.fields.language import Language
from chalicelib.domain.fields.money import Money
from chalicelib.domain.fields.note import Note
from chalicelib.domain.fields.number import Number
from chalicelib.domain.fields.phone import Phone
from chalicelib.domain.fields.ranking import Ranking
from chalicelib.domain.fields.rating import Rating
from chalicelib.domain.fields.signature import Signature
from chalicelib.domain.fields.text import LongText
from chalicelib.domain.fields.yes_no import YesNo
from chalicelib.language import addresses, entries, sentences
from chalicelib.language.reader import Reader
from chalicelib.web import apart, hints, limits, uploading
from chalicelib.web.control import Control, Filled, Option, Row

_MOST_RADIOS = 7


def of(
    fields: Sequence[Field],
    filled: Filled,
    speech: Reader,
    program: Program,
    today: date,
    own: Collection[str] = (),
) -> list[Control]:
    """The controls of some fields, in their order; `own`: those that the page has beside them."""
    groups = {each.id: each for each in (*fields_of(program), *fields) if isinstance(each, Group)}
    return apart.named(_Maker(filled, speech, program, today, groups).all(fields, ""), own)


@dataclass(frozen=True, slots=True)
class _Maker:
    """What every control is made with."""

    filled: Filled
    speech: Reader
    program: Program
    today: date
    groups: Mapping[str, Group]

    def all(self, fields: Sequence[Field], prefix: str) -> list[Control]:
        return [control for each in fields for control in self.one(each, f"{prefix}{each.id}")]

    def one(self, each: Field, name: str) -> list[Control]:
        match each:
            case Note() | Computed():
                return [self.told(each, name)]
            case Group():
                return [self.group(each, name)]
            case Choice() | Choices():
                return self.choice(each, name)
            case Ranking():
                return [self.ranking(each, name)]
            case YesNo() | Rating() | Country() | Language():
                return [self.one_of(each, name)]
            case Consent() | Signature():
                return [self.stated(each, name)]
            case LongText():
                return [self.control("lines", each, name, attributes=limits.of(each, self.speech))]
            case Date():
                return [self.date(each, name)]
            case Number():
                attributes = {"type": "text", "inputmode": "numeric" if each.integer else "decimal"}
                unit = self.speech.text(each.unit) if each.unit else ""
                return [self.control("one_line", each, name, attributes=attributes, unit=unit)]
            case Money():
                keys = {"type": "text", "inputmode": "decimal" if money.decimals(each) else "numeric"}
                return [self.control("one_line", each, name, attributes=keys, unit=each.currency)]
            case Email():
                return self.email(each, name)
            case Phone():
                return [self.control("one_line", each, name, attributes={"type": "tel"})]
            case Address():
                return [self.address(each, name)]
            case File():
                return [self.file(each, name)]
            case _:
                attributes = {"type": "text", **self.completed(name)}
                return [self.control("one_line", each, name, attributes=attributes)]

    def control(
        self,
        kind: str,
        each: Field,
        name: str,
        *,
        more: str = "",
        attributes: Mapping[str, str] | None = None,
        options: tuple[Option, ...] = (),
        statement: str = "",
        unit: str = "",
    ) -> Control:
        hint = self.speech.text(each.hint) if each.hint else ""
        return Control(
            kind=kind,
            name=name,
            label=self.speech.text(each.label),
            hint=sentences.joined((hint, hints.of(each, self.speech, self.today), more)),
            error=self.filled.errors.get(name, ""),
            required=each.needed,
            focus=self.filled.focus == name,
            value=first(self.filled.typed, name),
            unit=unit,
            statement=statement,
            attributes=attributes or {},
            options=options,
        )

    def stated(self, each: Consent | Signature, name: str) -> Control:
        statement = self.speech.text(each.statement)
        if isinstance(each, Consent):
            return self.control("consent", each, name, statement=statement)
        typed = {"type": "text", "autocomplete": "off"}
        return self.control("signature", each, name, attributes=typed, statement=statement)

    def completed(self, name: str) -> dict[str, str]:
        """What browsers may fill in for the applicant (WCAG 2.2 §1.3.5): nobody else's data."""
        applicant = self.program.applicant
        purposes = {applicant.name: "name", applicant.email: "email", applicant.called or "": "nickname"}
        return {"autocomplete": purposes[name]} if name in purposes else {}

    def email(self, each: Email, name: str) -> list[Control]:
        attributes = {"type": "email", "spellcheck": "false", **self.completed(name)}
        meant = typing_errors.meant(first(self.filled.typed, name))
        asked = self.speech.gettext("Did you mean {address}?").format(address=meant) if meant else ""
        once = self.control("one_line", each, name, more=asked, attributes=attributes)
        if not each.confirm:
            return [once]
        again = Control(
            "one_line",
            f"{name}_again",
            self.speech.gettext("{label}: the same once more").format(label=once.label),
            error=self.filled.errors.get(f"{name}_again", ""),
            required=each.needed,
            value=first(self.filled.typed, f"{name}_again"),
            attributes={"type": "email", "spellcheck": "false", "autocomplete": "off"},
        )
        return [once, again]

    def date(self, each: Date, name: str) -> Control:
        low, high = bounds(each, self.today)
        attributes = {"type": "date"} | (
            {edge: day.isoformat() for edge, day in (("min", low), ("max", high)) if day is not None}
        )
        return self.control("one_line", each, name, attributes=attributes)

    def file(self, each: File, name: str) -> Control:
        """One control that sends files, and what is there already; limits are told to scripts as well."""
        ids = dict.fromkeys(self.filled.typed.get(name, ()))
        there = tuple(self.filled.held[id_] for id_ in ids if id_ in self.filled.held)
        return replace(
            self.control(
                "files", each, name, attributes=uploading.attributes(each, self.speech, self.program.id)
            ),
            files=there,
            value="",
            required=each.needed and not there,
            needed=each.needed,
        )

    def one_of(self, each: YesNo | Rating | Country | Language, name: str) -> Control:
        speech, chosen = self.speech, first(self.filled.typed, name)
        match each:
            case YesNo():
                pairs = [("yes", speech.yes_no(True)), ("no", speech.yes_no(False))]
            case Rating():
                pairs = [(str(number), rating.label(each, number, speech)) for number in rating.ids(each)]
            case Country():
                pairs = speech.countries()
            case _:
                pairs = speech.languages()
                if language.known(chosen) and chosen not in dict(pairs):
                    pairs.append((chosen, speech.language_name(chosen)))  # answered elsewhere: not to be lost
        kind = "radios" if isinstance(each, YesNo | Rating) else "select"
        return self.control(kind, each, name, options=self.options(name, pairs))

    def told(self, each: Note | Computed, name: str) -> Control:
        """Words, and what was worked out when answers were kept: until then only the script can."""
        if isinstance(each, Note):
            return Control("note", name, self.speech.text(each.label))
        known = first(self.filled.typed, name)
        try:
            value = computed.shown(each, float(known), self.speech)
        except ValueError:
            value = known
        return replace(self.control("computed", each, name), value=value)

    def choice(self, each: Choice | Choices, name: str) -> list[Control]:
        typed = self.filled.typed.get(name, ())
        pairs = [(option.id, self.speech.text(option.label)) for option in each.options]
        offered = [*_options(pairs, typed), *self.rows_of(each, typed)]
        if each.other:
            offered += _options([(options.OTHER, self.speech.gettext("Something else"))], typed)
        kind = "radios" if len(offered) <= _MOST_RADIOS and each.options_from is None else "select"
        if isinstance(each, Choices):
            kind = "checkboxes"
        chosen = self.control(kind, each, name, options=tuple(offered))
        if not each.other:
            return [chosen]
        words = Control(
            "one_line",
            f"{name}_other",
            self.speech.gettext("{label} – in your own words").format(label=chosen.label),
            hint=self.speech.gettext("Only if you chose “Something else”."),
            error=self.filled.errors.get(f"{name}_other", ""),
            value=first(self.filled.typed, f"{name}_other"),
            attributes={"type": "text"},
        )
        return [chosen, words]

    def rows_of(self, each: Choice | Choices, typed: Collection[str]) -> list[Option]:
        """The rows that are chosen from, called by what was typed there, else by their numbers."""
        source = each.options_from
        group = self.groups.get(source.rows) if source is not None else None
        if source is None or group is None:
            return []
        found = []
        for number in range(self.count(group)):
            echo, otherwise = (
                f"{group.id}.{number}.{source.label}",
                entries.numbered(group, number, self.speech),
            )
            label = first(self.filled.typed, echo).strip() or otherwise
            found.append(Option(str(number), label, str(number) in typed, echo, otherwise))
        return found

    def count(self, group: Group) -> int:
        """How many rows of the group there are on the page."""
        source = self.groups.get(group.rows_from or "")
        if source is not None and source is not group:
            return self.count(source)
        return self.filled.rows.get(group.id, max(least(group), 1))

    def ranking(self, each: Ranking, name: str) -> Control:
        """Controls of one name, in the order of the places."""
        typed = self.filled.typed.get(name, ())
        pairs = [(option.id, self.speech.text(option.label)) for option in each.options or ()]

        def part(place: int) -> Control:
            value = typed[place] if place < len(typed) else ""
            errors = [self.filled.errors.get(at, "") for at in (name, f"{name}.{place}")]
            return Control(
                kind="one_line" if each.options is None else "select",
                name=name,
                label=place_label(place, self.speech),
                place=place,
                error=errors[1] or ("" if place else errors[0]),
                required=each.needed,
                focus=self.filled.focus == name and not place,
                value=value,
                attributes={"type": "text"} if each.options is None else {},
                options=_options(pairs, (value,)),
            )

        parts = tuple(part(place) for place in range(ranking.places(each)))
        return replace(self.control("parts", each, name), error="", focus=False, value="", parts=parts)

    def address(self, each: Address, name: str) -> Control:
        country = first(self.filled.typed, f"{name}.country")
        needed = address.needed(country) if each.needed else ()
        parts = tuple(
            Control(
                kind="select" if member == "country" else "one_line",
                name=f"{name}.{member}",
                label=addresses.part(member, country, self.speech),
                error=self.filled.errors.get(f"{name}.{member}", ""),
                required=member in needed,
                focus=self.filled.focus == name and member == address.MEMBERS[0],
                value=first(self.filled.typed, f"{name}.{member}"),
                attributes={} if member == "country" else {"type": "text"},
                options=self.options(f"{name}.{member}", self.speech.countries())
                if member == "country"
                else (),
            )
            for member in address.MEMBERS
        )
        return Control(
            kind="parts",
            name=name,
            label=self.speech.text(each.label),
            hint=self.speech.text(each.hint) if each.hint else "",
            required=each.needed,
            parts=parts,
        )

    def options(self, name: str, pairs: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
        return _options(pairs, self.filled.typed.get(name, ())[:1])

    def group(self, each: Group, name: str) -> Control:
        label, say = self.speech.text(each.label), self.speech.gettext
        count, own = self.count(each), each.rows_from is None
        rows = tuple(
            Row(
                label=row_label(each, number, self.speech, self.filled.called),
                controls=tuple(self.all(each.fields, f"{name}.{number}.")),
                removable=own and count > max(least(each), 1),
                remove=say("Remove entry {n} of “{label}”").format(
                    n=self.speech.number(number + 1), label=label
                ),
            )
            for number in range(count)
        )
        add = say("Add an entry to “{label}”").format(label=label) if own and count < each.rows.max else ""
        return Control(
            kind="group",
            name=name,
            label=label,
            hint=self.speech.text(each.hint) if each.hint else "",
            error=self.filled.errors.get(name, ""),
            required=each.needed,
            rows=rows,
            add=add,
        )


def _options(pairs: Sequence[tuple[str, str]], chosen: Collection[str]) -> tuple[Option, ...]:
    return tuple(Option(value, label, value in chosen) for value, label in pairs)


def place_label(place: int, speech: Reader) -> str:
    """What a place of a ranking is called, counted from 1."""
    return speech.gettext("Place {n}").format(n=speech.number(place + 1))


def row_label(group: Group, number: int, speech: Reader, called: Mapping[str, Sequence[str]]) -> str:
    """What a row is called: by what it is about, where that is known, else by its number from 1."""
    names = called.get(group.rows_from or "", ())
    return names[number] if number < len(names) else entries.numbered(group, number, speech)
