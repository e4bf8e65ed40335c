import BenchPeers
import FlatStore

/// T1: the valve table's parts, the slab against a plain C++ table and the key index against the
/// standard library's dictionary.
enum TableMeasurements {
    static let updates = 128_000
    static let lookups = 100_000
    static let valves = 29_000

    static func order(rows: Int, count: Int) -> [UInt32] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt32.random(in: 0..<UInt32(rows), using: &random) }
    }

    static func timed(_ body: () -> Void) -> bench_round {
        withoutActuallyEscaping(body) { escaping in
            var boxed = escaping
            return withUnsafeMutablePointer(to: &boxed) { pointer in
                bench_one_thread(
                    { context in
                        guard let context else {
                            preconditionFailure("A round needs its body: the pointer is null.")
                        }
                        context.assumingMemoryBound(to: (() -> Void).self).pointee()
                    }, pointer)
            }
        }
    }

    @inline(never)
    static func update(_ slab: Slab<bench_record>, _ order: Span<UInt32>) {
        for start in stride(from: 0, to: order.count, by: 64) {
            for next in start..<(start + 64) { slab.prefetch(Int(order[next])) }
            for next in start..<(start + 64) {
                change(&slab[Int(order[next])], UInt64(start))
            }
        }
    }

    @inline(__always)
    static func change(_ row: inout bench_record, _ start: UInt64) {
        row.words.0 &+= 1
        row.words.3 = start
        row.words.7 ^= row.words.0
    }

    static func tableUpdate(rows: Int) -> Measurement {
        let order = order(rows: rows, count: updates)
        let slab = Slab(repeating: RingMeasurements.record(0), count: rows)
        let table = bench_table_make(UInt64(rows))
        return Measurement(
            row: "T1", what: "random update among \(rows) rows vs C++",
            target: .timeRatioMax(1.05), operations: updates,
            ours: { timed { update(slab, order.span) } },
            peer: { bench_table_update(table, order, UInt64(updates)) })
    }

    static var lookup: [Measurement] {
        let names = (0..<valves).map { number in
            let digits = String(number)
            return "SN-" + String(repeating: "0", count: 9 - digits.count) + digits
        }
        // Both contenders meet the keys in the order of arrival, as a drained batch holds them.
        let arrivals = order(rows: valves, count: lookups).map { names[Int($0)] }
        let keys = arrivals.flatMap { Array($0.utf8) }
        let index = KeyIndex(capacity: 32_768)
        for name in names { _ = index.insert(Array(name.utf8).span) }
        let dictionary = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, UInt32($0)) })
        let find: () -> bench_round = {
            timed {
                var sum: UInt64 = 0
                let bytes = keys.span
                for start in stride(from: 0, to: bytes.count, by: 12) {
                    let key = bytes.extracting(start..<(start + 12))
                    sum &+= UInt64(index.find(key) ?? .max)
                }
                bench_keep(sum)
            }
        }
        let findInDictionary: () -> bench_round = {
            timed {
                var sum: UInt64 = 0
                for name in arrivals { sum &+= UInt64(dictionary[name] ?? .max) }
                bench_keep(sum)
            }
        }
        let allocations: () -> bench_round = {
            var sum: UInt64 = 0
            let bytes = keys.span
            let before = bench_allocation_count()
            for start in stride(from: 0, to: bytes.count, by: 12) {
                sum &+= UInt64(index.find(bytes.extracting(start..<(start + 12))) ?? .max)
            }
            let count = bench_allocation_count() - before
            bench_keep(sum)
            return bench_round(seconds: Double(count), involuntary_switches: 0)
        }
        return [
            Measurement(
                row: "T1", what: "valve-id look-up among \(valves)", target: .nanosecondsMax(12),
                operations: lookups, ours: find, peer: nil),
            Measurement(
                row: "T1", what: "valve-id look-up vs Dictionary<String, UInt32>",
                target: .speedRatioMin(5), operations: lookups, ours: find, peer: findInDictionary),
            Measurement(
                row: "T1", what: "allocations in \(lookups) look-ups", target: .countMax(0),
                operations: 1, ours: allocations, peer: nil),
        ]
    }

    static var hash: Measurement {
        let body = (0..<125).map { UInt8($0) }
        return Measurement(
            row: "–", what: "hash of a 125-byte body", target: .nanosecondsMax(20),
            operations: lookups,
            ours: {
                timed {
                    var sum: UInt64 = 0
                    for _ in 0..<lookups { sum = BodyHash.of(body.span, seed: sum) }
                    bench_keep(sum)
                }
            }, peer: nil)
    }

    static var all: [Measurement] {
        lookup + [hash, tableUpdate(rows: valves), tableUpdate(rows: 10_000_000)]
    }
}
