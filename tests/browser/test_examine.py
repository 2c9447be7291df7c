from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.examine import PHONE, axe, keyboard, resized, sideways

if TYPE_CHECKING:
    from tests.browser.chromium import Tab

pytestmark = pytest.mark.browser


def page(body: str) -> str:
    """A page with nothing wrong but what is in its body."""
    return f'<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>{body}</main></html>'


def test_sound_page_has_no_faults(tab: Tab) -> None:
    """A radio group and a date are one stop each, whatever the browser makes of them."""
    tab.show(
        page(
            "<form><label>A <input type=radio name=a></label> <label>B <input type=radio name=a></label>"
            "<p><label>Day <input type=date></label></p><p><button>Send</button></p></form>"
        )
    )

    assert axe(tab.page) + keyboard(tab.page) + sideways(tab.page) + tab.noticed() == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<input>", "label"),
        ("<p style='color: #999'>Pale</p>", "color-contrast"),
        ("<h4>Deep</h4>", "heading-order"),
        ("<button style='width: 9px; height: 9px; padding: 0'>x</button><button>y</button>", "target-size"),
    ],
)
def test_axe_finds_what_each_standard_forbids(tab: Tab, body: str, rule: str) -> None:
    """WCAG 2.0 to 2.2, and best practice."""
    tab.show(page(body))

    assert {fault.partition(":")[0] for fault in axe(tab.page)} == {rule}


def test_link_without_a_ring_and_link_out_of_reach_are_told(tab: Tab) -> None:
    """Focus that is not seen, and a trap before the last link."""
    trap = "if (event.key === 'Tab') event.preventDefault()"
    tab.show(
        page(
            '<a href="#a" style="outline: none">Ringless</a> '
            f'<a href="#b" onkeydown="{trap}">Trap</a> <a href="#c">Behind</a>'
        )
    )

    told = keyboard(tab.page)

    assert [fault.partition(":")[0] for fault in told] == ["not reached", "focus not seen"]
    assert "Behind" in told[0]
    assert "Ringless" in told[1]


def test_wide_page_is_told_with_what_makes_it_wide(tab: Tab) -> None:
    """At the width of a phone."""
    tab.show(page('<p style="width: 500px">Wide</p>'))

    assert "width: 500px" in " ".join(sideways(resized(tab.page, PHONE)))


def test_console_and_other_hosts_are_noticed(tab: Tab) -> None:
    """A script's word, and a picture from elsewhere, which Chromium can't have here."""
    tab.show(page('<script>console.log("a word")</script><img src="https://a.example/x.png" alt="">'))

    told = tab.noticed()

    assert "console: log: a word" in told
    assert "asked for https://a.example/x.png" in told
