internal import CPowerCut
internal import Foundation
internal import Journal
package import JournalSQLite
internal import LinuxPlatform
internal import ValveModel
internal import WatchTestKit

/// How a run of power cuts is done.
package struct CutPlan: Sendable {
    package var seed: UInt64 = 1
    /// Commits of the scripted run.
    package var commitCount = 30
    /// Every so many operations the power is cut; 1 is everywhere.
    package var stride = 1
    /// Disks built at each place.
    package var imagesEach = 1
    /// Every so many disks the power is cut again while the journal is used again; 0 never.
    package var secondCutEvery = 0
    /// The control: a disk that answers a sync and has done nothing.
    package var diskLies = false

    package init() {}
}

/// Cuts the power at the places of a scripted run of the real journal, and opens what is left.
///
/// What must hold on every disk that a cut could leave: the journal opens and verifies, it holds
/// every commit that had returned, and of the one that was under way all or nothing; and it can be
/// written on.
package final class CutRig {
    private let plan: CutPlan
    private let script: CutScript
    private let workspace: BrokerWorkspace
    private let prepare: (SQLiteJournal) throws -> Void
    private var dice: Dice
    private var report = CutReport()

    /// - Parameter prepare: called with each journal of the scripted run, for controls that weaken it.
    package init(
        _ plan: CutPlan, prepare: @escaping (SQLiteJournal) throws -> Void = { _ in }
    ) throws {
        self.plan = plan
        self.prepare = prepare
        script = CutScript(seed: plan.seed, commitCount: plan.commitCount)
        dice = Dice(seed: plan.seed)
        report.seed = plan.seed
        report.commits = plan.commitCount
        workspace = try BrokerWorkspace(inMemory: true)
        let outcome = powercut_install()
        guard outcome == 0 else {
            throw DaemonFault(description: "SQLite refused the recording layer (code \(outcome)).")
        }
    }

    /// Does all of it.
    package func run() throws -> CutReport {
        let began = BootClock.milliseconds()
        let trace = try recordScript()
        report.writes = trace.operations.count { if case .write = $0 { true } else { false } }
        report.syncs = trace.operations.count { if case .sync = $0 { true } else { false } }
        var disk = DiskModel()
        try cut(trace, &disk, isSecond: false)
        report.milliseconds = BootClock.milliseconds() - began
        return report
    }

    /// Builds disks at the places of a record and judges each.
    private func cut(_ trace: DiskTrace, _ disk: inout DiskModel, isSecond: Bool) throws {
        disk.ignoresSyncs = plan.diskLies
        let stride = isSecond ? max(3, plan.stride) : plan.stride
        // Where a coarse run begins is chance, so that many seeds meet every place.
        let first = Int.random(in: 0..<stride, using: &dice)
        for (place, operation) in trace.operations.enumerated() {
            disk.take(operation)
            guard place % stride == first else { continue }
            if !isSecond { report.boundaries += 1 }
            // Where nothing is left to chance all disks are the same.
            let count = disk.isSettled || isSecond ? 1 : plan.imagesEach
            for _ in 0..<count {
                let image = disk.image(&dice)
                report.images += 1
                let cutsAgain =
                    !isSecond && plan.secondCutEvery > 0
                    && report.images % plan.secondCutEvery == 0
                try judge(image, noted: disk.noted, place: place, cutsAgain: cutsAgain)
            }
        }
    }

    /// Notes are twice the number of a commit before it begins, and one more when it has returned.
    private func judge(
        _ image: [String: [UInt8]], noted: Int, place: Int, cutsAgain: Bool
    ) throws {
        let name = "disk" + (cutsAgain ? ".recorded" : "")
        let directory = workspace.file(name)
        try write(image, to: directory)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let here = "after operation \(place)"
        var found: Int?
        do throws(JournalError) {
            found = try use(directory, here, noted: noted, cutsAgain: cutsAgain)
            // Closing has folded the log into the store file, so this check sees what was found.
            let check = try SQLiteJournal.verify(directory: directory)
            if !check.isSound { report.unusable.append("\(here): \(check.page)") }
        } catch {
            report.unusable.append("\(here): \(error.words)")
        }
        if cutsAgain, let found { try cutAgain(image, from: found) }
    }

    /// Opens, compares, goes on and closes; how many commits there were.
    private func use(
        _ directory: String, _ here: String, noted: Int, cutsAgain: Bool
    ) throws(JournalError) -> Int? {
        let journal = try SQLiteJournal.open(directory: directory)
        defer { journal.close() }
        let (returned, begun) = (max(0, noted - 1) / 2, noted / 2)
        let words = "\(here), \(returned) commits returned, \(begun) begun"
        guard let found = try compare(journal, words, returned: returned, begun: begun) else {
            return nil
        }
        if cutsAgain { powercut_note(UInt64(2 * found + 1)) }
        try goOn(journal, from: found)
        return found
    }

    /// How many commits the journal holds, where that and what it holds are as they must be.
    private func compare(
        _ journal: SQLiteJournal, _ here: String, returned: Int, begun: Int
    ) throws(JournalError) -> Int? {
        let restored = try journal.restore(alarmsSince: .distantPast, closedCountMax: .max)
        guard let count = script.commitCount(lastSequence: restored.lastSequence) else {
            report.torn.append("\(here): the last entry is \(restored.lastSequence)")
            return nil
        }
        guard count >= returned else {
            report.lost.append("\(here): \(count) commits are there")
            return nil
        }
        guard count <= begun, let wanted = try? script.restore(after: count),
            restored.openIncidents == wanted.openIncidents,
            restored.closedIncidents == wanted.closedIncidents,
            restored.valves == wanted.valves, restored.documents == wanted.documents,
            restored.alarms == wanted.alarms
        else {
            report.torn.append("\(here): not what the first \(count) commits wrote")
            return nil
        }
        return count
    }

    /// The journal is used again: two more commits, and a fold of the log between them.
    private func goOn(_ journal: SQLiteJournal, from count: Int) throws(JournalError) {
        for next in (count + 1)..<(count + 3) where next <= script.commits.count {
            powercut_note(UInt64(2 * next))
            try journal.commit(script.commits[next - 1])
            powercut_note(UInt64(2 * next + 1))
            try journal.checkpoint()
        }
    }

    private func cutAgain(_ image: [String: [UInt8]], from found: Int) throws {
        report.imagesCutAgain += 1
        let record = workspace.file("disk.trace")
        defer { try? FileManager.default.removeItem(atPath: record) }
        var disk = DiskModel(image: image)
        disk.take(.note(2 * found + 1))
        try cut(try DiskTrace(path: record), &disk, isSecond: true)
    }

    private func write(_ image: [String: [UInt8]], to directory: String) throws {
        try? FileManager.default.removeItem(atPath: directory)
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        for (name, bytes) in image {
            try Data(bytes).write(to: URL(fileURLWithPath: directory + "/" + name))
        }
    }

    /// The scripted run: a first start, commits, a fold of the log, a stop, a start, and more.
    private func recordScript() throws -> DiskTrace {
        let directory = workspace.file("run.recorded")
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        var journal = try SQLiteJournal.open(directory: directory)
        defer { journal.close() }
        try prepare(journal)
        for (number, batches) in script.commits.enumerated() {
            powercut_note(UInt64(2 * (number + 1)))
            try journal.commit(batches)
            powercut_note(UInt64(2 * (number + 1) + 1))
            if number % 7 == 5 { try journal.checkpoint() }
            if number % 13 == 11 {
                journal.close()
                journal = try SQLiteJournal.open(directory: directory)
                try prepare(journal)
            }
        }
        return try DiskTrace(path: workspace.file("run.trace"))
    }
}
