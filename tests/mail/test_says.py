"""What each message says, read as its reader reads it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest

from chalicelib.domain import steps
from chalicelib.domain.definitions import Capacity, Party, in_turn
from chalicelib.domain.fields.language import Language
from chalicelib.mail.compose import compose
from chalicelib.mail.occasion import Occasion
from tests.mail.occasions import (
    TEACHER,
    all_occasions,
    confirmed,
    content,
    exchange,
    offered,
    registered,
    reviewed,
    text,
)
from tests.mail.story import EXCHANGE, FAMILY, FESTIVAL, PROGRAM, SEATED, STAFF, Story

DEADLINE = "Thursday, November 26, 2026, 4:08 PM (Mountain Standard Time)"


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


def test_confirm_says_that_named_people_are_asked_next() -> None:
    """Who has named parents hears that they are written to, before anybody decides; by no name of theirs."""
    said = text(exchange().occasion("confirm"))

    assert "When you have confirmed it, we ask the people whom you have named" in said
    assert "Yamada" not in said
    assert "people who decide" in text(exchange(guardians=[]).occasion("confirm"))


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


def test_asked_says_that_there_is_something_to_fill_in() -> None:
    """Who has a form before them knows so before they open the page; words alone are none."""
    guardian = text(exchange().answer("confirm.applicant.1", "yes").occasion("asked", "guardians.0"))
    reader = text(reviewed().occasion("asked", "reviewer.0"))

    assert "There are a few questions to fill in with your answer." in guardian
    assert "You can answer “I agree” or “I do not agree”." in guardian
    assert "There are a few questions to fill in with your answer." in reader
    assert "You can answer" not in reader
    assert "fill in" not in text(confirmed().occasion("asked"))


def test_asked_in_a_group_is_told_under_which_question() -> None:
    """A parent learns as what the address was given, and has a link to say that it is not meant."""
    said = text(exchange().answer("confirm.applicant.1", "yes").occasion("asked", "guardians.1"))

    assert "gave this address under “Parents or guardians”" in said
    ask = re.findall(r"https://concord.example/asks/(\S+)", said)
    assert re.findall(r"https://concord.example/stop/(\S+)", said) == ask
    assert "reply to this message" not in said


@pytest.mark.parametrize("template", ["asked", "answered", "reminded", "extended", "not_needed"])
def test_reader_who_is_blind_is_told_no_name(template: str) -> None:
    """Who judges without names has none in the mail either, nor what the applicant is called."""
    occasion = {
        "asked": reviewed,
        "answered": lambda: reviewed().answer("review.reviewer.0.1", "submit"),
        "reminded": lambda: reviewed().wait(14),
        "extended": lambda: reviewed().extend("review.reviewer.0.1", days=30),
        "not_needed": lambda: reviewed().withdraw(),
    }[template]().occasion(template, "reviewer.0")
    whole = compose(occasion).as_string() + text(occasion) + content(compose(occasion), "html")

    assert [name for name in ("Yamada", "Hana", "family.example") if name in whole] == []


def test_named_person_knows_the_applicant_as_people_call_them() -> None:
    """A parent who has answered is told of the child by the name on the page; a role by the full name."""
    parent = text(reviewed().occasion("answered", "guardians.0"))
    desk = text(offered().occasion("answered", "coordinator.0"))

    assert "It was about “Youth exchange” and Hana." in parent
    assert "It was about “Youth exchange” and Hanako Yamada." in desk


def test_name_that_is_sensitive_is_in_no_mail() -> None:
    """What is sensitive is never mailed, whoever reads it."""
    (page,) = EXCHANGE.form
    fields = tuple(
        msgspec.structs.replace(field, sensitive=True) if field.id == "nickname" else field
        for field in page.fields
    )
    private = msgspec.structs.replace(EXCHANGE, form=(msgspec.structs.replace(page, fields=fields),))
    story = Story(pinned=private).submit(nickname="Hana").answer("confirm.applicant.1", "yes")
    story.answer("review.reviewer.0.1", "submit").answer("review.reviewer.1.1", "submit")

    for occasion in (story.occasion("confirmed"), story.occasion("asked", "coordinator.0")):
        assert "Hana" not in text(occasion)


def test_reminded_says_until_when_and_has_the_same_link() -> None:
    """The reminder's link is the same ask's: who has lost the first message needs nothing else."""
    story = exchange().answer("confirm.applicant.1", "yes")
    first = text(story.occasion("asked", "guardians.0"))
    again = text(story.wait(7).occasion("reminded", "guardians.0"))

    assert "is still waiting for your answer" in again
    assert "Please answer by Monday, December 7, 2026, 4:08 PM (Mountain Standard Time)." in again
    assert re.findall(r"https://\S+", again) == re.findall(r"https://\S+", first)


def test_reminded_of_the_address_asks_to_confirm_it() -> None:
    """Who has not confirmed is reminded of that, and of what to do if it was somebody else."""
    occasion = exchange().wait(2).occasion("reminded")
    said = text(occasion)

    assert (
        str(compose(occasion)["Subject"]) == "Youth exchange: your address is not confirmed yet [ABCD-3F9H]"
    )
    assert "please confirm that the address is yours" in said
    assert f"by {DEADLINE}" in said
    assert "ignore this message" in said


def test_extended_says_until_when() -> None:
    """More time, the new deadline with its zone, and the link."""
    story = exchange().answer("confirm.applicant.1", "yes").extend("consent.guardians.0.1", days=30)
    said = text(story.occasion("extended"))

    assert "International gives you more time for your answer about the form “Youth exchange”" in said
    assert "Please answer by Wednesday, December 23, 2026, 4:08 PM (Mountain Standard Time)." in said
    assert "ill" not in said.split()


def test_not_needed_gives_no_reason() -> None:
    """That it is over, and nothing of how, why or by whom."""
    said = text(reviewed().withdraw(by=STAFF).occasion("not_needed", "reviewer.0"))

    assert "It is no longer needed." in said
    assert "withdrawn" not in said
    assert "moved" not in said


def test_recused_says_who_and_why_and_what_can_be_done() -> None:
    """Another coordinator learns it; while others are asked there is more to be done than afterwards."""
    story = reviewed().recuse("review.reviewer.0.1", "I know them, see www.pills.example")
    waiting = text(story.occasion("recused", "coordinator.0"))
    over = text(story.recuse("review.reviewer.1.1", "Ill.").occasion("recused", "coordinator.0"))

    assert waiting.startswith("Hello Exchange desk,\n")
    assert "First reader, asked as a reviewer, cannot answer a question" in waiting
    assert "The reason given is: \u2068I know them, see www․pills․example\u2069" in waiting
    assert "can still answer it" in waiting
    assert "can still answer it" not in over
    assert "Yamada" not in waiting + over


def test_recused_where_nobody_else_coordinates_goes_to_the_community() -> None:
    """The only coordinator can't answer: the organisation is told, at its own address."""
    occasion = confirmed().recuse("decide.coordinator.0.1", "On leave.").occasion("recused")

    assert str(compose(occasion)["To"]).endswith("<desk@concord.example>")
    assert "Protocol desk, asked as the coordinator" in text(occasion)
    assert "open the step once more" in text(occasion)


def test_disowned_says_which_address_and_how_to_mend_it() -> None:
    """The applicant recognises the address, and nothing in it becomes a link."""
    story = exchange().answer("confirm.applicant.1", "yes").disown("consent.guardians.1.1")
    said = text(story.occasion("disowned"))

    assert "under “Parents or guardians” (\u2068y…(at)family․example\u2069) belongs to somebody else" in said
    assert "you can change your answers" in said
    assert "“Parents or guardians” has to answer by Monday, December 7, 2026, 4:08 PM" in said


def test_disowned_too_late_to_amend_asks_for_a_reply() -> None:
    """Once answers can't be changed on the page any more, people change them."""
    early = msgspec.structs.replace(EXCHANGE, amend_until="consent")
    story = Story(pinned=early).submit(guardians=FAMILY).answer("confirm.applicant.1", "yes")
    said = text(story.disown("consent.guardians.1.1").occasion("disowned"))

    assert "you can change your answers" not in said
    assert "Please reply to this message" in said


def test_amended_names_questions_and_no_answers() -> None:
    """What was changed by its label; not to what, and nothing of what is sensitive."""
    said = text(exchange().amend(nickname="Planted", allergies="Nuts").occasion("amended"))
    only = text(exchange().amend(allergies="Nuts").occasion("amended"))

    assert "There are new answers to “What you are called”." in said
    assert "There are new answers" not in only
    assert [word for word in ("Planted", "Nuts", "Allergies") if word in said + only] == []
    assert "If it was not you" in said


def test_reopened_says_who_is_asked_next() -> None:
    """It goes on; who is asked now is a word, and the applicant is “you”."""
    declined = confirmed().answer("decide.coordinator.0.1", "refuse")
    said = text(declined.reopen("decide").occasion("reopened"))
    own = text(declined.reopen("accept").occasion("reopened"))

    assert "We look at your application for “Delegation visit” once more." in said
    assert "an answer is needed from the coordinator" in said
    assert "an answer is needed from you" in own
    assert "appeal" not in said


def test_withdrawn_says_by_whom() -> None:
    """By the applicant's own wish, or by the organisation; the reason is in neither."""
    own, staff = reviewed().withdraw(), reviewed().withdraw(by=STAFF)

    assert "As you wished" in text(own.occasion("withdrawn"))
    assert "Colorado Springs Sister Cities International has withdrawn" in text(staff.occasion("withdrawn"))
    assert "moved" not in text(own.occasion("withdrawn")) + text(staff.occasion("withdrawn"))


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("applicant", "As you wished, we erase"),
        (STAFF, "Colorado Springs Sister Cities International erases"),
        ("concord", "The time for which we keep"),
    ],
)
def test_erased_is_a_goodbye_with_nothing_left_in_it(by: str, said: str) -> None:
    """What goes, what remains, and no link: there is nothing to open any more."""
    occasion = offered().erase(by=by).occasion("erased")

    assert said in text(occasion)
    assert "What remains is that there was a form with the reference ABCD-3F9H" in text(occasion)
    assert text(occasion).startswith("Hello,\n")
    assert str(compose(occasion)["To"]) == "hanako@city.example"
    assert "https://" not in text(occasion)


def test_code_stands_alone_and_not_in_the_subject() -> None:
    """Six digits, for what, how long; the subject, which shows on locked screens, has none of them."""
    for story, purpose in (
        (exchange().status_code(), "for the page that shows where your form “Youth exchange” stands"),
        (offered().code("offer.applicant.1", "accept"), "for your answer about “Youth exchange”"),
    ):
        message, said = compose(story.occasion("code")), text(story.occasion("code"))
        (digits,) = [line for line in said.splitlines() if re.fullmatch(r"\d{6}", line)]

        assert purpose in said
        assert "30 minutes, until Monday, November 23, 2026, 4:38 PM (Mountain Standard Time)" in said
        assert "Nobody from us will ever ask you for it." in said
        assert digits not in str(message["Subject"])
        assert f'font-size:34px;font-weight:bold;letter-spacing:6px">{digits}</div>' in content(
            message, "html"
        )


def test_links_lists_what_is_alive_at_the_address() -> None:
    """The status link for who applied, questions for who is asked, of each submission that was found."""
    own, asked = reviewed(), exchange().answer("confirm.applicant.1", "yes")
    alive = (own.alive("hanako@city.example"), asked.alive("taro@family.example"))
    said = text(own.links().occasion("links", alive=alive))

    assert said.count("“Youth exchange”, reference ABCD-3F9H") == 2
    assert "Where your form stands (In progress):" in said
    assert "waits for your answer, until Monday, December 7, 2026, 4:08 PM (Mountain Standard Time):" in said
    assert (said.count("/status/"), said.count("/asks/")) == (1, 1)
    assert "Yamada" not in said


def test_links_of_the_first_come_where_a_second_was_refused() -> None:
    """What happened is said before the link of the one that stands."""
    story = reviewed()
    said = text(story.refused_second().occasion("links", alive=(story.alive("hanako@city.example"),)))

    assert "has sent the form of “Youth exchange” once more" in said
    assert "asked on our site for the links" not in said
    assert said.count("/status/") == 1


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


def test_confirm_of_a_registration_with_seats_promises_none() -> None:
    """Whether there is one is known once the address is confirmed."""
    said = text(Story(pinned=SEATED).submit().occasion("confirm"))

    assert "we look for a seat for you" in said
    assert "your registration is complete" not in said


def test_waitlisted_says_what_follows_and_offered_until_when() -> None:
    """Nothing has to be done; then a seat is held, for a week."""
    waiting, offer = registered().seat("wait"), registered().seat("wait").seat("grant")

    said = text(waiting.occasion("waitlisted"))
    assert "so you are on the waitlist. You do not have to do anything." in said
    assert "The program starts on Saturday, May 15, 2027, 10:00 AM" in said
    said = text(offer.occasion("offered"))
    assert "There is a seat for you in “Cultural festival”." in said
    assert "Please answer by Monday, November 30, 2026, 4:08 PM (Mountain Standard Time)." in said
    assert "You can answer “Yes, I accept” or “No, thank you”." in said


def test_end_without_a_seat_says_that_there_was_none() -> None:
    """All were taken, or the program starts."""
    refused = text(registered().seat("refuse").occasion("declined"))
    started = text(registered().seat("wait").wait(200).occasion("expired"))

    assert "All seats are taken, and there is no waitlist." in refused
    assert "“Cultural festival” starts, and with that the waitlist has ended." in started


def kinds_of(occasion: Occasion) -> list[str]:
    """The links that a message has, by kind, in their order: what may be done from it and no more."""
    template, ask = occasion.message.template, occasion.ask
    if template == "links":
        return [kind for each in occasion.alive for kind in ["status"] * each.own + ["asks"] * len(each.asks)]
    asks = ["asks"] if template in ("confirm", "asked", "offered", "reminded", "extended", "answered") else []
    named = ask is not None and steps.is_named(steps.find(occasion.pinned, ask.step))
    stop = ["stop"] if named and template in ("asked", "reminded", "extended") else []
    status = ["status"] if occasion.message.to == "applicant" and template != "erased" else []
    return asks + stop + status


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
    assert str(message["Subject"]).startswith(
        ("Delegation visit: ", "Cultural festival: ", "Youth exchange: ", "Art exhibit: ")
    )
    assert "You get this message because" in plain
    assert lines[-2:] == ["Colorado Springs Sister Cities International", "desk@concord.example"]
    links = [line for line in lines if line.startswith("https://concord.example/")]
    kinds = [link.split("/")[3] for link in links if "/programs/" not in link]
    assert kinds == kinds_of(occasion)
    personal = "asks" in kinds or occasion.message.template == "links"
    assert ("The links in this message are meant for you alone" in plain) == personal
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

    for line in content(message, "plain").translate({0x2068: None, 0x2069: None}).splitlines():
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


def test_language_that_there_is_not_leaves_no_date_in_it() -> None:
    """Who wishes for Chinese of a program in English and Japanese gets all of the message in English."""
    field = Language(id="teacher_language", label="Language of the letters")
    page = msgspec.structs.replace(PROGRAM.form[0], fields=(*PROGRAM.form[0].fields, field))
    story = Story(pinned=msgspec.structs.replace(PROGRAM, form=(page,))).submit(
        full_name="Hanako Yamada", **TEACHER, teacher_language="zh-Hant"
    )

    message = compose(story.answer("confirm.applicant.1", "yes").occasion("asked"))

    assert message["Content-Language"] == "en"
    assert "Please answer by Monday, December 7, 2026, 4:08 PM" in content(message, "plain")


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


def test_reminder_of_an_offer_says_that_a_seat_is_held() -> None:
    """And so does the word that there is more time."""
    reminded = registered().seat("wait").seat("grant").wait(5)
    extended = registered().seat("wait").seat("grant").extend("_offer.applicant.1", days=9)

    for said in (text(reminded.occasion("reminded")), text(extended.occasion("extended"))):
        assert "Until then, we hold a seat for you. After that, it goes to somebody else." in said


def test_missed_offer_says_what_becomes_of_the_seat() -> None:
    """After its days, and at the start of the program: whoever had a seat offered is not told of none."""
    missed, late = registered().seat("wait").seat("grant").wait(8), registered().seat("wait").wait(170)
    late.seat("grant").wait(5)

    assert "The seat that was held until then goes to somebody else." in text(missed.occasion("expired"))
    said = text(late.occasion("expired"))
    assert "no answer about the seat that we held for you has reached us" in said
    assert "no seat became yours" not in said
    assert "you can send the form again" not in said


def test_who_finds_no_seat_of_several_kinds_is_told_so() -> None:
    """Of another kind there may be some."""
    capacity = Capacity(by="tour", of={"": 0, "hill": 3})
    tours = msgspec.structs.replace(SEATED, capacity=capacity, waitlist=False)
    story = Story(pinned=tours).submit().answer("confirm.applicant.1", "yes").seat("refuse")

    assert "All seats of the kind that you chose are taken" in text(story.occasion("declined"))
