"""A small office with one person of each role, a second agency, and strangers to both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from vanphong.kernel.actor import Actor, Channel
from vanphong.kernel.identity.models import User
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Holding, Post, Term, Unit
from vanphong.kernel.organisation.queries import actor_for
from vanphong.testing.recording import recording

R = Post.Role
PEOPLE = (
    ("bithu", "Trần Văn Bình", "thuongtruc", R.LEADER, "Bí thư Tỉnh ủy"),
    ("phobithu", "Lê Thị Hòa", "thuongtruc", R.LEADER, "Phó Bí thư Thường trực"),
    ("chanh", "Nguyễn Đức An", "vptu", R.CHIEF, "Chánh Văn phòng"),
    ("phochanh", "Phạm Thị Dung", "vptu", R.DEPUTY_CHIEF, "Phó Chánh Văn phòng"),
    ("vanthu", "Vũ Thị Lan", "hanhchinh", R.REGISTRAR, "Văn thư"),
    ("luutru", "Đỗ Văn Ích", "hanhchinh", R.ARCHIVIST, "Lưu trữ viên"),
    ("truongtonghop", "Hoàng Văn Minh", "tonghop", R.HEAD, "Trưởng phòng Tổng hợp"),
    ("chuyenvien", "Bùi Thị Ngọc", "tonghop", R.OFFICER, "Chuyên viên"),
    ("chuyenvien2", "Ngô Quốc Phú", "tonghop", R.OFFICER, "Chuyên viên"),
    ("truongquantri", "Đặng Văn Quý", "quantri", R.HEAD, "Trưởng phòng Quản trị"),
    ("chuyenvien3", "Mai Thị Thu", "quantri", R.OFFICER, "Chuyên viên"),
    ("quantrimang", "Lý Văn Tú", "quantri", R.ADMIN, "Quản trị hệ thống"),
    ("vanthuxa", "Tạ Thị Uyên", "vpduxa", R.REGISTRAR, "Văn thư Đảng ủy xã"),
    ("chanhxa", "Cao Văn Việt", "vpduxa", R.CHIEF, "Chánh Văn phòng Đảng ủy xã"),
)


@dataclass(slots=True)
class Office:
    """The office made by `build_office`: look people, units and registers up by their short codes."""

    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)

    def actor(self, name: str, channel: Channel = "web") -> Actor:
        """The person acting now, with rights read afresh."""
        return actor_for(User.objects.get(pk=self.users[name].pk), channel)


def _unit(code: str, name: str, kind: str, level: str, **more: object) -> Unit:
    parent = more.get("parent")
    unit = Unit(code=code, name=name, kind=kind, level=level, **more)
    unit.save()
    unit.path = f"{parent.path if isinstance(parent, Unit) else ''}{unit.pk}."
    unit.save()
    return unit


PASSWORD = "Mat-khau-thu-2026"
_hashed: dict[str, str] = {}


def _give_password(user: User) -> None:
    """Everyone's password is the same, hashed once a run: it is made to be slow."""
    hasher = settings.PASSWORD_HASHERS[0]
    if hasher not in _hashed:
        user.set_password(PASSWORD)
        _hashed[hasher] = user.password
    user.password, user.password_changed_at = _hashed[hasher], timezone.now()


def build_office() -> Office:
    """Units, people, terms and registers of «Tỉnh ủy Sơn Hà» and of one commune committee."""
    office = Office()
    K, L = Unit.Kind, Unit.Level
    with recording():
        u = office.units
        u["tu"] = _unit("TU", "Tỉnh ủy Sơn Hà", K.COMMITTEE, L.PROVINCE, symbol="TU", uses_vanphong=True)
        u["vptu"] = _unit(
            "VPTU",
            "Văn phòng Tỉnh ủy Sơn Hà",
            K.OFFICE,
            L.PROVINCE,
            short_name="Văn phòng Tỉnh ủy",
            symbol="VPTU",
            parent=u["tu"],
            is_agency=True,
            uses_vanphong=True,
        )
        for code, name in (
            ("thuongtruc", "Thường trực Tỉnh ủy"),
            ("tonghop", "Phòng Tổng hợp"),
            ("hanhchinh", "Phòng Hành chính – Lưu trữ"),
            ("quantri", "Phòng Quản trị"),
        ):
            u[code] = _unit(
                f"VPTU-{code}",
                name,
                K.DEPARTMENT,
                L.PROVINCE,
                short_name=name,
                parent=u["vptu"],
                agency=u["vptu"],
            )
        u["btctw"] = _unit("BTCTW", "Ban Tổ chức Trung ương", K.CENTRAL_PARTY, L.CENTRAL, symbol="BTCTW")
        u["btctu"] = _unit(
            "BTCTU", "Ban Tổ chức Tỉnh ủy", K.BOARD, L.PROVINCE, symbol="BTCTU", parent=u["tu"]
        )
        u["ubnd"] = _unit("UBND", "Ủy ban nhân dân tỉnh Sơn Hà", K.STATE, L.PROVINCE, symbol="UBND")
        u["duxa"] = _unit("DU-AL", "Đảng ủy xã An Lạc", K.COMMITTEE, L.COMMUNE, symbol="ĐU", parent=u["tu"])
        u["vpduxa"] = _unit(
            "VPDU-AL",
            "Văn phòng Đảng ủy xã An Lạc",
            K.OFFICE,
            L.COMMUNE,
            symbol="VPĐU",
            parent=u["duxa"],
            is_agency=True,
            uses_vanphong=True,
        )
        Term(committee=u["tu"], name="2025–2030", valid_from=dt.date(2025, 10, 1)).save()
        for name, full_name, unit, role, title in PEOPLE:
            user = User(username=name, full_name=full_name)
            _give_password(user)
            user.save()
            post = Post(unit=u[unit], title=title, role=role)
            post.save()
            Holding(post=post, user=user, valid_from=dt.date(2025, 1, 1)).save()
            office.users[name] = user
        stranger = User(username="nguoila", full_name="Người Lạ")
        _give_password(stranger)
        stranger.save()
        office.users["nguoila"] = stranger
        for key, agency, name, default in (
            ("den", "vptu", "Văn bản đến", True),
            ("tw", "vptu", "Cơ quan Trung ương", False),
            ("xa", "vpduxa", "Văn bản đến", True),
        ):
            register = Register(
                agency=u[agency], kind=Register.Kind.INCOMING, code=key.upper(), name=name, is_default=default
            )
            register.save()
            office.registers[key] = register
    return office
