"""What the module says of itself."""

from vanphong.kernel.registry.manifest import MenuEntry
from vanphong.kernel.wording import vi

LABEL = vi("Quản trị")
DEPENDS: tuple[str, ...] = ()
MENU: tuple[MenuEntry, ...] = (
    MenuEntry(vi("Quản trị"), vi("Tài khoản"), "accounts", "/quan-tri/tai-khoan/", rank=901),
    MenuEntry(vi("Quản trị"), vi("Tổ chức"), "units", "/quan-tri/to-chuc/", rank=902),
    MenuEntry(vi("Quản trị"), vi("Sổ và số"), "registers", "/quan-tri/so/", rank=903),
    MenuEntry(vi("Quản trị"), vi("Lịch làm việc"), "special_days", "/quan-tri/lich-lam-viec/", rank=904),
    MenuEntry(vi("Quản trị"), vi("Nhật ký"), "journal", "/quan-tri/nhat-ky/", rank=920),
    MenuEntry(vi("Quản trị"), vi("Việc nền"), "background_jobs", "/quan-tri/viec-nen/", tab="hong", rank=921),
    MenuEntry(vi("Quản trị"), vi("Hệ thống"), "background_jobs", "/quan-tri/he-thong/", rank=922),
)
