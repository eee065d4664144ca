"""Row scope and abilities agree for everyone, in every state."""

from __future__ import annotations

from vanphong.kernel import access
from vanphong.kernel.access import VIEW
from vanphong.kernel.organisation.queries import every_actor
from vanphong.modules.records.commands.closing import complete_case_file
from vanphong.modules.records.commands.opening import share_case_file
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.modules.records.policy import ADD, CASE_FILE_POLICY, EDIT
from vanphong.testing.case_files import open_file, put_papers
from vanphong.testing.personas import Office


def various(office: Office) -> list[CaseFile]:
    plain, shared, done = open_file(office), open_file(office), open_file(office, "chuyenvien3", "01.QT.II")
    share_case_file(office.actor("chuyenvien"), case_file=shared, units=[office.units["hanhchinh"]])
    put_papers(office, done, 1)
    return [plain, shared, complete_case_file(office.actor("chuyenvien3"), case_file=done)]


def test_visible_rows_are_exactly_those_with_the_view_ability(office: Office) -> None:
    files = various(office)
    for actor in every_actor():
        rows = set(CaseFile.objects.filter(access.visible(actor, CaseFile)).values_list("pk", flat=True))
        assert rows == {f.pk for f in files if VIEW in access.abilities(actor, f)}, actor.name


def test_the_rows_of_any_ability_agree_with_the_abilities_of_each_row(office: Office) -> None:
    files = various(office)
    every = {ability for rule in CASE_FILE_POLICY.rules for ability in rule.abilities}
    for actor in every_actor():
        for ability in every:
            where = access.where_may(actor, CaseFile, ability)
            rows = set(CaseFile.objects.filter(where).values_list("pk", flat=True))
            assert rows == {f.pk for f in files if ability in access.abilities(actor, f)}, (
                actor.name,
                ability,
            )


def test_nothing_is_done_to_a_file_that_is_not_seen(office: Office) -> None:
    for case_file in various(office):
        for actor in every_actor():
            found = access.abilities(actor, case_file)
            assert not found or VIEW in found


def test_a_closed_file_is_frozen_for_everyone(office: Office) -> None:
    done = various(office)[-1]
    for actor in every_actor():
        assert not access.abilities(actor, done) & {ADD, EDIT}


def test_who_sees_what(office: Office) -> None:
    plain, shared, done = various(office)

    def seen(name: str) -> set[int]:
        where = access.visible(office.actor(name), CaseFile)
        return set(CaseFile.objects.filter(where).values_list("pk", flat=True))

    every = {plain.pk, shared.pk, done.pk}
    for name in ("chanh", "phochanh", "luutru", "bithu"):
        assert seen(name) == every, name
    assert seen("chuyenvien") == seen("truongtonghop") == {plain.pk, shared.pk}
    assert seen("chuyenvien2") == seen("nguoila") == seen("quantrimang") == seen("chanhxa") == set()
    assert seen("vanthu") == {shared.pk}
    assert seen("truongquantri") == {done.pk}


def test_the_plan_is_read_by_its_agency_only(office: Office) -> None:
    open_file(office)
    for actor in every_actor():
        count = FilePlanEntry.objects.filter(access.visible(actor, FilePlanEntry)).count()
        member = any(seat.agency_id == office.units["vptu"].pk for seat in actor.seats)
        assert count == (3 if member else 0), actor.name
