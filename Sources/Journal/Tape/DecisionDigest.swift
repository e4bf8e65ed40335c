internal import Incidents
package import Rescue
internal import ValveModel

/// A number that stands for everything that was decided beside the incidents themselves: call-outs,
/// commands, teams and the lines of the history, in their order. FNV-1a over 64 bits: it finds
/// accidents, not forgeries.
package struct DecisionDigest: Sendable {
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    package init(_ actions: [DeskAction]) {
        for action in actions { take(action) }
    }

    private mutating func take(_ action: DeskAction) {
        switch action {
        case .changed, .kept: return
        // They follow from call-outs and replies, and older programs decided none.
        case .delivery, .deliveryOver: return
        case .callout(let callout):
            take(callout.word.rawValue, callout.centre, callout.team, callout.incident.id)
            take(callout.reason, callout.acceptedBy)
            take(UInt8(truncatingIfNeeded: callout.incident.revision))
            take(callout.isRepeat)
        case .standdownUnknown(let incident, let centre, let team, let reason):
            take("unknown", incident, centre, team, reason)
        case .entry(let entry): take(entry.kind, entry.subject, entry.by, entry.text)
        case .command(let command, let isRepeat):
            take("command", command.id, command.valve)
            take(isRepeat)
        case .commandOver(let valve): take("over", valve)
        case .team(let team):
            take("team", team.id, team.holding)
            take(team.isAvailable)
            take(team.isUnresponsive)
        case .teamForgotten(let id): take("team over", id)
        case .member(let part): take("member", part.name, part.event)
        case .memberOver(let name): take("member over", name)
        case .shelf(let name, let shelf):
            take("shelf", name)
            take(shelf != nil)
        case .road(let closing): take("road", closing.id)
        case .roadOpened(let id): take("opened", id)
        case .post(let team, let post):
            take("post", team)
            take(post != nil)
        case .calibration(let centre, let calibration):
            take("calibration", centre)
            for hour in calibration?.hours ?? [] { take("\(hour.hour):\(hour.seconds)") }
        case .centreLink(let centre, let isOnline):
            take("link", centre)
            take(isOnline)
        case .gasSettled(let valve): take("gas", valve)
        case .closeDeclined(let valve): take("declined", valve)
        case .axisSettled(let valve, let axis): take("axis", valve, axis.word)
        }
    }

    private mutating func take(_ texts: String?...) {
        for text in texts {
            for byte in (text ?? "-").utf8 { take(byte) }
            take(0xFF)
        }
    }

    private mutating func take(_ isTrue: Bool) { take(isTrue ? 1 : 0) }

    private mutating func take(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
