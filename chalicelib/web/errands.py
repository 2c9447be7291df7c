"""What applicants do to their own form from its status page: change, withdraw, take home, erase.

Each first has a code mailed to the address of record, and then takes that code and a typed name. The page's
nonce says how far it has come: `status` is the page itself, the errand's own name the page that asks for the
code, and `changing` the form with answers to be changed, which is shown for a right code alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.domain import remarks
from chalicelib.domain.errors import Invalid
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.domain.words import clean
from chalicelib.language.reader import Reader
from chalicelib.language.words import N_
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import apart, codes, filling, nonces, single, visits
from chalicelib.web.control import Control
from chalicelib.web.elsewhere import Way
from chalicelib.web.enclosed import Taken
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.rendering import Visit
from chalicelib.web.single import SEND, Button, Form, Single

DO = "do"
"""The control that says which errand it is."""

NEW = "new"
"""The button that has a new code sent."""

SIGNED = "signed_by"

STATUS, CHANGING = "status", "changing"
"""What the nonces of the status page and of the form to be changed are for."""

OWN = frozenset({DO, NEW, codes.CODE, SIGNED, nonces.FIELD}) | apart.ROWS
"""Controls that are no field of the form."""


@dataclass(frozen=True, slots=True)
class Errand:
    """The words of an errand: its button on the status page, its page's heading, what happens, its button."""

    offer: str
    title: str
    explained: Sequence[str]
    button: str


ERRANDS: Mapping[str, Errand] = {
    "amend": Errand(
        N_("Change my answers"),
        N_("Change your answers"),
        [N_("The form then comes with your answers, for you to change them.")],
        N_("Go on to the answers"),
    ),
    "withdraw": Errand(
        N_("Withdraw"),
        N_("Withdraw your form?"),
        [
            N_("Your form then has ended, and this can't be undone."),
            N_("Whoever is still asked about it is told that no answer is needed any more."),
            N_(
                "What you wrote stays stored until its time is over. "
                "To remove it now, choose “Erase everything” instead."
            ),
        ],
        N_("Withdraw the form"),
    ),
    "download": Errand(
        N_("Download my data"),
        N_("Download your data"),
        [
            N_(
                "You get one file, in JSON: your answers, what you agreed to with its words, who was asked, "
                "and every message. It holds all that you wrote, so please keep it safe."
            )
        ],
        N_("Download the file"),
    ),
    "erase": Errand(
        N_("Erase everything"),
        N_("Erase everything?"),
        [
            N_("Your form then ends, and all that you and others wrote about it is erased for ever."),
            N_("This page and all its links stop working. We send you one last message that it is done."),
            N_("This can't be undone. If you want a copy, please download your data first."),
        ],
        N_("Erase everything now"),
    ),
}
"""In the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent to the status page: by whom, about which submission, and what stands in it.

    `taken` is the form with what became of its files.
    """

    request: Request
    world: World
    loaded: Loaded
    form: PageForm
    taken: Taken = field(default_factory=lambda: Taken({}))

    @property
    def visit(self) -> Visit:
        """The applicant's."""
        return visits.of_applicant(self.request, self.loaded)

    @property
    def speech(self) -> Reader:
        """The applicant's."""
        return self.visit.speech

    @property
    def do(self) -> str:
        """Which errand; empty for none, and for several at once, as no browser sends them."""
        chosen = set(self.form.get(DO, ()))
        return chosen.pop() if len(chosen) == 1 and chosen <= ERRANDS.keys() else ""

    def nonce(self, part: str) -> nonces.Nonce | None:
        """What the page's word says, if it is one of that part."""
        return nonces.sent(self.world, self.form, self.loaded.case.submission.id, part)

    def kept(self) -> list[tuple[str, str]]:
        """What was filled in beside the controls of the errand itself."""
        return [(name, value) for name, values in self.form.items() if name not in OWN for value in values]

    def back(self) -> Way:
        """The way to the status page."""
        token = self.request.parameters["token"]
        return Way(f"/status/{token}", self.speech.gettext("Back to where your form stands"))


def signing(sent: Sent) -> list[Mistake]:
    """What is wrong with the typed name."""
    if not clean(first(sent.form, SIGNED)):
        return [Mistake(f"field-{SIGNED}", sent.speech.gettext("Please type your name."))]
    try:
        remarks.kept(signed_by=first(sent.form, SIGNED), note="", on_behalf="")
    except Invalid as error:
        return [filling.mistake(fault, sent.speech) for fault in error.faults]
    return []


def name_control(mistakes: Sequence[Mistake], speech: Reader) -> Control:
    """The typed name, without a default."""
    return Control(
        "one_line",
        SIGNED,
        speech.gettext("Your name"),
        hint=speech.gettext("Please type it, so that we know that you mean it."),
        error=filling.error(mistakes, SIGNED),
        required=True,
        attributes={"type": "text", "autocomplete": "name"},
    )


def code_page(
    sent: Sent,
    mistakes: Sequence[Mistake] = (),
    *,
    status: int = 200,
    offer_new: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page that asks for the code and the name; `offer_new`: with a button for another code."""
    speech, errand = sent.speech, ERRANDS[sent.do]
    error = filling.error(mistakes, codes.CODE)
    buttons = [Button(speech.gettext(errand.button))]
    if offer_new:
        buttons.append(Button(speech.gettext("Send me a new code"), NEW, "yes"))
    shown = Single(
        speech.gettext(errand.title),
        [speech.gettext(sentence) for sentence in errand.explained],
        facts=visits.facts(sent.loaded, speech),
        mistakes=mistakes,
        form=Form(
            nonces.fresh(sent.world, sent.loaded.case.submission.id, sent.do),
            buttons,
            [codes.control(error, speech), name_control(mistakes, speech)],
            [(DO, sent.do), *sent.kept()],
        ),
        ways=[sent.back()],
        status=status,
        headers=headers or {},
    )
    return single.answer(shown, sent.visit)


def stale(sent: Sent) -> Mistake:
    """That the form came from no page of ours."""
    return Mistake(SEND, sent.speech.gettext("Please send this page once more."))
