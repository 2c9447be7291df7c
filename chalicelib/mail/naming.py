"""Who may be named in a message, and how: typed names defused, and none to who has never answered."""

from __future__ import annotations

from chalicelib.domain import answers, people, steps, visibility
from chalicelib.domain.definitions import Step, fields_of
from chalicelib.domain.masks import masked
from chalicelib.domain.messages import PARTY_OF_APPLICANT
from chalicelib.domain.submissions import Addressee, AskState
from chalicelib.domain.words import defused
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.mail.occasion import Occasion


def reader_is_called(occasion: Occasion, recipient: Addressee) -> str:
    """What who is written to is called; empty where that is not known, or not to be mailed."""
    if not occasion.known:
        return ""
    if occasion.message.to != PARTY_OF_APPLICANT:
        return defused(recipient.name)
    if _sensitive(occasion):
        return ""
    return defused(answers.applicant_called(occasion.pinned, occasion.case.answers))


def applicant(occasion: Occasion, step: Step | None) -> str:
    """The applicant, for others who are asked at that step: by the name for a role, else as people call them.

    Empty where those asked may not see one of the two.
    """
    ask = occasion.ask
    if not occasion.known or step is None or ask is None or ask.party != occasion.message.to:
        return ""
    if _sensitive(occasion) or not visibility.names_applicant(occasion.pinned, step):
        return ""
    called = answers.applicant_name if steps.is_role(step) else answers.applicant_called
    return defused(called(occasion.pinned, occasion.case.answers))


def field_of(occasion: Occasion, party: str, speech: Reader) -> str:
    """The label of the field, or the group, in which a party was named: words of the definition."""
    named = party.partition(".")[0]
    label = next((field.label for field in fields_of(occasion.pinned) if field.id == named), None)
    return labels.quoted(speech.text(label), speech) if label is not None else ""


def address_of(occasion: Occasion, ask: AskState) -> str:
    """The address that was asked, masked, for who gave it and has answered before."""
    person = people.addressee(occasion.pinned, occasion.case, ask.party, ask.id)
    return defused(masked(person.email)) if occasion.known and person is not None else ""


def holder_of(occasion: Occasion, ask: AskState) -> str:
    """Who holds the role by which the ask was asked, as the definition names them."""
    person = people.addressee(occasion.pinned, occasion.case, ask.party, ask.id)
    return defused(person.name) if person is not None and occasion.known else ""


def _sensitive(occasion: Occasion) -> bool:
    named = visibility.naming(occasion.pinned)
    return any(field.sensitive for field in fields_of(occasion.pinned) if field.id in named)
