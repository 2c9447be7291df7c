"""“Save and come back later”, by its pages: saving, the link, going on, deleting, and what has ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import Tag
from moto import mock_aws

from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.links import Link, make
from chalicelib.services import drafts
from chalicelib.web.nonces import FIELD
from tests.faults.transport import counted
from tests.storage.deployment import deployed
from tests.web.examples import definition, told
from tests.web.site import Page, Site

PALS = "/programs/tea-time"
VISIT = "/programs/delegation-visit"
SAVE = ("go", "save")
DELETE = ("go", "delete")

FORM: list[dict[str, Any]] = [
    {
        "page": "You",
        "fields": [
            {"id": "full_name", "type": "text", "label": "Name", "required": True},
            {"id": "email", "type": "email", "label": "Address", "required": True},
            {"id": "born", "type": "date", "label": "Born"},
            {
                "id": "colour",
                "type": "choice",
                "label": "Colour",
                "options": [{"id": "red", "label": "Red"}, {"id": "blue", "label": "Blue"}],
            },
            {
                "id": "pets",
                "type": "group",
                "label": "Pets",
                "rows": {"max": 5},
                "fields": [{"id": "name", "type": "text", "label": "Name of the pet"}],
            },
            {"id": "go", "type": "text", "label": "Where do you want to go?"},
        ],
    }
]


def publish(site: Site, **changed: Any) -> None:
    """The pen pals, with a form that has some of everything."""
    answer = site.api("PUT", "/v1/programs/tea-time", definition(**{"form": FORM, **changed}))
    assert answer.status in (200, 201), answer.body


@pytest.fixture
def pals(site: Site) -> Site:
    """A deployment with the pen pals."""
    publish(site)
    return site


def the_draft(site: Site) -> Draft:
    """The only draft there is."""
    kept: Any = site.stores.drafts
    ((draft, _),) = kept.kept.values()
    assert isinstance(draft, Draft)
    return draft


def link(site: Site, draft: Draft | None = None) -> str:
    """What the message has a link to."""
    found = draft or the_draft(site)
    token = make(site.world.keys().links, Link("draft", found.id, found.program))
    return f"/drafts/{token}"


def delete(page: Page, **typed: str) -> Page:
    """Sends the page's second form."""
    form = page.soup.find_all("form", method="post")[-1]
    assert isinstance(form, Tag)
    hidden = [(str(tag["name"]), str(tag["value"])) for tag in form.find_all("input", type="hidden")]
    ticked = ((f"_{name}", value) for name, value in typed.items())
    return page.site.post(page.target, [*hidden, *ticked, DELETE])


def test_saving_says_whom_it_was_written_to_and_until_when(pals: Site) -> None:
    """The address masked; nothing is sent, and what else is missing or wrong is not told."""
    page = pals.get(PALS).fill({"email": "jane@school.example", "born": "no date"}, button=SAVE)

    assert (page.status, page.heading) == (200, "Your form is saved, and not sent yet")
    assert "We have written to j…@school.example." in page.text
    assert "The link works until Wednesday, December 23, 2026" in page.text
    assert "jane" not in page.answer.body
    assert "/drafts/" not in page.answer.body
    assert pals.appended() == 0


def test_link_shows_the_form_as_it_was_typed(pals: Site) -> None:
    """Wrong, half done, with its rows: on any device, and no search engine or cache may keep it."""
    first = pals.get(PALS).press(button=("add", "pets"), full_name=" J <b> & “", email="jane@school.example")
    typed = {"born": "31.2.", "colour": "blue", "pets": [{"name": "Rex"}, {"name": ""}], "form.go": "Abroad"}
    first.fill(typed, button=SAVE)

    page = pals.get(link(pals))

    assert page.status == 200
    expected = {
        "full_name": [" J <b> & “"],
        "email": ["jane@school.example"],
        "born": ["31.2."],
        "colour": ["blue"],
        "pets.0.name": ["Rex"],
        "pets.1.name": [""],
        "form.go": ["Abroad"],
    }
    assert {name: page.values[name] for name in expected} == expected
    assert page.errors == {}
    assert "Your form as you saved it on Monday, November 23, 2026" in page.text
    assert (page.answer.headers["Cache-Control"], page.answer.headers["X-Robots-Tag"]) == (
        "no-store",
        "noindex",
    )


def test_looking_changes_nothing(pals: Site) -> None:
    """A scanner may fetch both pages as often as it likes."""
    saved = pals.get(PALS).fill({"email": "jane@school.example"}, button=SAVE)
    before, draft = pals.stores.queues.sent["repair"][:], the_draft(pals)  # type: ignore[attr-defined]
    pals.wait(hours=1)

    for path in (link(pals), saved.target):
        for method in ("GET", "HEAD", "OPTIONS"):
            assert pals.send(method, path).status in (200, 204)

    assert the_draft(pals) == draft
    assert pals.stores.queues.sent["repair"] == before  # type: ignore[attr-defined]


def test_saving_twice_from_one_page_is_one_draft(pals: Site) -> None:
    """Back, another word, and saved again."""
    page = pals.get(PALS)
    page.fill({"email": "jane@school.example", "full_name": "Jane"}, button=SAVE)
    first = the_draft(pals)
    pals.wait(minutes=1)
    page.fill({"email": "jane@school.example", "full_name": "Jane Doe"}, button=SAVE)

    assert (the_draft(pals).id, the_draft(pals).form["full_name"]) == (first.id, ("Jane Doe",))
    assert pals.get(PALS).fill({"email": "a@b.example"}, button=SAVE).status == 200
    assert pals.stores.drafts.count("tea-time") == 2


@pytest.mark.parametrize("typed", ["", "jane", "jane@school", "a@b.example, c@d.example"])
def test_without_an_address_one_is_asked_for_and_nothing_is_lost(pals: Site, typed: str) -> None:
    """The page carries the form along, as it was typed; with an address it is saved so."""
    form = pals.get(PALS).press(button=("add", "pets"), pets__0__name="Rex")
    asked = form.fill({"email": typed, "full_name": "Jane", "form.go": "Abroad"}, button=SAVE)
    assert (asked.status, asked.heading) == (200, "Where shall we send the link?")
    assert pals.stores.drafts.count("tea-time") == 0

    wrong = asked.fill({"_address": "nobody"}, button=SAVE)
    assert (wrong.status, list(wrong.errors), wrong.values["_address"]) == (
        422,
        ["field-_address"],
        ["nobody"],
    )
    back = wrong.press(button=("add", "-"))
    assert (back.status, back.values["full_name"], back.values["email"]) == (200, ["Jane"], [typed])
    saved = wrong.fill({"_address": " jane@school.example "}, button=SAVE)

    assert saved.heading == "Your form is saved, and not sent yet"
    draft = the_draft(pals)
    assert draft.email == "jane@school.example"
    expected = {
        "full_name": ("Jane",),
        "email": (typed,),
        "born": ("",),
        "pets.0.name": ("Rex",),
        "pets.1.name": ("",),
        "go": ("Abroad",),
    }
    assert {name: draft.form[name] for name in expected} == expected
    assert not [name for name in draft.form if name.startswith("_")]


def test_going_on_and_sending_ends_the_draft(pals: Site) -> None:
    """One submission; afterwards the link says that it was sent."""
    pals.get(PALS).fill({"email": "jane@school.example"}, button=SAVE)
    path, draft = link(pals), the_draft(pals)

    sent = pals.get(path).fill({"full_name": "Jane"})

    assert sent.heading == "Your registration was sent"
    assert pals.appended() == 1
    assert pals.stores.drafts.get(draft.id) is None
    after = pals.get(path)
    assert (after.status, after.heading) == (410, "This form was sent")
    assert pals.get("/links").status == 200
    assert [str(a["href"]) for a in after.soup.select("main a")] == ["/links"]


def test_going_on_and_saving_again_is_the_same_draft_for_another_thirty_days(pals: Site) -> None:
    """With the address from before, wherever it was given."""
    page = pals.get(PALS).fill({"full_name": "Jane"}, button=SAVE)
    page.fill({"_address": "jane@school.example"}, button=SAVE)
    path, first = link(pals), the_draft(pals)
    pals.wait(days=29)

    again = pals.get(path).fill({"born": "2010"}, button=SAVE)
    pals.wait(days=29)

    assert again.heading == "Your form is saved, and not sent yet"
    assert (the_draft(pals).id, the_draft(pals).email) == (first.id, "jane@school.example")
    assert pals.get(path).values["born"] == ["2010"]
    pals.wait(days=1)
    assert pals.get(path).status == 410


def test_mistakes_and_rows_on_the_way_keep_the_draft(pals: Site) -> None:
    """The pages in between know of it by their nonce: sending at last deletes it."""
    pals.get(PALS).fill({"email": "jane@school.example"}, button=SAVE)
    page = pals.get(link(pals)).press(button=("add", "pets"))
    wrong = page.fill({"born": "no date"})
    assert (wrong.status, list(wrong.errors)) == (422, ["field-full_name", "field-born"])

    assert wrong.fill({"full_name": "Jane", "born": "2010-01-01"}).status == 200
    assert pals.stores.drafts.count("tea-time") == 0


def test_two_devices_send_one_form(pals: Site) -> None:
    """The second one hears that it was sent, and loses nothing."""
    pals.get(PALS).fill({"email": "jane@school.example"}, button=SAVE)
    one, two = pals.get(link(pals)), pals.get(link(pals))
    assert one.fill({"full_name": "Jane"}).status == 200

    same = two.fill({"full_name": "Jane"})
    other = two.fill({"full_name": "Jane Doe"})

    assert same.heading == "Your registration was sent"
    assert (other.status, other.values["full_name"]) == (422, ["Jane Doe"])
    assert pals.appended() == 1


def test_saving_what_was_sent_is_another_draft(pals: Site) -> None:
    """Back after sending, more words, and saved: it can be gone on with, as a second form."""
    page = pals.get(PALS)
    page.fill({"full_name": "Jane", "email": "jane@school.example"})
    page.fill({"full_name": "Jane Doe", "email": "jane@school.example"}, button=SAVE)

    assert pals.get(link(pals)).values["full_name"] == ["Jane Doe"]
    assert pals.get(link(pals)).fill({}).status == 200
    assert pals.appended() == 2


def test_newer_version_says_so_and_keeps_what_has_no_place(pals: Site) -> None:
    """New fields are blank; answers whose fields are gone are listed, and kept when it is saved again."""
    page = pals.get(PALS).press(button=("add", "pets"), pets__0__name="Rex")
    typed = {"email": "jane@school.example", "full_name": "Jane", "colour": "blue", "pets": [{"name": "Rex"}]}
    page.fill(typed, button=SAVE)
    publish(pals, title="Pen friends")
    assert "has changed" not in pals.get(link(pals)).text
    fields = [FORM[0]["fields"][0], FORM[0]["fields"][1], {"id": "hobby", "type": "text", "label": "Hobby"}]
    publish(pals, form=[{"page": "You", "fields": fields}])

    page = pals.get(link(pals))

    assert "The form has changed since you saved it." in page.text
    assert page.values["hobby"] == [""]
    gone = page.soup.find("section", attrs={"aria-labelledby": "gone"})
    assert isinstance(gone, Tag)
    assert [tag.get_text(strip=True) for tag in gone.find_all(["dt", "dd"])] == [
        "Colour",
        "Blue",
        "Pets",
        "Rex",
    ]
    page.fill({"hobby": "Chess"}, button=SAVE)
    assert the_draft(pals).form["pets.0.name"] == ("Rex",)
    publish(pals)
    assert pals.get(link(pals)).values["colour"] == ["blue"]
    assert pals.get(link(pals)).fill({}).status == 200


def test_closed_program_says_so_and_shows_no_form(pals: Site) -> None:
    """What is saved can still be deleted; and nothing more can be saved."""
    publish(pals, closes="2026-12-01")
    page = pals.get(PALS)
    page.fill({"email": "jane@school.example"}, button=SAVE)
    late = pals.get(PALS)
    path = link(pals)
    pals.wait(days=8, hours=8)

    closed = pals.get(path)
    assert (closed.status, "This is closed." in closed.text) == (200, True)
    assert closed.soup.find(attrs={"name": "full_name"}) is None
    unsaved = late.fill({"email": "jane@school.example", "full_name": "Jane"}, button=SAVE)
    assert (unsaved.status, list(unsaved.errors)) == (422, ["send"])
    assert "no longer save it" in unsaved.errors["send"]
    assert unsaved.values["full_name"] == ["Jane"]
    assert pals.post(PALS, [("go", "save")]).status == 409
    assert delete(closed, sure="yes").heading == "Your saved form is deleted"


def test_deleting_needs_the_tick_and_the_page_s_nonce(pals: Site) -> None:
    """Then nothing is left, and the link says so."""
    pals.get(PALS).fill({"email": "jane@school.example", "full_name": "Jane"}, button=SAVE)
    page, path = pals.get(link(pals)), link(pals)

    unsure = delete(page)
    assert (unsure.status, list(unsure.errors), unsure.values["full_name"]) == (
        422,
        ["field-_sure"],
        ["Jane"],
    )
    forged = pals.post(path, [("_sure", "yes"), (FIELD, page.values[FIELD][0]), DELETE])
    assert forged.status == 422
    assert pals.post(path, [("_sure", "yes")], origin="https://elsewhere.example").status == 403
    assert pals.stores.drafts.count("tea-time") == 1

    assert delete(page, sure="yes").heading == "Your saved form is deleted"
    assert pals.stores.drafts.count("tea-time") == 0
    for answer in (pals.get(path), delete(page, sure="yes")):
        assert (answer.status, answer.heading) == (410, "This form is no longer saved")


def test_links_of_other_kinds_and_forged_ones_are_404(pals: Site) -> None:
    """Every one of them alike; the page after saving doesn't open the draft."""
    saved = pals.get(PALS).fill({"email": "jane@school.example"}, button=SAVE)
    token = link(pals).removeprefix("/drafts/")

    for path in (
        saved.target.replace("/saved/", "/drafts/"),
        f"/saved/{token}",
        f"/drafts/{token[:-1]}x",
        f"/drafts/{token.replace('tea-time', 'delegation-visit')}",
        "/drafts/x",
    ):
        assert pals.get(path).status == 404
        assert pals.post(path, [("_sure", "yes")]).status in (404, 405)
    assert pals.get(f"/drafts/{token}.").status == 200


@pytest.mark.parametrize("nonce", ["", "x"])
def test_saving_without_our_nonce_is_422_with_everything_kept(pals: Site, nonce: str) -> None:
    """On a short form and on a page of a long one, which stays where it was."""
    short = pals.get(PALS).fill({"email": "jane@school.example", FIELD: nonce}, button=SAVE)
    first = {"email": "jane@school.example", "_page": "1", "organisation": "The city", FIELD: nonce}
    long = pals.get(VISIT).fill(first, button=SAVE)

    assert (short.status, list(short.errors), short.values["email"]) == (
        422,
        ["send"],
        ["jane@school.example"],
    )
    assert (long.status, list(long.errors), long.values["_page"]) == (422, ["send"], ["1"])
    assert long.values["organisation"] == ["The city"]
    assert short.press(button=SAVE).heading == "Your form is saved, and not sent yet"


def test_form_that_is_too_large_to_keep_is_422(pals: Site) -> None:
    """As it would be when it is sent: an item of the table has its end."""
    huge = "\x01" * 60_000  # six bytes each, as JSON
    page = pals.get(PALS).fill({"email": "jane@school.example", "full_name": huge}, button=SAVE)

    assert (page.status, list(page.errors)) == (422, ["send"])
    assert pals.stores.drafts.count("tea-time") == 0


def test_long_form_goes_on_at_the_page_where_it_was_saved(site: Site) -> None:
    """With everything that was typed on the pages before, and sent from its review."""
    first = site.get(VISIT)
    names = sorted(name for name in first.names if not name.startswith("_"))
    second = first.fill(_filled(site, names), button=("go", "next"))
    assert second.values["_page"] == ["1"], second.errors
    second.press(button=SAVE)

    page = site.get(link(site))

    assert page.values["_page"] == ["1"]
    assert page.values["full_name"] == ["Office of the Mayor"]
    assert page.heading == second.heading
    assert ("go", "back") in page.buttons
    back = page.press(button=("go", "back"))
    assert back.values["full_name"] == ["Office of the Mayor"]
    assert site.stores.drafts.count("delegation-visit") == 1


def _filled(site: Site, names: list[str]) -> dict[str, Any]:
    from infra.local import forms

    answers = forms.visit(site.now.date())
    return {name: value for name, value in answers.items() if name in names}


def test_draft_that_can_t_be_deleted_just_now_is_sent_all_the_same(
    pals: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sent it must not be told that it failed; the link knows by the journal."""
    pals.get(PALS).fill({"email": "jane@school.example"}, button=SAVE)
    page, path = pals.get(link(pals)), link(pals)
    broken = Failing(pals.stores.drafts)
    monkeypatch.setattr(Site, "world", property(lambda self: _with(_world(self), broken)))

    sent = page.fill({"full_name": "Jane"})

    assert sent.heading == "Your registration was sent"
    assert pals.stores.drafts.count("tea-time") == 1
    assert pals.get(path).status == 410


_world = Site.world.fget  # type: ignore[attr-defined]


def _with(world: Any, broken: Any) -> Any:
    from dataclasses import replace

    return replace(world, stores=replace(world.stores, drafts=broken))


@dataclass
class Failing:
    """Drafts at an edge where nothing can be deleted."""

    drafts: Any

    def __getattr__(self, name: str) -> Any:
        """As the drafts do."""
        return getattr(self.drafts, name)

    def delete(self, *_: Any, **__: Any) -> bool:
        """Refuses."""
        raise Unavailable


def test_staff_see_how_many_drafts_there_are_and_no_more(pals: Site) -> None:
    """Staff of that community; for others and for nobody there is no number."""
    pals.get(PALS).fill({"email": "jane@school.example", "full_name": "Zebra"}, button=SAVE)
    pals.get(VISIT).fill({"email": "jane@school.example"}, button=SAVE)
    path = "/v1/programs/tea-time/drafts"

    answer = pals.api("GET", path)

    assert (answer.status, told(answer), answer.personal) == (200, {"drafts": 1}, True)
    assert told(pals.api("GET", path, token="member")) == {"drafts": 1}
    assert [pals.api("GET", path, token=token).status for token in ("", "x", "stranger")] == [401, 401, 403]
    assert pals.api("GET", "/v1/programs/unknown/drafts").status == 404
    assert told(pals.api("GET", "/v1/submissions")) == {"submissions": [], "next": None}
    listing = json.dumps(told(pals.api("GET", "/v1/programs")))
    assert "Zebra" not in listing


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site on moto, warm: its clients are made and its keys are read."""
    with mock_aws():
        site = Site(stores=deployed(monkeypatch))
        publish(site)
        site.world.keys()
        yield site


def test_calls_of_saving_and_going_on_are_these(aws: Site) -> None:
    """One write and one queued id for saving; sending without a draft is not one call more."""
    page = aws.get(PALS)
    with counted() as saved:
        page.fill({"email": "jane@school.example"}, button=SAVE)
    nonce = page.values[FIELD][0].split(".")[3]
    path = link(aws, aws.stores.drafts.get(drafts.id_of(aws.world, "tea-time", nonce)))
    with counted() as looked:
        resumed = aws.get(path)
    with counted() as sent:
        assert resumed.fill({"full_name": "Jane"}).heading == "Your registration was sent"
    with counted() as without:
        whole = {"email": "jane@school.example", "full_name": "Jane"}
        assert aws.get(PALS).fill(whole).heading == "Your registration was sent"
    with counted() as counting:
        assert told(aws.api("GET", "/v1/programs/tea-time/drafts")) == {"drafts": 0}

    saving = ["GetItem", "Query", "GetItem", "PutItem", "SendMessageBatch"]
    after = ["Query", "GetItem", "GetItem"]  # the page after the redirect
    assert [each.operation for each in saved] == [*saving, *after]
    assert [each.operation for each in looked] == ["Query", "GetItem", "BatchGetItem"]
    assert [each.operation for each in sent][:3] == ["GetItem", "PutItem", "DeleteItem"]
    assert [each.operation for each in without][2:4] == ["GetItem", "PutItem"]
    assert len(sent) - 1 == len(without) - 2
    assert [each.operation for each in counting] == ["GetItem", "GetItem", "Query"]
