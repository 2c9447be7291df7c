"""The shapes of what the API answers, as JSON Schema 2020-12. Definitions have models of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.language.labels import ASK_STATES, MESSAGE_STATES, STATES, STATUSES

Schema = Mapping[str, Any]

STRING: Schema = {"type": "string"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
TEXT: Schema = {
    "description": "One string for all languages, or one for each.",
    "anyOf": [STRING, {"type": "object", "additionalProperties": STRING}],
}
SLUG = r"^[a-z][a-z0-9-]{0,59}$"
SUBMISSION_ID = r"^[0-9a-hjkmnp-tv-z]{20}$"
_REFERENCE: Schema = {"type": "string", "pattern": r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"}
_STRINGS: Schema = {"type": "array", "items": STRING}
_STATE: Schema = {"enum": list(STATES)}


def reference(name: str) -> Schema:
    """A pointer to one of the description's schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Mapping[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _body(description: str, properties: Mapping[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """What is sent: no member but these."""
    return {
        "description": description,
        **_object(properties, optional=optional),
        "additionalProperties": False,
    }


_REASON: Schema = {**STRING, "maxLength": 1000, "description": "Why; kept, and shown to staff."}
_STEP: Schema = {**STRING, "description": "The step's name."}
_NEXT = {**_or_null(STRING), "description": "The cursor of what follows; null: nothing does."}
_FROM_ONE: Schema = {"type": "integer", "minimum": 1}
_ERROR = _object(
    {
        "pointer": {**STRING, "description": "A JSON Pointer (RFC 6901) into what was sent."},
        "detail": {**STRING, "description": "What to do, in the request's Accept-Language."},
        "code": {**STRING, "description": "Stable."},
        "line": {**_FROM_ONE, "description": "Of a definition in YAML: the line in it, counted from 1."},
        "column": {**_FROM_ONE, "description": "Likewise the column."},
    },
    optional=("line", "column"),
)
_COUNT: Schema = {"type": "integer", "minimum": 0}

SCHEMAS: Mapping[str, Schema] = {
    "Problem": {
        "description": "What was refused (RFC 9457).",
        **_object(
            {
                "type": STRING,
                "title": STRING,
                "status": {"type": "integer"},
                "detail": STRING,
                "instance": STRING,
                "code": {**STRING, "description": "Stable."},
                "errors": _list(reference("Error")),
            },
            optional=("status", "detail", "instance", "code", "errors"),
        ),
    },
    "Error": {"description": "One thing wrong with what was sent, at its place.", **_ERROR},
    "Health": _object({"status": {"const": "ok"}, "version": STRING}),
    "Communities": _object({"communities": _list(reference("PublicCommunity"))}),
    "PublicCommunity": {
        "description": "A community without its staff.",
        **_object(
            {"id": STRING, "name": TEXT, "organisation": TEXT, "version": {"type": "integer", "minimum": 1}}
        ),
    },
    "Programs": _object({"programs": _list(reference("Card")), "next": _NEXT}),
    "Card": {
        "description": "A program as lists show it.",
        **_object(
            {
                "id": STRING,
                "title": TEXT,
                "summary": TEXT,
                "community": STRING,
                "partners": _STRINGS,
                "area": STRING,
                "kind": STRING,
                "status": {"enum": list(STATUSES)},
                "opens": _or_null(STRING),
                "closes": _or_null(STRING),
                "seats": _object({"capacity": _or_null(_COUNT), "taken": _COUNT, "waitlisted": _COUNT}),
            }
        ),
    },
    "PublicProgram": {
        "description": "A program's definition without the people in its roles and its retention.",
        **_object(
            {
                "id": STRING,
                "community": STRING,
                "title": TEXT,
                "version": {"type": "integer", "minimum": 1},
                "cancelled": {
                    "description": "Where the program was cancelled: when, and what everybody is told.",
                    **_object({"at": INSTANT, "message": TEXT}, optional=("message",)),
                },
            },
            optional=("cancelled",),
        ),
    },
    "Checked": _object(
        {
            "errors": {**_list(reference("Error")), "description": "What has to be mended first."},
            "warnings": {**_list(reference("Error")), "description": "What may be meant, but seldom is."},
            "story": {**_STRINGS, "description": "Who is asked and told, and when; empty with errors."},
        }
    ),
    "Drafts": _object({"drafts": {**_COUNT, "description": "Forms that are saved and not sent yet."}}),
    "AnswersSchema": {"description": "JSON Schema 2020-12 of a program's answers.", "type": "object"},
    "DefinitionSchema": {"description": "JSON Schema 2020-12 of a definition.", "type": "object"},
    "Form": {
        "description": "A filled-in form.",
        **_object(
            {
                "answers": {
                    "type": "object",
                    "description": "By field id; `GET /v1/programs/{id}/schema` says which.",
                },
                "language": {**STRING, "description": "What messages are written in."},
            },
            optional=("language",),
        ),
        "additionalProperties": False,
    },
    "Upload": _object(
        {
            "id": {"type": "string", "pattern": SUBMISSION_ID},
            "type": {**STRING, "description": "The media type, by the file's content."},
            "size": {**_FROM_ONE, "description": "Bytes, as the file is kept."},
        }
    ),
    "Presign": _body(
        "A file that is to be posted directly.",
        {
            "program": STRING,
            "field": {**STRING, "description": "The field's id, also of one in rows or in a step's form."},
            "name": {**STRING, "description": "What the file is called."},
            "type": {**STRING, "description": "Its media type, which the post has to bear as Content-Type."},
            "size": {"type": "integer", "description": "Its bytes."},
        },
    ),
    "Ticket": _object(
        {
            "id": {"type": "string", "pattern": SUBMISSION_ID},
            "url": {
                **STRING,
                "description": "Where to post a form, as multipart/form-data, within 15 minutes.",
            },
            "fields": {
                "type": "object",
                "additionalProperties": STRING,
                "description": "Its fields; behind them the file itself, as `file`.",
            },
        }
    ),
    "Sent": _object(
        {
            "id": {"type": "string", "pattern": SUBMISSION_ID},
            "reference": _REFERENCE,
            "state": _STATE,
            "steps": {**_STRINGS, "description": "Those open now."},
            "sent_to": {**_or_null(STRING), "description": "The address written to, masked."},
        }
    ),
    "Submissions": _object({"submissions": _list(reference("Row")), "next": _NEXT}),
    "Row": {
        "description": "A submission as lists show it.",
        **_object(
            {
                "id": STRING,
                "reference": _REFERENCE,
                "program": STRING,
                "name": STRING,
                "state": _STATE,
                "steps": _STRINGS,
                "submitted": INSTANT,
                "updated": INSTANT,
            }
        ),
    },
    "Submission": {
        "description": "Everything about a submission. Parties are words, never addresses.",
        **_object(
            {
                "id": {"type": "string", "pattern": SUBMISSION_ID},
                "reference": _REFERENCE,
                "program": STRING,
                "version": {"type": "integer", "minimum": 1},
                "kind": STRING,
                "state": _STATE,
                "steps": _STRINGS,
                "seq": {"type": "integer", "minimum": 1},
                "language": STRING,
                "seat": _or_null(reference("Seat")),
                "answers": {"type": "object"},
                "asks": _list(reference("Ask")),
                "messages": _list(reference("Message")),
                "changes": {**_list(reference("Change")), "description": "How answers were changed."},
                "events": _list(reference("Event")),
            },
            optional=("seat",),
        ),
    },
    "Seat": {
        "description": "What it has of the program's seats; null once it has given that back.",
        **_object(
            {
                "state": {"enum": ["wanted", "waiting", "held", "taken"]},
                "option": {**_or_null(STRING), "description": "Of which kind; null where there is one kind."},
                "step": {**STRING, "description": "The step that wanted it."},
                "moving": {
                    **STRING,
                    "description": "The kind that it waits for, in place of the one it has.",
                },
                "score": {
                    "type": ["number", "null"],
                    "description": "What the waitlist is ordered by, before the time of submission.",
                },
                "position": {**_FROM_ONE, "description": "On the waitlist, from 1."},
                "seats": {
                    **_object({"capacity": _or_null(_COUNT), "taken": _COUNT, "waitlisted": _COUNT}),
                    "description": "Of the kind that it waits for.",
                },
            },
            optional=("moving", "score", "position", "seats"),
        ),
    },
    "Ask": _object(
        {
            "id": {**STRING, "description": "`<step>.<party>.<round>`"},
            "step": STRING,
            "party": STRING,
            "state": {"enum": list(ASK_STATES)},
            "opened": INSTANT,
            "due": _or_null(INSTANT),
            "answer": _or_null(STRING),
            "form": {"type": "object", "description": "What was filled in with the answer."},
            "note": {**STRING, "description": "What was written beside the answer, or why there is none."},
            "signed_by": {**STRING, "description": "The name that was typed to sign."},
            "version": {**_FROM_ONE, "description": "Of new questions: the version that they are from."},
            "fields": {
                **_STRINGS,
                "description": "Of new questions: the fields of its form. Of an ask for changes, and of the "
                "answer that led to it: those to be changed; left out: whatever the step allows.",
            },
            "sent_back_by": {**_STRINGS, "description": "Of an ask for changes: the asks that led to it."},
            "rows": {
                **STRING,
                "description": "Of an open ask whose form goes by rows of the program's form: a word for "
                "these, which may be sent with the answer.",
            },
        },
        optional=("form", "note", "signed_by", "version", "fields", "sent_back_by", "rows"),
    ),
    "Change": {
        "description": "Answers that were changed at one time.",
        **_object(
            {
                "seq": {"type": "integer", "minimum": 1},
                "at": INSTANT,
                "by": STRING,
                "fields": _list(
                    _object(
                        {
                            "pointer": {
                                **STRING,
                                "description": "A JSON Pointer into the submission: to an answer, to one "
                                "in a row, or to a row that came or went.",
                            },
                            "before": {"description": "null: there was none."},
                            "after": {"description": "null: there is none any more."},
                        }
                    )
                ),
            }
        ),
    },
    "Message": _object(
        {"template": STRING, "to": STRING, "state": {"enum": list(MESSAGE_STATES)}, "at": INSTANT}
    ),
    "Event": {
        "description": "A fact, with members of its own beside these; more types may be added.",
        **_object(
            {
                "seq": {"type": "integer", "minimum": 1},
                "type": STRING,
                "at": INSTANT,
                "by": STRING,
                "reason": {**STRING, "description": "Why it was done; of all events of one command."},
            },
            optional=("reason",),
        ),
    },
    "Reason": _body("Why it is done.", {"reason": _REASON}, optional=("reason",)),
    "Amendment": _body(
        "Answers as they are to be.",
        {
            "answers": {
                "type": "object",
                "description": "Those that change, by field id; null takes one back. All others stay.",
            },
            "reason": _REASON,
        },
    ),
    "NewQuestions": _body(
        "Which new questions, and until when.",
        {
            "fields": {**_STRINGS, "description": "Left out: all that have not been asked yet."},
            "due": {**STRING, "description": "As for giving more time. Left out: `14d`."},
            "reason": _REASON,
        },
        optional=("fields", "due"),
    ),
    "Reopening": _body("A step to be opened once more.", {"step": _STEP, "reason": _REASON}),
    "Announcement": _body(
        "A step whose outcome is kept back.", {"step": _STEP, "reason": _REASON}, optional=("reason",)
    ),
    "Cancellation": _body(
        "That a program is cancelled.",
        {
            "reason": _REASON,
            "message": {**TEXT, "description": "What everybody is told: one text, or one for each language."},
        },
        optional=("message",),
    ),
    "ProgramExtension": _body(
        "Until when a program takes forms, and until when those have who are asked at some steps.",
        {
            "closes": {**STRING, "description": "As in the definition; later than before."},
            "steps": {
                "type": "object",
                "additionalProperties": STRING,
                "description": "By the step's name: a day (to its end), a day and a time, or how long from "
                "now. Who has no deadline there, or a later one, keeps it.",
            },
            "reason": _REASON,
        },
        optional=("closes", "steps"),
    ),
    "Invitation": _body(
        "Whom to let send a form after the closing date.",
        {
            "email": {**STRING, "description": "Where the link is mailed."},
            "name": {**STRING, "maxLength": 200, "description": "Filled in already, and may be changed."},
            "language": {**STRING, "description": "One of the program's; left out: its first."},
            "until": {
                **STRING,
                "description": "A day (to its end), a day and a time, or how long from now; after the "
                "closing date, and within 30 days.",
            },
            "reason": _REASON,
        },
        optional=("name", "language"),
    ),
    "Invited": _object(
        {
            "id": {**STRING, "description": "What the submission will be called, once the form is sent."},
            "until": INSTANT,
            "sent_to": {**STRING, "description": "The address, masked."},
        }
    ),
    "Job": {
        "description": "What is done to all submissions of a program, one after another.",
        **_object(
            {
                "job": STRING,
                "kind": {"enum": ["cancel", "extend"]},
                "state": {
                    "enum": ["counting", "working", "failed", "done"],
                    "description": "`counting`: it has not come to all submissions yet. `failed`: nothing is "
                    "left but what has failed, which is tried again for a while.",
                },
                "total": {**_COUNT, "description": "Submissions that it has come to so far."},
                "done": _COUNT,
                "failed": _COUNT,
                "began": INSTANT,
                "ended": _or_null(INSTANT),
            }
        ),
    },
    "Extension": _body(
        "Until when somebody has time.",
        {
            "due": {
                **STRING,
                "description": "A day (to its end), a day and a time, or how long from now: `2027-03-01`, "
                "`2027-03-01T17:00`, `7d`; by the program's time zone.",
            },
            "reason": _REASON,
        },
    ),
    "Replacement": _body(
        "Who is asked instead.",
        {
            "email": STRING,
            "name": {**STRING, "description": "Left out: as it was."},
            "language": {**STRING, "description": "What messages are written in. Left out: as it was."},
            "reason": _REASON,
        },
        optional=("name", "language"),
    ),
    "Answer": {
        "description": "An answer to an ask.",
        **_object(
            {
                "answer": {**STRING, "description": "One of the step's answers."},
                "form": {"type": "object", "description": "Answers to the step's own fields."},
                "fields": {
                    **_STRINGS,
                    "description": "Of an answer that leads to a step with `amend`: the fields to be "
                    "changed. Left out: whatever that step allows.",
                },
                "note": {
                    **STRING,
                    "maxLength": 5000,
                    "description": "For staff; of an answer that leads to a step with `amend`, for the "
                    "applicant.",
                },
                "rows": {
                    **STRING,
                    "description": "The word that the ask had for the rows by which the form goes: so it is "
                    "refused where they have been changed since. Left out: the rows are those of now.",
                },
                "on_behalf": {
                    **STRING,
                    "maxLength": 1000,
                    "description": "Why somebody else's ask is answered; kept as an override.",
                },
            },
            optional=("form", "fields", "note", "rows", "on_behalf"),
        ),
        "additionalProperties": False,
    },
}
