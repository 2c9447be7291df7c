"""The whole exchange of tests/domain as staff have it by the API, at the moments that tests begin with."""

from __future__ import annotations

from typing import Any

from tests.domain.examples import APPLICATION, EXCHANGE
from tests.web.examples import CONFIRM, told
from tests.web.site import Site

FORM = "/v1/programs/exchange/submissions"
"""Where the form of the exchange is sent."""


def applied(site: Site, **changed: Any) -> str:
    """A submission of the whole exchange of tests/domain, which is published first where it isn't there."""
    document = {**EXCHANGE, "community": "colorado-springs", "partners": ["fujiyoshida"]}
    assert site.api("PUT", "/v1/programs/exchange", document).status in (200, 201)
    sent = site.api("POST", FORM, {"answers": {**APPLICATION, **changed}, "language": "en"})
    assert sent.status == 201, sent.body
    id_: str = told(sent)["id"]
    return id_


def behalf(site: Site, submission: str, ask: str, answer: str, **form: Any) -> Any:
    """The submission after staff answered somebody's ask."""
    body = {"answer": answer, "on_behalf": "telephoned", "form": form}
    answered = site.api("POST", f"/v1/submissions/{submission}/asks/{ask}", body)
    assert answered.status == 200, answered.body
    return told(answered)


GAIL, BOB = "consent.guardians.0.1", "consent.guardians.1.1"
TEACHER = "reference.teacher_email.1"
REVIEWER = "review.reviewer.0.1"


def consenting(site: Site) -> str:
    """An exchange whose guardians and teacher are asked."""
    submission = applied(site)
    behalf(site, submission, CONFIRM, "yes")
    return submission


def reviewing(site: Site) -> str:
    """An exchange that the committee reads."""
    submission = consenting(site)
    behalf(site, submission, GAIL, "agree")
    behalf(site, submission, BOB, "agree")
    behalf(site, submission, TEACHER, "submit", recommends=True)
    return submission


def kept_back(site: Site) -> str:
    """An exchange about which the partner city has said yes, which is told in March."""
    submission = reviewing(site)
    for number in range(2):
        behalf(site, submission, f"review.reviewer.{number}.1", "submit", score=4)
    behalf(site, submission, "partner_city.partner.0.1", "approve")
    return submission
