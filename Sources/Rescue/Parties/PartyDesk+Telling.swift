internal import Incidents
public import ValveModel

/// Messages: first, again, and that it is over.
extension PartyDesk {
    /// Tells a party for reasons that it was not told for yet.
    mutating func tell(
        _ party: PartyPlan, of id: String, for reasons: [PartyCondition], by name: String? = nil,
        at now: Moment
    ) {
        guard let known = notice(id, party.id) else {
            return open(party, of: id, for: reasons, by: name, at: now)
        }
        let more = reasons.filter { !known.conditions.contains($0) }
        guard !more.isEmpty, known.overAt == nil else { return }
        let isHeld = known.state == .held
        change(id, party.id) { notice in
            notice.conditions += more
            guard !isHeld else { return }
            // It has become graver: an answer to the first message is none to this one.
            notice.answeredAt = nil
            notice.answeredBy = nil
            notice.answer = nil
        }
        if isHeld {
            return log(id, "\(party.id) waits for a duty officer: \(Self.words(more))")
        }
        log(id, by: name, "\(party.id) is told anew: \(Self.words(more))")
        sendAll(party, of: id, at: now)
    }

    private mutating func open(
        _ party: PartyPlan, of id: String, for reasons: [PartyCondition], by name: String?,
        at now: Moment
    ) {
        guard let incident = files[id]?.incident else { return }
        let media = incident.mode == .exercise ? [NoticeMedium.mqtt] : party.media
        let press = name == nil ? party.press : nil
        let state = press == nil ? Notice.State.queued : .held
        let notice = Notice(
            party: party.id, conditions: reasons, raisedAt: now,
            pressBy: press.map { now + $0.after }, pressedBy: nil,
            ways: media.map { Notice.Way($0, state, at: now) })
        files[id]?.notices.append(notice)
        mark(id, notice)
        touch(id)
        if let press {
            log(
                id,
                "\(party.id) waits for a duty officer: \(Self.words(reasons))"
                    + (press.goesByItself ? ", by itself after \(press.after.words)" : ""))
            schedule(id)
        } else {
            log(id, by: name, "\(party.id) is told: \(Self.words(reasons))")
            sendAll(party, of: id, at: now)
        }
    }

    /// The home has another door than the parties were told of: who has answered, to the old one, is told
    /// again.
    mutating func tellMoved(_ id: String, at now: Moment) {
        for notice in files[id]?.notices ?? []
        where notice.overAt == nil && notice.state != .held && notice.state != .withdrawn {
            guard let party = rules.party(notice.party) else { continue }
            change(id, party.id) { notice in
                notice.answeredAt = nil
                notice.answeredBy = nil
                notice.answer = nil
            }
            log(id, "\(party.id) is told anew: another place of the home")
            sendAll(party, of: id, at: now)
        }
    }

    /// The next message on every way.
    private mutating func sendAll(_ party: PartyPlan, of id: String, at now: Moment) {
        for way in notice(id, party.id)?.ways ?? [] {
            change(id, party.id, way.medium) { way in
                way.message += 1
                way.failureCount = 0
            }
            send(party, of: id, by: way.medium, at: now)
        }
        schedule(id)
    }

    private mutating func change(
        _ id: String, _ party: String, _ medium: NoticeMedium, _ body: (inout Notice.Way) -> Void
    ) {
        change(id, party) { notice in
            guard let index = notice.ways.firstIndex(where: { $0.medium == medium }) else { return }
            body(&notice.ways[index])
        }
    }

    /// One try of the newest message.
    private mutating func send(
        _ party: PartyPlan, of id: String, by medium: NoticeMedium, at now: Moment
    ) {
        change(id, party.id, medium) { way in
            way.state = .queued
            way.at = now
            way.nextAt = now + Self.reportWaitMax
        }
        guard let incident = files[id]?.incident, let notice = notice(id, party.id),
            let way = notice.ways.first(where: { $0.medium == medium })
        else { return }
        actions.append(
            .send(
                NoticeMessage(
                    incident: incident, party: party, conditions: notice.conditions,
                    medium: medium, word: way.isOver ? .over : way.message == 1 ? .new : .again,
                    number: way.message)))
    }

    /// What is due for one party.
    mutating func pass(_ id: String, _ partyID: String, at now: Moment) {
        guard let notice = notice(id, partyID), let party = rules.party(partyID) else {
            // The party was taken out of the file: nothing more is sent to it.
            return change(id, partyID) { notice in
                for index in notice.ways.indices { notice.ways[index].nextAt = nil }
                notice.pressBy = nil
            }
        }
        if notice.state == .held {
            if let pressBy = notice.pressBy, pressBy <= now { pressPassed(party, of: id, at: now) }
            return
        }
        for way in notice.ways {
            guard let nextAt = way.nextAt, nextAt <= now else { continue }
            switch way.state {
            case .queued: fail(party, of: id, way, "no word of it", at: now)
            case .failed: send(party, of: id, by: way.medium, at: now)
            case .sent, .delivered: sendAgain(party, of: id, way, at: now)
            case .held, .answered, .withdrawn:
                change(id, partyID, way.medium) { $0.nextAt = nil }
            }
        }
    }

    private mutating func pressPassed(_ party: PartyPlan, of id: String, at now: Moment) {
        guard party.press?.goesByItself == true else {
            // It stays for a person; the time has only been named once.
            return change(id, party.id) { $0.pressBy = nil }
        }
        release(party, of: id, by: "gaswatch", at: now)
    }

    private mutating func release(
        _ party: PartyPlan, of id: String, by name: String, at now: Moment
    ) {
        change(id, party.id) { notice in
            notice.pressBy = nil
            notice.pressedBy = name
        }
        log(id, by: name, "\(party.id) is told: pressed")
        sendAll(party, of: id, at: now)
    }

    private mutating func sendAgain(
        _ party: PartyPlan, of id: String, _ way: Notice.Way, at now: Moment
    ) {
        guard !way.isOver, way.message < party.countMax else {
            change(id, party.id, way.medium) { $0.nextAt = nil }
            if notice(id, party.id)?.isUnanswered == true {
                log(id, "\(party.id) has not answered; nothing more is sent")
            }
            return
        }
        change(id, party.id, way.medium) { way in
            way.message += 1
            way.failureCount = 0
        }
        send(party, of: id, by: way.medium, at: now)
    }

    private mutating func fail(
        _ party: PartyPlan, of id: String, _ way: Notice.Way, _ why: String,
        isImpossible: Bool = false, isFinal: Bool = false, at now: Moment
    ) {
        let failures = way.failureCount + 1
        let most = way.isOver ? Self.overFailureCountMax : Self.failureCountMax
        let pause = min(party.every, Self.retryFirst * (1 << Int64(min(failures - 1, 10))))
        let isLast = isFinal || isImpossible || failures >= most
        change(id, party.id, way.medium) { way in
            way.state = .failed
            way.at = now
            way.failureCount = failures
            way.isImpossible = isImpossible
            way.fault = why
            way.nextAt = isLast ? nil : now + pause
        }
        if failures == 1 || isLast {
            let end = isLast ? "; not tried again" : ""
            log(id, "\(party.id) by \(way.medium.rawValue) failed: \(why)\(end)")
        }
    }

    /// Takes what became of a message.
    public mutating func note(_ report: NoticeReport, at now: Moment) {
        guard let known = notice(report.incident, report.party) else { return }
        if case .answered(let name) = report.outcome {
            answer(report.incident, report.party, by: name, nil, at: now)
            return
        }
        guard let way = known.ways.first(where: { $0.medium == report.medium }),
            report.number.map({ $0 == way.message }) ?? true, way.state != .held
        else { return }
        let party = rules.party(report.party)
        switch report.outcome {
        case .answered: return
        case .sent, .delivered:
            let isDelivered = report.outcome == .delivered || way.state == .delivered
            let isKnown = way.state == .sent || way.state == .delivered
            change(report.incident, report.party, way.medium) { way in
                way.state = isDelivered ? .delivered : .sent
                way.at = now
                way.fault = nil
                let isDone =
                    way.isOver || known.overAt != nil || known.answeredAt != nil || party == nil
                // A later word of the same message does not put off the next one.
                if isDone || !isKnown {
                    way.nextAt = isDone ? nil : now + (party?.every ?? .seconds(0))
                }
            }
        case .failed(let why), .impossible(let why):
            guard let party else { return }
            let isSettled = known.answeredAt != nil || known.overAt != nil
            let isFinal = isSettled && !way.isOver
            fail(
                party, of: report.incident, way, why,
                isImpossible: report.outcome == .impossible(why), isFinal: isFinal, at: now)
        }
        schedule(report.incident)
    }

    /// Somebody has answered: nothing is repeated any more. Whether there was anything to answer.
    @discardableResult
    public mutating func answer(
        _ id: String, _ party: String, by name: String, _ text: String?, at now: Moment
    ) -> Bool {
        guard let known = notice(id, party), known.state != .held else { return false }
        guard known.answeredAt == nil else { return true }
        change(id, party) { notice in
            notice.answeredAt = now
            notice.answeredBy = name
            notice.answer = text
            for index in notice.ways.indices where !notice.ways[index].isOver {
                notice.ways[index].nextAt = nil
            }
        }
        log(id, by: name, "\(party) answered\(text.map { ": \($0)" } ?? "")")
        return true
    }

    /// A duty officer presses, or wants a party told whatever the rules say.
    public mutating func tell(
        _ id: String, _ partyID: String, by name: String, at now: Moment
    ) throws(PartyRefusal) {
        guard let party = rules.party(partyID) else { throw .noSuchParty }
        guard let incident = files[id]?.incident, !incident.isFinished else { throw .notOpen }
        if notice(id, partyID)?.state == .held {
            release(party, of: id, by: name, at: now)
        } else {
            tell(party, of: id, for: [.operatorWish], by: name, at: now)
        }
    }

    /// It is over: whoever was told is told so, whoever waits for a press is left alone.
    mutating func end(_ id: String, at now: Moment) {
        for known in files[id]?.notices ?? [] where known.overAt == nil {
            let party = rules.party(known.party)
            change(id, known.party) { notice in
                notice.overAt = now
                notice.pressBy = nil
                for index in notice.ways.indices {
                    if notice.ways[index].state == .held {
                        notice.ways[index].state = .withdrawn
                        notice.ways[index].at = now
                    }
                    notice.ways[index].nextAt = nil
                }
            }
            guard let party, party.over != nil, known.state != .held else { continue }
            for way in known.ways where way.state != .failed {
                change(id, party.id, way.medium) { way in
                    way.isOver = true
                    way.failureCount = 0
                }
                send(party, of: id, by: way.medium, at: now)
            }
            log(id, "\(party.id) is told that it is over")
        }
        schedule(id)
    }

    private static func words(_ reasons: [PartyCondition]) -> String {
        reasons.map(\.rawValue).joined(separator: ", ")
    }
}

/// Why a party could not be told by hand.
public enum PartyRefusal: Error, Equatable, Sendable {
    case noSuchParty
    /// There is no such incident, or it is safe, closed, a test, or no concern of anybody else.
    case notOpen
}

extension Lapse {
    /// Whole seconds with their unit.
    var words: String { "\(milliseconds / 1_000) s" }
}
