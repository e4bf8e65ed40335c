package import ConsoleAPI
internal import ValveWatch
internal import ValveWire

extension ControlRoom: ConsolePort {
    package func centres(_ filter: ListFilter) -> [CentreView] {
        centreViews().filter { centre in
            (filter.centre == nil || centre.id == filter.centre)
                && (filter.area.map { centre.areas.contains($0) } ?? true)
        }
    }

    package func registry(isWhole: Bool) -> [UInt8] {
        ports.writeRegistry(households.current.registered, isWhole)
    }

    /// What the intakes refused, and what only the watch can tell of an identity.
    package func rejects() -> [RejectView] {
        let totals = watch.totals
        let ofIdentities = [
            ("identity_reused", totals.identityReused), ("boot_lower", totals.bootLower),
            ("seq_restarted", totals.countedAnew),
        ].filter { $0.1 > 0 }.map {
            RejectView(reason: $0.0, count: Int(clamping: $0.1), samples: [])
        }
        // What valves do not measure comes last: it is no fault, and there is much of it.
        return (rejectBook.views(times) + ofIdentities)
            .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) } + absences
    }

    private var absences: [RejectView] {
        let lanes = ([alarmIntake] + reportIntakes).map(\.absenceCounts)
        return FieldFaults.fields.prefix(FieldFaults.measuredCount).enumerated().compactMap {
            place, field in
            let count = lanes.reduce(0) { $0 + $1[place] }
            return count == 0
                ? nil
                : RejectView(reason: "\(field)\(RejectView.absentEnd)", count: count, samples: [])
        }
    }

    package func events(after id: UInt64?) -> AsyncStream<StreamEvent> {
        eventHub.subscribe(after: id)
    }
}
