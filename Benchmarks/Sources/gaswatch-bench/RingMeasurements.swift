import BenchPeers
import RingBuffer

/// R1 to R3: the ring against Boost's queue of the same capacity, with the same record, the same
/// threads and the same pause when it finds nothing to do.
enum RingMeasurements {
    /// A round of a few milliseconds often passes between two visits of the scheduler. It is a
    /// multiple of 64 and several times the capacity.
    static let records = 384_000
    static let trips = 20_000
    /// About a microsecond of pause instructions: what a consumer waits on an empty ring.
    static let pauseTurns: Int32 = 25

    final class Flow {
        let producer: RingProducer<bench_record>
        let consumer: RingConsumer<bench_record>
        let count: Int

        init(count: Int) {
            (producer, consumer) = SPSCRing<bench_record>.make(capacityLog2: 16)
            self.count = count
            // Neither contender meets its pages for the first time while the clock runs.
            while producer.push(record(0)) {}
            _ = consumer.drain(countMax: consumer.capacity) { _ in }
        }
    }

    final class Trips {
        let there = Flow(count: trips)
        let back = Flow(count: trips)
    }

    static func record(_ number: UInt64) -> bench_record {
        bench_record(
            words: (number, number, number, number, number, number, number, number))
    }

    /// What `twoThreads` or `bench_one_thread` was given, back in its own type.
    static func contender<Contender: AnyObject>(
        _ context: UnsafeMutableRawPointer?, as type: Contender.Type
    ) -> Contender {
        guard let context else {
            preconditionFailure("A round needs its contender: the context pointer is null.")
        }
        return Unmanaged<Contender>.fromOpaque(context).takeUnretainedValue()
    }

    static let pushAll: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
        let flow = contender(context, as: Flow.self)
        let producer = flow.producer
        for next in 0..<UInt64(flow.count) {
            let record = record(next)
            while !producer.push(record) { bench_pause(pauseTurns) }
        }
    }

    static let drainAll: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
        let flow = contender(context, as: Flow.self)
        let consumer = flow.consumer
        var taken = 0
        var sum: UInt64 = 0
        while taken < flow.count {
            let batch = consumer.drain(countMax: consumer.capacity) {
                sum &+= $0.words.0 ^ $0.words.7
            }
            if batch == 0 { bench_pause(pauseTurns) }
            taken += batch
        }
        bench_keep(sum)
    }

    static let popAll: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
        let flow = contender(context, as: Flow.self)
        let consumer = flow.consumer
        var taken = 0
        var sum: UInt64 = 0
        while taken < flow.count {
            if let record = consumer.pop() {
                sum &+= record.words.0 ^ record.words.7
                taken += 1
            } else {
                bench_pause(pauseTurns)
            }
        }
        bench_keep(sum)
    }

    static let ask: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
        let both = contender(context, as: Trips.self)
        let there = both.there.producer
        let back = both.back.consumer
        for trip in 0..<UInt64(trips) {
            while !there.push(record(trip)) { bench_pause(1) }
            while true {
                if let answer = back.pop() {
                    bench_keep(answer.words.0)
                    break
                }
                bench_pause(1)
            }
        }
    }

    static let answer: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
        let both = contender(context, as: Trips.self)
        let there = both.there.consumer
        let back = both.back.producer
        for _ in 0..<trips {
            while true {
                if let question = there.pop() {
                    while !back.push(question) { bench_pause(1) }
                    break
                }
                bench_pause(1)
            }
        }
    }

    static func twoThreads(
        _ left: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Void,
        _ right: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Void, _ context: AnyObject
    ) -> bench_round {
        withExtendedLifetime(context) {
            bench_two_threads(left, right, Unmanaged.passUnretained(context).toOpaque())
        }
    }

    static func alternating(capacityLog2: Int = 7) -> bench_round {
        let flow = SmallFlow(count: records, capacityLog2: capacityLog2)
        return withExtendedLifetime(flow) {
            bench_one_thread(SmallFlow.alternate, Unmanaged.passUnretained(flow).toOpaque())
        }
    }

    /// A ring of 128 records, so that its slots stay in the first-level cache as the copy's do.
    final class SmallFlow {
        let producer: RingProducer<bench_record>
        let consumer: RingConsumer<bench_record>
        let count: Int

        init(count: Int, capacityLog2: Int) {
            (producer, consumer) = SPSCRing<bench_record>.make(capacityLog2: capacityLog2)
            self.count = count
        }

        /// One thread pushes and drains by turns, 64 records each: what the code alone costs.
        static let alternate: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
            let flow = contender(context, as: SmallFlow.self)
            let producer = flow.producer
            let consumer = flow.consumer
            var sum: UInt64 = 0
            for start in stride(from: 0, to: UInt64(flow.count), by: 64) {
                for next in start..<(start + 64) { _ = producer.push(record(next)) }
                _ = consumer.drain(countMax: 64) { sum &+= $0.words.0 ^ $0.words.7 }
            }
            bench_keep(sum)
        }
    }

    static var all: [Measurement] {
        [
            Measurement(
                row: "R1", what: "ring, 64-byte records, drained in batches, vs consume_all",
                target: .speedRatioMin(1.5), operations: records,
                ours: { twoThreads(pushAll, drainAll, Flow(count: records)) },
                peer: { bench_boost_batched(UInt64(records), pauseTurns) }),
            Measurement(
                row: "R1", what: "ring, one record at a time, vs pop",
                target: .speedRatioMin(1), operations: records,
                ours: { twoThreads(pushAll, popAll, Flow(count: records)) },
                peer: { bench_boost_single(UInt64(records), pauseTurns) }),
            Measurement(
                row: "R2", what: "ring round trip", target: .timeRatioMax(1.1), operations: trips,
                ours: { twoThreads(ask, answer, Trips()) },
                peer: { bench_boost_round_trip(UInt64(trips)) }),
            Measurement(
                row: "R3", what: "ring a record, one thread, vs a 64-byte copy in L1",
                target: .timeRatioMax(1.25), operations: records,
                ours: { alternating() }, peer: { bench_copy_in_cache(UInt64(records)) }),
            Measurement(
                row: "R3", what: "allocations in \(records) records",
                target: .countMax(0), operations: 1, ours: allocations, peer: nil),
        ]
    }

    /// Allocations of a whole round after the ring was made.
    static func allocations() -> bench_round {
        let flow = SmallFlow(count: records, capacityLog2: 7)
        let before = bench_allocation_count()
        SmallFlow.alternate(Unmanaged.passUnretained(flow).toOpaque())
        let count = bench_allocation_count() - before
        return withExtendedLifetime(flow) {
            bench_round(seconds: Double(count), involuntary_switches: 0)
        }
    }
}
