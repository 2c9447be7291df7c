"""The types of fields, one file each: how an answer is read from a page, checked, described and shown.

A new type is one new file and a line in `rows`.
"""

from __future__ import annotations

from chalicelib.domain.fields import group, rows

AnyField = rows.RowField | group.Group

rows.MODULES[group.Group] = group
