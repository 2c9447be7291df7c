"""What was uploaded: objects in a private bucket, and a row about each in the table `desk`.

An object is tagged as nobody's until the commit that names it has been seen to; the bucket's lifecycle
removes what stays nobody's, and what browsers post without anybody looking into it (infra/resources.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from chalicelib import aws
from chalicelib.storage import keys
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.ports import Ticket, Upload
from chalicelib.storage.tables import UploadItem

NOBODYS = "owner=nobody"
"""The tag of what is not claimed; `owner=submission` that of what is."""

SAVED = "owner=draft"
"""The tag of what stands in a form that is saved and not sent."""

_GONE = ("NoSuchKey", "AccessDenied", "404", "403")
"""What S3 says of an object that is not there: the second to who may not list the bucket."""


class Files:
    """`ports.Files` on a bucket, by its name, and the table `desk`."""

    def __init__(self, bucket: str, uploads: type[UploadItem]) -> None:
        self._bucket = bucket
        self._uploads = uploads

    def note(self, upload: Upload) -> None:
        """One PutItem."""
        item = self._uploads(
            keys.upload(upload.id),
            keys.UPLOAD,
            program_id=upload.program,
            field=upload.field,
            name=upload.name,
            type=upload.type,
            size=upload.size,
            pixels=upload.pixels,
            ready=upload.ready,
            expires=int(upload.expires.timestamp()),
        )
        # One that is claimed was sent before, just so.
        with suppress(ConditionFailed):
            guarded(lambda: item.save(UploadItem.claimed.does_not_exist()))

    def rows(self, *ids: str) -> Mapping[str, Upload]:
        """One GetItem for one, one BatchGetItem for each hundred."""
        wanted = list(dict.fromkeys(ids))
        if len(wanted) == 1:
            one = self._uploads.one(keys.upload(wanted[0]), keys.UPLOAD)
            items = [] if one is None else [one]
        else:
            items = self._uploads.many((keys.upload(each), keys.UPLOAD) for each in wanted)
        found = [_upload(item) for item in items]
        return {each.id: each for each in found}

    def store(self, upload: str, body: bytes, type: str) -> None:  # noqa: A002 - the media type
        """One PutObject, on the condition that there is none: else its tag would be lost."""
        from botocore.exceptions import ClientError

        try:
            guarded(
                lambda: self._s3.put_object(
                    Bucket=self._bucket,
                    Key=_key(upload),
                    Body=body,
                    ContentType=type,
                    Tagging=NOBODYS,
                    IfNoneMatch="*",
                )
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "PreconditionFailed":
                raise

    def keep(self, upload: str) -> None:
        """One PutObjectTagging."""
        tags = {"TagSet": [{"Key": "owner", "Value": "submission"}]}
        self._unless_gone(
            lambda: self._s3.put_object_tagging(Bucket=self._bucket, Key=_key(upload), Tagging=tags)
        )

    def prolong(self, upload: Upload, *, now: datetime, expires: datetime) -> bool:
        """From the copy, which is a new object, the bucket's lifecycle counts."""
        item = self._uploads(keys.upload(upload.id), keys.UPLOAD)
        alive = UploadItem.claimed.does_not_exist() & (UploadItem.expires > int(now.timestamp()))
        try:
            guarded(lambda: item.update([UploadItem.expires.set(int(expires.timestamp()))], alive))
        except ConditionFailed:
            return False
        key = _key(upload.id)
        self._unless_gone(
            lambda: self._s3.copy_object(
                Bucket=self._bucket,
                Key=key,
                CopySource={"Bucket": self._bucket, "Key": key},
                ContentType=upload.type,
                MetadataDirective="REPLACE",
                Tagging=SAVED,
                TaggingDirective="REPLACE",
            )
        )
        return True

    def remove(self, uploads: Sequence[str]) -> None:
        """Objects first: a row without its object can be removed again, the other way round nobody knows."""
        for each in uploads:
            self._delete(_key(each))

        def write() -> None:
            with self._uploads.batch_write() as batch:
                for each in uploads:
                    batch.delete(self._uploads(keys.upload(each), keys.UPLOAD))

        guarded(write)

    def address(self, upload: Upload, *, seconds: int) -> str:
        """Signed by the function's own role, which may read."""
        named = f"attachment; filename*=UTF-8''{quote(upload.name, safe='')}"
        address: str = self._s3.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": _key(upload.id),
                "ResponseContentDisposition": named,
                "ResponseContentType": upload.type,
                "ResponseCacheControl": "no-store",
            },
            ExpiresIn=seconds,
        )
        return address

    def ticket(self, upload: str, type: str, *, most: int, seconds: int) -> Ticket:  # noqa: A002
        """Signed by the function's own role, which may write."""
        made = self._s3.generate_presigned_post(
            Bucket=self._bucket,
            Key=_incoming(upload),
            Fields={"Content-Type": type},
            Conditions=[{"Content-Type": type}, ["content-length-range", 1, most]],
            ExpiresIn=seconds,
        )
        return Ticket(made["url"], made["fields"])

    def origin(self) -> str:
        """As botocore spells it, whatever the region and the endpoint."""
        return self._origin

    def arrived(self, upload: str) -> bytes | None:
        """One GetObject."""
        answer = self._unless_gone(lambda: self._read(_incoming(upload)))
        return answer if isinstance(answer, bytes) else None

    def discard(self, upload: str) -> None:
        """One DeleteObject."""
        self._delete(_incoming(upload))

    def _read(self, key: str) -> bytes:
        body: bytes = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return body

    def _delete(self, key: str) -> None:
        guarded(lambda: self._s3.delete_object(Bucket=self._bucket, Key=key))

    def _unless_gone(self, call: Any) -> Any:
        from botocore.exceptions import ClientError

        try:
            return guarded(call)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _GONE:
                return None
            raise

    @cached_property
    def _origin(self) -> str:
        address = urlsplit(self.ticket("origin", "text/plain", most=1, seconds=1).url)
        return f"{address.scheme}://{address.netloc}"

    @cached_property
    def _s3(self) -> Any:
        return aws.client("s3", read=15.0)


def _key(upload: str) -> str:
    return f"files/{upload}"


def _incoming(upload: str) -> str:
    return f"incoming/{upload}"


def _upload(item: UploadItem) -> Upload:
    return Upload(
        id=item.pk.partition("#")[2],
        program=item.program_id,
        field=item.field,
        name=item.name,
        type=item.type,
        size=int(item.size),
        pixels=int(item.pixels),
        ready=bool(item.ready),
        claimed=item.claimed or "",
        expires=datetime.fromtimestamp(int(item.expires or 0), UTC),
    )
