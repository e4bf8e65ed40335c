internal import Incidents
internal import Rescue

/// Who was considered for an incident, in sentences: what each would have taken, and what spoke for
/// or against it.
enum ReplayCandidates {
    /// Why the one that was called was the one.
    static func why(_ reason: String) -> Phrase {
        switch AssignmentReason(rawValue: reason) {
        case .nearestAvailable?:
            return Phrase("可派队伍中没有更近的", "no team that could be sent is nearer")
        case .onlyInTime?:
            return Phrase(
                "更近的队伍无应答或有任务，其余都来不及",
                "the nearer ones do not answer or are bound, and no other would be in time")
        case .keepsAnotherInTime?:
            return Phrase(
                "更近的队伍另有一起警情，换它去就来不及",
                "a nearer one is needed at another incident, which this one would not reach in time"
            )
        case .optimalTotal?:
            return Phrase(
                "更近的队伍去了另一起，这样总时间最短",
                "a nearer one serves another incident, so that all together wait least")
        case .diverted?:
            return Phrase(
                "由 P2 途中改派，因此多一起 P1 及时",
                "it is taken off a P2 on the way, so that one more P1 is reached in time")
        case nil: break
        }
        switch reason {
        case "operator": return Phrase("值班员指定", "an operator chose it")
        case "no_usable_team": return Phrase("没有可派的队伍", "no team can be sent")
        case TeamStart.tooOldReason:
            return Phrase(
                "它报的位置已过时，按待命处计算",
                "the place it told is too old, so it is counted from where it waits")
        default: return Phrase(reason, reason)
        }
    }

    /// One team, such as `E-2 of east: 195 s (…), in time; free, 40 s farther.`
    ///
    /// - Parameter chosen: seconds of the one that was called.
    static func sentence(_ candidate: DeskCandidate, chosen: Int?) -> Phrase {
        var way = Phrase("无路可达", "no open road leads there")
        if let eta = candidate.eta {
            let isLate = !candidate.isInTime
            way = Phrase(
                "\(eta.seconds) 秒（\(parts(eta).chinese)）" + (isLate ? "，来不及" : "，及时"),
                "\(eta.seconds) s (\(parts(eta).english))" + (isLate ? ", late" : ", in time"))
        }
        let standing = standing(candidate, chosen: chosen)
        var chinese = "\(candidate.team)（\(candidate.centre)）：\(way.chinese)；\(standing.chinese)"
        var english =
            "\(candidate.team) of \(candidate.centre): \(way.english); \(standing.english)"
        if candidate.isLast {
            chinese += "；曾无应答或中心离线，最后才派"
            english += "; used last, as it did not answer or its centre is off line"
        }
        if candidate.start.isTooOld, candidate.standing != .leads {
            chinese += "；所报位置已过时"
            english += "; the place it told is too old"
        }
        return Phrase("  " + chinese + "。", "  " + english + ".")
    }

    /// What an estimate is made of.
    static func parts(_ eta: Incident.ETA) -> Phrase {
        let added = eta.calibration.map { $0 > 0 ? "+\($0)" : "\($0)" }
        let chinese = added.map { "，其中校准 \($0)" } ?? ""
        let english = added.map { ", \($0) of it calibrated" } ?? ""
        let model = StateWords.shown(eta.model, .model, .chinese)
        return Phrase(
            "出动 \(eta.turnout)\(chinese)、路程 \(eta.travel)、入户 \(eta.access)，按\(model)",
            "turnout \(eta.turnout)\(english), way \(eta.travel), door \(eta.access), by \(eta.model)"
        )
    }

    private static func standing(_ candidate: DeskCandidate, chosen: Int?) -> Phrase {
        switch candidate.standing {
        case .leads: return Phrase("派它", "it is sent")
        case .asked: return Phrase("已呼叫，仍可接警", "called before, and may still accept")
        case .declined: return Phrase("已拒绝", "it declined here")
        case .silent: return Phrase("已呼叫，无应答", "it was called and did not answer")
        case .unavailable: return Phrase("不可派", "not available")
        case .holds(let other): return Phrase("正在处置 \(other)", "it has accepted \(other)")
        case .calledTo(let other): return Phrase("已派往 \(other)", "it is called out to \(other)")
        case .free:
            guard let chosen, let seconds = candidate.eta?.seconds, seconds > chosen else {
                return Phrase("可派", "free")
            }
            return Phrase(
                "可派，慢 \(seconds - chosen) 秒", "free, and \(seconds - chosen) s slower")
        }
    }
}
