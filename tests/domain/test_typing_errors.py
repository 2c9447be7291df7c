from __future__ import annotations

import pytest

from chalicelib.domain.typing_errors import meant


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ann@gmial.com", "ann@gmail.com"),
        ("ann@gmai.com", "ann@gmail.com"),
        ("ann@gmaill.com", "ann@gmail.com"),
        ("ann@gnail.com", "ann@gmail.com"),
        ("ann@gmail.con", "ann@gmail.com"),
        ("ann@gmail.co", "ann@gmail.com"),
        ("Ann.Lee@GMIAL.COM", "Ann.Lee@gmail.com"),
        ("ann@hotmial.com", "ann@hotmail.com"),
        ("ann@yaho.co.jp", "ann@yahoo.co.jp"),
        ("ann@docmo.ne.jp", "ann@docomo.ne.jp"),
        (" ann@iclould.com", "ann@icloud.com"),
        ("ann@amc.com", "ann@mac.com"),
    ],
)
def test_slip_in_a_common_host_is_noticed(typed: str, wanted: str) -> None:
    """One character too many, too few, wrong, or two swapped."""
    assert meant(typed) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "ann@gmail.com",
        "ann@ymail.com",
        "ann@mail.com",
        "ann@gmx.com",
        "ann@gmx.ch",
        "ann@me.com",
        "ann@ne.com",
        "ann@aol.de",
        "ann@school.example",
        "ann@fujiyoshida.example",
        "ann@gm.example",
        "ann",
        "ann@",
        "@gmial.com",
        "",
    ],
)
def test_other_hosts_are_left_alone(typed: str) -> None:
    """Also short ones that are near a common one, and what is no address."""
    assert meant(typed) is None
