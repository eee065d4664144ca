"""An IMAP mailbox: each mail becomes a document, its attachments the files, itself kept beside them."""

from __future__ import annotations

import email
import email.policy
import imaplib
import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError, Invalid
from vanphong.kernel.files import store, uploads
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.text import clean
from vanphong.modules.correspondence.channels.examining import check_size, examine, receive
from vanphong.modules.correspondence.channels.reader import MAIL_DAMAGED, MAIL_KEPT, MAIL_TYPE
from vanphong.modules.correspondence.commands.intake import IncomingFile
from vanphong.modules.correspondence.models import IncomingDocument

log = logging.getLogger("vanphong.intake")
TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox and the agency that receives its mails; `security` is tls, starttls or none."""

    host: str
    port: int
    user: str
    password: str
    agency: str
    folder: str = "INBOX"
    security: str = "tls"


def account_of_settings() -> Account | None:
    """The mailbox of the environment (VANPHONG_IMAP_HOST …), or None when there is none."""
    chosen = settings.INTAKE_MAILBOX
    if not chosen["host"]:
        return None
    return Account(
        chosen["host"],
        int(chosen["port"]),
        chosen["user"],
        chosen["password"],
        chosen["agency"],
        chosen["folder"],
        chosen["security"],
    )


def fetch(account: Account | None, progress: Callable[[int, int], None] = lambda done, of: None) -> list[int]:
    """Take in all mails not marked as seen; returns the ids of new documents.

    A mail is marked as seen after its commit; fetched again, its Message-ID tells that it is here already.
    """
    if account is None:
        return []
    agency = Unit.objects.filter(code=account.agency, is_agency=True).first()
    if agency is None:
        raise Invalid(
            _("Hộp thư chưa gắn với cơ quan nào: mã «{agency}» không có. Xem VANPHONG_IMAP_AGENCY.").format(
                agency=account.agency
            )
        )
    taken: list[int] = []
    with _opened(account) as server:
        waiting = _unseen(server)
        for done, uid in enumerate(waiting, start=1):
            raw = _content(server, uid)
            if raw is not None:
                document = _take(agency, raw)
                if document is not None:
                    taken.append(document.pk)
            server.uid("STORE", uid, "+FLAGS", r"(\Seen)")
            progress(done, len(waiting))
    return taken


@contextmanager
def _opened(account: Account) -> Iterator[imaplib.IMAP4]:
    secure = account.security == "tls"
    make = imaplib.IMAP4_SSL if secure else imaplib.IMAP4
    server = make(account.host, account.port, timeout=TIMEOUT)
    try:
        if account.security == "starttls":
            server.starttls()
        server.login(account.user, account.password)
        answer, _count = server.select(f'"{account.folder}"')
        if answer != "OK":
            raise Invalid(
                _("Hộp thư không có thư mục «{folder}». Đồng chí xem VANPHONG_IMAP_FOLDER.").format(
                    folder=account.folder
                )
            )
        yield server
    finally:
        try:
            server.logout()
        except (OSError, imaplib.IMAP4.error):
            pass


def _unseen(server: imaplib.IMAP4) -> list[str]:
    _, found = server.uid("SEARCH", "UNSEEN")
    return found[0].decode().split() if found and found[0] else []


def _content(server: imaplib.IMAP4, uid: str) -> bytes | None:
    """The mail's bytes; None for one that is larger than the office takes."""
    _, sizes = server.uid("FETCH", uid, "(RFC822.SIZE)")
    told = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(part for part in sizes if isinstance(part, bytes)))
    try:
        check_size(int(told[1]) if told else 0)
    except Invalid:
        log.warning("a mail is larger than what is taken in; it stays in the mailbox, marked as seen")
        return None
    # PEEK leaves it unseen until it is safe here.
    _, parts = server.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)


def _take(agency: Unit, raw: bytes) -> IncomingDocument | None:
    """Take one mail in, exactly once; None when it is here already."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    message_id = clean(_header(mail, "Message-ID"))
    key = uploads.key_of("mail", agency.code, message_id or store.digest_of_bytes(raw))
    with uploads.once(key, "mail") as arrival:
        if arrival.result:
            return None
        with tempfile.TemporaryDirectory(dir=store.staging()) as place:
            files = _files_or_mail(mail, raw, Path(place))
        document = receive(
            Actor.system("Hộp thư"),
            agency=agency,
            channel=IncomingDocument.Channel.MAIL,
            files=files,
            sender_note=parseaddr(_header(mail, "From"))[1],
        )
        arrival.result = f"{document._meta.label_lower}:{document.pk}"
        return document


def _header(mail: EmailMessage, name: str) -> str:
    """A field of the head; as it stands where it is too crooked for the library to read."""
    try:
        return str(mail.get(name, ""))
    except Exception:
        # The library's parser of heads raises whatever it stumbles over.
        return next((str(value) for key, value in mail.raw_items() if key.lower() == name.lower()), "")


def _files_or_mail(mail: EmailMessage, raw: bytes, place: Path) -> list[IncomingFile]:
    """The files of a mail; of one that cannot be taken apart the mail alone, for the clerk to open.

    One crooked mail may not keep those behind it waiting.
    """
    try:
        return _files(mail, raw, place)
    except (OSError, DatabaseError):
        raise
    except Exception as reason:
        log.warning("a mail could not be taken apart (%s); it is kept whole", type(reason).__name__)
        kept = store.keep_bytes(raw, MAIL_TYPE)
        return [IncomingFile(_subject_name(mail), kept, MAIL_TYPE, problem=MAIL_DAMAGED)]


def _files(mail: EmailMessage, raw: bytes, place: Path) -> list[IncomingFile]:
    """Readable files first, then those for the clerk; the mail itself last."""
    found: list[IncomingFile] = []
    for number, part in enumerate(mail.iter_attachments(), start=1):
        content = _bytes_of(part)
        if not content:
            continue
        name = part.get_filename() or f"Tệp kèm {number}"
        path = place / str(number)
        path.write_bytes(content)
        try:
            found.append(examine(path, name))
        except DomainError as refusal:
            # A logo or an unknown type: it stays within the kept mail.
            log.info("an attachment was left in the mail: %s", type(refusal).__name__)
    documents = [file for file in found if not file.media_type.startswith("image/")]
    pictures = [file for file in found if file.media_type.startswith("image/")]
    ordered = sorted(documents, key=lambda file: bool(file.problem)) + pictures
    if not ordered:
        ordered = [_body(mail, place)]
    kept = store.keep_bytes(raw, MAIL_TYPE)
    return [*ordered, IncomingFile(_subject_name(mail), kept, MAIL_TYPE, problem=MAIL_KEPT)]


def _bytes_of(part: MIMEPart) -> bytes:
    if part.get_content_type() == MAIL_TYPE:
        return part.as_bytes()
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _body(mail: EmailMessage, place: Path) -> IncomingFile:
    """The words of a mail without attachments, as a text file."""
    part = mail.get_body(("plain", "html"))
    text = _words(part) if part is not None else ""
    if part is not None and part.get_content_subtype() == "html":
        text = re.sub(r"<(style|script)[^>]*>.*?</\1>|<[^>]+>", " ", text, flags=re.S | re.I)
    path = place / "body"
    words = f"{_header(mail, 'Subject')}\n\n{text}".strip() or "Thư không có nội dung."
    path.write_text(clean(words, keep_lines=True), encoding="utf-8")
    return examine(path, "Nội dung thư.txt")


def _words(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        # A coding nobody knows: most letters are still right.
        return _bytes_of(part).decode("utf-8", "replace")


def _subject_name(mail: EmailMessage) -> str:
    return f"{clean(_header(mail, 'Subject'))[:80] or 'Thư'}.eml"
