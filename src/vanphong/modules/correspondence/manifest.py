"""What the module says of itself."""

from vanphong.kernel.registry.manifest import MenuEntry
from vanphong.kernel.wording import vi

LABEL = vi("Văn bản đến")
DEPENDS: tuple[str, ...] = ("catalogues", "records")
MENU: tuple[MenuEntry, ...] = (
    MenuEntry(vi("Văn bản"), vi("Văn bản đến"), "incoming", "/van-ban-den/", tab="cho-vao-so", rank=110),
    MenuEntry(
        vi("Văn bản"),
        vi("Sổ văn bản đến"),
        "incoming",
        "/van-ban-den/so/",
        rank=115,
        needs="correspondence.print_book",
    ),
    MenuEntry(
        vi("Văn bản"),
        vi("Nhập sổ cũ"),
        "incoming",
        "/van-ban-den/nhap-so-cu/",
        rank=118,
        needs="correspondence.import_books",
    ),
)
