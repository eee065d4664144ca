"""What the module says of itself."""

from vanphong.kernel.registry.manifest import MenuEntry
from vanphong.kernel.wording import vi

LABEL = vi("Dự thảo")
DEPENDS: tuple[str, ...] = ("catalogues", "records", "correspondence")
MENU: tuple[MenuEntry, ...] = (
    MenuEntry(vi("Văn bản"), vi("Dự thảo, trình ký"), "drafts", "/du-thao/", tab="cho-toi", rank=119),
)
