internal import ControlRoom

/// What the daemon's senders have taken, on its way to valves and centres.
extension Simulation {
    func sentArrives(_ side: Sender.Side, _ sent: Sent, life: Int) {
        guard life == clockwork.life, room != nil else {
            // The daemon is gone; what was on the wire by then still arrives.
            if dice.chance(0.5) { route(sent) }
            return
        }
        guard senders[side.rawValue].isUp else {
            senders[side.rawValue].parked.append(sent)
            return
        }
        senders[side.rawValue].outbound.gone(1)
        route(sent)
    }

    private func route(_ sent: Sent) {
        let levels = sent.topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count >= 4 else { return }
        if levels[0].hasPrefix("rescue") {
            let whom = String(levels[2])
            let happening: Happening =
                if levels[3] == "notice" {
                    .reachesParty(whom, body: sent.body)
                } else if levels[0] == "rescue" {
                    .reachesCentre(whom, body: sent.body)
                } else {
                    .reachesInDrill(whom, body: sent.body)
                }
            return agenda.plan(happening, at: time.now + dice.between(5, 60))
        }
        guard levels.count == 5, let valve = indexByName[String(levels[3])] else { return }
        if !isCalm, dice.chance(weather.receiptLost) { return count(.receiptLost) }
        agenda.plan(
            .reachesValve(valve, topic: sent.topic, body: sent.body),
            at: time.now + dice.between(5, 90))
    }

    func cutSender(_ side: Sender.Side) {
        guard senders[side.rawValue].isUp else { return }
        count(side == .valves ? .valveSenderCut : .rescueSenderCut)
        senders[side.rawValue].isUp = false
        senders[side.rawValue].outbound.set(connected: false)
        agenda.plan(
            .senderReturns(side, life: clockwork.life),
            at: time.now + dice.pick([300, 2_000, 20_000]))
    }

    func senderReturns(_ side: Sender.Side) {
        senders[side.rawValue].isUp = true
        senders[side.rawValue].outbound.set(connected: true)
        senders[side.rawValue].outbound.set(countMax: 10_000)
        let parked = senders[side.rawValue].parked
        senders[side.rawValue].parked = []
        for sent in parked {
            // Nobody knows whether the broker has it: it is sent once more.
            let at = max(senders[side.rawValue].arrivalAt, time.now + dice.between(1, 20))
            senders[side.rawValue].arrivalAt = at
            agenda.plan(.sentArrives(side, sent, life: clockwork.life), at: at)
        }
    }
}
