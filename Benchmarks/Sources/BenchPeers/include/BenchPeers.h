#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What one round cost: wall time, and how often the kernel took a core away during it.
struct bench_round {
    double seconds;
    int64_t involuntary_switches;
};

/// Runs `left` and `right` on two threads pinned to cores 0 and 1 and times them together.
struct bench_round bench_two_threads(void (*left)(void *), void (*right)(void *), void *context);

/// Runs `body` on this thread and times it.
struct bench_round bench_one_thread(void (*body)(void *), void *context);

/// The back-off of every contender: `turns` pause instructions.
static inline void bench_pause(int turns) {
    for (int turn = 0; turn < turns; turn++) {
#if defined(__x86_64__)
        __builtin_ia32_pause();
#else
        __asm__ __volatile__("yield");
#endif
    }
}

/// How often malloc, calloc or realloc was called in this program so far.
uint64_t bench_allocation_count(void);

/// Makes the compiler believe that the value is used.
static inline void bench_keep(uint64_t value) { __asm__ __volatile__("" : : "r"(value) : "memory"); }

/// 64 bytes, as the records of the watch.
struct bench_record {
    uint64_t words[8];
};

struct bench_round bench_boost_batched(uint64_t records, int pause_turns);
struct bench_round bench_boost_single(uint64_t records, int pause_turns);
struct bench_round bench_boost_round_trip(uint64_t trips);
struct bench_round bench_copy_in_cache(uint64_t records);
/// Random updates of a table of 64-byte rows, prefetched over batches of 64.
void *bench_table_make(uint64_t rows);
void bench_table_free(void *table);
struct bench_round bench_table_update(void *table, const uint32_t *order, uint64_t count);

#ifdef __cplusplus
}
#endif
#endif
