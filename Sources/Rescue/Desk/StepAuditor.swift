public import ValveModel

/// Checks from outside that every open P1 and P2 has its next step and that no step comes late. It
/// shares nothing with the scheduling it checks but the promises. Pure.
public struct StepAuditor: Sendable {
    /// How far a deadline may be passed (issue on proof: overshoot over 1 s is itself an alarm).
    public static let overshootMax = Lapse.seconds(1)

    /// What is wrong with one incident or deadline.
    public enum Finding: Equatable, Sendable {
        /// Nothing is queued that would go on with the incident.
        case noNextStep(incident: String)
        /// What is queued comes so much later than the incident's own deadline.
        case stepTooLate(incident: String, by: Lapse)
        /// A deadline was passed by so much and nobody has acted.
        case overshot(subject: String, by: Lapse)
    }

    /// What an audit came to.
    public struct Report: Equatable, Sendable {
        /// What is wrong, in order of the incidents.
        public var findings: [Finding] = []
        /// Incidents that were looked at.
        public var incidentCount = 0
        /// Incidents whose rescue had to begin by now and that have no team on scene: the daemon
        /// has done its part, people are late.
        public var lateCount = 0
    }

    /// An auditor. It keeps nothing from one audit to the next.
    public init() {}

    /// Audits the promises of a desk.
    public func audit(_ desk: DeskPromises, at now: Moment) -> Report {
        var report = Report(incidentCount: desk.promises.count)
        for promise in desk.promises.sorted(by: { $0.incident < $1.incident }) {
            if let rescueBy = promise.rescueBy, rescueBy < now, !promise.isOnScene {
                report.lateCount += 1
            }
            let finding =
                promise.isWaiting
                ? judge(promise, at: now) : judgeJourney(promise, at: now)
            if let finding { report.findings.append(finding) }
        }
        if let earliest = desk.earliest, now - earliest.at > Self.overshootMax {
            report.findings.append(.overshot(subject: earliest.subject, by: now - earliest.at))
        }
        return report
    }

    /// A team on its way is looked for when it should have arrived.
    private func judgeJourney(_ promise: DeskPromises.Promise, at now: Moment) -> Finding? {
        guard promise.isOnTheWay else { return nil }
        guard let stepAt = promise.stepAt else { return .noNextStep(incident: promise.incident) }
        let isLate = now - stepAt > Self.overshootMax
        return isLate
            ? .overshot(subject: "incident \(promise.incident)", by: now - stepAt) : nil
    }

    private func judge(_ promise: DeskPromises.Promise, at now: Moment) -> Finding? {
        guard let ackBy = promise.ackBy, let stepAt = promise.stepAt else {
            return .noNextStep(incident: promise.incident)
        }
        // After a restart a step that is late anyhow waits for queued replies, and for no longer.
        let latest =
            promise.waitsForReplies ? max(ackBy, now + RescueDesk.brokerWaitMax) : ackBy
        guard stepAt - latest <= Self.overshootMax else {
            return .stepTooLate(incident: promise.incident, by: stepAt - ackBy)
        }
        guard now - stepAt <= Self.overshootMax else {
            return .overshot(subject: "incident \(promise.incident)", by: now - stepAt)
        }
        return nil
    }
}

extension StepAuditor.Finding {
    /// The finding in words, with the id of its incident.
    public var words: String {
        switch self {
        case .noNextStep(let incident): "incident \(incident) has no next step"
        case .stepTooLate(let incident, let lapse):
            "the next step of incident \(incident) is due \(lapse.milliseconds) ms too late"
        case .overshot(let subject, let lapse):
            "a deadline of \(subject) was passed by \(lapse.milliseconds) ms"
        }
    }

    /// What it is about, by which repeats of one finding are known.
    public var subject: String {
        switch self {
        case .noNextStep(let incident), .stepTooLate(let incident, _): "incident \(incident)"
        case .overshot(let subject, _): subject
        }
    }
}
