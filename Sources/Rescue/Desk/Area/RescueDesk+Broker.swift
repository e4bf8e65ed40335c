internal import Incidents
public import ValveModel

/// The valves' broker and the event that stands for everybody behind it.
extension RescueDesk {
    /// The connection to the valves' broker came or went.
    ///
    /// A loss is one event of the fleet after a moment, and over when the connection is back. Before
    /// the first connection nobody was lost: health says that it is missing.
    ///
    /// - Parameter valves: those on line when it went.
    public mutating func noteValveBroker(isConnected: Bool, valves: [String], at now: Moment) {
        guard !isConnected else {
            area.hasHadBroker = true
            area.brokerLostAt = nil
            area.brokerValves = []
            return endBrokerEvent(at: now)
        }
        guard area.hasHadBroker, area.brokerLostAt == nil, !valves.isEmpty else { return }
        area.brokerLostAt = now
        area.brokerValves = valves
        wakeArea(at: now + area.correlator.rules.settle, now)
    }

    mutating func openBrokerEvent(at now: Moment) {
        var place = ValvePlace(
            valve: "@fleet////broker/\(now.milliseconds)", area: Area.unknown.description)
        place.located = "area"
        let id = book.raise(
            .areaEvent, .p4, mode: .actual, place: place,
            localDate: LocalDate.digits(of: now, offsetSeconds: utcOffsetSeconds), at: now)
        let facts = AreaFacts(
            group: .fleet, family: .offline, of: .offline, cause: .brokerLost,
            openedWith: area.brokerValves.count, openedAt: now)
        let record = AreaRecord(facts, valves: area.brokerValves)
        book.change(id) { $0.event = record }
        area.brokerEvent = id
        area.brokerValves = []
        countAlarm(id, at: now)
        log("finding", id, "area event: the valves' broker is gone, nobody can be heard")
    }

    private mutating func endBrokerEvent(at now: Moment) {
        guard let id = area.brokerEvent else { return }
        area.brokerEvent = nil
        guard book.incident(id)?.isOpen == true else { return }
        book.change(id) { changed in
            changed.event?.standing = 0
            changed.event?.overAt = now
            changed.current = []
        }
        log("finding", id, "area event is over: the valves' broker is back")
        closeWhenNormal(id, at: now)
    }
}
