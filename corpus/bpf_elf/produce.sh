#!/bin/sh
# Make corpus/bpf_elf/valid with the real producers of Debian 12: clang 14 (-target bpf) and the
# linker of bpftool 7.1 (libbpf 1.1). The sources are the here-documents below, written for this
# corpus; bpf/*.h comes from libbpf-dev.
#
#   sh corpus/bpf_elf/produce.sh
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

bpf() { # NAME OPTION...
    name=$1
    shift
    clang -w -O2 -target bpfel -I"/usr/include/$(uname -m)-linux-gnu" -ffile-compilation-dir=. "$@" -c "$name.c" -o "$here/valid/$made.o"
}

cat >common.h <<'END'
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#define MAP(name, kind, count, k, v) struct { __uint(type, kind); __uint(max_entries, count); \
    __type(key, k); __type(value, v); } name SEC(".maps")
#define PLAIN(name, kind, count, ks, vs) struct { __uint(type, kind); __uint(max_entries, count); \
    __uint(key_size, ks); __uint(value_size, vs); } name SEC(".maps")
#define GPL char text_of_license[] SEC("license") = "GPL"
END

cat >xdp.c <<'END'
#include "common.h"
struct header { unsigned char to[6], from[6]; unsigned short protocol; };
struct count { __u64 packets, bytes; };
MAP(counts, BPF_MAP_TYPE_PERCPU_ARRAY, 256, __u32, struct count);
MAP(blocked, BPF_MAP_TYPE_HASH, 1024, __u64, __u8);
PLAIN(ports, BPF_MAP_TYPE_DEVMAP, 64, 4, 4);
static __always_inline __u64 address(const struct header *h)
{
    __u64 all = 0;
    for (int i = 0; i < 6; i++)
        all = all << 8 | h->from[i];
    return all;
}
SEC("xdp")
int filter(struct xdp_md *context)
{
    void *end = (void *)(long)context->data_end, *start = (void *)(long)context->data;
    struct header *h = start;
    if ((void *)(h + 1) > end)
        return XDP_ABORTED;
    __u64 key = address(h);
    if (bpf_map_lookup_elem(&blocked, &key))
        return XDP_DROP;
    __u32 protocol = h->protocol & 255;
    struct count *count = bpf_map_lookup_elem(&counts, &protocol);
    if (count) {
        count->packets++;
        count->bytes += end - start;
    }
    return bpf_redirect_map(&ports, 0, XDP_PASS);
}
GPL;
END
made=xdp bpf xdp -g
made=xdp-no-debug bpf xdp
made=xdp-compressed bpf xdp -g -gz=zlib
made=xdp-stack-sizes bpf xdp -fstack-size-section

cat >tracing.c <<'END'
#include "common.h"
struct event { __u32 pid; char name[16]; __s64 result; };
struct start { __u64 time; };
MAP(running, BPF_MAP_TYPE_LRU_HASH, 4096, __u32, struct start);
PLAIN(events, BPF_MAP_TYPE_PERF_EVENT_ARRAY, 0, 4, 4);
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } ring SEC(".maps");
PLAIN(stacks, BPF_MAP_TYPE_STACK, 16, 0, 8);
const volatile __u32 wanted = 0;
const volatile char prefix[8] = "abc";
__u64 seen, slow = 5;
static __u64 hidden;
static __noinline int begin(__u32 pid)
{
    struct start start = {.time = bpf_ktime_get_ns()};
    hidden += start.time;
    __sync_fetch_and_add(&seen, 1);
    return bpf_map_update_elem(&running, &pid, &start, BPF_ANY);
}
__noinline int report(struct bpf_raw_tracepoint_args *context, __u32 pid, __s64 result)
{
    struct event *event = bpf_ringbuf_reserve(&ring, sizeof *event, 0);
    if (!event)
        return 1;
    event->pid = pid;
    event->result = result + hidden;
    bpf_get_current_comm(event->name, sizeof event->name);
    bpf_ringbuf_submit(event, 0);
    bpf_printk("%d %d", pid, result);
    return 0;
}
SEC("tracepoint/syscalls/sys_enter_openat")
int entered(void *context)
{
    __u32 pid = bpf_get_current_pid_tgid() >> 32;
    if (wanted && pid != wanted)
        return 0;
    return begin(pid);
}
SEC("raw_tp/sys_exit")
int left(struct bpf_raw_tracepoint_args *context)
{
    __u32 pid = bpf_get_current_pid_tgid() >> 32;
    struct start *start = bpf_map_lookup_elem(&running, &pid);
    if (!start || bpf_ktime_get_ns() - start->time < slow)
        return 0;
    for (int i = 0; i < 8; i++)
        if (prefix[i] == 'x')
            return 0;
    bpf_perf_event_output(context, &events, BPF_F_CURRENT_CPU, start, sizeof *start);
    return report(context, pid, context->args[1]);
}
SEC("?kprobe/do_unlinkat")
int unused(void *context)
{
    return begin(7);
}
GPL;
END
made=tracing bpf tracing -g
made=tracing-v3 bpf tracing -g -mcpu=v3
made=tracing-alu32 bpf tracing -mcpu=v2 -Xclang -target-feature -Xclang +alu32

cat >core.c <<'END'
#include "common.h"
#include <bpf/bpf_core_read.h>
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct inner { int a; unsigned low : 3, high : 9; };
struct task_struct { int pid; struct inner *inner; struct task_struct *parent; char comm[16]; };
enum state { RUNNING, STOPPED = 7 };
#pragma clang attribute pop
char name[16];
SEC("kprobe/do_exit")
int leaving(void *context)
{
    struct task_struct *task = (void *)bpf_get_current_task();
    int sum = BPF_CORE_READ(task, parent, pid) + BPF_CORE_READ(task, inner, a);
    bpf_core_read_str(name, sizeof name, &task->comm);
    struct inner *inner = BPF_CORE_READ(task, inner);
    if (bpf_core_field_exists(task->inner))
        sum += BPF_CORE_READ_BITFIELD_PROBED(inner, high);
    if (bpf_core_type_exists(struct inner))
        sum += bpf_core_type_size(struct inner) + bpf_core_field_size(task->comm);
    if (bpf_core_enum_value_exists(enum state, STOPPED))
        sum += bpf_core_enum_value(enum state, STOPPED);
    return sum + bpf_core_type_id_kernel(struct inner) + bpf_core_type_id_local(struct inner);
}
SEC("fentry/do_unlinkat")
int entering(unsigned long long *context)
{
    struct task_struct *task = (void *)context[0];
    return task->pid + task->inner->low;
}
GPL;
END
made=core bpf core -g

cat >maps.c <<'END'
#include "common.h"
struct value { int number; struct bpf_spin_lock lock; struct bpf_timer timer; };
struct key { __u32 length; __u32 address; };
struct inner { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, int);
    __type(value, int); } one SEC(".maps"), two SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS); __uint(max_entries, 2); __type(key, int);
    __array(values, struct inner); } outer SEC(".maps") = {.values = {&one, &two}};
struct { __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS); __uint(max_entries, 8);
    __uint(key_size, sizeof(int)); __uint(value_size, sizeof(int));
    __array(values, struct inner); } named SEC(".maps") = {.values = {[3] = &one}};
int first(void *context);
struct { __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 4);
    __uint(key_size, sizeof(int)); __array(values, int(void *)); } calls SEC(".maps") = {
    .values = {[2] = (void *)&first}};
struct { __uint(type, BPF_MAP_TYPE_LPM_TRIE); __uint(map_flags, BPF_F_NO_PREALLOC);
    __uint(max_entries, 99); __type(key, struct key); __type(value, int);
    __uint(pinning, LIBBPF_PIN_BY_NAME); } routes SEC(".maps");
MAP(timers, BPF_MAP_TYPE_ARRAY, 4, int, struct value);
PLAIN(sockets, BPF_MAP_TYPE_SOCKMAP, 4, 4, 4);
PLAIN(queue, BPF_MAP_TYPE_QUEUE, 4, 0, 4);
PLAIN(traces, BPF_MAP_TYPE_STACK_TRACE, 4, 4, 1016);
PLAIN(groups, BPF_MAP_TYPE_CGROUP_ARRAY, 4, 4, 4);
PLAIN(bloom, BPF_MAP_TYPE_BLOOM_FILTER, 4, 0, 4);
struct { __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int); __type(value, int); } storage SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_HASH); __uint(max_entries, 4); __type(key, int);
    __type(value, int); __uint(numa_node, 0); } counted SEC(".maps");
static int fired(void *map, int *key, struct value *value) { return value->number + *key; }
static long every(void *map, int *key, int *value, void *context) { return *value == 3; }
SEC("tc")
int first(void *context)
{
    int key = 1, address = 0;
    struct value *value = bpf_map_lookup_elem(&timers, &key);
    void *inner = bpf_map_lookup_elem(&outer, &key);
    if (inner)
        bpf_map_delete_elem(inner, &key);
    if (value) {
        bpf_spin_lock(&value->lock);
        value->number++;
        bpf_spin_unlock(&value->lock);
        bpf_timer_set_callback(&value->timer, fired);
    }
    bpf_for_each_map_elem(&counted, every, &key, 0);
    struct key prefix = {32, address};
    bpf_map_lookup_elem(&routes, &prefix);
    bpf_map_lookup_elem(&named, &key);
    bpf_tail_call(context, &calls, 2);
    return 0;
}
SEC("classifier/second")
int second(void *context)
{
    int number = 4;
    bpf_map_push_elem(&queue, &number, 0);
    bpf_map_push_elem(&bloom, &number, 0);
    bpf_get_stackid(context, &traces, 0);
    bpf_map_lookup_elem(&sockets, &number);
    return bpf_current_task_under_cgroup(&groups, 0);
}
GPL;
END
made=maps bpf maps -g

cat >data.c <<'END'
#include "common.h"
struct pair { int a; long b; };
struct pair pairs[4] = {{1, 2}, {3, 4}};
long zeros[32], common;
const volatile struct pair fixed = {5, 6};
const char text[] = "a text", *const_pointer_free = 0;
int own SEC(".data.own") = 9;
const int own_fixed SEC(".rodata.own") = 8;
int own_zero SEC(".bss.own");
static volatile int local = 3, local_zero;
__hidden int hidden = 4;
__weak int weak = 6;
extern int CONFIG_HZ __kconfig;
extern _Bool CONFIG_BPF_SYSCALL __kconfig __weak;
extern unsigned LINUX_KERNEL_VERSION __kconfig;
extern const void bpf_prog_fops __ksym;
extern const int cpu_number __ksym __weak;
__weak __noinline int helper(int a) { return a * hidden + weak; }
__hidden __noinline int concealed(int a) { return (unsigned)a % 7 + local++; }
SEC("socket")
int socket_filter(struct __sk_buff *context)
{
    int index = context->len & 3;
    common += pairs[index].b >> index;
    zeros[index & 31] = fixed.a + own + own_fixed + own_zero + (local_zero += 2);
    if (CONFIG_BPF_SYSCALL && LINUX_KERNEL_VERSION > 5)
        zeros[1] += CONFIG_HZ + (long)&bpf_prog_fops;
    if (&cpu_number)
        zeros[2]++;
    return helper(index) + concealed(index) + text[index];
}
SEC("cgroup_skb/egress")
int group(struct __sk_buff *context)
{
    return helper(context->ifindex) & 1;
}
SEC("license") const char text_of_license[] = "Dual BSD/GPL";
unsigned wanted_version SEC("version") = 0x50f00;
END
made=data bpf data -g

cat >instructions.c <<'END'
#include "common.h"
long results[16];
int words[4];
SEC("socket")
int compute(struct __sk_buff *context)
{
    long a = context->len, b = context->mark | 1;
    int c = context->hash, d = context->priority | 1;
    results[0] = a / (unsigned long)b + (a % (unsigned long)b);
    results[1] = a << 7 | a >> 9 | (unsigned long)a >> (b & 63);
    results[2] = __builtin_bswap64(a) ^ __builtin_bswap32(c) ^ __builtin_bswap16(c);
    results[3] = -a & ~b;
    results[4] = a * b + 0x123456789abcdefL - (a > b) + (c < d);
    results[5] = (unsigned)c / (unsigned)d + (c >> 3) + (c << (d & 31));
    results[6] = (signed char)a + (short)b + (int)a;
    __sync_fetch_and_add(&results[7], a);
    __sync_fetch_and_add(&words[0], c);
    results[8] = __sync_fetch_and_or(&results[9], a) + __sync_fetch_and_xor(&results[9], b);
    results[9] = __sync_val_compare_and_swap(&results[9], a, b) + __sync_lock_test_and_set(&words[1], c);
    results[10] = __sync_fetch_and_and(&words[2], c) - __sync_fetch_and_sub(&words[3], d);
    for (int i = 0; i < c && i < 100; i++)
        if (a & i || (unsigned long)a > (unsigned long)b + i || a >= i || a != results[i & 15])
            results[i & 15] += i;
    switch (c) {
    case 1: return a;
    case 5: return b;
    case 77: return (int)(a ^ b);
    case -5: return 0;
    default: return c <= d;
    }
}
SEC("socket/forever")
int forever(void *context)
{
    for (;;)
        ;
}
long long load_byte(void *context, long long at) asm("llvm.bpf.load.byte");
long long load_word(void *context, long long at) asm("llvm.bpf.load.word");
SEC("socket/old")
int packet(struct __sk_buff *context)
{
    return load_byte(context, 12) + load_word(context, 4 + context->len);
}
GPL;
END
made=instructions bpf instructions -g -mcpu=v3
made=instructions-v2 bpf instructions -mcpu=v3 -Os

cat >many.c <<'END'
#include "common.h"
MAP(counts, BPF_MAP_TYPE_ARRAY, 8, int, long);
static __noinline long count(int key)
{
    long *value = bpf_map_lookup_elem(&counts, &key);
    return value ? ++*value : 0;
}
SEC("lsm/file_open") int opened(void *context) { return count(1); }
SEC("iter/task") int every(void *context) { return count(2) & 0; }
SEC("cgroup/connect4") int connecting(void *context) { return count(3) > 0; }
SEC("cgroup/connect4") int connecting_too(void *context) { return count(4) > 0; }
SEC("perf_event") int sampled(void *context) { return count(5) & 1; }
SEC("sk_msg") int message(void *context) { return count(6) > 0; }
SEC("uprobe//bin/sh:main") int user(void *context) { return count(7) & 1; }
SEC("syscall") int call(void *context) { return count(0) & 1; }
GPL;
END
made=many bpf many -g
made=many-sections bpf many -g -ffunction-sections -fdata-sections

cat >operations.c <<'END'
#include "common.h"
struct ops { int (*open)(int); void (*close)(void); int number; };
SEC("struct_ops/open") int open_it(unsigned long long *context) { return context[0] & 1; }
SEC("struct_ops/close") int close_it(unsigned long long *context) { return 0; }
SEC(".struct_ops") struct ops ops = {(void *)open_it, (void *)close_it, 7};
GPL;
END
made=operations bpf operations -g

cat >old_maps.c <<'END'
#include "common.h"
struct bpf_map_definition { unsigned type, key_size, value_size, max_entries, map_flags; };
struct bpf_map_definition SEC("maps") hash = {1, 4, 8, 100, 0};
struct bpf_map_definition SEC("maps") array = {2, 4, 8, 10, 0};
SEC("xdp_old")
int look(void *context)
{
    int key = 0;
    return bpf_map_lookup_elem(&hash, &key) ? 1 : bpf_map_lookup_elem(&array, &key) != 0;
}
char text_of_license[] SEC("license") = "Proprietary";
unsigned wanted_version SEC("version") = 1;
END
made=old-maps bpf old_maps

cat >groups.cc <<'END'
template <class T> __attribute__((noinline)) T twice(T x) { return x * 2; }
extern "C" __attribute__((section("xdp"))) int use(int *p) { return twice(p[0]) + twice((long)p[1]); }
END
clang -w -O2 -target bpfel -ffile-compilation-dir=. -c groups.cc -o "$here/valid/groups.o"

echo 'int nothing;' >nothing.c
made=nothing bpf nothing -g
echo 'int first(void *context) { return 0; }' >smallest.c
made=smallest bpf smallest

clang -w -O2 -g -target bpfeb -I"/usr/include/$(uname -m)-linux-gnu" -ffile-compilation-dir=. -c tracing.c -o "$here/valid/tracing-big-endian.o"
cat >other.c <<'END'
#include "common.h"
extern MAP(counts, BPF_MAP_TYPE_ARRAY, 8, int, long);
extern int shared;
__noinline int elsewhere(int a)
{
    long *value = bpf_map_lookup_elem(&counts, &a);
    return (value ? *value : 0) + shared;
}
END
cat >main.c <<'END'
#include "common.h"
MAP(counts, BPF_MAP_TYPE_ARRAY, 8, int, long);
int shared = 4;
int elsewhere(int a);
SEC("xdp") int both(struct xdp_md *context)
{
    int key = 1;
    return elsewhere(context->ingress_ifindex) + (bpf_map_lookup_elem(&counts, &key) != 0);
}
GPL;
END
for name in other main; do
    clang -w -O2 -g -target bpfel -I"/usr/include/$(uname -m)-linux-gnu" -ffile-compilation-dir=. -c $name.c -o $name.o
done
bpftool gen object "$here/valid/linked.o" main.o other.o
for name in tracing maps data core many; do
    bpftool gen object "$here/valid/$name-linked.o" "$here/valid/$name.o"
done
for name in core tracing xdp; do
    llvm-strip -g -o "$here/valid/$name-stripped.o" "$here/valid/$name.o"
done
chmod 644 "$here"/valid/*

for name in xdp tracing core maps data linked; do
    cp "$here/valid/$name.o" "$here/seeds/"
done
