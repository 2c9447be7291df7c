from __future__ import annotations

import re

from bs4 import Tag

from tests.web.examples import definition
from tests.web.site import Site

EXCHANGE = "/programs/youth-exchange-fujiyoshida"
HOW = f"{EXCHANGE}/how-it-works"
DESCRIPTION = (
    "Steps from top to bottom, and ends below them. Lines show which answer leads where. "
    "The same is told in words beneath."
)


def test_page_tells_every_step_to_everybody(site: Site) -> None:
    """Who is asked and until when, what each answer leads to, each end; caches keep it, engines find it."""
    page = site.get(HOW)

    assert (page.status, page.heading) == (200, "How it works")
    for words in (
        "Step “1”: the applicant is asked to confirm the address.",
        "The steps “2a and 2b” run side by side.",
        "Step “2a”: everybody named under “Parents or guardians” is asked.",
        "“I agree”: once what runs beside it is settled too, the step “3” follows.",
        "Who has not answered is reminded 7 days and 2 days before that.",
        "Step “3”: a reviewer is asked.",
        "The answer counts with a code, which is mailed when it is given.",
        "The shortest way to “Accepted”: 1 → 2a and 2b → 3 → 4 → 5 → 7 (“Yes, I accept”).",
    ):
        assert words in page.text
    assert page.answer.headers["Cache-Control"] == "no-cache"
    assert "X-Robots-Tag" not in page.answer.headers


def test_page_names_nobody_and_nothing_that_is_hidden(site: Site) -> None:
    """Neither people of roles, nor their addresses, nor who may not see what."""
    page = site.get(HOW)

    for secret in ("exchange@", "reviewer1", "Selection committee", "is not shown to", "does not see"):
        assert secret not in page.answer.body


def test_drawing_has_a_name_and_a_description(site: Site) -> None:
    """Who can't see it is told what it is, and that the words beneath say the same."""
    drawing = site.get(HOW).soup.find("svg")

    assert isinstance(drawing, Tag)
    assert drawing["role"] == "img"
    named = [drawing.find(id=name) for name in str(drawing["aria-labelledby"]).split()]
    assert [tag.get_text() if tag else "" for tag in named] == [
        "The steps of “Youth exchange with Fujiyoshida”",
        DESCRIPTION,
    ]
    assert not drawing.find_all(style=True)
    assert "<script" not in str(drawing)


def test_words_of_staff_are_words_and_no_markup(site: Site) -> None:
    """In the drawing, beneath it, and in its name."""
    label = "</text><script>alert(1)</script>"
    document = definition(
        title="<b>Pals</b>",
        kind="application",
        roles={"reviewer": [{"name": "Ann", "email": "ann@concord.example"}]},
        workflow=[
            {"step": "review", "ask": {"role": "reviewer"}, "answers": {"a": {"label": label}}},
        ],
    )
    assert site.api("PUT", "/v1/programs/tea-time", document).status == 201

    body = site.get("/programs/tea-time/how-it-works").answer.body

    assert "<script" not in body
    assert "<b>" not in body
    assert "&lt;/text&gt;&lt;script&gt;" in body


def test_program_leads_to_how_it_works(site: Site) -> None:
    """From what happens next, in short, to the whole."""
    link = site.get(EXCHANGE).soup.find("a", href=HOW)

    assert isinstance(link, Tag)
    assert link.get_text() == "How it works, step by step"


def test_program_page_tells_side_by_side_and_each_of_a_group(site: Site) -> None:
    """In a sentence for each place."""
    told = site.get(EXCHANGE).text

    assert (
        "Several are asked at the same time. "
        "Everybody whom you name under “Parents or guardians” is asked by e-mail, and has 14 days to answer. "
        "Whom you name under “Teacher” is asked by e-mail, and has 21 days to answer."
    ) in told


def test_unknown_program_has_no_such_page(site: Site) -> None:
    """404, as for the program itself."""
    assert site.get("/programs/none/how-it-works").status == 404


def test_page_is_in_each_language_of_the_program(site: Site) -> None:
    """As the program's own page is."""
    page = site.get(f"{HOW}?lang=ja")

    assert page.soup.html is not None
    assert page.soup.html["lang"] == "ja"
    assert re.search("「保護者」", page.text)
