import FlatStore
import Rescue
import ValveModel
import ValveWatch
import ValveWire

/// P1 and A1: one reading decoded, one reading through decoder, look-up and detector, and one
/// exact plan.
enum PipelineMeasurements {
    static let messages = 20_000
    static let valves = 29_000

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
        let names = (0..<valves).map { Array("SN-\($0 + 100_000)".utf8) }
        for name in names { _ = index.insert(name.span) }
        var detector = Detector(
            profiles: [Profile()], capacity: valves * 2, now: Moment(milliseconds: 0))
        var decoder = ReadingDecoder()
        var sequence = 0
        var now: Int64 = 1_000
        return Measurement(
            row: "P1", what: "decode, look up, update and judge a report, \(valves) valves in turn",
            target: .nanosecondsMax(150), operations: messages,
            ours: {
                // Bodies are written outside the clock; each is new, so that none is a duplicate.
                let bodies = (0..<messages).map { body(sequence + $0) }
                sequence += messages
                now += 15_000
                return TableMeasurements.timed {
                    for number in 0..<messages {
                        let body = bodies[number]
                        var reading = Reading(
                            valve: ValveIndex(0), area: Area(code: 370_202_010),
                            origin: .report, receivedAt: Moment(milliseconds: now))
                        _ = decoder.decode(body.span, needsAlarm: false, into: &reading)
                        let name = names[number % valves]
                        reading.valve = ValveIndex(index.find(name.span) ?? 0)
                        reading.bodyHash = BodyHash.of(body.span)
                        detector.note(reading, at: reading.receivedAt)
                    }
                    detector.events.removeAll(keepingCapacity: true)
                }
            }, peer: nil)
    }

    static func plan(incidents count: Int, targetMilliseconds: Double) -> Measurement {
        var random = SystemRandomNumberGenerator()
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
        [
            decoding, pipeline, plan(incidents: 1_000, targetMilliseconds: 1),
            plan(incidents: 29_000, targetMilliseconds: 10),
        ]
    }
}
