from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.web.site import Page, Site


def links(page: Page) -> list[str]:
    """The programs on the page, in order."""
    return [str(a["href"]).removeprefix("/programs/") for a in page.soup.select(".cards a")]


def cities(page: Page) -> list[str]:
    """The cities on the page, in order."""
    return [str(a["href"]).removeprefix("/cities/") for a in page.soup.select(".cities a")]


@pytest.mark.parametrize(
    "typed", ["garden", "GARDENS", "ｇａｒｄｅｎ", "庭園", "sister-city garden", "garden culture"]
)
def test_search_finds_words_of_programs_in_any_language(site: Site, typed: str) -> None:
    """Of title, summary, area and partner cities; how many is the heading."""
    page = site.get(f"/?q={quote(typed)}")

    assert links(page) == ["attraction-care", "peace-park"]
    assert page.heading == f"2 programs found for “{typed}”"
    assert page.soup.find(id="q")["value"] == typed  # type: ignore[index]


def test_search_for_a_city_finds_it_and_the_programs_with_it(site: Site) -> None:
    """By any of its names, and by its country's; a program that has it in its title stands first."""
    by_name, by_country = site.get(f"/?q={quote('αρχαια')}"), site.get("/?q=Japan")
    exchange = site.get("/?q=fuji&area=youth")

    assert cities(by_name) == ["ancient-olympia"]
    assert by_name.heading == "14 programs found for “αρχαια”"
    assert cities(by_country) == ["fujiyoshida"]
    assert links(exchange)[:2] == ["teacher-exchange", "youth-exchange-fujiyoshida"]
    assert by_name.soup.select("svg") == []


def test_search_within_an_area_and_a_city_shows_what_is_in_all_of_them(site: Site) -> None:
    """What was chosen stands in the form."""
    page = site.get("/?q=school&area=youth&city=kranj")

    assert links(page) == ["pen-pals"]
    chosen = [str(tag["value"]) for tag in page.soup.select("option[selected]")]
    assert chosen == ["youth", "kranj"]
    assert cities(page) == []
    both = site.get("/?city=kranj&area=economy")
    assert both.heading == "Programs with Kranj: Economy"
    assert {tag.get_text() for tag in both.soup.select("h2")} == {
        "Economy",
        "Have you sent a form, and lost the link?",
    }


@pytest.mark.parametrize("typed", ["xyzzy", "!?", "_", "garden xyzzy"])
def test_search_that_finds_nothing_says_so_and_leads_to_everything(site: Site, typed: str) -> None:
    """Marks alone are no words."""
    page = site.get(f"/?q={quote(typed)}&lang=en")

    assert page.heading == f"0 programs found for “{typed}”"
    assert "No program has all of these words." in page.text
    assert [str(a["href"]) for a in page.soup.select("main .ways a")] == ["/?lang=en"]
    assert links(page) == cities(page) == []


def test_search_without_words_is_the_front_page(site: Site) -> None:
    """As the form sends it when nothing was typed or chosen."""
    page = site.get("/?q=+&area=&city=")

    assert page.heading == "Programs with our sister cities"
    assert page.soup.select_one("svg.map") is not None


def test_what_was_typed_is_cut_cleaned_and_never_markup(site: Site) -> None:
    """A hundred characters, none of which turns round what follows; search engines list no search."""
    page = site.get(f"/?q={quote('<b>' + chr(0) + chr(0x202E) + 'x' * 200)}")

    assert page.heading == f"0 programs found for “<b>{'x' * 97}”"
    assert page.soup.select("h1 b") == []
    assert page.answer.headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in site.get("/").answer.headers


def test_language_is_kept_by_the_search_and_the_search_by_the_language(site: Site) -> None:
    """Whichever was chosen first."""
    page = site.get("/?q=garden&lang=ja")

    assert page.soup.select_one('form [name="lang"]')["value"] == "ja"  # type: ignore[index]
    (link,) = page.soup.select(".languages a")
    assert str(link["href"]) == "?q=garden&lang=en"


def test_every_city_on_the_map_is_in_the_list_beside_it(site: Site) -> None:
    """By the same links, in the same order, with a name each."""
    page = site.get("/")

    on_map = page.soup.select("svg.map a")
    assert [str(a["href"]).removeprefix("/cities/") for a in on_map] == cities(page)
    names = [tag.get_text() for tag in page.soup.select(".cities h3 a")]
    assert [a["aria-label"] for a in on_map] == names
    assert [a.get_text(strip=True) for a in on_map] == names


def test_front_page_is_small(site: Site) -> None:
    """With eighteen programs and the map, below 30 KB; the map is 10 KB of it."""
    page = site.get("/")

    assert len(page.answer.body.encode()) < 30_000
    assert len(str(page.soup.select_one("svg.map")).encode()) < 10_500
