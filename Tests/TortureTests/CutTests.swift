import GRDB
import Testing
import Torture

@testable import JournalSQLite

@Suite("Power cuts", .serialized)
struct CutTests {
    static var plan: CutPlan {
        var plan = CutPlan()
        plan.commitCount = 26
        plan.stride = 9
        plan.secondCutEvery = 25
        return plan
    }

    @Test("After a power cut the journal opens and holds every commit that had returned, whole")
    func cuts() throws {
        let report = try CutRig(Self.plan).run()
        #expect(report.isClean, "\(report.page)")
        #expect(report.boundaries > 60)
        #expect(report.images > report.boundaries, "some were cut twice")
    }

    @Test("On a disk that only says it has synced, commits are lost, and the rig says so")
    func lyingDisk() throws {
        var plan = Self.plan
        plan.diskLies = true
        plan.stride = 25
        plan.secondCutEvery = 0
        let report = try CutRig(plan).run()
        #expect(!report.lost.isEmpty, "\(report.page)")
    }

    @Test(
        "With less than full synchronisation commits are lost, and the rig says so",
        arguments: ["OFF", "NORMAL"])
    func weakened(level: String) throws {
        var plan = Self.plan
        plan.stride = 25
        plan.secondCutEvery = 0
        let report = try CutRig(plan) { journal in
            try journal.writer.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA synchronous = \(level)")
            }
        }.run()
        #expect(!report.lost.isEmpty, "\(report.page)")
    }
}
