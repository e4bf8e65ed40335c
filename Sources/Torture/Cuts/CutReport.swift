/// The figures of a run of power cuts, and what was wrong.
package struct CutReport: Sendable {
    package var seed: UInt64 = 0
    package var commits = 0
    package var writes = 0
    package var syncs = 0
    /// Places between two operations at which the power was cut.
    package var boundaries = 0
    /// Disks that were built and opened.
    package var images = 0
    /// Of these, cut a second time while the journal was opened and used again.
    package var imagesCutAgain = 0
    package var milliseconds: Int64 = 0
    /// Disks on which a commit that had returned was not there.
    package var lost: [String] = []
    /// Disks on which part of a commit was there, or something that was never committed.
    package var torn: [String] = []
    /// Disks that could not be opened, verified or written.
    package var unusable: [String] = []

    package init() {}

    package var isClean: Bool { lost.isEmpty && torn.isEmpty && unusable.isEmpty }

    /// What a person reads.
    package var page: String {
        let wrong =
            lost.prefix(5).map { "LOST \($0)" } + torn.prefix(5).map { "TORN \($0)" }
            + unusable.prefix(5).map { "UNUSABLE \($0)" }
        return
            ([
                "power cuts  \(boundaries) places in \(writes) writes and \(syncs) syncs of "
                    + "\(commits) commits; seed \(seed), \(milliseconds / 1000) s",
                "disks       \(images) opened, \(imagesCutAgain) of them cut a second time",
                "outcome     \(lost.count) lost a commit that had returned, \(torn.count) held part "
                    + "of one, \(unusable.count) could not be used",
            ] + wrong + [isClean ? "clean" : "NOT CLEAN"]).joined(separator: "\n")
    }
}
