"""Jobs in DynamoDB, and the pages that each has come to. Knows nothing about what they do.

What is left of a page is a set, from which everybody takes what they have done: in any order, and as often as
they like.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.storage import keys
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.ports import Job, JobPage
from chalicelib.storage.tables import JobItem, JobPageItem


class Jobs:
    """`ports.Jobs` on the table `desk`."""

    def __init__(self, jobs: type[JobItem], pages: type[JobPageItem]) -> None:
        self._jobs = jobs
        self._pages = pages

    def begin(self, job: Job) -> bool:
        """One PutItem."""
        item = self._jobs(
            keys.jobs(job.program),
            keys.job(job.id),
            kind=job.kind,
            began=job.began,
            by=job.by,
            text=job.text,
        )
        try:
            guarded(lambda: item.save(JobItem.pk.does_not_exist()))
        except ConditionFailed as failure:
            return failure.repeated and self.get(job.program, job.id) == job
        return True

    def get(self, program: str, job: str) -> Job | None:
        """One GetItem."""
        item = self._jobs.one(keys.jobs(program), keys.job(job))
        if item is None:
            return None
        return Job(program=program, id=job, kind=item.kind, began=item.began, by=item.by, text=item.text)

    def pages(self, program: str, job: str) -> tuple[JobPage, ...]:
        """One Query for each megabyte, which is some two thousand pages with all of them left."""
        beginning = JobPageItem.sk.startswith(keys.job_pages(job))
        items = guarded(lambda: list(self._pages.query(keys.jobs(program), beginning, consistent_read=True)))
        return tuple(map(_page, items))

    def page(self, program: str, job: str, number: int) -> JobPage | None:
        """One GetItem."""
        item = self._pages.one(keys.jobs(program), keys.job_page(job, number))
        return None if item is None else _page(item)

    def note(self, program: str, job: str, page: JobPage) -> bool:
        """One PutItem."""
        item = self._pages(
            keys.jobs(program),
            keys.job_page(job, page.number),
            size=page.size,
            left=set(page.left) or None,
            failed=set(page.failed) or None,
            follows=page.next,
            passed=page.passed,
            at=page.at,
        )
        try:
            guarded(lambda: item.save(JobPageItem.pk.does_not_exist()))
        except ConditionFailed as failure:
            return failure.repeated and self.page(program, job, page.number) == page
        return True

    def did(
        self,
        program: str,
        job: str,
        number: int,
        *,
        done: Collection[str],
        failed: Collection[str],
        at: datetime,
    ) -> None:
        """One UpdateItem."""
        item = self._pages(keys.jobs(program), keys.job_page(job, number))
        actions: list[Action] = [JobPageItem.passed.set(True), JobPageItem.at.set(at)]
        if done:
            actions.append(JobPageItem.left.delete(set(done)))
        if failed:
            actions.append(JobPageItem.failed.add(set(failed)))
        guarded(lambda: item.update(actions))


def _page(item: JobPageItem) -> JobPage:
    return JobPage(
        number=int(item.sk.rpartition("#")[2]),
        size=int(item.size),
        left=frozenset(item.left or ()),
        failed=frozenset(item.failed or ()),
        next=item.follows,
        passed=item.passed,
        at=item.at,
    )
