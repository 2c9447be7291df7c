from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.web.examples import definition
from tests.web.site import Site

SECOND: dict[str, Any] = {
    "id": "pueblo",
    "name": "Pueblo",
    "organisation": "Pueblo Sister Cities",
    "country": "US",
    "timezone": "America/Denver",
    "languages": ["en"],
    "sender": {"name": "Pueblo Sister Cities", "email": "pueblo@concord.example"},
    "look": {"accent": "#7a1f5c"},
    "partners": [
        {"id": "kranj", "name": "Kranj", "country": "SI", "since": 2001, "dormant": True},
        {"id": "bergamo", "name": {"en": "Bergamo", "it": "Bergamo"}, "country": "IT", "since": "2026-10"},
    ],
}


def second(site: Site) -> None:
    """Publishes another community, which shares a partner with the first."""
    site.token = "neighbour"
    from chalicelib.services import staff
    from chalicelib.storage.ports import Holder

    holder = Holder("neighbour", "neighbour@concord.example", "pueblo", "administrator")
    site.stores.tokens.put(staff.digest("neighbour"), holder)
    answer = site.api("PUT", "/v1/communities/pueblo", SECOND)
    assert answer.status == 201, answer.body


def test_city_has_its_names_its_story_and_the_programs_with_it(site: Site) -> None:
    """By its own name too, in its own language."""
    page = site.get("/cities/fujiyoshida")

    own = page.soup.select_one("h1 .own")
    assert (page.status, page.heading) == (200, "Fujiyoshida 富士吉田市")
    assert own is not None
    assert (own["lang"], own.get_text()) == ("ja", "富士吉田市")
    assert "Partners since February 1962, for 64 years." in page.text
    assert "Partner of Colorado Springs Country or region Japan Languages Japanese and English" in page.text
    links = [str(a["href"]) for a in page.soup.select(".cards a")]
    assert "/programs/youth-exchange-fujiyoshida" in links
    assert len(links) == len(set(links)) == 18  # 16 with it, and 2 with no city
    assert "noindex" not in page.answer.headers.get("X-Robots-Tag", "")


def test_city_in_japanese_says_its_name_once_and_its_month_as_japanese_does(site: Site) -> None:
    """The reader's name is its own one."""
    page = site.get("/cities/fujiyoshida?lang=ja")

    assert page.heading == "富士吉田市"
    assert page.soup.select_one(".own") is None
    assert "1962年2月" in page.text


def test_years_are_counted_when_the_month_is_over(site: Site) -> None:
    """Of the day nothing is known; and of a city without a month the years are not counted."""
    assert "since December 1996, for 29 years" in site.get("/cities/nuevo-casas-grandes").text
    site.wait(days=31)
    assert "since December 1996, for 29 years" in site.get("/cities/nuevo-casas-grandes").text
    site.wait(days=9)
    assert "since December 1996, for 30 years" in site.get("/cities/nuevo-casas-grandes").text


def test_resting_city_says_so_and_lists_no_programs_of_its_own(site: Site) -> None:
    """What is with no city in particular is listed all the same."""
    page = site.get("/cities/smolensk")

    assert page.heading == "Smolensk Смоленск"
    assert "Partners since 1993; the partnership is resting." in page.text
    assert "A partnership that rests has not ended" in page.text
    assert "There are no programs with Smolensk at the moment." in page.text
    assert [tag.get_text() for tag in page.soup.find_all("h2")] == ["Programs with no particular city"]


def test_programs_stand_by_their_status(site: Site) -> None:
    """Open ones first, those that are over last."""
    for name, dates in (
        ("a-over", {"opens": "2026-01-01", "closes": "2026-02-01"}),
        ("b-soon", {"opens": "2027-01-01"}),
    ):
        document = definition(id=name, title=name, partners=["kranj"], **dates)
        assert site.api("PUT", f"/v1/programs/{name}", document).status == 201

    page = site.get("/cities/kranj")

    headings = [tag.get_text() for tag in page.soup.find_all("h2")]
    assert headings == [
        "Programs with Kranj: Open",
        "Programs with Kranj: Not open yet",
        "Programs with Kranj: Closed",
        "Programs with no particular city",
    ]
    assert [str(a["href"]) for a in page.soup.select("#status-closed ~ .cards a")] == ["/programs/a-over"]


def test_map_shows_the_city_and_whose_partner_it_is_without_links(site: Site) -> None:
    """It is a picture, with words beside it."""
    page = site.get("/cities/kranj")

    drawing = page.soup.select_one("svg.map")
    assert drawing is not None
    assert drawing["role"] == "img"
    assert drawing.find("a") is None
    assert [tag.get_text() for tag in drawing.find_all("text")] == ["Colorado Springs", "Kranj"]
    assert "The dot is Kranj, the ring Colorado Springs." in page.text


@pytest.mark.parametrize("path", ["/cities/atlantis", "/cities/Kranj", "/cities/..", "/cities/%F0%9F%8C%8D"])
def test_city_that_is_no_partner_is_not_found(site: Site, path: str) -> None:
    """The usual page, by GET and HEAD."""
    assert site.get(path).heading == "Page not found"
    assert [site.send(method, path).status for method in ("GET", "HEAD")] == [404, 404]


def test_city_of_two_communities_tells_both_stories(site: Site) -> None:
    """With the name of each, on its page and in the list; it rests only where all do."""
    second(site)

    page = site.get("/cities/kranj")

    lines = [tag.get_text() for tag in page.soup.select("p.lead")]
    assert lines == [
        "Colorado Springs: Partners since May 2022, for 4 years.",
        "Pueblo: Partners since 2001; the partnership is resting.",
    ]
    assert "A partnership that rests" not in page.text
    assert "Partner of Colorado Springs and Pueblo" in page.text
    assert len(page.soup.select("svg .ring")) == 2
    front = site.get("/")
    assert "Pueblo: Partners since 2001; the partnership is resting." in front.text
    assert len(front.soup.select(".cities h3")) == 9


def test_city_of_one_community_among_two_has_its_look_and_none_of_the_other_s_programs(site: Site) -> None:
    """Its organisation stands above the page; a partnership of less than a year has no years."""
    second(site)

    page = site.get("/cities/bergamo")

    assert page.heading == "Bergamo"
    assert "Pueblo: Partners since October 2026." in page.text
    home = page.soup.select_one(".home")
    assert home is not None
    assert home.get_text() == "Pueblo Sister Cities"
    assert page.soup.select(".cards") == []
    assert page.soup.select_one("svg.map") is None  # neither it nor a time zone of it is known


def test_program_leads_to_the_pages_of_its_cities(site: Site) -> None:
    """And back."""
    page = site.get("/programs/teacher-exchange")

    assert [str(a["href"]) for a in page.soup.select(".facts a")] == ["/cities/fujiyoshida"]
    assert site.get("/programs/sister-city-agreement").soup.select(".facts a") == []


def test_first_months_of_a_partnership_are_not_counted(site: Site) -> None:
    """Nor is anything after that month is over but before a year is."""
    second(site)
    site.now += timedelta(days=365)

    assert "October 2026, for 1 year." in site.get("/cities/bergamo").text
