"""Watched folder and mailbox: taken in once, only when whole, and what is refused stays at hand."""

from __future__ import annotations

import imaplib
import random
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from vanphong.kernel.files import store
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.correspondence.channels import folder, mailbox
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.testing import papers
from vanphong.testing.personas import Office
from vanphong.testing.spoiling import spoilt

S = IncomingDocument.State


@pytest.fixture
def watched(office: Office, var: Path) -> Path:
    place = var / "intake" / "VPTU"
    place.mkdir(parents=True)
    return place


def test_a_file_put_into_the_folder_is_taken_once_it_lies_still(watched: Path) -> None:
    content = papers.letter_pdf()
    path = watched / "quet-001.pdf"
    path.write_bytes(content[:5000])
    assert folder.sweep() == []
    path.write_bytes(content)
    assert folder.sweep() == []
    [document] = folder.sweep()
    assert (document.channel, document.received_by) == ("folder", "Thư mục theo dõi")
    assert store.read_blob(document.files.get().blob) == content
    assert not path.exists()
    assert (watched / "done" / "quet-001.pdf").read_bytes() == content
    assert folder.sweep() == []


def test_files_still_being_copied_hidden_or_linked_are_left_alone(watched: Path, tmp_path: Path) -> None:
    for name in ("a.pdf.part", ".b.pdf", "~c.docx"):
        (watched / name).write_bytes(papers.letter_pdf())
    (tmp_path / "outside.pdf").write_bytes(b"x")
    (watched / "d.pdf").symlink_to(tmp_path / "outside.pdf")
    folder.sweep()
    assert folder.sweep() == []


def test_a_worker_killed_after_the_commit_leaves_one_document(
    watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = watched / "quet.pdf"
    path.write_bytes(papers.letter_pdf())
    folder.sweep()

    def killed(path: Path, to: str) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(folder, "_move", killed)
        with pytest.raises(KeyboardInterrupt):
            folder.sweep()
    assert path.exists()
    assert folder.sweep() == []
    assert not path.exists()
    assert IncomingDocument.objects.count() == 1


def test_what_is_refused_lies_beside_with_its_reason(watched: Path) -> None:
    (watched / "trong.pdf").write_bytes(b"")
    folder.sweep()
    assert folder.sweep() == []
    assert "0 byte" in (watched / "refused" / "trong.pdf.ly-do.txt").read_text()
    assert (watched / "refused" / "trong.pdf").exists()


def test_a_secret_scan_leaves_nothing_in_the_folder_either(watched: Path) -> None:
    (watched / "x.pdf").write_bytes(papers.letter_pdf(stamp="TỐI MẬT"))
    (watched / "45 MẬT.pdf").write_bytes(papers.letter_pdf())
    folder.sweep()
    assert len(folder.sweep()) == 2
    work_off()
    assert {d.state for d in IncomingDocument.objects.all()} == {S.PURGED}
    assert not [path for path in watched.rglob("*") if path.is_file()]


class _Imap(socketserver.StreamRequestHandler):
    """Enough of IMAP4rev1 for one folder: login, select, search, fetch, store, logout."""

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            verb, _, words = rest.partition(" ")
            if verb.upper() == "UID":
                verb, _, words = words.partition(" ")
            getattr(self, f"on_{verb.lower()}", self.on_other)(tag, words)
            if verb.upper() == "LOGOUT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def on_capability(self, tag: str, words: str) -> None:
        self.say("* CAPABILITY IMAP4rev1")
        self.say(f"{tag} OK done")

    def on_login(self, tag: str, words: str) -> None:
        right = words.replace('"', "") == "vanthu mat-khau"
        self.say(f"{tag} OK done" if right else f"{tag} NO wrong password")

    def on_select(self, tag: str, words: str) -> None:
        self.say(f"* {len(self.mails)} EXISTS")
        self.say(f"{tag} OK [READ-WRITE] done")

    def on_search(self, tag: str, words: str) -> None:
        waiting = [str(uid) for uid in self.mails if uid not in self.seen]
        self.say(f"* SEARCH {' '.join(waiting)}".rstrip())
        self.say(f"{tag} OK done")

    def on_fetch(self, tag: str, words: str) -> None:
        uid = int(words.split()[0])
        raw = self.mails[uid]
        if "SIZE" in words:
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})")
        else:
            self.say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}")
            self.wfile.write(raw)
            self.say(")")
        self.say(f"{tag} OK done")

    def on_store(self, tag: str, words: str) -> None:
        if self.server.forgets:  # type: ignore[attr-defined]
            self.connection.close()
            return
        self.seen.add(int(words.split()[0]))
        self.say(f"{tag} OK done")

    def on_logout(self, tag: str, words: str) -> None:
        self.say("* BYE")
        self.say(f"{tag} OK done")

    def on_other(self, tag: str, words: str) -> None:
        self.say(f"{tag} OK done")

    @property
    def mails(self) -> dict[int, bytes]:
        return self.server.mails  # type: ignore[attr-defined,no-any-return]

    @property
    def seen(self) -> set[int]:
        return self.server.seen  # type: ignore[attr-defined,no-any-return]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True
    forgets = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Imap)
        self.mails: dict[int, bytes] = {}
        self.seen: set[int] = set()


@pytest.fixture
def imap() -> Iterator[_Server]:
    with _Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def account(server: _Server, password: str = "mat-khau") -> mailbox.Account:
    port = server.server_address[1]
    return mailbox.Account("127.0.0.1", port, "vanthu", password, "VPTU", security="none")


def mail(*attachments: tuple[str, bytes], message_id: str = "<1@btctu>", text: str = "Kính gửi") -> bytes:
    made = EmailMessage()
    made["From"] = "Ban Tổ chức <vanthu@btctu.example>"
    made["Subject"] = "Gửi báo cáo tháng 11"
    made["Message-ID"] = message_id
    made.set_content(text)
    for name, content in attachments:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_a_mail_becomes_a_document_with_its_attachments_and_itself(
    office: Office, var: Path, imap: _Server
) -> None:
    raw = mail(("Báo cáo tháng 11.pdf", papers.letter_pdf()), ("phu-luc.txt", "Phụ lục số liệu".encode()))
    imap.mails[7] = raw
    [pk] = mailbox.fetch(account(imap))
    work_off(["reading"])
    document = IncomingDocument.objects.get(pk=pk)
    assert (document.channel, document.sender_note) == ("mail", "vanthu@btctu.example")
    files = list(document.files.order_by("position"))
    assert [file.name for file in files] == [
        "Báo cáo tháng 11.pdf",
        "phu-luc.txt",
        "Gửi báo cáo tháng 11.eml",
    ]
    assert files[0].kind == DocumentFile.Kind.MAIN
    assert store.read_blob(files[2].blob).replace(b"\r\n", b"\n") == raw
    assert document.reading.header["reference_code"]["value"] == "123-BC/BTCTU"
    assert imap.seen == {7}
    assert mailbox.fetch(account(imap)) == []


def test_a_mail_fetched_again_after_a_lost_connection_is_the_same_document(
    office: Office, var: Path, imap: _Server
) -> None:
    imap.mails[7] = mail(("a.pdf", papers.letter_pdf()))
    imap.forgets = True
    with pytest.raises((OSError, imaplib.IMAP4.error)):
        mailbox.fetch(account(imap))
    imap.forgets = False
    assert mailbox.fetch(account(imap)) == []
    assert imap.seen == {7}
    assert IncomingDocument.objects.count() == 1


def test_a_mail_without_attachments_is_taken_in_by_its_words(
    office: Office, var: Path, imap: _Server
) -> None:
    imap.mails[1] = mail(text="Mời họp lúc 8 giờ ngày 25/11/2026.")
    [pk] = mailbox.fetch(account(imap))
    work_off(["reading"])
    files = IncomingDocument.objects.get(pk=pk).files.order_by("position")
    assert [file.name for file in files] == ["Nội dung thư.txt", "Gửi báo cáo tháng 11.eml"]


def test_a_mail_with_a_secret_attachment_is_purged_whole(office: Office, var: Path, imap: _Server) -> None:
    imap.mails[1] = mail(("a.pdf", papers.letter_pdf(stamp="TUYỆT MẬT")))
    [pk] = mailbox.fetch(account(imap))
    work_off()
    document = IncomingDocument.objects.get(pk=pk)
    assert (document.state, document.sender_note) == (S.PURGED, "")
    assert not document.files.exists()


def test_a_wrong_password_takes_nothing_in(office: Office, var: Path, imap: _Server) -> None:
    imap.mails[1] = mail(("a.pdf", papers.letter_pdf()))
    with pytest.raises(imaplib.IMAP4.error):
        mailbox.fetch(account(imap, password="sai"))
    assert not IncomingDocument.objects.exists()


def test_a_mail_too_crooked_to_take_apart_is_kept_whole_and_those_behind_it_come_in(
    office: Office, var: Path, imap: _Server
) -> None:
    imap.mails[1] = (
        b"From: a:b@c;<\r\nMessage-ID: <.\r\nSubject: =?utf-9?q?x\r\n"
        b"Content-Type: text/plain; charset=utf-9\r\n\r\nKinh gui Van phong\r\n"
    )
    imap.mails[2] = mail(("a.pdf", papers.letter_pdf()), message_id="<2@btctu>")
    taken = mailbox.fetch(account(imap))
    assert imap.seen == {1, 2}
    assert len(taken) == 2
    crooked = IncomingDocument.objects.get(pk=taken[0])
    assert crooked.files.filter(media_type="message/rfc822").exists()


def test_damaged_mails_are_taken_in_or_left_and_never_stop_the_fetching(
    office: Office, var: Path, imap: _Server
) -> None:
    dice = random.Random(20261123)
    whole = mail(("báo cáo.pdf", papers.letter_pdf()), ("ảnh.txt", b"Xin chao"), text="Kính gửi Văn phòng")
    head = whole.index(b"\n\n") if b"\n\n" in whole else 800
    for number in range(1, 61):
        # The head and the frame of the parts are where a reader of mails stumbles, so most damage falls there.
        hurt = spoilt(whole[: head + 900], dice) + whole[head + 900 :] if number % 3 else spoilt(whole, dice)
        imap.mails[number] = hurt.replace(b"<1@btctu>", b"<%d@btctu>" % number)
    taken = mailbox.fetch(account(imap))
    assert imap.seen == set(range(1, 61))
    assert len(taken) > 40
    for document in IncomingDocument.objects.filter(pk__in=taken):
        assert document.files.filter(media_type="message/rfc822").exists()
        assert document.reading_state in ("waiting", "failed")
