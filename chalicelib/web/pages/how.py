"""How a program works, for everybody: its workflow as a drawing, and the same in words.

Nobody is named, and nothing is said of who may not see what: people are the words that the form and the
roles have for them.
"""

from __future__ import annotations

from typing import Any

from chalicelib.domain import programs, steps, ways
from chalicelib.domain.definitions import Program
from chalicelib.services import browse, records
from chalicelib.services.world import World
from chalicelib.web import drawing, looks, story
from chalicelib.web.http import Request, Response
from chalicelib.web.parameters import slug
from chalicelib.web.rendering import Visit, page
from chalicelib.web.telling import Telling, of_step
from chalicelib.web.visitors import reader_of

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def show(request: Request, world: World) -> Response:
    """The page."""
    program = programs.program(records.newest(world, "program", slug(request)).text)
    speech = reader_of(request, program.languages, timezone=program.timezone)
    telling = Telling(program, speech, numbers(program), staff=False)
    values: dict[str, Any] = {
        "title": speech.gettext("How it works"),
        "program": speech.text(program.title),
        "program_href": f"/programs/{program.id}",
        "drawing": drawing.of(telling),
        "width": drawing.WIDTH,
        "places": _places(telling),
        "ends": story.ends(telling),
    }
    community = browse.community(world, program.community)
    return page(
        "how.html",
        values,
        Visit(request, speech, looks.of(community), program.languages),
        kept=True,
        listed=request.method in ("GET", "HEAD"),
    )


def numbers(program: Program) -> dict[str, str]:
    """What steps are called: by their place, those side by side with a letter as well."""
    return {
        step.step: f"{number}{_letter(index)}" if len(stage.steps) > 1 else str(number)
        for number, stage in enumerate(steps.stages(program), 1)
        for index, step in enumerate(stage.steps)
    }


def _letter(index: int) -> str:
    more, last = divmod(index, len(_LETTERS))
    return (_letter(more - 1) if more else "") + _LETTERS[last]


def _places(telling: Telling) -> list[dict[str, Any]]:
    """Each place: what is said of it as a whole, and the sentences of each of its steps."""
    stages, out = steps.stages(telling.program), ways.out_of(telling.program)
    return [
        {
            "together": telling.beside(number),
            "steps": [of_step(telling, step, out[number]) for step in stage.steps],
        }
        for number, stage in enumerate(stages)
    ]
