"""What a page's script is told of its form: how fields depend on one another, as JSON within the page.

The plan is that of `domain.fields.plan`, so that the script settles a form in the order in which the server
does. Nothing here decides anything: without the script everything conditional is on the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from chalicelib.domain import answers, newer, reach, steps, visibility
from chalicelib.domain.closure import closure
from chalicelib.domain.definitions import Program, Rule, Step, fields_of
from chalicelib.domain.fields import money, plan, rows
from chalicelib.domain.fields.address import Address
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.field import Field, PageForm
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.money import Money
from chalicelib.domain.fields.plan import Form
from chalicelib.language.reader import Reader
from chalicelib.services.answer import Opened
from chalicelib.web import apart, prefilled, sheets

_READ = {
    "number": "number",
    "rating": "number",
    "money": "money",
    "yes_no": "yes_no",
    "consent": "yes_no",
    "email": "email",
    "choices": "choices",
    "ranking": "choices",
}
"""How an answer is read, where it is not the text of its control: by an entry of `READ` in form.js."""

_ESCAPED = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def of_program(program: Program, speech: Reader, own: Collection[str]) -> str:
    """What the script is told of the program's form, all of which is on the page; empty where nothing
    depends. `own`: the controls that the page has beside those of the fields.
    """
    return _told(answers.form_of(program), speech, own, rules=program.rules)


def of_page(program: Program, shown: Collection[Field], speech: Reader, own: Collection[str]) -> str:
    """The same of a page of a long form; what was typed on the others is in its hidden controls."""
    form = answers.form_of(program)
    ids = {field.id for field in shown}
    rules = [rule for rule in program.rules if rule.field in ids]
    return _told(form, speech, own, rules=rules, shown=ids, beside=_looked_at(form, rules, ids) - ids)


def of_amending(
    program: Program,
    shown: Collection[Field],
    known: Mapping[str, Any],
    speech: Reader,
    own: Collection[str],
    viewer: Collection[str] = frozenset({visibility.APPLICANT}),
) -> str:
    """The same of a page with some of the fields; the others have the answers that are known.

    Empty too where the page depends on what who looks at it may not see.
    """
    form = answers.form_of(program)
    ids = {field.id for field in shown}
    rules = [rule for rule in program.rules if rule.field in ids]
    looked_at = _looked_at(form, rules, ids) - ids
    beside = [field for field in form.fields if field.id in looked_at]
    if len(visibility.seen(beside, viewer)) < len(beside):
        return ""
    typed = prefilled.of(beside, known).typed
    return _told(form, speech, own, rules=rules, shown=ids, beside=looked_at, known=typed)


def of_ask(opened: Opened, speech: Reader, own: Collection[str]) -> str:
    """The same of what is filled in with an answer."""
    step, program, case = sheets.step_of(opened), opened.loaded.pinned, opened.loaded.case
    if newer.is_new(step.step):
        known = dict(case.answers)
        for earlier in case.submission.new:
            for ask in case.submission.asks_of(earlier):
                known |= case.forms.get(ask.id, {})
        newest = newer.origin(program, step.step).program
        return of_amending(newest, sheets.fields(opened), known, speech, own, visibility.words(step))
    if step.amend:
        words = visibility.words(step)
        return of_amending(program, sheets.fields(opened), case.answers, speech, own, words)
    return _of_step(opened, step, speech, own)


def _of_step(opened: Opened, step: Step, speech: Reader, own: Collection[str]) -> str:
    """The same of a step's own form, with what it looks at in the rows that it is about.

    Empty where whoever is asked may not see that, or where it is worked out itself.
    """
    fields = step.form or ()
    beside, answers = sheets.beside(opened), opened.loaded.case.answers
    if not beside:
        return _told(Form(fields), speech, own)
    whole = {each.id: each for each in fields_of(opened.loaded.pinned) if each.id in beside}
    needs = plan.of(Form((*whole.values(), *fields))).needs
    mine = {each.id for each in fields}
    looked_at = {need for place, found in needs.items() if place.field in mine for need in found}
    groups, known = [], dict[str, Sequence[str]]()
    for name, each in beside.items():
        members = {place.member for place in looked_at if place.field == name and place.member}
        seen = {member.id: member for member in each.group.fields}
        if members - seen.keys() or any(isinstance(seen[one], Computed) for one in members):
            return ""
        if members and not (steps.is_role(step) or step.ask == visibility.APPLICANT):
            return ""
        kept = [msgspec.structs.replace(seen[one], show_if=None, required=False) for one in sorted(members)]
        group = msgspec.structs.replace(
            each.group, fields=tuple(kept), show_if=None, required=False, rows_from=None
        )
        groups.append(group)
        known |= {f"{name}.{number}.": () for number in range(len(each.rows))}
        known |= prefilled.of([group], answers).typed
    form = Form((*groups, *fields))
    names = beside.keys()
    return _told(form, speech, own, shown=mine, beside=names, known=known, there=names)


def _told(
    form: Form,
    speech: Reader,
    own: Collection[str],
    *,
    rules: Sequence[Rule] = (),
    shown: Collection[str] | None = None,
    beside: Collection[str] = (),
    known: PageForm | None = None,
    there: Collection[str] = (),
) -> str:
    """`there`: the groups all of whose rows count, whatever is known of them."""
    mine = [each for each in form.fields if shown is None or each.id in shown]
    if not rules and not any(_depends(form, each) for each in mine):
        return ""
    ids = {each.id for each in mine} | set(beside)
    told = [each for each in form.fields if each.id in ids]
    said = {each.id: _field(each, form, own) for each in told}
    document = {
        "fields": {name: {**one, "all": True} if name in there else one for name, one in said.items()},
        "order": [place for place in plan.of(form).order if place.field in ids],
        "rules": [
            {"field": rule.field, "check": rule.check, "message": speech.text(rule.message)} for rule in rules
        ],
        "known": known or {},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _field(each: Field, form: Form, own: Collection[str]) -> dict[str, Any]:
    """What the script has to know of a field; whatever goes without saying is left out."""
    source = each.rows_from if isinstance(each, Group) else plan.options_source(each)
    given = {"var": f"form.{source}.length"} if source is not None else None
    show = [one for one in (form.pages.get(each.id), each.show_if, given) if one is not None]
    name = each.id if isinstance(each, Group | Address) else apart.name(each.id, own)
    said: dict[str, Any] = {
        "type": _READ.get(str(type(each).__struct_config__.tag)),
        "name": None if name == each.id else name,
        "show": {"and": show} if len(show) > 1 else next(iter(show), None),
        "required": each.required if isinstance(each.required, dict) else None,
        "other": rows.worded(each) or None,
        "source": source,
    }
    match each:
        case Group():
            inner = Form(each.fields)
            said["fields"] = {member.id: _field(member, inner, ()) for member in each.fields}
        case Money():
            signs = "|".join(re.escape(sign) for sign in money.signs(each))
            said |= {"signs": rf"\s*({signs})\s*", "decimals": money.decimals(each)}
        case _:
            pass
    said = {key: value for key, value in said.items() if value is not None}
    return {**said, "worked": each.value} if isinstance(each, Computed) else said


def _depends(form: Form, each: Field) -> bool:
    """Whether anything about the field, or about one of its rows', is worked out."""
    members: Iterable[Field] = each.fields if isinstance(each, Group) else ()
    return (
        each.id in form.pages
        or rows.depends(each)
        or isinstance(each.required, dict)
        or isinstance(each, Computed)
        or rows.worded(each)
        or any(_depends(Form(()), member) for member in members)
    )


def _looked_at(form: Form, rules: Sequence[Rule], shown: Iterable[str]) -> set[str]:
    """The fields that anything about those that are shown depends on, and what these depend on in turn."""
    needs: dict[str, set[str]] = {each.id: set() for each in form.fields}
    for later, earlier in reach.pairs(form, rules):
        if later in needs:
            needs[later].add(earlier)
    return closure((need for name in shown for need in needs[name]), lambda name: needs.get(name, ()))
