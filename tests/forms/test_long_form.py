"""The long form that is measured is one that people could fill in."""

from __future__ import annotations

from benchmarks import forms
from chalicelib.domain import answers, programs
from tests.forms import definitions


def test_long_form_is_of_the_size_that_is_claimed_and_all_of_it_is_filled_in() -> None:
    """Without fault; its conditions look at the fields of their own part, and hide what they hide there."""
    document, sent = forms.long_form(definitions.TODAY)

    kept, faults = answers.check(definitions.program_of(document), sent, definitions.TODAY, country="US")

    fields, conditions = forms.counted(document)
    assert (fields >= forms.FIELDS, conditions >= forms.CONDITIONS) == (True, True)
    assert programs.faults(document, definitions.TODAY) == []
    assert faults == []
    assert sent.keys() <= kept.keys()
