internal import FlatStore
internal import Incidents
internal import Journal
internal import Rescue
internal import ValveModel

/// Which incident numbers may have been given out, as the journal knows it.
///
/// While the disk stands still call-outs leave without it, and a kill then takes the incident behind
/// a number that a centre knows. The next life must not give that number to another home: a team's
/// word for the one would be taken for the other. So numbers are reserved ahead.
struct NumberReservation: Codable, Equatable {
    static let collection = "ids"
    static let key = "reserved"
    /// Numbers ahead of the newest one: each household could raise an incident while the disk
    /// stands still. At least a thousand, for a small district whose alarms come again and again.
    static let countMin = 1_000
    /// Seconds, and so numbers, by which a start on a clock that was set back begins ahead: 115 days, more
    /// than a clock is ever wrong by that was right before. Below it later starts lie above earlier ones.
    static let setBackReach = 10_000_000
    /// How old a reservation gets while there is something to commit anyway.
    static let renewal = Lapse.seconds(60)

    /// Local date and the highest number that may have been given out on it.
    var date: String
    var number: Int
    /// When it was made.
    var at: Moment
    /// Written by a daemon that stopped in order: the number is the newest one.
    var isExact: Bool

    /// The id after which a start at `now` goes on. A life that could not even store its own
    /// reservation began a second or more before.
    func newestID(at now: Moment) -> String { "\(date)-\(newest(at: now))" }

    /// The number of it. Drills go on after it too: each start that follows a kill begins above what
    /// the life before had reserved, and so above every drill of that life.
    func newest(at now: Moment) -> Int {
        if isExact { return number }
        let lapse = Int(clamping: (now - at).milliseconds / 1_000)
        return number + max(1, now < at ? Self.setBackReach + lapse : lapse)
    }

    /// The reservation among what a restart finds.
    static func of(_ documents: [DocumentRow]) -> NumberReservation? {
        documents.first { $0.collection == collection && $0.key == key }
            .flatMap { $0.body }
            .flatMap { ControlRoom.decode(NumberReservation.self, $0) }
    }
}

extension ControlLoop {
    /// Reserves further numbers where few are left, the date is another, or a commit is due anyway.
    func reserveNumbers(_ state: inout State, isLast: Bool = false, at now: Moment) {
        let today = LocalDate.digits(of: now, offsetSeconds: state.desk.utcOffsetSeconds)
        let (date, used) = state.desk.book.newestNumber(onOrAfter: today)
        let ahead = max(NumberReservation.countMin, context.households.index.count)
        if !isLast, let held = state.reservation, held.date == date {
            let isOld = now - held.at >= NumberReservation.renewal && !state.batch.isEmpty
            guard used + ahead / 2 > held.number || isOld else { return }
        }
        let reservation = NumberReservation(
            date: date, number: isLast ? used : used + ahead, at: now, isExact: isLast)
        state.reservation = reservation
        state.batch.documents.append(
            DocumentRow(
                collection: NumberReservation.collection, key: NumberReservation.key,
                body: JournalJSON.of(reservation)))
    }
}
