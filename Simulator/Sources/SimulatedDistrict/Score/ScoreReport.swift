/// The score for machines.
package enum ScoreReport {
    package static func json(_ page: SummaryPage, seed: UInt64) -> [UInt8] {
        let score = page.score
        return JSONText.object { text in
            text.member("passed", page.verdict.passed)
            text.member("reasons", list: page.verdict.reasons.map(JSONText.quoted))
            text.member("valves", page.valveCount)
            text.member("seconds", page.seconds, decimals: 3)
            text.member("seed", seed)
            text.member("driveSpeed", page.driveSpeed, decimals: 1)
            text.member("births", score.births)
            text.member("reports", score.reports)
            text.member("alarms", score.alarms)
            text.member("alarmMessages", score.alarmMessages)
            text.member("receipts", score.receipts)
            text.member("receiptsTwice", score.receiptsTwice)
            text.member("receiptsOutstanding", score.outstanding)
            text.member("laters", score.laters)
            text.member("naks", score.naks)
            text.member("garbage", score.garbage)
            text.member("garbageNaks", score.garbageNaks)
            text.member("commands", score.commands)
            text.member("results", score.results)
            text.member("leaksBegun", score.leaks.count)
            text.member("leaksCalledOut", score.calledOutCount)
            text.member("leaksWithTeam", score.withTeamCount)
            text.member("leaksMissed", score.missed.count)
            text.member("leaksGrowing", score.growing.count)
            text.member("leaksLate", score.lateCount)
            text.member("callouts", score.callouts)
            text.member("calloutsWrong", list: score.calloutsWrong.sorted().map(JSONText.quoted))
            text.member("receiptMilliseconds", json: latencies(score.receiptLatency, []))
            text.member("calloutMilliseconds", json: latencies(score.calloutLatency, []))
            text.member("acceptMilliseconds", json: latencies(score.acceptLatency, [60]))
            text.member("onsceneMilliseconds", json: latencies(score.onsceneLatency, [180]))
            text.member("rescueMilliseconds", json: latencies(score.rescueLatency, [300]))
            text.member("remarks", list: page.remarks.map(JSONText.quoted))
            text.member("leaks", list: score.leaks.map(leak))
        }
    }

    private static func latencies(_ latencies: Latencies, _ limits: [Double]) -> [UInt8] {
        JSONText.object { text in
            text.member("count", latencies.count)
            text.member("p50", latencies.percentile(0.5), decimals: 3)
            text.member("p99", latencies.percentile(0.99), decimals: 3)
            text.member("max", latencies.longest, decimals: 3)
            for limit in limits {
                text.member("limitSeconds", limit, decimals: 0)
                text.member("withinLimit", latencies.within(seconds: limit))
            }
        }
    }

    /// One leak, its times in seconds since the run began.
    private static func leak(_ leak: LeakRecord) -> [UInt8] {
        JSONText.object { text in
            text.member("valve", leak.valve)
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
