"""The workflow as a drawing: places from top to bottom, ends at the bottom, lines for what leads where.

Works out where everything stands, in the units of the drawing; the template makes SVG of it. One column, as
narrow as a telephone: on one, a unit is a pixel, so that the words are as large as those around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.domain import steps, ways
from chalicelib.domain.definitions import Step, is_duration
from chalicelib.domain.graph import ACCEPTED, ENDS, Node
from chalicelib.domain.ways import Way
from chalicelib.language import labels
from chalicelib.web import promises
from chalicelib.web.spans import spelt
from chalicelib.web.telling import Telling, leading
from chalicelib.web.wrapping import wrapped

WIDTH = 328
_SIZE = 14
_LINE = 18
_PAD = 10
_LANE = 11
_MARGIN = 4


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words, by the beginning of its base line, or its middle where it is `centred`."""

    text: str
    x: float
    y: float
    kind: str = "plain"
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A frame around a place, a step or an end."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A path, and the head of its arrow (empty where it has none)."""

    path: str
    head: str
    kind: str


@dataclass(slots=True)
class Drawing:
    """Everything that is drawn, behind first."""

    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The column between the lanes: ways back and past on the left, to the ends on the right."""

    lanes: Mapping[Node, float]
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def of(telling: Telling) -> Drawing:
    """The drawing of the program's workflow."""
    out = ways.out_of(telling.program)
    sides = _sides(out)
    drawing = Drawing(height=_MARGIN)
    tops: dict[Node, float] = {}
    exits: list[tuple[float, Node]] = []
    for number, found in enumerate(out):
        tops[number] = drawing.height
        onward, elsewhere = _sorted(found, number, len(out))
        frame = drawing.height
        drawing.height += _PAD
        _steps(drawing, telling, number, sides)
        exits += _exits(drawing, telling, elsewhere, sides)
        drawing.height += _PAD / 2
        drawing.boxes.insert(
            0, Box(sides.left, frame, sides.right - sides.left, drawing.height - frame, "place")
        )
        _onward(drawing, telling, onward, sides)
    reached = {way.target for found in out for way in found}
    for end in (end for end in ENDS if end in reached):
        tops[end] = drawing.height
        _end(drawing, telling, end, sides)
    _connect(drawing, tops, exits, sides)
    return drawing


def _sides(out: Sequence[Sequence[Way]]) -> _Sides:
    elsewhere = [
        way.target for number, found in enumerate(out) for way in _sorted(found, number, len(out))[1]
    ]
    ends = [end for end in ENDS if end in elsewhere]
    places = sorted({target for target in elsewhere if isinstance(target, int)})
    left, right = _MARGIN + _LANE * (len(places) + 0.5), WIDTH - _MARGIN - _LANE * (len(ends) + 0.5)
    lanes: dict[Node, float] = {target: left - _LANE * (n + 1) for n, target in enumerate(places)}
    lanes |= {end: right + _LANE * (n + 1) for n, end in enumerate(ends)}
    return _Sides(lanes, left, right)


def _sorted(found: Iterable[Way], number: int, count: int) -> tuple[list[Way], list[Way]]:
    """The ways straight on, and those that lead elsewhere."""
    following: Node = number + 1 if number + 1 < count else ACCEPTED
    onward: list[Way] = []
    elsewhere: list[Way] = []
    for way in found:
        (onward if way.target == following else elsewhere).append(way)
    return onward, elsewhere


def _steps(drawing: Drawing, telling: Telling, number: int, sides: _Sides) -> None:
    """What stands in a place: one step, or several in a row, two at most beside one another."""
    members = steps.stages(telling.program)[number].steps
    if len(members) == 1:
        _write(drawing, _said(telling, members[0]), sides.left + _PAD, sides.right - _PAD)
        return
    room = (sides.right - sides.left - 3 * _PAD) / 2
    for first in range(0, len(members), 2):
        top, bottom = drawing.height, drawing.height
        row: list[Box] = []
        for column, step in enumerate(members[first : first + 2]):
            x = sides.left + _PAD + column * (room + _PAD)
            drawing.height = top + _PAD / 2
            _write(drawing, _said(telling, step), x + _PAD / 2, x + room - _PAD / 2)
            bottom = max(bottom, drawing.height + _PAD / 2)
            row.append(Box(x, top, room, 0, "step"))
        drawing.boxes += [Box(box.x, box.y, box.width, bottom - top, box.kind) for box in row]
        drawing.height = bottom + _PAD / 2


def _said(telling: Telling, step: Step) -> list[tuple[str, str]]:
    """Who is asked, and for how long; the words and their kind."""
    reader, say = telling.reader, telling.reader.gettext
    ask = step.ask
    word = ask if isinstance(ask, str) else ask.named or ask.each or f"{ask.role}.0"
    party = labels.party(telling.program, word, reader)
    found = [(f"{telling.called[step.step]}. {party}", "strong")]
    if step.answers == "confirm":
        found.append((say("confirms the address"), "plain"))
    if step.due is None:
        found.append((say("without a deadline"), "quiet"))
    elif is_duration(step.due):
        found.append((say("within {time}").format(time=spelt(step.due, reader)), "quiet"))
    else:
        found.append((say("until {day}").format(day=promises.deadline(step.due, reader)), "quiet"))
    if step.when is not None:
        found.append((say("only under a condition"), "quiet"))
    return found


def _write(drawing: Drawing, said: Iterable[tuple[str, str]], left: float, right: float) -> None:
    """Lines of words below one another, broken where the column ends."""
    for text, kind in said:
        for line in wrapped(text, (right - left) / _SIZE):
            drawing.height += _LINE
            drawing.words.append(Words(line, left, drawing.height - 5, kind))


def _exits(
    drawing: Drawing, telling: Telling, elsewhere: Sequence[Way], sides: _Sides
) -> list[tuple[float, Node]]:
    """A row for each node that the place leads to apart from the next one: where its line begins."""
    found: list[tuple[float, Node]] = []
    for target in dict.fromkeys(way.target for way in elsewhere):
        drawing.height += _PAD / 2
        top = drawing.height
        led = _leading(telling, [way for way in elsewhere if way.target == target], "or")
        text = f"{led} →\u00a0{_name(telling, target)}".strip()
        _write(drawing, [(text, "plain")], sides.left + _PAD, sides.right - _PAD)
        found.append(((top + drawing.height) / 2, target))
    return found


def _leading(telling: Telling, found: Sequence[Way], joined: str) -> str:
    """What makes a submission go these ways; side by side, each with the step that it is said at.

    `joined`: whether one of the steps is enough (`or`), or all have to (`standard`). Empty for time that
    has passed where the end says so itself.
    """
    reader = telling.reader
    by_step: dict[str, list[str]] = {}
    for way in found:
        told = by_step.setdefault(way.step.step, [])
        if not (way.by == "time" and way.target == "expired"):
            told.append(leading(way, reader))
    place = steps.place(telling.program, found[0].step.step)
    if len(steps.stages(telling.program)[place].steps) == 1:
        return reader.listed([word for words in by_step.values() for word in words], "or")
    said = [f"{telling.called[name]} {reader.listed(words, 'or')}".strip() for name, words in by_step.items()]
    return reader.listed(said, joined)


def _name(telling: Telling, target: Node) -> str:
    if isinstance(target, int):
        return telling.place(target)
    return labels.state(target, telling.reader, kind=telling.program.kind)


def _onward(drawing: Drawing, telling: Telling, onward: Sequence[Way], sides: _Sides) -> None:
    """The arrow down to what follows, with what leads there beside it."""
    top = drawing.height
    if not onward:
        drawing.height += 2 * _PAD
        return
    x = sides.left + 2 * _PAD
    drawing.height += _PAD / 2
    _write(drawing, [(_leading(telling, onward, "standard"), "plain")], x + _PAD, sides.right)
    drawing.height += _PAD
    drawing.lines.append(
        Line(f"M{x:g} {top:g}V{drawing.height:g}", _head(x, drawing.height, "down"), "onward")
    )


def _end(drawing: Drawing, telling: Telling, end: str, sides: _Sides) -> None:
    name, top = _name(telling, end), drawing.height
    lines = wrapped(name, (sides.right - sides.left - 2 * _PAD) / _SIZE)
    for number, line in enumerate(lines, 1):
        drawing.words.append(
            Words(line, sides.middle, top + _PAD / 2 + number * _LINE - 5, "strong", centred=True)
        )
    height = len(lines) * _LINE + _PAD
    drawing.boxes.append(Box(sides.left, top, sides.right - sides.left, height, f"end {end}"))
    drawing.height += height + _PAD


def _connect(
    drawing: Drawing, tops: Mapping[Node, float], exits: Sequence[tuple[float, Node]], sides: _Sides
) -> None:
    """The lines from each row to the end or the place that it leads to, along the target's own lane."""
    for y, target in exits:
        lane, to = sides.lanes[target], tops[target] + 16
        side = sides.left if isinstance(target, int) else sides.right
        drawing.lines.append(
            Line(
                f"M{side:g} {y:g}H{lane:g}V{to:g}H{side:g}",
                _head(side, to, "right" if isinstance(target, int) else "left"),
                "jump" if isinstance(target, int) else str(target),
            )
        )


def _head(x: float, y: float, direction: str) -> str:
    """A triangle whose point is there."""
    return {
        "down": f"M{x:g} {y:g}l-5 -8h10z",
        "left": f"M{x:g} {y:g}l8 -5v10z",
        "right": f"M{x:g} {y:g}l-8 -5v10z",
    }[direction]
