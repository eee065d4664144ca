"""How others call case files and where their pages are."""

from vanphong.kernel.registry import RecordType, record_types
from vanphong.kernel.wording import vi
from vanphong.modules.records.models import CaseFile, FilePlanEntry

CASE_FILE = record_types.add(
    CaseFile._meta.label_lower,
    RecordType(
        CaseFile._meta.label_lower,
        CaseFile,
        vi("Hồ sơ"),
        lambda case_file: f"{case_file.code} · {case_file.title}",
        lambda case_file: f"/ho-so/{case_file.pk}/",
    ),
)
FILE_PLAN_ENTRY = record_types.add(
    FilePlanEntry._meta.label_lower,
    RecordType(
        FilePlanEntry._meta.label_lower,
        FilePlanEntry,
        vi("Danh mục hồ sơ"),
        lambda entry: f"{entry.code} · {entry.title}",
        lambda entry: f"/danh-muc-ho-so/{entry.pk}/",
    ),
)
