import ConsoleAPI
import Testing

@testable import gaswatch

/// What a person must not misread, said without a daemon.
@Suite("Words of the sheets")
struct SheetWordTests {
    private let around = Surroundings(
        language: .english, now: Instant(rfc3339: "2026-11-23T16:30:00.000+08:00") ?? .local())

    private func said<View>(_ key: String, _ view: View, _ sheet: Sheet<View>) -> String? {
        sheet.columns.first { $0.key == key }?.text(view, around)
    }

    @Test("Gas that a later message did not measure is shown with its age")
    func oldGas() {
        var valve = ValveView(id: "SN-1", area: "370202010")
        #expect(said("gas", valve, .valves) == "-")
        valve.gas = 0.2
        valve.gasAt = "2026-11-23T16:25:00.000+08:00"
        valve.lastHeardAt = "2026-11-23T16:25:00.000+08:00"
        #expect(said("gas", valve, .valves) == "0.2")
        valve.lastHeardAt = "2026-11-23T16:29:59.000+08:00"
        #expect(said("gas", valve, .valves) == "0.2 (5m ago)")
    }

    @Test("A valve says that it is out of service, in test, or not in the registry")
    func remarks() {
        var valve = ValveView(id: "SN-1", area: "370202010")
        #expect(said("remark", valve, .valves) == "unregistered")
        valve.registered = true
        #expect(said("remark", valve, .valves) == "-")
        valve.outOfService = IncidentView.Shelf(
            until: "2026-11-23T17:00:00.000+08:00", by: "Li", reason: "repair")
        valve.testUntil = "2026-11-23T16:40:00.000+08:00"
        #expect(
            said("remark", valve, .valves)
                == "out of service until 17:00:00 (Li: repair), test until 16:40:00")
        valve.registered = false
        valve.retired = true
        #expect(said("remark", valve, .valves)?.hasPrefix("retired, ") == true)
    }

    @Test(
        "A team is free, busy or silent, and what it said itself goes first",
        arguments: [
            (true, false, nil, "yes"), (true, false, "20261123-0001", "busy"),
            (true, true, nil, "silent"), (false, true, nil, "no"),
        ] as [(Bool, Bool, String?, String)])
    func free(available: Bool, unresponsive: Bool, incident: String?, word: String) {
        var team = TeamView(
            id: "E-1", name: "", centre: "east", configured: false, available: available,
            unresponsive: unresponsive, turnout: 60)
        team.incident = incident
        #expect(said("available", team, .teams) == word)
        #expect(said("configured", team, .teams) == "no")
    }

    @Test("What is left of a visit's day is said in hours")
    func visit() {
        var view = Samples.incident("8", "P3")
        view.rescueBy = nil
        view.visitBy = "2026-11-24T15:50:00.000+08:00"
        #expect(said("left", view, .incidents) == "24 h")
        view.visitBy = "2026-11-23T14:20:00.000+08:00"
        #expect(said("left", view, .incidents) == "late 2 h")
    }

    @Test("An incident says that nobody comes in time, how old its word is, and what it found")
    func incident() {
        var view = Samples.incident("7")
        view.eta = IncidentView.ETA(
            seconds: 572, turnout: 60, travel: 482, access: 30, model: "none")
        view.inTime = false
        view.inCircle = false
        view.lastHeardAt = "2026-11-23T16:27:00.000+08:00"
        view.findings = ["leak", "suspect"]
        view.mode = "test"
        #expect(said("eta_seconds", view, .incident) == "572 s, too late")
        #expect(said("in_time", view, .incident) == "no")
        #expect(said("last_heard_at", view, .incident) == "3m")
        #expect(said("findings", view, .incident) == "leak, suspect")
        #expect(said("kind", view, .incidents)?.hasPrefix("TEST ") == true)
    }
}
