"""What the module says of itself."""

from vanphong.kernel.registry.manifest import MenuEntry
from vanphong.kernel.wording import vi

LABEL = vi("Dự thảo")
DEPENDS: tuple[str, ...] = ("catalogues", "records", "correspondence")
MENU: tuple[MenuEntry, ...] = (
    MenuEntry(vi("Văn bản"), vi("Dự thảo, trình ký"), "drafts", "/du-thao/", tab="cho-toi", rank=119),
    MenuEntry(
        vi("Quản trị"),
        vi("Mẫu văn bản"),
        "office_templates",
        "/mau-van-ban/",
        rank=909,
        needs="drafting.keep_templates",
    ),
)
