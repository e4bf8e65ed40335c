import BenchNumbers
import BenchPeers
import BenchSimdjson
import FlatStore
import Foundation
import Rescue
import RingBuffer
import ValveModel
import ValveWatch
import ValveWire

/// P1 and A1: one reading decoded, one reading through decoder, look-up and detector, and one
/// exact plan.
enum PipelineMeasurements {
    static let messages = 20_000
    static let valves = 29_000
    /// Messages that the watch finds in the ring at a time under such a load.
    static let batch = 250

    /// A plain report of about 125 bytes with ten fields.
    static func body(_ sequence: Int) -> [UInt8] {
        Array(
            ("{\"boot\":12,\"seq\":\(sequence),\"ts\":1763884800123,\"gas\":1.2,\"flow\":0.18,"
                + "\"pressure\":2.05,\"temp\":21.5,\"battery\":87,\"rssi\":-71,"
                + "\"position\":\"open\"}").utf8)
    }

    static var decoding: Measurement {
        let bodies = (0..<1_000).map { body($0) }
        var decoder = ReadingDecoder()
        var sum: Float = 0
        return Measurement(
            row: "P1", what: "of it, decoding a reading of \(bodies[0].count) bytes and ten fields",
            target: .nanosecondsMax(150), operations: messages,
            ours: {
                TableMeasurements.timed {
                    for number in 0..<messages {
                        var reading = Reading(
                            valve: ValveIndex(0), area: .unknown, origin: .report,
                            receivedAt: Moment(milliseconds: 0))
                        let body = bodies[number % 1_000]
                        _ = decoder.decode(body.span, needsAlarm: false, into: &reading)
                        sum += reading.gas
                    }
                }
            }, peer: nil)
    }

    static var pipeline: Measurement {
        let index = KeyIndex(capacity: valves * 2)
        func name(_ valve: Int) -> [UInt8] { Array("SN-\(valve + 100_000)".utf8) }
        for valve in 0..<valves { _ = index.insert(name(valve).span) }
        var detector = Detector(
            profiles: [Profile()], capacity: valves * 2, now: Moment(milliseconds: 0))
        var decoder = ReadingDecoder()
        let (producer, consumer) = SPSCRing<Reading>.make(capacityLog2: 16)
        var sequence = 0
        var now: Int64 = 1_000
        return Measurement(
            row: "P1",
            what: "decode, look up, hand over by the ring, update and judge a report, "
                + "\(valves) valves in turn",
            target: .nanosecondsMax(150), operations: messages,
            ours: {
                now += 15_000
                var sum = bench_round()
                for block in 0..<(messages / batch) {
                    // As they come from the network: written a moment ago and in the cache. Each is
                    // new, so that none is a duplicate.
                    let first = block * batch
                    let bodies = (0..<batch).map { body(sequence + first + $0) }
                    let names = (0..<batch).map { name((first + $0) % valves) }
                    let round = TableMeasurements.timed {
                        for number in 0..<batch {
                            let body = bodies[number]
                            let name = names[number]
                            index.approach(name.span)
                            var reading = Reading(
                                valve: ValveIndex(0), area: Area(code: 370_202_010),
                                origin: .report, receivedAt: Moment(milliseconds: now))
                            _ = decoder.decode(body.span, needsAlarm: false, into: &reading)
                            reading.valve = ValveIndex(index.find(name.span) ?? 0)
                            reading.bodyHash = BodyHash.of(body.span)
                            _ = producer.push(reading)
                        }
                        let rows = detector.rowsAhead
                        _ = consumer.drain(
                            countMax: batch, ahead: { rows.fetch($0.valve) }
                        ) { detector.note($0, at: $0.receivedAt) }
                        detector.events.removeAll(keepingCapacity: true)
                    }
                    sum.seconds += round.seconds
                    sum.involuntary_switches += round.involuntary_switches
                }
                sequence += messages
                return sum
            }, peer: nil)
    }

    /// The same bodies through simdjson and through Foundation.
    static var peers: [Measurement] {
        let bodies = (0..<1_000).map { body($0) }
        guard let peer = bench_json_make() else {
            preconditionFailure("The peer's bodies need memory.")
        }
        for body in bodies { bench_json_add(peer, body, UInt64(body.count)) }
        let foundation = JSONDecoder()
        let texts = bodies.map { Data($0) }
        let ours = decoding.ours
        return [
            Measurement(
                row: "J1", what: "reading a body of ten fields, vs simdjson on demand",
                target: .timeRatioMax(0.6), operations: messages, ours: ours,
                peer: {
                    let round = TableMeasurements.timed { bench_json_read(peer, UInt64(messages)) }
                    precondition(bench_json_failures(peer) == 0, "simdjson reads every body.")
                    return round
                }),
            Measurement(
                row: "J1", what: "the same, vs Foundation's JSONDecoder",
                target: .speedRatioMin(100), operations: messages, ours: ours,
                peer: {
                    // A tenth of the messages: its time is scaled by ten.
                    var round = TableMeasurements.timed {
                        for number in 0..<(messages / 10) {
                            let text = texts[number % 1_000]
                            _ = try? foundation.decode(PlainReading.self, from: text)
                        }
                    }
                    round.seconds *= 10
                    return round
                }),
        ]
    }

    struct PlainReading: Decodable {
        var boot: UInt32
        var seq: UInt32
        var ts: Int64
        var gas, flow, pressure, temp: Float
        var battery: UInt8
        var rssi: Int16
        var position: String
    }

    static func plan(incidents count: Int, targetMilliseconds: Double) -> Measurement {
        var random = SeededNumbers(seed: 7)
        let centres = ["east", "central", "west"]
        let teams = (0..<100).map {
            PlanTeam(
                id: "T-\($0 + 100)", centre: centres[$0 % 3], unresponsive: false,
                heldPriority: nil)
        }
        let incidents = (0..<count).map {
            PlanIncident(
                key: $0, priority: .p1, raisedAt: Int64($0), id: "I-\($0 + 100_000)",
                overdue: false, remaining: 300, homeCentre: centres[$0 % 3])
        }
        let seconds = (0..<(count * 100)).map { _ in Int32.random(in: 90...900, using: &random) }
        return Measurement(
            row: "A1", what: "exact plan, 100 teams × \(count) incidents",
            target: .nanosecondsMax(targetMilliseconds * 1e6), operations: 1,
            ours: {
                TableMeasurements.timed {
                    let plan = AssignmentPlan(
                        incidents: incidents, teams: teams, seconds: seconds)
                    precondition(plan.assignments.count == 100, "Every team has an incident.")
                }
            }, peer: nil)
    }

    static var all: [Measurement] {
        [decoding, pipeline] + peers + [
            plan(incidents: 1_000, targetMilliseconds: 1),
            plan(incidents: 29_000, targetMilliseconds: 10),
        ]
    }
}
