"""What the module says of itself."""

from vanphong.kernel.registry.manifest import MenuEntry
from vanphong.kernel.wording import vi

LABEL = vi("Văn bản đi")
DEPENDS: tuple[str, ...] = ("catalogues", "records", "correspondence", "drafting")
MENU: tuple[MenuEntry, ...] = (
    MenuEntry(vi("Văn bản"), vi("Văn bản đi"), "outgoing", "/van-ban-di/", tab="cho-cap-so", rank=120),
    MenuEntry(
        vi("Văn bản"),
        vi("Sổ văn bản đi"),
        "outgoing",
        "/van-ban-di/so/",
        rank=125,
        needs="issuing.print_book",
    ),
    MenuEntry(
        vi("Văn bản"),
        vi("Nhóm nơi nhận"),
        "recipient_groups",
        "/nhom-noi-nhan/",
        rank=126,
        needs="issuing.keep_groups",
    ),
)
