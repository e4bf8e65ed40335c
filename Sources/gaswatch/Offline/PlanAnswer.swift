internal import ConsoleAPI
internal import Rescue

/// One incident of a plan: who goes, or nobody.
struct PlanLine: Decodable, Sendable, JSONWritable {
    var incident: String
    var team: String?
    var seconds: Int?
    var inCircle: Bool?
    var inTime: Bool?
    var reasons: [String]?

    func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("incident", incident)
            object.field("team", team)
            object.field("seconds", seconds)
            object.field("inCircle", inCircle)
            object.field("inTime", inTime)
            object.field("reasons", reasons ?? [])
        }
    }
}

/// The answer of `gaswatch plan` (contract, section 8).
struct PlanAnswer: Sendable, JSONWritable {
    private(set) var assignments: [PlanLine] = []
    /// In the order of the file.
    private(set) var unassigned: [String] = []

    init(_ question: PlanQuestion) {
        let plan = question.plan()
        var served: Set<String> = []
        let names = Dictionary(
            uniqueKeysWithValues: question.incidents.map { ($0.key, $0.id) })
        for assignment in plan.assignments {
            guard let name = names[assignment.incident] else { continue }
            served.insert(name)
            assignments.append(
                PlanLine(
                    incident: name, team: question.teams[assignment.team].id,
                    seconds: assignment.seconds,
                    inCircle: assignment.seconds <= RescueDesk.circleSeconds,
                    inTime: assignment.inTime,
                    reasons: plan.explain(incident: assignment.incident).reasons.map(\.rawValue)))
        }
        unassigned = question.incidents.map(\.id).filter { !served.contains($0) }
        unassigned += question.visits
    }

    func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.array("assignments") { array in
                for line in assignments { line.write(into: &array) }
            }
            object.field("unassigned", unassigned)
        }
    }

    /// Every incident as a line of a list, those without a team last.
    func lines() throws(CLIFault) -> [Entry<PlanLine>] {
        var entries: [Entry<PlanLine>] = []
        for line in assignments + unassigned.map({ PlanLine(incident: $0) }) {
            entries.append(try Entry(line.json))
        }
        return entries
    }
}

extension Sheet where View == PlanLine {
    static let plan = Sheet(
        columns: [
            Column("incident", .incident, rank: 0) { $0.incident },
            Column("team", .team, rank: 0) { $0.team },
            Column("seconds", .eta, rank: 0, isNumber: true) { $0.seconds.map(String.init) },
            Column("in_circle", .inCircle, rank: 1, plain: { $0.inCircle.map(String.init) }) {
                line, around in
                line.inCircle.map { around.say($0 ? .yes : .no) } ?? "-"
            },
            Column("in_time", .inTime, rank: 1, plain: { $0.inTime.map(String.init) }) {
                line, around in
                line.inTime.map { around.say($0 ? .yes : .no) } ?? "-"
            },
            Column(
                "reasons", .why, rank: 2, plain: { $0.reasons?.joined(separator: " ") }
            ) { line, around in
                // English tables show the words as they are, as everywhere.
                guard let reasons = line.reasons, !reasons.isEmpty else { return "-" }
                guard around.language == .chinese else { return reasons.joined(separator: " ") }
                return reasons.map { ReplayCandidates.why($0).chinese }.joined(separator: "；")
            },
        ],
        name: { line in line.team.map { "\(line.incident) \($0)" } ?? line.incident },
        emphasis: { $0.team == nil ? .urgent : $0.inTime == true ? .none : .notice })
}
