"""The story that a program tells, for who is about to publish it: who is asked and told, and when."""

from __future__ import annotations

from chalicelib.domain import steps, ways
from chalicelib.domain.definitions import Program
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.web.telling import Telling, leading, of_step


def told(program: Program, reader: Reader) -> list[str]:
    """The story in whole sentences, one step after another, then the shortest way to each end."""
    names = {step.step: step.step for step in steps.workflow(program)}
    telling = Telling(program, reader, names, staff=True)
    sentences: list[str] = []
    for number, (stage, out) in enumerate(zip(steps.stages(program), ways.out_of(program), strict=True)):
        sentences += filter(None, [telling.beside(number)])
        for step in stage.steps:
            sentences += of_step(telling, step, out)
    return sentences + ends(telling)


def ends(telling: Telling) -> list[str]:
    """The shortest way to each end, with what leads there at last."""
    out, reader = ways.out_of(telling.program), telling.reader
    sentences = []
    for end, path in ways.soonest(telling.program).items():
        way = next(way for way in out[path[-1]] if way.target == end)
        sentences.append(
            reader.gettext("The shortest way to “{end}”: {steps} ({last}).").format(
                end=labels.state(end, reader, kind=telling.program.kind),
                steps=" → ".join(telling.place(number) for number in path),
                last=leading(way, reader),
            )
        )
    return sentences
