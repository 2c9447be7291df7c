"""The page after sending: what happens next, the reference, and the address, correctable for a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.domain import answers, ids, programs, typing_errors, workflow
from chalicelib.domain.definitions import fields_of
from chalicelib.domain.errors import Another, Ended, Invalid, TooLate
from chalicelib.domain.masks import masked
from chalicelib.language import labels, refusals
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.services import limits, second
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import controls, looks
from chalicelib.web.bodies import form_of
from chalicelib.web.control import Control, Filled
from chalicelib.web.filling import Mistake
from chalicelib.web.http import HTML, Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.rendering import Visit, page
from chalicelib.web.tokens import link_of
from chalicelib.web.visitors import reader_of


def show(request: Request, world: World) -> Response:
    """The page as things stand."""
    loaded = second.found(world, link_of(request, world, "sent").submission)
    return _page(request, world, loaded, Filled())


def correct(request: Request, world: World) -> Response:
    """303 to the page again with the address corrected; 422 for one that is none, 409 when it is too late."""
    from_here(request, world)
    link = link_of(request, world, "sent")
    form = form_of(request)
    loaded = second.found(world, link.submission)
    name = loaded.pinned.applicant.email
    speech = _speech(request, loaded)
    typed = (form.get(name) or [""])[0].strip()
    try:
        second.correct_address(world, link.submission, typed)
    except Another as error:
        # Whose address it is, is told to that address alone: the page looks as after every correction.
        if limits.may_ask_for_links(world, request.source, world.clock()):
            second.tell(world, error, link.submission)
    except Invalid as error:
        words = explain(error.faults[0], speech)
        filled = Filled(typed=form, errors={name: words})
        return _page(request, world, loaded, filled, [Mistake(f"field-{name}", words)], status=422)
    except (TooLate, Ended) as error:
        return _page(request, world, loaded, Filled(), notice=refusals.explain(error, speech), status=409)
    return Response(status=303, headers={"Location": f"/sent/{request.parameters['token']}"}, type=HTML)


def _speech(request: Request, loaded: Loaded) -> Reader:
    program = loaded.pinned
    return reader_of(
        request,
        program.languages,
        timezone=program.timezone,
        otherwise=loaded.case.submission.language,
    )


def _page(
    request: Request,
    world: World,
    loaded: Loaded,
    filled: Filled,
    mistakes: Sequence[Mistake] = (),
    *,
    notice: str = "",
    status: int = 200,
) -> Response:
    speech, program = _speech(request, loaded), loaded.pinned
    submission = loaded.case.submission
    address = answers.applicant_email(program, loaded.case.answers)
    until = workflow.correctable_until(submission)
    correctable = bool(address) and submission.state == "unconfirmed" and world.clock() < until
    values: dict[str, Any] = {
        "title": _title(loaded, speech),
        "lead": speech.gettext("Thank you. Please keep the reference: by it, we find your form again."),
        "notice": notice or (_meant(address, speech) if correctable else ""),
        "errors": mistakes,
        "program": speech.text(program.title),
        "program_href": f"/programs/{program.id}",
        "reference": ids.reference(submission.id),
        "submitted": speech.instant(submission.submitted),
        "address": (address if correctable else masked(address)) if address else "",
        "state": labels.state_of(submission, speech),
        "following": _following(loaded, speech),
        "until": speech.deadline(until) if correctable else "",
        "control": _control(world, loaded, filled, speech) if correctable else None,
    }
    return page(
        "sent.html",
        values,
        Visit(request, speech, looks.of(loaded.community), program.languages),
        status=status,
    )


def _meant(address: str, speech: Reader) -> str:
    """The question whether the address was mistyped; empty where it looks right."""
    meant = typing_errors.meant(address)
    if meant is None:
        return ""
    return speech.gettext("Did you mean {address}? Then correct the address below.").format(address=meant)


def _title(loaded: Loaded, speech: Reader) -> str:
    if loaded.case.submission.kind == "registration":
        return speech.gettext("Your registration was sent")
    return speech.gettext("Your application was sent")


def _following(loaded: Loaded, speech: Reader) -> list[str]:
    """What is to be done, and what comes then."""
    submission = loaded.case.submission
    if submission.ended:
        return [speech.gettext("This has ended. The last message that we sent says how.")]
    asked = [ask for ask in submission.open_asks() if ask.party == "applicant"]
    if submission.state != "unconfirmed":
        return [
            speech.gettext(
                "We write to you as soon as there is news. Every message has a link to where things stand."
            )
        ]
    sentences = [
        speech.gettext(
            "We have sent you an e-mail with a link. Please open it and confirm that the address is yours."
        ),
        speech.gettext(
            "If it does not arrive within a few minutes, please look among unwanted mail as well."
        ),
    ]
    if asked and asked[0].due is not None:
        due = speech.deadline(asked[0].due)
        sentences.insert(
            1, speech.gettext("Please do this by {due}: after that, the form ends by itself.").format(due=due)
        )
    return sentences


def _control(world: World, loaded: Loaded, filled: Filled, speech: Reader) -> Control:
    """The form's own field for the address, with what it holds now."""
    program = loaded.pinned
    field = next(each for each in fields_of(program) if each.id == program.applicant.email)
    if not filled.typed:
        filled = Filled(typed={field.id: [answers.applicant_email(program, loaded.case.answers)]})
    return controls.of([field], filled, speech, program, programs.day(program, world.clock()))[0]
