internal import ControlRoom

/// The broker: queues, retained messages, lanes that break and come back.
extension Simulation {
    /// A message has reached the broker.
    func publish(_ parcel: Parcel) {
        var name = Lane.Name.report
        switch parcel.note {
        case .reading(let spoken):
            if parcel.topic == valves[spoken.valve].alarmTopic { name = .alarm }
        case .garbageAlarm: name = .alarm
        case .link(let valve, _, _):
            retainedLinks[valve] = parcel
        case .reply: name = .rescue
        case .other:
            if parcel.isRescue { name = .rescue }
            if parcel.isRescue, parcel.isRetained {
                retainedRescue[String(decoding: parcel.topic, as: UTF8.self)] = parcel
            }
            if parcel.topic.ends(with: "/alarm".utf8) { name = .alarm }
        }
        queue(parcel, on: name)
    }

    private func queue(_ parcel: Parcel, on name: Lane.Name) {
        let place = name.rawValue
        guard lanes[place].isUp || lanes[place].isPersistent else { return }
        if lanes[place].waitingCount >= weather.queueMax, !isCalm {
            count(.queueOverflowed)
            return
        }
        lanes[place].append(parcel)
        planTurn(name)
    }

    func planTurn(_ name: Lane.Name) {
        let place = name.rawValue
        guard lanes[place].isUp, !lanes[place].isTurnPlanned, lanes[place].held == nil,
            lanes[place].waitingCount > 0
        else { return }
        lanes[place].isTurnPlanned = true
        agenda.plan(
            .laneTurn(name, life: clockwork.life), at: time.now + dice.between(0, 12))
    }

    /// The lane's thread reads a batch and hands it over.
    func takeTurn(_ name: Lane.Name, _ room: ControlRoom) {
        let place = name.rawValue
        lanes[place].isTurnPlanned = false
        guard lanes[place].isUp, lanes[place].held == nil else { return }
        let batch = lanes[place].take(1 + dice.below(64))
        guard !batch.isEmpty else { return }
        for parcel in batch { give(parcel, name, room) }
        checks.hasNewInputs = true
        switch name {
        case .alarm:
            room.alarmIntake.batchEnded()
            lanes[place].held = Lane.Held(
                cursor: room.alarmIntake.pushedCount, parcels: batch, since: time.now)
        case .report:
            room.reportIntakes[0].batchEnded()
            planTurn(name)
        case .rescue:
            room.rescueIntake.batchEnded()
            lanes[place].held = Lane.Held(
                cursor: room.rescueIntake.postedCount, parcels: batch, since: time.now)
        }
    }

    private func give(_ parcel: Parcel, _ name: Lane.Name, _ room: ControlRoom) {
        outcome.messageCount += 1
        noteGiven(parcel, room)
        let topic = parcel.topic
        let body = parcel.body
        switch name {
        case .alarm:
            room.alarmIntake.arrived(
                topic: topic.span, body: body.span, isRetained: parcel.isRetained)
        case .report:
            room.reportIntakes[0].arrived(
                topic: topic.span, body: body.span, isRetained: parcel.isRetained)
        case .rescue: room.rescueIntake.arrived(topic: topic.span, body: body.span)
        }
    }

    /// Lanes whose batch may be acknowledged go on.
    func releaseHeld(_ room: ControlRoom) throws(Violation) {
        for name in [Lane.Name.alarm, .rescue] {
            guard let released = lanes[name.rawValue].held else { continue }
            let cursor = name == .alarm ? room.alarmCursor : room.rescueCursor
            guard cursor.isReleased(through: released.cursor) else { continue }
            // What is on disk is acknowledged in the next moment, in which the connection may break.
            if losesAcknowledgements, !isCalm, lossDice.chance(0.01) { cut(name, room) }
            let held = lanes[name.rawValue].held ?? released
            lanes[name.rawValue].held = nil
            if held.isCut {
                count(.acknowledgementLost)
                outcome.faults[.redelivered] += held.parcels.count
                noticeCut(name, room)
                continue
            }
            for parcel in held.parcels { try checkAcknowledged(parcel) }
            planTurn(name)
        }
    }

    /// The connection breaks; the lane's thread sees it when it looks up from its batch.
    func cut(_ name: Lane.Name, _ room: ControlRoom) {
        let place = name.rawValue
        guard lanes[place].isUp else { return }
        switch name {
        case .alarm: count(.alarmLaneCut)
        case .report: count(.reportLaneCut)
        case .rescue: count(.rescueLaneCut)
        }
        trace("the \(name) lane breaks")
        lanes[place].isUp = false
        if let held = lanes[place].held {
            lanes[place].putBack(held.parcels)
            lanes[place].held?.isCut = true
            return
        }
        if !lanes[place].isPersistent { lanes[place].forgetAll() }
        noticeCut(name, room)
    }

    private func noticeCut(_ name: Lane.Name, _ room: ControlRoom) {
        switch name {
        case .alarm: room.linkChanged(.alarms, outage: "cut")
        case .rescue: room.linkChanged(.rescue, outage: "cut")
        case .report: room.linkChanged(.reports(0), outage: "cut")
        }
        agenda.plan(
            .laneReturns(name, life: clockwork.life),
            at: time.now + (isCalm ? 200 : dice.pick([200, 1_000, 5_000, 40_000])))
    }

    /// The lane has subscribed again.
    func laneReturns(_ name: Lane.Name, _ room: ControlRoom) {
        let place = name.rawValue
        lanes[place].isReturnPlanned = false
        lanes[place].isUp = true
        if lanes[place].isPersistent, !isCalm, dice.chance(0.05), clockwork.life > 1 {
            count(.sessionLost)
            lanes[place].forgetAll()
        }
        let retained: [Parcel]
        switch name {
        case .alarm:
            retained = []
            room.linkChanged(.alarms, outage: nil)
        case .report:
            retained = retainedLinks.keys.sorted().compactMap { retainedLinks[$0] }
            room.linkChanged(.reports(0), outage: nil)
        case .rescue:
            retained = retainedRescue.keys.sorted().compactMap { retainedRescue[$0] }
            room.linkChanged(.rescue, outage: nil)
        }
        if !retained.isEmpty { count(.retainedAgain) }
        for parcel in retained {
            var again = parcel
            again.isRetained = true
            lanes[place].append(again)
        }
        planTurn(name)
    }
}

extension Parcel {
    var isRescue: Bool { topic.first == 0x72 }
}

extension [UInt8] {
    fileprivate func ends(with text: String.UTF8View) -> Bool {
        suffix(text.count).elementsEqual(text)
    }
}
