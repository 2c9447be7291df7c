"""What staff do while a submission is under way: whatever the desk has, at any time, sensible or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib.domain import newer, seats, steps
from chalicelib.domain.definitions import Capacity, Party, fields_of
from chalicelib.domain.desk import Replacement
from chalicelib.domain.errors import Another, AskClosed, Ended, Invalid, NotAllowed, Unknown
from chalicelib.services import answer as services
from chalicelib.services import desk, publish
from chalicelib.services.answer import Given
from chalicelib.services.records import Loaded
from chalicelib.storage.ports import Holder
from chalicelib.web import sheets
from tests.simulator import answers, people, programs

if TYPE_CHECKING:
    from tests.simulator.run import Run

REFUSALS = (Another, AskClosed, Ended, NotAllowed, Unknown)
"""With which a command may be refused that comes at the wrong time."""


def intervenes(run: Run, submission: str) -> None:
    """Does one thing of the desk to a submission."""
    loaded = run.loaded(submission)
    acts: list[Callable[[Run, Loaded, Holder], None]] = [
        _extends,
        _extends,
        _replaces,
        _replaces,
        _reopens,
        _resends,
        _announces,
        _announces,
        _amends,
        _amends,
        _moves,
        _moves,
        _withdraws,
        _erases,
        _asks_new,
        _asks_new,
        _asks_new,
        _answers,
        _answers,
        _answers,
        _publishes,
        _publishes,
        _publishes,
    ]
    act = run.chance.choice(acts)
    act(run, loaded, Holder("demo", "staff@concord.example", loaded.community.id, "administrator"))


def _asks(loaded: Loaded, *, named: bool = False) -> list[str]:
    asks = loaded.case.submission.asks.values()
    return [ask.id for ask in asks if not named or steps.is_named(steps.find(loaded.pinned, ask.step))]


def _open_or_any(run: Run, loaded: Loaded, *, named: bool = False) -> str | None:
    """An ask, most likely one that is open; of somebody named, where that is wanted."""
    found = _asks(loaded, named=named)
    waiting = [name for name in found if loaded.case.submission.asks[name].state == "open"]
    choice = waiting if waiting and run.chance.random() < 0.9 else found
    return run.chance.choice(choice) if choice else None


def _extends(run: Run, loaded: Loaded, holder: Holder) -> None:
    ask = _open_or_any(run, loaded)
    if ask is None:
        return
    due = run.chance.choice(["1d", "7d", "30d", "2027-06-01"])
    submission = loaded.case.submission.id
    run.tell(f"staff gives {ask} until {due}")
    run.desk(
        lambda world: desk.extend(world, holder, submission, ask, due=due, reason=_why(run)),
        (*REFUSALS, Invalid),  # of a deadline that has passed, or is earlier than the present one
    )


def _replaces(run: Run, loaded: Loaded, holder: Holder) -> None:
    ask = _open_or_any(run, loaded, named=True)
    if ask is None:
        return
    party = steps.find(loaded.pinned, loaded.case.submission.asks[ask].step).ask
    has_name = isinstance(party, Party) and party.name is not None  # else the form has no place for one
    name = answers.typed(run.chance, 2) if has_name and run.chance.random() < 0.5 else None
    language = run.chance.choice([None, "ja", "en"])
    new = Replacement(run.chance.choice(answers.PEOPLE), name, language)
    submission = loaded.case.submission.id
    run.tell(f"staff has {new.email} asked by {ask}")
    run.desk(lambda world: desk.replace(world, holder, submission, ask, new=new, reason=_why(run)), REFUSALS)


def _reopens(run: Run, loaded: Loaded, holder: Holder) -> None:
    step = run.chance.choice([each.step for each in steps.workflow(loaded.pinned)])
    submission = loaded.case.submission.id
    run.tell(f"staff reopens {step}")
    run.desk(lambda world: desk.reopen(world, holder, submission, step, _why(run)), REFUSALS)


def _resends(run: Run, loaded: Loaded, holder: Holder) -> None:
    run.tell("staff sends once more what is open")
    run.desk(lambda world: desk.resend(world, holder, loaded.case.submission.id, _why(run)), REFUSALS)


def _announces(run: Run, loaded: Loaded, holder: Holder) -> None:
    kept = [*loaded.case.submission.kept] or [steps.workflow(loaded.pinned)[0].step]
    submission = loaded.case.submission.id
    run.tell(f"staff announces {kept[0]}")
    refusals = REFUSALS if loaded.case.submission.kept else (*REFUSALS, Invalid)
    run.desk(lambda world: desk.announce(world, holder, submission, kept[0], _why(run)), refusals)


def _amends(run: Run, loaded: Loaded, holder: Holder) -> None:
    if not loaded.case.private:
        return
    form = people.amended(fields_of(loaded.pinned), loaded, run.chance)
    submission = loaded.case.submission.id
    run.tell("staff changes answers")
    run.desk(lambda world: desk.amend(world, holder, submission, _changes(loaded, form), _why(run)), REFUSALS)


def _moves(run: Run, loaded: Loaded, holder: Holder) -> None:
    """To a seat of another kind, where there are several."""
    capacity = loaded.live.capacity
    if not isinstance(capacity, Capacity) or not loaded.case.private:
        return
    others = [each for each in capacity.of if each != loaded.case.answers.get(capacity.by)]
    to = run.chance.choice(others)
    form = people.with_answers({capacity.by: to}, fields_of(loaded.pinned), loaded, run.chance)
    submission = loaded.case.submission.id
    run.tell(f"staff moves it to {to}")
    run.desk(lambda world: desk.amend(world, holder, submission, _changes(loaded, form), _why(run)), REFUSALS)


def _changes(loaded: Loaded, form: dict[str, Any]) -> dict[str, Any]:
    """The form as what is changed: what is there no more is cleared."""
    return {name: form.get(name) for name in dict.fromkeys((*loaded.case.answers, *form))}


def _asks_new(run: Run, loaded: Loaded, holder: Holder) -> None:
    """What is new, all of it or some; mostly there is something."""
    if run.chance.random() < 0.7:
        _publishes(run, loaded, holder)
    new = [field.id for field in newer.fields(loaded.pinned, run.loaded(loaded.case.submission.id).live)]
    fields = run.chance.choice([None, None, new[:1]]) if new else None
    submission, due = loaded.case.submission.id, run.chance.choice(["2d", "14d", "2027-06-01"])
    run.tell(f"staff asks {fields or 'all'} that is new until {due}")
    run.desk(
        lambda world: desk.ask_new(world, holder, submission, fields, due=due, reason=_why(run)),
        (*REFUSALS, Invalid),  # where nothing is new, or that day has passed
    )


def _withdraws(run: Run, loaded: Loaded, holder: Holder) -> None:
    run.tell("staff withdraws it")
    run.desk(lambda world: desk.withdraw(world, holder, loaded.case.submission.id, _why(run)), REFUSALS)


def _erases(run: Run, loaded: Loaded, holder: Holder) -> None:
    run.tell("staff erases it")
    run.desk(lambda world: desk.erase(world, holder, loaded.case.submission.id, _why(run)), REFUSALS)


def _answers(run: Run, loaded: Loaded, holder: Holder) -> None:
    """On behalf of somebody, who told it on the telephone; or as one who is asked, by the API."""
    name = _open_or_any(run, loaded)
    if name is None:
        return
    ask, submission = loaded.case.submission.asks[name], loaded.case.submission.id
    step = steps.find(loaded.pinned, ask.step)
    word = run.chance.choice([*steps.offered(step)])
    why: str | None = _why(run)
    person = loaded.case.parties.get(name)
    if person is not None and steps.is_role(step) and run.chance.random() < 0.5:
        holder, why = Holder("own", person.email, holder.community, "member"), None
    if step.amend:
        form = people.amended(sheets.fields(services.Opened(loaded, ask)), loaded, run.chance)
    else:
        context, known = people.context(loaded, run), loaded.case.answers
        form = answers.filled_in(step.form or (), run.chance, context, beside=known)
    given = Given(word, form=form, fields=people.to_change(loaded.pinned, step, word, run.chance))
    run.tell(f"staff answers {name}: {word}{'' if why is None else ' on behalf'}")
    run.desk(
        lambda world: services.by_staff(world, holder, submission, name, given, on_behalf=why),
        (*REFUSALS, Invalid) if step.amend else REFUSALS,  # of naming others who have answered
    )


def _publishes(run: Run, loaded: Loaded, _holder: Holder, more: str | None = None) -> None:
    """A new version, with other people in its roles, and perhaps a seat more; surely one of `more`."""
    key = publish.Key("program", loaded.pinned.id)
    newest = run.town.true.definitions.get(key)[key]
    document = programs.with_others(newest.text, run.chance, more)
    holders = {role: [each["email"] for each in held] for role, held in document.get("roles", {}).items()}
    run.tell(f"staff publishes other holders of roles: {holders}")
    run.desk(lambda world: publish.publish(world, document, by="staff@concord.example"), ())
    run.published(document)


def makes_room(run: Run) -> None:
    """Withdraws what has a seat that somebody waits for, as its applicant wished; or adds a seat."""
    cases = [run.loaded(submission) for submission in run.submissions]
    waiting = [each for each in cases if _seat(each, there=False) is not None]
    if not waiting:
        return
    first = run.chance.choice(waiting)
    holder = Holder("demo", "staff@concord.example", first.community.id, "administrator")
    wanted = seats.option_of(first.live, first.case.answers)
    having = [each for each in cases if _seat(each, there=True) == wanted]
    if having and run.chance.random() < 0.5:
        _withdraws(run, run.chance.choice(having), holder)
    else:
        _publishes(run, first, holder, more=wanted)


def _seat(loaded: Loaded, *, there: bool) -> str | None:
    """The kind of seat that it has, or waits for; None where it doesn't."""
    seat = loaded.case.submission.seat
    return None if seat is None or seat.there != there else seat.option


def _why(run: Run) -> str:
    """A reason, which everything wants that may surprise somebody."""
    return answers.typed(run.chance, 3)
