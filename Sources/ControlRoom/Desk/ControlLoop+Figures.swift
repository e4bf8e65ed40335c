internal import Incidents
internal import Journal
internal import Rescue
internal import ValveModel

/// What the journal holds of the figures of alarms and of the rates that were learned.
struct KeptFigures {
    /// At most so often while something is counted: a kill forgets ten seconds of figures, and a storm
    /// of alarms writes them, 100 kB, into one commit of very many.
    static let every = Lapse.seconds(10)

    var keptAt = Moment.distantPast
    var edition: UInt64 = 0
    var rates: [LearnedRate] = []
}

/// The journal's form of the figures.
struct FigureRecord: Codable, RecordWritable {
    static let collection = "figures"
    static let key = "alarms"

    /// When they stood so.
    var at: Moment
    var tally: AlarmTally?
    var rates: [LearnedRate]

    func writeFields(to output: any RecordOutput) {
        output.field("at", at)
        tally?.write(as: "tally", to: output)
        output.list("rates") { for rate in rates { rate.write(to: output) } }
    }

    /// The record among what a restart finds. One from the future says that the wall clock was set
    /// back: its windows mean nothing.
    static func of(_ documents: [DocumentRow], at now: Moment) -> FigureRecord? {
        documents.first { $0.collection == collection && $0.key == key }
            .flatMap { $0.body }
            .flatMap { ControlRoom.decode(FigureRecord.self, $0) }
            .flatMap { $0.at <= now ? $0 : nil }
    }
}

/// Figures of alarms and base rates of area events, so that a restart forgets neither the worst sources
/// nor how often a kind comes by itself.
extension ControlLoop {
    func keepFigures(_ state: inout State, isLast: Bool = false, at now: Moment) {
        guard isLast || now - state.figures.keptAt >= KeptFigures.every else { return }
        let rates = state.desk.learnedRates
        let edition = state.desk.tally?.edition ?? 0
        guard edition != state.figures.edition || rates != state.figures.rates else { return }
        state.figures = KeptFigures(keptAt: now, edition: edition, rates: rates)
        let record = FigureRecord(at: now, tally: state.desk.tally?.kept(at: now), rates: rates)
        state.batch.documents.append(
            DocumentRow(
                collection: FigureRecord.collection, key: FigureRecord.key,
                body: JournalJSON.of(record: record)))
    }
}
