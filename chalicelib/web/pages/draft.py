"""A form that was saved, under the link that was mailed: filled in as it was, to be gone on with or deleted.

Looking changes nothing. What its form sends is taken as on the program's own page, which knows by the nonce
that there is a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain import programs
from chalicelib.domain.definitions import Community, Program
from chalicelib.domain.draft import Draft
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.domain.links import Link
from chalicelib.language.reader import Reader
from chalicelib.services import drafts, records
from chalicelib.services.world import World
from chalicelib.storage.ports import Key
from chalicelib.web import ended, nonces, paging, resuming, single
from chalicelib.web.elsewhere import Way
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.pages import program as pages
from chalicelib.web.pages.form import received, taken_of
from chalicelib.web.pages.program import Shown
from chalicelib.web.resuming import DELETE, SURE
from chalicelib.web.single import Single
from chalicelib.web.tokens import link_of


def show(request: Request, world: World) -> Response:
    """The form; 410 where it was sent, deleted, or is kept no longer."""
    link = link_of(request, world, "draft")
    draft = _draft(world, link)
    return ended.answer(request, world, link) if draft is None else _page(request, world, draft)


def act(request: Request, world: World) -> Response:
    """What follows the form, as on the program's own page; or that the draft is deleted.

    Whoever has the form open may send it, though the draft is deleted elsewhere meanwhile.
    """
    from_here(request, world)
    link = link_of(request, world, "draft")
    published = records.newest(world, "program", link.ask)
    taken = taken_of(request, world, published)
    if first(taken.form, paging.GO) == DELETE:
        return _deleted(request, world, link, taken.form)
    return received(request, world, published, taken)


def _deleted(request: Request, world: World, link: Link, form: PageForm) -> Response:
    """That it is deleted; the form again without the tick, or without a nonce of this page."""
    draft = _draft(world, link)
    if draft is None:
        return ended.answer(request, world, link)
    program = ended.newest(world, draft.program)
    visit = ended.visit(request, world, program)
    say = visit.speech.gettext
    mistakes: list[Mistake] = []
    if first(form, SURE) != "yes":
        words = say("Please tick the box, so that we know that you mean it.")
        mistakes.append(Mistake(f"field-{SURE}", words))
    if nonces.sent(world, form, draft.id, DELETE) is None:
        mistakes.append(Mistake(f"field-{SURE}", say("Please send this page once more.")))
    if mistakes:
        return _page(request, world, draft, mistakes)
    drafts.delete(world, program, draft.id)
    done = Single(
        say("Your saved form is deleted"),
        [say("Nothing of it is left. You need not do anything else.")],
        ways=[Way(f"/programs/{draft.program}", say("To the program"))],
    )
    return single.answer(done, visit)


def _draft(world: World, link: Link) -> Draft | None:
    """The draft, if it can still be gone on with: two reads."""
    draft = drafts.find(world, link.submission)
    return draft if draft is not None and not drafts.sent(world, draft.id) else None


def _page(request: Request, world: World, draft: Draft, mistakes: Sequence[Mistake] = ()) -> Response:
    pinned, live, community = _definitions(world, draft)
    speech = pages.speech_of(request, live)
    shown = Shown(
        mistakes=mistakes,
        status=422 if mistakes else 200,
        draft=resuming.around(world, draft, pinned, live, speech, mistakes),
    )
    if programs.status(live, world.clock()) != "open" and (draft.late is None or live.cancelled):
        return pages.answer(request, world, live, shown, community)
    return pages.answer(
        request, world, live, _filled(shown, world, draft, live, community, speech), community
    )


def _filled(
    shown: Shown, world: World, draft: Draft, live: Program, community: Community, speech: Reader
) -> Shown:
    """The same with the form as it was saved, on the page on which it was."""
    nonce = nonces.of_draft(world, draft.program, draft.part)
    if not paging.is_long(live):
        return replace(shown, filled=resuming.whole(live, draft), nonce=nonce)
    turn = resuming.page(live, draft, speech, community.country, world)
    return replace(shown, turn=replace(turn, mistakes=shown.mistakes), nonce=nonce)


def _definitions(world: World, draft: Draft) -> tuple[Program, Program, Community]:
    """The version that was filled in, the newest, and the community: one BatchGetItem."""
    pinned, live = Key("program", draft.program, draft.version), Key("program", draft.program)
    community = Key("community", draft.community)
    found = world.stores.definitions.get(pinned, live, community)
    return (
        programs.program(found[pinned].text),
        programs.program(found[live].text),
        programs.community(found[community].text),
    )
