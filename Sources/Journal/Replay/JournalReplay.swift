package import ValveModel

/// Why a journal could not be replayed.
package enum ReplayFault: Error, Equatable, Sendable {
    case journal(JournalError)
    /// No start in it has everything to begin with: a version wrote it that kept no inputs.
    case nothingToReplay
    /// Every start from which a replay can begin is later than the end that was asked for.
    case nothingUntil
    /// An entry is damaged or of a newer version; its sequence.
    case unreadable(entry: UInt64, String)
}

/// What a replay came to.
package struct ReplayReport: Sendable {
    /// The replay as it stands at its end.
    package var replay: DeskReplay
    /// The first difference, at which it ended; `nil` when there is none.
    package var difference: ReplayDifference?
    /// Entries before the first whole start.
    package var skippedCount = 0
}

extension DeskReplay {
    /// Rows read at a time: the usual one has a few hundred bytes, one of a storm some MB.
    private static let pageCount = 256

    /// Replays a whole journal, until the first difference or `until`. At its end the rows of the
    /// incidents are compared as well.
    ///
    /// - Parameter watch: Sees the replay after every record.
    package static func run(
        _ journal: any Journal, until: Moment = .distantFuture, replay: DeskReplay = DeskReplay(),
        watch: (TapeRecord, borrowing DeskReplay) -> Void = { _, _ in }
    ) throws(ReplayFault) -> ReplayReport {
        var report = ReplayReport(replay: replay)
        var last: UInt64 = 0
        while true {
            let page: [JournalEntry]
            do throws(JournalError) {
                page = try journal.entries(
                    subject: DeskTape.entrySubject, after: last, countMax: pageCount)
            } catch {
                throw .journal(error)
            }
            guard let newest = page.last else { break }
            last = newest.sequence
            // Whatever else bears that subject, such as a note to an incident that somebody called so,
            // is no tape.
            for entry in page where entry.kind == DeskTape.entryKind {
                for record in try records(of: entry) {
                    if record.at > until {
                        if report.replay.desk == nil { throw .nothingUntil }
                        return report
                    }
                    report.difference = report.replay.play(record)
                    if report.replay.desk == nil { report.skippedCount += 1 }
                    watch(record, report.replay)
                    if report.difference != nil { return report }
                }
            }
        }
        do throws(JournalError) {
            report.difference = try report.replay.compareRows(of: journal)
        } catch {
            throw .journal(error)
        }
        return try report.finished()
    }

    private static func records(of entry: JournalEntry) throws(ReplayFault) -> [TapeRecord] {
        do {
            return try DeskTape.records(of: entry.body)
        } catch TapeFault.newerVersion(let version) {
            throw .unreadable(
                entry: entry.sequence,
                "it was written by a newer version (form \(version)): use that version's gaswatch")
        } catch {
            throw .unreadable(
                entry: entry.sequence, "it is damaged (\(error)): run 'gaswatchd db verify'")
        }
    }
}

extension ReplayReport {
    fileprivate func finished() throws(ReplayFault) -> ReplayReport {
        if replay.desk == nil { throw .nothingToReplay }
        return self
    }
}

extension TapeRecord {
    /// When it was decided.
    package var at: Moment {
        switch self {
        case .start(let start): start.at
        case .round(let round): round.at
        }
    }
}
