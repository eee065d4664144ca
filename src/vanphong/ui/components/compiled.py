"""Templates of parts as plain functions: the same markup as Django makes of them, at a fraction of the cost.

A list page prints some 140 parts. The template engine walks a tree of nodes and a stack of contexts for each;
here the tree is walked once, when a template is first used, and written out as one Python function. Only what the
templates of parts use is known: a template with anything else is left to Django.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.template import Context, engines
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    TextNode,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, TemplateLiteral
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

Render = Callable[[Any], SafeString]


class Unknown(Exception):
    """The template uses what is not compiled here."""


class _Missing:
    """What a lookup without an answer gives: prints nothing, is nothing."""

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())


MISSING: Final = _Missing()
_PLAIN: Final = Context()


def out(value: Any) -> str:
    """A value as it is printed: text escaped, markup and parts as they are."""
    kind = type(value)
    if kind is str:
        return html.escape(value)
    if kind is SafeString:
        return str(value)
    if value is MISSING:
        return ""
    if hasattr(kind, "template_name"):
        return str(value.__html__())
    return render_value_in_context(value, _PLAIN)


def look(owner: Any, name: str) -> Any:
    """`owner.name` as templates mean it: a key or an attribute, called when it can be."""
    if isinstance(owner, dict):
        return owner.get(name, MISSING)
    found = getattr(owner, name, MISSING)
    return found() if callable(found) else found


def more(left: Any, right: Any) -> bool:
    """`left > right`; what cannot be compared is not more."""
    try:
        return bool(left > right)
    except TypeError:
        return False


def said(words: str) -> str:
    """A sentence of the template in the reader's language."""
    return gettext(words.replace("%", "%%")).replace("%%", "%")


def filled(words: str, values: dict[str, str]) -> str:
    """A sentence with places in it."""
    return gettext(words) % values


def place(number: int, length: int) -> dict[str, Any]:
    """Where a loop stands, as `forloop` tells it."""
    return {
        "first": number == 0,
        "last": number == length - 1,
        "counter": number + 1,
        "revcounter": length - number,
    }


_HANDS: Final = {
    "out": out,
    "look": look,
    "more": more,
    "said": said,
    "filled": filled,
    "_place": place,
    "SafeString": SafeString,
}


class _Writer:
    """Writes the body of one function from a tree of nodes."""

    def __init__(self, subject: str) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = dict(_HANDS)
        self._text = ""
        self._known = {subject}

    def nodes(self, nodes: NodeList | list[Node], depth: int) -> None:
        for node in nodes:
            self._node(node, depth)
        self._flush(depth)

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def _flush(self, depth: int) -> None:
        if self._text:
            self._line(depth, f"a({self._text!r})")
            self._text = ""

    def _print(self, depth: int, expression: str) -> None:
        self._flush(depth)
        self._line(depth, f"a({expression})")

    def _node(self, node: Node, depth: int) -> None:
        match node:
            case TextNode():
                self._text += node.s
            case LoadNode() | CommentNode():
                pass
            case VariableNode():
                self._print(depth, f"out({self.value(node.filter_expression)})")
            case IfNode():
                self._if(node, depth)
            case ForNode():
                self._for(node, depth)
            case IncludeNode():
                self._include(node, depth)
            case TranslateNode() if not (node.asvar or node.message_context or node.noop):
                self._print(depth, f"said({self._literal(node.filter_expression)!r})")
            case BlockTranslateNode():
                self._block(node, depth)
            case _:
                raise Unknown(type(node).__name__)

    def _if(self, node: IfNode, depth: int) -> None:
        self._flush(depth)
        for number, (condition, nodes) in enumerate(node.conditions_nodelists):
            if condition is None:
                self._line(depth, "else:")
            else:
                self._line(depth, f"{'elif' if number else 'if'} {self._condition(condition)}:")
            self._block_of(nodes, depth)

    def _block_of(self, nodes: NodeList | Any, depth: int) -> None:
        before = len(self.lines)
        self.nodes(nodes, depth + 1)
        if len(self.lines) == before:
            self._line(depth + 1, "pass")

    def _for(self, node: ForNode, depth: int) -> None:
        if node.is_reversed:
            raise Unknown("reversed")
        self._flush(depth)
        number = len(self.lines)
        added = {*node.loopvars, "forloop"} - self._known
        self._known |= added
        self._line(depth, f"_s{number} = list({self.value(node.sequence)} or ())")
        names = ", ".join(node.loopvars)
        self._line(
            depth, f"for _i{number}, {f'({names})' if ',' in names else names} in enumerate(_s{number}):"
        )
        body = len(self.lines)
        self._block_of(node.nodelist_loop, depth)
        if any("look(forloop" in line for line in self.lines[body:]):
            place = f"_place(_i{number}, len(_s{number}))"
            self.lines.insert(body, "    " * (depth + 1) + f"forloop = {place}")
        self._known -= added
        if node.nodelist_empty:
            self._line(depth, f"if not _s{number}:")
            self._block_of(node.nodelist_empty, depth)

    def _include(self, node: IncludeNode, depth: int) -> None:
        if node.extra_context or node.isolated_context:
            raise Unknown("include with")
        self._flush(depth)
        self.nodes(_nodes_of(self._literal(node.template)), depth)

    def _block(self, node: BlockTranslateNode, depth: int) -> None:
        if node.plural or node.asvar or node.message_context or node.trimmed:
            raise Unknown("blocktranslate")
        words, names = node.render_token_list(node.singular)
        values = {name: expression for name, expression in node.extra_context.items() if name in names}
        if set(values) != set(names):
            raise Unknown("blocktranslate")
        given = ", ".join(f"{name!r}: out({self.value(value)})" for name, value in values.items())
        self._print(depth, f"filled({words!r}, {{{given}}})")

    def _condition(self, token: Any) -> str:
        if isinstance(token, TemplateLiteral):
            return self.value(token.value)
        first = self._condition(token.first)
        if token.id == "not":
            return f"(not {first})"
        second = self._condition(token.second)
        if token.id in ("and", "or", "=="):
            return f"({first} {token.id} {second})"
        if token.id == ">":
            return f"more({first}, {second})"
        raise Unknown(token.id)

    def _literal(self, expression: Any) -> str:
        variable = expression.var
        found = variable.literal if isinstance(variable, Variable) else variable
        if expression.filters or not isinstance(found, str):
            raise Unknown(str(expression))
        return str(found)

    def value(self, expression: FilterExpression | Any) -> str:
        """The expression in Python."""
        variable = expression.var
        if not isinstance(variable, Variable):
            text = repr(str(variable))
        elif variable.lookups is None:
            literal = variable.literal
            text = repr(str(literal) if isinstance(literal, str) else literal)
        else:
            first, *others = variable.lookups
            if first not in self._known or any(bit.isdigit() for bit in others):
                raise Unknown(str(expression))
            text = first
            for bit in others:
                text = f"look({text}, {bit!r})"
        for function, arguments in expression.filters:
            if any(is_lookup for is_lookup, _argument in arguments):
                raise Unknown(str(expression))
            given = "".join(f", {argument!r}" for _is_lookup, argument in arguments)
            text = f"{self._bound(function)}({text}{given})"
        return text

    def _bound(self, function: Any) -> str:
        name = f"_f_{function.__name__}"
        self.names[name] = function
        return name


def _nodes_of(template_name: str) -> NodeList:
    found: NodeList = engines["django"].get_template(template_name).template.nodelist  # type: ignore[attr-defined]
    return found


def compiled(template_name: str, subject: str = "part") -> Render | None:
    """The template as a function of its `subject`; None where Django must print it."""
    writer = _Writer(subject)
    try:
        writer.nodes(_nodes_of(template_name), 1)
    except Unknown:
        return None
    head = [f"def render({subject}):", "    o = []", "    a = o.append"]
    source = "\n".join([*head, *writer.lines, "    return SafeString(''.join(o))"])
    names = dict(writer.names)
    exec(compile(source, template_name, "exec"), names)  # noqa: S102 - our own templates, once each
    render: Render = names["render"]
    return render
