"""The pages that are looked at, in the order in which people come to them.

A journey is a list of scenes, played from the first one on in an empty demo, by browsers of one language. A
scene is a name, what is done to get to the page from where the scene before it ended, the heading that the
page must have in each language it is looked at in, and a line for the document with the pictures. Without a
heading it is played and not looked at. Messages need no scene: whatever a scene causes to be sent is looked
at after it, in the run of the language that it is written in.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.browser.played import agreement, catalogue, drafts, errands, exchange, lost, places, seats, visit
from tests.browser.played.scene import Journey

JOURNEYS: Sequence[Journey] = (
    places.PLACES,
    visit.VISIT,
    visit.FESTIVAL,
    seats.SEATS,
    exchange.EXCHANGE,
    errands.ERRANDS,
    lost.LOST,
    agreement.AGREEMENT,
    drafts.DRAFTS,
    catalogue.CATALOGUE,
    visit.ASTRAY,
)
