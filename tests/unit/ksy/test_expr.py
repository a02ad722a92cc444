"""The expression grammar: trees, precedence, literals, refusals; nothing else raises."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from validator.ksy.expr import (
    MAX_LENGTH,
    MAX_NESTING,
    MAX_TREE,
    ExpressionSyntaxError,
    children,
    parse_expression,
    parse_template,
    parse_type_ref,
    parse_type_use,
)
from validator.ksy.syntax import (
    Ast,
    BinaryAst,
    BoolAst,
    CallAst,
    CastAst,
    EnumAst,
    FloatAst,
    FStrAst,
    IntAst,
    ListAst,
    MemberAst,
    NameAst,
    SizeOfAst,
    StrAst,
    SubscriptAst,
    TernaryAst,
    TypeRef,
    UnaryAst,
)


def ref(found: TypeRef) -> str:
    return "::" * found.is_absolute + "::".join(found.names) + "[]" * found.is_array


def shape(ast: Ast) -> str:
    """The tree as an unambiguous text."""
    match ast:
        case IntAst() | FloatAst() | BoolAst() | StrAst():
            return repr(ast.value)
        case FStrAst():
            return "f" + repr([p if isinstance(p, str) else [shape(p)] for p in ast.parts])
        case NameAst():
            return ast.name
        case EnumAst():
            return "::" * ast.is_absolute + "::".join(ast.names)
        case ListAst():
            return f"[{' '.join(map(shape, ast.items))}]"
        case MemberAst():
            return f"{shape(ast.object)}.{ast.name}"
        case CallAst():
            return f"{shape(ast.callee)}({' '.join(map(shape, ast.args))})"
        case SubscriptAst():
            return f"{shape(ast.array)}[{shape(ast.index)}]"
        case CastAst():
            return f"{shape(ast.object)}.as<{ref(ast.type)}>"
        case SizeOfAst():
            return f"{'bit' * ast.is_bits}sizeof<{ref(ast.type)}>"
        case UnaryAst():
            return f"({ast.op} {shape(ast.operand)})"
        case BinaryAst():
            return f"({shape(ast.left)} {ast.op} {shape(ast.right)})"
        case TernaryAst():
            return f"({shape(ast.condition)} ? {shape(ast.then)} : {shape(ast.otherwise)})"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a or b and not c == d", "(a or (b and (not (c == d))))"),
        ("not a or b", "((not a) or b)"),
        ("not not a", "(not (not a))"),
        ("a == 1 | 2", "(a == (1 | 2))"),
        ("1 | 2 ^ 3 & 4 << 5 + 6 * -7", "(1 | (2 ^ (3 & (4 << (5 + (6 * (- 7)))))))"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("8 / 4 % 3", "((8 / 4) % 3)"),
        ("1 << 2 >> 3", "((1 << 2) >> 3)"),
        ("(1 + 2) * 3", "((1 + 2) * 3)"),
        ("-~+x.y", "(- (~ (+ x.y)))"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("a ? b ? 1 : 2 : 3", "(a ? (b ? 1 : 2) : 3)"),
        ("a or b ? c : d", "((a or b) ? c : d)"),
        ("f(1, g(2))[3].h(4).i", "f(1 g(2))[3].h(4).i"),
        ("f()", "f()"),
        ("(f)(2)", "f(2)"),
        ("count(items, _ > 2)", "count(items (_ > 2))"),
        ("contract.inputs[3]", "contract.inputs[3]"),
        ("_root._io.size - _parent.pos", "(_root._io.size - _parent.pos)"),
        ("[]", "[]"),
        ("[1, [2, 3],]", "[1 [2 3]]"),
        ("a.as<u4>", "a.as<u4>"),
        ("a.as<b::c[]>.d", "a.as<b::c[]>.d"),
        ("a.as<u4>>1", "(a.as<u4> > 1)"),
        ("a.as<u4>>=1", "(a.as<u4> >= 1)"),
        ("a.as", "a.as"),
        ("sizeof<a::b> * bitsizeof<b5>", "(sizeof<a::b> * bitsizeof<b5>)"),
        ("sizeof", "sizeof"),
        ("kind::first", "kind::first"),
        ("::part::kind::first.to_i", "::part::kind::first.to_i"),
        ("kind::true", "kind::true"),
        ("true and false", "(True and False)"),
        ("2.to_s", "2.to_s"),
        ("1.5.to_i", "1.5.to_i"),
        ("1.", "1.0"),
        ("3./2.", "(3.0 / 2.0)"),
        ("1e3 + 2.5e-3 + 1E+2", "((1000.0 + 0.0025) + 100.0)"),
        ("0xfF + 0b1_01 + 0o17 + 1_000", "(((255 + 5) + 15) + 1000)"),
        ("18446744073709551615", "18446744073709551615"),
        ("'raw \\n'", r"'raw \\n'"),
        ("'a' \"b\" 'c'", "'abc'"),
        (r'"\a\b\t\n\v\f\r\e\"\'\\"', repr("\a\b\t\n\v\f\r\x1b\"'\\")),
        (r'"\u00e4\101\0"', repr("äA\0")),
        (r'"\ud83d\ude00"', repr("😀")),
        ('f"abc={len + 1}!{"x"}"', "f['abc=', ['(len + 1)'], '!', [\"'x'\"]]"),
        ('f""', "f[]"),
        ('f"a}b\\n"', "f['a}b\\n']"),
        ('f"{f"{1}"}"', "f[[\"f[['1']]\"]]"),
        ("  1\n +\\\n 2 ", "(1 + 2)"),
    ],
)
def test_trees(text: str, tree: str) -> None:
    assert shape(parse_expression(text)) == tree


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "the expression ends too early"),
        ("1 *", 3, "the expression ends too early"),
        ("(1", 2, "the expression ends too early"),
        ("1 2", 2, "unexpected `2`"),
        ("a &&b", 2, "unexpected `&&`"),
        ("a || b", 2, "unexpected `||`"),
        ("!a", 0, "unexpected `!`"),
        ("a = b", 2, "unexpected `=`"),
        ("a # b", 2, "unexpected `#`"),
        ("1\t+ 2", 1, "unexpected `U+0009`"),
        ("1 < 2 < 3", 6, "comparisons do not chain"),
        ("a == not b", 5, "unexpected `not`"),
        ("Abc", 0, "`Abc` is not a valid name"),
        ("a.Bc", 2, "`Bc` is not a valid name"),
        ("a::B", 3, "`B` is not a valid name"),
        ("a.5", 2, "unexpected `5`"),
        ("a.and", 2, "unexpected `and`"),
        ("::a", 3, "the expression ends too early"),
        ("a::", 3, "the expression ends too early"),
        ("0755", 0, "a decimal number starts with 0"),
        ("0x", 1, "unexpected `x`"),
        ("0b_", 0, "digits are missing"),
        ("1e999", 0, "the number is out of range"),
        ("9" * 201, 0, "the number is too long"),
        ("1(2)", 1, "unexpected `(`"),
        ("f(1,)", 4, "unexpected `)`"),
        ("f(1 2)", 4, "unexpected `2`"),
        ("[,]", 1, "unexpected `,`"),
        ("a[1", 3, "the expression ends too early"),
        ("a ? b", 5, "the expression ends too early"),
        ("'abc", 0, "the string is not closed"),
        ('"abc', 0, "the string is not closed"),
        ('f"abc', 1, "the string is not closed"),
        ('f"{1', 4, "the expression ends too early"),
        ('f"{1]"', 4, "unexpected `]`"),
        (r'"\q"', 1, "the escape is not known"),
        (r'"\u12"', 1, "the escape is not known"),
        (r'"\0001"', 1, "the escape is not known"),
        ('"\\', 1, "the escape is not known"),
        (r'"\ud800"', 1, "a lone surrogate is not a character"),
        ("a.as<", 5, "the expression ends too early"),
        ("a.as<1>", 5, "unexpected `1`"),
        ("a.as<b", 6, "the expression ends too early"),
        ("a.as<b[>", 7, "unexpected `>`"),
        ("x" * (MAX_LENGTH + 1), 0, "the expression is too long"),
    ],
)
def test_refusals(text: str, offset: int, message: str) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        parse_expression(text)
    assert (caught.value.message, caught.value.offset) == (message, offset)
    assert caught.value.expected
    assert caught.value.found


def test_spans_cover_the_text_of_each_node() -> None:
    text = "  foo.bar[1 + 2] == 'x' and not baz(3).as<u4>"
    todo = [parse_expression(text)]
    seen = []
    while todo:
        ast = todo.pop()
        todo += children(ast)
        seen.append(text[ast.span.start : ast.span.end])
    assert sorted(seen) == sorted(
        [
            *(text.strip(), "foo.bar[1 + 2] == 'x'", "foo.bar[1 + 2]", "foo.bar", "foo"),
            *("1 + 2", "1", "2", "'x'", "not baz(3).as<u4>", "baz(3).as<u4>", "baz(3)"),
            *("baz", "3"),
        ]
    )


@pytest.mark.parametrize(
    "text",
    [
        "(" * 9_000 + "1" + ")" * 9_000,
        "[" * 19_000,
        "not " * 4_000 + "a",
        "-" * 10_000 + "a",
        "1" + "+1" * 9_000,
        "a" + ".a" * 9_000,
        "a" + "[0]" * 6_000,
        "a" + "()" * 9_000,
        "a?" * 5_000,
        "a?a:" * 4_000 + "a",
        'f"{' * 5_000,
        "(a or b and not c == d | e ^ f & g << h + i * " * 400,
        "f(" * 9_000,
    ],
)
def test_bombs_are_refused(text: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        parse_expression(text)


def test_limits_are_exact() -> None:
    parse_expression("(" * MAX_NESTING + "1" + ")" * MAX_NESTING)
    with pytest.raises(ExpressionSyntaxError):
        parse_expression("(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1))
    parse_expression("1" + "+1" * (MAX_TREE - 1))
    with pytest.raises(ExpressionSyntaxError):
        parse_expression("1" + "+1" * MAX_TREE)
    assert len(children(parse_expression(f"[{'1,' * 9_000}]"))) == 9_000


def test_type_refs() -> None:
    assert ref(parse_type_ref("a::b[]")) == "a::b[]"
    assert ref(parse_type_ref("::a")) == "::a"
    for text in ("", "a[", "a[1]", "a b", "A", "a::", "a(1)"):
        with pytest.raises(ExpressionSyntaxError):
            parse_type_ref(text)


def test_type_uses() -> None:
    name, args = parse_type_use("a::b(1 + 2, c)")
    assert (ref(name), [shape(arg) for arg in args]) == ("a::b", ["(1 + 2)", "c"])
    assert parse_type_use("u4")[1] == ()
    for text in ("a()", "", "a(", "a(1", "a(1,)", "a()b", "a[]", "1"):
        with pytest.raises(ExpressionSyntaxError):
            parse_type_use(text)


def test_templates() -> None:
    def parts(text: str) -> list[str]:
        return [p if isinstance(p, str) else f"<{shape(p)}>" for p in parse_template(text)]

    assert parts("") == []
    assert parts("plain") == ["plain"]
    assert parts("{a} of {b + 1}") == ["<a>", " of ", "<(b + 1)>"]
    assert parts("{{{a}}}") == ["{", "<a>", "}"]
    assert parts("a }} b {{ c") == ["a } b { c"]
    assert parts('{"}"}') == ["<'}'>"]
    for text in ("{", "{a", "a}", "{}", "{a b}", "{{a}"):
        with pytest.raises(ExpressionSyntaxError):
            parse_template(text)


GRAMMAR = st.lists(
    st.sampled_from(
        [
            *("a", "_io", "1", "0x2", "1.5", "'s'", '"s"', 'f"', '"', "{", "}", "true", "not"),
            *("and", "or", "+", "-", "*", "/", "%", "<", ">", ">=", "==", "<<", "|", "^", "&"),
            *("~", "?", ":", "::", ".", ",", "(", ")", "[", "]", ".as<", "sizeof<", " ", "\\", "A"),
        ]
    ),
    max_size=25,
).map("".join)


@given(st.one_of(GRAMMAR, st.text(max_size=60)))
@example('f"{a}')
@example('f"{')
@example('"\\')
def test_any_text_parses_or_is_refused(text: str) -> None:
    for parse in (parse_expression, parse_type_ref, parse_type_use, parse_template):
        try:
            parse(text)
        except ExpressionSyntaxError as error:
            assert 0 <= error.offset <= len(text)


@given(GRAMMAR)
def test_spans_stay_inside_their_parent(text: str) -> None:
    try:
        todo = [parse_expression(text)]
    except ExpressionSyntaxError:
        return
    while todo:
        ast = todo.pop()
        assert 0 <= ast.span.start < ast.span.end <= len(text)
        for child in children(ast):
            assert ast.span.start <= child.span.start <= child.span.end <= ast.span.end
            todo.append(child)
