internal import Logging
internal import Rescue
internal import ValveModel

/// The audit of the running desk once a second: looks, counts, and keeps what it found in sight.
package struct DeskAudit: Sendable {
    /// How long a finding stays a fault after it was seen last: a step that came late has passed
    /// when somebody looks, and is to be looked into all the same.
    static let shownFor = Lapse.minutes(10)
    /// How long the desk may be busy with one batch before that itself is an overshoot.
    static let busyMax = StepAuditor.overshootMax
    /// Findings named in the fault; the rest is a number.
    static let namedMax = 3

    private let auditor = StepAuditor()
    private var auditedAt = Moment.distantPast
    private var busySince: Moment?
    private var words = ""
    private var foundAt: Moment?
    /// Subjects of the last audit's findings: each is logged once while it lasts.
    private var known: Set<String> = []
    private(set) var auditCount = 0
    /// Findings, each once while it lasted.
    private(set) var faultCount = 0
    private(set) var lateCount = 0

    package init() {}

    /// Audits when a second has passed; whether the desk could be looked at.
    mutating func look(
        _ promises: () -> DeskPromises?, _ health: Health, _ logger: Logger, at now: Moment
    ) -> Bool {
        guard now - auditedAt >= SelfWatch.roundEvery else { return true }
        guard let promises = promises() else {
            let since = busySince ?? now
            busySince = since
            if now - since > Self.busyMax {
                let finding = StepAuditor.Finding.overshot(
                    subject: "the control thread's batch", by: now - since)
                note([finding], logger, at: now)
            }
            tell(health, at: now)
            return false
        }
        busySince = nil
        auditedAt = now
        auditCount += 1
        let report = auditor.audit(promises, at: now)
        lateCount = report.lateCount
        note(report.findings, logger, at: now)
        tell(health, at: now)
        return true
    }

    private mutating func note(_ findings: [StepAuditor.Finding], _ logger: Logger, at now: Moment)
    {
        let subjects = Set(findings.map(\.subject))
        for finding in findings where !known.contains(finding.subject) {
            faultCount += 1
            logger.error("audit: \(finding.words)")
        }
        known = subjects
        guard !findings.isEmpty else { return }
        foundAt = now
        let rest = findings.count - Self.namedMax
        words =
            findings.prefix(Self.namedMax).map(\.words).joined(separator: "; ")
            + (rest > 0 ? "; and \(rest) more" : "")
    }

    private mutating func tell(_ health: Health, at now: Moment) {
        if let foundAt, now - foundAt >= Self.shownFor { self.foundAt = nil }
        health.set(
            "audit",
            foundAt == nil
                ? nil
                : "The audit of open incidents found: \(words). Look at these incidents now and go "
                    + "on with them by hand, then at the load of this machine; report it, for it "
                    + "should not be possible.", at: now)
    }
}
