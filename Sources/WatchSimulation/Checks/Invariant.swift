/// What has to be true at every step, whatever goes wrong around the room.
package enum Invariant: String, CaseIterable, Sendable {
    /// An alarm whose `ack` left is in the journal.
    case receiptAfterCommit
    /// `ack` answers only an alarm that was given, `nak` only one that cannot be read, `later` only
    /// one that has waited for the journal.
    case receiptFits
    /// The broker may forget an alarm only when it is in the journal or the valve will repeat it.
    case pubackAfterCommit
    /// The broker may forget a reply only when the history names who replied.
    case replyAfterCommit
    /// A call-out that says `durable` is in the journal as it says.
    case calloutAfterCommit
    /// A person's wish is answered with success when it is in the journal.
    case answerAfterCommit
    /// A leak that was receipted has its incident in the journal.
    case receiptedLeakIsJournalled
    /// A leak that reached the watch has an open incident within seconds.
    case leakHasIncident
    /// Where nothing holds it up, an alarm has its receipt within half a second.
    case alarmIsPrompt
    /// A repeat of an alarm that is in the journal makes nothing new.
    case repeatIsNothing
    /// An alarm of a known valve that cannot be read makes it suspect.
    case undecodableIsSuspect
    /// One open incident a valve and axis before `safe`.
    case oneIncidentPerAxis
    /// Nothing is called out under two identities, and no identity means two things.
    case oneIdentity
    /// An open P1 or P2 has a next step in the near future, or a team.
    case deadlineAhead
    /// Nothing extends a deadline.
    case deadlineFixed
    /// Everything that calls a team out has been called out.
    case calledOut
    /// Who waits for a team is not forgotten: a call-out leaves for it once a minute at least.
    case neverQuiet
    /// A team has accepted the incidents of one valve at most, and both sides know it.
    case teamOnce
    /// The incidents of one valve have one team, that of the gravest, and go the same way.
    case valveOnce
    /// Who accepted first leads until it declines, is diverted or stands down.
    case leaderKept
    /// Whoever claims an incident that another leads, or was called beside it, is stood down.
    case loserStandsDown
    /// Nobody is taken for having answered by a word that he said of something else long before.
    case ownWord
    /// The plan calls only teams that are available and hold nothing.
    case usableOnly
    /// No usable team is idle while an incident waits.
    case noIdleTeam
    /// No P1 is late while a team would reach it in time that is idle or only called to a P2.
    case graveFirst
    /// After a restart everything stands as before.
    case restartKeeps
    /// A valve is only ever commanded to close, with a reason, under one id, and not for ever.
    case closeOnly
    /// The valve of a leak that never said it was closed is commanded for its ten minutes.
    case leakIsCommanded
    /// A valve that proves that it is closed is no longer commanded.
    case closeStops
    /// A will of an older boot changes nothing; a retained link is no sign of life.
    case linkIsTrue
    /// What is published of a valve is its newest message.
    case faceIsNewest
    /// What is open carries the place that the registry names now.
    case homeIsRight
    /// What an open incident says is wrong, the watch still holds.
    case latchKept
    /// A leak is P1 or P2 as the contract's rule says.
    case leakPriority
    /// A test reaches nobody.
    case testIsSilent
    /// A drill leaves by the drills' topics, touches nothing actual, and outlives a restart.
    case drillStaysApart
    /// The fire service is told of every leak within seconds, and of an end only after a beginning.
    case partyIsTold
    /// With a shift its team comes and goes, until somebody says otherwise.
    case shiftIsKept
    /// From the journal alone every decision is made again as it was made.
    case replays
    /// When nothing goes wrong any more, every alarm has its receipt, every wish its answer, every
    /// lane goes on and nobody waits.
    case comesToRest
}

extension Simulation {
    func violation(_ invariant: Invariant, _ text: String) -> Violation {
        trace("VIOLATION \(invariant.rawValue): \(text)")
        if plan.trace != nil {
            for line in store.history(mentionedIn: text) { trace("  \(line)") }
        }
        return Violation(invariant: invariant, at: time.now, text: text)
    }
}
