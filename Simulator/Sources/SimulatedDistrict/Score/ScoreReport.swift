/// The score for machines.
package enum ScoreReport {
    package static func json(_ page: SummaryPage) -> [UInt8] {
        let score = page.score
        return JSONText.object { text in
            text.member("passed", page.verdict.passed)
            text.member("reasons", list: page.verdict.reasons.map(JSONText.quoted))
            text.member("scenario", page.identity.scenario)
            text.member("valves", page.identity.valves)
            text.member("seconds", page.ending.seconds, decimals: 3)
            text.member("seed", page.identity.seed)
            text.member("driveSpeed", page.identity.driveSpeed, decimals: 1)
            text.member("births", score.count(.births))
            text.member("reports", score.reports)
            text.member("alarms", score.alarms)
            text.member("alarmMessages", score.alarmMessages)
            text.member("receipts", score.receipts)
            text.member("receiptsTwice", score.count(.receiptsAgain))
            text.member("receiptsOutstanding", score.outstanding)
            text.member("laters", score.count(.laters))
            text.member("naks", score.count(.naks))
            text.member("garbage", score.count(.garbage))
            text.member("garbageNaks", score.count(.garbageNaks))
            text.member("commands", score.count(.commands))
            text.member("results", score.count(.results))
            text.member("leaksBegun", score.leaks.count)
            text.member("leaksCalledOut", score.calledOutCount)
            text.member("leaksWithTeam", score.withTeamCount)
            text.member("leaksMissed", score.missed.count)
            text.member("leaksGrowing", score.growing.count)
            text.member("leaksLate", score.lateCount)
            text.member("leaksSoonerPossible", score.soonerCount)
            text.member(
                "nuisanceCalloutsPerDay", score.nuisancePerDay(of: page.identity, page.ending),
                decimals: 2)
            text.member("callouts", score.callouts)
            text.member("calloutsWrong", list: score.calloutsWrong.sorted().map(JSONText.quoted))
            text.member("receiptMilliseconds", json: latencies(score.receiptLatency, []))
            text.member("calloutMilliseconds", json: latencies(score.calloutLatency, []))
            text.member("findMilliseconds", json: latencies(score.findLatency, []))
            text.member("acceptMilliseconds", json: latencies(score.acceptLatency, [60]))
            text.member("onsceneMilliseconds", json: latencies(score.onsceneLatency, [180]))
            text.member("rescueMilliseconds", json: latencies(score.rescueLatency, [300]))
            if let review = page.review {
                text.member("controlRoom", json: memory(review))
            }
            text.member(
                "usage",
                list: page.score.course.usage.keys.sorted().map { part in
                    usage(part, page.score.course)
                })
            text.member("remarks", list: page.ending.remarks.map(JSONText.quoted))
            text.member("leaks", list: score.leaks.map(leak))
        }
    }

    private static func latencies(_ latencies: Latencies, _ limits: [Double]) -> [UInt8] {
        JSONText.object { text in
            text.member("count", latencies.count)
            text.member("p50", latencies.percentile(0.5), decimals: 3)
            text.member("p99", latencies.percentile(0.99), decimals: 3)
            text.member("p99_99", latencies.percentile(0.9999), decimals: 3)
            text.member("max", latencies.longest, decimals: 3)
            for limit in limits {
                text.member("limitSeconds", limit, decimals: 0)
                text.member("withinLimit", latencies.within(seconds: limit))
            }
        }
    }

    private static func memory(_ review: ControlRoomReview) -> [UInt8] {
        JSONText.object { text in
            text.member("incidents", review.incidents)
            text.member("notDurable", review.notDurable)
            text.member("leaksForgotten", list: review.leaksForgotten.map(JSONText.quoted))
            text.member("openTwice", list: review.openTwice.map(JSONText.quoted))
            text.member("steps", review.steps)
            text.member("stepsAstray", list: review.stepsAstray.map(JSONText.quoted))
        }
    }

    private static func usage(_ part: String, _ course: Course) -> [UInt8] {
        JSONText.object { text in
            text.member("part", part)
            guard let whole = course.whole(part) else { return }
            text.member("coresMean", whole.cores, decimals: 4)
            text.member("coresMost", whole.coresMost, decimals: 4)
            text.member("bytesMost", whole.bytes)
        }
    }

    /// One leak, its times in seconds since the run began.
    private static func leak(_ leak: LeakRecord) -> [UInt8] {
        JSONText.object { text in
            text.member("valve", leak.valve)
            if let incident = leak.incident { text.member("incident", incident) }
            if let team = leak.team { text.member("team", team) }
            if let team = leak.soonerTeam {
                text.member("soonerTeam", team)
                text.member("soonerBySeconds", leak.soonerBy, decimals: 0)
            }
            text.member("begun", leak.begun.seconds, decimals: 3)
            if let at = leak.alarmed { text.member("alarmed", at.seconds, decimals: 3) }
            if let at = leak.receipt { text.member("receipt", at.seconds, decimals: 3) }
            if let at = leak.calledOut { text.member("calledOut", at.seconds, decimals: 3) }
            if let at = leak.teamCalled { text.member("teamCalled", at.seconds, decimals: 3) }
            if let at = leak.accepted { text.member("accepted", at.seconds, decimals: 3) }
            if let at = leak.onscene { text.member("onscene", at.seconds, decimals: 3) }
            if let at = leak.rescue { text.member("rescue", at.seconds, decimals: 3) }
            if let at = leak.safe { text.member("safe", at.seconds, decimals: 3) }
        }
    }
}
