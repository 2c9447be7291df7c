"""A file for who may see it: an address of the store, by a link that a page had within the last half hour."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.language.reader import Reader
from chalicelib.services import records, uploads
from chalicelib.services.answer import Opened
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import attached, export, prefilled, questions, sheets, single, visits
from chalicelib.web.http import Request, Response
from chalicelib.web.refusals import NoSuchPage
from chalicelib.web.single import Single
from chalicelib.web.tokens import link_of

GOOD = timedelta(minutes=30)
"""How long a page's links to files work."""


def show(request: Request, world: World) -> Response:
    """303 to the file; 410 where the page with the link is too old. Raises NoSuchPage for all others."""
    link = link_of(request, world, "file")
    upload, _, viewer = link.ask.partition(".")
    loaded = records.load(world, link.submission)
    speech = visits.of_applicant(request, loaded).speech
    age = world.clock().timestamp() - link.generation
    if not 0 <= age <= GOOD.total_seconds():
        told = Single(
            speech.gettext("This link to a file is too old"),
            [speech.gettext("Please go back to the page where you found it, and load that page anew.")],
            status=410,
        )
        return single.answer(told, visits.of_applicant(request, loaded))
    row = world.stores.files.rows(upload).get(upload)
    if row is None or row.claimed != link.submission or upload not in _seen(world, loaded, viewer, speech):
        raise NoSuchPage
    return Response(status=303, headers={"Location": world.stores.files.address(row, seconds=uploads.LOOK)})


def _seen(world: World, loaded: Loaded, viewer: str, speech: Reader) -> set[str]:
    """What the viewer may see now."""
    case = loaded.case
    if case.submission.state == "erased":
        return set()
    if viewer == attached.APPLICANT:
        return set(export.uploads_of(loaded))
    ask = case.submission.asks.get(viewer)
    if ask is None:
        return set()
    opened = Opened(loaded, ask)
    if questions.standing(opened, world.clock()) != "open":
        return set()
    filled = prefilled.of(sheets.fields(opened), case.answers) if sheets.step_of(opened).amend else None
    present = {value for values in filled.typed.values() for value in values} if filled else set()
    read = [*sheets.shown(opened, speech), *sheets.rest(opened, speech)]
    return {*attached.ids(read), *present}
