internal import Incidents
public import ValveModel

/// What leaves for the centres, and how it is repeated.
extension RescueDesk {
    /// Sends what this batch decided, with sealed revisions.
    mutating func sendPending(at now: Moment) {
        queueUpdates()
        book.sealRevisions(by: Self.ourselves, at: now)
        let pending = outgoing.takePending()
        let overtaken = overtaken(in: pending)
        for callout in pending {
            guard let incident = book.incident(callout.incident),
                !overtaken.contains(callout.key)
            else { continue }
            send(callout, incident, at: now)
        }
    }

    /// Whom this batch both called and stood down: they need hear neither.
    private func overtaken(in pending: [Outgoing.Pending]) -> Set<Delivery.Key> {
        var called: Set<Delivery.Key> = []
        var overtaken: Set<Delivery.Key> = []
        for callout in pending {
            let key = callout.key
            switch callout.word {
            case .new, .takeover:
                if outgoing[key] == nil { called.insert(key) }
            case .standdown: if called.contains(key) { overtaken.insert(key) }
            case .update: continue
            }
        }
        return overtaken
    }

    private mutating func queueUpdates() {
        let updates = outgoing.takeChanged()
        if updates.isEmpty { return }
        var told = Set(outgoing.pending.map(\.key))
        for id in updates {
            guard let incident = book.incident(id), incident.isOpen else { continue }
            book.touch(id)
            for call in incident.calls where call.isOpen {
                // A centre with a team of its own here is told through that team.
                let isCovered =
                    call.team == nil
                    && incident.calls.contains {
                        $0.centre == call.centre && $0.team != nil && $0.isOpen
                    }
                let key = Delivery.Key(incident: id, centre: call.centre, team: call.team)
                guard !isCovered, told.insert(key).inserted else { continue }
                tell(id, .update, centre: call.centre, team: call.team)
            }
        }
    }

    private mutating func send(_ pending: Outgoing.Pending, _ incident: Incident, at now: Moment) {
        var key = pending.key
        key.isUpdate = pending.word == .update
        // A stand-down ends whatever was still being said to the team.
        if pending.word == .standdown {
            var update = key
            update.isUpdate = true
            end(update)
        }
        begin(
            Delivery(
                key: key, word: pending.word, revision: incident.revision,
                sentCount: outgoing.hasRoad ? 1 : 0, nextAt: now + Delivery.every, startedAt: now,
                reason: pending.reason, acceptedBy: pending.acceptedBy,
                last: pending.word == .standdown ? [incident] : []))
        actions.append(
            .callout(
                Callout(
                    word: pending.word, centre: pending.centre, team: pending.team,
                    incident: incident,
                    reason: pending.reason, acceptedBy: pending.acceptedBy)))
    }

    private mutating func begin(_ delivery: Delivery) {
        let before = outgoing[delivery.key]
        if delivery.isKept {
            actions.append(.delivery(delivery))
        } else if before?.isKept == true {
            actions.append(.deliveryOver(delivery.name))
        }
        outgoing.put(delivery)
        deadlines.add(.delivery(delivery.key), at: delivery.nextAt)
    }

    private mutating func end(_ key: Delivery.Key) {
        guard let delivery = outgoing[key] else { return }
        if delivery.isKept { actions.append(.deliveryOver(delivery.name)) }
        outgoing.end(key)
    }

    /// Updates and stand-downs on their way, in order of their names.
    public var keptDeliveries: [Delivery] { outgoing.kept }

    /// Takes back an update or a stand-down that was on its way.
    public mutating func restore(_ saved: Delivery, at now: Moment) {
        // A program that keeps none has run in between, and the team has been called there since.
        guard !isCalledSince(saved) else { return actions.append(.deliveryOver(saved.name)) }
        let delivery = saved.resumed(at: now)
        outgoing.put(delivery)
        deadlines.add(.delivery(delivery.key), at: delivery.nextAt)
    }

    private func isCalledSince(_ standDown: Delivery) -> Bool {
        guard standDown.word == .standdown, let team = standDown.key.team else { return false }
        return book.incident(standDown.key.incident)?.calls.contains {
            $0.team == team && $0.isOpen && $0.at >= standDown.startedAt
        } ?? false
    }

    mutating func repeatDelivery(_ key: Delivery.Key, at now: Moment) {
        guard var delivery = outgoing[key], delivery.nextAt <= now else { return }
        guard let incident = book.incident(key.incident) ?? delivery.last.first,
            isStillWanted(delivery, key, incident, at: now)
        else { return end(key) }
        // It waits for the broker. A call goes on trying: its tries are what the second channel counts by.
        if delivery.isKept, !outgoing.hasRoad { return offer(delivery, incident) }
        if delivery.isKept, delivery.sentCount == 0 {
            // Its tries, and what a restart reckons from its age, begin now.
            delivery.startedAt = now
            delivery.sentCount = 1
            actions.append(.delivery(delivery))
        } else {
            delivery.sentCount += 1
        }
        delivery.nextAt = now + Delivery.every
        outgoing.put(delivery)
        deadlines.add(.delivery(key), at: delivery.nextAt)
        emit(delivery, incident)
    }

    /// Without a broker the second channel takes over after one interval (contract, section 3), and it
    /// learns of a P1 by what is sent: once, which counts as no try.
    private mutating func offer(_ delivery: Delivery, _ incident: Incident) {
        guard incident.priority == .p1, delivery.wasOffered != true else { return }
        var offered = delivery
        offered.wasOffered = true
        outgoing.put(offered)
        emit(offered, incident)
    }

    private mutating func emit(_ delivery: Delivery, _ incident: Incident) {
        actions.append(
            .callout(
                Callout(
                    word: delivery.word, centre: delivery.key.centre, team: delivery.key.team,
                    incident: incident, reason: delivery.reason,
                    acceptedBy: delivery.acceptedBy, isRepeat: true)))
    }

    /// Brings the next repeat of every call for a team to now, the gravest and eldest first, and then
    /// what has waited for the broker.
    mutating func repeatOutgoing(at now: Moment) {
        let incidents = outgoing.incidents.sorted()
        let open = incidents.compactMap { book.incident($0) }.sorted { $0.isGraver(than: $1) }
        for id in open.map(\.id) + incidents.filter({ book.incident($0) == nil }) {
            let due = outgoing.deliveries(of: id).values.filter { !$0.isKept || $0.nextAt <= now }
            for var delivery in due.sorted(by: { $0.key < $1.key }) {
                delivery.nextAt = now
                outgoing.put(delivery)
                deadlines.add(.delivery(delivery.key), at: now)
            }
        }
    }

    /// The team has said of another incident of the valve that it comes: what it was called to here is
    /// an update for it.
    mutating func turnIntoUpdate(_ id: String, team: String, centre: String) {
        let key = Delivery.Key(incident: id, centre: centre, team: team)
        guard outgoing[key] != nil else { return }
        end(key)
        tell(id, .update, centre: centre, team: team)
    }

    private func isStillWanted(
        _ delivery: Delivery, _ key: Delivery.Key, _ incident: Incident, at now: Moment
    ) -> Bool {
        switch delivery.word {
        case .new, .takeover:
            // Whom an operator has added is called until it answers, though another has accepted.
            // So is the valve's team, that has accepted another incident of it.
            let isAdded = key.team.map(incident.alsoTeams.contains) ?? false
            let isHeld = incident.isHeld && (isAdded || key.team == incident.team)
            guard incident.state < .accepted || isHeld else { return false }
            // While nobody can be called, a centre that was told as a whole is told on until it is
            // told anew.
            let isOfAll = key.team == nil && incident.event == nil && incident.state == .raised
            let window =
                isHeld || isOfAll
                ? Self.overdueStep : stepLength(incident, at: delivery.startedAt)
            guard now < delivery.startedAt + window else { return false }
            guard
                let call = incident.calls.last(where: {
                    $0.team == key.team && $0.centre == key.centre
                })
            else { return false }
            return call.answer == nil || call.answer == .received
        case .update:
            // Who has declined or stands down is no part of it any more.
            let call = incident.calls.last { $0.team == key.team && $0.centre == key.centre }
            return incident.isOpen && call?.isOpen != false
                && delivery.sentCount < Delivery.sentCountMax
        case .standdown: return delivery.sentCount < Delivery.sentCountMax
        }
    }

    /// A reply that carries the revision ends the repetition to its centre; whether it ended one.
    mutating func confirm(_ reply: DeskReply) -> Bool {
        guard let revision = reply.revision else { return false }
        var isConfirmed = false
        for (key, delivery) in outgoing.deliveries(of: reply.incident)
        where key.centre == reply.centre && revision >= delivery.revision
            && (key.team == nil || reply.team == nil || key.team == reply.team)
        {
            end(key)
            isConfirmed = true
        }
        return isConfirmed
    }
}
