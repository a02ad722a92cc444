#!/bin/sh
# Make corpus/btf/valid with the real producers of Debian 12: clang 14 (-target bpf), the linker
# of bpftool 7.1 (libbpf 1.1), and pahole 1.24 over what gcc 12 compiled. The sources are the
# here-documents below, written for this corpus.
#
#   sh corpus/btf/produce.sh
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cut_out() { # OBJECT NAME: the .BTF section as a file
    llvm-objcopy -O binary --only-section=.BTF --set-section-flags .BTF=alloc "$1" "$here/valid/$2.btf"
    chmod 644 "$here/valid/$2.btf"
}

bpf() { # SOURCE NAME [TARGET]
    clang -w -O2 -g -target "${3:-bpfel}" -c "$1" -o object.o
    cut_out object.o "$2"
}

linked() { # SOURCE NAME
    clang -w -O2 -g -target bpfel -c "$1" -o object.o
    bpftool gen object linked.o object.o
    cut_out linked.o "$2"
}

native() { # SOURCE NAME OPTION...
    source=$1 name=$2
    shift 2
    gcc -w -g -c "$source" -o native.o
    pahole -J "$@" native.o
    cut_out native.o "$name"
}

cat >kinds.c <<'END'
typedef unsigned long long u64;
typedef u64 counter_t;
enum color { RED, GREEN = 5, BLUE = -3 };
struct unknown;
union unknown_too;
struct node {
    struct node *next;
    struct unknown *away;
    union unknown_too *far;
    char name[16];
    int grid[3][4];
    unsigned low : 3, middle : 7, high : 22;
    enum color color;
    double real;
    float half;
    _Bool ok;
    struct { int inner; union { long number; void *any; }; } part;
    u64 tail[];
};
union mixed {
    struct node node;
    long number;
    const volatile char *text;
    int (*call)(int, const char *, ...);
};
static int count = 4;
const char constant[] = "abc";
union mixed mixed;
counter_t counter;
__attribute__((noinline)) static int helper(struct node *node, long x)
{
    count++;
    return node->low + x + count;
}
int program(struct node *node, char *restrict text)
{
    return helper(node, counter) + *text + constant[node->middle];
}
END
bpf kinds.c kinds
bpf kinds.c kinds-big-endian bpfeb
linked kinds.c kinds-linked

cat >tags.c <<'END'
#define TAG(x) __attribute__((btf_decl_tag(x)))
struct TAG("a struct") pair { int TAG("a member") a; int __attribute__((btf_type_tag("user"))) *p; };
typedef struct pair TAG("a typedef") pair_t;
int TAG("a variable") variable;
__attribute__((noinline)) TAG("a function") int f(int TAG("an argument") a, pair_t *x)
{
    return a + x->a + variable + *x->p;
}
int program(pair_t *x) { return f(3, x); }
END
bpf tags.c tags
linked tags.c tags-linked

cat >extern.c <<'END'
extern const void place __attribute__((section(".ksyms")));
extern void other;
extern int call(void *) __attribute__((section(".ksyms")));
int program(void) { return call((void *)&place) + *(char *)&other; }
END
bpf extern.c extern

cat >maps.c <<'END'
struct { int (*type)[2]; int (*max_entries)[256]; unsigned *key; unsigned long *value; }
    map __attribute__((section(".maps")));
struct ops { int (*open)(struct ops *, int); void (*close)(struct ops *); struct ops *next; }
    ops __attribute__((section(".struct_ops")));
struct nothing {};
struct holder { struct nothing first; struct nothing some[3]; int x; struct nothing last; } holder;
struct wrapped { struct { struct { struct { int x; } a; } b; } c; } wrapped;
struct __attribute__((packed)) packed { char c; int i; long bits : 33; } packed;
struct flexible { int n; struct holder more[0]; } flexible;
typedef int t1; typedef t1 t2; typedef t2 t3; typedef const t3 t4; typedef volatile t4 t5;
t5 *****deep;
int (*(*returns)(int))(char);
int program(void)
{
    return map.type != 0 + ops.open(&ops, 1) + holder.x + wrapped.c.b.a.x + packed.i + flexible.n +
           *****deep + returns(1)('c');
}
END
bpf maps.c maps
linked maps.c maps-linked

cat >wide.c <<'END'
enum far { NEAR = 1, FAR = 0x123456789abcdefULL };
enum below { BELOW = -0x123456789abcdefLL };
enum far far;
enum below below;
long double real;
__int128 number;
END
native wide.c wide --btf_gen_floats

echo 'static int nothing;' >nothing.c
native nothing.c nothing

cat >module.c <<'END'
typedef unsigned long long u64;
typedef u64 counter_t;
enum color { RED, GREEN = 5, BLUE = -3 };
struct extended { counter_t number; enum color color; struct extended *next; u64 list[5]; } extended;
int function(struct extended *x) { return x->color; }
END
native module.c split-from-kinds --btf_base "$here/valid/kinds.btf"

for name in kinds kinds-big-endian tags-linked maps wide; do
    cp "$here/valid/$name.btf" "$here/seeds/"
done
