"""What each message says, read as its reader reads it."""

from __future__ import annotations

from email.message import EmailMessage
from html.parser import HTMLParser

import msgspec
import pytest

from chalicelib.domain import steps
from chalicelib.domain.definitions import Party, in_turn
from chalicelib.mail.compose import compose
from chalicelib.mail.occasion import Occasion
from tests.mail.story import FESTIVAL, PROGRAM, Story

TEACHER = {"teacher_email": "teacher@school.example", "teacher_name": "Mr. Rivera"}
DEADLINE = "Thursday, November 26, 2026, 4:08 PM (Mountain Standard Time)"


def text(occasion: Occasion) -> str:
    """The plain text."""
    return content(compose(occasion), "plain")


def content(message: EmailMessage, kind: str) -> str:
    """One of the two parts, decoded."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def confirmed(**answers: str) -> Story:
    """An application whose address is confirmed."""
    return Story().submit(**answers).answer("confirm.applicant.1", "yes")


def test_confirm_asks_the_stranger_and_says_until_when() -> None:
    """What was sent, to whom, until when with its zone, what follows; and if it was somebody else."""
    said = text(Story().submit().occasion("confirm"))

    assert "Delegation visit" in said
    assert "Colorado Springs Sister Cities International" in said
    assert f"by {DEADLINE}" in said
    assert "ignore this message" in said
    assert "people who decide" in said
    assert "Reference: ABCD-3F9H" in said
    assert said.startswith("Hello,\n")


def test_confirm_of_a_registration_says_that_it_is_complete_then() -> None:
    """Who registers for a festival is asked for nothing else."""
    said = text(Story(pinned=FESTIVAL).submit().occasion("confirm"))

    assert "When you have confirmed it, your registration is complete" in said
    assert "decide" not in said


def test_confirmed_says_who_is_asked_next() -> None:
    """The applicant learns who has to answer now: as a word, never by name or address."""
    said = text(confirmed().occasion("confirmed"))

    assert said.startswith("Hello Hanako Yamada,\n")
    assert "an answer is needed from the coordinator" in said
    assert "visits@concord.example" not in said
    assert "Protocol desk" not in said


def test_asked_role_is_told_who_applies_and_what_can_be_answered() -> None:
    """A holder of a role sees the applicant's name and the step's own answers."""
    said = text(confirmed().occasion("asked"))

    assert said.startswith("Hello Protocol desk,\n")
    assert "Hanako Yamada has sent the form “Delegation visit”" in said
    assert "“Offer a visit” or “Refuse”" in said
    assert "There is no deadline" in said
    assert "do not forward" in said


def test_asked_person_is_told_in_which_field_the_address_was_given() -> None:
    """A person named by an applicant learns why, until when, and what to do if it is not meant for them."""
    said = text(confirmed(**TEACHER).occasion("asked"))

    assert said.startswith("Hello,\n")
    assert "gave this address under “Teacher's address”" in said
    assert "Please answer by Monday, December 7, 2026, 4:08 PM (Mountain Standard Time)." in said
    assert "If this is not meant for you" in said


def test_asked_applicant_has_both_links() -> None:
    """A question to the applicant bears the link that asks, and the one that shows where things stand."""
    occasion = confirmed().answer("decide.coordinator.0.1", "offer").occasion("asked", "applicant")
    said = text(occasion)

    assert "“Yes, I accept” or “No, thank you”" in said
    assert said.count("/asks/") == 1
    assert said.count("/status/") == 1


def test_answered_says_what_and_when() -> None:
    """Who answered has a receipt, with the link that shows it."""
    story = confirmed(**TEACHER).answer("vouch.teacher_email.1", "agree")
    said = text(story.occasion("answered"))

    assert said.startswith("Hello Mr. Rivera,\n")
    assert "You answered “Agreed” on Monday, November 23, 2026, 4:08 PM (Mountain Standard Time)" in said
    assert "Hanako Yamada" in said
    assert "/asks/" in said


def test_answered_on_behalf_says_who_did() -> None:
    """Who did not answer in person is told that somebody else did, and how to object."""
    story = confirmed().answer("decide.coordinator.0.1", "offer", by="token:t1")
    said = text(story.occasion("answered"))

    assert (
        "Colorado Springs Sister Cities International has noted this answer for you: “Offer a visit”" in said
    )
    assert "If this is not your answer" in said
    assert "telephoned" not in said


def test_accepted_application_is_good_news() -> None:
    """An accepted application is told in the first sentence."""
    story = confirmed().answer("decide.coordinator.0.1", "offer").answer("accept.applicant.1", "accept")

    assert "Good news: your application for “Delegation visit” is accepted." in text(
        story.occasion("accepted")
    )


def test_accepted_registration_says_when_it_is() -> None:
    """Who is registered learns the dates of the newest version, with a zone where there is a time."""
    live = msgspec.structs.replace(FESTIVAL, ends="2027-05-17")
    story = Story(pinned=FESTIVAL, live=live).submit().answer("confirm.applicant.1", "yes")
    said = text(story.occasion("accepted"))

    assert "You are registered for “Cultural festival”." in said
    assert (
        "It begins on Saturday, May 15, 2027, 10:00 AM (Mountain Daylight Time)"
        " and ends on Monday, May 17, 2027." in said
    )


def test_declined_is_kind_and_invents_no_reason() -> None:
    """The decision, that we are sorry, and how to ask; the note of who decided is in no message."""
    said = text(confirmed().answer("decide.coordinator.0.1", "refuse").occasion("declined"))

    assert "We are sorry that we cannot accept it." in said
    assert "please reply to this message" in said


def test_declined_by_a_deadline_says_whose_answer_was_missing() -> None:
    """An application that a reference came too late for is told so: as a word, never by name."""
    said = text(confirmed(**TEACHER).wait(20).occasion("declined"))

    assert "An answer that was needed from “Teacher” did not come by Monday, December 7, 2026" in said
    assert "Rivera" not in said


def test_declined_by_the_applicant_regrets_nothing() -> None:
    """Who declines an offer is thanked for saying so."""
    story = confirmed().answer("decide.coordinator.0.1", "offer").answer("accept.applicant.1", "decline")
    said = text(story.occasion("declined"))

    assert "As you answered, this ends here." in said
    assert "sorry" not in said


def test_expired_unconfirmed_says_how_to_begin_again() -> None:
    """An address that was not confirmed in time: nobody was asked, and where the form is."""
    said = text(Story().submit().wait(4).occasion("expired"))

    assert f"was not confirmed by {DEADLINE}" in said
    assert "https://concord.example/programs/delegation-visit" in said.splitlines()
    assert "If it was not you" in said


def test_expired_after_closing_sends_nobody_to_a_closed_form() -> None:
    """The form is offered again only while it is open."""
    closed = msgspec.structs.replace(PROGRAM, closes="2026-11-24")
    said = text(Story(live=closed).submit().wait(4).occasion("expired"))

    assert "/programs/" not in said
    assert "please reply to this message" in said


def test_expired_offer_names_the_missing_answer() -> None:
    """Who was offered a visit and did not answer is told which answer was missing, without blame."""
    said = text(confirmed().answer("decide.coordinator.0.1", "offer").wait(9).occasion("expired"))

    assert "An answer from you was needed by Monday, November 30, 2026" in said


def all_occasions() -> list[Occasion]:
    """At least one occasion of every template, to strangers and to people who are known."""
    asked = confirmed(**TEACHER)
    vouched = confirmed(**TEACHER).answer("vouch.teacher_email.1", "agree")
    offered = confirmed().answer("decide.coordinator.0.1", "offer")
    festival = Story(pinned=FESTIVAL).submit().answer("confirm.applicant.1", "yes")
    return [
        Story().submit().occasion("confirm"),
        asked.occasion("confirmed"),
        asked.occasion("asked"),
        vouched.occasion("asked"),
        vouched.occasion("answered"),
        offered.occasion("asked", "applicant"),
        offered.answer("accept.applicant.1", "accept").occasion("accepted"),
        festival.occasion("accepted"),
        confirmed().answer("decide.coordinator.0.1", "refuse").occasion("declined"),
        Story().submit().wait(4).occasion("expired"),
    ]


@pytest.mark.parametrize(
    "occasion", all_occasions(), ids=lambda each: f"{each.message.template}-{each.id[-3:]}"
)
def test_message_has_what_every_message_has(occasion: Occasion) -> None:
    """Reference, organisation, why; the applicant's status link, an ask's own, each alone on its line."""
    message = compose(occasion)
    plain, html = content(message, "plain"), content(message, "html")
    lines = plain.splitlines()

    assert "Reference: ABCD-3F9H" in plain
    assert "[ABCD-3F9H]" in message["Subject"]
    assert str(message["Subject"]).startswith(("Delegation visit: ", "Cultural festival: "))
    assert "You get this message because" in plain
    assert lines[-2:] == ["Colorado Springs Sister Cities International", "desk@concord.example"]
    links = [line for line in lines if line.startswith("https://concord.example/")]
    assert (sum("/status/" in link for link in links) == 1) == (occasion.message.to == "applicant")
    assert (sum("/asks/" in link for link in links) == 1) == (occasion.message.ask is not None)
    assert ("do not forward" in plain) == (occasion.message.ask is not None)
    assert plain.count("https://") == len(links)
    assert all(f'href="{link}"' in html for link in links)
    assert html.count("display:inline-block") <= 1
    assert '<html lang="en" dir="ltr">' in html
    assert "PLANTED-ANSWER" not in plain + html + message.as_string()


@pytest.mark.parametrize(
    "occasion", all_occasions(), ids=lambda each: f"{each.message.template}-{each.id[-3:]}"
)
def test_both_parts_say_the_same(occasion: Occasion) -> None:
    """Who reads the plain text misses nothing that the HTML says."""

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.said = ""

        def handle_data(self, data: str) -> None:
            self.said += data

    message = compose(occasion)
    reader = Words()
    reader.feed(content(message, "html"))
    said = " ".join(reader.said.split())

    for line in content(message, "plain").splitlines():
        assert line.strip(" -").lstrip("-") in said, line


def test_language_is_the_partys_own() -> None:
    """A role's holder is written to in the holder's language; the program's texts are in it too."""
    confirm, _, decide, _ = steps.workflow(PROGRAM)
    partner = msgspec.structs.replace(
        PROGRAM,
        workflow=in_turn(confirm, msgspec.structs.replace(decide, ask=Party(role="partner"))),
    )
    story = Story(pinned=partner).submit(language="en").answer("confirm.applicant.1", "yes")

    message = compose(story.occasion("asked"))

    assert message["Content-Language"] == "ja"
    assert "公式訪問" in message["Subject"]
    assert "受け入れる" in content(message, "plain")
    assert '<html lang="ja" dir="ltr">' in content(message, "html")
    assert compose(story.occasion("confirmed"))["Content-Language"] == "en"


def test_applicant_is_written_to_in_the_submissions_language() -> None:
    """The language that the form was sent in."""
    message = compose(Story().submit(language="ja").occasion("confirm"))

    assert message["Content-Language"] == "ja"
    assert "公式訪問" in content(message, "plain")
    assert "2026年11月26日(木) 16:08" in content(message, "plain")


def test_rendering_twice_says_the_same() -> None:
    """A second copy of a message is recognised as one."""
    occasion = confirmed().occasion("asked")
    first, second = compose(occasion), compose(occasion)

    assert content(first, "plain") == content(second, "plain")
    assert content(first, "html") == content(second, "html")
    assert dict(first.items()).keys() == dict(second.items()).keys()
