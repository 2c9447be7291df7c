"""Drafts in DynamoDB: one item each, in the partition of the submission that it becomes.

Every draft stands in the index of timers, since every draft is looked at again and again: counting those of a
program is reading that index. So there is no second account of them that could be wrong.
"""

from __future__ import annotations

import json
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.domain.draft import Draft, Late
from chalicelib.domain.instants import from_text, to_text
from chalicelib.storage import keys
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.tables import DraftItem, TimerItem

TIMER = "draft"


class Drafts:
    """`ports.Drafts` on the table `desk`."""

    def __init__(self, drafts: type[DraftItem], timed: type[TimerItem]) -> None:
        self._drafts = drafts
        self._timed = timed

    def put(self, draft: Draft, *, fires: datetime) -> None:
        """One PutItem."""
        item = self._drafts(
            keys.submission(draft.id),
            keys.draft(draft.program),
            within=draft.community,
            version=draft.version,
            part=draft.part,
            language=draft.language,
            email=draft.email,
            form=json.dumps({name: list(values) for name, values in draft.form.items()}, ensure_ascii=False),
            page=draft.page,
            saved=draft.saved,
            written=draft.written,
            told=draft.told,
            reminded=draft.reminded,
            refused=draft.refused or None,
            late=_spelt(draft.late) if draft.late is not None else None,
            expires=int(draft.expires.timestamp()),
            timer=TIMER,
            fires=fires,
        )
        guarded(item.save)

    def get(self, draft: str) -> Draft | None:
        """One Query."""
        of_this = keys.submission(draft), DraftItem.sk.startswith(keys.DRAFT)
        items = guarded(lambda: list(self._drafts.query(*of_this, consistent_read=True, limit=1)))
        return _draft(items[0]) if items else None

    def look(self, draft: Draft, *, fires: datetime) -> bool:
        """One UpdateItem."""
        item = self._drafts(keys.submission(draft.id), keys.draft(draft.program))
        actions: list[Action] = [
            DraftItem.told.set(draft.told),
            DraftItem.reminded.set(draft.reminded),
            DraftItem.fires.set(fires),
            DraftItem.expires.set(int(draft.expires.timestamp())),
        ]
        if draft.late is not None:
            actions.append(DraftItem.late.set(_spelt(draft.late)))
        try:
            guarded(lambda: item.update(actions, DraftItem.saved == draft.saved))
        except ConditionFailed:
            return False
        return True

    def delete(self, program: str, draft: str, *, saved: datetime | None = None) -> bool:
        """One DeleteItem."""
        item = self._drafts(keys.submission(draft), keys.draft(program))
        as_read = DraftItem.saved.does_not_exist() | (DraftItem.saved == saved) if saved is not None else None
        try:
            guarded(lambda: item.delete(as_read))
        except ConditionFailed:
            return False
        return True

    def count(self, program: str) -> int:
        """One Query for each megabyte."""
        of_program = TimerItem.sk == keys.draft(program)
        return guarded(lambda: self._timed.timers.count(TIMER, filter_condition=of_program))


def _draft(item: DraftItem) -> Draft:
    form = json.loads(item.form)
    return Draft(
        id=keys.timed(item.pk, item.sk),
        program=item.sk.removeprefix(keys.DRAFT),
        community=item.within,
        version=int(item.version),
        part=item.part,
        language=item.language,
        email=item.email,
        form={name: tuple(values) for name, values in form.items()},
        page=int(item.page),
        saved=item.saved,
        written=item.written,
        told=bool(item.told),
        reminded=bool(item.reminded),
        refused=bool(item.refused),
        late=_late(item.late),
    )


def _spelt(late: Late) -> str:
    said = {"at": to_text(late.at), "until": to_text(late.until), "by": late.by, "reason": late.reason}
    return json.dumps(said, ensure_ascii=False)


def _late(text: str | None) -> Late | None:
    if text is None:
        return None
    said = json.loads(text)
    return Late(from_text(said["at"]), from_text(said["until"]), said["by"], said["reason"])
