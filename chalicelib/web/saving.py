"""“Save and come back later”: a program's form is kept as it was typed, and its link is mailed.

Nothing is asked but an address that mail can be sent to: whatever else is missing or wrong, is told when the
form is sent. Pressing the button twice on one page is one draft, since it is named after the page's nonce.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.domain import programs, words
from chalicelib.domain.definitions import Program
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import email
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.domain.links import Link, make
from chalicelib.language.reader import Reader
from chalicelib.services import browse, drafts
from chalicelib.services.drafts import Saving
from chalicelib.services.world import World
from chalicelib.storage.ports import Published
from chalicelib.web import apart, filling, looks, nonces, paging, single
from chalicelib.web.control import Control
from chalicelib.web.filling import Mistake
from chalicelib.web.http import HTML, Request, Response
from chalicelib.web.nonces import Nonce
from chalicelib.web.rendering import Visit
from chalicelib.web.single import Button, Form, Single

SAVE = "save"
"""The button's value; its name is that of the buttons that lead on."""

ADDRESS = "_address"
"""Where to send the link, if it can't be told from the form: the name of no field."""


def wanted(form: PageForm) -> bool:
    """Whether the form is to be saved, and not sent or turned."""
    return first(form, paging.GO) == SAVE and not filling.pressed(form)


def kept(form: PageForm) -> dict[str, Sequence[str]]:
    """What was typed into the fields: without the page's own controls, some of which begin with `_`."""
    return {name: values for name, values in apart.typed(form, paging.OWN).items() if name[:1] != "_"}


def save(
    request: Request, world: World, published: Published, form: PageForm, nonce: Nonce, speech: Reader
) -> Response:
    """303 to the page that says so, or a page that asks for an address. Raises Invalid for too much of it."""
    program = programs.program(published.text)
    before = drafts.find(world, drafts.id_of(world, program.id, nonce.part))
    typed = kept(form)
    address = _address(program, form, typed, before)
    spelt = email.normalised(address)
    if spelt is None:
        return _asked_for_address(request, world, program, form, speech)
    saving = Saving(
        program=program,
        version=published.version,
        part=nonce.part,
        language=speech.language,
        email=spelt,
        form={**typed, **_without_place(program, before)},
        page=_page(program, form),
    )
    draft = drafts.save(world, saving, before=before)
    token = make(world.keys().links, Link("saved", draft.id, draft.program))
    return Response(status=303, headers={"Location": f"/saved/{token}"}, type=HTML)


def _address(program: Program, form: PageForm, typed: PageForm, before: Draft | None) -> str:
    """The address that was asked for, else the applicant's, else the one from before; empty for none."""
    if ADDRESS in form:
        return words.clean(first(form, ADDRESS))
    given = words.clean(first(typed, program.applicant.email))
    if email.normalised(given) is None and before is not None:
        return before.email
    return given


def _without_place(program: Program, before: Draft | None) -> dict[str, Sequence[str]]:
    """What was typed into fields that the form has no more: it is kept as long as the draft is."""
    typed: Mapping[str, Sequence[str]] = before.form if before is not None else {}
    return {name: values for name, values in typed.items() if paging.page_of(program, name) is None}


def _page(program: Program, form: PageForm) -> int:
    """The page on which it is saved; the review comes after all."""
    number = first(form, paging.PAGE)
    known = number.isascii() and number.isdigit() and len(number) < 4 and int(number) <= len(program.form)
    return int(number) if known else 0


def _asked_for_address(
    request: Request, world: World, program: Program, form: PageForm, speech: Reader
) -> Response:
    """A page with one place, for the address, which carries the form along."""
    say = speech.gettext
    typed = first(form, ADDRESS)
    mistakes: list[Mistake] = []
    if ADDRESS in form:
        fault = Fault(f"/{ADDRESS}", "email" if words.clean(typed) else "required")
        mistakes.append(filling.mistake(fault, speech))
    control = Control(
        "one_line",
        ADDRESS,
        say("Your e-mail address"),
        hint=say("We send the link there with which you can go on."),
        error=filling.error(mistakes, ADDRESS),
        required=True,
        value=typed,
        attributes={"type": "email", "spellcheck": "false", "autocomplete": "email"},
    )
    own = (paging.GO, ADDRESS, nonces.FIELD)
    carried = [(name, value) for name, values in form.items() if name not in own for value in values]
    shown = Single(
        say("Where shall we send the link?"),
        [say("Your form is saved as it is. With a link, you can go on later, on any device.")],
        mistakes=mistakes,
        form=Form(
            form[nonces.FIELD][0],
            # A row more of no group changes nothing: the form is shown as it is.
            [
                Button(say("Save and send the link"), paging.GO, SAVE),
                Button(say("Back to the form"), "add", "-"),
            ],
            [control],
            carried,
        ),
        status=422 if mistakes else 200,
    )
    community = browse.community(world, program.community)
    return single.answer(shown, Visit(request, speech, looks.of(community)))
