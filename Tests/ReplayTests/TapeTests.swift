import Foundation
import Incidents
import Journal
import Rescue
import Testing
import ValveModel

@Suite("The tape of the desk's inputs")
struct TapeTests {
    private static func row(_ inputs: [DeskInput]) throws -> [UInt8] {
        var tape = DeskTape()
        for input in inputs { tape.note(input, at: Moment(milliseconds: 5)) }
        tape.settle([], utcOffsetSeconds: 28_800, at: Moment(milliseconds: 7))
        let row = tape.take()
        return try #require(row)
    }

    static let inputs: [DeskInput] = {
        var place = ValvePlace(valve: "V-1", area: "370202010")
        place.address = "江西路 \"12\"\\3\n号\u{1}"
        place.latitude = 36.064_012_345_678_9
        place.longitude = -0.1
        place.floor = -2
        var condition = Incident.Condition()
        condition.gas = 23.45
        condition.gasAt = Moment(milliseconds: .max / 4)
        condition.temperature = -17.3
        var evidence = Evidence(.leak, .twice)
        evidence.value = 12.3
        evidence.lapse = .seconds(7)
        var finding = DeskFinding(
            .raised, .leak, .p1, isTest: true, place: place, condition: condition)
        finding.evidence = evidence
        var wish = DeskWish(by: "值班员")
        wish.also = true
        wish.revision = 3
        return [
            .finding(finding),
            .result(valve: "V", id: "c1", outcome: "done", position: nil),
            .reply(
                DeskReply(
                    centre: "east", incident: "20261123-0001", team: nil, revision: 4,
                    word: .accept, by: nil, text: "in 3 min")),
            .roster(
                centre: "east", sentAt: Moment(milliseconds: -4),
                lines: [
                    RosterLine(
                        team: "E-1", isAvailable: false,
                        place: Coordinate(latitude: 1e-9, longitude: 179.999_999_999),
                        at: Moment(milliseconds: 0))
                ]),
            .accept(
                TravelCalibration(
                    centre: "east",
                    hours: [TravelCalibration.Hour(hour: 3, seconds: -30, count: 5)], by: "x",
                    at: Moment(milliseconds: 3))),
            .revokeCalibration("east", by: "x"),
            .centreLink(centre: "west", isOnline: true), .rescueConnected, .rescueLost,
            .rules(DeskScript.rules(3)),
            .team("E-1", available: true, place: nil, by: "x"),
            .wish(.dispatch, incident: "20261123-0001", wish),
            .closeValve("V", area: "370202010", by: "x", ClosingRules(every: .seconds(3))),
        ]
    }()

    @Test("Every input comes back as it was, to the last bit")
    func roundTrip() throws {
        let records = try DeskTape.records(of: try Self.row(Self.inputs))
        #expect(records.count == 1)
        guard case .round(let round) = try #require(records.first) else {
            Issue.record("a round was written")
            return
        }
        #expect(round.at == Moment(milliseconds: 7))
        #expect(round.inputs.map(\.input) == Self.inputs)
        #expect(round.inputs.allSatisfy { $0.at == Moment(milliseconds: 5) })
        #expect(round.utcOffsetSeconds == 28_800)
    }

    @Test("A row that is cut short or of a newer version is refused, never misread")
    func damage() throws {
        let row = try Self.row(Self.inputs)
        for length in 0..<row.count {
            #expect(throws: (any Error).self, "cut to \(length)") {
                let records = try DeskTape.records(of: Array(row.prefix(length)))
                // The bare version is a row of no records.
                if records.isEmpty { throw TapeFault.damaged(at: length) }
            }
        }
        #expect(throws: TapeFault.newerVersion(2)) {
            try DeskTape.records(of: [2] + row.dropFirst())
        }
    }

    @Test("No byte that is changed makes the reader run away")
    func mutants() throws {
        let row = try Self.row(Self.inputs)
        var random = Seeded(state: 9)
        for _ in 0..<5_000 {
            var mutant = row
            mutant[random.next(row.count)] = UInt8(random.next(256))
            let records = try? DeskTape.records(of: mutant)
            // Each record takes a byte at the least.
            #expect((records?.count ?? 0) < row.count)
        }
    }

    @Test("A tape of a program that knew fewer keys is read as that program decided")
    func olderRules() throws {
        let json = """
            {"response":60000,"ackWindow":15000,
             "centres":[{"id":"east","name":"east","areas":[],
              "place":{"latitude":36.06,"longitude":120.4},
              "teams":[{"id":"E-1","name":"","centre":"east","turnoutSeconds":60}]}]}
            """
        let rules = try JSONDecoder().decode(RescueRules.self, from: Data(json.utf8))
        #expect(rules.ackWindow == .seconds(15))
        #expect(rules.rescue == RescueRules().rescue)
        #expect(rules.hours == HourRules())
        // That program trusted a place for ever and knew no shifts.
        #expect(rules.locationAge == nil)
        #expect(rules.centres[0].teams[0].shifts.isEmpty)
        let start = try JSONDecoder().decode(
            DeskBeginning.self, from: Data("{\"rules\":\(json),\"commandPrefix\":\"c1\"}".utf8))
        #expect(start.rules == rules)
        #expect(start.incidents.isEmpty && start.members.isEmpty)
    }

    /// The reader of the rules names every key by hand; one that is forgotten there shows here.
    @Test("Every number of the rules comes back when it is another one")
    func everyRule() throws {
        let written = try JSONEncoder().encode(RescueRules())
        var fields = try #require(
            JSONSerialization.jsonObject(with: written) as? [String: Any])
        for (key, value) in fields {
            if let number = value as? Int { fields[key] = number + 1_000 }
        }
        #expect(fields.count == Mirror(reflecting: RescueRules()).children.count)
        let read = try JSONDecoder().decode(
            RescueRules.self, from: JSONSerialization.data(withJSONObject: fields))
        let again = try JSONSerialization.jsonObject(with: JSONEncoder().encode(read))
        #expect(NSDictionary(dictionary: fields) == (again as? NSDictionary))
    }

    /// The reader of a beginning names every key by hand too: base rates that were forgotten there
    /// had the replay open an area event that the daemon did not (seed 5, two days).
    @Test("Everything that a start begins with comes back")
    func everyBeginning() throws {
        var said: Set<String> = []
        for var beginning in (1...4).flatMap({ DeskScript(seed: $0, steps: 300).beginnings }) {
            beginning.roads = "graph"
            beginning.closings = [
                try JSONDecoder().decode(
                    RoadClosing.self,
                    from: Data(
                        """
                        {"id":"R1","way":7,"by":"D","at":5,"until":9,"segmentCount":2}
                        """.utf8))
            ]
            let written = try JSONEncoder().encode(beginning)
            #expect(try JSONDecoder().decode(DeskBeginning.self, from: written) == beginning)
            let fields = try #require(
                JSONSerialization.jsonObject(with: written) as? [String: Any])
            for (key, value) in fields {
                let isEmpty =
                    (value as? [Any])?.isEmpty ?? (value as? [String: Any])?.isEmpty ?? false
                if !isEmpty { said.insert(key) }
            }
        }
        let empty = DeskBeginning(rules: RescueRules(), commandPrefix: "")
        #expect(said == Set(Mirror(reflecting: empty).children.compactMap(\.label)))
    }

    @Test("A finding and a wish of a program that knew fewer keys are read")
    func olderInputs() throws {
        let wish = try JSONDecoder().decode(
            DeskWish.self, from: Data("{\"by\":\"x\",\"revision\":2}".utf8))
        var same = DeskWish(by: "x")
        same.revision = 2
        #expect(wish == same)
        var finding = DeskFinding(
            .raised, .leak, .p1, place: ValvePlace(valve: "V", area: "370202010"),
            condition: Incident.Condition())
        var fields = try #require(
            JSONSerialization.jsonObject(with: JSONEncoder().encode(finding)) as? [String: Any])
        for key in ["cause", "evidence", "neighbours", "closing", "isTest"] { fields[key] = nil }
        let read = try JSONDecoder().decode(
            DeskFinding.self, from: JSONSerialization.data(withJSONObject: fields))
        #expect(read == finding)
        finding.cause = .shock
        #expect(read != finding)
    }

    @Test("Texts that come again cost two bytes")
    func interning() throws {
        let one = try Self.row([Self.inputs[0]]).count
        let many = try Self.row(Array(repeating: Self.inputs[0], count: 101)).count
        // A finding with its neighbourhood and evidence is some eighty fields and texts; each text
        // written anew would make it 700 bytes.
        #expect((many - one) / 100 < 180)
    }
}
