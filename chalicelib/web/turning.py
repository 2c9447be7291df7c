"""Where a page of a long form leads that was sent: to another page, to itself with what is wrong, or away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from chalicelib.domain import answers
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields.checking import Settled
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.language.reader import Reader
from chalicelib.web import apart, decided, enclosed, filling, tied
from chalicelib.web.control import Filled
from chalicelib.web.filling import Mistake
from chalicelib.web.paging import GO, OWN, PAGE, REVIEWED, Pages


@dataclass(frozen=True, slots=True)
class Turn:
    """A page as it is shown: which one of all, filled in how, with what is wrong.

    `reviewed`: the review has been seen before, or is this; `begun`: the form is new, nothing was sent yet.
    """

    pages: Pages
    page: int
    filled: Filled = field(default_factory=Filled)
    mistakes: Sequence[Mistake] = ()
    reviewed: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A page that was sent: of which form, on which day, in which country, and who reads it.

    `refused`: the faults of files that were not taken, all of them on that page.
    """

    program: Program
    form: PageForm
    speech: Reader
    today: date
    country: str
    refused: Sequence[Fault] = ()

    @property
    def page(self) -> int:
        """The page that was filled in; of a number that there is not, the first."""
        words = first(self.form, PAGE)
        number = int(words) if words.isascii() and words.isdigit() and len(words) < 4 else 0
        return number if number <= len(self.program.form) else 0

    @property
    def reviewed(self) -> bool:
        """Whether the review has been seen."""
        return bool(first(self.form, REVIEWED))

    def settled(self) -> Settled:
        """What becomes of everything that was filled in so far."""
        typed = answers.from_page(self.program, apart.typed(self.form, OWN))
        return answers.settle(self.program, typed, self.today, country=self.country)


def turned(form: PageForm) -> bool:
    """Whether a page of a long form was sent by one of its buttons; else it is all of a form at once."""
    return bool(first(form, PAGE)) and (bool(first(form, GO)) or filling.pressed(form))


def sends(form: PageForm) -> bool:
    """Whether the form is to be sent: by the button of the review, which was seen."""
    return first(form, GO) == "send" and bool(first(form, REVIEWED)) and not filling.pressed(form)


def begin(program: Program, today: date) -> Turn:
    """The first page of a blank form."""
    pages = Pages(program, answers.settle(program, {}, today))
    return Turn(pages, pages.after(-1), begun=True)


def turn(sent: Sent) -> Turn:
    """The page that follows by the button that was pressed."""
    pages = Pages(sent.program, sent.settled())
    if sent.refused:
        going_on = not filling.pressed(sent.form) and first(sent.form, GO) == "next"
        return failed(sent, pages.faults(sent.page) if going_on else [], pages)
    if filling.pressed(sent.form):
        return Turn(
            pages,
            pages.after(sent.page - 1),
            filling.changed(fields_of(sent.program), sent.form, OWN),
            reviewed=sent.reviewed,
        )
    match first(sent.form, GO):
        case "back":
            return _shown(sent, pages, pages.before(sent.page))
        case "next":
            faults = pages.faults(sent.page)
            if faults:
                return failed(sent, faults, pages)
            return _onward(sent, pages, _following(sent, pages))
        case word if word.isascii() and word.isdigit() and len(word) < 4:
            return _shown(sent, pages, pages.after(int(word) - 1))
        case _:
            return _onward(sent, pages, pages.review)


def failed(sent: Sent, faults: Sequence[Fault], pages: Pages | None = None) -> Turn:
    """The page of the first fault, with all of them; the review for faults that are on no page, or none."""
    pages = pages or Pages(sent.program, sent.settled())
    faults = enclosed.joined(sent.refused, faults)
    filled, mistakes = filling.faulty(fields_of(sent.program), sent.form, faults, sent.speech, OWN)
    # A rule may stand at a field that is not shown, on a page on which there is nothing.
    page = pages.after(min((pages.of(fault) for fault in faults), default=pages.review) - 1)
    return Turn(pages, page, filled, mistakes, sent.reviewed or page == pages.review)


def _following(sent: Sent, pages: Pages) -> int:
    """The page that comes next; who has seen all of them is only led to what has become new or wrong."""
    if not sent.reviewed:
        return pages.after(sent.page)
    wrong = {pages.of(fault) for fault in pages.settled.faults}
    seen = {decided.pages(sent.program).get(name.partition(".")[0]) for name in sent.form}
    later = (number for number in pages.standing if number > sent.page)
    return next((number for number in later if number in wrong or number not in seen), pages.review)


def _onward(sent: Sent, pages: Pages, page: int) -> Turn:
    """That page; in place of the review the first one on which something is wrong."""
    if page == pages.review and pages.settled.faults:
        return failed(sent, pages.settled.faults, pages)
    return _shown(sent, pages, page)


def _shown(sent: Sent, pages: Pages, page: int) -> Turn:
    filled = tied.closed(fields_of(sent.program), filling.changed(fields_of(sent.program), sent.form, OWN))
    return Turn(pages, page, filled, reviewed=sent.reviewed or page == pages.review)
