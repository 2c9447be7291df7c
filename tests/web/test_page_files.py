"""Files on pages, sent as a browser without JavaScript sends them."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag

from chalicelib.services import publish
from tests.domain.examples import changed
from tests.services.samples import PDF, picture
from tests.web.filed import JPEG, NAMED, PROGRAM, encoded, kept, press, publish_gallery, sent, upload
from tests.web.site import OURS, Page, Site

PATH = "/programs/gallery"


@pytest.fixture
def gallery(site: Site) -> Site:
    """The site with the program that asks for files."""
    publish_gallery(site)
    return site


def only(site: Site) -> str:
    """The only submission of the gallery."""
    journal: Any = site.stores.journal
    (submission,) = {each for each, _ in journal.appended}
    return str(submission)


def words(page: Page, name: str) -> str:
    """What the page says of a control's files."""
    control = page.form.find("input", type="file", attrs={"name": name})
    assert isinstance(control, Tag)
    assert isinstance(control.parent, Tag)
    return " ".join(control.parent.get_text(" ", strip=True).split())


def test_form_with_files_is_sent_and_claims_them(gallery: Site) -> None:
    """One file, several in one control, and one in a row."""
    page = gallery.get(PATH)
    files = [
        ("cv", "life.pdf", PDF),
        ("works", "one.jpg", JPEG),
        ("works", "two.png", picture("PNG")),
        ("people.0.portrait", "me.jpg", JPEG),
    ]

    after = press(page, files, **NAMED)

    assert after.heading == "Your application was sent"
    answers = gallery.case(only(gallery)).answers
    rows = gallery.stores.files.rows(answers["cv"], *answers["works"], answers["people"][0]["portrait"])
    assert [(row.name, row.type) for row in rows.values()] == [
        ("life.pdf", "application/pdf"),
        ("one.jpg", "image/jpeg"),
        ("two.png", "image/png"),
        ("me.jpg", "image/jpeg"),
    ]
    assert {row.claimed for row in rows.values()} == {only(gallery)}


def test_one_bad_file_spoils_neither_the_others_nor_what_was_typed(gallery: Site) -> None:
    """The page comes again with the good ones, says what is wrong with which, and is then sent without it."""
    files = [
        ("cv", "life.pdf", PDF),
        ("works", "good.jpg", JPEG),
        ("works", "virus.jpg", b"MZ\x90\x00" + bytes(100)),
    ]

    page = press(gallery.get(PATH), files, **NAMED)

    assert page.status == 422
    assert list(page.errors) == ["field-works"]
    assert "“virus.jpg”: This is another type of file." in page.errors["field-works"]
    assert page.values["full_name"] == ["Mary Miller"]
    assert (len(kept(page, "cv")), len(kept(page, "works"))) == (1, 1)
    assert "life.pdf (1 kB) Remove life.pdf" in words(page, "cv")
    cv, works = kept(page, "cv"), kept(page, "works")

    assert press(page).heading == "Your application was sent"
    answers = gallery.case(only(gallery)).answers
    assert (answers["cv"], answers["works"]) == (cv[0], works)


@pytest.mark.parametrize(
    ("file", "target", "said"),
    [
        (("cv", "a.pdf", JPEG), "field-cv", "another type of file"),
        (("cv", "a.pdf", b""), "field-cv", "nothing in this file"),
        (("cv", "a.pdf", b"%PDF-1.4 cut off"), "field-cv", "can't be opened"),
        (("cv", "a.pdf", PDF + bytes(4_000_000)), "field-cv", "4 MB at most"),
        (("works", "a.jpg", picture(size=(501, 20))), "field-works", "500 pixels"),
        (("works", "a.jpg", bytes(1_500_001)), "field-works", "1.5 MB at most"),
        (("works", "a.jpg", picture()[:-300]), "field-works", "can't be opened"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_control(
    gallery: Site, file: tuple[str, str, bytes], target: str, said: str
) -> None:
    """And nowhere else that it is missing."""
    cv = [] if file[0] == "cv" else [("cv", "life.pdf", PDF)]

    page = press(gallery.get(PATH), [*cv, file], **NAMED)

    assert page.status == 422
    assert list(page.errors) == [target]
    assert said in page.errors[target]


def test_bad_file_in_a_row_is_told_at_the_row(gallery: Site) -> None:
    """Also in a row in which nothing else was answered, of which nothing is left: then at the group."""
    page = gallery.get(PATH)
    cv, bad = ("cv", "life.pdf", PDF), ("people.0.portrait", "me.jpg", PDF)

    named = press(page, [cv, bad], people__0__name="Ann", **NAMED)
    blank = press(page, [cv, bad], **NAMED)

    assert list(named.errors) == ["field-people.0.portrait"]
    assert list(blank.errors) == ["field-people"]


def test_missing_file_is_a_missing_answer(gallery: Site) -> None:
    """As of every other field."""
    page = press(gallery.get(PATH), **NAMED)

    assert page.errors == {"field-cv": "Please answer “Curriculum vitae”."}


def test_files_stay_when_rows_come_and_go(gallery: Site) -> None:
    """A button that changes rows sends what was chosen too; each file stays with its row."""
    page = press(gallery.get(PATH), [("cv", "life.pdf", PDF)], button=("add", "people"), **NAMED)
    files = [("people.0.portrait", "ann.jpg", JPEG), ("people.1.portrait", "bob.jpg", picture(size=(70, 40)))]

    page = press(page, files, button=("add", "people"))
    page = press(page, button=("remove", "people.0"))

    assert page.status == 200
    assert "bob.jpg" in words(page, "people.0.portrait")
    assert "ann.jpg" not in page.text
    assert press(page).heading == "Your application was sent"


def test_same_file_in_a_row_that_moved_and_in_the_next_is_two_uploads(gallery: Site) -> None:
    """Each answer has its own."""
    page = press(gallery.get(PATH), [("cv", "life.pdf", PDF)], button=("add", "people"), **NAMED)
    page = press(
        page, [("people.1.portrait", "me.jpg", JPEG)], people__0__name="Ann", button=("remove", "people.0")
    )
    page = press(page, button=("add", "people"))

    after = press(page, [("people.1.portrait", "me.jpg", JPEG)])

    assert after.heading == "Your application was sent"
    first, second = gallery.case(only(gallery)).answers["people"]
    assert first["portrait"] != second["portrait"]


def test_bad_file_is_told_when_a_row_is_added(gallery: Site) -> None:
    """The row is there nevertheless."""
    page = press(gallery.get(PATH), [("cv", "life.pdf", JPEG)], button=("add", "people"), **NAMED)

    assert (page.status, list(page.errors)) == (422, ["field-cv"])
    assert "people.1.name" in page.names


def test_file_can_be_left_out_and_replaced(gallery: Site) -> None:
    """By the box beside it; of one file the newest counts."""
    page = press(gallery.get(PATH), [("cv", "old.pdf", PDF), ("works", "a.jpg", JPEG)])
    assert page.status == 422

    page = press(page, [("cv", "new.pdf", PDF + b"\n")], without=kept(page, "works"))

    assert "new.pdf" in words(page, "cv")
    assert "old.pdf" not in page.text
    assert kept(page, "works") == []
    assert press(page, **NAMED).heading == "Your application was sent"


def test_more_files_than_there_may_be_are_refused_and_kept(gallery: Site) -> None:
    """So that one of them can be left out."""
    files = [("works", f"{n}.jpg", picture(size=(50 + n, 40))) for n in range(3)]

    page = press(gallery.get(PATH), [("cv", "life.pdf", PDF), *files], **NAMED)

    assert "At most 2 files are possible here; there are 3 now." in page.errors["field-works"]
    last = press(page, without=kept(page, "works")[:1])
    assert last.heading == "Your application was sent"


def test_page_sent_twice_is_one_submission(gallery: Site) -> None:
    """Its files too: they are the same uploads."""
    page = gallery.get(PATH)
    files = [("cv", "life.pdf", PDF)]

    first, second = press(page, files, **NAMED), press(page, files, **NAMED)

    assert first.heading == second.heading == "Your application was sent"
    assert gallery.commits(only(gallery)) == 1


def test_file_of_another_field_or_program_is_no_answer(gallery: Site) -> None:
    """Whoever writes an id into the page finds nothing, and is told nothing about it."""
    foreign = upload(gallery, "works", JPEG, "image/jpeg", name="secret.jpg")
    page = gallery.get(PATH)
    values = [*((name, value) for name, each in page.values.items() for value in each if name != "cv")]
    body, type_ = encoded([*values, *NAMED.items(), ("cv", foreign)], [])
    named = {name.replace("-", "_"): value for name, value in OURS.items()}

    again = Page(gallery, PATH, gallery.send("POST", PATH, body, content_type=type_, **named))

    assert "This file is not here any more." in again.errors["field-cv"]
    assert "secret" not in again.text
    assert kept(again, "cv") == []


def test_control_says_its_limits_to_people_and_scripts(gallery: Site) -> None:
    """Before anything is chosen."""
    page = gallery.get(PATH)
    control = page.form.find("input", attrs={"name": "works"})
    assert isinstance(control, Tag)

    assert (
        "JPG, PNG, or WEBP, at most 1.5 MB. The longer side of a picture may have 500 pixels. "
        "You can choose up to 2 files. We remove from pictures where and by whom they were taken."
    ) in words(page, "works")
    assert control.has_attr("multiple")
    found = {name: control[name] for name in control.attrs if name.startswith("data-")}
    assert found == {
        "data-accept": "image/jpeg,image/png,image/webp,.jpg,.jpeg,.png,.webp",
        "data-max-mb": "1.5",
        "data-max-pixels": "500",
        "data-count": "2",
        "data-too-large": "This file is too large: 1.5 MB at most are possible.",
        "data-wrong-type": (
            "This is another type of file. Please choose one of these types: JPG, PNG, or WEBP."
        ),
        "data-too-many": "At most 2 files are possible here.",
        "data-too-many-pixels": (
            "This picture is too large: its longer side may have 500 pixels. Please make it smaller."
        ),
        "data-program": "gallery",
        "data-file": "works",
        "data-sending": "Sending {name}: {n} %",
        "data-arrived": "{name} has arrived.",
        "data-later": "{name} could not be sent yet. It will be sent with the form.",
        "data-again": (
            "{name} could not be sent. Please choose it again, or choose a file of at most 1.5 MB."
        ),
        "data-waiting": (
            "Your files are still being sent. The form follows by itself as soon as they have arrived."
        ),
        "data-remove": "Remove {name}",
        "data-kb": "{n} kB",
        "data-mb": "{n} MB",
    }


def test_control_of_larger_files_says_what_a_page_can_send_and_what_a_script(gallery: Site) -> None:
    """The words that people read are those of pages; the script puts its own in their place."""
    page = gallery.get(PATH)
    control = page.form.find("input", attrs={"name": "cv"})
    assert isinstance(control, Tag)

    assert "PDF, at most 4 MB." in words(page, "cv")
    assert {name: control[name] for name in control.attrs if "told" in name} == {
        "data-told": "PDF, at most 4 MB.",
        "data-told-direct": "PDF, at most 10 MB.",
    }
    assert (control["data-max-mb"], control["data-max-mb-direct"]) == ("4", "10")
    assert control["data-too-large-direct"] == "This file is too large: 10 MB at most are possible."


def test_only_pages_with_files_to_choose_may_talk_to_the_store(gallery: Site) -> None:
    """To it and to us, and to nobody else; forms are posted to us as ever."""
    policy = gallery.get(PATH).answer.headers["Content-Security-Policy"]

    assert "; connect-src 'self' https://store.example; " in policy
    assert "form-action 'self';" in policy
    assert "connect-src" not in gallery.get("/programs/tea-time").answer.headers["Content-Security-Policy"]


def test_too_many_files_from_one_network_are_put_off(gallery: Site) -> None:
    """What was typed stays."""
    gallery.limits = True
    for number in range(120):
        upload(gallery, "cv", PDF + b" " * number)

    page = press(gallery.get(PATH), [("cv", "life.pdf", PDF)], **NAMED)

    assert "Too many files" in page.errors["field-cv"]


def confirmed(site: Site, **answers: Any) -> str:
    """A submission that the coordinator looks at."""
    submission = sent(site, **answers)
    site.answer(site.link("ask", submission, "confirm.applicant.1"), "yes", sure="yes")
    return submission


def test_who_decides_sees_the_files_and_gets_them(gallery: Site) -> None:
    """By name, size and a link of half an hour."""
    works = [upload(gallery, "works", JPEG, "image/jpeg", name="lake.jpg")]
    submission = confirmed(gallery, works=works)
    page = gallery.get(gallery.link("ask", submission, "decide.coordinator.0.1"))

    links = {
        a.get_text(strip=True): str(a["href"]) for a in page.soup.find_all("a") if "/files/" in str(a["href"])
    }

    assert list(links) == ["my life.pdf", "lake.jpg"]
    assert "my life.pdf (1 kB)" in page.text
    answer = gallery.send("GET", links["lake.jpg"])
    assert answer.status == 303
    assert answer.headers["Location"] == f"https://store.example/files/{works[0]}?seconds=300"
    gallery.wait(minutes=31)
    assert gallery.send("GET", links["lake.jpg"]).status == 410


def test_link_to_a_file_dies_with_the_answer(gallery: Site) -> None:
    """Who has answered sees nothing of the submission any more."""
    submission = confirmed(gallery)
    path = gallery.link("ask", submission, "decide.coordinator.0.1")
    page = gallery.get(path)
    (link,) = [str(a["href"]) for a in page.soup.find_all("a") if "/files/" in str(a["href"])]

    answered = press(page, button=("answer", "decline"), signed_by="Desk")

    assert answered.status == 200
    assert gallery.send("GET", link).status == 404


def test_ask_with_files_has_the_script_for_them_and_the_store(gallery: Site) -> None:
    """By the program and the field, as in the program's own form."""
    submission = confirmed(gallery)
    page = gallery.get(gallery.link("ask", submission, "decide.coordinator.0.1"))
    control = page.form.find("input", attrs={"name": "letter"})
    assert isinstance(control, Tag)

    assert (control["data-program"], control["data-file"]) == ("gallery", "letter")
    assert "/static/upload.js" in page.answer.body
    policy = page.answer.headers["Content-Security-Policy"]
    assert "connect-src 'self' https://store.example;" in policy


def test_file_at_a_step_is_claimed_with_the_answer(gallery: Site) -> None:
    """By role, and then by the applicant; a bad one is told, and nothing is answered."""
    submission = confirmed(gallery)
    page = gallery.get(gallery.link("ask", submission, "decide.coordinator.0.1"))

    bad = press(page, [("letter", "l.pdf", JPEG)], button=("answer", "approve"), signed_by="Desk")
    done = press(bad, [("letter", "l.pdf", PDF)], button=("answer", "approve"), signed_by="Desk")

    assert (bad.status, list(bad.errors)) == (422, ["field-letter"])
    assert done.status == 200
    letter = gallery.case(submission).forms["decide.coordinator.0.1"]["letter"]
    assert gallery.stores.files.rows(letter)[letter].claimed == submission
    more = gallery.get(gallery.link("ask", submission, "more.applicant.1"))
    after = press(more, [("visa", "v.png", picture("PNG"))], button=("answer", "submit"), sure="yes")
    assert after.status == 200
    assert "visa" in gallery.case(submission).forms["more.applicant.1"]


def test_file_of_somebody_else_is_refused_at_a_step(gallery: Site) -> None:
    """An upload that another submission has."""
    first, second = confirmed(gallery), confirmed(gallery)
    path = "/v1/submissions/{}/asks/decide.coordinator.0.1"
    letter = upload(gallery, "letter", PDF)
    body = {"answer": "approve", "form": {"letter": letter}, "on_behalf": "told"}

    done = gallery.api("POST", path.format(first), body)
    refused = gallery.api("POST", path.format(second), body)

    assert (done.status, refused.status) == (200, 422)
    assert '"/form/letter"' in refused.body
    assert '"upload_taken"' in refused.body


def test_applicant_changes_files_and_takes_them_home(gallery: Site) -> None:
    """The form comes with those that are there; the export lists them with links."""
    submission = sent(gallery)
    path = gallery.link("status", submission)
    before = gallery.case(submission).answers["cv"]

    page = gallery.get(path).press(button=("do", "amend"))
    page = page.press(code=gallery.code(submission), signed_by="Mary")
    assert "my life.pdf (1 kB)" in words(page, "cv")
    link = next(str(a["href"]) for a in page.soup.find_all("a") if "/files/" in str(a["href"]))
    assert gallery.send("GET", link).status == 303
    bad = press(page, [("cv", "new.pdf", JPEG)], signed_by="Mary")
    assert (bad.status, kept(bad, "cv")) == (422, [before])
    done = press(bad, [("cv", "new.pdf", PDF + b"\n")], signed_by="Mary")

    assert done.heading == "Your answers are changed"
    after = gallery.case(submission).answers["cv"]
    assert after != before
    assert {row.claimed for row in gallery.stores.files.rows(before, after).values()} == {submission}

    page = gallery.get(path).press(button=("do", "download"))
    export = page.press(code=gallery.code(submission), signed_by="Mary").answer
    import json

    (told,) = json.loads(export.body)["files"]
    assert (told["id"], told["name"], told["type"]) == (after, "new.pdf", "application/pdf")
    assert gallery.send("GET", told["link"].removeprefix("https://concord.example")).status == 303


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        (b"nothing", "multipart/form-data", 415),
        (b"--x\r\nnothing", "multipart/form-data; boundary=x", 415),
        (
            encoded([("full_name", "x" * 300_000)], [])[0],
            "multipart/form-data; boundary=----concord-test",
            413,
        ),
    ],
)
def test_what_is_no_form_is_refused(gallery: Site, body: bytes, type_: str, status: int) -> None:
    """Whatever its type says."""
    named = {name.replace("-", "_"): value for name, value in OURS.items()}

    assert gallery.send("POST", PATH, body, content_type=type_, **named).status == status


def test_file_is_kept_while_a_code_is_typed(gallery: Site) -> None:
    """It is sent with the first press of the button, and claimed with the right code."""
    publish.publish(gallery.world, changed(PROGRAM, ("/workflow/2/verify", "code")), by="test")
    submission = confirmed(gallery)
    decided = {"answer": "approve", "on_behalf": "told"}
    path = f"/v1/submissions/{submission}/asks/decide.coordinator.0.1"
    assert gallery.api("POST", path, decided).status == 200
    ask = "more.applicant.1"

    page = press(
        gallery.get(gallery.link("ask", submission, ask)),
        [("visa", "v.pdf", PDF)],
        button=("answer", "submit"),
        sure="yes",
    )
    after = page.press("submit", code=gallery.code(submission, ask), sure="yes")

    assert (page.status, after.status) == (200, 200)
    visa = gallery.case(submission).forms[ask]["visa"]
    assert gallery.stores.files.rows(visa)[visa].claimed == submission


def test_files_that_were_chosen_while_the_code_ran_out_are_kept(gallery: Site) -> None:
    """The form for changes comes again with them, once a new code is typed."""
    submission = sent(gallery)
    path = gallery.link("status", submission)
    page = gallery.get(path).press(button=("do", "amend"))
    page = page.press(code=gallery.code(submission), signed_by="Mary")
    gallery.wait(hours=2)

    late = press(page, [("works", "lake.jpg", JPEG)], signed_by="Mary")
    page = late.press(button=("new", "yes"))
    page = page.press(code=gallery.code(submission), signed_by="Mary")

    assert "lake.jpg" in words(page, "works")
