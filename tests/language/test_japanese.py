"""Everything that a Japanese reader gets is Japanese: letters, pages, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from operator import itemgetter
from typing import Any

import msgspec
import pytest
from bs4 import BeautifulSoup

from chalicelib.domain import steps
from chalicelib.domain.definitions import Person, in_turn
from chalicelib.language.catalogue import LOCALES, translations
from chalicelib.mail.compose import compose
from chalicelib.mail.occasion import Occasion
from chalicelib.services import submit
from infra import texts
from infra.local import forms
from infra.local.catalogue import catalogue
from tests.mail.story import COMMUNITY, EXCHANGE, FESTIVAL, PROGRAM, STAFF, Story
from tests.web.site import Page, Site, flat

CATALOGUE = LOCALES / "ja" / "LC_MESSAGES" / "concord.po"
TEACHER = {"teacher_name": "鈴木", "teacher_email": "teacher@school.example"}
CONFIRM, VOUCH, DECIDE = "confirm.applicant.1", "vouch.teacher_email.1", "decide.coordinator.0.1"
MOTHER, FATHER, READER = "consent.guardians.0.1", "consent.guardians.1.1", "review.reviewer.0.1"

JAPANESE = msgspec.structs.replace(
    COMMUNITY, organisation={"en": "Association", "ja": "国際姉妹都市協会"}, languages=("ja", "en")
)
"""A community whose desk reads Japanese."""

NAMES = (
    "Colorado Springs Sister Cities International",
    "Sister Cities International",
    "Concord",
    "Nuevo Casas Grandes",
    "Canterbury-Bankstown",
    "Kranj",
    "YAMADA Hanako",
    "Protocol desk",
    "English",
    "JSON",
    "UTF",
    "SNS",
    "PDF",
    "MP3",
    "MP4",
    "JPEG",
    "PNG",
    "WebP",
    "MB",
    "Chickasaw",
    "Hmong Njua",
    "Tai Dam",
    "Torwali",
    "blo",
)
"""Names of people and bodies as they write themselves, the link to the page in English, loanwords, and the
languages for which CLDR has no Japanese name."""

_ELSEWHERE = re.compile(r"https?://\S+|[^\s（）]+(?:@|\(at\))[\w.․-]+|\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """The translation as gettext reads it, made again where the file is newer, as make does."""
    made = CATALOGUE.with_suffix(".mo")
    if not made.exists() or made.stat().st_mtime < CATALOGUE.stat().st_mtime:
        made.write_bytes(texts.compiled(CATALOGUE))
        translations.cache_clear()


def left(text: str) -> list[str]:
    """The words in Latin letters that are neither names nor addresses."""
    rest = _ELSEWHERE.sub(" ", text)
    for name in NAMES:
        rest = rest.replace(name, " ")
    return _WORD.findall(rest)


def test_english_that_is_left_is_found() -> None:
    """Names, addresses and references are no English; everything else is."""
    assert left("YAMADA Hanako 様 desk@concord.example（ABCD-3F9H）https://concord.example/asks/x.y") == []
    assert left("受付中。 Open until 2027年。") == ["Open", "until"]


def in_japanese(value: Any) -> Iterator[str]:
    """Every Japanese text of a definition."""
    match value:
        case {"ja": str(text), "en": str()}:
            yield text
        case dict():
            for each in value.values():
                yield from in_japanese(each)
        case list():
            for each in value:
                yield from in_japanese(each)


@pytest.mark.parametrize(
    "document", [each for kind, each in catalogue() if kind == "program"], ids=itemgetter("id")
)
def test_program_of_the_catalogue_is_japanese(document: dict[str, Any]) -> None:
    """Every question, hint, button and statement, those of people who are asked included."""
    texts = list(in_japanese(document))

    assert len(texts) > 20
    assert {text: left(text) for text in texts if left(text)} == {}


def told(language: str = "ja", **changed: object) -> Story:
    """A confirmed application of which everybody is written to in Japanese."""
    program = msgspec.structs.replace(
        PROGRAM, roles={"coordinator": (Person(name="国際交流課", email="city@city.example", language="ja"),)}
    )
    story = Story(pinned=msgspec.structs.replace(program, **changed), community=JAPANESE)
    return story.submit(language=language, full_name="YAMADA Hanako", **TEACHER)


def exchanged(**changed: object) -> Story:
    """An application for the exchange, of which everybody is written to in Japanese."""
    roles = {
        role: tuple(
            msgspec.structs.replace(person, name=f"担当{number}", language="ja")
            for number, person in enumerate(people)
        )
        for role, people in EXCHANGE.roles.items()
    }
    story = Story(pinned=msgspec.structs.replace(EXCHANGE, roles=roles, **changed), community=JAPANESE)
    parents = [
        {"name": "山田太郎", "email": "taro@family.example"},
        {"name": "山田由紀", "email": "yuki@family.example"},
    ]
    return story.submit(language="ja", full_name="YAMADA Hanako", nickname="花子", guardians=parents)


def asked_parents(**changed: object) -> Story:
    """The same, when the parents are asked."""
    return exchanged(**changed).answer(CONFIRM, "yes")


def asked_readers() -> Story:
    """The same, when the readers are asked."""
    story = asked_parents()
    return story.answer(MOTHER, "agree").answer(FATHER, "agree")


def offered_a_place() -> Story:
    """The same, when a place is offered."""
    story = asked_readers()
    for number in range(2):
        story.answer(f"review.reviewer.{number}.1", "submit")
    return story.answer(DECIDE, "approve")


def letters() -> Iterator[tuple[str, Occasion]]:
    """Every message, with each of its ways to put things."""
    yield from letters_of_the_way()
    yield from letters_while_waiting()
    yield from letters_beside_the_way()


def letters_while_waiting() -> Iterator[tuple[str, Occasion]]:
    """Reminders, more time, and what is mailed for an answer."""
    place = "offer.applicant.1"
    yield "confirm, asks others then", exchanged().occasion("confirm")
    yield "remind of the confirmation", exchanged().wait(2).occasion("reminded")
    yield "more time to confirm", exchanged().extend(CONFIRM, days=9).occasion("extended")
    yield "remind somebody named", asked_parents().wait(7).occasion("reminded", "guardians.0")
    yield "more time for somebody named", asked_parents().extend(FATHER, days=30).occasion("extended")
    known = told().answer(CONFIRM, "yes").answer(VOUCH, "agree")
    yield "more time for a role that sees the name", known.extend(DECIDE, days=9).occasion("extended")
    yield "a role is to fill something in", asked_readers().occasion("asked", "reviewer.2")
    yield "a role has filled it in", asked_readers().answer(READER, "submit").occasion("answered")
    noted = asked_readers().answer(READER, "submit", by=STAFF)
    yield "noted what was filled in", noted.occasion("answered")
    yield "remind a role", asked_readers().wait(14).occasion("reminded", "reviewer.1")
    yield "more time for a role", asked_readers().extend(READER, days=30).occasion("extended")
    yield "the applicant is asked with a code", offered_a_place().occasion("asked", "applicant")
    yield "remind the applicant", offered_a_place().wait(5).occasion("reminded", "applicant")
    yield "more time for the applicant", offered_a_place().extend(place, days=9).occasion("extended")
    yield "a code to answer", offered_a_place().code(place, "accept").occasion("code")
    yield "a code for the status", exchanged().status_code().occasion("code")
    yield "not needed", asked_parents().withdraw().occasion("not_needed", "guardians.1")
    yield "not needed of a role", asked_readers().withdraw().occasion("not_needed", "reviewer.2")


def letters_beside_the_way() -> Iterator[tuple[str, Occasion]]:
    """What people do beside answering, and what staff do."""
    recused = asked_readers().recuse(READER, "知人のため。")
    yield "others can still answer", recused.occasion("recused", "coordinator.1")
    last = told().answer(CONFIRM, "yes").answer(VOUCH, "agree").recuse(DECIDE, "休暇中のため。")
    yield "nobody else can answer", last.occasion("recused", "desk")
    yield "not meant", asked_parents().disown(FATHER).occasion("disowned")
    bare = exchanged(workflow=EXCHANGE.workflow[1:]).disown(MOTHER)
    yield "not meant, unconfirmed", bare.occasion("disowned")
    yield "changed", asked_parents().amend(nickname="はな").occasion("amended")
    yield "changed what is sensitive", asked_parents().amend(allergies="卵").occasion("amended")
    lost, reader = asked_readers().links(), asked_readers().links(to="reviewer.0", ask=READER)
    yield "links", lost.occasion("links", alive=(lost.alive("hanako@city.example"),))
    yield "links of a reader", reader.occasion("links", alive=(reader.alive("one@readers.example"),))
    fresh = exchanged().links()
    yield "links to confirm", fresh.occasion("links", alive=(fresh.alive("hanako@city.example"),))
    refused = told().answer(CONFIRM, "yes").answer(VOUCH, "refuse")
    yield "opened once more", refused.reopen("vouch").occasion("reopened")
    yield "withdrawn", asked_readers().withdraw().occasion("withdrawn")
    yield "withdrawn, unconfirmed", exchanged().withdraw().occasion("withdrawn")
    yield "withdrawn by staff", asked_readers().withdraw(by=STAFF).occasion("withdrawn")
    yield "erased", asked_readers().erase().occasion("erased")
    yield "erased by staff", exchanged().erase(by=STAFF).occasion("erased")
    yield "erased in time", asked_readers().erase(by="concord").occasion("erased")


def letters_of_the_way() -> Iterator[tuple[str, Occasion]]:
    """What is mailed as one step follows another."""
    festival = Story(pinned=FESTIVAL).submit(language="ja", full_name="YAMADA Hanako")
    yield "confirm a registration", festival.occasion("confirm")
    yield "registered", festival.answer(CONFIRM, "yes").occasion("accepted")
    one_day = msgspec.structs.replace(FESTIVAL, starts="2027-05-15", ends="2027-05-15")
    story = Story(pinned=one_day).submit(language="ja", full_name="YAMADA Hanako")
    yield "registered for a day", story.answer(CONFIRM, "yes").occasion("accepted")

    sent = told()
    yield "confirm", sent.occasion("confirm")
    yield "never confirmed", deepcopy(sent).wait(4).occasion("expired")

    confirmed = told().answer(CONFIRM, "yes")
    yield "confirmed", confirmed.occasion("confirmed")
    yield "somebody named is asked", confirmed.occasion("asked")
    yield "declined by a deadline", deepcopy(confirmed).wait(20).occasion("declined")
    refused = deepcopy(confirmed).answer(VOUCH, "refuse")
    yield "declined", refused.occasion("declined")
    noted = deepcopy(confirmed).answer(VOUCH, "agree", by="token:desk")
    yield "answered on behalf", noted.occasion("answered")
    patient = [
        msgspec.structs.replace(step, on_timeout="expire") if step.step == "vouch" else step
        for step in steps.workflow(PROGRAM)
    ]
    late = told(workflow=in_turn(*patient)).answer(CONFIRM, "yes").wait(20)
    yield "expired by somebody named", late.occasion("expired")

    vouched = confirmed.answer(VOUCH, "agree")
    yield "somebody named has answered", vouched.occasion("answered")
    yield "a role is asked", vouched.occasion("asked", "coordinator.0")
    offered = vouched.answer(DECIDE, "offer")
    yield "a role has answered", offered.occasion("answered", "coordinator.0")
    yield "the applicant is asked", offered.occasion("asked", "applicant")
    yield "accepted", deepcopy(offered).answer("accept.applicant.1", "accept").occasion("accepted")
    yield (
        "declined by the applicant",
        deepcopy(offered).answer("accept.applicant.1", "decline").occasion("declined"),
    )
    yield "expired by the applicant", offered.wait(8).occasion("expired")


@pytest.mark.parametrize("occasion", [pytest.param(each, id=name) for name, each in letters()])
def test_letter_is_japanese(occasion: Occasion) -> None:
    """Subject, text and HTML; people who are known are addressed as 様, and deadlines bear their zone."""
    message = compose(occasion)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    said = re.sub("[\r\u2068\u2069]", "", text.get_content())
    shown = BeautifulSoup(html.get_content(), "html.parser").get_text(" ")

    assert left(str(message["Subject"])) == []
    assert left(said) == []
    assert left(shown) == []
    known = message["To"].addresses[0].display_name
    assert said.startswith(f"{known} 様\n" if known else "このメールをお受け取りの方へ\n")
    times = re.findall(r"\d:\d\d.{0,10}", said)
    assert [each for each in times if not re.match(r"\d:\d\d（アメリカ山地(標準|夏)時", each)] == []


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    """The pages of a whole journey and of everything beside the way, as a Japanese browser asks for them."""
    site, found = Site(), {}

    def get(target: str) -> Page:
        return site.get(target, accept_language="ja")

    def post(page: Page, values: dict[str, str]) -> Page:
        every = {**{name: each[-1] for name, each in page.values.items()}, **values}
        return site.post(page.target, every.items(), accept_language="ja")

    found["home"], found["city"], found["area"] = get("/"), get("/?city=kranj"), get("/?area=culture")
    for program in ("delegation-visit", "cultural-festival"):
        found[program] = get(f"/programs/{program}")
        wrong = {
            "full_name": "あ" * 200,
            "email": "a@",
            "adult": "no",
            "adults": "x",
            "visit_date": "2020-01-01",
        }
        found[f"{program}, wrong"] = post(found[program], wrong)
        found[f"{program}, a row more"] = post(found[program], {"add": "delegates"})

    answers = {name: each for name, each in forms.visit(site.now.date()).items() if not isinstance(each, str)}
    words = {"topic": "other", "topic_other": "交流", "acting_for": "own", "length_of_stay": "one_day"}
    words |= {
        "full_name": "山田",
        "position": "課長",
        "organisation": "市役所",
        "city": "市",
        "country": "日本",
    }
    words |= {
        "email": "a@city.example",
        "purpose": "交流",
        "visit_date": "2027-01-13",
        "interpreter": "needed",
    }
    rows = {"delegates": [{"name": "山田", "title": "課長"}]}
    whole = dict(flat({**answers, **words, **rows}))
    found["a page of a form"] = post(found["delegation-visit"], {"go": "1"})
    found["a page of a form, wrong"] = post(found["a page of a form"], {"go": "next"})
    found["the review of a form"] = post(found["delegation-visit"], {**whole, "go": "send"})
    sent = post(found["delegation-visit"], whole)
    found["sent"] = sent
    found["sent, a wrong address"] = post(sent, {"email": "a@"})

    journal: Any = site.stores.journal
    ((submission, _),) = journal.appended
    confirm, decide = site.link("ask", submission, CONFIRM), site.link("ask", submission, DECIDE)
    status = site.link("status", submission)
    found["confirm"], found["status, unconfirmed"] = get(confirm), get(status)
    found["confirm, nothing ticked"] = post(found["confirm"], {"answer": "yes"})
    found["confirm, receipt"] = post(found["confirm"], {"answer": "yes", "sure": "yes"})
    found["confirm, again"], found["sent, later"] = get(confirm), get(sent.target)
    found["decide"], found["status, confirmed"] = get(decide), get(status)
    found["decide, unsigned"] = post(found["decide"], {"answer": "approve"})
    found["decide, receipt"] = post(found["decide"], {"answer": "approve", "signed_by": "山田"})
    found["status, accepted"], found["sent, ended"] = get(status), get(sent.target)

    late = site.link("ask", site.visit(), CONFIRM)
    site.wait(days=5)
    found["too late"], found["no link"], found["no page"] = get(late), get("/sent/x"), get("/programs/none")
    found["from elsewhere"] = site.post(
        "/programs/delegation-visit", [], origin="https://elsewhere.example", accept_language="ja"
    )
    site.wait(days=400)
    found["closed"] = get("/programs/cultural-festival")
    return found


@pytest.fixture(scope="module")
def beside() -> dict[str, Page]:
    """The pages beside the way: how a program works, errands, links, and who is not meant or can't answer."""
    site, found = Site(), {}

    def get(target: str) -> Page:
        return site.get(target, accept_language="ja")

    def post(page: Page, **values: str) -> Page:
        every = {**{name: each[-1] for name, each in page.values.items()}, **values}
        return site.post(page.target, every.items(), accept_language="ja")

    for program in ("delegation-visit", "sister-city-agreement", "youth-exchange-fujiyoshida"):
        found[f"how {program} works"] = get(f"/programs/{program}/how-it-works")
        found[program] = get(f"/programs/{program}")
    found["links"] = get("/links")
    found["links, no address"] = post(found["links"], email="a@")
    found["links, sent"] = post(found["links"], email="a@city.example")

    answers = forms.exchange(site.now.date(), nickname="花子", full_name="山田花子", school="中学校")
    sent = submit.submit(site.world, submit.Form("youth-exchange-fujiyoshida", answers, language="ja"))
    submission = sent.case.submission.id
    status, confirm = site.link("status", submission), site.link("ask", submission, CONFIRM)
    post(get(confirm), answer="yes", sure="yes")
    for do in ("amend", "withdraw", "download", "erase"):
        found[do] = post(get(status), do=do)
        found[f"{do}, nothing typed"] = post(found[do])
        found[f"{do}, a wrong code"] = post(found[do], code=site.wrong_code(submission), signed_by="山田")
    signed = {"code": site.code(submission), "signed_by": "山田"}
    form = post(found["amend"], **signed)
    # The form itself is full of what the applicant typed.
    found["changed"] = post(form, nickname="はな", signed_by="山田")
    found["changed, nothing"] = post(form, nickname="はな", signed_by="山田")

    mother, father = (site.link("ask", submission, each) for each in (MOTHER, FATHER))
    found["guardian"], found["stop"] = get(mother), get(mother.replace("/asks/", "/stop/"))
    found["stop, nothing ticked"] = post(found["stop"])
    found["stop, receipt"] = post(found["stop"], sure="yes")
    found["guardian, later"], found["status"] = get(mother), get(status)
    found["guardian who fills nothing in"] = post(get(father), answer="agree")

    visit = site.visit(full_name="山田")
    post(get(site.link("ask", visit, CONFIRM)), answer="yes", sure="yes")
    decide = site.link("ask", visit, DECIDE)
    found["cannot"] = get(decide.replace("/asks/", "/cannot/"))
    found["cannot, nothing typed"] = post(found["cannot"])
    found["cannot, receipt"] = post(found["cannot"], sure="yes", reason="知人のため。")
    found["cannot, later"] = get(decide)

    old = site.link("ask", submission, FATHER, generation=0)
    found["old link"], found["fresh"] = get(old), get(old.replace("/asks/", "/fresh/"))
    found["fresh, sent"] = post(found["fresh"])
    post(get(status), do="withdraw")
    withdrawn = post(found["withdraw"], code=site.code(submission), signed_by="山田")
    found["withdrawn"], found["withdrawn, guardian"] = withdrawn, get(father)
    post(get(status), do="erase")
    found["erased"] = post(found["erase"], code=site.code(submission), signed_by="山田")
    return found


def test_pages_beside_the_way_are_japanese(beside: dict[str, Page]) -> None:
    """The same of these, and what is said of a drawing."""
    test_pages_are_japanese(beside)


def test_pages_beside_the_way_are_those_that_were_meant(beside: dict[str, Page]) -> None:
    """What is refused says so, and dead links are gone."""
    refused = {"nothing typed": 422, "a wrong code": 422, "no address": 422, "nothing ticked": 422}
    gone = {"guardian, later", "cannot, later", "old link", "withdrawn, guardian"}

    assert {name: page.status for name, page in beside.items()} == {
        name: 410
        if name in gone
        else 422
        if name == "guardian who fills nothing in"
        else refused.get(name.partition(", ")[2], 200)
        for name in beside
    }


def test_pages_are_japanese(pages: dict[str, Page]) -> None:
    """Titles, text, what only screen readers say, and what is wrong with a form."""
    found = {}
    for name, page in pages.items():
        soup = page.soup
        for style in soup.find_all("style"):
            style.decompose()
        spoken = " ".join(str(tag["aria-label"]) for tag in soup.find_all(attrs={"aria-label": True}))
        found[name] = left(f"{soup.get_text(' ')} {spoken}")

    assert {name: words for name, words in found.items() if words} == {}
    assert {page.soup.find("html")["lang"] for page in pages.values()} == {"ja"}  # type: ignore[index]


def test_pages_are_those_that_were_meant(pages: dict[str, Page]) -> None:
    """The journey went as its names say: otherwise it would prove little."""
    expected = {
        "wrong": 422,
        "a wrong address": 422,
        "nothing ticked": 422,
        "unsigned": 422,
        "too late": 410,
        "no link": 404,
        "no page": 404,
        "from elsewhere": 403,
    }

    assert {name: page.status for name, page in pages.items()} == {
        name: expected.get(name.partition(", ")[2] or name, 200) for name in pages
    }


def test_problems_are_japanese() -> None:
    """What the API tells people to do, in their language; titles are those of HTTP."""
    site = Site()
    program = {"id": "x", "community": "nowhere", "title": 5, "workflow": [{"step": "a", "ask": "nobody"}]}
    answers = [
        site.api("GET", "/v1/programs/none", accept_language="ja"),
        site.api("GET", "/v1/submissions", token="", accept_language="ja"),
        site.api("DELETE", "/v1/programs", accept_language="ja"),
        site.api("GET", "/v1/programs?limit=x", accept_language="ja"),
        site.api("POST", "/v1/programs/check", program, accept_language="ja"),
        site.api(
            "POST", "/v1/programs/delegation-visit/submissions", {"answers": {"x": 1}}, accept_language="ja"
        ),
        site.send("POST", "/v1/programs/check", b"{", content_type="text/x", accept_language="ja"),
    ]

    said = [json.loads(answer.body) for answer in answers]
    details = [each["detail"] for each in said if "detail" in each]
    details += [fault["detail"] for each in said for fault in each.get("errors", [])]
    assert len(details) > 20
    assert [each for each in details if not re.search(r"[ぁ-ん]", each)] == []
