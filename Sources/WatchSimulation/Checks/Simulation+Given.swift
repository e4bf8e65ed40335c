internal import ControlRoom
internal import Incidents
internal import Rescue
internal import RingBuffer
internal import ValveModel
internal import ValveWatch

/// What the room is given, and what has to follow from it.
extension Simulation {
    func identity(_ spoken: Parcel.Spoken) -> SimulatedStore.Identity {
        SimulatedStore.Identity(
            valve: district.homes[spoken.valve].household.valve, boot: spoken.boot,
            sequence: spoken.sequence)
    }

    /// Notes a message just before the room gets it.
    func noteGiven(_ parcel: Parcel, _ room: ControlRoom) {
        switch parcel.note {
        case .reading(let spoken): noteReading(spoken, room)
        case .link(let valve, let boot, let isOnline):
            noteLink(valve, boot, isOnline: isOnline, isRetained: parcel.isRetained, room)
        case .garbageAlarm(let valve):
            // A message that cannot be read is a sign of life all the same.
            checks.heardBefore[valve] = nil
            if district.homes[valve].isRegistered, checks.suspects[valve] == nil {
                checks.suspects[valve] = time.now
            }
            valves[valve].isAmbiguous = true
        case .reply(let reply):
            trace("in reply \(reply.incident) \(reply.team) \(reply.word)")
            noteWord(reply, room)
            let words: Set<String> = ["accept", "enroute", "onscene", "rescue"]
            if reply.word == "decline" || reply.word == "safe" { endClaims(of: reply, room) }
            checks.signs[reply.incident] = time.now
            guard words.contains(reply.word), !reply.team.isEmpty else { return }
            let claim = Checks.Claim(incident: reply.incident, team: reply.team)
            if checks.claims[claim] == nil { checks.claims[claim] = time.now }
        case .other: break
        }
    }

    /// Who declines an incident, or has made it safe, claims no other of its valve any more either.
    private func endClaims(of reply: Parcel.Reply, _ room: ControlRoom) {
        checks.claims[Checks.Claim(incident: reply.incident, team: reply.team)] = nil
        func valve(of incident: String) -> String? {
            room.loop.withDesk { $0.book.incident(incident)?.place.valve }
        }
        guard let place = valve(of: reply.incident) else { return }
        for claim in checks.claims.keys
        where claim.team == reply.team && place == valve(of: claim.incident) {
            checks.claims[claim] = nil
        }
    }

    private func noteReading(_ spoken: Parcel.Spoken, _ room: ControlRoom) {
        let place = spoken.valve
        trace(
            "in \(district.homes[place].name) \(spoken.boot)/\(spoken.sequence) "
                + "\(spoken.isAlarm ? "alarm" : "report") gas \(spoken.gas ?? -1)")
        if spoken.isAlarm {
            let identity = identity(spoken)
            noteRepeat(identity, spoken, room)
            if checks.given[identity] == nil {
                checks.given[identity] = Checks.Given(
                    firstAt: time.now, firstInLifeAt: time.now, life: clockwork.life,
                    isLeak: spoken.isLeak && !spoken.isTest)
                if spoken.isLeak, !spoken.isTest { expectLeak(place, "alarm", room) }
                if spoken.saidAt < valves[place].reportedAt { count(.alarmOvertaken) }
            } else if checks.given[identity]?.life != clockwork.life {
                checks.given[identity]?.life = clockwork.life
                checks.given[identity]?.firstInLifeAt = time.now
            }
        } else {
            checks.onlyRepeated[place] = nil
            valves[place].reportedAt = max(valves[place].reportedAt, spoken.saidAt)
        }
        checks.staleWills[place] = nil
        checks.heardBefore[place] = nil
        checks.givenAt[place] = time.now
        if spoken.isClosed { checks.closedAt[place] = time.now }
        guard !valves[place].isAmbiguous else {
            checks.closedSince[place] = nil
            return
        }
        let newest = valves[place].given
        let isNewer =
            newest.map { ($0.boot, $0.sequence) < (spoken.boot, spoken.sequence) } ?? false
        if newest == nil || isNewer {
            valves[place].given = SimulatedValve.Given(
                boot: spoken.boot, sequence: spoken.sequence,
                gas: spoken.isTest ? nil : spoken.gas)
            checks.touchedFaces.insert(place)
            if spoken.isTest {
                // What a test shows proves nothing.
            } else if spoken.isClosed {
                checks.closedAt[place] = time.now
                if checks.closedSince[place] == nil { checks.closedSince[place] = time.now }
            } else {
                checks.closedSince[place] = nil
            }
            // The first message of a life may be an old one that the journal knows better.
            if newest == nil { valves[place].given?.gas = nil }
            if let gas = spoken.gas, gas >= 200, isNewer, !spoken.isTest {
                expectLeak(place, "gas of 20 %LEL", room)
            }
        }
    }

    /// A repeat of what is in the journal, with nothing else lately, may open nothing.
    private func noteRepeat(
        _ identity: SimulatedStore.Identity, _ spoken: Parcel.Spoken, _ room: ControlRoom
    ) {
        let place = spoken.valve
        let isLone = time.now - (checks.givenAt[place] ?? -10_000) > 5_000
        let isKnown = store.withCommitted { $0.alarms[identity] != nil }
        guard isKnown, isLone, !valves[place].isAmbiguous, !hasOpenGas(place, room) else {
            checks.onlyRepeated[place] = nil
            return
        }
        checks.onlyRepeated[place] = time.now
    }

    /// There is an open incident of the valve's gas, or there has to be one soon.
    private func expectLeak(_ place: Int, _ why: String, _ room: ControlRoom) {
        guard !hasOpenGas(place, room) else { return }
        checks.expected.append(
            Checks.Expected(
                valve: place, since: time.now,
                due: max(time.now, clockwork.excusedUntil) + 2_500, why: why))
    }

    func hasOpenGas(_ place: Int, _ room: ControlRoom) -> Bool {
        let slot = IncidentBook.Slot(
            valve: district.homes[place].name, axis: .gas, isTest: false)
        return room.loop.withDesk { $0.book.incident(in: slot).map { !$0.isFinished } ?? false }
    }

    private func noteLink(
        _ place: Int, _ boot: UInt32, isOnline: Bool, isRetained: Bool, _ room: ControlRoom
    ) {
        if isRetained, place % 16 == 0, checks.heardBefore[place] == nil,
            checks.touchedFaces.isEmpty, !room.watch.hasWork,
            let index = room.households.find(district.homes[place].household.valve),
            let face = room.watch.faces.read(at: index.offset)
        {
            checks.heardBefore[place] = face.heardAt
        } else if !isRetained {
            checks.heardBefore[place] = nil
        }
        guard !valves[place].isAmbiguous, let newest = valves[place].given else { return }
        if boot < newest.boot {
            guard !isOnline,
                let index = room.households.find(district.homes[place].household.valve),
                let face = room.watch.faces.read(at: index.offset)
            else { return }
            if checks.touchedFaces.isEmpty { checks.staleWills[place] = face.link == .online }
            return
        }
        checks.staleWills[place] = nil
        if boot > newest.boot {
            valves[place].given = SimulatedValve.Given(boot: boot, sequence: 0, gas: nil)
        }
    }

    /// Compares what is published of the valves that were just heard with what they said.
    func checkFaces(_ room: ControlRoom) throws(Violation) {
        let places = checks.touchedFaces
        guard !places.isEmpty, !room.watch.hasWork else { return }
        checks.touchedFaces.removeAll(keepingCapacity: true)
        for place in places {
            guard let given = valves[place].given, !valves[place].isAmbiguous,
                let index = room.households.find(district.homes[place].household.valve),
                let face = room.watch.faces.read(at: index.offset)
            else { continue }
            let isNewest = (face.boot, face.sequence) >= (given.boot, given.sequence)
            guard isNewest else {
                throw violation(
                    .faceIsNewest,
                    "\(district.homes[place].name) shows \(face.boot)/\(face.sequence) after "
                        + "\(given.boot)/\(given.sequence) was given")
            }
            if (face.boot, face.sequence) == (given.boot, given.sequence), let gas = given.gas,
                weather.reportRingLog2 >= 8, time.now > clockwork.excusedUntil,
                (face.gas * 10).rounded() != Float(gas)
            {
                throw violation(
                    .faceIsNewest,
                    "\(district.homes[place].name) shows gas \(face.gas), \(gas) tenths was given")
            }
        }
    }
}
