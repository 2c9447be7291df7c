"""Where a submission stands, and what its applicant can do about it.

A forwarded link shows where things stand and no more: what shows or changes what was typed needs a code that
is mailed to the address of record (docs/decisions/0014). Looking does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.domain import codes as rules
from chalicelib.domain import filled, ids, owner
from chalicelib.domain.codes import Verdict
from chalicelib.domain.errors import ConcordError, Ended, TooLate, TooManyRequests, Unknown
from chalicelib.domain.fields.field import first
from chalicelib.language import labels, refusals
from chalicelib.language.words import N_
from chalicelib.services import own, records
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import changing, codes, enclosed, errands, export, nonces, progress, single, visits
from chalicelib.web.errands import DO, ERRANDS, NEW, SIGNED, STATUS, Sent
from chalicelib.web.filling import Mistake
from chalicelib.web.http import JSON, Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.rendering import page
from chalicelib.web.single import Single
from chalicelib.web.tokens import link_of

HERE = "own"
"""The id of the section with the errands."""


def show(request: Request, world: World) -> Response:
    """The page: 200 until it is erased. A link sent to an address that was corrected since leads nowhere."""
    return _page(request, world, _loaded(request, world))


def act(request: Request, world: World) -> Response:
    """One more step of an errand; 422 without its nonce, its code or its name, 409 when it is too late."""
    from_here(request, world)
    loaded = _loaded(request, world)
    fields = filled.amendable(loaded.pinned, only=True)
    taken = enclosed.of(request, world, loaded.pinned.id, fields, errands.OWN)
    sent = Sent(request, world, loaded, taken.form, taken)
    try:
        return _step(sent)
    except (TooLate, Ended) as error:
        return _refused(request, world, error, status=409)
    except TooManyRequests as error:
        wait = {"Retry-After": str(error.retry_after)}
        return _refused(request, world, error, status=429, headers=wait)


def _step(sent: Sent) -> Response:
    if sent.do == "amend" and (late := changing.refused(sent)) is not None:
        raise late
    if sent.do == "amend" and changing.in_time(sent):
        return changing.change(sent)
    if sent.do and sent.nonce(sent.do) is not None:
        return _new_code(sent) if first(sent.form, NEW) else _with_code(sent)
    if sent.do and sent.nonce(STATUS) is not None:
        return _new_code(sent)
    if sent.do and {codes.CODE, SIGNED} & sent.form.keys():
        words = sent.speech.gettext(
            "This page was open too long. What you typed is kept; please have a new code sent."
        )
        mistakes = [Mistake(single.SEND, words)]
        return errands.code_page(sent, mistakes, status=422, offer_new=True)
    words = sent.speech.gettext("Please choose with one of the buttons.")
    return _page(sent.request, sent.world, sent.loaded, [Mistake(HERE, words)], status=422)


def _new_code(sent: Sent) -> Response:
    """The page that asks for the code that was just sent. Raises TooManyRequests, or Ended."""
    if sent.do == "withdraw" and sent.loaded.case.submission.ended:
        raise Ended(sent.loaded.case.submission.state)
    own.send_code(sent.world, sent.loaded)
    return errands.code_page(sent)


def _with_code(sent: Sent) -> Response:
    """The errand, where the code is right; else 422, and a new code is offered where this one is over."""
    mistakes = errands.signing(sent)
    typed, say = first(sent.form, codes.CODE), sent.speech.gettext
    if not typed.strip():
        mistakes = [Mistake(f"field-{codes.CODE}", say("Please type the code from our message.")), *mistakes]
    if mistakes:
        return errands.code_page(sent, mistakes, status=422)
    loaded, verdict = own.try_code(sent.world, sent.loaded, typed)
    if verdict == "right":
        return _done(Sent(sent.request, sent.world, loaded, sent.form, sent.taken))
    error = Mistake(f"field-{codes.CODE}", say(_words(sent, loaded, verdict)))
    return errands.code_page(sent, [error], status=422, offer_new=True)


def _words(sent: Sent, loaded: Loaded, verdict: Verdict) -> str:
    known = loaded.case.submission.codes.get(rules.STATUS)
    if verdict == "wrong" and known is not None and rules.good(known, sent.world.clock()):
        return N_("This code is not the right one. Please look at our newest message.")
    return N_("This code can't be used any more. Please have a new one sent.")


def _done(sent: Sent) -> Response:
    say, loaded = sent.speech.gettext, sent.loaded
    match sent.do:
        case "amend":
            return changing.begin(sent)
        case "withdraw":
            after = own.withdraw(sent.world, loaded, signed_by=first(sent.form, SIGNED))
            return _page(sent.request, sent.world, after, notice=say("Your form is withdrawn."))
        case "erase":
            own.erase(sent.world, loaded)
            goodbye = Single(
                say("Everything is erased"),
                [
                    say("Your form has ended. What was written about it is being erased now."),
                    say("This page is gone when you close it. One last message tells you that it is done."),
                    say("Goodbye, and thank you for your interest."),
                ],
            )
            return single.answer(goodbye, sent.visit)
        case _:
            name = f"concord-{ids.reference(loaded.case.submission.id)}.json"
            return Response(
                body=export.text(sent.world, loaded, sent.speech),
                type=JSON,
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )


def _loaded(request: Request, world: World) -> Loaded:
    link = link_of(request, world, "status")
    loaded = records.load(world, link.submission)
    submission = loaded.case.submission
    if link.generation != submission.generation or submission.state == "erased":
        raise Unknown(link.submission)
    return loaded


def _refused(
    request: Request,
    world: World,
    error: ConcordError,
    *,
    status: int,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page as things stand now, with the sentence that says why not."""
    loaded = _loaded(request, world)
    words = refusals.explain(error, visits.of_applicant(request, loaded).speech)
    return _page(request, world, loaded, notice=words, status=status, headers=headers)


def _page(
    request: Request,
    world: World,
    loaded: Loaded,
    mistakes: Sequence[Mistake] = (),
    *,
    notice: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    visit = visits.of_applicant(request, loaded)
    submission, program, speech = loaded.case.submission, loaded.pinned, visit.speech
    state = labels.state_of(submission, speech)
    late = {"withdraw": submission.ended, "amend": not owner.amendable(program, loaded.case)}
    offered = [each for each in ERRANDS if not late.get(each)]
    values = {
        "title": speech.gettext("Where your form stands"),
        "errors": mistakes,
        "notice": notice,
        "lead": speech.gettext("“{program}”: {state}.").format(
            program=speech.text(program.title), state=state
        ),
        "program": speech.text(program.title),
        "program_href": f"/programs/{program.id}",
        "reference": ids.reference(submission.id),
        "state": state,
        "submitted": speech.instant(submission.submitted),
        "waiting": progress.waiting(loaded, speech),
        "nothing": speech.gettext("This has ended: nothing is waited for.")
        if submission.ended
        else speech.gettext("At the moment, nothing is waited for."),
        "events": [
            {"at": speech.instant(each["at"]), "sentences": each["sentences"]}
            for each in progress.events(loaded, speech)
        ],
        "messages": progress.messages(world, loaded, speech),
        "new_questions": progress.new_questions(loaded, speech),
        "do": DO,
        "offered": [{"value": each, "label": speech.gettext(ERRANDS[each].offer)} for each in offered],
        "nonce_field": nonces.FIELD,
        "nonce": nonces.fresh(world, submission.id, STATUS),
        "contact": speech.gettext("If you have a question, please write to {contact}.").format(
            contact=loaded.community.sender.email
        ),
    }
    return page("status.html", values, visit, status=status, headers=headers)
