"""Groups of recipients: kept by the clerks, chosen when a document goes out."""

from __future__ import annotations

import pytest

from vanphong.kernel.commands import Forbidden, Invalid, NotFound
from vanphong.modules.issuing.commands.grouping import add_group, change_group, drop_group
from vanphong.modules.issuing.models import RecipientGroup
from vanphong.testing import browsing, issuing
from vanphong.testing.personas import Office


def test_a_group_is_made_changed_and_dropped_by_the_clerks_of_its_agency(office: Office) -> None:
    made, clerk = issuing.group(office), office.actor("vanthu")
    for wrong, field in (({"name": " "}, "name"), ({"units": []}, "units")):
        given = {"name": "Khác", "units": [office.units["duxa"]]} | wrong
        with pytest.raises(Invalid) as refused:
            change_group(clerk, group=made, **given)
        assert field in refused.value.fields
    with pytest.raises(Invalid, match="Đã có nhóm"):
        issuing.group(office)
    with pytest.raises(Forbidden):
        add_group(
            office.actor("vanthuxa"), agency=office.units["vptu"], name="Nhóm", units=[office.units["tu"]]
        )
    with pytest.raises(NotFound):
        change_group(office.actor("vanthuxa"), group=made, name="Nhóm", units=[office.units["tu"]])
    change_group(clerk, group=made, name="Đảng ủy xã", units=[office.units["duxa"]])
    assert [unit.pk for unit in made.units()] != []
    drop_group(clerk, group=made)
    assert not RecipientGroup.objects.exists()


def test_a_document_goes_to_everybody_of_a_group_once(office: Office) -> None:
    made, document = issuing.group(office), issuing.numbered(office)
    client = browsing.signed_in(office.users["vanthu"])
    here = f"/van-ban-di/{document.pk}/phat-hanh/"
    assert "Các đảng ủy xã" in client.get(here).content.decode()
    answer = client.post(here, {"groups": [made.pk], "units": [office.units["duxa"].pk], "others": ""})
    assert answer.status_code == 302
    assert [row.unit for row in document.deliveries.all()] == [office.units["duxa"], office.units["btctu"]]


def test_groups_have_their_list_and_page(office: Office) -> None:
    made = issuing.group(office)
    client = browsing.signed_in(office.users["vanthu"])
    assert made.name in client.get("/nhom-noi-nhan/").content.decode()
    assert "Ban Tổ chức Tỉnh ủy" in client.get(f"/nhom-noi-nhan/{made.pk}/").content.decode()
    assert client.get(f"/nhom-noi-nhan/{made.pk}/sua/").status_code == 200
    other = browsing.signed_in(office.users["vanthuxa"])
    assert other.get(f"/nhom-noi-nhan/{made.pk}/").status_code == 404
