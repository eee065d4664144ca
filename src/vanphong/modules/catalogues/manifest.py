"""What the module says of itself."""

from vanphong.kernel.registry.manifest import MenuEntry
from vanphong.kernel.wording import vi

LABEL = vi("Danh mục dùng chung")
DEPENDS: tuple[str, ...] = ()
MENU: tuple[MenuEntry, ...] = (
    MenuEntry(vi("Quản trị"), vi("Loại văn bản"), "document_types", "/danh-muc/loai-van-ban/", rank=910),
    MenuEntry(vi("Quản trị"), vi("Lĩnh vực"), "subject_areas", "/danh-muc/linh-vuc/", rank=911),
    MenuEntry(
        vi("Quản trị"), vi("Thời hạn bảo quản"), "retention_terms", "/danh-muc/thoi-han-bao-quan/", rank=912
    ),
    MenuEntry(
        vi("Quản trị"), vi("Đơn vị hành chính"), "admin_units", "/danh-muc/don-vi-hanh-chinh/", rank=913
    ),
    MenuEntry(vi("Quản trị"), vi("Mã định danh"), "agency_codes", "/danh-muc/ma-dinh-danh/", rank=914),
)
