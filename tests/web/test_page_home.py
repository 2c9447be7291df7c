from __future__ import annotations

import json

from infra.local.catalogue import catalogue
from tests.web.examples import definition
from tests.web.site import Site


def programs(*, area: str | None = None, city: str | None = None) -> list[str]:
    """The catalogue's programs of an area, or with a city, in their order."""
    shipped = [document for kind, document in catalogue() if kind == "program"]
    return [
        each["id"]
        for each in shipped
        if area in (None, each["area"]) and (city is None or city in each.get("partners", ()))
    ]


def test_catalogue_lists_programs_by_area_with_status_and_partner_cities(site: Site) -> None:
    """Every card leads to its program."""
    page = site.get("/")

    headings = [tag.get_text(strip=True) for tag in page.soup.find_all("h2")]
    links = [str(tag["href"]) for tag in page.soup.select(".cards a")]
    assert (page.status, page.heading) == (200, "Programs with our sister cities")
    assert headings == [
        "Partner cities",
        "Culture",
        "Youth and education",
        "Economy",
        "Partnership",
        "Have you sent a form, and lost the link?",
    ]
    areas = ("culture", "youth", "economy", "partnership")
    assert links == [f"/programs/{name}" for area in areas for name in programs(area=area)]
    assert "Open Registration" in page.text
    assert "Open until Monday, January 18, 2027, 11:59 PM (Mountain Standard Time)." in page.text
    assert "With Fujiyoshida, Kaohsiung, Bishkek," in page.text


def test_partner_cities_stand_under_their_own_names_too_and_resting_ones_say_so(site: Site) -> None:
    """With the language of each name."""
    page = site.get("/")

    own = {str(tag["lang"]): tag.get_text() for tag in page.soup.select(".own")}
    assert own["ja"] == "富士吉田市"
    assert own["ru"] == "Смоленск"
    assert "Smolensk Смоленск Partners since 1993; the partnership is resting." in page.text
    number = len(programs(city="fujiyoshida"))
    told = "Partners since February 1962, for 64 years."
    assert f"Fujiyoshida 富士吉田市 {told} {number} programs" in page.text


def test_catalogue_of_one_city_or_area_leaves_the_others_out(site: Site) -> None:
    """Unknown ones change nothing."""
    site.api("PUT", "/v1/programs/tea-time", definition(partners=["kranj"]))

    assert site.get("/?city=kranj").heading == "Programs with Kranj"
    assert [str(a["href"]) for a in site.get("/?area=youth").soup.select(".cards a")] == [
        f"/programs/{name}" for name in sorted([*programs(area="youth"), "tea-time"])
    ]
    assert "/programs/tea-time" not in site.get("/?city=fujiyoshida").answer.body
    assert site.get("/?city=nowhere&area=x").heading == "Programs with our sister cities"
    assert "There are no programs here" in site.get("/?city=smolensk").text


def test_choice_of_city_is_kept_when_the_language_changes(site: Site) -> None:
    """The language's link has both, and nothing of what is unknown becomes markup."""
    page = site.get("/?city=kranj&x=%22%3E%3Cscript%3E")

    (link,) = page.soup.select(".languages a")
    assert str(link["href"]) == "?city=kranj&x=%22%3E%3Cscript%3E&lang=ja"
    assert page.soup.find("script") is None


def test_catalogue_tells_what_is_not_open(site: Site) -> None:
    """Open ones first, then those to come, then those that are over."""
    for name, dates in (
        ("a-over", {"opens": "2026-01-01", "closes": "2026-02-01"}),
        ("b-soon", {"opens": "2027-01-01"}),
        ("c-open", {}),
    ):
        site.api("PUT", f"/v1/programs/{name}", definition(id=name, title=name, **dates))

    page = site.get("/?area=youth")

    titles = [tag.get_text() for tag in page.soup.select(".cards h3")]
    assert (titles[0], titles[-2:]) == ("c-open", ["b-soon", "a-over"])
    assert "Youth exchange with Fujiyoshida" in titles[1:-2]
    assert "Opens on Friday, January 1, 2027, 12:00 AM (Mountain Standard Time)." in page.text
    assert "Closed since Sunday, February 1, 2026, 11:59 PM (Mountain Standard Time)." in page.text
    assert "Open, with no closing date." in page.text


def test_empty_deployment_has_a_page_too(site: Site) -> None:
    """Before anything is published."""
    site.stores.definitions.texts.clear()  # type: ignore[attr-defined]

    page = site.get("/")

    assert page.status == 200
    assert "There are no programs here at the moment." in page.text


def test_security_txt_names_the_desks_and_until_when_it_holds(site: Site) -> None:
    """As RFC 9116 wants it."""
    answer = site.send("GET", "/.well-known/security.txt")

    assert answer.body.splitlines() == [
        "Contact: mailto:desk@concord.example",
        "Expires: 2027-05-22T23:08:00Z",
        "Canonical: https://concord.example/.well-known/security.txt",
    ]


def test_robots_leave_alone_what_is_somebody_s(site: Site) -> None:
    """Links and the API."""
    assert "Disallow: /asks/" in site.send("GET", "/robots.txt").body


def test_style_sheet_is_small_kept_long_under_its_own_name_and_loads_nothing(site: Site) -> None:
    """Under 20 KB; another version has another address."""
    href = str(site.get("/").soup.select_one('link[rel="stylesheet"]')["href"])  # type: ignore[index]

    answer = site.send("GET", href)
    short = site.send("GET", "/static/style.css?v=other")

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in short.headers["Cache-Control"]
    assert len(answer.body.encode()) < 20_000
    assert "url(" not in answer.body
    assert "@import" not in answer.body
    again = site.send("GET", href, if_none_match=answer.headers["ETag"])
    assert (again.status, again.body) == (304, "")
    assert site.send("GET", "/static/secrets.txt").status == 404
    assert json.dumps(site.send("GET", "/static/icon.svg").headers["Content-Type"]) == '"image/svg+xml"'
