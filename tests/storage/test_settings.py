from __future__ import annotations

import pytest

from chalicelib.storage.settings import NotConfigured, Settings, from_environment

ENVIRONMENT = {
    "CONCORD_JOURNAL": "journal",
    "CONCORD_DESK": "desk",
    "CONCORD_MAIL_QUEUE": "https://sqs.example/mail",
    "CONCORD_REPAIR_QUEUE": "https://sqs.example/repair",
    "CONCORD_SEAT_QUEUE": "https://sqs.example/seat.fifo",
    "CONCORD_KEYS": "keys",
    "CONCORD_UPLOADS": "uploads",
    "CONCORD_BASE_URL": "https://concord.example/",
    "CONCORD_LIMITS": "off",
    "CONCORD_MAIL_SETTINGS": "untracked",
}
SETTINGS = Settings(
    journal="journal",
    desk="desk",
    mail_queue="https://sqs.example/mail",
    repair_queue="https://sqs.example/repair",
    seat_queue="https://sqs.example/seat.fifo",
    keys="keys",
    uploads="uploads",
    base_url="https://concord.example",
    limits=False,
    mail_settings="untracked",
)


def test_settings_are_read_from_the_environment() -> None:
    """Every variable has its place, and the base URL ends without a slash."""
    assert from_environment(ENVIRONMENT) == SETTINGS


def test_settings_default_to_limits_and_no_configuration_set() -> None:
    """What is not said is safe: limits are on."""
    said = {
        name: value
        for name, value in ENVIRONMENT.items()
        if name not in ("CONCORD_LIMITS", "CONCORD_MAIL_SETTINGS")
    }

    settings = from_environment(said)

    assert (settings.limits, settings.mail_settings) == (True, "")


@pytest.mark.parametrize(
    "name", [name for name in ENVIRONMENT if name not in ("CONCORD_LIMITS", "CONCORD_MAIL_SETTINGS")]
)
@pytest.mark.parametrize("value", [None, ""])
def test_settings_name_the_variable_that_is_missing(name: str, value: str | None) -> None:
    """Whoever deploys is told which variable is missing."""
    said = {**ENVIRONMENT, name: value}

    with pytest.raises(NotConfigured, match=f"^{name} is not set$"):
        from_environment({key: text for key, text in said.items() if text is not None})


def test_settings_refuse_limits_that_are_neither_on_nor_off() -> None:
    """A typing error must not switch limits off."""
    with pytest.raises(NotConfigured, match="neither on nor off"):
        from_environment({**ENVIRONMENT, "CONCORD_LIMITS": "of"})
