import msgspec

from chalicelib.domain import errors, events, messages, steps
from chalicelib.domain.definitions import Outcome, Party, Program, Step
from chalicelib.language import labels, refusals
from chalicelib.language.reader import reader
from tests.domain.examples import EXCHANGE
from tests.domain.examples import program as example

ENGLISH = reader("en", "UTC")


def test_every_ready_answer_has_its_words() -> None:
    """Buttons and receipts of the ready sets are labelled, each of their answers and no other."""
    offered = {name: set(answers) for name, answers in steps.READY.items()}

    assert {name: set(words) for name, words in labels.ANSWERS.items()} == offered
    assert {name: set(words) for name, words in labels.ANSWERED.items()} == offered


def test_own_answers_have_the_definitions_label() -> None:
    """A step's own map of answers brings the words."""
    step = Step(
        step="decide",
        ask=Party(role="coordinator"),
        answers={"offer": Outcome(label={"en": "Offer a place", "ja": "受け入れる"})},
    )

    assert labels.answer(step, "offer", ENGLISH) == "Offer a place"
    assert labels.answer(step, "offer", reader("ja", "UTC")) == "受け入れる"


def test_ready_answers_read_as_buttons() -> None:
    """What people press says what it means."""
    step = Step(step="confirm", ask="applicant", answers="confirm")

    assert labels.answer(step, "yes", ENGLISH) == "Yes, this is my address"
    assert labels.answered(step, "yes", ENGLISH) == "Address confirmed"


def test_every_message_has_a_name() -> None:
    """The status page lists each message by what it is about."""
    assert tuple(labels.MESSAGES) == messages.TEMPLATES


def test_every_state_that_an_event_leads_to_has_words() -> None:
    """States are told in words, and an accepted registration is called so."""
    ends = {events.type_of(event()) for event in (events.Accepted, events.Declined, events.Expired)}

    assert ends < set(labels.STATES)
    assert labels.state("accepted", ENGLISH, kind="registration") == "Registered"
    assert labels.state("accepted", ENGLISH) == "Accepted"


def test_party_is_a_word_and_never_a_name(program: Program) -> None:
    """Who waits is told what somebody is, not who."""
    told = [
        labels.party(program, party, ENGLISH) for party in ("applicant", "coordinator.0", "teacher_email")
    ]

    assert told == ["the applicant", "the coordinator", "“Your teacher's address”"]


def test_person_of_a_group_has_a_number() -> None:
    """Of several parents, which one; nobody else is counted, though a role has several holders."""
    exchange = example(document=EXCHANGE)
    told = [
        labels.person(exchange, party, ENGLISH)
        for party in ("guardians.0", "guardians.1", "teacher_email", "reviewer.1", "applicant")
    ]

    assert told == ["“Guardians” (1)", "“Guardians” (2)", "“Teacher”", "a reviewer", "the applicant"]


def test_roles_that_programs_share_have_words(program: Program) -> None:
    """Who is told by role alone, asked by no step, is called so as well; and the community itself."""
    seats = dict.fromkeys(("committee", "clerk", "registrar", "host"), ())
    wider = msgspec.structs.replace(program, roles=seats)
    told = [labels.party(wider, party, ENGLISH) for party in (*(f"{role}.0" for role in seats), "desk")]

    assert told == ["the committee", "the city clerk", "the registration desk", "host", "the desk"]


def test_every_refusal_has_its_sentence() -> None:
    """Each exception of the domain is told in words of its own."""
    refused = [
        errors.Unavailable(),
        errors.TooManyRequests(9),
        errors.Conflict(),
        errors.Unknown("x"),
        errors.Invalid([errors.Fault("", "required")]),
        errors.NotOpen("upcoming"),
        errors.KeyReused(),
        errors.UnknownAnswer(["approve", "decline"]),
        errors.AskClosed("expired", "in_progress"),
        errors.Ended("declined"),
        errors.TooLate(),
        errors.NotAuthenticated(),
        errors.NotAllowed(),
        errors.Another("email", "x"),
    ]

    assert {type(each) for each in refused} == set(errors.ConcordError.__subclasses__())
    told = [refusals.explain(each, ENGLISH) for each in refused]
    assert len(set(told)) == len(told)
    assert refusals.PLAIN["error"] not in told
    assert told[7] == "Choose one of the answers: approve or decline."


def test_every_role_of_the_catalogue_has_words_of_its_own() -> None:
    """In each language: none goes by the id that its program has for it."""
    from infra.local.catalogue import catalogue

    roles = {
        role for kind, document in catalogue() if kind == "program" for role in document.get("roles", {})
    }

    assert sorted(roles - labels.ROLES.keys()) == []
