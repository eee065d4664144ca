"""Word templates of Party documents: made by the rules of their day, edited by the office, filled with values."""

from vanphong.lib.templates.blank import blank
from vanphong.lib.templates.checking import TemplateReport, read_template
from vanphong.lib.templates.filling import complete, fill
from vanphong.lib.templates.making import make
from vanphong.lib.templates.values import TemplateError

__all__ = ["TemplateError", "TemplateReport", "blank", "complete", "fill", "make", "read_template"]
