"""What was found among the files that an instructor brings: what may be answers, what is not taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assessments.errors import Unreadable
from assessments.grading.collecting.archive import Budget, BudgetSpent
from assessments.grading.collecting.kinds import Kind, is_picture_or_document, told

_RESEND = "请学员再发一次"
_REPACK = "请让学员改用 zip，或者解开后把 answers.json 交来"
_SAVE_ATTACHMENTS = "请在 Outlook 里打开这封邮件，用“保存所有附件”存下来，交那些附件"
_THE_DOWNLOAD = "请学员把课程里下载的作答文件原样发来，不要截图、拍照，也不要贴进文档"
_IN_PARTS = "请分几次收"

Source = Literal["file", "mail"]


@dataclass(frozen=True)
class Refusal:
    """A file that is not taken in: why, and what to do. All three are for the instructor."""

    file: str
    reason: str
    advice: str


@dataclass(frozen=True)
class Offer:
    """A file that may be answers: where it lay, its content, and when it was changed (None: nobody knows)."""

    parts: tuple[str, ...]
    """From the named file or folder inward; an archive and a mail count like a folder."""
    raw: bytes
    at: datetime | None
    named: bool
    """Whether the instructor named this very file."""
    source: Source = "file"
    """Whose time `at` is: that of the file, or that of the mail with which it came."""

    @property
    def file(self) -> str:
        """The place as an instructor reads it."""
        return told(self.parts)


@dataclass
class Found:
    """What one walk has found."""

    offers: list[Offer] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    notebooks: list[tuple[str, ...]] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)

    def refuse(self, parts: tuple[str, ...], reason: str, advice: str = _RESEND) -> None:
        """Note a file that is not taken in."""
        self.refused.append(Refusal(told(parts), reason, advice))

    def unreadable(self, parts: tuple[str, ...], error: Unreadable) -> None:
        """Note a file that cannot be read."""
        self.refuse(parts, error.reason, _IN_PARTS if isinstance(error, BudgetSpent) else _RESEND)

    def refused_picture(self, parts: tuple[str, ...]) -> bool:
        """Whether a file that was chosen for itself is a picture or a document; it is refused then."""
        if is_picture_or_document(parts):
            self.refuse(parts, "这是图片、录像或者文档，不是作答文件", _THE_DOWNLOAD)
            return True
        return False

    def settled(self, kind: Kind, parts: tuple[str, ...]) -> bool:
        """Whether nothing more is to be done with a file of this kind; what it was is noted."""
        match kind:
            case "companion" | "other":
                self.skipped.append(told(parts))
            case "notebook":
                self.notebooks.append(parts)
            case "otherwise":
                self.refuse(parts, "这种压缩文件打不开", _REPACK)
            case "outlook":
                self.refuse(parts, "Outlook 自己的邮件格式（.msg），打不开", _SAVE_ATTACHMENTS)
            case "archive" | "mail" | "text":
                return False
        return True
