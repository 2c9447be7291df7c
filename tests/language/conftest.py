import pytest

from chalicelib.domain.definitions import FormPage, Party, Person, Program, Step, in_turn
from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.text import Text


@pytest.fixture
def program() -> Program:
    """An application with a named person and a role."""
    return Program(
        id="exchange",
        community="springs",
        area="youth",
        kind="application",
        title="Exchange",
        summary="A year abroad",
        timezone="America/Denver",
        languages=("en",),
        roles={"coordinator": (Person(name="Desk", email="desk@concord.example"),)},
        form=(
            FormPage(
                page="You",
                fields=(
                    Text(id="full_name", label="Your name", required=True),
                    Email(id="email", label="Your address", required=True),
                    Email(id="teacher_email", label="Your teacher's address"),
                ),
            ),
        ),
        workflow=in_turn(
            Step(step="confirm", ask="applicant", answers="confirm", due="3d", on_timeout="expire"),
            Step(
                step="vouch", ask=Party(named="teacher_email"), answers="decide", due="9d", on_timeout="next"
            ),
            Step(step="decide", ask=Party(role="coordinator"), answers="decide"),
        ),
    )
