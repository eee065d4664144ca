"""What the module says of itself."""

from vanphong.kernel.registry.manifest import MenuEntry
from vanphong.kernel.wording import vi

LABEL = vi("Hồ sơ công việc")
DEPENDS: tuple[str, ...] = ("catalogues",)
MENU: tuple[MenuEntry, ...] = (
    MenuEntry(vi("Văn bản"), vi("Hồ sơ công việc"), "case_files", "/ho-so/", rank=140),
    MenuEntry(vi("Văn bản"), vi("Danh mục hồ sơ"), "file_plan", "/danh-muc-ho-so/", rank=141),
)
