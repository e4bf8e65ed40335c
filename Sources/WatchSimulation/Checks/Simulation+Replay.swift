internal import Journal
internal import ValveModel

/// The journal says why everything was decided: from its inputs every decision is made again.
extension Simulation {
    /// Replays the whole store, over every restart in it. Done once at the end, because a
    /// difference of any earlier moment shows there too.
    func checkReplay() throws(Violation) {
        let report: ReplayReport
        do throws(ReplayFault) {
            report = try DeskReplay.run(
                store, replay: DeskReplay(roads: [roads].compactMap(\.self)))
        } catch {
            throw violation(.replays, "the journal cannot be replayed: \(error)")
        }
        guard let difference = report.difference else { return }
        throw violation(
            .replays,
            "\(difference.incident ?? "a round") differs in \(difference.field) at record "
                + "\(difference.record): journalled \(difference.journalled), rebuilt "
                + "\(difference.rebuilt), after \(difference.inputs.joined(separator: "; "))")
    }
}
