internal import ConsoleAPI
internal import LinuxPlatform
package import Rescue
internal import Synchronization
package import ValveModel
internal import ValveWatch

/// Starting, stopping and reloading.
extension ControlRoom {
    /// Starts the journal, control, watch and self-watch threads. Lanes come after it.
    package func start() throws {
        let started = [
            try DedicatedThread(name: "gw-journal") { [writer] in writer.run() },
            try DedicatedThread(name: "gw-control") { [loop] in loop.run() },
            try DedicatedThread(name: "gw-watch") { [watch] in watch.run() },
            try DedicatedThread(name: "gw-selfwatch") { [selfWatch] in selfWatch.run() },
        ]
        threads.withLock { $0 = started }
        let survey = try DedicatedThread(name: "gw-coverage") { [liveCoverage] in
            liveCoverage.run()
        }
        surveyThread.withLock { $0 = survey }
    }

    /// Ends the threads in the order of the data: what the watch has decided is journalled, and
    /// what is on disk leaves. Lanes are stopped before.
    ///
    /// - Returns: what the store has refused to the last; `nil` when everything is written.
    @discardableResult
    package func stop() -> JournalWriter.Unwritten? {
        let started = threads.withLock { threads in
            var taken: [DedicatedThread] = []
            swap(&taken, &threads)
            return taken
        }
        guard started.count == 4 else { return nil }
        liveCoverage.end()
        _ = surveyThread.withLock { $0?.join() }
        selfWatch.end()
        _ = started[3].join()
        watch.end()
        _ = started[2].join()
        loop.end()
        _ = started[1].join()
        writer.end()
        _ = started[0].join()
        outbox.release(through: writer.durableTicket)
        alarmCursor.end()
        rescueCursor.end()
        eventHub.end()
        return writer.durableTicket == writer.lastTicket ? nil : writer.unwritten
    }

    /// Waits no longer for the disk: the lanes are about to stop.
    package func endHolding() {
        alarmCursor.end()
        rescueCursor.end()
    }

    /// Puts the room's own threads on the roll; lanes and senders are added by who makes them.
    func callTheRoll() {
        let roll = selfWatch.roll
        roll.add("watch") { [watch] in RollCall.Pulse(turns: watch.roundCount) }
        roll.add("control") { [loop] in RollCall.Pulse(turns: loop.roundCount) }
        roll.add("self-watch") { [weak selfWatch] in
            RollCall.Pulse(turns: selfWatch?.roundCount ?? 0)
        }
        // A commit that the store refuses is a turn, and a store with nothing to write may rest.
        roll.add("journal") { [writer] in
            RollCall.Pulse(
                turns: writer.turnCount, mayRest: writer.durableTicket == writer.lastTicket)
        }
    }

    /// The threads that have not come round since the last call; for the watchdog.
    package func callRoll() -> [String] {
        let absent = selfWatch.roll.call()
        health.set(
            "thread_stalled",
            absent.isEmpty
                ? nil
                : "Standing still: \(absent.joined(separator: ", ")). The service manager is not "
                    + "told that the daemon lives, and starts it again when this lasts (WatchdogSec "
                    + "of the unit). A journal that stands still has a disk that does not answer.",
            at: clock.now())
        return absent
    }

    /// A lane's connection stands (`outage` is `nil`) or does not, and why.
    package func linkChanged(_ lane: BrokerLane, outage: String?) {
        switch lane {
        case .alarms:
            let isNews = note(outage, of: selfWatch.valveRoad)
            judgeReportLanes()
            // Every try in vain says so once more: on the tape the loss would name the whole fleet each
            // second, for as long as the broker is away.
            if isNews { mailbox.post(.valveLink(isConnected: outage == nil)) }
        case .reports(let number):
            links.withLock { $0.reportLanesDown[number] = outage }
            judgeReportLanes()
        case .rescue:
            let isNews = note(outage, of: selfWatch.rescueRoad)
            if isNews { mailbox.post(.rescueLink(isConnected: outage == nil)) }
        }
    }

    private func note(_ outage: String?, of road: BrokerRoad) -> Bool {
        let isNews = road.noteLink(outage: outage)
        road.tell(health, at: clock.now())
        return isNews
    }

    /// Alarms come by a lane of their own, and while that stands nobody would notice that nothing else
    /// is read. Then silence says nothing about a valve either.
    private func judgeReportLanes() {
        // Told inside the lock: lanes have threads of their own, and what is true last is told last.
        links.withLock { links in
            let isConnected = selfWatch.valveRoad.isConnected
            let down = links.reportLanesDown.sorted { $0.key < $1.key }
            let isFault = isConnected && !down.isEmpty
            let words = down.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
            health.set(
                "report_lane",
                isFault
                    ? "Alarms are read and some reports, links and results are not: lanes without a "
                        + "connection (\(words)). Leaks that a valve does not call itself stay unseen, "
                        + "and nobody counts as silent meanwhile. Look at the broker's log for the "
                        + "client \(options.node)-report-N."
                    : nil, at: clock.now())
            let isListening = isConnected && down.isEmpty
            if links.isListening != isListening { mailbox.post(.listening(isListening)) }
            links.isListening = isListening
        }
    }

    /// Takes new settings. Nothing that is latched is cleared.
    ///
    /// - Parameter readRegistry: reads the households in the turn of whoever writes the file, or an
    ///   import that comes in between would be undone by what was read before it; `nil` keeps those in
    ///   force. What it throws refuses the reload before anything is changed.
    package func reload<Refusal: Error>(
        rules: RescueRules, parties: PartyRules, profiles new: [Profile],
        readRegistry: () throws(Refusal) -> [Household]?
    ) throws(Refusal) {
        let taken = try registryTurn.withLock {
            (_) throws(Refusal) -> (count: Int, Households.Difference)? in
            guard let list = try readRegistry() else { return nil }
            return (list.count, households.replace(list))
        }
        centreBook.replace(rules)
        if let (count, difference) = taken { note(difference, count: count) }
        placeAll(by: new)
        mailbox.post(.rules(rules))
        mailbox.post(.partyRules(parties))
    }

    private func note(_ difference: Households.Difference, count: Int) {
        noteRoom(difference)
        guard difference.isAny else { return }
        // Who saved the file is not known to us.
        ask(.registry(count: count, by: "SIGHUP", documents: registryDocuments())) { _ in }
    }

    /// Takes another road graph, or none.
    package func reload(roads: RoadNetwork?, path: String?) {
        mailbox.post(.roads(roads, path: path))
    }

    /// Says so when a registry has outgrown the table: those households are not watched by name.
    func noteRoom(_ difference: Households.Difference) {
        health.set(
            "registry_room",
            difference.withoutRoom == 0
                ? nil
                : "The table of this run has no room for \(difference.withoutRoom) households of the "
                    + "registry: their valves are not known. Restart the daemon, which makes room.",
            at: clock.now())
    }

    /// The areas that centres or the registry name now: those whose reports are shared among the lanes
    /// of this run.
    package func shareAreas() -> [Area] {
        let areas = knownAreas
        links.withLock { $0.areasShared = areas }
        return areas
    }

    private var knownAreas: [Area] {
        Array(Set(centreBook.areas).union(households.current.areas)).sorted()
    }

    /// Says so when an area has come whose reports no lane of this run subscribes to.
    func judgeAreas() {
        let shared = links.withLock { $0.areasShared }
        guard reportIntakes.count > 1, !shared.isEmpty else { return }
        let unread = knownAreas.filter { !shared.contains($0) }.map(\.description)
        let shown = unread.prefix(5).joined(separator: ", ")
        health.set(
            "areas_unread",
            unread.isEmpty
                ? nil
                : "Reports of \(unread.count) areas that are new since the start are not read "
                    + "(\(shown)); alarms are. With report_lanes above 1 the areas are shared among "
                    + "the lanes at the start: restart the daemon.", at: clock.now())
    }
}
