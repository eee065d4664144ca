"""Who may issue what, and who may sign how: told as warnings with the article, never refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanphong.lib.appraisal.checks.view import Hit, View, at, check
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.reading.header.vocabulary import key

_COMMITTEE = re.compile(
    r"(?:BAN CHAP HANH|BAN THUONG VU|BCH|BTV|THUONG TRUC|TINH UY|THANH UY|HUYEN UY|DANG UY|DANG BO|CHI BO|CHI UY"
    r"|BI THU|BO CHINH TRI|BAN BI THU)\b"
)


def issuing_body(view: View) -> str | None:
    """The kind of body that issues, by its name and by whom it is signed for."""
    issuer = key(view.parts.text("issuer") or view.parts.header.value("issuer") or "")
    capacity = key(view.parts.text("capacity"))
    if re.search(r"VAN PHONG|TRUONG BAN|THU TRUONG", capacity):
        # Signed for an office under the body: whose document it is cannot be told.
        return None
    if "CHI BO" in issuer:
        return "cell"
    if re.match(r"(?:TINH UY|THANH UY|BAN CHAP HANH DANG BO TINH)", issuer) and "TRUNG UONG" not in issuer:
        return "province-standing" if "THUONG VU" in capacity else "province"
    superior = key(view.parts.text("superior") or view.parts.header.value("superior") or "")
    # A party committee is one of the grassroots when a committee below the province stands above it.
    grassroots = re.match(r"DANG UY|DANG BO (?:HUYEN|QUAN|THI XA|XA|PHUONG)|(?:HUYEN|QUAN|THI) UY", superior)
    if grassroots and re.match(r"(?:DANG UY|DANG BO)", issuer):
        return "local-standing" if "THUONG VU" in capacity else "local"
    return None


@check("may_issue")
def may_issue(view: View, rule: Rule) -> Iterator[Hit]:
    """The body is not one the article denies this type."""
    if issuing_body(view) == rule.args["body"] and view.parts.kind in rule.args["denied"]:
        line = next(iter(view.parts["type"] or view.parts["issuer"]), None)
        found = f"{view.parts.kind} của {view.parts.text('issuer')}"
        if line is not None:
            yield at(line, str(rule.value), found)


@check("no_deputy_for_committee")
def no_deputy_for_committee(view: View, rule: Rule) -> Iterator[Hit]:
    """A committee decides together: who signs for it signs «T/M», never «K/T»."""
    for line in view.parts["capacity"]:
        match = re.match(r"K\s?[/.]?\s?T\.?\s+(.*)", key(line.text))
        if match and _COMMITTEE.match(match[1]):
            yield at(line, f"T/M {line.text.split(maxsplit=1)[-1]}", line.text)


@check("no_delegation_mark")
def no_delegation_mark(view: View, rule: Rule) -> Iterator[Hit]:
    """The Party delegates with «T/L»; «T/U», «TUQ» are not its marks."""
    for line in view.parts["capacity"]:
        if re.match(r"T\s?/?\.?\s?U\s?/?\.?\s?Q?\b", key(line.text)):
            yield at(line, "T/L …", line.text)


@check("deputy_for_head")
def deputy_for_head(view: View, rule: Rule) -> Iterator[Hit]:
    """Who signs «K/T» a head is that head's deputy."""
    capacity, post = view.parts["capacity"], view.parts["post"]
    if not capacity or not post or not re.match(r"K\s?[/.]?\s?T", key(capacity[-1].text)):
        return
    if not key(post[0].text).startswith(("PHO", "THU TRUONG", "QUYEN", "Q.")):
        yield at(post[0], "chức vụ cấp phó", post[0].text)


@check("on_behalf_of_body")
def on_behalf_of_body(view: View, rule: Rule) -> Iterator[Hit]:
    """«T/M» goes before a body that decides together, not before a head or an office."""
    for line in view.parts["capacity"]:
        match = re.match(r"T\s?[/.]?\s?M\.?\s+(.*)", key(line.text))
        if match and re.match(r"(?:TRUONG BAN|CHANH VAN PHONG|GIAM DOC|BI THU|TRUONG PHONG)\b", match[1]):
            yield at(line, "K/T … hoặc T/L …", line.text)


@check("acting_as_deputy")
def acting_as_deputy(view: View, rule: Rule) -> Iterator[Hit]:
    """«T/L» is signed by the head of an office or unit under the body, not by its secretary."""
    capacity, post = view.parts["capacity"], view.parts["post"]
    if not capacity or not post or not re.match(r"T\s?[/.]?\s?L", key(capacity[0].text)):
        return
    if re.match(r"(?:PHO )?(?:BI THU|CHU TICH)\b", key(post[0].text)):
        yield at(post[0], "người đứng đầu cơ quan, đơn vị được giao ký thừa lệnh", post[0].text)


@check("signer_in_directory")
def signer_in_directory(view: View, rule: Rule) -> Iterator[Hit]:
    """The signer holds the post printed, by the office's directory."""
    signer, post = view.parts["signer"], view.parts["post"]
    if not signer or not post:
        return
    known = view.office.post_of(signer[0].text, view.day)
    if (
        known is not None
        and key(known) not in key(view.parts.text("post"))
        and key(post[0].text) not in key(known)
    ):
        yield at(post[0], known, post[0].text)
