// The peers: Boost's single-producer single-consumer queue and a plain C++ table.
#include "BenchPeers.h"

#include <sys/mman.h>

#include <boost/lockfree/spsc_queue.hpp>
#include <memory>

using Queue = boost::lockfree::spsc_queue<bench_record, boost::lockfree::capacity<65536>>;

namespace {
// Fills and empties a queue, so that no contender meets its pages for the first time while timed.
void touch(Queue &queue) {
    while (queue.push(bench_record{})) {
    }
    queue.consume_all([](const bench_record &) {});
}

struct Flow {
    Queue queue;
    uint64_t records;
    int pause_turns;
    uint64_t sum = 0;
};

void push_all(void *context) {
    auto *flow = static_cast<Flow *>(context);
    for (uint64_t next = 0; next < flow->records; next++) {
        bench_record record{{next, next, next, next, next, next, next, next}};
        while (!flow->queue.push(record)) bench_pause(flow->pause_turns);
    }
}

void consume_batched(void *context) {
    auto *flow = static_cast<Flow *>(context);
    uint64_t taken = 0, sum = 0;
    while (taken < flow->records) {
        size_t batch = flow->queue.consume_all(
            [&sum](const bench_record &record) { sum += record.words[0] ^ record.words[7]; });
        if (batch == 0) bench_pause(flow->pause_turns);
        taken += batch;
    }
    bench_keep(sum);
}

void consume_single(void *context) {
    auto *flow = static_cast<Flow *>(context);
    uint64_t taken = 0, sum = 0;
    bench_record record;
    while (taken < flow->records) {
        if (flow->queue.pop(record)) {
            sum += record.words[0] ^ record.words[7];
            taken++;
        } else {
            bench_pause(flow->pause_turns);
        }
    }
    bench_keep(sum);
}

struct Trips {
    Queue there, back;
    uint64_t trips;
};
}  // namespace

extern "C" bench_round bench_boost_batched(uint64_t records, int pause_turns) {
    auto flow = std::make_unique<Flow>();
    touch(flow->queue);
    flow->records = records;
    flow->pause_turns = pause_turns;
    return bench_two_threads(push_all, consume_batched, flow.get());
}

extern "C" bench_round bench_boost_single(uint64_t records, int pause_turns) {
    auto flow = std::make_unique<Flow>();
    touch(flow->queue);
    flow->records = records;
    flow->pause_turns = pause_turns;
    return bench_two_threads(push_all, consume_single, flow.get());
}

extern "C" bench_round bench_boost_round_trip(uint64_t trips) {
    auto both = std::make_unique<Trips>();
    touch(both->there);
    touch(both->back);
    both->trips = trips;
    auto asking = [](void *context) {
        auto *both = static_cast<Trips *>(context);
        bench_record record{};
        for (uint64_t trip = 0; trip < both->trips; trip++) {
            record.words[0] = trip;
            while (!both->there.push(record)) bench_pause(1);
            while (!both->back.pop(record)) bench_pause(1);
        }
        bench_keep(record.words[0]);
    };
    auto answering = [](void *context) {
        auto *both = static_cast<Trips *>(context);
        bench_record record{};
        for (uint64_t trip = 0; trip < both->trips; trip++) {
            while (!both->there.pop(record)) bench_pause(1);
            while (!both->back.push(record)) bench_pause(1);
        }
    };
    return bench_two_threads(asking, answering, both.get());
}

extern "C" bench_round bench_copy_in_cache(uint64_t records) {
    return bench_one_thread(
        [](void *context) {
            // 128 records of 64 bytes on each side: 16 KiB, inside every first-level cache.
            static bench_record from[128], to[128];
            uint64_t records = *static_cast<uint64_t *>(context);
            for (uint64_t next = 0; next < records; next++) {
                to[next & 127] = from[next & 127];
                bench_keep(reinterpret_cast<uint64_t>(to));
            }
        },
        &records);
}

namespace {
struct Table {
    bench_record *rows;
    uint64_t byte_count;
};
struct Update {
    Table *table;
    const uint32_t *order;
    uint64_t count;
};
}  // namespace

extern "C" void *bench_table_make(uint64_t rows) {
    uint64_t bytes = rows * sizeof(bench_record);
    void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    auto *table = new Table{static_cast<bench_record *>(memory), bytes};
    for (uint64_t row = 0; row < rows; row++) table->rows[row] = bench_record{{row}};
    return table;
}

extern "C" void bench_table_free(void *memory) {
    auto *table = static_cast<Table *>(memory);
    munmap(table->rows, table->byte_count);
    delete table;
}

extern "C" bench_round bench_table_update(void *table, const uint32_t *order, uint64_t count) {
    Update update{static_cast<Table *>(table), order, count};
    return bench_one_thread(
        [](void *context) {
            auto *update = static_cast<Update *>(context);
            bench_record *rows = update->table->rows;
            for (uint64_t start = 0; start + 64 <= update->count; start += 64) {
                const uint32_t *batch = update->order + start;
                for (int next = 0; next < 64; next++) __builtin_prefetch(&rows[batch[next]], 1);
                for (int next = 0; next < 64; next++) {
                    bench_record &row = rows[batch[next]];
                    row.words[0] += 1;
                    row.words[3] = start;
                    row.words[7] ^= row.words[0];
                }
            }
        },
        &update);
}
