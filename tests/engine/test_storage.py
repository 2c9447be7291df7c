# ruff: noqa: F403 - the very same tests, collected again
"""Every test of tests/storage that asks for stores, and those of faults, on DynamoDB Local."""

import pytest

from tests.faults.test_journal_faults import *
from tests.storage.test_calls import *
from tests.storage.test_concurrency import *
from tests.storage.test_counters import *
from tests.storage.test_definitions import *
from tests.storage.test_erasures import *
from tests.storage.test_failures import *
from tests.storage.test_guards import *
from tests.storage.test_journal import *
from tests.storage.test_messages import *
from tests.storage.test_seats import *
from tests.storage.test_summaries import *
from tests.storage.test_timers import *
from tests.storage.test_tokens import *

pytestmark = pytest.mark.engine
