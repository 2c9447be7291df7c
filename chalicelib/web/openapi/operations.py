"""What each operation of the API takes and answers. The route table says which there are; a test compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import media
from chalicelib.language.labels import AREAS, STATES
from chalicelib.web.http import JSON
from chalicelib.web.openapi.schemas import SLUG, STRING, SUBMISSION_ID, Schema, reference

Parameter = Mapping[str, Any]
YAML = "application/yaml"


@dataclass(frozen=True, slots=True)
class Operation:
    """`answers`: the schema of each success, by status; `refusals`: the statuses of problems."""

    summary: str
    answers: Mapping[int, str]
    refusals: tuple[int, ...] = ()
    staff: bool = False
    body: Mapping[str, Schema] | None = None
    body_required: bool = True
    parameters: tuple[Parameter, ...] = ()
    answer_type: str = JSON


def _path(name: str, pattern: str, description: str) -> Parameter:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": description}


def _query(name: str, schema: Schema, description: str) -> Parameter:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _header(name: str, schema: Schema, description: str) -> Parameter:
    return {"name": name, "in": "header", "schema": schema, "description": description}


_COMMUNITY = _path("id", SLUG, "The community's id.")
_PROGRAM = _path("id", "^(?!check$)[a-z][a-z0-9-]{0,59}$", "The program's id.")
_SUBMISSION = _path("id", SUBMISSION_ID, "The submission's id.")
_UPLOAD = _path("id", SUBMISSION_ID, "The upload's id.")
_ASK = _path("ask", r"^[A-Za-z0-9_.]{1,120}$", "The ask's id: `<step>.<party>.<round>`.")
_CURSOR = _query("cursor", {"type": "string", "maxLength": 200}, "The `next` of the page before.")
_WORD: Schema = {"type": "string", "maxLength": 200}
_KEY: Schema = {"type": "string", "pattern": r"^[\x21-\x7e]{1,200}$"}
_NOT_READ = (400, 413, 415, 422)
_NOT_STAFF = (401, 403)


def _definition(schema: Schema) -> Mapping[str, Schema]:
    """The same as JSON and as YAML 1.2 (core schema)."""
    return {JSON: schema, YAML: schema}


def _command(summary: str, body: str, *, ask: bool = False, body_required: bool = True) -> Operation:
    """Something that staff do to a submission, or to one of its asks."""
    return Operation(
        summary,
        {200: "Submission"},
        (*_NOT_READ, 401, 404, 409),
        staff=True,
        body={JSON: reference(body)},
        body_required=body_required,
        parameters=(_SUBMISSION, _ASK) if ask else (_SUBMISSION,),
    )


def _job(summary: str, body: str, *parameters: Parameter) -> Operation:
    """Something that staff do to a whole program."""
    return Operation(
        summary,
        {202: "Job"},
        (*_NOT_READ, *_NOT_STAFF, 404, 409),
        staff=True,
        body={JSON: reference(body)},
        parameters=(_PROGRAM, *parameters),
    )


def _model(summary: str) -> Operation:
    """The schema of definitions, which may be kept and asked for again."""
    return Operation(
        summary,
        {200: "DefinitionSchema", 304: ""},
        parameters=(_header("If-None-Match", STRING, "An ETag: 304 where nothing has changed."),),
        answer_type="application/schema+json",
    )


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/health"): Operation("Whether Concord answers, asking nobody else", {200: "Health"}),
    ("GET", "/openapi.json"): Operation("This description", {200: "Description"}),
    ("GET", "/v1/program.schema.json"): _model("JSON Schema of a program's definition, for editors"),
    ("GET", "/v1/community.schema.json"): _model("JSON Schema of a community's definition, for editors"),
    ("GET", "/v1/communities"): Operation("The communities and their partner cities", {200: "Communities"}),
    ("PUT", "/v1/communities/{id}"): Operation(
        "Publish one's own community",
        {200: "PublicCommunity", 201: "PublicCommunity"},
        (*_NOT_READ, *_NOT_STAFF, 404),
        staff=True,
        body=_definition(reference("Community")),
        parameters=(_COMMUNITY,),
    ),
    ("GET", "/v1/programs"): Operation(
        "Programs, by id",
        {200: "Programs"},
        (400,),
        parameters=(
            _query("community", _WORD, "Of this community alone."),
            _query("area", {"enum": list(AREAS)}, "Of this area of focus alone."),
            _CURSOR,
        ),
    ),
    ("GET", "/v1/programs/{id}"): Operation(
        "A program's definition", {200: "PublicProgram"}, (404,), parameters=(_PROGRAM,)
    ),
    ("PUT", "/v1/programs/{id}"): Operation(
        "Publish a program, or a new version of it",
        {200: "PublicProgram", 201: "PublicProgram"},
        (*_NOT_READ, *_NOT_STAFF, 404),
        staff=True,
        body=_definition(reference("Program")),
        parameters=(_PROGRAM,),
    ),
    ("GET", "/v1/programs/{id}/schema"): Operation(
        "JSON Schema of the answers to a program's form",
        {200: "AnswersSchema"},
        (404,),
        parameters=(_PROGRAM,),
        answer_type="application/schema+json",
    ),
    ("GET", "/v1/programs/{id}/drafts"): Operation(
        "How many forms of a program are saved and not sent yet; nothing of what is in them",
        {200: "Drafts"},
        (*_NOT_STAFF, 404),
        staff=True,
        parameters=(_PROGRAM,),
    ),
    ("POST", "/v1/programs/{id}/cancel"): _job(
        "Cancel a program: nothing is taken any more, all that was sent ends, and everybody is told",
        "Cancellation",
    ),
    ("POST", "/v1/programs/{id}/extend"): _job(
        "Close a program later, and give more time to those who are asked at some of its steps",
        "ProgramExtension",
        _header("Idempotency-Key", _KEY, "Repeated with the same body: the same job."),
    ),
    ("GET", "/v1/programs/{id}/jobs/{job}"): Operation(
        "How far a job is",
        {200: "Job"},
        (401, 404),
        staff=True,
        parameters=(_PROGRAM, _path("job", SUBMISSION_ID, "The job's id.")),
    ),
    ("POST", "/v1/programs/check"): Operation(
        "What is wrong with a definition, and the story that it tells; stores nothing",
        {200: "Checked"},
        (400, 413, 415, 401),
        staff=True,
        body=_definition({"description": "A definition, sound or not."}),
    ),
    ("POST", "/v1/programs/{id}/submissions"): Operation(
        "Send a filled-in form",
        {201: "Sent"},
        (*_NOT_READ, 401, 404, 409),
        body={JSON: reference("Form")},
        parameters=(
            _PROGRAM,
            _header("Idempotency-Key", _KEY, "Repeated with the same body: the same submission."),
        ),
    ),
    ("POST", "/v1/uploads"): Operation(
        "Send a file, of 4 MB at most, for a field of a form",
        {201: "Upload"},
        (400, 404, 413, 415, 422),
        body={each: {} for each in (*media.EXTENSIONS, "application/octet-stream")},
        parameters=(
            {**_query("program", _WORD, "The program's id."), "required": True},
            {
                **_query("field", _WORD, "The field's id, also of one in rows or in a step's form."),
                "required": True,
            },
            _header("X-Filename", STRING, "What the file is called, percent-encoded (RFC 3986)."),
        ),
    ),
    ("POST", "/v1/uploads/presign"): Operation(
        "Where to post a file directly, also a larger one; then complete it",
        {201: "Ticket"},
        (*_NOT_READ, 404),
        body={JSON: reference("Presign")},
    ),
    ("POST", "/v1/uploads/{id}/complete"): Operation(
        "Have what was posted directly looked into",
        {200: "Upload"},
        (404, 413, 415, 422),
        parameters=(_UPLOAD,),
    ),
    ("GET", "/v1/uploads/{id}"): Operation(
        "A file of a submission: an address that hands it out for five minutes",
        {303: ""},
        (401, 404),
        staff=True,
        parameters=(_UPLOAD,),
    ),
    ("GET", "/v1/submissions"): Operation(
        "Submissions of one's community, newest first",
        {200: "Submissions"},
        (400, 401),
        staff=True,
        parameters=(
            _query("program", _WORD, "Of this program alone."),
            _query("state", {"enum": list(STATES)}, "In this state alone."),
            _query("q", _WORD, "The beginning of a word of the name, of the address, or of the reference."),
            _CURSOR,
            _query("limit", {"type": "integer", "minimum": 1, "default": 50}, "At most; never over 100."),
        ),
    ),
    ("GET", "/v1/submissions/{id}"): Operation(
        "A submission with everything about it",
        {200: "Submission", 304: ""},
        (401, 404),
        staff=True,
        parameters=(_SUBMISSION, _header("If-None-Match", STRING, "An ETag: 304 where nothing has changed.")),
    ),
    ("POST", "/v1/submissions/{id}/withdraw"): _command(
        "Withdraw a submission", "Reason", body_required=False
    ),
    ("POST", "/v1/submissions/{id}/erase"): _command(
        "Erase whatever somebody typed", "Reason", body_required=False
    ),
    ("POST", "/v1/submissions/{id}/resend"): _command(
        "Ask once more what is open, or tell the applicant where things stand", "Reason", body_required=False
    ),
    ("POST", "/v1/submissions/{id}/amend"): _command("Change answers", "Amendment"),
    ("POST", "/v1/submissions/{id}/ask-new"): _command(
        "Ask the applicant what the newest version asks and that of the submission doesn't", "NewQuestions"
    ),
    ("POST", "/v1/submissions/{id}/reopen"): _command("Open a step once more", "Reopening"),
    ("POST", "/v1/submissions/{id}/announce"): _command("Tell an outcome that is kept back", "Announcement"),
    ("POST", "/v1/submissions/{id}/asks/{ask}/extend"): _command(
        "Give one person more time", "Extension", ask=True
    ),
    ("POST", "/v1/submissions/{id}/asks/{ask}/replace"): _command(
        "Ask somebody named in the answers at another address, or somebody else", "Replacement", ask=True
    ),
    ("POST", "/v1/submissions/{id}/asks/{ask}"): Operation(
        "Answer an ask: one's own, or with `on_behalf` anybody's",
        {200: "Submission"},
        (*_NOT_READ, *_NOT_STAFF, 404, 409),
        staff=True,
        body={JSON: reference("Answer")},
        parameters=(_SUBMISSION, _ASK),
    ),
}
