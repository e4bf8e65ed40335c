// Times both sides of every comparison in the same way, and counts allocations by standing in front
// of the allocator.
#include "BenchPeers.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <time.h>

#include <atomic>
#include <cstddef>
#include <thread>

static double now() {
    timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return double(moment.tv_sec) + double(moment.tv_nsec) * 1e-9;
}

static int64_t switches() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_nivcsw;
}

static void pin(int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    pthread_setaffinity_np(pthread_self(), sizeof cores, &cores);
}

extern "C" bench_round bench_two_threads(void (*left)(void *), void (*right)(void *),
                                         void *context) {
    std::atomic<int> ready{0};
    double begin = 0;
    int64_t switched = 0;
    auto meet = [&ready] {
        ready.fetch_add(1);
        while (ready.load() < 2) bench_pause(1);
    };
    std::thread other([&] {
        pin(1);
        meet();
        right(context);
    });
    double seconds = 0;
    std::thread one([&] {
        pin(0);
        meet();
        // Only now: moving a thread to its core counts as taking a core away.
        switched = switches();
        begin = now();
        left(context);
    });
    one.join();
    other.join();
    seconds = now() - begin;
    return {seconds, switches() - switched};
}

extern "C" bench_round bench_one_thread(void (*body)(void *), void *context) {
    int64_t switched = switches();
    double begin = now();
    body(context);
    double seconds = now() - begin;
    return {seconds, switches() - switched};
}

static std::atomic<uint64_t> allocations{0};

extern "C" uint64_t bench_allocation_count(void) { return allocations.load(); }

extern "C" void *__libc_malloc(size_t);
extern "C" void *__libc_calloc(size_t, size_t);
extern "C" void *__libc_realloc(void *, size_t);

extern "C" void *malloc(size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_malloc(size);
}

extern "C" void *calloc(size_t count, size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_calloc(count, size);
}

extern "C" void *realloc(void *old, size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_realloc(old, size);
}
