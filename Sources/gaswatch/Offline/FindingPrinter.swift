internal import Backtest
internal import Foundation
internal import Recordings
internal import ValveModel

/// Writes findings one by one as they are decided: a recording of years is not held in memory.
struct FindingPrinter {
    private let format: OutputFormat
    private let language: Language
    private var isFirst = true
    /// The contract's default zone: a recording says nothing of one.
    private let times = Date.ISO8601FormatStyle(
        timeZoneSeparator: .colon, includingFractionalSeconds: true,
        timeZone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)

    init(_ format: OutputFormat, _ language: Language) {
        self.format = format
        self.language = language
    }

    private static let columns = ["at", "valve", "kind", "priority", "message"]
    /// Columns of the table: a time with milliseconds and offset, the longest usual valve name and
    /// the longest kind.
    private static let widths = [30, 18, 15, 9]

    func begin() {
        switch format {
        case .json: StandardStream.out("{\"items\":[")
        case .csv: StandardStream.out(Printer.csvLine(Self.columns))
        case .table, .wide:
            let titles: [Phrase] = [
                .receivedAt, .valve, .kind, .priority, .whatWasSeen,
            ]
            row(titles.map { $0.text(language) })
        case .ndjson, .name: return
        }
    }

    mutating func show(_ finding: BacktestFinding) {
        let at = finding.at.milliseconds
        switch format {
        case .ndjson: StandardStream.out(finding.json + [0x0A])
        case .json:
            StandardStream.out((isFirst ? [] : [0x2C]) + finding.json)
            isFirst = false
        case .name:
            for valve in finding.valve.map({ [$0] }) ?? finding.valves {
                StandardStream.out(valve + "\n")
            }
        case .csv: StandardStream.out(Printer.csvLine(cells(finding, time: String(at))))
        case .table, .wide:
            row(cells(finding, time: times.format(Date(of: finding.at))))
        }
    }

    func end() {
        if format == .json { StandardStream.out("]}\n") }
    }

    private func cells(_ finding: BacktestFinding, time: String) -> [String] {
        let who = finding.valve ?? finding.valves.joined(separator: " ")
        let isTable = format == .table || format == .wide
        let kind =
            isTable ? StateWords.shown(finding.kind.word, .kind, language) : finding.kind.word
        let sentence = language == .chinese && isTable ? finding.evidence?.sentence(.chinese) : nil
        return [time, who, kind, finding.priority.word, sentence ?? finding.message]
    }

    private func row(_ cells: [String]) {
        let padded = zip(cells, Self.widths).map { DisplayWidth.pad($0, to: $1) }
        StandardStream.out(
            (padded + cells.dropFirst(padded.count)).joined(separator: " ") + "\n")
    }
}

/// The summary of a backtest, for a person.
enum BacktestReport {
    static func show(
        _ summary: BacktestSummary?, _ reader: RecordingReader, _ language: Language
    ) {
        func say(_ phrase: Phrase) { StandardStream.err(phrase.text(language)) }
        guard let summary, let first = summary.first, let last = summary.last else {
            return say(.rowsJudged(0, 0, "0.0", "0.00"))
        }
        say(
            .rowsJudged(
                summary.rowCount, summary.valveCount,
                String(format: "%.1f", (last - first).seconds / 86_400),
                String(format: "%.2f", summary.valveYears)))
        for count in summary.counts {
            say(.kindFound(count.kind.word, count.byRules, count.callOuts, count.byDevice))
        }
        if summary.counts.isEmpty { say(.nothingFound) }
        if summary.riseCount > 0 { say(.rises(summary.riseCount)) }
        if summary.duplicateCount > 0 { say(.duplicates(summary.duplicateCount)) }
        for (field, count) in reader.unmeasuredByName.sorted(by: { $0.key < $1.key }) {
            say(.unmeasured(field, count))
        }
        for field in RecordingField.allCases {
            if let count = summary.outOfRange[field] { say(.outOfRange(field.rawValue, count)) }
        }
        // A clock in seconds where milliseconds are meant lies in January 1970.
        if last < .year2000 { say(.longAgo) }
        if !reader.unused.isEmpty {
            say(.unusedColumns(reader.unused.joined(separator: ", ")))
        }
    }
}

extension Date {
    /// A date that is written with the moment's own milliseconds: a `Double` of seconds lies below every
    /// second one, and writing cuts off what is left.
    init(of moment: Moment) {
        self.init(timeIntervalSince1970: (Double(moment.milliseconds) + 0.1) / 1_000)
    }
}

extension Moment {
    /// Nobody recorded gas meters with a clock in milliseconds before it.
    fileprivate static let year2000 = Moment(milliseconds: 946_684_800_000)
}
