"""Components render, escape what they are given and say the words people use."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import conditional_escape

from vanphong.ui import components as c
from vanphong.ui.components import part as part_module
from vanphong.ui.components.compiled import compiled
from vanphong.ui.display import display_of, set_display
from vanphong.ui.gallery_parts import Specimen, sections

EVIL = '<script>alert("x")</script>'


def specimens() -> list[Specimen]:
    return [specimen for section in sections() for specimen in section.specimens]


def poisoned(thing: Any) -> Any:
    """The same component with every piece of free text replaced by markup."""
    if isinstance(thing, str) and not isinstance(thing, c.Tone | c.AlertLevel):
        return EVIL
    if isinstance(thing, tuple | list):
        return tuple(poisoned(each) for each in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        kept = {"kind", "method", "width", "state", "level", "tone", "sorted", "id", "html_id"}
        if isinstance(thing, c.Source):
            return thing
        values = {
            field.name: getattr(thing, field.name)
            if field.name in kept
            else poisoned(getattr(thing, field.name))
            for field in dataclasses.fields(thing)
        }
        return type(thing)(**values)
    return thing


def test_every_component_of_the_kit_stands_in_the_gallery() -> None:
    shown: set[type] = set()

    def walk(thing: Any) -> None:
        if isinstance(thing, tuple | list):
            for each in thing:
                walk(each)
        elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
            shown.add(type(thing))
            for field in dataclasses.fields(thing):
                walk(getattr(thing, field.name))

    for specimen in specimens():
        walk(specimen.part)
    # The answer of a combobox search is fetched by the script and tested in the browser.
    parts = {kind for kind in vars(c).values() if isinstance(kind, type) and issubclass(kind, c.Part)}
    assert parts - shown == {c.Part, c.ComboboxOptions}


def test_a_component_escapes_whatever_text_it_is_given() -> None:
    for specimen in specimens():
        html = str(poisoned(specimen.part))
        assert "<script" not in html, specimen.state
        assert 'x")' not in html, specimen.state


def test_a_component_carries_no_inline_style_or_script() -> None:
    for specimen in specimens():
        html = str(specimen.part)
        assert " style=" not in html and "<script" not in html and " onclick" not in html


def test_a_template_prints_a_component_without_escaping_it_twice() -> None:
    template = Engine().from_string("{{ part }}")
    assert template.render(Context({"part": c.Badge("Khẩn")})).startswith('<span class="badge')
    assert conditional_escape(c.Badge("a & b")) == '<span class="badge badge-plain">a &amp; b</span>'


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1234, "trễ 1.234 ngày"), (-5, "trễ 5 ngày"), (0, "hết hạn hôm nay"), (2, "còn 2 ngày")],
)
def test_a_deadline_says_how_late_in_words(days: int, words: str) -> None:
    html = str(c.Deadline(date(2026, 11, 16), days))
    assert words in html and "hạn 16/11/2026" in html


def test_a_deadline_turns_red_only_when_late_and_yellow_in_the_last_three_days() -> None:
    assert [c.Deadline(days_left=days).tone for days in (-1, 0, 3, 4)] == ["red", "yellow", "yellow", "calm"]


def test_a_level_is_read_out_even_when_its_words_are_hidden() -> None:
    html = str(c.Level(c.AlertLevel.CRITICAL, words_shown=False))
    assert 'class="unseen">đỏ đặc biệt<' in html


def test_an_ordinary_paper_carries_no_badge() -> None:
    assert c.urgency_badge("ORDINARY") is None and c.secrecy_badge("") is None
    assert c.urgency_badge("FLASH") == c.Badge("Hỏa tốc", c.Tone.ALARM)


def test_a_wrong_field_tells_screen_readers_what_is_wrong() -> None:
    html = str(
        c.DateField(name="day", label="Ngày", value="31/02/2026", error="Không có ngày này.", hint="dd/MM")
    )
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_day_hint id_day_error"' in html
    assert 'id="id_day_error">Không có ngày này.' in html


def test_a_closed_action_says_why() -> None:
    html = str(c.ActionBar(closed=(c.ClosedAction("Kết thúc", ("Còn thiếu sản phẩm.",)),)))
    assert "vì sao" in html and "Còn thiếu sản phẩm." in html


def test_a_table_refuses_rows_that_do_not_fit_its_columns() -> None:
    table = c.Table("Sổ", (c.Column("Số"),), (c.TableRow(("1", "2")),))
    with pytest.raises(ValueError):
        str(table)


def test_an_empty_table_says_what_will_appear() -> None:
    assert "Sẽ hiện ở đây" in str(c.Table("Sổ", (c.Column("Số"),), (), c.Empty("Sẽ hiện ở đây")))


def test_highlights_stand_on_their_own_page_in_its_pixels() -> None:
    pages = (c.PageImage(1, "a.png", 1000, 2000), c.PageImage(2, "b.png", 1000, 2000))
    view = c.PageView("Công văn", pages, (c.Highlight("issuer", "Cơ quan", 2, 0.1, 0.25, 0.5, 0.01),))
    html = str(view)
    assert html.count("<rect") == 1
    assert '<rect x="100.0" y="500.0" width="500.0" height="20.0"/>' in html
    assert html.index("b.png") < html.index("<rect")


def test_a_printed_month_below_three_has_a_zero_and_a_later_one_has_none() -> None:
    texts = [
        str(c.PrintHeader("VĂN PHÒNG", day=day, place="Huế")) for day in (date(2026, 2, 3), date(2026, 4, 3))
    ]
    assert "ngày 03 tháng 02 năm 2026" in texts[0] and "ngày 03 tháng 4 năm 2026" in texts[1]


def test_the_display_choice_is_kept_in_a_cookie_and_nonsense_is_dropped() -> None:
    request = RequestFactory().post(
        "/", {"size": "150", "theme": "dark", "mode": "x", "next": "//evil.example/"}
    )
    response = set_display(request)
    assert response["Location"] == "/"
    back = RequestFactory().get("/")
    back.COOKIES["vp_display"] = response.cookies["vp_display"].value
    assert display_of(back) == c.Display(theme="dark", size="150", mode="")


def test_the_shell_marks_where_one_stands() -> None:
    shell = c.Shell(
        menu=(c.Group("A", (c.Item("x", "/x"), c.Item("y", "/y"))),), bottom_bar=(c.Item("y", "/y"),)
    )
    marked = shell.with_active("/y")
    assert [item.active for item in marked.menu[0].items] == [False, True] and marked.bottom_bar[0].active


def test_many_tabs_fold_and_only_what_holds_something_is_counted() -> None:
    many = [c.Tab(f"Thẻ {number}", f"?tab={number}", number, number == 11) for number in range(12)]
    tabs = c.Tabs("Danh sách", many)
    assert [tab.label for tab in tabs.shown] == [f"Thẻ {number}" for number in (0, 1, 2, 3, 4, 5, 11)]
    assert len(tabs.folded) == 5
    assert many[0].count_text == "" and many[1].count_text == "1"
    few = c.Tabs("Danh sách", many[:8])
    assert len(few.shown) == 8 and not few.folded and "Khác" not in str(few)


def test_a_file_input_speaks_our_words() -> None:
    html = str(c.Field(name="product", label="Sản phẩm", kind="file"))
    assert "Chọn tệp" in html and "chưa chọn tệp" in html and 'for="id_product"' in html


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_compiled_part_prints_to_the_letter_what_django_prints(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [part for one in specimens() for part in (one.part, poisoned(one.part))]
    with translation.override(language):
        ours = [str(part) for part in parts]
        monkeypatch.setattr(part_module, "render_of", lambda _name: None)
        assert ours == [str(part) for part in parts]


def test_every_template_of_a_part_is_compiled() -> None:
    folder = Path(part_module.__file__).parents[1] / "templates" / "ui" / "parts"
    assert [path.name for path in folder.glob("*.html") if compiled(f"ui/parts/{path.name}") is None] == []


def test_a_count_that_stopped_says_so() -> None:
    assert c.Tab("Thẻ", "#", 99, most=100).count_text == "99"
    assert c.Tab("Thẻ", "#", 100, most=100).count_text == "99+"
    assert c.Tab("Thẻ", "#", 0, most=100).count_text == ""
    assert c.Pill(1000, "quá hạn", "#", most=1000).count_text == "999+"
    assert c.Pill(2500, "quá hạn", "#").count_text == "2.500"
