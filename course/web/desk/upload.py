"""Files that a page of the instructor takes: from who is logged in, as large as the page says, no larger."""

from __future__ import annotations

from tornado.httputil import HTTPInputError, parse_body_arguments
from tornado.web import stream_request_body

from course.web.desk.base import DeskHandler
from course.web.handlers import Refusal

_WRAPPING = 64 * 1024
"""What the other fields and the borders of a form may add to the files."""
_TAKEN = 4
"""Up to so many times its limit a body is let in, to be told calmly that it is too large."""
_PART = b"\r\nContent-Disposition: form-data;"


@stream_request_body
class UploadHandler(DeskHandler):
    """A page with a form for files. No other address takes a large body."""

    limit = 0
    """Bytes of all files together."""
    _body_read = False

    async def prepare(self) -> None:  # type: ignore[override]
        """Let the files in, for somebody who is logged in."""
        self._parts: list[bytes] = []
        self._size = 0
        connection = self.request.connection
        if connection is not None and hasattr(connection, "set_max_body_size"):
            connection.set_max_body_size(_TAKEN * self.limit)
        await super().prepare()

    def data_received(self, chunk: bytes) -> None:
        """Keep it, as far as the files may go."""
        self._size += len(chunk)
        if self.too_large:
            self._parts.clear()
        else:
            self._parts.append(chunk)

    @property
    def too_large(self) -> bool:
        """Whether there is more than may be; then nothing of it was kept."""
        return self._size > self.limit + _WRAPPING

    def check_xsrf_cookie(self) -> None:
        """The token is in the body: checked when that is read, and before anything is done with it."""
        if self._body_read:
            super().check_xsrf_cookie()

    def fields_sent(self) -> int:
        """How many files and other fields came, about."""
        return sum(part.count(_PART) for part in self._parts)

    def sent(self, field: str) -> list[tuple[str, bytes]]:
        """The names and the contents of the files in that field; the other fields are arguments then.

        Raises Refusal, and HTTPError where the token of the page is missing.
        """
        body = b"".join(self._parts)
        self._parts.clear()
        files: dict[str, list[object]] = {}
        try:
            parse_body_arguments(
                self.request.headers.get("Content-Type", ""),
                body,
                self.request.body_arguments,
                files,  # type: ignore[arg-type]
            )
        except HTTPInputError as error:
            raise Refusal(400, "文件没有传完整，请再传一次。") from error
        for name, values in self.request.body_arguments.items():
            self.request.arguments.setdefault(name, []).extend(values)
        self._body_read = True
        self.check_xsrf_cookie()
        return [(str(one["filename"]), bytes(one["body"])) for one in files.get(field) or []]  # type: ignore[index]
