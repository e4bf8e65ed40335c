import Foundation
import Incidents
import Rescue
import Testing
import ValveModel

@testable import ControlRoom
@testable import Journal

@Suite("The journal's rows as JSON")
struct JournalJSONTests {
    private func comesBack<Value: Codable & Equatable>(_ value: Value) throws {
        let bytes = JournalJSON.of(value)
        #expect(try JSONDecoder().decode(Value.self, from: Data(bytes)) == value)
    }

    @Test("Every form of value is read back as it was written, by any reader of JSON")
    func forms() throws {
        try comesBack([String: [Int?]]())
        try comesBack(["a": [1, nil, -3], "": [], "\u{1}\"\\/\n号": [Int.max, Int.min]])
        try comesBack(["x": [["y": 0.1], [:]], "z": []])
        try comesBack([Double.leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0, 1e21, 23.45])
        try comesBack([Float.leastNonzeroMagnitude, 23.45, 1e-7, -100])
        try comesBack([true, false])
        try comesBack("a text alone")
        try comesBack([Moment(milliseconds: -1): "a key that is no text"])
    }

    @Test("Inputs, rules, teams and every incident of a night's work are read back as they were")
    func desk() throws {
        try comesBack(TapeTests.inputs)
        try comesBack(DeskScript.rules(3))
        let beginnings = DeskScript(seed: 5, steps: 200).beginnings
        let later = try #require(beginnings.last)
        #expect(later.incidents.count > 5 && later.teams.count > 5)
        for incident in later.incidents { try comesBack(incident) }
        for team in later.teams { try comesBack(team) }
        let bytes = JournalJSON.of(later)
        let read = try JSONDecoder().decode(DeskBeginning.self, from: Data(bytes))
        #expect(read.incidents == later.incidents && read.rules == later.rules)
        #expect(read.shelves == later.shelves && read.members == later.members)
    }

    private struct Whole: Encodable {
        var team: TeamState
        private enum CodingKeys: String, CodingKey { case notices }

        func encode(to encoder: any Encoder) throws {
            try team.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(["x"], forKey: .notices)
        }
    }

    @Test("A value that asks for its object twice goes on with it")
    func twice() throws {
        let team = try #require(DeskScript(seed: 5, steps: 200).beginnings.last?.teams.first)
        let bytes = JournalJSON.of([Whole(team: team), Whole(team: team)])
        let read = try #require(
            JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]])
        #expect(read.count == 2)
        for fields in read {
            #expect(fields["notices"] as? [String] == ["x"] && fields["id"] as? String == team.id)
        }
    }

    @Test("Stepping through a tape beside a value finds them equal when they are, and only then")
    func match() throws {
        let later = try #require(DeskScript(seed: 5, steps: 200).beginnings.last)
        for incident in later.incidents {
            let journalled = TapeValue(of: incident, omitting: ["place"])
            func isEqual(_ change: (inout Incident) -> Void) -> Bool {
                var other = incident
                change(&other)
                return TapeMatch.isEqual(journalled, other, omitting: ["place"])
            }
            #expect(isEqual { _ in })
            #expect(isEqual { $0.place.valve = "another" })
            #expect(!isEqual { $0.revision += 1 })
            #expect(!isEqual { $0.kinds.append(.heat) })
            #expect(!isEqual { $0.kinds.removeLast() })
            #expect(!isEqual { $0.condition.gas = ($0.condition.gas ?? 0) + 1 })
            #expect(!isEqual { $0.seenBy = $0.seenBy == nil ? "x" : nil })
            #expect(!isEqual { $0.raisedAt = $0.raisedAt + .milliseconds(1) })
            #expect(!isEqual { $0.durable.toggle() })
        }
    }
}
